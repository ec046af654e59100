"""From items to scores (scoring.md section 3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import floor, fsum

from tests.oracle.adjustments import adjustment_points
from tests.oracle.evidence import Evidence
from tests.oracle.items import Item
from tests.oracle.registers import Adjustment, Team
from tests.oracle.rules import DIMENSION_POINTS, DIMENSIONS, PARTS

Priors = dict[str, float]


@dataclass(frozen=True)
class Sums:
    """The sums of one team, month and part that its score is computed from."""

    n: int
    hits: int
    w: float
    wx: float


@dataclass(frozen=True)
class PartScore:
    """Steps 1 to 3 of section 3 for one team, month and part."""

    sums: Sums
    rate: float
    shrunken_rate: float
    score: float


@dataclass
class TeamMonth:
    """Everything known about one scored team in one month, filled in step by step."""

    team: Team
    month: date
    items: list[Item]
    parts: dict[str, PartScore]
    dimensions: dict[str, float | None]
    covered_weight: float
    base: float | None
    adjustment: float
    penalties: list[Adjustment] = field(default_factory=list)
    final: float | None = None
    grade: str = "ungraded"
    grade_reason: str = "coverage"
    rank: int | None = None
    ranked_teams: int = 0
    rolled: float | None = None

    @property
    def task_count(self) -> int:
        """Count the tasks in play, lead or support."""
        part = self.parts.get("task_completion")
        return part.sums.n if part else 0

    @property
    def is_graded(self) -> bool:
        """Tell whether the team got a grade this month."""
        return self.grade != "ungraded"


def published(x: float) -> float:
    """Round to 2 decimals so that binary noise does not decide a tie."""
    return floor(100 * x + 0.5 + 1e-7) / 100


def clip(x: float, low: float, high: float) -> float:
    """Keep x within low..high."""
    return max(low, min(high, x))


def sums_of(items: list[Item]) -> dict[str, Sums]:
    """Add up the items of one team and month by part."""
    by_part: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_part[item.part].append(item)
    return {
        part: Sums(
            n=len(rows),
            hits=sum(row.x == 100.0 for row in rows),
            w=fsum(row.w for row in rows),
            wx=fsum(row.w * row.x for row in rows),
        )
        for part, rows in by_part.items()
    }


def peer_priors(sums: dict[str, dict[str, Sums]], teams: list[Team]) -> dict[str, Priors]:
    """Step 2: for each peer group and part, the rate over all its scored teams this month."""
    gathered: dict[tuple[str, str], list[Sums]] = defaultdict(list)
    for team in teams:
        for part, part_sums in sums[team.team_id].items():
            gathered[team.peer_group, part].append(part_sums)
    priors: dict[str, Priors] = defaultdict(dict)
    for (peer_group, part), rows in gathered.items():
        priors[peer_group][part] = fsum(row.wx for row in rows) / fsum(row.w for row in rows)
    return priors


def part_score(part: str, sums: Sums, prior: float) -> PartScore:
    """Steps 1 to 3: raw rate, shrunken rate, part score."""
    rule = PARTS[part]
    rate = sums.wx / sums.w
    shrunken = (sums.wx + rule.k * prior) / (sums.w + rule.k) if rule.k > 0 else rate
    score = 100.0 * (shrunken - rule.worst) / (rule.best - rule.worst)
    return PartScore(sums, rate, shrunken, clip(score, 0.0, 100.0))


def dimension_score(dimension: str, parts: dict[str, PartScore]) -> float | None:
    """Step 4: the points-weighted mean over parts with items; none at all is null."""
    present = [part for part in parts if PARTS[part].dimension == dimension]
    if not present:
        return None
    earned = fsum(PARTS[part].points * parts[part].score for part in present)
    return earned / fsum(PARTS[part].points for part in present)


def score_team(
    team: Team,
    month: date,
    items: list[Item],
    sums: dict[str, Sums],
    priors: Priors,
    adjustments: list[Adjustment],
) -> TeamMonth:
    """Steps 1 to 6 for one team and month."""
    parts = {part: part_score(part, sums[part], priors[part]) for part in PARTS if part in sums}
    dimensions = {name: dimension_score(name, parts) for name in DIMENSIONS}
    covered = fsum(
        DIMENSION_POINTS[name] for name in DIMENSIONS if dimensions[name] is not None
    )
    earned = fsum(DIMENSION_POINTS[name] * (dimensions[name] or 0.0) for name in DIMENSIONS)
    row = TeamMonth(
        team=team,
        month=month,
        items=items,
        parts=parts,
        dimensions=dimensions,
        covered_weight=covered,
        base=earned / covered if covered > 0 else None,
        adjustment=adjustment_points(adjustments),
        penalties=adjustments,
    )
    if row.base is not None:
        row.final = clip(row.base + row.adjustment, 0.0, 100.0)
    return row


def score_months(
    evidence: Evidence,
    adjustments: dict[tuple[date, str], list[Adjustment]],
    given_priors: Priors,
) -> dict[date, dict[str, TeamMonth]]:
    """Score every scored team in every month of the build.

    `given_priors` (part -> rate 0-100) stand in for the peer group's, everywhere.
    """
    scores: dict[date, dict[str, TeamMonth]] = {}
    for month in evidence.months:
        teams = evidence.scored[month.first]
        items = {t.team_id: evidence.items.get((month.first, t.team_id), []) for t in teams}
        sums = {team_id: sums_of(rows) for team_id, rows in items.items()}
        priors = peer_priors(sums, teams)
        scores[month.first] = {
            team.team_id: score_team(
                team,
                month.first,
                items[team.team_id],
                sums[team.team_id],
                {**priors.get(team.peer_group, {}), **given_priors},
                adjustments.get((month.first, team.team_id), []),
            )
            for team in sorted(teams, key=lambda team: team.team_id)
        }
    return scores
