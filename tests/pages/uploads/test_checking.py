"""A file is checked beside the page, and waits as a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of
from dashboard.ingest.examining import Request
from dashboard.pages.uploads.desk import Desk
from dashboard.storage.workspace import Workspace
from tests.pages.uploads.files import (
    GOOD,
    checked,
    count,
    given,
    keys,
    opened,
)

Words = Callable[[AppTest], str]


def test_a_file_is_checked_and_nothing_is_stored(
    queue_app: AppTest, stores: Workspace, words: Words
) -> None:
    """What was understood, what would come of it, what it does to scores; no upload."""
    said = words(given(queue_app, stores, GOOD))

    assert "文字编码 UTF-8，以逗号分隔，表头在第 1 行" in said
    assert re.search(r"<strong>1</strong> <b>新增</b>", said)
    assert "对得分的影响" in said
    assert count(stores) == 9
    assert queue_app.session_state["upload-desk"].round == 1


def test_a_chosen_file_is_sent_once(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace
) -> None:
    """Streamlit may run the page twice beside each other, and each run finds the file."""
    app.run()
    desk, request = Desk(), Request("tasks", "tasks.csv")

    taken = [desk.send(stores, request, GOOD, place=0) for _ in range(2)]

    assert taken == [True, False]
    assert [draft.draft_id for draft in drafts_of(stores).of("local")] == [desk.draft_id]


def test_a_check_under_way_says_how_far_it_is(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    """A bar with words, and that the page may be left."""
    draft = drafts_of(stores).create("local", Request("tasks", "big.csv"))
    monkeypatch.setattr("dashboard.pages.uploads.sending.is_lost", lambda _: False)
    monkeypatch.setattr("dashboard.pages.uploads.progress.is_lost", lambda _: False)
    for stage, word in (("waiting", "排队"), ("reading", "逐行检查"), ("effect", "试算")):
        drafts_of(stores).put(replace(draft, stage=stage))
        app.session_state["upload-desk"] = Desk(draft.draft_id)
        app.run()
        assert word in app.get("progress")[0].proto.text
    assert "可以离开本页" in words(app)


def test_a_look_at_a_check_costs_little(
    app: AppTest,
    stores: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    sent_bytes: Callable[[], int],
) -> None:
    """At most 4 KB each time an open page asks."""
    draft = drafts_of(stores).create("local", Request("tasks", "big.csv"))
    monkeypatch.setattr("dashboard.pages.uploads.sending.is_lost", lambda _: False)
    monkeypatch.setattr("dashboard.pages.uploads.progress.is_lost", lambda _: False)
    app.run()
    sent_bytes()
    app.run()
    without = sent_bytes()
    app.session_state["upload-desk"] = Desk(draft.draft_id)
    app.run()
    sent_bytes()
    app.run()

    assert abs(sent_bytes() - without) <= 4_000


def test_a_draft_waits_through_a_reload(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """A new session finds it, opens it, and may store it."""
    draft = sent(GOOD)

    assert "您有一份文件等待确认" in words(app.run())
    opened(app, draft)
    app.button(key="confirm-zh").click().run()

    assert stores.records.uploads()[-1].file_name == "tasks.csv"
    assert drafts_of(stores).of("local") == []


def test_drafts_are_the_sender_s_own(
    app: AppTest, stores: Workspace, words: Words, quick_checks: Any
) -> None:
    """Nobody sees, opens or stores what somebody else has sent."""
    draft = quick_checks.send(stores, "other", Request("tasks", "secret.csv"), GOOD)
    app.session_state["upload-desk"] = Desk(draft.draft_id)

    assert "secret.csv" not in words(app.run())


@pytest.mark.parametrize("failure", ["time", "memory", "fault"])
def test_a_failed_check_is_not_the_clerk_s_fault(
    app: AppTest, stores: Workspace, failure: str
) -> None:
    """Each failure has its sentence; without the bytes the file is to be chosen again."""
    draft = drafts_of(stores).create("local", Request("tasks", "big.csv"))
    drafts_of(stores).put(replace(draft, stage="failed", failure=failure))
    opened(app, draft)

    assert "没有保存任何内容" in app.error[0].value
    assert "draft-again-zh" not in keys(app)
    app.button(key="draft-leave-zh").click().run()
    assert drafts_of(stores).of("local") == []


def test_a_check_lost_with_the_app_can_be_sent_again(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """After a restart nobody checks it; with its bytes one press does."""
    draft = drafts_of(stores).create("local", Request("tasks", "tasks.csv"))
    draft.content_path.write_bytes(GOOD)
    opened(app, draft)

    assert "重新启动" in app.warning[0].value
    app.button(key="draft-again-zh").click().run()
    checked(stores)
    assert "没有发现问题" in words(app.run())


def test_a_draft_can_be_put_aside_and_left(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """Aside it waits in the list; left, nothing of it stays."""
    draft = sent(GOOD)
    opened(app, draft)
    app.button(key="draft-aside-zh").click().run()

    assert "已检查，待您确认" in words(app)
    app.button(key=f"discard-{draft.draft_id}-zh").click().run()
    assert not draft.folder.exists()
    assert "等待确认" not in words(app)
