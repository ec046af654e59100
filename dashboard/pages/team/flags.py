"""The flags of the open team in its head: which, why, since when, and what would clear it."""

from __future__ import annotations

from typing import Any

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.pages.visit import Visit
from dashboard.pages.words.flag_clearing import clearing
from dashboard.pages.words.flag_words import note_words
from dashboard.pages.words.markup import html
from dashboard.pages.words.numbers import month_words
from dashboard.pages.words.reasons import flag_word, reason
from dashboard.reads.flags import JUDGED
from dashboard.reads.team import Team


def flags_list(visit: Visit, found: Team) -> str:
    """Return the flags of the month, the gravest first, with what to mind about them."""
    text = visit.text
    if found.flags.is_empty():
        return f"<p>{html(text('team.no_flags'))}</p>"
    lines = "".join(
        f"<li><strong>{html(_severity(visit, flag['severity']))}"
        f" · {html(flag_word(flag['flag'], text))}</strong> {html(reason(flag, text))}"
        f" <small>{html(_since(visit, flag))}</small>{_minded(visit, found, flag)}</li>"
        for flag in found.flags.iter_rows(named=True)
    )
    return f'<ul class="tc-flags">{lines}</ul>'


def _minded(visit: Visit, found: Team, flag: dict[str, Any]) -> str:
    """Return the note on a flag, and what would clear it unless a section below says so."""
    text, said = visit.text, [note_words(flag, visit.text).strip()]
    if flag["flag"] not in JUDGED:
        said.append(text("flags.clearing") + clearing(flag, found.standing, text))
    shown = " ".join(part for part in said if part)
    return f'<div class="tc-remark">{html(shown)}</div>' if shown else ""


def _severity(visit: Visit, severity: str) -> str:
    return f"{SEVERITY_MARKS[severity]} {visit.text(f'severity.{severity}')}"


def _since(visit: Visit, flag: dict) -> str:
    return visit.text("team.flag_since", month=month_words(flag["since"], visit.text))
