"""What a view shows, in words: for the banner of a shared view, its card and the list."""

from __future__ import annotations

from datetime import date, datetime

from dashboard.filters import Filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.numbers import ZONE, day_words, moment_words, month_words
from dashboard.reads.team import opened_team

# Choice → the words of its values; those of the others are what they are.
_WORDS = {
    "tier": "tier.{}",
    "grade": "grade.{}",
    "light": "light.{}",
    "severity": "severity.{}",
    "flag": "flag.{}",
    "task_light": "tasks.light_{}",
    "state": "tasks.state_{}",
    "level": "explain.level.{}",
    "role": "explain.role.{}",
    "task_list": "tasks.list_{}",
    "rate": "part.{}",
}
_AS_WRITTEN = ("peer_group", "search")
# Said without their value, which no reader would know again.
_NAMED_ONLY = ("item", "tried")


def conditions(visit: Visit, filters: Filters) -> list[str]:
    """Return every choice of a view but its month; a team out of sight is not named."""
    text = visit.text
    team = filters.open_team or filters.team
    said = [] if team is None else [text("links.team", team=team_name(visit, team))]
    for name, pattern in _WORDS.items():
        value = getattr(filters, name)
        if value is not None:
            said.append(_pair(visit, name, text.words.get(pattern.format(value), value)))
    for name in _AS_WRITTEN:
        if (value := getattr(filters, name)) is not None:
            said.append(_pair(visit, name, value))
    named = [name for name in _NAMED_ONLY if getattr(filters, name) is not None]
    return [*said, *(text(f"links.choice.{name}") for name in named)]


def _pair(visit: Visit, name: str, value: str) -> str:
    return visit.text("links.condition", name=visit.text(f"filter.{name}"), value=value)


def team_name(visit: Visit, team_id: str) -> str:
    """Return the name of a team, of one out of sight that it is so."""
    if team_id in visit.choices.teams:
        return visit.choices.teams[team_id]
    profile = visit.fetch(opened_team, Filters(open_team=team_id))
    return visit.text("links.unseen") if profile is None else profile["team_name"]


def month_said(visit: Visit, month: date | None, *, is_latest: bool) -> str:
    """Return which month is shown, and whether it stays."""
    if is_latest or month is None:
        return visit.text("links.month_latest")
    return visit.text("links.month_fixed", month=month_words(month, visit.text))


def version_said(visit: Visit, version: str | None) -> str:
    """Return which version is shown."""
    if version is None:
        return visit.text("links.version_live")
    return visit.text("links.version_fixed", version=version)


def day_said(visit: Visit, moment: float) -> str:
    """Return the day of a moment."""
    return day_words(datetime.fromtimestamp(moment, ZONE).date(), visit.text)


def moment_said(visit: Visit, moment: float) -> str:
    """Return day and time of a moment."""
    return moment_words(datetime.fromtimestamp(moment, ZONE).isoformat(), visit.text)
