"""Rights: nothing unless given, and never widened by filters or by a link."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.access.narrowing import Shared, common_roots, narrow
from dashboard.access.roles import GIVEN_TO, RIGHTS, ROLES, UPLOADED_BY
from dashboard.access.viewer import Grant, Viewer, may_see, may_upload, upload_reach
from dashboard.filters import Filters
from dashboard.kinds import KINDS
from tests.people import grant, viewer

TREE = {
    "43": ("43",),
    "431100": ("431100", "43"),
    "431102": ("431102", "431100", "43"),
    "431103": ("431103", "431100", "43"),
    "430100": ("430100", "43"),
}


def test_no_grant_shows_nothing() -> None:
    """A viewer nobody gave rights to sees no team, and holds no right."""
    nobody = Viewer("new")
    assert narrow(Filters(team="43"), nobody, TREE).scope == ()
    assert not any(nobody.may(right) for right in RIGHTS)


def test_a_viewer_sees_the_trees_granted_and_no_other() -> None:
    """A team is in sight when it or any team above it was granted."""
    assert may_see(("431100",), TREE["431102"])
    assert not may_see(("431100",), TREE["430100"])
    assert narrow(Filters(), viewer("clerk", "431100"), TREE).scope == ("431100",)


def test_a_tree_that_is_not_in_the_register_shows_nothing() -> None:
    """A department that was removed takes the sight of it along."""
    assert narrow(Filters(), viewer("clerk", "gone"), TREE).scope == ()


def test_filters_cannot_widen_rights() -> None:
    """A scope that came with the filters is replaced by the viewer's own."""
    wide = Filters(scope=None, sees_severity=True)
    clerk = narrow(wide, viewer("clerk", "431100"), TREE)
    assert clerk.scope == ("431100",)
    assert not clerk.sees_severity


def test_only_assessors_see_how_lenient_a_rater_is() -> None:
    """The right goes into the filters, so what is kept for one is not shown to another."""
    seeing = {role for role in ROLES if narrow(Filters(), viewer(role), TREE).sees_severity}
    assert seeing == {"assessor"}


def test_an_administrator_gives_rights_and_sees_no_score() -> None:
    """People and links, no scores."""
    assert narrow(Filters(), viewer("admin"), TREE).scope == ()
    assert viewer("admin").may("manage_people")


@pytest.mark.parametrize(
    ("ours", "theirs", "common"),
    [
        (None, None, None),
        (None, ("431100",), ("431100",)),
        (("43",), ("431102",), ("431102",)),
        (("431102",), ("43",), ("431102",)),
        (("431102", "430100"), ("431100",), ("431102",)),
        (("431102",), ("431103",), ()),
        (("431100", "431102"), None, ("431100",)),
        (("431100",), (), ()),
        (("gone",), None, ()),
    ],
)
def test_two_limits_leave_what_lies_in_both(
    ours: tuple[str, ...] | None,
    theirs: tuple[str, ...] | None,
    common: tuple[str, ...] | None,
) -> None:
    """The order makes no difference, and a root below another says nothing new."""
    assert common_roots([ours, theirs], TREE) == common
    assert common_roots([theirs, ours], TREE) == common


def test_a_link_holds_its_readers_to_what_was_sent() -> None:
    """A choice of the link stands; one it left open may be narrowed further."""
    sent = Filters(month=date(2026, 3, 1), team="431100", grade="poor")
    shared = Shared("code", "teams", sent)
    asked = Filters(month=date(2025, 1, 1), team="430100", grade=None, light="red", number=2)
    seen = narrow(asked, viewer("leader"), TREE, shared)
    assert (seen.month, seen.team, seen.grade) == (sent.month, "431100", "poor")
    assert (seen.light, seen.number, seen.scope) == ("red", 2, ("431100",))


def test_a_link_shows_nobody_what_they_may_not_see() -> None:
    """Link and viewer: what one of them leaves out is left out."""
    shared = Shared("code", "teams", Filters(team="431100"))
    assert narrow(Filters(), viewer("clerk", "430100"), TREE, shared).scope == ()
    assert narrow(Filters(), viewer("clerk", "431102"), TREE, shared).scope == ("431102",)


def test_looking_as_somebody_else_only_narrows() -> None:
    """An administrator does not come to scores by looking as a leader."""
    leader = viewer("leader", "431100")
    admin = Viewer("admin", viewer("admin").grants, looking_as=leader)
    auditor = Viewer("auditor", viewer("auditor").grants, looking_as=leader)
    assert narrow(Filters(), admin, TREE).scope == ()
    assert narrow(Filters(), auditor, TREE).scope == ("431100",)
    assert not auditor.may("read_log")


def test_nobody_acts_while_looking_as_somebody_else() -> None:
    """What is done is done in one's own name."""
    both = viewer("clerk", "431100", login="both")
    looking = Viewer("both", both.grants, looking_as=both)
    assert may_upload(both, "tasks")
    assert not may_upload(looking, "tasks")
    assert upload_reach(looking, "tasks") == ()


def test_each_kind_is_uploaded_by_those_it_belongs_to() -> None:
    """Departments send what they did, the two offices their registers, for all teams."""
    assert set(UPLOADED_BY) == set(KINDS)
    clerk, register = viewer("clerk", "431100"), viewer("register")
    assert upload_reach(clerk, "tasks") == ("431100",)
    assert not may_upload(clerk, "petitions")
    assert not may_upload(clerk, "adjustments")
    assert upload_reach(register, "petitions") is None
    assert not may_upload(register, "tasks")


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_grant_holds_from_its_first_day_to_its_last(day: date, is_valid: bool) -> None:
    """Both days are within."""
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    given = Grant(1, "x", "leader", "*", first, last, "admin", "2026-02-01")
    assert given.is_valid(day) is is_valid


def test_a_grant_taken_back_gives_nothing() -> None:
    """At once and for good."""
    taken = Grant(**{**vars(grant("x", "leader")), "revoked_at": "now", "revoked_by": "admin"})
    assert not taken.is_valid(date(2026, 3, 1))


def test_every_right_is_given_to_somebody() -> None:
    """The table names every right, and only roles there are."""
    assert set(GIVEN_TO) == set(RIGHTS)
    assert all(roles and set(roles) <= set(ROLES) for roles in GIVEN_TO.values())
