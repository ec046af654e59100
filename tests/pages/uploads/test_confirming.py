"""A draft is confirmed: once, within the rights of that moment, as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.drafts.queue import drafts_of
from dashboard.ingest.receiving import receive
from dashboard.pages.uploads import build_watch
from dashboard.pages.uploads import desk as upload_desk
from dashboard.pages.uploads.desk import Desk
from dashboard.storage.workspace import Workspace
from tests.pages.uploads.files import (
    GOOD,
    HEADER,
    checked,
    count,
    given,
    keys,
)

Words = Callable[[AppTest], str]


def test_confirming_stores_once_and_starts_a_build(
    queue_app: AppTest, stores: Workspace, builds: Any, words: Words
) -> None:
    """Stored under its id, built for the day of the sample, and the bytes let go."""
    given(queue_app, stores, GOOD)
    said = words(queue_app.button(key="confirm-zh").click().run())

    assert "报送成功，编号 U000010" in said
    assert count(stores) == 10
    assert stores.records.uploads()[-1].uploaded_by == "local"
    assert builds.started == [date(2026, 10, 31)]
    assert queue_app.session_state["upload-desk"].content is None
    assert "报送记录（10 次）" in said


def test_a_second_press_finds_nothing_to_store(app: AppTest, stores: Workspace) -> None:
    """A double click is one upload."""
    given(app, stores, GOOD)
    draft = drafts_of(stores).of("local")[0]
    app.button(key="confirm-zh").click()
    app.run()
    app.session_state["upload-desk"] = Desk(draft.draft_id)
    app.run()

    assert "confirm-zh" not in keys(app)
    assert count(stores) == 10


def test_two_presses_side_by_side_are_one_upload(app: AppTest, stores: Workspace) -> None:
    """
    Streamlit runs a second click beside the first; it waits for what that one does.
    """
    given(app, stores, GOOD)
    draft_id = drafts_of(stores).of("local")[0].draft_id
    desk = Desk(draft_id)
    press = partial(desk.confirm, stores, draft_id, allow_partial=False)

    with ThreadPoolExecutor() as threads:
        # Long enough for both to have read the draft before either may store.
        with stores.records.lock("uploads"):
            presses = [threads.submit(press) for _ in range(2)]
            wait(presses, timeout=1)
        for done in presses:
            done.result()

    assert count(stores) == 10
    assert desk.outcome is not None
    assert desk.outcome.receipt is not None
    assert desk.outcome.receipt.upload_id == "U000010"


def test_rights_are_asked_at_the_press(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may upload no more stores nothing with a button drawn before."""
    given(app, stores, GOOD)
    monkeypatch.setattr(upload_desk, "may_upload", lambda *_: False)
    app.button(key="confirm-zh").click().run()

    assert count(stores) == 9


def test_what_others_stored_meanwhile_is_shown_before_it_counts(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """The file is checked again, the page says so, and a second press stores it."""
    given(app, stores, GOOD)
    receive(stores, "tasks", GOOD.replace(b"NEW-1", b"OTHER"), "other.csv", actor="other")
    app.button(key="confirm-zh").click().run()

    assert count(stores) == 10
    assert app.warning[0].value.startswith("在此期间有其他人报送了数据")
    checked(stores)
    app.run()
    assert "报送成功" in words(app.button(key="confirm-zh").click().run())
    assert count(stores) == 11


def test_the_same_file_twice_says_so(app: AppTest, stores: Workspace, words: Words) -> None:
    """What would change nothing is not offered for confirmation, and names the first one."""
    receive(stores, "tasks", GOOD, "first.csv", actor="local")
    said = words(given(app, stores, GOOD, "again.csv"))

    assert "内容完全相同" in said
    assert "U000010" in said
    assert "first.csv" in said
    assert "confirm-zh" not in keys(app)


def test_nothing_to_report_can_be_stated(app: AppTest, stores: Workspace, words: Words) -> None:
    """A header without rows is a statement, made once and by somebody."""
    said = words(given(app, stores, HEADER.encode()))
    app.button(key="confirm-zh").click().run()

    assert "如确无可报内容" in said
    assert stores.records.uploads()[-1].row_count == 0


def test_a_build_that_cannot_start_loses_nothing(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    """The upload is stored all the same, and the page says so."""

    def fail(*_: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(build_watch, "start_build", fail)
    given(app, stores, GOOD)

    assert "编号 U000010" in words(app.button(key="confirm-zh").click().run())
    assert count(stores) == 10


def test_a_fault_of_ours_is_told_apart(
    app: AppTest,
    stores: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A full disk is not the file's mistake: a reference for the operator, nothing else."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    given(app, stores, GOOD)
    monkeypatch.setattr(upload_desk, "confirm", fail)
    app.button(key="confirm-zh").click().run()

    assert app.error[0].value.startswith("系统出现故障，已记录；文件没有保存。")
    assert "no space left" in "".join(capsys.readouterr())
    assert count(stores) == 9
