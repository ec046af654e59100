"""What a command answers with: one JSON document for programs, a sentence for people."""

from __future__ import annotations

import json
from typing import Any

import typer


def answer(as_json: bool, document: dict[str, Any], sentence: str) -> None:
    """Print the document on stdout, or the sentence on stderr."""
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, default=str))
    else:
        typer.echo(sentence, err=True)
