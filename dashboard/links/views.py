"""A view ⇄ the row of its link, and the address of a reader → what the link lets it change."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

from dashboard.access.narrowing import Shared
from dashboard.access.viewer import Roots
from dashboard.filters import TASK_LISTS, Filters
from dashboard.sharing import NEWEST, from_query, to_query
from dashboard.storage.links import Link

# Pages whose every number comes from a version, so that a view of them can be sent.
SHARED_PAGES = (
    "overview",
    "teams",
    "team",
    "compare",
    "flags",
    "tasks",
    "petitions",
    "scheme",
    "method",
    "health",
)

# There an item is an order or a part that is before the eyes; elsewhere it is one thing.
_ITEM_IS_ORDER = ("teams", "compare")
# What follows the name of a list in an item: a page of it, or one thing of it.
_MARKS = ("~", ":")
# Other numbers than those that were sent; no narrower view of them.
_NEVER_ADDED = ("tried",)
_RIGHTS = ("scope", "sees_severity")
_SCOPE = "scope"


def written(page: str, filters: Filters, scope: Roots, *, is_latest: bool) -> str:
    """Return the JSON of a view: every choice, every default, and what its sender saw."""
    if page == "tasks" and filters.task_list is None:
        filters = replace(filters, task_list=TASK_LISTS[0])
    query: dict[str, object] = {**to_query(filters)}
    if is_latest:
        query["month"] = NEWEST
    if scope is not None:
        query[_SCOPE] = list(scope)
    return json.dumps(query, ensure_ascii=False, sort_keys=True)


def filters_of(link: Link) -> Filters:
    """Return the view of a link; the month is None where it follows the newest one."""
    query = json.loads(link.query)
    scope = query.pop(_SCOPE, None)
    filters, unknown = from_query(query)
    # A choice of another release that is not understood here must not open a wider view.
    if unknown:
        return replace(filters, scope=())
    return replace(filters, scope=None if scope is None else tuple(scope))


def hold(asked: Filters, shared: Shared) -> tuple[Filters, tuple[str, ...]]:
    """Return what a reader asked for as far as a link lets it, and what it did not let.

    A reader may turn pages and narrow what the link left open, and change nothing else.
    """
    sent = shared.filters
    changed: dict[str, object] = {}
    refused: list[str] = []
    for field in fields(Filters):
        ours, theirs = getattr(sent, field.name), getattr(asked, field.name)
        if not _is_let(field.name, shared.page, ours, theirs):
            changed[field.name] = ours
            if theirs not in (None, ours):
                refused.append(field.name)
    return replace(asked, **changed), tuple(refused)


def _is_let(name: str, page: str, ours: Any, theirs: Any) -> bool:
    """Tell whether a reader's choice stands beside, or in place of, that of the link."""
    if name in _RIGHTS:
        return True
    if name == "number" or (name == "item" and page in _ITEM_IS_ORDER):
        return theirs is not None
    if name == "item" and ours is not None and theirs is not None:
        return theirs.startswith(tuple(ours + mark for mark in _MARKS))
    return ours is None and name not in _NEVER_ADDED
