"""The candidates of a month: who, which flag, why, on what evidence, what would end it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.filters import SEVERITIES
from dashboard.pages.narrowing import aside, lines, pager, shaped, team_link
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.flag_clearing import clearing
from dashboard.pages.words.flag_words import flag_reason
from dashboard.pages.words.markup import Html, html, light_mark, link, section, small, table
from dashboard.pages.words.place_words import JUDGEMENT
from dashboard.pages.words.why_in_short import in_short
from dashboard.reads.flags import JUDGED, FlagMonth
from dashboard.text import Text

_NOT_FLAGGED = "·"
_COLOURS = {"alarm": "red", "concern": "red", "watch": "yellow"}


def candidates(visit: Visit, month: FlagMonth) -> Html:
    """Return the candidates, the gravest severity first."""
    text = visit.text
    if month.rows.is_empty():
        return section(text("flags.list_none_title"), text("flags.list_none"))
    found = []
    for severity in SEVERITIES:
        rows = month.rows.filter(pl.col("severity") == severity)
        if rows.height:
            title = text(f"flags.list_{severity}", count=month.severities[severity])
            found.append(
                section(
                    f"{SEVERITY_MARKS[severity]} {title}", _table(visit, month, rows, title)
                )
            )
    found.append(Html(f'<section data-tc class="tc-section">{pager(visit, month.slice)}'))
    remark = html(text("flags.strip_note"))
    return Html("".join(found) + f'<p class="tc-remark">{remark}</p></section>')


def _table(visit: Visit, month: FlagMonth, rows: pl.DataFrame, title: str) -> Html:
    names = ("team", "flag", "reason", "clearing")
    # On a phone the heads are gone.
    said = html(visit.text("flags.clearing"))
    shown = [
        (
            Html(team_cell(visit, flag) + _light(visit, flag)),
            _flag(visit, month, flag),
            _why(visit, month, flag),
            Html(f'<span class="tc-said">{said}</span>{html(_ends(visit, month, flag))}'),
        )
        for flag in rows.iter_rows(named=True)
    ]
    columns = [visit.text(f"flags.column_{name}") for name in names]
    return shaped(table(title, columns, shown, is_cards=True), "flags")


def _why(visit: Visit, month: FlagMonth, flag: Mapping[str, Any]) -> Html:
    standing, text = month.standings.get(flag["team_id"]), visit.text
    steps = [] if standing is None else in_short(flag["flag"], standing, text)
    folded = _folded(text("why.steps"), steps) if steps else ""
    return lines(flag_reason(flag, text), folded, aside(_evidence(visit, flag)))


def _folded(word: str, sentences: list[str]) -> Html:
    body = "".join(f"<p>{html(sentence)}</p>" for sentence in sentences)
    return Html(f"<details><summary>{html(word)}</summary>{body}</details>")


def _ends(visit: Visit, month: FlagMonth, flag: Mapping[str, Any]) -> str:
    return clearing(flag, month.standings.get(flag["team_id"]), visit.text)


def team_cell(visit: Visit, flag: Mapping[str, Any]) -> Html:
    """Return the team of a flag, with the way to its page."""
    name = link(team_link(visit, flag["team_id"]), flag["team_name"])
    return Html(name + small(flag["peer_group"] or ""))


def _light(visit: Visit, flag: Mapping[str, Any]) -> Html:
    return small(light_mark(flag["light"], visit.text)) if flag["light"] else Html("")


def _flag(visit: Visit, month: FlagMonth, flag: Mapping[str, Any]) -> Html:
    text, severity = visit.text, flag["severity"]
    running = flag["months_running"]
    if flag["before"] is None:
        since = text("flags.is_new")
    else:
        since = text(
            "flags.running",
            count=running,
            since=numbers.month_words(flag["since"], text),
        )
        if flag["before"] != severity:
            before = text(f"severity.{flag['before']}")
            since += text("between.reasons") + text("flags.was", severity=before)
    strip = month.strips[flag["team_id"], flag["flag"]]
    word = text(f"flag.{flag['flag']}")
    return Html(
        f'<span class="tc-light tc-{_COLOURS[severity]}"><span aria-hidden="true">'
        f"{SEVERITY_MARKS[severity]}</span> {html(word)}</span>"
        f"{small(since)}{_strip(strip, text)}"
    )


def _strip(severities: tuple[str | None, ...], text: Text) -> Html:
    marks = "".join(_NOT_FLAGGED if one is None else SEVERITY_MARKS[one] for one in severities)
    said = text("flags.strip", count=len(severities) - severities.count(None))
    return Html(
        f'<small class="tc-strip" title="{escape(said)}" aria-hidden="true">{marks}</small>'
        f'<span class="tc-hidden">{html(said)}</span>'
    )


def _evidence(visit: Visit, flag: Mapping[str, Any]) -> Html:
    """Return the row that the worst case stands in, with the way to it."""
    text, subject = visit.text, flag["subject"]
    if flag["source_row"] is None:
        is_level = flag["flag"] == "below_standard"
        address = team_link(visit, flag["team_id"], JUDGEMENT if is_level else None)
        page = "team_judged" if flag["flag"] in JUDGED else "team_page"
        return Html(f"{html(text('flags.evidence'))}{link(address, text(f'flags.{page}'))}")
    if flag["flag"] == "overdue_task":
        address = visit.link("tasks", search=subject, flag=None, severity=None, number=None)
    else:
        address = team_link(visit, flag["team_id"], subject)
    title = flag["title"]
    if flag["flag"] == "not_disclosed" and title:
        title = text(f"flags.notice_{title}")
    due = flag["due_on"]
    about = [
        title,
        due and text("flags.due", day=numbers.day_words(due, text)),
        text("list.source", file=flag["file_name"], row=flag["source_row"]),
    ]
    rest = text("between.names").join(part for part in about if part)
    return Html(
        f"{html(text('flags.evidence'))}{link(address, subject)}"
        f"{html(text('between.names') + rest)}"
    )
