"""The one gateway: filters → filters within what a viewer, and a shared link, allow. Pure.

Everything that leaves the product passes `narrow` first, before the cache and before the
query, so a kept answer can never be wider than the rights of the person who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from dashboard.access.viewer import Roots, Viewer
from dashboard.filters import Filters

# Team → itself and every team above it.
Tree = Mapping[str, tuple[str, ...]]

# What says which part of a view is before the eyes, not which rows belong to it: pages ask
# for several parts at once. `links.views.hold` holds readers to these as well.
_ARRANGEMENT = frozenset({"number", "item", "rate", "scope", "sees_severity"})


@dataclass(frozen=True)
class Shared:
    """What a link holds its readers to.

    Attributes:
        filters: every choice that was made; None of them may be undone. The month is
            settled: the one that was sent, or the newest of the version. The scope is what
            the sender could see.
        page: name of the one page it opens.
        version: the one version it shows; None is the version that serves.
    """

    code: str
    page: str
    filters: Filters
    version: str | None = None


def narrow(
    filters: Filters, viewer: Viewer, tree: Tree, shared: Shared | None = None
) -> Filters:
    """Return the filters within what this viewer may see, and within the link that is open.

    A link can only narrow: what it does not hold, and what the viewer may not see, are
    both out of sight.
    """
    allowed = list(viewer.reaches("read"))
    if shared is not None:
        filters = held(filters, shared)
        allowed += [tree_of(shared.filters), shared.filters.scope]
    return replace(
        filters,
        scope=common_roots(allowed, tree),
        sees_severity=viewer.may("see_severity"),
    )


def held(filters: Filters, shared: Shared) -> Filters:
    """Return the filters with every choice of the link put back in its place."""
    kept = {
        field.name: getattr(shared.filters, field.name)
        for field in fields(Filters)
        if field.name not in _ARRANGEMENT and getattr(shared.filters, field.name) is not None
    }
    return replace(filters, **kept)


def tree_of(filters: Filters) -> Roots:
    """Return the tree that filters show: of the open team, else the one narrowed to."""
    root = filters.open_team or filters.team
    return None if root is None else (root,)


def common_roots(reaches: Iterable[Roots], tree: Tree) -> Roots:
    """Return the roots of what lies in all the given sets of trees.

    A root that is not in the register reaches nothing, so that a department that was
    removed takes the sight of it along.
    """
    common: Roots = None
    for roots in reaches:
        if roots is None:
            continue
        known = tuple(root for root in roots if root in tree)
        common = known if common is None else _within_both(common, known, tree)
    return None if common is None else _topmost(common, tree)


def _within_both(ours: Iterable[str], theirs: Iterable[str], tree: Tree) -> tuple[str, ...]:
    ours, theirs = set(ours), set(theirs)
    lower = {team for team in ours if theirs.intersection(tree[team])}
    return tuple(lower | {team for team in theirs if ours.intersection(tree[team])})


def _topmost(roots: Iterable[str], tree: Tree) -> tuple[str, ...]:
    given = set(roots)
    return tuple(sorted(one for one in given if not given.intersection(tree[one][1:])))
