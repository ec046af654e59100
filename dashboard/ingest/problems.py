"""A problem: one reason why a file, or a row of it, is not taken; and what raises one.

A notice has the same shape and refuses nothing: it tells what a clerk may want to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.text import Text

# A cell may hold a whole page of prose; a sentence about it need not.
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a file, or a row of it, is not taken; or a notice about it.

    Attributes:
        row: line of the file as a person sees it; the header row for a missing column;
            None when the file is refused as a whole.
        column: the header as it stands in the file, the canonical name for a missing
            one; None when no single column is at fault.
        value: the cell as it stands in the file.
        rule: name of the rule, also the key `problems.<rule>` of its sentence.
        message_values: what else the sentence names.
        table: where the sentence stands, `problems` or `notices`.
    """

    row: int | None
    column: str | None
    value: str | None
    rule: str
    message_values: Mapping[str, object] = field(default_factory=dict, hash=False)
    table: str = "problems"

    def message(self, text: Text) -> str:
        """Say what is wrong, where, and what to do."""
        named = {
            "row": self.row,
            "column": _quoted(self.column),
            "value": _quoted(self.value),
        }
        is_notice = self.table == "notices"
        key = f"notices.{self.rule}" if is_notice else f"problems.{self.rule}"
        return text(key, **named | dict(self.message_values))

    def to_json(self, text: Text) -> dict[str, object]:
        """Return the problem as the command line prints it."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
            "message": self.message(text),
        }


def notice(row: int, column: str | None, rule: str, **values: Any) -> Problem:
    """Return what is told and refuses nothing; its sentence is `notices.<rule>`."""
    return Problem(row, column, None, rule, values, table="notices")


class BadValueError(ValueError):
    """A value that cannot be read. It never leaves ingest: it becomes a problem.

    Attributes:
        rule: the rule it breaks.
        values: what its sentence names besides row, column and value.
    """

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.values = values


def _quoted(cell: str | None) -> str:
    # A line break in a cell would tear the sentence apart.
    words = " ".join((cell or "").split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
