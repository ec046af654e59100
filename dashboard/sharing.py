"""Filters ⇄ address. Pure.

An address carries choices, never rights, in stable ids, never labels, and writes every
value out: a link that left its month out in June would open on July in July.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.filters import (
    FLAGS,
    GRADES,
    LIGHTS,
    RATE_PARTS,
    SEVERITIES,
    TASK_LIGHTS,
    TASK_LISTS,
    TASK_ROLES,
    TASK_STATES,
    Filters,
)
from dashboard.kinds import KINDS, LEVELS, TIERS

# The words for "no limit" and "whatever month is newest".
ALL = "all"
NEWEST = "newest"

LANGUAGES = ("zh", "en")
# Read by the shell, not a filter, and therefore not dropped.
LANGUAGE = "language"
# The code of a shared link, likewise.
LINK = "link"

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
# Ids are given by departments: any script, no spaces at the ends, no control characters.
_ID = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,98}[^\s\x00-\x1f\x7f])?")
# As many words as queries/pages/task_ledger.sql looks for, separated by single spaces.
MOST_WORDS = 5
MOST_SEARCHED = 80
_SEARCH = re.compile(rf"[^\s\x00-\x1f\x7f]+(?: [^\s\x00-\x1f\x7f]+){{0,{MOST_WORDS - 1}}}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
# Names of the scheme with the number tried for each: "tasks-40~red_line-65".
MOST_TRIED = 1_000
_PAIR = r"[a-z][a-z0-9_]*--?[0-9]{1,4}(?:\.[0-9]{1,6})?"
_TRIED = re.compile(rf"{_PAIR}(?:~{_PAIR})*")
# The values that name a row, one beside the other.
KEY_MARK = "~"
MOST_KEY = 400
_KEY = re.compile(r"[^\x00-\x1f\x7f]+")


def to_query(filters: Filters) -> dict[str, str]:
    """Return the address of these filters, every value written out.

    `team` is the team in focus: the tree shown by a list, or the one team opened; then
    `within` keeps the tree to come back to.
    """
    month = NEWEST if filters.month is None else filters.month.strftime("%Y-%m")
    query = {"month": month, "team": filters.open_team or filters.team or ALL}
    if filters.open_team is not None:
        query["within"] = filters.team or ALL
    query |= {
        "tier": filters.tier or ALL,
        "peer_group": filters.peer_group or ALL,
        "grade": filters.grade or ALL,
        "light": filters.light or ALL,
    }
    if filters.item is not None:
        query["item"] = filters.item
    # Written where they are made, so that the addresses of other pages stay short.
    for name in OF_ONE_PAGE:
        value = getattr(filters, name)
        if value is not None:
            query[name] = str(value)
    return query


def searched_words(text: str) -> str | None:
    """Return what a person typed into a search as an address holds it; None is nothing."""
    words = _CONTROL.sub(" ", text).split()[:MOST_WORDS]
    return " ".join(words)[:MOST_SEARCHED].rstrip() or None


def to_key(values: Sequence[str]) -> str:
    """Return the values of a row's key as an address holds them."""
    escaped = (value.replace("%", "%25").replace(KEY_MARK, "%7E") for value in values)
    return KEY_MARK.join(escaped)


def from_key(key: str) -> tuple[str, ...]:
    """Return the values of a row's key."""
    return tuple(
        value.replace("%7E", KEY_MARK).replace("%25", "%") for value in key.split(KEY_MARK)
    )


def from_query(query: Mapping[str, str | Sequence[str]]) -> tuple[Filters, tuple[str, ...]]:
    """Read an address; return the filters and the names of parameters that were dropped.

    A value that cannot be understood is left out and named, so that the page can say so:
    a reader must not believe that a filter is on when it is not.
    """
    dropped: list[str] = []
    values: dict[str, str] = {}
    for name, given in query.items():
        value = given if isinstance(given, str) else _only(given)
        if name == LINK or (name == LANGUAGE and value in LANGUAGES):
            continue
        if name not in _PARSERS or value is None or not _PARSERS[name](value):
            dropped.append(name)
        else:
            values[name] = value

    month = values.get("month", NEWEST)
    team, within = _id(values.get("team", ALL)), values.get("within")
    number = values.get("number")
    return Filters(
        month=None if month == NEWEST else date.fromisoformat(f"{month}-01"),
        team=team if within is None else _id(within),
        tier=_id(values.get("tier", ALL)),
        peer_group=_id(values.get("peer_group", ALL)),
        grade=_id(values.get("grade", ALL)),
        light=_id(values.get("light", ALL)),
        open_team=None if within is None else team,
        item=values.get("item"),
        severity=_id(values.get("severity", ALL)),
        flag=_id(values.get("flag", ALL)),
        task_light=_id(values.get("task_light", ALL)),
        state=_id(values.get("state", ALL)),
        level=_id(values.get("level", ALL)),
        role=_id(values.get("role", ALL)),
        task_list=values.get("task_list"),
        rate=values.get("rate"),
        search=values.get("search"),
        number=None if number is None else int(number),
        tried=values.get("tried"),
        kind=values.get("kind"),
        key=values.get("key"),
    ), tuple(dropped)


def _only(given: Sequence[str]) -> str | None:
    return given[0] if len(given) == 1 else None


def _id(value: str) -> str | None:
    return None if value == ALL else value


def _is_month(value: str) -> bool:
    found = _MONTH.fullmatch(value)
    return value == NEWEST or (found is not None and found[1] != "0000")


def _is_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None


def _is_search(value: str) -> bool:
    return len(value) <= MOST_SEARCHED and _SEARCH.fullmatch(value) is not None


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_tried(value: str) -> bool:
    return len(value) <= MOST_TRIED and _TRIED.fullmatch(value) is not None


def _is_key(value: str) -> bool:
    return len(value) <= MOST_KEY and _KEY.fullmatch(value) is not None


# Choices of one page, each with what it may be.
OF_ONE_PAGE = {
    "severity": {ALL, *SEVERITIES}.__contains__,
    "flag": {ALL, *FLAGS}.__contains__,
    "task_light": {ALL, *TASK_LIGHTS}.__contains__,
    "state": {ALL, *TASK_STATES}.__contains__,
    "level": {ALL, *LEVELS}.__contains__,
    "role": {ALL, *TASK_ROLES}.__contains__,
    "task_list": TASK_LISTS.__contains__,
    "rate": RATE_PARTS.__contains__,
    "search": _is_search,
    "number": _is_number,
    "tried": _is_tried,
    "kind": KINDS.__contains__,
    "key": _is_key,
}
_PARSERS = {
    "month": _is_month,
    "team": _is_id,
    "within": _is_id,
    "tier": {ALL, *TIERS}.__contains__,
    "peer_group": _is_id,
    "grade": {ALL, *GRADES}.__contains__,
    "light": {ALL, *LIGHTS}.__contains__,
    "item": _is_id,
    **OF_ONE_PAGE,
}
