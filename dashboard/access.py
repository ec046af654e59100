"""Rights: who is looking, and what that person may see. Pure.

Everything a page shows passes `narrow` first, before the cache and before the query, so
a cached answer can never be wider than the rights of the person who asks for it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from dashboard.filters import Filters


@dataclass(frozen=True)
class Viewer:
    """The person a page is drawn for.

    Attributes:
        scope: roots of the trees this person may see, sorted; None is everything, empty
            is nothing. Nothing is the default: rights are given, never assumed.
        is_assessor: whether this person works in the assessment office.
    """

    login: str
    scope: tuple[str, ...] | None = ()
    is_assessor: bool = False


def everyone() -> Viewer:
    """Return the one viewer there is until people sign in: the office itself."""
    return Viewer("local", scope=None, is_assessor=True)


def may_see(viewer: Viewer, lineage: Container[str]) -> bool:
    """Tell whether a team is in sight, given the ids of itself and every team above it."""
    return viewer.scope is None or any(root in lineage for root in viewer.scope)


def narrow(filters: Filters, viewer: Viewer) -> Filters:
    """Return the filters within what this viewer may see; queries apply both."""
    return replace(filters, scope=viewer.scope, sees_severity=may_see_severity(viewer))


def may_see_severity(viewer: Viewer) -> bool:
    """Tell whether a person may see how lenient each rater is.

    It serves to correct scores and to calibrate raters; published, it would bring pressure
    on those who rate strictly. Flag rules, section 1.
    """
    return viewer.is_assessor


def may_upload(viewer: Viewer, kind: str) -> bool:
    """Tell whether a person may upload files of this kind.

    The one place to ask. Until people sign in there are no grants: everybody may.
    """
    return True
