"""No petitioner's name reaches the disk, and the same person stays the same."""

from __future__ import annotations

import hashlib
import hmac
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook

from dashboard.ingest.reading.tables import read_table
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.storage.workspace import Workspace
from tests.ingest.factories import VALID, file_of, row_of, stored, upload

NAME = "欧阳晓"


def sheet_of(rows: list[list[Any]]) -> bytes:
    """Write a workbook of one sheet."""
    file = io.BytesIO()
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def files_with(folder: Path, word: str) -> list[Path]:
    """Return the files that hold a word in any of the encodings it may have come in."""
    forms = [word.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_name_is_nowhere_in_the_workspace(workspace: Workspace, encoding: str) -> None:
    """Neither in the rows nor in the kept file, nor in a column that is not read."""
    row = row_of("petitions", 信访人=NAME, 联系电话="13907461234")
    del row["petitioner"]
    content = file_of([row]).decode().encode(encoding)

    receipt = receive(workspace, "petitions", content, "信访台账.csv")

    assert receipt.upload_id
    assert receipt.unknown_columns == ("联系电话",)
    assert files_with(workspace.settings.data, NAME) == []
    assert files_with(workspace.settings.data, "13907461234") == []


def test_rows_hold_a_salted_key(workspace: Workspace) -> None:
    """It is the HMAC of the cleaned name, so the same person has the same key."""
    upload(
        workspace,
        "petitions",
        row_of("petitions", case_id="C1", petitioner=NAME),
        row_of("petitions", case_id="C2", petitioner=f"\u3000{NAME}\u200b "),
        row_of("petitions", case_id="C3", petitioner="欧阳明"),
    )

    first, second, third = (row["petitioner_key"] for row in stored(workspace, "petitions"))

    digest = hmac.new(workspace.salt(), NAME.encode(), hashlib.sha256).hexdigest()
    assert first == second == digest[:32]
    assert third != first


@pytest.mark.parametrize("name", ["匿名", "某先生", "", "—", "无", " 匿名 "])
def test_nobody_has_no_key(workspace: Workspace, name: str) -> None:
    """Anonymous petitioners are not taken for one person."""
    upload(workspace, "petitions", row_of("petitions", petitioner=name))

    assert "petitioner_key" not in stored(workspace, "petitions")[0]


def test_somebody_called_nearly_like_nobody_has_a_key(workspace: Workspace) -> None:
    """Only exactly 匿名 and 某先生 stand for nobody."""
    upload(workspace, "petitions", row_of("petitions", petitioner="某先生等3人"))

    assert "petitioner_key" in stored(workspace, "petitions")[0]


def test_the_kept_file_has_every_record_on_its_line(workspace: Workspace) -> None:
    """A row is found by the number its clerk knows, past line breaks and blank lines."""
    content = (
        '\n"case_id",team_id,received_on,petitioner,topic,备注\n'
        f'C1,T1,2026-03-02,{NAME},"两\n行","删\n去"\n\n'
        f"C2,T1,2026-03-03,匿名,路,\n"
        f"C3,T1,2026-03-04,{NAME},水,x\n"
    ).encode("gb18030")
    receive(workspace, "petitions", content, "a.csv")
    kept = workspace.records.uploads("petitions")[0]

    copy = workspace.archive.file_path(kept.sha256).read_bytes()
    table = read_table(copy, KINDS["petitions"])

    original = read_table(content, KINDS["petitions"]).records
    assert table.header_row == 2
    assert table.records["row"].equals(original["row"])
    assert table.records.select("0", "1", "2", "4").equals(original.select("0", "1", "2", "4"))
    assert table.records["5"].to_list() == ["", "", ""]
    key = stored(workspace, "petitions")[0]["petitioner_key"]
    assert table.records["3"].to_list() == [key, "匿名", key]


def test_the_same_register_again_is_known(workspace: Workspace) -> None:
    """Though its bytes are not kept as they came."""
    first = upload(workspace, "petitions", row_of("petitions"))
    again = upload(workspace, "petitions", row_of("petitions"))

    assert again.upload_id is None
    assert again.duplicate_of == first.upload_id


def test_rows_have_no_column_of_names(workspace: Workspace) -> None:
    """Not even an empty one."""
    receipt = upload(workspace, "petitions", row_of("petitions"))

    path = workspace.archive.rows_path("petitions", str(receipt.upload_id))
    assert "petitioner" not in pl.read_parquet_schema(path)


def test_a_sheet_is_kept_row_for_row_and_can_be_read_again(workspace: Workspace) -> None:
    """
    Line breaks in cells and headers move no row; a bare number stays the day it was.
    """
    upload(workspace, "teams", VALID["teams"])
    sheet = [
        ["信访台账", None, None, None],
        ["工单号", "承办\n单位", "登记日期", "姓名"],
        ["C1", "T1", 46101, "欧阳晓"],
        ["C2", "T1\n", "2026-03-21", "匿名"],
    ]

    receipt = receive(workspace, "petitions", sheet_of(sheet), "台账.xlsx")

    assert (receipt.accepted, receipt.problems) == (2, ())
    [kept] = workspace.records.uploads("petitions")
    copy = workspace.archive.file_path(kept.sha256).read_bytes()
    again = read_table(copy, KINDS["petitions"])
    assert (again.header_row, again.records["row"].to_list()) == (2, [3, 4])
    assert again.records["2"].to_list() == ["2026-03-20", "2026-03-21"]
