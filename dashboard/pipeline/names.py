"""Putting names and values of our own into SQL text: the only parts of it not fixed.

A build does not bind parameters: binding makes DuckDB import pandas, 2 s that every upload
would wait for. Nothing a person typed comes this way but file names, which are quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def quoted(name: str) -> str:
    """Return an identifier as SQL writes it; a relation `layer.name` keeps its dot."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def text_literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def date_literal(day: date) -> str:
    """Return a day as SQL writes it."""
    return f"date '{day.isoformat()}'"


def values_sql(rows: Iterable[Iterable[str | int]]) -> str:
    """Return rows of texts and whole numbers as SQL writes them."""
    return ", ".join(
        "("
        + ", ".join(
            text_literal(value) if isinstance(value, str) else str(int(value)) for value in row
        )
        + ")"
        for row in rows
    )
