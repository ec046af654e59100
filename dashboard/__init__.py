"""Two Cards: from uploaded cards to scores and flags.

    uploads → ingest → storage → pipeline → reads → charts → pages

Imports go back along this arrow, never forward; `lint-imports` checks it. Only `pages`
imports Streamlit, only `charts` imports Altair, only `storage` and `pipeline` open DuckDB.
"""
