"""The sections of the page on flags, each one message."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.filters import FLAGS, SEVERITIES
from dashboard.pages import numbers
from dashboard.pages.amounts import percent
from dashboard.pages.markup import Html, html, light_mark, link, section, small, table
from dashboard.pages.narrowing import aside, facet, lines, pager, shaped, team_link
from dashboard.pages.visit import Visit
from dashboard.reads.flags import FlagMonth, last_months
from dashboard.reads.teams import month_before
from dashboard.reads.written import written
from dashboard.text import Text

_NOT_FLAGGED = "·"
_COLOURS = {"alarm": "red", "concern": "red", "watch": "yellow"}
_DAYS = ("overdue_task", "petition_overdue", "finding_overdue", "not_disclosed")


def headline(visit: Visit, month: FlagMonth) -> Html:
    """Return the one sentence to take away, what changed, and what a flag is."""
    text = visit.text
    assert visit.filters.month is not None
    message = text(
        "flags.headline" if month.serious_count else "flags.headline_calm",
        count=month.serious_count,
        teams=month.team_count,
    )
    has_previous = month_before(visit.filters.month) in visit.choices.months
    since = text(
        "flags.since_last_month" if has_previous else "flags.no_previous",
        new=month.new_count,
        cleared=month.cleared_count,
        watched=month.watch_count,
    )
    title = text("flags.title", month=numbers.month_words(visit.filters.month, text))
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p><p>{html(since)}</p>'
        f'<p class="tc-remark">{html(text("flags.candidates"))}</p></section>'
    )


def choices(visit: Visit, month: FlagMonth) -> Html:
    """Return the severities and kinds to choose from, and what each means."""
    text = visit.text
    severities = {
        name: f"{SEVERITY_MARKS[name]} {text(f'severity.{name}')}" for name in SEVERITIES
    }
    flags = {name: text(f"flag.{name}") for name in FLAGS}
    return Html(
        '<section data-tc class="tc-section">'
        + facet(visit, "severity", month.severities, severities)
        + facet(visit, "flag", month.flags, flags)
        + _legend(text)
        + "</section>"
    )


def _legend(text: Text) -> Html:
    severities = "".join(
        f"<dt>{SEVERITY_MARKS[name]} {html(text(f'severity.{name}'))}</dt>"
        f"<dd>{html(text(f'flags.severity_{name}'))}</dd>"
        for name in SEVERITIES
    )
    kinds = "".join(
        f"<dt>{html(text(f'flag.{name}'))}</dt><dd>{html(text(f'flags.meaning_{name}'))}</dd>"
        for name in FLAGS
    )
    return Html(
        f'<details class="tc-legend"><summary>{html(text("flags.legend"))}</summary>'
        f"<dl>{severities}{kinds}</dl></details>"
    )


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
            Html(_team(visit, flag) + _light(visit, flag)),
            _flag(visit, month, flag),
            lines(_reason(flag, visit.text), aside(_evidence(visit, flag))),
            Html(f'<span class="tc-said">{said}</span>{html(_clearing(flag, visit.text))}'),
        )
        for flag in rows.iter_rows(named=True)
    ]
    columns = [visit.text(f"flags.column_{name}") for name in names]
    return shaped(table(title, columns, shown, is_cards=True), "flags")


def _team(visit: Visit, flag: Mapping[str, Any]) -> Html:
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


def _reason(flag: Mapping[str, Any], text: Text) -> str:
    name = flag["flag"]
    said = text(
        f"flags.reason_{name}",
        observed=_amount(name, flag["observed"]),
        threshold=_line(name, flag["threshold"]),
        n=flag["n"],
        subject=_subject(flag["subject"], text),
    )
    return said + (text(f"flags.note_{flag['note']}") if flag["note"] else "")


def _amount(flag: str, value: float | None) -> str:
    if value is None:
        return numbers.NOTHING
    if flag == "rate_under_floor":
        return percent(value)
    if flag in _DAYS:
        return f"{value:.0f}"
    if flag == "not_reported":
        return f"{float(written(value)):g}"
    return str(written(abs(value) if flag == "falling" else value))


def _line(flag: str, value: float | None) -> str:
    if value is None:
        return numbers.NOTHING
    # A line is a number of the scheme, written as it stands there.
    return f"{100 * value:g}%" if flag == "rate_under_floor" else f"{value:g}"


def _subject(subject: str | None, text: Text) -> str:
    for key in (f"dimension.{subject}", f"part.{subject}"):
        if key in text.words:
            return text(key)
    return subject or ""


def _evidence(visit: Visit, flag: Mapping[str, Any]) -> Html:
    """Return the row that the worst case stands in, with the way to it."""
    text, subject = visit.text, flag["subject"]
    if flag["source_row"] is None:
        address = team_link(visit, flag["team_id"])
        return Html(f"{html(text('flags.evidence'))}{link(address, text('flags.team_page'))}")
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


def _clearing(flag: Mapping[str, Any], text: Text) -> str:
    """Return what would end the flag."""
    name = flag["flag"]
    if name == "not_reported":
        return _sending(flag, text)
    if name == "petition_overdue":
        name = f"petition_{flag['clock']}"
    gap = flag["gap"]
    missing = flag["needed"] - flag["hits"] if flag["needed"] is not None else None
    others = text("flags.clear_others", more=flag["n"] - 1)
    said = text(
        f"flags.clear_{name}",
        subject=flag["subject"],
        days=_amount("overdue_task", flag["observed"]),
        gap=numbers.NOTHING if gap is None else str(written(gap)),
        missing=missing,
        cases=flag["cases"],
        hits=flag["hits"],
        needed=flag["needed"],
    )
    return said + (others if flag["flag"] in _DAYS and flag["n"] > 1 else "")


def _sending(flag: Mapping[str, Any], text: Text) -> str:
    lacking = [
        text(f"flags.kind_{kind}")
        for kind in ("tasks", "ratings", "disclosures")
        if flag[f"lacks_{kind}"]
    ]
    said = []
    if lacking:
        said.append(text("flags.clear_sending", kinds=text("between.names").join(lacking)))
    if not flag["is_graded"]:
        if flag["n"] < flag["least_tasks"]:
            least = flag["least_tasks"]
            said.append(text("flags.clear_tasks", n=flag["n"], least=least))
        if flag["gap"] > 0:
            said.append(text("flags.clear_evidence", gap=str(written(flag["gap"]))))
    return "".join(said)


def trend_title(visit: Visit, month: FlagMonth) -> Html:
    """Return what the months say."""
    text = visit.text
    serious = {
        when: int(rows["team_count"].sum())
        for (when,), rows in month.trend.filter(pl.col("severity") != "watch").group_by("month")
    }
    months = [when for when in last_months(_month(visit)) if when in visit.choices.months]
    title = text(
        "flags.trend_title",
        now=serious[months[-1]],
        then=serious[months[0]],
        since=numbers.month_words(months[0], text),
    )
    return section(title, note=text("flags.trend_note"))


def trend(visit: Visit, month: FlagMonth) -> pl.DataFrame:
    """Return the months of this version, the severity in words."""
    words = [visit.text(f"severity.{severity}") for severity in SEVERITIES]
    return month.trend.filter(pl.col("month").is_in(list(visit.choices.months))).with_columns(
        pl.col("severity").replace_strict(SEVERITIES, words)
    )


def trend_table(visit: Visit, month: FlagMonth) -> Html:
    """Return the numbers of the months, beside their chart."""
    text = visit.text
    counts = {(when, severity): n for when, severity, n in month.trend.rows()}
    rows = [
        (
            numbers.month_words(when, text),
            *(counts[when, severity] for severity in SEVERITIES),
        )
        for when in reversed(last_months(_month(visit)))
        if when in visit.choices.months
    ]
    heads = [f"{SEVERITY_MARKS[name]} {text(f'severity.{name}')}" for name in SEVERITIES]
    return table(text("flags.trend_alt"), [text("filter.month"), *heads], rows, " nnn")


def cleared(visit: Visit, month: FlagMonth) -> Html:
    """Return what ended since the month before."""
    text = visit.text
    title = text("flags.cleared_title", count=month.cleared_total)
    if month.cleared.is_empty():
        return section(title, text("flags.cleared_none"))
    rows = [
        (
            _team(visit, flag),
            text(f"flag.{flag['flag']}"),
            _ended(flag, text),
        )
        for flag in month.cleared.iter_rows(named=True)
    ]
    columns = [text(f"flags.column_{name}") for name in ("team", "flag", "ended")]
    parts: list[object] = [shaped(table(title, columns, rows, is_cards=True), "cleared")]
    if month.cleared_total > month.cleared.height:
        shown = month.cleared.height
        parts.append(text("flags.cleared_cut", shown=shown, count=month.cleared_total))
    return section(title, *parts, note=text("flags.cleared_note"))


def _ended(flag: Mapping[str, Any], text: Text) -> str:
    return text(
        "flags.eased" if flag["now"] else "flags.ended",
        severity=text(f"severity.{flag['severity']}"),
        count=flag["months_running"],
        reason=_reason(flag, text),
    )


def _month(visit: Visit) -> Any:
    assert visit.filters.month is not None
    return visit.filters.month
