"""Comparing published relations, row by row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.exports.tables import relation_names, relation_rows
from dashboard.storage.workspace import Workspace

KEYS = {
    "scores": ("team_id", "month"),
    "parts": ("team_id", "month", "part"),
    "items": ("team_id", "month", "part", "item_key"),
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
    relation: str, actual: Sequence[Row], expected: Sequence[Row]
) -> list[tuple[object, ...]]:
    """Return (key, column, actual, expected) of every cell that differs.

    Sums of doubles may differ in their last bits by the order of adding; a difference
    beyond 1e-9 is one.
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
            if not _same(row[column], value)
        ]
    return found


def _key(relation: str, row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in KEYS[relation])


def _same(actual: object, expected: object) -> bool:
    if isinstance(expected, date):
        return actual == expected.strftime("%Y-%m")
    if isinstance(actual, float) and isinstance(expected, int | float):
        return math.isclose(actual, expected, rel_tol=0, abs_tol=1e-9)
    return actual == expected
