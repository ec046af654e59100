"""The sections of the page on petitions and audit, each one message."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from dashboard.pages import numbers
from dashboard.pages.amounts import interval, percent, wan
from dashboard.pages.labelled import labelled_table
from dashboard.pages.markup import Html, html, link, section, small, table
from dashboard.pages.visit import Visit
from dashboard.reads.petitions import (
    CLOCKS,
    RATES,
    SOON_DAYS,
    STATES,
    Findings,
    PetitionsAndAudit,
)

# What does not fit on a screen is found by narrowing the filters.
LISTED_CASES = 10
LISTED_FINDINGS = 10
TEAMS_A_PAGE = 10

_COLOURS = {"overdue": "red", "soon": "yellow", "running": "green"}
_MARKS = {"red": "■", "yellow": "▲", "green": "●", "grey": "◆"}


def headline(visit: Visit, message: Html) -> Html:
    """Return the title and the message; it says how old the data is, so it is not kept."""
    text, held = visit.text, visit.choices
    assert visit.filters.month is not None
    title = text("petitions.title", month=numbers.month_words(visit.filters.month, text))
    age = text(
        "petitions.age",
        as_of=numbers.day_words(held.as_of, text),
        built_at=numbers.moment_words(held.built_at, text),
        ago=numbers.ago_words(held.built_at, text),
    )
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>{message}'
        f'<p class="tc-remark">{html(age)}</p></section>'
    )


def message(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the one sentence to take away, and what comes next."""
    text, findings = visit.text, month.audit.overdue
    kind = {
        (True, True): "both",
        (True, False): "cases",
        (False, True): "findings",
        (False, False): "none",
    }[month.overdue_cases > 0, findings > 0]
    words = text(f"petitions.headline_{kind}", cases=month.overdue_cases, findings=findings)
    soon = text(
        "petitions.headline_soon" if month.soon_cases else "petitions.headline_soon_none",
        count=month.soon_cases,
        days=SOON_DAYS,
        cutoff=numbers.day_words(_cutoff(visit), text),
    )
    return Html(f'<p class="tc-message">{html(words)}</p><p>{html(soon)}</p>')


def _cutoff(visit: Visit) -> date:
    """Return the day the month is described on."""
    month = visit.filters.month
    assert month is not None
    last_day = month.replace(day=monthrange(month.year, month.month)[1])
    return min(last_day, visit.choices.as_of)


def clocks(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the running clocks, counted by how much time is left."""
    text = visit.text
    title = text(
        "petitions.clocks_title",
        count=month.open_cases,
        cutoff=numbers.day_words(_cutoff(visit), text),
    )
    if month.limits is None:
        return section(title, text("petitions.clocks_none"))
    limits = vars(month.limits)
    columns = [text("petitions.column_clock")]
    columns += [_state(visit, state) for state in STATES]
    columns.append(text("petitions.column_total"))
    rows = [
        (
            text(f"petitions.clock_{clock}", **limits),
            *(month.clocks[clock, state] for state in STATES),
            sum(month.clocks[clock, state] for state in STATES),
        )
        for clock in CLOCKS
    ]
    return section(
        title,
        labelled_table(title, columns, rows, " nnnn"),
        note=text("petitions.clocks_note", **limits),
    )


def _state(visit: Visit, state: str, words: str = "") -> Html:
    colour = _COLOURS[state]
    words = words or visit.text(f"petitions.state_{state}", days=SOON_DAYS)
    return Html(
        f'<span class="tc-light tc-{colour}"><span aria-hidden="true">{_MARKS[colour]}</span> '
        f"{html(words)}</span>"
    )


def pressing(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the clocks past or near their limit, the longest past it first."""
    text, count = visit.text, month.pressing.height
    title = text("petitions.pressing_title", days=SOON_DAYS)
    if not count:
        return section(title, text("petitions.pressing_none", days=SOON_DAYS))
    rows = [
        (
            clock["case_id"],
            link(visit.team_link(clock["team_id"]), clock["team_name"]),
            numbers.day_words(clock["limit_on"], text),
            Html(
                _state(visit, clock["state"], _days(visit, clock["days_over"]))
                + small(text(f"petitions.clock_short_{clock['clock']}"))
            ),
        )
        for clock in month.pressing.head(LISTED_CASES).iter_rows(named=True)
    ]
    columns = [text(f"petitions.column_{name}") for name in ("case", "team", "limit", "state")]
    shown: list[object] = [table(title, columns, rows, is_cards=True)]
    if count > len(rows):
        shown.append(text("petitions.pressing_cut", shown=len(rows), count=count))
    return section(title, *shown)


def _days(visit: Visit, days_over: int) -> str:
    kind = "over" if days_over > 0 else "left" if days_over < 0 else "today"
    return visit.text(f"petitions.days_{kind}", count=abs(days_over))


def rates(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the rates of all teams together, each against its floor."""
    text = visit.text
    under = [part for part in RATES if part in month.rates and _is_under(month.rates[part])]
    names = text("between.names").join(text(f"petitions.rate_{part}") for part in under)
    title = text(
        "petitions.rates_title_under" if under else "petitions.rates_title_fine", names=names
    )
    rows = [
        (
            text(f"petitions.rate_{part}"),
            Html(percent(rate["rate"]) + small(interval(rate["low"], rate["high"]))),
            f"{rate['n']:,}",
            Html(_verdict(visit, part, rate) + small(_line(visit, rate))),
        )
        for part, rate in ((part, month.rates.get(part)) for part in RATES)
        if rate is not None
    ]
    names_of_columns = ("rate", "share", "n", "verdict")
    columns = [text(f"petitions.column_{name}") for name in names_of_columns]
    assert visit.filters.month is not None
    caption = text(
        "petitions.rates_caption", month=numbers.month_words(visit.filters.month, text)
    )
    return section(
        title, labelled_table(caption, columns, rows, " nn "), note=text("petitions.rates_note")
    )


def _is_under(rate: dict[str, Any]) -> bool:
    return rate["is_under_floor"]


def _line(visit: Visit, rate: dict[str, Any]) -> str:
    if rate["floor"] is None:
        return visit.text("petitions.floor_none")
    return visit.text("petitions.floor_least", floor=numbers.share(rate["floor"]))


def _verdict(visit: Visit, part: str, rate: dict[str, Any]) -> Html:
    text = visit.text
    if rate["is_small"]:
        return Html(html(text("petitions.verdict_small", least=rate["least_cases"])))
    if rate["floor"] is None:
        kind = "repeat" if part == "petition_repeat" else "plain"
        return Html(html(text(f"petitions.verdict_{kind}")))
    if _is_under(rate):
        return _state(visit, "overdue", text("petitions.verdict_under"))
    if rate["rate"] < rate["floor"]:
        return _state(visit, "soon", text("petitions.verdict_below"))
    return _state(visit, "running", text("petitions.verdict_met"))


def trend(visit: Visit, month: PetitionsAndAudit, parts: Sequence[str]) -> pl.DataFrame:
    """Return the frame of a chart of rates: month, name in words, rate, floor, n."""
    names = {part: visit.text(f"petitions.rate_{part}") for part in parts}
    return month.trends.filter(pl.col("part").is_in(parts)).select(
        "month", pl.col("part").replace_strict(names).alias("name"), "rate", "floor", "n"
    )


def trend_table(visit: Visit, month: PetitionsAndAudit, parts: Sequence[str]) -> Html:
    """Return the numbers of a chart of rates, the newest month first."""
    text = visit.text
    months: dict[date, dict[str, object]] = {}
    for row in month.trends.filter(pl.col("part").is_in(parts)).iter_rows(named=True):
        count = text("petitions.cases", n=row["n"])
        cell = Html(html(percent(row["rate"])) + small(count))
        months.setdefault(row["month"], {})[row["part"]] = cell
    rows = [
        (
            numbers.month_words(day, text),
            *(months[day].get(part, numbers.NOTHING) for part in parts),
        )
        for day in sorted(months, reverse=True)
    ]
    columns = [
        text("petitions.month"),
        *(text(f"petitions.trend_{part}") for part in parts),
    ]
    shown = table(text("petitions.trend_table"), columns, rows, " ".ljust(len(columns), "n"))
    shown = shown.replace("tc-table", "tc-table tc-inline", 1)
    note = html(text("petitions.trend_note"))
    return Html(
        f'<div data-tc class="tc-section" style="margin:0">{shown}'
        f'<p class="tc-remark">{note}</p></div>'
    )


def team_pages(visit: Visit, month: PetitionsAndAudit) -> tuple[Html, ...]:
    """Return the rates of each team, so many teams a page; at least one page."""
    text, teams = visit.text, month.by_team
    title = text("petitions.teams_title")
    if not teams:
        return (section(title, text("petitions.teams_no_cases")),)
    under = sum(any(map(_is_under, team["rates"].values())) for team in teams)
    lead = text("petitions.teams_under" if under else "petitions.teams_none_under", count=under)
    least = next(iter(teams[0]["rates"].values()))["least_cases"]
    starts = range(0, len(teams), TEAMS_A_PAGE)
    pages = []
    for number, start in enumerate(starts, 1):
        listed = teams[start : start + TEAMS_A_PAGE]
        caption = text("petitions.teams_caption", page=number, pages=len(starts))
        place = text(
            "petitions.teams_shown", first=start + 1, last=start + len(listed), count=len(teams)
        )
        shown = _team_table(visit, caption, listed)
        note = f"{place}{text('between.reasons')}{text('petitions.teams_note', least=least)}"
        pages.append(section(title, lead, shown, note=note))
    return tuple(pages)


def _team_table(visit: Visit, caption: str, teams: Sequence[dict[str, Any]]) -> Html:
    text = visit.text
    columns = [text("petitions.column_team")]
    columns += [
        text(f"petitions.teams_short_{part.removeprefix('petition_')}") for part in RATES
    ]
    rows = [
        (
            link(visit.team_link(team["team_id"]), team["team_name"]),
            *(_team_rate(visit, team["rates"].get(part)) for part in RATES),
        )
        for team in teams
    ]
    return labelled_table(caption, columns, rows, " nnnnn", is_dense=True)


def _team_rate(visit: Visit, rate: dict[str, Any] | None) -> object:
    if rate is None:
        return numbers.NOTHING
    if rate["is_small"]:
        return visit.text("petitions.teams_few", hits=rate["hits"], n=rate["n"])
    shown = percent(rate["rate"])
    words = _state(visit, "overdue", shown) if _is_under(rate) else Html(shown)
    extent = interval(rate["low"], rate["high"])
    return Html(words + small(visit.text("petitions.rate_with_n", rate=extent, n=rate["n"])))


def satisfaction(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return what repeats and ratings say, in words."""
    text, rates = visit.text, month.rates
    repeat = rates.get("petition_repeat")
    if repeat is None:
        return section(text("petitions.repeats_none"))
    parts = [
        text(
            "petitions.repeats_body",
            hits=repeat["hits"],
            n=repeat["n"],
            petitioners=repeat["petitioner_count"],
            full=numbers.share(repeat["full_share"]),
            zero=numbers.share(repeat["zero_share"]),
        )
    ]
    rated, satisfied = rates.get("petition_rated"), rates.get("petition_satisfied")
    if rated is not None and satisfied is not None:
        parts.append(
            text(
                "petitions.satisfied_body",
                rated_n=rated["n"],
                rated=rated["hits"],
                satisfied_n=satisfied["n"],
                satisfied=satisfied["hits"],
                rate=percent(satisfied["rate"]),
            )
        )
    title = text("petitions.repeats_title", share=percent(repeat["rate"]))
    return section(title, *parts)


def audit(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the findings by category, by count and by money."""
    text, audit = visit.text, month.audit
    title = text(
        "petitions.audit_title" if audit.due else "petitions.audit_title_none",
        due=audit.due,
        rectified=audit.rectified,
    )
    lead = text("petitions.audit_in_play", count=audit.in_play, overdue=audit.overdue)
    if audit.amount:
        money = text(
            "petitions.audit_money",
            amount=wan(audit.amount),
            rectified=wan(audit.rectified_amount),
            share=percent(audit.money_share),
        )
    else:
        money = text("petitions.audit_no_money")
    judged = month.rates.get("audit_rectified")
    said = "" if judged is None else _audit_rate(visit, judged)
    named = [(name, of) for name, of in month.by_category.items() if of.in_play]
    rows = [_category(visit, name, of) for name, of in (*named, ("all", audit))]
    names = (
        "category", "in_play", "due", "rectified", "overdue",
        "amount", "rectified_amount", "money_share",
    )  # fmt: skip
    columns = [text(f"petitions.column_{name}") for name in names]
    shown = labelled_table(
        text("petitions.audit_caption"), columns, rows, " nnnnnnn", is_dense=True
    )
    return section(title, f"{lead} {money} {said}", shown, note=text("petitions.audit_note"))


def _audit_rate(visit: Visit, rate: dict[str, Any]) -> str:
    text = visit.text
    kind = (
        "small"
        if rate["is_small"]
        else "under"
        if _is_under(rate)
        else "below"
        if rate["rate"] < rate["floor"]
        else "met"
    )
    return text(
        "petitions.audit_rate",
        rate=percent(rate["rate"]),
        interval=interval(rate["low"], rate["high"]),
        floor=numbers.share(rate["floor"]),
        verdict=text(f"petitions.verdict_{kind}", least=rate["least_cases"]),
    )


def _category(visit: Visit, name: str, of: Findings) -> tuple[object, ...]:
    has_money = of.amount > 0
    return (
        visit.text(f"petitions.category_{name}"),
        of.in_play,
        of.due,
        of.rectified,
        of.overdue,
        wan(of.amount) if has_money else numbers.NOTHING,
        wan(of.rectified_amount) if has_money else numbers.NOTHING,
        percent(of.money_share),
    )


def overdue_findings(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the findings past their due day, the longest first."""
    text, count = visit.text, month.overdue_findings.height
    title = text("petitions.findings_title", count=count)
    if not count:
        return section(title, text("petitions.findings_none"))
    rows = []
    for finding in month.overdue_findings.head(LISTED_FINDINGS).iter_rows(named=True):
        category = text(f"petitions.category_{finding['category']}")
        repeated = text("petitions.finding_repeat") if finding["is_repeat"] else ""
        kind = text("between.names").join(filter(None, (category, repeated)))
        rows.append(
            (
                finding["finding_id"],
                link(visit.team_link(finding["team_id"]), finding["team_name"]),
                Html(
                    _state(visit, "overdue", _days(visit, finding["days_over"]))
                    + small(numbers.day_words(finding["due_on"], text))
                ),
                Html(
                    html(finding["project"] or text("petitions.finding_no_project"))
                    + small(kind)
                ),
            )
        )
    columns = [
        text(f"petitions.column_{name}") for name in ("finding", "team", "due_on", "what")
    ]
    shown: list[object] = [table(title, columns, rows, is_cards=True)]
    if count > len(rows):
        shown.append(text("petitions.findings_cut", shown=len(rows), count=count))
    return section(title, *shown)
