"""A team's level with its uncertainty (flags.md section 2).

Known decisions: one V per team, from sigma2 of its own comparison group, also where it is only
a member of another one; the group of a tier is all its scored teams, also those whose peer
group is large enough; where sd is 0, p_below is 1 if the standard is above the level, else 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import fsum, sqrt

from scipy.stats import norm

from tests.oracle.evidence import Evidence
from tests.oracle.registers import Team
from tests.oracle.robust import bayesian_fdr, benjamini_hochberg, paule_mandel
from tests.oracle.rules import (
    BELOW_MEDIAN,
    DIMENSION_POINTS,
    LEAST_COVERED_WEIGHT,
    LEAST_DIMENSIONS,
    PEER_GROUP_FROM_TEAMS,
)
from tests.oracle.windows import (
    DimensionWindow,
    PartWindow,
    combined,
    dimension_windows,
    part_windows,
    pooled_variances,
)


@dataclass(frozen=True)
class Posterior:
    """What shrinking towards the group leaves of a level."""

    mean: float
    sd: float
    reliability: float


@dataclass
class Group:
    """A comparison group of one month; mu is null while no team in it has a level."""

    members: list[str]
    mu: float | None = None
    tau2: float = 0.0
    standard: float = 0.0

    def posterior(self, level: float, variance: float) -> Posterior:
        """Shrink a level towards mu."""
        assert self.mu is not None
        reliability = self.tau2 / (self.tau2 + variance)
        return Posterior(
            mean=self.mu + (level - self.mu) * self.tau2 / (self.tau2 + variance),
            sd=sqrt(self.tau2 * variance / (self.tau2 + variance)),
            reliability=reliability,
        )


@dataclass
class Level:
    """A team with state ok."""

    y: float
    variance: float
    posterior: Posterior
    p_below: float
    outlier_z: float
    bfdr: float = 1.0
    outlier_q: float = 1.0


@dataclass
class TeamLevel:
    """One row of the relation `levels`; an insufficient team has no level."""

    team: Team
    month: date
    group: Group
    parts: dict[str, PartWindow]
    dimensions: dict[str, DimensionWindow]
    level: Level | None = None

    @property
    def n(self) -> int:
        """Count the items of the window."""
        return sum(part.n for part in self.parts.values())

    @property
    def is_sufficient(self) -> bool:
        """Tell whether 3 dimensions and 60 points are covered."""
        covered = fsum(DIMENSION_POINTS[name] for name in self.dimensions)
        return len(self.dimensions) >= LEAST_DIMENSIONS and covered >= LEAST_COVERED_WEIGHT


@dataclass
class MonthLevels:
    """All teams scored in a month, by team_id, and their comparison groups."""

    month: date
    teams: dict[str, TeamLevel] = field(default_factory=dict)

    @property
    def ok(self) -> dict[str, Level]:
        """Give the levels of the teams that have one."""
        return {team_id: row.level for team_id, row in self.teams.items() if row.level}


def comparison_groups(teams: list[Team]) -> dict[str, Group]:
    """Give every scored team its group: a peer group of 30 or more, else its tier."""
    peers: dict[str, Group] = {}
    tiers: dict[str, Group] = {}
    for team in sorted(teams, key=lambda team: team.team_id):
        peers.setdefault(team.peer_group, Group([])).members.append(team.team_id)
        tiers.setdefault(team.tier, Group([])).members.append(team.team_id)
    return {
        team.team_id: peers[team.peer_group]
        if len(peers[team.peer_group].members) >= PEER_GROUP_FROM_TEAMS
        else tiers[team.tier]
        for team in teams
    }


def month_levels(month: date, evidence: Evidence, standard: float | None) -> MonthLevels:
    """Estimate the levels of one month; `standard` is the policy floor, if one is set."""
    teams = sorted(evidence.scored[month], key=lambda team: team.team_id)
    groups = comparison_groups(teams)
    parts = {team.team_id: part_windows(team.team_id, month, evidence) for team in teams}
    found = MonthLevels(month)
    for team in teams:
        group = groups[team.team_id]
        sigma2 = pooled_variances([parts[team_id] for team_id in group.members])
        own = parts[team.team_id]
        found.teams[team.team_id] = TeamLevel(
            team, month, group, own, dimension_windows(own, sigma2)
        )
    for group in {id(group): group for group in groups.values()}.values():
        fit(group, found, standard)
    for row in found.teams.values():
        if row.is_sufficient:
            row.level = level_of(row)
    compare(found.ok)
    return found


def fit(group: Group, found: MonthLevels, standard: float | None) -> None:
    """Fill in mu, tau2 and the standard from the members with state ok."""
    rows = [found.teams[team_id] for team_id in group.members]
    pairs = [combined(row.dimensions) for row in rows if row.is_sufficient]
    if not pairs:
        return
    group.mu, group.tau2 = paule_mandel([y for y, _ in pairs], [v for _, v in pairs])
    group.standard = group.mu - BELOW_MEDIAN if standard is None else standard


def level_of(row: TeamLevel) -> Level:
    """Compare one team with its group."""
    y, variance = combined(row.dimensions)
    group = row.group
    assert group.mu is not None
    posterior = group.posterior(y, variance)
    return Level(
        y=y,
        variance=variance,
        posterior=posterior,
        p_below=probability_below(group.standard, posterior),
        outlier_z=(y - group.mu) / sqrt(variance + group.tau2),
    )


def probability_below(limit: float, posterior: Posterior) -> float:
    """Give P(theta < limit)."""
    if posterior.sd == 0:
        return 1.0 if limit > posterior.mean else 0.0
    return float(norm.cdf((limit - posterior.mean) / posterior.sd))


def compare(levels: dict[str, Level]) -> None:
    """Fill in the false discovery rates over all teams of the month."""
    bfdr = bayesian_fdr({team_id: level.p_below for team_id, level in levels.items()})
    q = benjamini_hochberg(
        {team_id: float(norm.cdf(level.outlier_z)) for team_id, level in levels.items()}
    )
    for team_id, level in levels.items():
        level.bfdr, level.outlier_q = bfdr[team_id], q[team_id]
