"""The problems of a file in a few lines: what is wrong in how many rows, and in which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.ingest.problems import Problem
from dashboard.text import Text

# Enough to find the pattern; the report has all of them.
LISTED_ROWS = 3


@dataclass(frozen=True)
class ProblemCount:
    """One rule that is broken in one column.

    Attributes:
        first: the problem that comes first in the file.
        count: rows that break it.
        rows: the first of them; empty when the file is at fault as a whole.
    """

    first: Problem
    count: int
    rows: tuple[int, ...]

    def words(self, text: Text) -> str:
        """Say it in one sentence; a problem that occurs once, in its own."""
        if self.count < 2:
            return self.first.message(text)
        listed = text("reports.between").join(map(str, self.rows))
        some = "rows_some" if self.count > len(self.rows) else "rows_all"
        return text(
            "reports.counted" if self.first.column else "reports.counted_rows",
            count=f"{self.count:,}",
            column=" ".join((self.first.column or "").split()),
            name=text(f"reports.{self.first.table}.{self.first.rule}"),
            rows=text(f"reports.{some}", rows=listed),
        )


def problem_counts(problems: Iterable[Problem]) -> list[ProblemCount]:
    """Count problems by rule and column: those of the whole file first, then the most."""
    groups: dict[tuple[str, str, str | None], list[Problem]] = {}
    for problem in problems:
        key = (problem.table, problem.rule, problem.column)
        groups.setdefault(key, []).append(problem)
    counts = [_count(group) for group in groups.values()]
    # Those with equal counts stay in the order of the file.
    return sorted(counts, key=lambda one: (bool(one.rows), -one.count))


def _count(group: list[Problem]) -> ProblemCount:
    rows = dict.fromkeys(problem.row for problem in group if problem.row is not None)
    return ProblemCount(group[0], max(len(rows), 1), tuple(rows)[:LISTED_ROWS])
