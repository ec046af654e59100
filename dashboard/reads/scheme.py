"""What the scheme in force says: every number with its unit and source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

RED_LINE, YELLOW_LINE = "red_line", "yellow_line"
LINES = (RED_LINE, YELLOW_LINE)


@dataclass(frozen=True)
class Rule:
    """One number of the scheme, a row of queries/pages/scheme_rules.sql.

    Attributes:
        dimension: of a part, else None.
        value: in its unit; None where the setting is left blank.
    """

    kind: str
    name: str
    dimension: str | None
    value: float | None
    unit: str | None
    source: str | None


@dataclass(frozen=True)
class Scheme:
    """Every number of the scheme in force, by kind, in the order in which they are shown."""

    rules: tuple[Rule, ...]

    def of(self, kind: str) -> list[Rule]:
        """Return the rules of a kind, as queries/pages/scheme_rules.sql names it."""
        return [rule for rule in self.rules if rule.kind == kind]

    def parts_of(self, dimension: str) -> list[Rule]:
        """Return the parts of a dimension."""
        return [part for part in self.of("part") if part.dimension == dimension]

    def setting(self, name: str) -> float:
        """Return the number of a setting that is never blank."""
        return self._settings[name]

    @property
    def grades(self) -> list[Rule]:
        """The grades with a least score that can be missed, the best first."""
        return self.of("grade")[:-1]

    @cached_property
    def _settings(self) -> dict[str, float]:
        return {rule.name: rule.value for rule in self.of("setting") if rule.value is not None}

    @cached_property
    def can_be_tried(self) -> dict[str, float]:
        """Name what the what-if may change, each with its number in force."""
        named = [*self.of("dimension"), *self.of("part"), *self.grades]
        numbers = {rule.name: rule.value or 0.0 for rule in named}
        return numbers | {line: self.setting(line) for line in LINES}


def scheme_in_force(cursor: Cursor, filters: Filters) -> Scheme:
    """Read the scheme a version was scored by; no filter counts.

    Source: queries/pages/scheme_rules.sql
    """
    names = ("kind", "name", "dimension", "value", "unit", "source")
    rows = run(cursor, "scheme_rules").select(names).iter_rows()
    return Scheme(tuple(Rule(*row) for row in rows))
