"""The sections on rates of petitions: all teams, month by month, team by team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from dashboard.pages.petitions.words import is_under, state
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.amounts import interval, percent
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.reads.petitions import RATES, PetitionsAndAudit

TEAMS_A_PAGE = 10


def rates(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the rates of all teams together, each against its floor."""
    text = visit.text
    under = [part for part in RATES if part in month.rates and is_under(month.rates[part])]
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
    if is_under(rate):
        return state(visit, "overdue", text("petitions.verdict_under"))
    if rate["rate"] < rate["floor"]:
        return state(visit, "soon", text("petitions.verdict_below"))
    return state(visit, "running", text("petitions.verdict_met"))


def trend(visit: Visit, month: PetitionsAndAudit, parts: Sequence[str]) -> pl.DataFrame:
    """Return the frame of a chart of rates: month, name in words, rate, floor, n.

    Empty when there are not two months to draw a line between.
    """
    names = {part: visit.text(f"petitions.rate_{part}") for part in parts}
    trends = month.trends.filter(pl.col("part").is_in(parts))
    if trends["month"].n_unique() < 2:
        trends = trends.clear()
    return trends.select(
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
    if not months:
        return Html("")
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
    under = sum(any(map(is_under, team["rates"].values())) for team in teams)
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
    words = state(visit, "overdue", shown) if is_under(rate) else Html(shown)
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
