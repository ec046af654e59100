"""Tables that become cards on a phone, with words before their numbers there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from dashboard.pages.words.markup import Html


def named_numbers(table: Html, name: str, words: Mapping[int, str]) -> Html:
    """Return a table whose numbers say on a phone what they are, as its heads are gone.

    The words travel once, as variables of the style sheet, not once in every row.

    Args:
        name: class of the table in assets/teams.css.
        words: number of the column, from 1 → the word before its numbers.
    """
    style = ";".join(f"--tc-{column}:'{_quoted(word)}'" for column, word in words.items())
    return Html(f'<div class="tc-named {name}" style="{escape(style)}">{table}</div>')


def _quoted(word: str) -> str:
    return word.replace("\\", "").replace("'", "’")
