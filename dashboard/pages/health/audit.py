"""The sections that audit the flags, each one message."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.pages.health import luck
from dashboard.pages.health.marks import beside, marked
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, section, small, table
from dashboard.reads.health import DIVISIONS, KINDS_OF_FLAGS, Division, FlagAudit


def headline(visit: Visit, month: FlagAudit) -> Html:
    """Return what a leader takes away: are the flags fair, and how many are luck."""
    text = visit.text
    title = text("health.title", month=_month(visit))
    message = text(f"health.headline_{_verdict(month, DIVISIONS[0])}", month=_month(visit))
    lines = (_others(visit, month), luck.sentence(visit, month))
    said = "".join(f"<p>{html(line)}</p>" for line in lines if line)
    equal = html(text("health.equal"))
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p>{said}'
        f'<p class="tc-remark">{equal}</p></section>'
    )


def _month(visit: Visit) -> str:
    assert visit.filters.month is not None, "ask_filters settles the month"
    return numbers.month_words(visit.filters.month, visit.text)


def _verdict(month: FlagAudit, name: str) -> str:
    """Return absent, alone, calm, apart or within: what a division shows."""
    division = month.divisions.get(name)
    if division is None:
        return "absent"
    if len(division.classes) == 1:
        return "alone"
    if not division.flagged:
        return "calm"
    return "apart" if division.apart else "within"


def _others(visit: Visit, month: FlagAudit) -> str:
    text = visit.text
    found = {name: _verdict(month, name) for name in DIVISIONS[1:]}
    for verdict in ("apart", "within"):
        names = [text(f"health.by_{name}") for name in found if found[name] == verdict]
        if names:
            return text(f"health.others_{verdict}", names=text("between.names").join(names))
    return ""


def division_title(visit: Visit, month: FlagAudit, name: str) -> Html:
    """Return what a way to divide the teams shows, in one sentence, and how to read it."""
    text, division = visit.text, month.divisions.get(name)
    listed = "" if division is None else _apart(visit, division)
    title = text(
        f"health.division_{_verdict(month, name)}", by=text(f"health.by_{name}"), classes=listed
    )
    lead = text(f"health.lead_{name}")
    if division is None or not division.is_compared:
        return section(title, lead)
    share = numbers.share(division.classes[0]["overall_share"])
    said = {"share": share, "teams": division.teams, "judged": month.judged}
    if division.teams < month.judged:
        return section(title, lead, text("health.overall_known", **said))
    # What holds for all of them, and how to read a picture, is said once, at the first.
    if name != DIVISIONS[0]:
        return section(title, lead)
    return section(
        title, lead, text("health.overall", **said), note=text("health.division_note")
    )


def _apart(visit: Visit, division: Division) -> str:
    text = visit.text
    return text("between.names").join(
        text(
            "health.apart_more" if _is_above(row) else "health.apart_less",
            name=_label(visit, division.name, row),
        )
        for row in division.apart
    )


def _is_above(row: dict[str, Any]) -> bool:
    first = next(kind for kind in row["of"].values() if kind["is_apart"])
    return first["share"] > first["overall_share"]


def _label(visit: Visit, name: str, row: dict[str, Any]) -> str:
    if name == "district":
        return row["class_name"] or visit.text(
            "health.class_rest", tier=visit.text(f"tier.{row['class_id']}")
        )
    if name == "raters":
        return visit.text("health.class_raters", number=row["class_id"])
    key = "health.class_one" if row["lowest"] == row["highest"] else f"health.class_{name}"
    return visit.text(key, lowest=row["lowest"], highest=row["highest"])


def division_frame(visit: Visit, month: FlagAudit, name: str) -> pl.DataFrame:
    """Return the frame of the chart of shares; empty where nothing can be compared."""
    division = month.divisions.get(name)
    if division is None or not division.is_compared:
        return pl.DataFrame()
    return pl.DataFrame(
        [
            {
                "label": _label(visit, name, row),
                **{key: row[key] for key in ("share", "low", "high", "overall_share", "teams")},
                "verdict": visit.text(f"health.verdict_{_state(row)}"),
            }
            for row in division.classes
        ]
    )


def _state(row: dict[str, Any]) -> str:
    return "apart" if row["is_apart"] else "within"


def division_table(visit: Visit, month: FlagAudit, name: str) -> Html:
    """Return the numbers of a chart of shares, and those of the other kinds of flags."""
    text = visit.text
    division = month.divisions.get(name)
    if division is None or not division.is_compared:
        return Html("")
    columns = [text(f"health.column_{key}") for key in ("class", *KINDS_OF_FLAGS)]
    rows = [
        (_label(visit, name, row), *(_cell(visit, row["of"][kind]) for kind in KINDS_OF_FLAGS))
        for row in division.classes
    ]
    return beside(table(text("health.shares_alt"), columns, rows, " nnn"))


def _cell(visit: Visit, row: dict[str, Any]) -> Html:
    """Return a share; of the kind of flags that is drawn, with what it is drawn from."""
    text, share = visit.text, Html(numbers.share(row["share"]))
    if row["is_apart"]:
        share = marked("yellow", share) + small(text("health.verdict_apart"))
    if row["flags"] != KINDS_OF_FLAGS[0]:
        return Html(share)
    count = text("health.of_teams", flagged=row["flagged"], teams=row["teams"])
    low, high = numbers.share(row["low"]).removesuffix("%"), numbers.share(row["high"])
    return Html(share + small(count) + small(text("health.extent", low=low, high=high)))
