"""The page of the log: what everybody did for an auditor, who saw a team for its head."""

from __future__ import annotations

import ast
import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.access.roles import Role
from dashboard.access.viewer import Viewer
from dashboard.pages import signed_in
from dashboard.pages.log import listed
from dashboard.pages.log import words as log_words
from dashboard.rights.log import sight_of
from dashboard.rights.register import register_of
from dashboard.serving import process
from dashboard.settings import ROOT
from dashboard.storage.audit.chain import Entry
from dashboard.storage.audit.log import Asked
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from dashboard.workflow.looking import Way, note_look
from tests.people import viewer
from tests.stores import store_rows
from tests.tampering import rewrite
from tests.test_builds import a_team


@pytest.fixture
def stores(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Records of this test alone: three teams, two looks, one refusal."""
    rows = [a_team(team_id=team, team_name=f"Team {team}") for team in ("T1", "T2", "T3")]
    store_rows(workspace, "teams", rows)
    note_look(workspace, viewer("leader", login="leader1"), "one", "T1", "page")
    note_look(workspace, viewer("leader", login="leader2"), "two", "T2", "export")
    workspace.records.note("clerk1", "refused_page", "people")
    monkeypatch.setattr(process, "_workspace", lambda: workspace)
    return workspace


@pytest.fixture
def log(stores: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, not run yet, looked at by an auditor."""
    monkeypatch.chdir(ROOT)
    let_look(monkeypatch, viewer("auditor"))
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    # Pages that are functions have no file to switch to.
    app._page_hash = calc_hash("log")
    app.query_params["language"] = "en"
    return app


def let_look(monkeypatch: pytest.MonkeyPatch, who: Viewer) -> None:
    """Let somebody else look."""
    monkeypatch.setattr(signed_in, "viewer_of", lambda *_: who)


def said(page: AppTest) -> str:
    """Run the page; return everything it says in HTML."""
    page.run()
    assert not page.error
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def ask(page: AppTest, **fields: Any) -> str:
    """Fill the form and press its button."""
    labels = {one.label: one for one in (*page.text_input, *page.selectbox, *page.date_input)}
    for name, value in fields.items():
        labels[catalogue("en")(f"log.{name}")].set_value(value)
    next(one for one in page.button if one.label == "Search").click()
    return said(page)


def test_an_auditor_reads_every_act_as_a_sentence(log: AppTest, stores: Workspace) -> None:
    """In words, the newest first, with the hash to be written down; no raw facts."""
    words = said(log)
    newest = stores.records.log.newest()
    assert newest is not None

    assert "clerk1 was not let into the page “People" in words
    assert "leader1 looked at Team T1 (T1), on the page." in words
    assert "test uploaded U000001 (Register of teams, 3 rows)." in words
    assert words.index("clerk1 was not let") < words.index("test uploaded")
    assert "The log is whole, from its first entry up to number" in words
    assert newest[1] in words
    assert "{" not in words.split("<table")[1]


def test_reading_the_log_is_noted_once_per_session(log: AppTest, stores: Workspace) -> None:
    """Who watches is seen as well."""
    said(log)
    assert "auditor read the log." in said(log)

    page = stores.records.log.page(Asked(act="read_log", sees_all=True))
    assert len(page.entries) == 1


def test_a_team_head_reads_only_who_saw_the_own_team(
    log: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of other teams, nobody's other acts, no hash of the whole log."""
    let_look(monkeypatch, viewer("team_head", "T1"))
    words = said(log)

    assert "leader1 looked at Team T1 (T1), on the page." in words
    for other in ("T2", "leader2", "clerk1", "uploaded", "read the log"):
        assert other not in words
    assert [one.label for one in log.selectbox] == []


def test_a_team_head_cannot_search_beyond_the_own_team(
    log: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search narrows what is in sight and never widens it."""
    let_look(monkeypatch, viewer("team_head", "T1"))
    said(log)

    assert "leader2" not in ask(log, about="T2")
    assert "No entry found" in ask(log, about="T2")


def test_an_auditor_of_a_part_of_the_city_does_not_read_the_log(
    log: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry may tell of any team; who saw the own teams is shown."""
    let_look(monkeypatch, viewer("auditor", "T2"))
    words = said(log)

    assert "leader2 looked at Team T2" in words
    assert "leader1" not in words
    assert "clerk1" not in words


@pytest.mark.parametrize("role", ["leader", "clerk", "register", "admin"])
def test_others_have_no_log(log: AppTest, monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """No right, no entry; and the refusal is an entry itself."""
    let_look(monkeypatch, viewer(role))
    words = said(log)

    for hidden in ("leader1", "clerk1", "U000001"):
        assert hidden not in words


@pytest.mark.parametrize(
    ("asked", "found", "hidden"),
    [
        ({"person": "leader1"}, "Team T1", "Team T2"),
        ({"about": "T2"}, "Team T2", "Team T1"),
        ({"words": "export"}, "Team T2", "Team T1"),
        ({"act": "upload"}, "U000001", "Team T1"),
        ({"first_day": date(2030, 1, 1)}, "No entry found", "Team T1"),
        ({"last_day": date(2020, 1, 1)}, "No entry found", "Team T1"),
    ],
)
def test_the_log_is_searched(
    log: AppTest, asked: dict[str, str], found: str, hidden: str
) -> None:
    """By person, act, subject, words and days."""
    said(log)
    words = ask(log, **asked).split("Entries, newest first", 1)[1]

    assert found in words
    assert hidden not in words


def test_the_log_is_read_page_by_page(log: AppTest, stores: Workspace) -> None:
    """Older entries and back; each shown once."""
    for number in range(120):
        stores.records.note("clerk1", "export", f"file-{number:03d}")
    first = said(log)
    next(one for one in log.button if one.label == "Older entries").click()
    second = said(log)
    next(one for one in log.button if one.label == "Newer entries").click()

    assert "file-119" in first
    assert "file-119" not in second
    assert "file-060" in second
    assert "file-119" in said(log)


def test_the_page_says_that_the_log_was_rewritten(log: AppTest, stores: Workspace) -> None:
    """With the numbers of the entries that differ."""
    rewrite(stores, 2, way="link")

    assert "The log is not as it was written: entries 2-" in said(log)


def test_the_file_holds_what_was_asked_with_the_hashes(stores: Workspace) -> None:
    """CSV for people, JSON lines just as they are hashed."""
    register, asked = register_of(stores), Asked(sees_all=True)
    entries = list(listed.found(stores.records.log, asked, 100))
    table = listed.as_csv(entries, catalogue("zh"), register).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    lines = [json.loads(line) for line in listed.as_lines(entries).splitlines()]

    assert [row[-1] for row in rows[1:]] == [entry.hash for entry in entries]
    assert lines == [vars(entry) for entry in entries]


def test_a_look_is_noted_once_per_session_team_way_and_day(workspace: Workspace) -> None:
    """However often a page is drawn."""
    leader = viewer("leader", login="leader1")
    looks: list[tuple[str, str, Way]] = [
        ("one", "T1", "page"),
        ("one", "T1", "page"),
        ("one", "T2", "page"),
        ("two", "T1", "page"),
        ("one", "T1", "export"),
    ]
    for token, team, way in looks:
        note_look(workspace, leader, token, team, way)

    assert len(workspace.records.log.page(Asked(sees_all=True)).entries) == 4


def test_every_act_has_a_name_and_a_sentence_in_both_languages(stores: Workspace) -> None:
    """Whatever facts an entry holds or lacks, also of a release to come."""
    register = register_of(stores)
    for language in ("zh", "en"):
        text = catalogue(language)
        for act in (*log_words.ACTS, "act_of_tomorrow"):
            for facts in ("{}", '{"state": "active", "role": "leader", "reason": "x"}', "no"):
                entry = Entry(1, "2026-03-01T00:00:00+00:00", "a1", act, "b1", facts, "0" * 64)
                assert "a1" in log_words.sentence(entry, text, register) or "b1" in (
                    log_words.sentence(entry, text, register)
                )
            assert log_words.act_name(act, text)


def test_every_act_that_is_written_can_be_read() -> None:
    """What the code writes into the log, the page has words for."""
    written = set()
    for path in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                place = {"append": 2, "note": 1}.get(node.func.attr)
                known = place is not None and len(node.args) > place
                act = node.args[place] if known and place is not None else None
                if isinstance(act, ast.Constant) and isinstance(act.value, str):
                    written.add(act.value)
    written -= {"page", "link", "export"} - set(log_words.ACTS)

    assert {"sign_in", "upload", "grant", "sign", "refused_page"} - written == set()
    assert written <= set(log_words.ACTS)


def test_sight_narrows_whatever_was_asked(stores: Workspace) -> None:
    """The fields that hold rights are never those of the form."""
    sight = sight_of(stores, viewer("team_head", "T1"))
    asked = sight.narrowed(Asked(teams=None, sees_all=True, act="upload"))

    assert (asked.sees_all, asked.teams) == (False, ("T1",))
    assert stores.records.log.page(asked).entries[0].subject == "T1"
