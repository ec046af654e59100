"""A synthetic prefecture-level city: nine uploads nobody has to keep secret.

Everything is drawn from one seed, so the same arguments give the same bytes. `city.py`
writes the files; `plan.py` decides what is true before any row is drawn; one module per
subject draws the rows; `truth.csv` says what a good flag should find.
"""
