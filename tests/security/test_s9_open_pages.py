"""S9: what ends somewhere else ends on every open page at its next press."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from dashboard.pages import parts
from dashboard.pages.visit import Visit
from tests.office import Office, words_of

PAGES = ("", "team", "petitions", "links")


def test_s9_signing_out_ends_every_tab_of_the_browser(office: Office) -> None:
    """Two tabs, one session: signed out in one, the other shows nothing at its next press."""
    office.give("leader1", "leader")
    token = office.sign_in("leader1")
    tabs = [office.tab(token, page, language="en").run() for page in PAGES]
    assert not any("signed out" in words_of(tab) for tab in tabs)

    office.stores.records.sessions.end(token)

    for page, tab in zip(PAGES, tabs, strict=True):
        tab.run()
        assert "You are signed out." in words_of(tab), page
        assert "tc-table" not in words_of(tab), page
        assert not tab.selectbox, page


def test_s9_a_press_after_the_end_does_nothing_but_say_so(office: Office) -> None:
    """A choice that is made after the session ended shows none of what was chosen."""
    office.give("leader1", "leader")
    token = office.sign_in("leader1")
    tab = office.tab(token, "tasks", language="en").run()

    office.stores.records.sessions.end(token)
    tab.selectbox(key="filter-month-en").select("2026-05").run()

    said = words_of(tab)
    assert "You are signed out." in said
    assert "May 2026" not in said


def test_s9_the_end_of_a_session_leads_back_to_the_same_view(office: Office) -> None:
    """Signing in again opens what was open."""
    office.give("leader1", "leader")
    token = office.sign_in("leader1")
    tab = office.tab(token, "tasks", month="2026-07", state="overdue", language="en").run()

    office.stores.records.sessions.end(token)

    said = words_of(tab.run())
    assert "/sign-in?next=" in said
    assert "state%3Doverdue" in said


@pytest.mark.parametrize("change", ["end", "disable", "revoke", "narrow"])
def test_s9_a_part_that_runs_alone_asks_first(office: Office, change: str) -> None:
    """It draws nothing of its own any more: the whole page is drawn, and says what is left."""
    grant = office.give("leader1", "leader")
    token = office.sign_in("leader1")
    records, drawn = office.stores.records, Mock()
    viewer = office.viewer(token)
    visit = Mock(spec=Visit, viewer=viewer, shared=None)
    office.hold(token)
    assert parts.still_holds(visit)

    if change == "end":
        records.sessions.end(token)
    elif change == "disable":
        records.accounts.set_state("leader1", "disabled", "admin1")
    elif change == "revoke":
        records.grants.revoke(grant.number, "admin1")
    else:
        records.sessions.look_as(token, "head1", "leader1")

    assert not parts.still_holds(visit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts.st, "rerun", Mock(side_effect=InterruptedError))
        with pytest.raises(InterruptedError):
            parts.guarded(drawn)(visit)
    drawn.assert_not_called()
