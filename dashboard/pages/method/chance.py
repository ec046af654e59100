"""How chance is taken off, shown on one team."""

from __future__ import annotations

import polars as pl

from dashboard.charts.chance import KINDS
from dashboard.filters import Filters
from dashboard.pages.narrowing import team_link
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import published
from dashboard.pages.words.markup import Html, link, section, table
from dashboard.pages.words.numbers import plain, share
from dashboard.reads.method import method
from dashboard.reads.scheme import scheme_in_force

_VALUES = dict(zip(KINDS, ("center", "standard", "level", "posterior_mean"), strict=True))


def title(visit: Visit) -> Html:
    """Return what becomes of one team's level, and why."""
    text, example = visit.text, visit.fetch(method, visit.filters).example
    if example is None:
        return section(text("method.chance_title_none"), text("method.chance_none"))
    scheme = visit.fetch(scheme_in_force, Filters())
    values = {
        "team": example["team_name"],
        "seen": published(example["level"]),
        "left": published(example["posterior_mean"]),
        "standard": published(example["standard"]),
        "months": plain(scheme.setting("level_months")),
        "n": example["n"],
        "reliability": share(example["reliability"]),
        "below": share(example["p_below"]),
    }
    opened = link(team_link(visit, example["team_id"]), text("method.open", **values))
    outcome = "spared" if example["is_spared"] else "moved"
    return section(
        text("method.chance_title"),
        text("method.chance_how", **values),
        text(f"method.chance_{outcome}", **values),
        Html(f"<p>{opened}</p>"),
    )


def frame(visit: Visit) -> pl.DataFrame:
    """Return the four dots of the chart."""
    example = visit.fetch(method, visit.filters).example
    assert example is not None, "the page asked before"
    return pl.DataFrame(
        [
            {
                "kind": kind,
                "label": visit.text(f"method.dot_{kind}"),
                "value": example[name],
                "shown": published(example[name]),
                "standard": example["standard"],
            }
            for kind, name in _VALUES.items()
        ]
    )


def numbers_table(visit: Visit) -> Html:
    """Return the dots as numbers."""
    text, example = visit.text, visit.fetch(method, visit.filters).example
    assert example is not None, "the page asked before"
    rows = [
        (text(f"method.dot_{kind}"), published(example[name])) for kind, name in _VALUES.items()
    ]
    columns = [text("method.column_what"), text("method.level_axis")]
    return table(text("method.example_alt"), columns, rows, " n")
