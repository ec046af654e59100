"""Putting names and file paths into SQL text: the only parts of it that are not fixed."""

from __future__ import annotations


def quoted(name: str) -> str:
    """Return an identifier as SQL writes it; a relation `layer.name` keeps its dot."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def text_literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
