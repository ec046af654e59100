"""Rights: nothing unless given, and never widened by a link."""

from __future__ import annotations

from dashboard.access import Viewer, everyone, may_see, may_see_severity, narrow
from dashboard.filters import Filters


def test_no_grant_shows_nothing() -> None:
    """A viewer nobody gave rights to sees no team."""
    viewer = Viewer("new")
    assert not may_see(viewer, {"T1"})
    assert narrow(Filters(team="T1"), viewer).scope == ()


def test_a_viewer_sees_the_trees_granted_and_no_other() -> None:
    """A team is in sight when it or any team above it was granted."""
    viewer = Viewer("clerk", scope=("431100",))
    assert may_see(viewer, {"431102", "431100", "43"})
    assert not may_see(viewer, {"430100", "43"})


def test_everyone_may_see_everything_until_people_sign_in() -> None:
    """The one local viewer has no limit."""
    assert may_see(everyone(), {"T1"})
    assert narrow(Filters(), everyone()).scope is None


def test_filters_cannot_widen_rights() -> None:
    """A scope that came with the filters is replaced by the viewer's own."""
    wide = Filters(scope=None)
    assert narrow(wide, Viewer("clerk", scope=("431100",))).scope == ("431100",)


def test_only_assessors_see_how_lenient_a_rater_is() -> None:
    """The right goes into the filters, so what is kept for one is not shown to another."""
    assert not may_see_severity(Viewer("head", scope=None))
    assert may_see_severity(everyone())
    assert narrow(Filters(), everyone()).sees_severity
    assert not narrow(Filters(sees_severity=True), Viewer("head", scope=None)).sees_severity
