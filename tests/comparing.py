"""Comparing published relations, row by row."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dashboard.exports.tables import relation_names, relation_rows
from dashboard.storage.workspace import Workspace

KEYS = {
    "scores": ("team_id", "month"),
    "parts": ("team_id", "month", "part"),
    "items": ("team_id", "month", "part", "item_key"),
    "severity": ("month", "rater_id"),
    "levels": ("team_id", "month"),
    "periods": ("team_id", "period"),
    "flags": ("flag", "team_id", "month"),
    "light": ("team_id", "month"),
}

Row = Mapping[str, object]


def published(workspace: Workspace) -> dict[str, list[dict[str, object]]]:
    """Return every exported relation of the newest version."""
    version = workspace.built.newest()
    assert version is not None
    with workspace.built.open(version).cursor() as cursor:
        return {name: relation_rows(cursor, name).to_dicts() for name in relation_names()}


def differences(
    relation: str,
    actual: Sequence[Row],
    expected: Sequence[Row],
    *,
    tolerance: float = 1e-9,
    leave_out: Collection[str] = (),
) -> list[tuple[object, ...]]:
    """Return (key, column, actual, expected) of every cell that differs.

    Sums of doubles may differ in their last bits by the order of adding; a difference
    beyond the tolerance is one. Columns left out may differ as they like.
    """
    actual_rows = {_key(relation, row): row for row in actual}
    expected_rows = {_key(relation, row): row for row in expected}
    missing = [
        (key, "row", None, row) for key, row in expected_rows.items() if key not in actual_rows
    ]
    found: list[tuple[object, ...]] = list(missing)
    for key, row in actual_rows.items():
        if key not in expected_rows:
            found.append((key, "row", row, None))
            continue
        found += [
            (key, column, row[column], value)
            for column, value in expected_rows[key].items()
            if column not in leave_out and not _same(row[column], value, tolerance)
        ]
    return found


def _key(relation: str, row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in KEYS[relation])


def _same(actual: object, expected: object, tolerance: float) -> bool:
    if isinstance(expected, date):
        return actual == expected.strftime("%Y-%m")
    if isinstance(actual, float) and isinstance(expected, int | float):
        return math.isclose(actual, expected, rel_tol=0, abs_tol=tolerance)
    return actual == expected
