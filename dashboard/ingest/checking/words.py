"""The words departments write: `headers.toml` and `choices.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def header_words() -> dict[str, Any]:
    """Return aliases of headers by kind and column, units, and what is ignored."""
    return _read("headers")


@cache
def choice_words() -> dict[str, dict[str, list[str]]]:
    """Return what departments write for each canonical value, the usual word first."""
    return _read("choices")


def _read(name: str) -> dict[str, Any]:
    path = Path(__file__).with_name(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
