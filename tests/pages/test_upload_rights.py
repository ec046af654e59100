"""Rights on the pages of uploads, with real grants that end while a page is open."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access.roles import Role
from dashboard.access.viewer import Viewer
from dashboard.drafts.queue import drafts_of
from dashboard.ingest.examining import Request
from dashboard.ingest.receiving import receive
from dashboard.pages import signed_in
from dashboard.rights.uploads import within_rights
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace

HEADER = "task_id,team_id,title,due_on\n"
OWN = f"{HEADER}NEW-1,T0013,一,2026-10-20\n".encode()
MIXED = f"{HEADER}NEW-1,T0013,一,2026-10-20\nNEW-2,T0001,二,2026-10-20\n".encode()

Words = Callable[[AppTest], str]
Give = Callable[..., int]


@pytest.fixture
def stores(sample_folder: Path, tmp_path: Path) -> Workspace:
    """The sample city in a workspace of this test alone, where people have accounts."""
    shutil.copytree(sample_folder, tmp_path / "data")
    return open_workspace(Settings(data=tmp_path / "data", identity="local"))


@pytest.fixture
def give(stores: Workspace, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Signs clerk1 in and gives a role; returns the number of the grant."""
    token = secrets.token_urlsafe()
    stores.records.accounts.add("clerk1", "admin1", must_change=False)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3_600)
    monkeypatch.setattr(signed_in, "token", lambda _: token)

    def given(role: Role, team: str) -> int:
        grants = stores.records.grants
        return grants.add("clerk1", role, team, "admin1", valid_from=date(2020, 1, 1)).number

    return given


@pytest.fixture
def app(city_app: Callable[[str], AppTest], give: Give, quick_checks: object) -> AppTest:
    """The page, not run yet; it checks files at once."""
    return city_app("uploads")


def sent(app: AppTest, content: bytes) -> AppTest:
    """Choose a file on the page."""
    app.run()
    app.file_uploader[0].set_value(("tasks.csv", content, "text/csv")).run()
    return app.run()


def count(stores: Workspace) -> int:
    """Uploads there are."""
    return len(stores.records.uploads())


def test_rows_of_other_teams_are_refused_by_row(
    app: AppTest, give: Give, stores: Workspace, words: Words
) -> None:
    """A clerk sends rows of teams inside the grant only; the others are named."""
    give("clerk", "T0013")
    sent(app, MIXED)
    (draft,) = drafts_of(stores).of("clerk1")

    assert draft.answer is not None
    assert [problem.row for problem in draft.answer.receipt.problems] == [3]
    assert draft.request.allowed is not None
    assert "T0001" not in draft.request.allowed
    assert "confirm-zh" not in {button.key for button in app.button}
    assert count(stores) == 9


def test_a_grant_taken_back_meanwhile_stores_nothing(
    app: AppTest, give: Give, stores: Workspace
) -> None:
    """The button was drawn with the right; the press is not."""
    number = give("clerk", "T0013")
    sent(app, OWN)
    stores.records.grants.revoke(number, "admin1")
    app.button(key="confirm-zh").click().run()

    assert count(stores) == 9
    assert not app.file_uploader


def test_signing_out_meanwhile_stores_nothing(
    app: AppTest, give: Give, stores: Workspace, words: Words
) -> None:
    """A tab that was left open does nothing, and shows nothing any more."""
    give("clerk", "T0013")
    sent(app, OWN)
    stores.records.sessions.end_all("clerk1", "admin1")
    app.button(key="confirm-zh").click().run()

    assert count(stores) == 9
    assert "您已退出登录" in words(app)
    assert "tc-page" not in words(app)


def test_a_smaller_grant_meanwhile_checks_the_file_again(
    app: AppTest, give: Give, stores: Workspace
) -> None:
    """What was shown rests on rights of before: it is shown again within those of now."""
    wide, _ = give("clerk", "*"), give("clerk", "T0013")
    sent(app, MIXED)
    stores.records.grants.revoke(wide, "admin1")
    app.button(key="confirm-zh").click().run()
    (draft,) = drafts_of(stores).of("clerk1")

    assert count(stores) == 9
    assert draft.answer is not None
    assert [problem.row for problem in draft.answer.receipt.problems] == [3]


def test_uploads_of_others_look_like_none(
    app: AppTest, give: Give, stores: Workspace, words: Words
) -> None:
    """Neither listed nor named: a file may speak of any team, and so may its name."""
    give("clerk", "T0013")
    app.query_params["item"] = "U000009"
    theirs = words(app.run())
    app.query_params["item"] = "U999999"
    nobodys = words(app.run())
    del app.query_params["item"]

    assert theirs.replace("U000009", "") == nobodys.replace("U999999", "")
    assert "U000009" not in words(app.run())
    assert "petitions.csv" not in words(app)


def test_one_s_own_uploads_are_listed(
    app: AppTest, give: Give, stores: Workspace, words: Words
) -> None:
    """Who sent a file finds it again."""
    give("clerk", "T0013")
    receive(stores, "tasks", OWN, "own.csv", actor="clerk1")

    assert "own.csv" in words(app.run())


@pytest.mark.parametrize(("team", "is_found"), [("T0013", False), ("*", True)])
def test_a_number_of_another_team_is_not_found(
    app: AppTest, give: Give, words: Words, team: str, is_found: bool
) -> None:
    """A search tells nobody what exists out of sight."""
    give("clerk", team)
    app.run()
    app.text_input[-1].set_value("D20241100001")
    next(b for b in app.button if b.label == "查找").click().run()

    assert ("没有报送过这个编号的记录" not in words(app)) is is_found


def test_an_office_that_keeps_a_register_is_not_told_scores(
    give: Give, stores: Workspace
) -> None:
    """It writes rows of every team and learns no team's score for that."""
    give("register", "*")
    grants = stores.records.grants.valid("clerk1", date.today())
    asked = within_rights(stores, Viewer("clerk1", grants), Request("petitions", "a.csv"))

    assert asked.allowed is None
    assert asked.told == frozenset()
