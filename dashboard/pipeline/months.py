"""Which months a build looks at: `build.calendar_months`, and the scope `build.months`."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from dashboard.kinds import KINDS
from dashboard.pipeline.names import date_literal
from dashboard.pipeline.query_files import QUERIES, QueryFile, query_files

# Longer than any limit in working days can reach past the day it starts from.
_DAYS_AHEAD = timedelta(days=90)


def set_as_of(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Write `build.run`: one row, the day the build describes."""
    connection.execute(
        f"create or replace table build.run as select {date_literal(as_of)} as as_of"
    )


def make_calendar(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Write the months and days from the first evidence to `as_of`."""
    first_day_query = QueryFile(QUERIES / "scope" / "first_day.sql")
    found = connection.sql(first_day_query.sql).fetchall()[0][0]
    first_day = min(found or as_of, as_of)
    last = date_literal(as_of)
    connection.execute(
        f"""
        create or replace table build.calendar_months as
        select
            cast(month as date) as month,
            cast(month - interval 1 month as date) as previous_month,
            last_day(month) as last_day,
            least(last_day(month), {last}) as cutoff,
            {last} as as_of
        from (
            select unnest(generate_series(
                date_trunc('month', {date_literal(first_day)}), {last}, interval 1 month
            )) as month
        )
        """
    )
    connection.execute(
        f"""
        create or replace table build.days as
        select cast(unnest(generate_series(
            {date_literal(first_day)}, {date_literal(as_of + _DAYS_AHEAD)}, interval 1 day
        )) as date) as day
        """
    )


def scope_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the build compute every month."""
    connection.execute("create or replace table build.months as from build.calendar_months")


def scope_changes(connection: duckdb.DuckDBPyConnection, days: tuple[date, date]) -> None:
    """Let the build compute the months that changed rows reach, and no others.

    Those are what queries/reach/ says; the month after each of them, whose items may be
    new or not; months from the earlier as_of on when it moved; and months that the last
    version did not look at.

    Args:
        days: as_of of the last and of this build.
    """
    reached = " union all ".join(
        f"select month from ({file.sql})" for file in query_files("reach")
    )
    assert {file.name for file in query_files("reach")} == set(KINDS)
    moved = "false"
    if days[0] != days[1]:
        moved = f"month >= date_trunc('month', {date_literal(min(days))})"
    connection.execute(
        f"""
        create or replace table build.months as
        with reached as (select distinct month from ({reached}))
        from build.calendar_months
        where month in (from reached)
            or previous_month in (from reached)
            or month not in (select month from build.known_months)
            or {moved}
        """
    )


def widen_scope(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the months that have become part of the build without a changed row of theirs."""
    connection.execute(
        """
        insert into build.months
        from build.calendar_months
        where month in (select month from scores.months)
            and month not in (select month from build.scored_months)
            and month not in (select month from build.months)
        """
    )
