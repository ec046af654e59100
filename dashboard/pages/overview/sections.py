"""The sections of the overview, each one message."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, light_mark, link, section, small, table
from dashboard.pages.words.reasons import reason
from dashboard.reads.overview import Overview


def message(visit: Visit, month: Overview) -> Html:
    """Return the one sentence a leader takes away, and what changed."""
    text = visit.text
    red = month.lights["red"][0]
    number = "one" if month.team_count == 1 else "headline"
    message = text(
        f"overview.{number}_{'trouble' if red else 'calm'}",
        total=month.team_count,
        red=red,
    )
    since = text(
        "overview.headline_change" if month.has_previous else "overview.headline_no_previous",
        new=month.new_count,
        recovered=month.recovered_count,
    )
    return Html(f'<p class="tc-message">{html(message)}</p><p>{html(since)}</p>')


def lights(visit: Visit, month: Overview) -> Html:
    """Return the count of teams in each light, and its change."""
    text = visit.text
    tiles = "".join(
        f'<li class="tc-tile">{link(visit.link("teams", light=light), light_mark(light, text))}'
        f'<p class="tc-count"><strong>{count}</strong> {html(text(_unit(count)))}</p>'
        f"<p>{html(text(f'light_meaning.{light}'))}</p>"
        f'<p class="tc-remark">{html(_against(visit, month, moved))}</p></li>'
        for light, (count, moved) in month.lights.items()
    )
    return section(text("overview.lights_title"), Html(f'<ul class="tc-tiles">{tiles}</ul>'))


def _unit(count: int) -> str:
    return "overview.team_unit" if count == 1 else "overview.teams_unit"


def _against(visit: Visit, month: Overview, moved: int) -> str:
    if not month.has_previous:
        return visit.text("overview.change_unknown")
    kind = "more" if moved > 0 else "less" if moved < 0 else "none"
    return visit.text(f"overview.change_{kind}", count=abs(moved))


def attention(visit: Visit, month: Overview) -> Html:
    """Return the gravest teams, each with its reasons in words."""
    text, count = visit.text, month.lights["red"][0]
    title = text("overview.attention_title", count=count)
    if not count:
        return section(title, text("overview.attention_none"))
    reasons: dict[str, list[str]] = {}
    for flag in month.reasons.iter_rows(named=True):
        if flag["severity"] != "watch" or flag["team_id"] not in reasons:
            reasons.setdefault(flag["team_id"], []).append(reason(flag, text))
    rows = [
        (
            _team(visit, team),
            _state(visit, team),
            # On a phone the heads are gone, so the unit stands with the number.
            text("overview.points", value=numbers.points(team["final_score"])),
            text("between.reasons").join(reasons.get(team["team_id"], ())),
        )
        for team in month.attention.iter_rows(named=True)
    ]
    columns = [
        text(f"overview.column_{name}") for name in ("team", "state", "points", "reason")
    ]
    shown = [table(title, columns, rows, "  n ", is_cards=True)]
    if count > len(rows):
        everyone = link(visit.link("teams", light="red"), text("overview.attention_all"))
        cut = text("overview.attention_cut", shown=len(rows), count=count)
        shown.append(Html(f"<p>{html(cut)} {everyone}</p>"))
    return section(title, *shown, note=text("overview.attention_note"))


def _team(visit: Visit, team: dict[str, Any]) -> Html:
    name = link(visit.team_link(team["team_id"]), team["team_name"])
    return Html(name + small(team["peer_group"] or ""))


def _state(visit: Visit, team: dict[str, Any]) -> Html:
    severity = team["severity"]
    word = visit.text(f"severity.{severity}") if severity else ""
    age = visit.text(
        "overview.is_old" if team["previous_light"] == "red" else "overview.is_new"
    )
    if team["is_underperforming"]:
        age = visit.text("why.underperforming") + visit.text("between.reasons") + age
    mark = SEVERITY_MARKS.get(severity, "")
    return Html(
        f'<span class="tc-light tc-red"><span aria-hidden="true">{mark}</span> '
        f"{html(word)}</span>{small(age)}"
    )


def movers(visit: Visit, month: Overview) -> Html:
    """Return the largest changes of the score, up and down."""
    text = visit.text
    columns = [text(f"overview.column_{name}") for name in ("team", "score", "change")]

    def listed(name: str, teams: pl.DataFrame) -> Html:
        if teams.is_empty():
            return Html(f"<div><p>{html(text('overview.movers_none'))}</p></div>")
        rows = [
            (
                _team(visit, team),
                numbers.points(team["final_score"]),
                numbers.change(team["score_change"]),
            )
            for team in teams.iter_rows(named=True)
        ]
        caption = text(f"overview.{name}")
        return Html(
            f"<div><h3>{html(caption)}</h3>{table(caption, columns, rows, ' nn')}</div>"
        )

    pair = listed("risers", month.risers) + listed("fallers", month.fallers)
    return section(
        text("overview.movers_title"),
        Html(f'<div class="tc-pair">{pair}</div>'),
        note=text("overview.movers_note"),
    )


def spread_title(visit: Visit, month: Overview) -> Html:
    """Return what the spread of the scores says."""
    text, groups = visit.text, month.groups
    if groups.is_empty():
        return Html("")
    best, worst = groups.row(0, named=True), groups.row(-1, named=True)
    title = text(
        "overview.spread_title" if groups.height > 1 else "overview.spread_title_one",
        best=best["peer_group"],
        high=numbers.points(best["median"]),
        worst=worst["peer_group"],
        low=numbers.points(worst["median"]),
    )
    return section(title, note=text("overview.spread_note"))


def spread_table(visit: Visit, month: Overview) -> Html:
    """Return the numbers of the spread, beside its chart."""
    rows = [
        (
            group["peer_group"],
            group["team_count"],
            numbers.points(group["median"]),
            f"{numbers.points(group['lowest'])} – {numbers.points(group['highest'])}",
        )
        for group in month.groups.iter_rows(named=True)
    ]
    names = ("group", "count", "median", "range")
    columns = [visit.text(f"overview.column_{name}") for name in names]
    return table(visit.text("overview.spread_alt"), columns, rows, " nnn")


def missing(visit: Visit, month: Overview) -> Html:
    """Return the teams whose data is missing, and what of it."""
    text, count = visit.text, month.missing_count
    title = text("overview.missing_title", count=count)
    if not count:
        return section(title, text("overview.missing_none"))
    rows = [
        (_team(visit, team), _lacking(visit, team))
        for team in month.missing.iter_rows(named=True)
    ]
    columns = [text(f"overview.column_{name}") for name in ("team", "missing")]
    shown: list[object] = [table(title, columns, rows, is_cards=True)]
    if count > len(rows):
        shown.append(text("overview.missing_cut", shown=len(rows), count=count))
    return section(title, *shown, note=text("overview.missing_note"))


def _lacking(visit: Visit, team: dict[str, Any]) -> str:
    weight = numbers.plain(team["covered_weight"])
    lacking = visit.text("overview.missing_weight", weight=weight)
    if team["is_reported"]:
        return lacking
    return f"{visit.text('overview.missing_unreported')} {lacking}"
