"""The column 问题: what stands in it, row by row, and how it is known when it comes back."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.ingest.problems import Problem
from dashboard.ingest.table import Table
from dashboard.text import Text

# Begins each sentence. So a cell of this column is never taken for a formula, and a column
# of a clerk's own that is called 问题 too is told apart from ours.
MARK = "※ "
# How the header of the column begins in every language: a file may come back in another.
COLUMN = "问题"
_OWN_HEADER = re.compile(rf"\s*{COLUMN}(?: \(Problems\))?\s*(?:（.*）\s*)?", re.DOTALL)
_BRACKETS = str.maketrans("()[]【】〔〕", "〈〉〈〉〈〉〈〉")
# A cell of Excel holds 32,767 characters.
_LONGEST_CELL = 32_000


@dataclass(frozen=True)
class Remarks:
    """What is to be said in a file.

    Attributes:
        header: sentences that belong to no row, or to that of the header.
        by_row: sentences of each other row that has any.
        bad_cells: by row, the position of each cell at fault.
    """

    column: str
    cut: str
    header: tuple[str, ...]
    by_row: Mapping[int, tuple[str, ...]]
    bad_cells: Mapping[int, frozenset[int]]

    def header_cell(self) -> str:
        """Return the header of the column.

        What is said of the header stands in brackets behind its name, as a note: notes do
        not change what a header is called, so the column is known when it comes back.
        """
        if not self.header:
            return self.column
        note = "".join(map(_without_brackets, " ".join(self._marked(self.header))))
        return self._fit(f"{self.column}（{note}）")

    def cell(self, row: int, between: str) -> str:
        """Return the sentences of a row; nothing when there are none."""
        return self._fit(between.join(self._marked(self.by_row.get(row, ()))))

    def _marked(self, sentences: Iterable[str]) -> list[str]:
        return [MARK + sentence for sentence in sentences]

    def _fit(self, cell: str) -> str:
        return cell if len(cell) <= _LONGEST_CELL else cell[:_LONGEST_CELL] + self.cut


def remarks_of(
    table: Table, problems: Iterable[Problem], left_out: Iterable[int], text: Text
) -> Remarks:
    """Gather what is to be said of a file.

    Args:
        left_out: its total rows.
    """
    header: list[str] = []
    by_row: dict[int, list[str]] = defaultdict(list)
    positions = {name: place for place, name in reversed(list(enumerate(table.header)))}
    bad_cells: dict[int, set[int]] = defaultdict(set)
    for row in left_out:
        by_row[row].append(text("reports.total_row"))
    for problem in problems:
        # A line break within a sentence would move every row below it.
        sentence = " ".join(problem.message(text).split())
        row = table.header_row if problem.row is None else problem.row
        (header if row == table.header_row else by_row[row]).append(sentence)
        if problem.row is not None and problem.column in positions:
            bad_cells[problem.row].add(positions[problem.column])
    return Remarks(
        text("reports.column"),
        text("reports.cut"),
        tuple(header),
        {row: tuple(sentences) for row, sentences in by_row.items()},
        {row: frozenset(found) for row, found in bad_cells.items()},
    )


def has_own_column(header: Sequence[str], cells: Iterable[str]) -> bool:
    """Whether the last column of a file is ours, of an earlier report.

    Args:
        cells: of that column.
    """
    if not header or not _OWN_HEADER.fullmatch(header[-1]):
        return False
    return all(cell.startswith(MARK) for cell in cells if cell.strip())


def _without_brackets(letter: str) -> str:
    # Headers are compared in their NFKC form, in which ⑴ has brackets too.
    plain = unicodedata.normalize("NFKC", letter)
    replaced = plain.translate(_BRACKETS)
    return letter if replaced == plain else replaced
