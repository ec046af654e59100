"""Raters of a planned city: harsh and lenient ones, who rate few teams or cross between two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.oracle.city_ratings import make_rating
from tests.oracle.city_rows import Row

GROUP_OF_THREE = ("superior", "peer", "public")


@dataclass(frozen=True)
class Panel:
    """How the raters of a city work.

    Attributes:
        offsets: one rater each: what it adds to every score.
        halves: each half of the teams has raters of its own; else all rate all.
        bridge_from: the month, counted from 0, from which one rater rates both halves.
        noise: the spread of a single score.
        newcomer: so many ratings, on so many teams, that one more rater gives in all.
    """

    offsets: tuple[float, ...]
    halves: bool
    bridge_from: int | None
    noise: float
    newcomer: tuple[int, int] | None


def planned_ratings(
    random: Random, panel: Panel, months: tuple[date, ...], truths: dict[str, list[float]]
) -> list[Row]:
    """Let the raters of a city rate every team in every month, by its truth of the month."""
    rows: list[Row] = []
    team_ids = sorted(truths)
    middle = len(team_ids) // 2 if panel.halves else len(team_ids)
    for number, month in enumerate(months):
        has_bridge = panel.bridge_from is not None and number >= panel.bridge_from
        for place, team_id in enumerate(team_ids):
            half = "a" if place < middle else "b"
            for rater, offset in enumerate(panel.offsets):
                side = "a" if has_bridge and rater == 0 else half
                group = GROUP_OF_THREE[rater // 3 % len(GROUP_OF_THREE)]
                score = given(random, truths[team_id][number] + offset, panel.noise)
                rows.append(make_rating(month, team_id, group, f"{side}{rater}", "", score))
    return rows + newcomers_ratings(random, panel, months, truths)


def newcomers_ratings(
    random: Random, panel: Panel, months: tuple[date, ...], truths: dict[str, list[float]]
) -> list[Row]:
    """Let one more rater give a few ratings in the last months."""
    if panel.newcomer is None:
        return []
    ratings, teams = panel.newcomer
    team_ids = sorted(truths)[:teams]
    cells = [(n, team) for n in reversed(range(len(months))) for team in team_ids][:ratings]
    return [
        make_rating(
            months[number],
            team_id,
            "superior",
            "newcomer",
            "",
            given(random, truths[team_id][number] + 6, panel.noise),
        )
        for number, team_id in cells
    ]


def given(random: Random, score: float, noise: float) -> str:
    """Write a score with two decimals, within 0-100."""
    return f"{min(100.0, max(0.0, random.gauss(score, noise) if noise else score)):.2f}"
