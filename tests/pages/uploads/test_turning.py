"""An upload is taken back, and put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages.uploads import turning
from dashboard.storage.workspace import Workspace
from tests.people import viewer

Words = Callable[[AppTest], str]


def test_taking_back_shows_its_effect_asks_why_and_can_be_undone(
    app: AppTest, stores: Workspace, builds: Any, words: Words
) -> None:
    """Effect, reason, act; then who, when and why are told, and it can be put back."""
    app.query_params["item"] = "U000009"
    assert "本次报送有效" in words(app.run())
    look = next(b for b in app.button if b.label == "查看撤销的影响")
    app = look.click().run(timeout=120)
    assert "对得分的影响" in words(app)
    press = next(b for b in app.button if b.label == "撤销报送")
    press.click().run()
    assert "请写明原因" in app.error[0].value
    assert stores.records.upload("U000009").state == "active"

    app.text_input[0].set_value("报错月份")
    next(b for b in app.button if b.label == "撤销报送").click().run()

    assert stores.records.upload("U000009").state == "undone"
    assert stores.records.changes()[-1].reason == "报错月份"
    assert builds.started == [date(2026, 10, 31)]
    assert "报错月份" in words(app)
    assert any(b.label == "查看恢复的影响" for b in app.button)


def test_what_cannot_be_tried_can_still_be_taken_back(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An effect that fails says so and locks nobody in."""

    def fail(*_: object) -> None:
        raise turning.FaultError("no memory")

    monkeypatch.setattr(turning, "effect_of_turning", fail)
    app.query_params["item"] = "U000009"
    app.run()
    next(b for b in app.button if b.label == "查看撤销的影响").click().run()

    assert "无法试算" in app.warning[0].value
    app.text_input[0].set_value("why")
    next(b for b in app.button if b.label == "撤销报送").click().run()
    assert stores.records.upload("U000009").state == "undone"


def test_only_senders_and_those_who_see_all_take_back(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    """To somebody with one bureau in sight, an upload of others is one there never was."""
    clerk = viewer("clerk", "T0013")
    monkeypatch.setattr("dashboard.pages.signed_in.viewer_of", lambda *_: clerk)
    app.query_params["item"] = "U000009"

    assert "没有这个编号的报送" in words(app.run())
    assert not [b for b in app.button if "影响" in b.label]


def test_an_unknown_upload_says_so(app: AppTest, words: Words) -> None:
    """An address by hand is answered, and leads back."""
    app.query_params["item"] = "U999999"

    assert "没有这个编号的报送" in words(app.run())
