"""S33: an act that is refused for want of a right is in the log, once."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.errors import NotAllowedError
from dashboard.filters import Filters
from dashboard.links import making
from dashboard.links.making import Wish
from dashboard.pages import signed_in
from dashboard.pages.people import acts as people_acts
from dashboard.storage.audit import chain
from dashboard.storage.audit.chain import Entry
from tests.links import sent
from tests.office import Office
from tests.people import viewer

MONTH = date(2026, 9, 1)


def _newest(office: Office) -> Entry:
    return list(chain.entries(office.stores.records.engine))[-1]


def test_s33_a_refused_act_on_links_is_written_down(office: Office) -> None:
    """Making one for the public, extending or ending that of somebody else."""
    stores, leader = office.stores, viewer("leader", login="leader1")
    code = sent(stores).code
    acts = {
        "make_link": lambda: making.make(
            stores,
            leader,
            "overview",
            Filters(month=MONTH),
            None,
            Wish("en", audience="public"),
        ),
        "extend_link": lambda: making.extend(stores, leader, code, 7),
        "revoke_link": lambda: making.revoke(stores, leader, code),
    }
    for act, do in acts.items():
        with pytest.raises(NotAllowedError):
            do()
        entry = _newest(office)
        assert (entry.actor, entry.act, entry.subject) == ("leader1", "refused_act", act)
        assert code[:8] not in entry.detail


@pytest.mark.parametrize("login", ["admin1", "ADMIN1"])
def test_s33_giving_oneself_a_right_is_refused_and_written_down(
    office: Office, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    """However the own login is written."""
    office.give("admin1", "admin")
    token = office.sign_in("admin1")
    monkeypatch.setattr(signed_in, "token", lambda _: token)
    wish = people_acts.Wish(login, "assessor", "*", date.today(), None)

    assert people_acts.give(office.stores, wish).name == "own_grant"
    entry = _newest(office)
    assert (entry.actor, entry.act, entry.subject) == ("admin1", "refused_act", "grant")
