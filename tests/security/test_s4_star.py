"""S4: no name of a team makes a grant over one tree reach every team."""

from __future__ import annotations

from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.rights import managing
from dashboard.rights.register import Register
from tests.people import grant


def test_s4_a_team_called_like_every_team_is_not_given_by_a_part() -> None:
    """A register may hold any id; what an administrator of a tree gives stays in it."""
    register = Register({"T1": "T1", EVERYTHING: "x"}, {"T1": None, EVERYTHING: "T1"})
    admin = Viewer("admin1", (grant("admin1", "admin", "T1"),))

    assert managing.may_manage(admin, "T1", register)
    assert not managing.may_manage(admin, EVERYTHING, register)
