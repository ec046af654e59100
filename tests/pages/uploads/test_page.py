"""The page on uploads: its form, what came, and what is said of the build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.drafts.drafts import Draft
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.pages.uploads import form
from dashboard.pages.uploads.desk import Desk
from dashboard.pipeline.background import BuildState
from dashboard.reads import run as runner
from dashboard.storage.workspace import Workspace
from tests.pages.uploads.files import (
    GOOD,
    HEADER,
)

Words = Callable[[AppTest], str]


def test_it_opens_with_the_form_and_what_came(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """The form, every kind with its records, teams and age, and the history."""
    said = words(app.run())

    assert "报送记录（9 次）" in said
    for kind in KINDS:
        assert f"{kind}.csv" in said
    assert str(stores.built.newest()) in said
    assert "200 MB" in app.file_uploader[0].label


def test_who_has_no_right_sees_no_form(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right is asked in one place."""
    monkeypatch.setattr(form, "may_upload", lambda *_: False)

    assert not app.run().file_uploader
    assert app.info[0].value.startswith("您没有报送权限")


def test_a_build_under_way_is_told_to_everybody(app: AppTest, builds: Any) -> None:
    """Whoever opens the page sees that scores are being computed, and may leave it."""
    builds.state = BuildState(("U000010",), is_running=True, has_failed=False)

    assert "可以离开本页" in app.run().info[0].value


def test_a_failed_build_is_our_fault_and_can_be_tried_again(app: AppTest, builds: Any) -> None:
    """What was uploaded is kept, and a press starts the build again."""
    builds.state = BuildState(("U000010",), is_running=False, has_failed=True)
    app.run()
    app.button(key="build-now-zh").click().run()

    assert "报送内容已保存" in app.error[0].value
    assert builds.started == [date(2026, 10, 31)]


def test_records_are_asked_anew_in_each_run(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """What another session stored meanwhile is there without a new version."""
    app.run()
    receive(stores, "tasks", GOOD, "other.csv", actor="other")

    assert "other.csv" in words(app.run())


@pytest.mark.parametrize("has_draft", [False, True])
def test_few_questions_and_few_bytes(
    app: AppTest,
    sent: Callable[..., Draft],
    stores: Workspace,
    sent_bytes: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    has_draft: bool,
) -> None:
    """At most four queries, none when the view is drawn again, at most 60 KB a run."""
    if has_draft:
        rows = "".join(f"N{n},市教育居{n},{'任务' * 30},2026\n" for n in range(200))
        draft = sent(f"{HEADER}{rows}".encode())
        app.session_state["upload-desk"] = Desk(draft.draft_id)
        app.session_state[f"draft-sentences-{draft.draft_id}-zh"] = True
    asked: list[str] = []
    text = runner._sql
    monkeypatch.setattr(runner, "_sql", lambda name: asked.append(name) or text(name))
    app.run()
    first = len(asked)
    sent_bytes()
    app.run()

    assert 0 < first <= 4
    assert len(asked) == first
    assert sent_bytes() <= 60_000
