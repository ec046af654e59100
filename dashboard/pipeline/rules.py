"""The rule tables: every CSV of queries/rules/ as a relation `rules.<name>`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dashboard.pipeline.names import quoted, text_literal
from dashboard.pipeline.query_files import QUERIES

# Types by column name, so that 1 stays a number with decimals when it becomes 1.5.
_TYPES = {
    "double": ("points prior_weight worst best weight share least_score floor value"),
    "integer": (
        "draw position months least_graded_months least_days_late most_days_late"
        " concern_from_month window_months opens_day due_day announced_days"
    ),
    "boolean": "carries_over has_own_points is_underperforming is_working",
    "date": "day",
}
_TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names.split()}


def load_rules(connection: duckdb.DuckDBPyConnection, folder: Path = QUERIES / "rules") -> None:
    """Create or replace `rules.<name>` for every CSV of the folder."""
    connection.execute("create schema if not exists rules")
    for path in sorted(folder.glob("*.csv")):
        header = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
        columns = ", ".join(
            f"cast({quoted(name)} as {_TYPE_OF.get(name, 'varchar')}) as {quoted(name)}"
            for name in header
        )
        connection.execute(
            f"create or replace table rules.{quoted(path.stem)} as select {columns} "
            f"from read_csv({text_literal(str(path))}, header = true, all_varchar = true)"
        )
