"""The page of one record: every version, what changed, and whose it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ingest.receiving import receive
from dashboard.sharing import to_key
from dashboard.storage.workspace import Workspace
from tests.people import viewer

Words = Callable[[AppTest], str]

HEADER = "task_id,team_id,title,due_on,progress\n"
PETITIONS = "信访编号,承办单位,信访人,登记日期,人数\n"


def put(stores: Workspace, kind: str, content: str, name: str) -> str:
    """Store one small file; return its upload."""
    receipt = receive(stores, kind, content.encode(), name, actor="clerk")
    assert receipt.upload_id is not None, receipt.problems
    return receipt.upload_id


@pytest.fixture
def record(city_app: Callable[[str], AppTest]) -> Callable[..., AppTest]:
    """Opens the page of a record."""

    def open_page(kind: str, *key: str) -> AppTest:
        app = city_app("record")
        app.query_params["kind"] = kind
        app.query_params["key"] = to_key(key)
        return app.run()

    return open_page


def test_each_version_says_what_changed_and_who_sent_it(
    stores: Workspace, record: Callable[..., AppTest], words: Words
) -> None:
    """The newest first: cell by cell, old and new, with file, row and sender."""
    put(stores, "tasks", f"{HEADER}K~1,T0013,修路,2026-10-20,10%\n", "first.csv")
    put(stores, "tasks", f"{HEADER}K~1,T0013,修桥,2026-10-20,10%\n", "second.csv")

    said = words(record("tasks", "K~1", "T0013"))

    assert "现以报送 U000011 的内容为准" in said
    assert said.index("second.csv，第 2 行") < said.index("first.csv，第 2 行")
    assert "<td>修路</td><td>修桥</td>" in said
    assert "clerk" in said
    assert "已被后来的报送替换" in said


def test_a_version_taken_back_says_so(
    stores: Workspace, record: Callable[..., AppTest], words: Words
) -> None:
    """By whom and why; the version before it counts again."""
    put(stores, "tasks", f"{HEADER}K1,T0013,修路,2026-10-20,10%\n", "first.csv")
    last = put(stores, "tasks", f"{HEADER}K1,T0013,修桥,2026-10-20,10%\n", "second.csv")
    stores.records.undo(last, "boss", "名称有误")

    said = words(record("tasks", "K1", "T0013"))

    assert "现以报送 U000010 的内容为准" in said
    assert "boss：名称有误" in said


def test_a_row_whose_month_was_replaced_is_gone(
    stores: Workspace, record: Callable[..., AppTest], words: Words
) -> None:
    """The file that took it away is a version of it."""
    put(stores, "tasks", f"{HEADER}K1,T0013,修路,2027-01-20,10%\n", "first.csv")
    other = f"{HEADER}K2,T0013,修桥,2027-01-21,10%\n".encode()
    receive(stores, "tasks", other, "whole.csv", mode="replace-months", actor="clerk")

    said = words(record("tasks", "K1", "T0013"))

    assert "此记录已不再计入" in said
    assert "该文件替换了整月数据" in said


def test_a_petitioner_is_never_shown(
    stores: Workspace, record: Callable[..., AppTest], words: Words
) -> None:
    """Neither the name nor the key that stands for it, changed or not."""
    put(stores, "petitions", f"{PETITIONS}X1,T0013,张小明,2026-10-08,1\n", "a.csv")
    put(stores, "petitions", f"{PETITIONS}X1,T0013,李小红,2026-10-08,2\n", "b.csv")
    rows = stores.archive.rows_path("petitions", "U000011")

    said = words(record("petitions", "X1", "T0013"))

    assert "不予显示" in said
    assert "<td>1</td><td>2</td>" in said
    for person in ("张小明", "李小红"):
        assert person not in said
    assert rows.exists()


def test_versions_of_teams_out_of_sight_are_hidden(
    stores: Workspace,
    record: Callable[..., AppTest],
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A record that went from team to team is told as far as each may be seen."""
    header = "objection_id,team_id,matter,received_on\n"
    put(stores, "objections", f"{header}Y1,T0020,甲的事,2026-10-08\n", "a.csv")
    put(stores, "objections", f"{header}Y1,T0013,乙的事,2026-10-08\n", "b.csv")
    clerk = viewer("clerk", "T0013")
    monkeypatch.setattr("dashboard.pages.signed_in.viewer_of", lambda *_: clerk)

    said = words(record("objections", "Y1"))

    assert "乙的事" in said
    assert "甲的事" not in said
    assert "a.csv" not in said
    assert "另有 1 个版本" in said


@pytest.mark.parametrize(
    ("kind", "key"),
    [("tasks", ("nothing", "T0013")), ("tasks", ("one value",)), ("objections", ("Y1",))],
)
def test_an_unknown_record_and_one_out_of_sight_look_the_same(
    stores: Workspace,
    record: Callable[..., AppTest],
    words: Words,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    key: tuple[str, ...],
) -> None:
    """Nothing tells whether there is such a record."""
    header = "objection_id,team_id,matter,received_on\n"
    put(stores, "objections", f"{header}Y1,T0020,甲的事,2026-10-08\n", "a.csv")
    clerk = viewer("clerk", "T0013")
    monkeypatch.setattr("dashboard.pages.signed_in.viewer_of", lambda *_: clerk)

    said = words(record(kind, *key))

    assert "查无此记录" in said
    assert "甲的事" not in said
    assert "a.csv" not in said


def test_who_rated_whom_is_for_assessors_only(
    record: Callable[..., AppTest], words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The history of a rating would name its rater."""
    leader = viewer("leader")
    monkeypatch.setattr("dashboard.pages.signed_in.viewer_of", lambda *_: leader)

    assert "查无此记录" in words(record("ratings", "2026-10-01", "T0013", "R001", ""))


def test_what_stands_in_a_file_is_text_and_never_markup(
    stores: Workspace, record: Callable[..., AppTest], words: Words
) -> None:
    """Cells, keys and file names reach the page escaped."""
    evil = "<b onclick=x>"
    put(stores, "tasks", f"{HEADER}{evil},T0013,{evil},2026-10-20,10%\n", f"{evil}.csv")

    said = words(record("tasks", evil, "T0013"))

    assert "&lt;b onclick" in said
    assert "<b onclick" not in said


def test_a_record_is_found_by_its_number(
    stores: Workspace, city_app: Callable[[str], AppTest], words: Words
) -> None:
    """Each row of that number is a link to its versions; full-width digits do not matter."""
    put(
        stores,
        "tasks",
        f"{HEADER}K1,T0013,修路,2026-10-20,10%\nK1,T0014,修路,2026-10-20,10%\n",
        "a.csv",
    )
    app = city_app("uploads").run()
    app.text_input[0].set_value(" K１ ")
    next(button for button in app.button if button.label == "查找").click().run()
    said = words(app)

    assert "找到 2 条记录" in said
    assert "kind=tasks&amp;key=K1~T0014" in said


def test_a_record_costs_little(
    stores: Workspace, record: Callable[..., AppTest], sent_bytes: Callable[[], int]
) -> None:
    """However often it was sent, at most 60 KB."""
    for number in range(12):
        put(stores, "tasks", f"{HEADER}K1,T0013,{number}号路,2026-10-20,10%\n", "a.csv")
    app = record("tasks", "K1", "T0013")
    sent_bytes()
    app.run()

    assert sent_bytes() <= 60_000
