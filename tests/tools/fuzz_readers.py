"""Breaks files at random and reads them: a table or a refusal comes out, and nothing else.

    python -m tests.tools.fuzz_readers --seconds 300 [--seed 7] [--keep FOLDER]

Every file is made from a valid one by a few small changes, so that most of it still makes
sense and the readers get far. A finding is written to the folder and its seed is printed.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.guesses import first_rows, guess_kind
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.tables import Reading, Table, read_table
from dashboard.kinds import KINDS
from tests.ingest.workbooks import data, merged, packed, parts_of

# Small, so that reaching them is cheap; a read within them is quick on any machine.
LIMITS = Limits(
    content_bytes=2_000_000, unpacked_bytes=20_000_000, sheet_characters=2_000_000,
    text_rows=50_000, entries=200,
)  # fmt: skip
SLOW_SECONDS = 10.0
MOST_MEMORY_MB = 1_500

HEADER = ("任务编号", "责任单位", "任务名称", "完成时限", "完成进度", "退回次数")
RECORDS = [
    (
        f"K{number}",
        "市财政局",
        f"修路，第{number}期",
        f"2026-03-{number % 28 + 1:02d}",
        "85%",
        "0",
    )
    for number in range(40)
]
TOKENS = [
    b'"', b",", b";", b"\t", b"\n", b"\r", b"\0", b"\x1a", b"\xef\xbb\xbf", b"\xff\xfe", b"<",
    b">", b"&", b"&#0;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x>", b"-1", b"1e999",
    b"nan", b"99999999999999999999", b"_xD800_", b"_x0000_", b"A1:XFD1048576", b't="s"',
    b't="e"', b"</c>", b'<c t="s"><v>0</v></c>', b"<row>", b"sep=;\n", b"PK\x05\x06",
    b"PK\x01\x02", "合计".encode(), "注：".encode(), "一".encode("gbk"), "\u2028".encode(),
    "\U0001f600".encode(), b"\xe4\xb8",
]  # fmt: skip


VALUES = [
    b"", b"0", b"1", b"-1", b"60", b"46086.5", b"1E+18", b"0.1", b" 7 ", b"s", b"str", b"b",
    b"d", b"n", b"hidden", b"A1", b"XFD1", b"A1:B2", b"B9:C9", b"_xD83D__xDE00_", b"General",
    b"[h]:mm", b"0%", b"yyyy;@", b"\\", b"&quot;", b"&lt;", "年".encode(), b"1048576",
    b"../x.xml", b"True",
]  # fmt: skip


def text_file(chance: random.Random) -> bytes:
    """Return a valid CSV file in some dialect."""
    mark = chance.choice(",;\t")
    quote = chance.choice(["", '"'])
    titles = chance.choice([[], ["台账"], ["台账", "", "单位：万元"]])
    rows = [HEADER, *chance.sample(RECORDS, chance.randrange(len(RECORDS)))]
    lines = [*titles, *(mark.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)]
    end = chance.choice(["\n", "\r\n", "\r"])
    encoding = chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5"])
    return end.join([*lines, ""]).encode(encoding, errors="replace")


def workbook_parts(chance: random.Random) -> dict[str, str | bytes]:
    """Return the parts of a valid workbook."""
    cells = [
        '<c s="1"><v>46086</v></c>', '<c s="2"><v>0.85</v></c>', '<c t="e"><v>#N/A</v></c>',
        "<c><f>A1+1</f><v>2</v></c>", "<c><f>A1</f></c>", '<c t="s"><v>0</v></c>',
        '<c t="b"><v>1</v></c>', "<c/>", '<c s="4"><v>1.5</v></c>', '<c t="d"><v>2026</v></c>',
    ]  # fmt: skip
    records = [
        tuple(cell if chance.random() < 0.7 else chance.choice(cells) for cell in record)
        for record in chance.sample(RECORDS, chance.randrange(1, 20))
    ]
    sheet = data(("台账",), HEADER, *records)
    if chance.random() < 0.3:
        sheet += merged(chance.choice(["A1:F1", "A2:B2", "B3:B5", "C4:D4", "A90:B95"]))
    sheets = [sheet, *chance.choice([[], [data(("说明",))], [data(HEADER, RECORDS[0])]])]
    return dict(parts_of(*sheets, shared="<si><t>甲</t></si><si><r><t>乙</t></r></si>"))


def changed(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few small changes."""
    broken = bytearray(content)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        at = chance.randrange(len(broken) + 1)
        length = chance.choice([0, 1, 1, 2, 5, 40])
        match chance.randrange(5):
            case 0:
                broken[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                broken[at : at + length] = b""
            case 2:
                broken[at:at] = chance.choice(TOKENS)
            case 3:
                other = chance.randrange(len(broken) + 1)
                broken[at:at] = broken[other : other + length * 4]
            case _:
                broken[at : at + length] = chance.choice(TOKENS) * chance.choice([1, 1, 3])
    return bytes(broken)


def changed_values(xml: bytes, chance: random.Random) -> bytes:
    """Return XML with other texts and attributes, its elements as they were."""
    values = list(re.finditer(rb'(?<==")[^"<]*(?=")|(?<=>)[^<>]+(?=<)', xml))
    for match in sorted(
        chance.sample(values, min(len(values), chance.choice([1, 2, 5]))),
        key=lambda match: -match.start(),
    ):
        value = chance.choice([*VALUES, chance.choice(values)[0]])
        xml = xml[: match.start()] + value + xml[match.end() :]
    return xml


def broken_text(chance: random.Random) -> bytes:
    """Return a CSV file with changes to its bytes."""
    return changed(text_file(chance), chance)


def broken_parts(chance: random.Random) -> bytes:
    """Return a whole ZIP file some parts of which are changed, missing or new."""
    parts = workbook_parts(chance)
    for name in chance.sample(list(parts), chance.choice([1, 1, 2])):
        part = parts[name]
        match chance.randrange(6):
            case 0 if chance.random() < 0.3:
                del parts[name]
            case 1 if chance.random() < 0.3:
                parts[chance.choice(list(parts))] = part
            case 2 | 3 | 4:
                xml = part if isinstance(part, bytes) else part.encode()
                parts[name] = changed_values(xml, chance)
            case _:
                parts[name] = changed(
                    part if isinstance(part, bytes) else part.encode(), chance
                )
    return packed(parts)


def broken_package(chance: random.Random) -> bytes:
    """Return a workbook with changes to the bytes of its ZIP file."""
    content = packed(workbook_parts(chance))
    if chance.random() < 0.3:
        return content[: chance.randrange(len(content))]
    if chance.random() < 0.5:
        # The headers and the directory lie at the ends of parts; most bytes lie within.
        at = content.rfind(b"PK\x01\x02", 0, chance.randrange(1, len(content) + 1))
        return content[: max(at, 0)] + changed(content[max(at, 0) :], chance)
    return changed(content, chance)


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "text": broken_text,
    "parts": broken_parts,
    "package": broken_package,
}


def outcome(content: bytes, chance: random.Random) -> str:
    """Read a file and return the rule that refused it, or `table`.

    Raises:
        Exception: whatever the readers let through; each is a finding.
    """
    reading = Reading(
        encoding=chance.choice([*[None] * 12, "gbk", "big5", "utf-16"]),
        sheet=chance.choice([None, None, None, "S1", "S2"]),
        header_row=chance.choice([None, None, None, 1, 3]),
    )
    kind = chance.choice([KINDS["tasks"], KINDS["tasks"], KINDS["ratings"]])
    try:
        guess_kind(content, reading, LIMITS)
        table = read_table(content, kind, reading, LIMITS)
    except UploadRefusedError as refusal:
        return refusal.rule
    check(table)
    return "table"


def check(table: Table) -> None:
    """Assert what holds of every table."""
    rows = table.records["row"].to_list()
    assert rows == sorted(set(rows)), "rows are not in order"
    assert table.records.columns == ["row", *map(str, range(len(table.header)))]
    assert sum(table.records.null_count().row(0)) == 0, "a cell is null"
    assert not rows or rows[0] > table.header_row, "a record stands above the header"
    assert {bad.row for bad in table.bad_cells} <= set(rows)
    first_rows(table)


def run(seconds: float, seed: int, folder: Path) -> int:
    """Fuzz for a time; return how many findings there were."""
    outcomes, findings = Counter[str](), 0
    until = time.monotonic() + seconds
    number = seed
    while time.monotonic() < until:
        chance = random.Random(number)
        name = chance.choice(list(MAKERS))
        content = MAKERS[name](chance)
        start = time.process_time()
        try:
            outcomes[outcome(content, chance)] += 1
            problem = "slow" if time.process_time() - start > SLOW_SECONDS else ""
        # A panic of Rust is no Exception, and is what is looked for.
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            problem = "".join(traceback.format_exception(error))
        if problem:
            findings += 1
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}-{number}").write_bytes(content)
            print(f"seed {number} ({name}): {problem}", file=sys.stderr)
        number += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{number - seed} files, {findings} findings, {memory} MB at most")
    for rule, count in outcomes.most_common():
        print(f"{count:8} {rule}")
    return findings + (memory > MOST_MEMORY_MB)


def main() -> None:
    """Read the arguments and fuzz."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(".cache/fuzz"))
    given = parser.parse_args()
    sys.exit(1 if run(given.seconds, given.seed, given.keep) else 0)


if __name__ == "__main__":
    main()
