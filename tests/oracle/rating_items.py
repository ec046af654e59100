"""Items of raters and ballots (scoring.md 2.2).

Decided: corrected values within 1e-6 of the highest (lowest) are ties for it, since severities
are only known to the end of their sweeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.oracle.items import Item
from tests.oracle.registers import Ballot, Rating
from tests.oracle.rules import (
    LEAST_VOICES,
    SCORED_GROUPS,
    TRIM_ABOVE_RATERS,
    VOID_TEAMS,
    VOTE_VALUE,
)
from tests.oracle.span import Month, month_text

TIE = 1e-6


@dataclass(frozen=True)
class Voice:
    """The one value of a rater for a team, month and group."""

    rater_id: str
    value: float
    upload_id: str


def void_raters(ratings_of_month: Iterable[Rating]) -> set[str]:
    """Name the raters whose non-self scores cover 5 teams or more and are all equal.

    All groups and items count, as given, and so do teams that are not scored.
    """
    teams: dict[str, set[str]] = defaultdict(set)
    scores: dict[str, set[float]] = defaultdict(set)
    for rating in ratings_of_month:
        if rating.group != "self":
            teams[rating.key].add(rating.team_id)
            scores[rating.key].add(rating.score)
    return {
        rater for rater in teams if len(teams[rater]) >= VOID_TEAMS and len(scores[rater]) == 1
    }


def voices_of(ratings: list[Rating], severity: dict[str, float]) -> list[Voice]:
    """Take the mean over items of score - severity of each rater, clipped to 0-100."""
    by_rater: dict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_rater[rating.key].append(rating)
    voices = []
    for rater_id in sorted(by_rater):
        rows = by_rater[rater_id]
        mean = sum(row.score - severity[rater_id] for row in rows) / len(rows)
        newest_upload = max(row.upload_id for row in rows)
        voices.append(Voice(rater_id, min(100.0, max(0.0, mean)), newest_upload))
    return voices


def trimmed(voices: list[Voice]) -> list[Voice]:
    """Drop one highest, then one lowest of the rest, when there are more than 5 raters.

    Ties go by lowest rater_id.
    """
    if len(voices) <= TRIM_ABOVE_RATERS:
        return voices
    top = max(voice.value for voice in voices)
    highest = min(v.rater_id for v in voices if v.value >= top - TIE)
    rest = [voice for voice in voices if voice.rater_id != highest]
    bottom = min(voice.value for voice in rest)
    lowest = min(v.rater_id for v in rest if v.value <= bottom + TIE)
    return [voice for voice in rest if voice.rater_id != lowest]


def votes_of(ballot: Ballot) -> float:
    """Count the votes of a ballot; abstentions are not votes."""
    return ballot.excellent + ballot.good + ballot.fair + ballot.poor


def ballot_value(ballot: Ballot) -> float:
    """Give x = 100 * (1 e + .8 g + .6 f + .4 p) / w."""
    worth = (
        VOTE_VALUE["excellent"] * ballot.excellent
        + VOTE_VALUE["good"] * ballot.good
        + VOTE_VALUE["fair"] * ballot.fair
        + VOTE_VALUE["poor"] * ballot.poor
    )
    return 100.0 * worth / votes_of(ballot)


def rating_items(
    ratings: list[Rating],
    ballots: list[Ballot],
    void: set[str],
    severity: dict[str, float],
    month: Month,
) -> Iterator[Item]:
    """Make the items of one team's ratings and ballots in one month."""
    for group in SCORED_GROUPS:
        part = f"rating_{group}"
        counted = [r for r in ratings if r.group == group and r.key not in void]
        voices = voices_of(counted, severity)
        group_ballots = [b for b in ballots if b.group == group and votes_of(b) > 0]
        if len(voices) + sum(votes_of(ballot) for ballot in group_ballots) < LEAST_VOICES:
            continue
        for voice in trimmed(voices):
            team_id = ratings[0].team_id
            yield Item(
                team_id,
                month.first,
                part,
                voice.rater_id,
                1.0,
                voice.value,
                "ratings",
                voice.rater_id,
                voice.upload_id,
            )
        for ballot in group_ballots:
            yield Item(
                ballot.team_id,
                month.first,
                part,
                "ballot",
                votes_of(ballot),
                ballot_value(ballot),
                "ballots",
                f"{month_text(month.first)}/{ballot.team_id}/{group}",
                ballot.upload_id,
            )
