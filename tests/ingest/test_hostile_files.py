"""What is no table, or means harm, is refused by its name before anything parses it."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.tables import read_table
from dashboard.kinds import KINDS
from tests.ingest.refusals import refusal_of
from tests.ingest.workbooks import OFFICE, book, data, packed, parts_of
from tests.tools.fuzz_readers import MAKERS, outcome

HEADER = ("任务编号", "责任单位", "任务名称", "完成时限")
FULL = ("K1", "市财政局", "修路", "2026-03-20")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
VALID = parts_of(data(HEADER, FULL))


def refused(content: bytes, limits: Limits | None = None) -> str:
    """Return the rule that refuses a file."""
    return refusal_of(content, limits=limits or Limits()).rule


def ole(name: str) -> bytes:
    """Return what an OLE file with an entry of that name looks like."""
    return OLE + f"{name}\0".encode("utf-16-le") + b"\0" * 512


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (ole("Workbook"), "old_workbook"),
        (ole("Book"), "old_workbook"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 99, "old_workbook"),
        (ole("EncryptedPackage"), "protected_workbook"),
        (ole("WordDocument"), "document_file"),
        (b"%PDF-1.7\n", "document_file"),
        (b"{\\rtf1 a}", "document_file"),
        (b"\x89PNG\r\n\x1a\n", "picture_file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture_file"),
        (b"BM\x36\x00\x0c\x00\0\0\0\0", "picture_file"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture_file"),
        (b"Rar!\x1a\x07\x01\x00", "packed_file"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "packed_file"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "packed_file"),
        (packed({}), "packed_file"),
        (packed({"a.csv": "a,b\n1,2\n"}), "packed_file"),
        (packed({**VALID, "xl/workbook.bin": ""}), "binary_workbook"),
        (packed({"mimetype": "x", "content.xml": "<x/>"}), "open_document"),
        (packed({"[Content_Types].xml": "", "word/document.xml": ""}), "document_file"),
        (packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "document_file"),
        (packed({"OFD.xml": "<x/>"}), "document_file"),
        ("<html><table><tr><td>任务编号".encode("gb18030"), "markup_file"),
        ("\ufeff\r\n<TABLE border=1>".encode("utf-16"), "markup_file"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "markup_file"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "markup_file"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(content: bytes, rule: str) -> None:
    """The bytes say what a file is, whatever it is called."""
    assert refused(content) == rule


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/activeX/activeX1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/connections.xml", "external_links"),
        ("xl/embeddings/oleObject1.bin", "embedded_objects"),
    ],
)
def test_parts_that_act_or_fetch_are_refused(name: str, rule: str) -> None:
    """Nothing of a workbook may run, or bring in other files."""
    assert refused(packed({**VALID, name: "<x/>"})) == rule


def test_macros_are_known_by_their_content_type_too() -> None:
    """A workbook that says it has macros is not believed to have none."""
    types = VALID["[Content_Types].xml"].replace("sheet.main", "sheet.macroEnabled.main")

    assert refused(packed({**VALID, "[Content_Types].xml": types})) == "macros"


def test_links_to_elsewhere_are_refused_and_addresses_are_not() -> None:
    """An address in a cell is pressed by a person; a picture from elsewhere is fetched."""
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}/{{}}" Target="http://x/" TargetMode="External"/>'
        "</Relationships>"
    )
    name = "xl/worksheets/_rels/sheet1.xml.rels"

    assert refused(packed({**VALID, name: link.format("image")})) == "external_links"
    hyperlink = packed({**VALID, name: link.format("hyperlink")})
    assert read_table(hyperlink, KINDS["tasks"]).records.height == 1


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "docProps/app.xml", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_part(part: str, encoding: str) -> None:
    """A billion laughs, or a file of the machine, come by a DOCTYPE; none is read."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{laughs}{VALID.get(part, "<x>&b;</x>")}'

    assert refused(packed({**VALID, part: xml.encode(encoding)})) == "xml_entities"


def test_bytes_before_between_and_behind_the_parts_are_refused() -> None:
    """A file that is a workbook to one program and something else to another is neither."""
    good = packed(VALID)

    assert refused(good + b"<script>") == "foreign_bytes"
    assert refused(b"PK\x03\x04" + b"\0" * 60 + good) == "foreign_bytes"
    assert refused(b"a,b\n1,2\n" + good) in ("nul_byte", "not_text", "damaged_text")
    assert refused(good[:-30]) == "damaged_workbook"


def test_a_part_that_stands_twice_is_refused() -> None:
    """Which of the two counts is what programs disagree on."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, part in VALID.items():
            package.writestr(name, part)
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("xl/workbook.xml", "<x/>")

    assert refused(file.getvalue()) == "damaged_workbook"
    assert refused(packed({**VALID, "XL/Workbook.xml": "<x/>"})) == "damaged_workbook"


@pytest.mark.parametrize(
    "name", ["/abs.xml", "../up.xml", "xl/../../up.xml", "a\\b.xml", "C:x"]
)
def test_parts_with_names_that_lead_elsewhere_are_refused(name: str) -> None:
    """Nothing is unpacked to disk, and such names have no honest reason."""
    assert refused(packed({**VALID, name: "x"})) == "damaged_workbook"


def test_a_directory_that_disagrees_with_the_parts_is_refused() -> None:
    """The sizes, names, methods and sums of the directory are those of the parts."""
    good = packed(VALID)
    central = good.index(b"PK\x01\x02")
    for offset, wrong in [(10, b"\x00\x00"), (16, b"\1\2\3\4"), (24, b"\xff\0\0\0")]:
        broken = bytearray(good)
        broken[central + offset : central + offset + len(wrong)] = wrong
        assert refused(bytes(broken)) in ("damaged_workbook", "foreign_bytes")
    renamed = good.replace(b"xl/styles.xml", b"xl/stylez.xml", 1)
    assert refused(renamed) == "damaged_workbook"


@pytest.mark.parametrize("flag", [0x1, 0x41, 0x2000])
def test_encrypted_parts_are_refused(flag: int) -> None:
    """A password on the parts themselves is named like any other."""
    content = bytearray(packed(VALID))
    central = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, central + 8, flag)
    struct.pack_into("<H", content, 6, flag)

    assert refused(bytes(content)) == "protected_workbook"


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    """A sheet of zeros unpacks to a thousand times its size, and is stopped on the way."""
    bomb = packed({**VALID, "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    start = time.process_time()

    assert len(bomb) < 100_000
    assert refused(bomb) == "unpacks_too_large"
    assert time.process_time() - start < 2


def test_sizes_are_counted_and_not_believed() -> None:
    """A directory that says little of a part that holds much is found out."""
    content = packed({**VALID, "xl/bomb.xml": b" " * 30_000_000})
    lied = content.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 30))

    assert refused(lied) == "unpacks_too_large"
    assert refused(lied, Limits(ratio_from_bytes=1 << 40)) == "damaged_workbook"


@pytest.mark.parametrize("where", ["<!--{}--><worksheet/>", '<worksheet a="{}"/>'])
def test_a_tag_without_end_costs_no_time(where: str) -> None:
    """A parser that begins anew with each piece of a long tag would take hours."""
    xml = where.format("x" * 30_000_000)
    limits = Limits(ratio_from_bytes=1 << 40)
    start = time.process_time()

    assert refused(packed({**VALID, "xl/worksheets/sheet1.xml": xml}), limits)
    assert time.process_time() - start < 5


def test_a_part_is_read_for_one_sheet_only() -> None:
    """A thousand sheets that are all the same part would be read a thousand times."""
    name = "xl/_rels/workbook.xml.rels"
    twice = parts_of(data(HEADER, FULL), data(HEADER, FULL))
    same = {**twice, name: twice[name].replace("sheet2.xml", "sheet1.xml")}

    assert refused(packed(same)) == "damaged_workbook"


def test_a_long_text_that_every_cell_repeats_is_refused() -> None:
    """Small in the file, it would be gigabytes of cells."""
    rows = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, 9_000))
    parts = parts_of(
        f"<sheetData>{rows}</sheetData>", shared=f"<si><t>{'长' * 32_767}</t></si>"
    )
    limits = Limits(sheet_characters=50_000_000)

    assert refused(packed(parts), limits) == "too_much_text"


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData><row r='0'/></sheetData>",
        "<sheetData><row r='2'/><row r='2'/></sheetData>",
        "<sheetData><row r='x'/></sheetData>",
        "<sheetData><row r='1048577'/></sheetData>",
        "<sheetData><row r='1'><c r='A2'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='B1'/><c r='A1'/></row></sheetData>",
        "<sheetData><row r='1'><c r='1'/></row></sheetData>",
        "<sheetData><row r='1'><c r='ZZZZZZZZ1'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'><c t='s'><v>7</v></c></row></sheetData>",
        "<sheetData><row r='1'><c><v>nan</v></c></row></sheetData>",
        "<sheetData><row r='1'><c><v>1e999</v></c></row></sheetData>",
        "<sheetData><row r='1'><c s='x'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'>",
        "<mergeCells><mergeCell ref='A:B'/></mergeCells>",
        "<mergeCells><mergeCell/></mergeCells>",
    ],
)
def test_malformed_sheets_are_refused(sheet: str) -> None:
    """Whatever a program or a person broke, the answer is a sentence."""
    text = "<c t='inlineStr'><is><t>任务编号</t></is></c>"
    good = f"<sheetData><row>{text}</row></sheetData>"

    assert refused(packed(parts_of(good + sheet))) == "damaged_workbook"


@pytest.mark.parametrize("name", list(VALID))
@pytest.mark.parametrize(
    "part",
    [b"", b"<x", b"<x/>", b"\xff\xfe\0", b'<?xml version="1.0" encoding="big5"?><x/>', None],
)
def test_missing_and_broken_parts_are_never_a_crash(name: str, part: bytes | None) -> None:
    """A workbook without what it needs is refused, or read without what it does not."""
    parts: dict[str, str | bytes] = {other: VALID[other] for other in VALID if other != name}
    try:
        table = read_table(
            packed(parts if part is None else {**parts, name: part}), KINDS["tasks"]
        )
    except UploadRefusedError:
        return
    assert table.records.height == 1


def test_more_columns_than_a_table_has_are_refused() -> None:
    """A million columns are counted, not kept."""
    wide = ",".join(str(number) for number in range(1_000_000))
    start = time.process_time()

    assert refused(f"{wide}\n{wide}\n".encode()) in ("too_many_columns", "empty_file")
    assert refused(book([str(number) for number in range(501)])) == "too_many_columns"
    assert time.process_time() - start < 5


def test_the_workbook_these_tests_break_is_whole() -> None:
    """Before it is broken it is read."""
    assert read_table(packed(VALID), KINDS["tasks"]).records.rows() == [(2, *FULL)]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 32))
def test_a_file_broken_at_random_is_a_table_or_a_refusal(seed: int) -> None:
    """Nothing else comes out, whatever the bytes; `fuzz_readers` tries it for longer."""
    chance = random.Random(seed)
    content = chance.choice(list(MAKERS.values()))(chance)

    assert outcome(content, chance)
