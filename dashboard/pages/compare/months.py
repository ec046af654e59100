"""The last months of the listed teams, a small picture for each, all on one scale."""

from __future__ import annotations

from datetime import date
from html import escape
from math import ceil, floor
from typing import Any

import polars as pl

from dashboard.charts.sparkline import middle_line, sparkline
from dashboard.pages.narrowing import pager
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, light_mark, section, table
from dashboard.reads.pages import Slice

_SHAPED = ("red", "yellow", "grey")
# Points; a scale begins and ends on a round number.
_STEP = 5


def months(visit: Visit, recent: pl.DataFrame, listed: pl.DataFrame, part: Slice) -> Html:
    """Return a picture per team in the order of the list, what they say, their numbers."""
    text = visit.text
    teams = _by_team(recent, listed)
    ends = _ends(recent)
    if ends is None:
        return Html("")
    red = sum("red" in rows["light"] for rows in teams)
    title = text(
        "compare.months_title" if red else "compare.months_title_none",
        months=teams[0].height,
        count=len(teams),
        red=red,
    )
    low, high = (numbers.plain(end) for end in ends)
    shapes = "".join(
        f"<li>{light_mark(light, text)} {html(text(f'compare.months_{light}'))}</li>"
        for light in _SHAPED
    )
    middle = middle_line(teams[0]["group_median"].to_list(), ends)
    # An address within `url()` takes no quotes and no spaces.
    quoted = middle.replace("'", "%27").replace(" ", "%20")
    pictures = "".join(_picture(visit, rows, ends) for rows in teams)
    return section(
        title,
        text("compare.months_read", low=low, high=high),
        Html(
            f'<ul class="tc-shapes">{shapes}</ul>'
            f'<ul class="tc-many" style="--m:url({quoted})">{pictures}</ul>'
        ),
        pager(visit, part),
    )


def _ends(recent: pl.DataFrame) -> tuple[float, float] | None:
    if recent.is_empty() or recent["least_score"][0] is None:
        return None
    least, most = recent["least_score"][0], recent["most_score"][0]
    return float(floor(least / _STEP) * _STEP), float(ceil(most / _STEP) * _STEP)


def _picture(visit: Visit, rows: pl.DataFrame, ends: tuple[float, float]) -> str:
    scores, lights = rows["final_score"].to_list(), rows["light"].to_list()
    drawn = sparkline(scores, lights, ends)
    # The list above links every team; a second link each would be a tenth of the page.
    return (
        f"<li><p>{html(rows['team_name'][0])} <b>{numbers.points(scores[-1])}</b></p>"
        f'<img alt="{escape(_said(visit, rows))}" src="{drawn}"></li>'
    )


def _said(visit: Visit, rows: pl.DataFrame) -> str:
    text, scores = visit.text, rows["final_score"]
    values: dict[str, Any] = {
        "first": _month(visit, rows["month"][0]),
        "last": _month(visit, rows["month"][-1]),
    }
    known = scores.drop_nulls()
    if known.is_empty():
        return text("compare.months_alt_none", **values)
    return text(
        "compare.months_alt",
        low=numbers.points(min(known)),
        high=numbers.points(max(known)),
        now=numbers.points(scores[-1]),
        **{light: (rows["light"] == light).sum() for light in _SHAPED},
        **values,
    )


def _month(visit: Visit, month: date) -> str:
    return numbers.month_words(month, visit.text)


def numbers_of(visit: Visit, recent: pl.DataFrame, listed: pl.DataFrame) -> Html:
    """Return the numbers of the pictures, a row per team."""
    teams = _by_team(recent, listed)
    shown = [f"{month:%Y-%m}" for month in teams[0]["month"]]
    rows = [(rows["team_name"][0], *map(numbers.points, rows["final_score"])) for rows in teams]
    columns = [visit.text("compare.column_team"), *shown]
    body = table(
        visit.text("compare.months_numbers", count=len(teams)),
        columns,
        rows,
        " " + "n" * len(shown),
    )
    return Html(f'<section data-tc class="tc-numbers">{body}</section>')


def _by_team(recent: pl.DataFrame, listed: pl.DataFrame) -> list[pl.DataFrame]:
    by_team = {key[0]: rows for key, rows in recent.group_by("team_id", maintain_order=True)}
    return [by_team[name] for name in listed["team_id"]]
