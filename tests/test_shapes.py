"""The shape of everything a build makes, in one reviewed file."""

from __future__ import annotations

import os
from pathlib import Path

SHAPES = Path(__file__).parent / "snapshots" / "shapes.txt"

# Text rows of an upload: their columns are those of dashboard/kinds.py.
UNTYPED_LAYERS = ("uploads.", "changed.")


def shapes(relation_types: dict[str, dict[str, str]]) -> str:
    """Write relations, columns and types as people review them."""
    return "\n".join(
        f"{relation}\n" + "".join(f"    {name} {kind}\n" for name, kind in types.items())
        for relation, types in sorted(relation_types.items())
        if not relation.startswith(UNTYPED_LAYERS)
    )


def test_no_relation_changed_its_shape(relation_types: dict[str, dict[str, str]]) -> None:
    """A change of any column or type is seen in review: `poe shapes` writes the file."""
    if "REWRITE_SHAPES" in os.environ:
        SHAPES.write_text(shapes(relation_types), encoding="utf-8")

    assert shapes(relation_types) == SHAPES.read_text(encoding="utf-8")


def test_no_number_is_of_a_type_that_charts_and_spark_misread(
    relation_types: dict[str, dict[str, str]],
) -> None:
    """Sums are cast: a HUGEINT or DECIMAL is drawn wrongly, and is another type on Spark."""
    misread = [
        f"{relation}.{name} {kind}"
        for relation, types in relation_types.items()
        for name, kind in types.items()
        if kind.startswith(("HUGEINT", "DECIMAL"))
    ]

    assert misread == []
