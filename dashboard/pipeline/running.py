"""Running the steps of a build: every query and estimate after staging, in order."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from dashboard.pipeline import months
from dashboard.pipeline.estimates import ESTIMATES
from dashboard.pipeline.names import quoted
from dashboard.pipeline.query_files import (
    BUILT_LAYERS,
    BUILT_MONTHS,
    QueryFile,
    Step,
    in_build_order,
    query_files,
)

# Layers that serve one build only and are not published.
WORKING_LAYERS = ("uploads", "changed", "windows", "items")


def run_steps(connection: duckdb.DuckDBPyConnection, changed: set[str] | None) -> int:
    """Run the layers after staging; return how many months were computed.

    Args:
        changed: relations that are not as they were in the last version; None is all. A
            step that reads none of them would give what stands there already.
    """
    files = query_files(*(layer for layer in BUILT_LAYERS if layer != "staging"))
    steps: Sequence[Step] = in_build_order([*files, *ESTIMATES])
    after_months: set[str] = {"scores.months"}
    for step in steps:
        connection.execute(f"create schema if not exists {quoted(step.layer)}")
        if step.reads() & after_months:
            after_months.add(step.relation)
        if step.layer in WORKING_LAYERS:
            # Read in one place, a query need not be written down before it is read.
            is_view = isinstance(step, QueryFile) and (
                sum(other.times_it_reads(step.relation) for other in steps) == 1
            )
            create(connection, step, "view" if is_view else "table")
        elif changed is not None and not step.reads() & changed:
            continue
        elif changed is None or step.months is None:
            create(connection, step, "table")
        else:
            _replace_months(connection, step, step.months)
        if changed is not None:
            changed.add(step.relation)
        if step.relation == "scores.months":
            months.widen_scope(connection)
        elif (
            step.layer not in WORKING_LAYERS
            and step.months is not None
            and step.relation in after_months
        ):
            connection.execute(
                f"delete from {step.relation} "
                "where month not in (select month from scores.months)"
            )
    counted = (
        f"select count(*) from {BUILT_MONTHS} where month in (select month from scores.months)"
    )
    return connection.sql(counted).fetchall()[0][0]


def create(connection: duckdb.DuckDBPyConnection, step: Step, form: str) -> None:
    """Make the relation of a step as a whole, as a table or a view."""
    with step.source(connection) as source:
        columns = connection.sql(source).columns if form == "table" else []
        if {"month", "team_id"} <= set(columns):
            # Sorted, a month or a team is read from few blocks; and a sorted table is
            # written to disk once, where an unsorted union of queries is written twice.
            # By every column, so that sums over it add up in one order, to the last bit.
            others = [quoted(name) for name in columns if name not in ("month", "team_id")]
            keys = ", ".join(["month", "team_id", *others])
            source = f"select * from ({source}) order by {keys}"
        connection.execute(f"create or replace {form} {quoted(step.relation)} as {source}")


def _replace_months(connection: duckdb.DuckDBPyConnection, step: Step, reached: str) -> None:
    with step.source(connection) as source:
        connection.execute(
            f"delete from {step.relation} where month in (select month from {reached}) "
            "or month not in (select month from build.calendar_months)"
        )
        connection.execute(f"insert into {step.relation} {source}")
