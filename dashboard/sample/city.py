"""Writes a synthetic city: nine canonical files, and the truth behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from dashboard.errors import RefusedError
from dashboard.sample.adjustments import adjustment_rows
from dashboard.sample.audit import finding_rows
from dashboard.sample.ballots import ballot_rows
from dashboard.sample.disclosures import disclosure_rows
from dashboard.sample.files import TRUTH_COLUMNS, columns_of, write_rows
from dashboard.sample.objections import objection_rows
from dashboard.sample.petitions import petition_rows
from dashboard.sample.plan import Plan, make_plan
from dashboard.sample.ratings import rating_rows
from dashboard.sample.tasks import task_rows

# Fewer than this are no city: some tiers would stand empty.
LEAST_TEAMS = 10

SUBJECTS: dict[str, Callable[[Plan], Iterator[pl.DataFrame]]] = {
    "teams": lambda plan: iter([plan.teams]),
    "tasks": task_rows,
    "ratings": rating_rows,
    "ballots": ballot_rows,
    "disclosures": disclosure_rows,
    "objections": objection_rows,
    "petitions": petition_rows,
    "audit_findings": finding_rows,
    "adjustments": adjustment_rows,
}


def write_city(
    folder: Path, teams: int = 120, months: int = 24, seed: int = 1, end: date | None = None
) -> dict[str, int]:
    """Write teams.csv, tasks.csv and the other uploads of an invented city, and truth.csv.

    The registers are read on the last day of the last month: nothing that happened later
    is in them, only limits may lie ahead. Score them with that day as `as_of`, or the
    open tasks and cases become overdue with every day that passes.

    Args:
        teams: how many, the city itself included. From 1,000 on, every team-month holds
            as many rows as a benchmark needs (about 30 ratings and 10 tasks).
        months: how many months of history.
        end: any day of the last month; None is the last month that is over today.

    Returns:
        Rows written, by the name of the file without its ending.

    Raises:
        RefusedError: the arguments describe no city.
    """
    if teams < LEAST_TEAMS or months < 1 or seed < 0:
        raise RefusedError(
            f"A sample needs at least {LEAST_TEAMS} teams, 1 month and a seed from 0 up; "
            f"got {teams} teams, {months} months, seed {seed}."
        )
    last_month_over = date.today().replace(day=1) - timedelta(days=1)
    plan = make_plan(teams, months, seed, end or last_month_over)
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        kind: write_rows(folder / f"{kind}.csv", columns_of(kind), rows(plan))
        for kind, rows in SUBJECTS.items()
    }
    written["truth"] = write_rows(folder / "truth.csv", TRUTH_COLUMNS, [_truth(plan)])
    return written


def _truth(plan: Plan) -> pl.DataFrame:
    """Say which teams are truly weak or changing, and which events were planted."""
    lines = [(truth.team, truth.change, truth.from_month, truth.note) for truth in plan.truths]
    lines += [
        (event.team, "event", event.month, f"{name}: {event.note}")
        for name, event in plan.events.items()
    ]
    ids = plan.teams["team_id"]
    return pl.DataFrame(
        [
            (ids[team], change, str(plan.starts[month])[:7], note)
            for team, change, month, note in lines
        ],
        schema=list(TRUTH_COLUMNS),
        orient="row",
    )
