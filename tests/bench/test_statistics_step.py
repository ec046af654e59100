"""`bench statistics`: times what a build runs, on input of the shape a build makes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dashboard.bench.statistics_step import statistical_steps
from dashboard.command_line import app

# What `statistics_input` fills, and what a build of the scope leaves in place.
FILLED = {"staging.ratings", "scores.evidence", "scores.totals", "scores.grades"}
LEFT = {
    "build.calendar_months",
    "build.months",
    "rules.floors",
    "rules.parts",
    "scope.scheme",
    "scope.team_months",
    "scores.months",
}


def test_the_steps_read_nothing_that_is_not_filled() -> None:
    """
    A new statistical step that reads another relation would be timed on nothing.
    """
    made: set[str] = set()
    for step, _ in statistical_steps():
        assert step.reads() <= FILLED | LEFT | made, step.relation
        made.add(step.relation)

    assert {"estimates.severity", "estimates.levels", "estimates.trends"} <= made
    assert {"flags.below_standard", "flags.falling"} <= made


def test_the_command_times_a_tiny_city() -> None:
    """
    One document on stdout; the steps add up to the total, and memory grows.
    """
    arguments = ["bench", "statistics", "--teams", "40", "--months", "4", "--json"]
    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 0, done.output
    tables = json.loads(done.stdout)["tables"]
    total, steps = tables["total"][0], tables["steps"]
    assert sum(step["seconds"] for step in steps) == pytest.approx(total["seconds"], rel=0.2)
    assert total["peak_mb"] > total["start_mb"] > 0
    rows = {row["relation"]: row["rows"] for row in tables["input"]}
    assert rows["scores.totals"] == 160
    assert rows["staging.ratings"] > 160 * 20
