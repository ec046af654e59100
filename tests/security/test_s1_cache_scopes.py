"""S1: what is kept for one person is never handed to another, with identical filters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.access.narrowing import Shared
from dashboard.access.viewer import Viewer
from dashboard.filters import Filters
from dashboard.pages import visit as visits
from dashboard.pages.visit import Visit
from dashboard.reads.answers import Answers
from dashboard.reads.run import run
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.office import Office, words_of
from tests.people import viewer

MONTH = date(2026, 10, 1)
TEAM = re.compile(r"[?&;]team=(T\d{4})\b")
DISTRICT = "T0002"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "_ANSWERS", Answers())


def visit_of(stores: Workspace, who: Viewer, shared: Shared | None = None) -> Visit:
    """One run of a page by somebody."""
    version = stores.built.newest()
    assert version is not None
    filters = Filters(month=MONTH)
    return Visit(catalogue("en"), who, stores.built, version, "teams", filters, shared=shared)


def teams_seen(visit: Visit) -> set[str]:
    """Ids of the teams that a question without conditions finds for this visit."""
    return set(visit.fetch(team_ids, Filters(month=MONTH)))


def team_ids(cursor: Cursor, filters: Filters) -> list[str]:
    """Every team in sight, as the list of teams reads them."""
    scope = None if filters.scope is None else list(filters.scope)
    before = date(2026, 9, 1)
    teams = run(
        cursor, "team_tree", month=filters.month, previous_month=before, team=None, scope=scope
    )
    return teams["team_id"].to_list()


def within(stores: Workspace, root: str) -> set[str]:
    """Ids of the teams of one tree, found without the product's own narrowing."""
    version = stores.built.newest()
    assert version is not None
    with stores.built.open(version).cursor() as cursor:
        rows = cursor.sql("select team_id, parent_id from staging.teams").pl().rows()
    parents = dict(rows)

    def is_below(team: str | None) -> bool:
        return team is not None and (team == root or is_below(parents.get(team)))

    return {team for team in parents if is_below(team)}


def test_s1_the_same_question_by_two_people_has_two_answers(
    sample_workspace: Workspace,
) -> None:
    """The leader of all asks first, then a leader of one district, then the first again."""
    city = teams_seen(visit_of(sample_workspace, viewer("leader")))
    district = teams_seen(visit_of(sample_workspace, viewer("leader", DISTRICT)))
    again = teams_seen(visit_of(sample_workspace, viewer("leader")))

    assert district < city == again
    assert district <= within(sample_workspace, DISTRICT)
    assert district


def test_s1_the_narrower_answer_kept_first_does_not_narrow_others(
    sample_workspace: Workspace,
) -> None:
    """The other way round, nobody loses sight of what they may see."""
    district = teams_seen(visit_of(sample_workspace, viewer("leader", DISTRICT)))
    city = teams_seen(visit_of(sample_workspace, viewer("leader")))

    assert district < city


def test_s1_a_change_of_role_changes_the_answer(sample_workspace: Workspace) -> None:
    """One login, one question; before, between and after."""
    wide = viewer("assessor", login="same1")
    narrow = viewer("clerk", DISTRICT, login="same1")
    nothing = viewer("admin", login="same1")

    seen = [teams_seen(visit_of(sample_workspace, who)) for who in (wide, narrow, nothing)]

    assert seen[0] > seen[1] > seen[2] == set()


def test_s1_a_link_and_looking_as_are_part_of_what_is_kept(
    sample_workspace: Workspace,
) -> None:
    """The same person, the same question, alone, through a link, and as somebody else."""
    leader = viewer("leader")
    other = replace(leader, looking_as=viewer("clerk", DISTRICT))
    link = Shared("code", "teams", Filters(month=MONTH, team=DISTRICT))

    alone = teams_seen(visit_of(sample_workspace, leader))
    linked = teams_seen(visit_of(sample_workspace, leader, link))
    as_other = teams_seen(visit_of(sample_workspace, other))

    assert linked == as_other
    assert linked < alone
    assert linked <= within(sample_workspace, DISTRICT)


def test_s1_a_composed_part_is_kept_by_rights_and_not_by_role(
    sample_workspace: Workspace,
) -> None:
    """Two people who read the same trees, each by another role, share nothing composed."""
    both = (DISTRICT, "T0003")
    one = viewer("clerk", both[0], login="a").grants + viewer("leader", both[1]).grants
    two = viewer("clerk", both[1], login="a").grants + viewer("leader", both[0]).grants
    asked: list[str] = []

    def compose(visit: Visit) -> str:
        asked.append(visit.viewer.login)
        return visit.viewer.login

    for login, grants in (("one", one), ("two", two), ("three", one)):
        visit_of(sample_workspace, Viewer(login, grants)).keep(compose)

    assert asked == ["one", "two"]


def test_s1_what_is_sealed_from_others_is_not_asked_of_the_version(
    sample_workspace: Workspace,
) -> None:
    """Whoever may read nothing gets an answer of no team, whatever others asked before."""
    seen: list[Filters] = []

    def read(_: Cursor, filters: Filters) -> int:
        seen.append(filters)
        return len(seen)

    for who in (viewer("leader"), viewer("admin"), viewer("leader"), viewer("register")):
        visit_of(sample_workspace, who).fetch(read, Filters(month=MONTH))

    assert [filters.scope for filters in seen] == [None, ()]


def test_s1_pages_of_one_address_differ_by_who_opens_them(office: Office) -> None:
    """Every list of the app, filled for the city first, then opened for one district."""
    office.give("leader1", "leader")
    office.give("clerk1", "leader", DISTRICT)
    allowed = within(office.stores, DISTRICT)
    leader, clerk = office.sign_in("leader1"), office.sign_in("clerk1")

    for page in ("", "teams", "compare", "flags", "tasks", "petitions"):
        address = {"month": "2026-10", "language": "en"}
        wide = set(TEAM.findall(words_of(office.tab(leader, page, **address).run())))
        narrow = set(TEAM.findall(words_of(office.tab(clerk, page, **address).run())))

        assert wide - allowed, page
        assert narrow <= allowed, page


def test_s1_a_grant_taken_back_empties_an_open_page(office: Office) -> None:
    """The tab that showed the city shows the district at its next run, the cache full."""
    grant = office.give("leader1", "leader")
    office.give("leader1", "clerk", DISTRICT)
    allowed = within(office.stores, DISTRICT)
    tab = office.opened("leader1", "teams", month="2026-10", language="en")
    assert set(TEAM.findall(words_of(tab))) - allowed

    office.stores.records.grants.revoke(grant.number, "admin1")
    tab.run()

    assert set(TEAM.findall(words_of(tab))) <= allowed
