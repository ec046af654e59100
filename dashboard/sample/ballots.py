"""Card B, counted: ballots of the public, and a few of other groups."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from dashboard.kinds import QUALITIES
from dashboard.sample.draws import Array, chance, ordered_shares
from dashboard.sample.months import Month, months_of
from dashboard.sample.plan import Plan

# Chance that the public votes on a team in a month, by tier.
BALLOT_SHARE = {"county": 0.95, "bureau": 0.8, "township": 0.9, "section": 0.4}
VOTES = (20, 200)
# Logistic cuts: a typical team gets 28 % excellent, 44 % good, 23 % fair, 5 % poor.
VOTE_CUTS, VOTE_LEVEL = (-0.95, 0.95, 2.95), 10.0
# Standard deviation of what a crowd makes of one team in one month, points of level.
MONTH_NOISE = 2.0
OTHER_BALLOT_SHARE = {"superior": 0.02, "peer": 0.015, "self": 0.01}
OTHER_VOTES = (5, 16)
ABSTAIN_SHARE = 0.04


def ballot_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the ballots month by month; in one month nobody counted any."""
    for month in months_of(plan, "ballots"):
        if month.happens("no_ballots"):
            continue
        teams = month.teams("silent", "no_ratings")
        asked = chance(month.rng, plan.by_tier(BALLOT_SHARE)[teams], len(teams))
        yield _ballots(month, "public", teams[asked], VOTES)
        for group, share in OTHER_BALLOT_SHARE.items():
            asked = chance(month.rng, share, len(teams))
            yield _ballots(month, group, teams[asked], OTHER_VOTES)


def _ballots(month: Month, group: str, teams: Array, voters: tuple[int, int]) -> pl.DataFrame:
    rng, size = month.rng, len(teams)
    level = month.level("evaluation")[teams] + rng.normal(0, MONTH_NOISE, size)
    reached = ordered_shares(VOTE_CUTS, level / VOTE_LEVEL)
    shares = np.diff(reached, axis=1, prepend=0, append=1)
    votes = rng.multinomial(rng.integers(voters[0], voters[1] + 1, size), shares)
    return pl.DataFrame(
        {
            "month": pl.repeat(month.label, size, eager=True),
            "team_id": month.plan.team_ids(teams),
            "rater_group": pl.repeat(group, size, eager=True),
            **{grade: votes[:, place] for place, grade in enumerate(QUALITIES)},
            "abstain": rng.binomial(votes.sum(axis=1), ABSTAIN_SHARE),
        }
    )
