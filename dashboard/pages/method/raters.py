"""How the leniency of raters is taken off, in numbers that name nobody."""

from __future__ import annotations

from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, section, table
from dashboard.pages.words.numbers import plain, points, share
from dashboard.reads.method import method


def title(visit: Visit) -> Html:
    """Return what is done about strict and lenient raters, and how much."""
    text, found = visit.text, visit.fetch(method, visit.filters).raters
    if found is None:
        return section(text("method.raters_title"), text("method.raters_none"))
    if not found["is_on"] or not found["corrected_raters"]:
        state = "equal" if found["is_on"] else "off"
        return section(text("method.raters_title"), text(f"method.raters_{state}"))
    values = {
        "months": found["window_months"],
        "raters": f"{found['raters']:,}",
        "ratings": f"{found['ratings']:,}",
        "corrected": found["corrected_raters"],
        "strictest": points(found["strictest"]),
        "lenient": points(found["most_lenient"]),
        "limit": plain(found["limit_points"]),
        "least_ratings": found["least_ratings"],
        "least_teams": found["least_teams"],
    }
    shares = (
        text(
            "method.raters_shares",
            teams=share(found["team_share"]),
            raters=share(found["rater_share"]),
            noise=share(found["noise_share"]),
        )
        if found["team_share"] is not None
        else ""
    )
    linked = "linked" if found["components"] == 1 else "not_linked"
    return section(
        text("method.raters_title"),
        text("method.raters_how", **values),
        text("method.raters_range", **values),
        *([shares] if shares else []),
        text(f"method.raters_{linked}", count=found["components"]),
    )


def numbers_table(visit: Visit) -> Html:
    """Return the bars of the chart as numbers."""
    text = visit.text
    steps = visit.fetch(method, visit.filters).severities
    rows = [
        (
            text(
                "method.step_strict" if row["severity"] < 0 else "method.step_lenient",
                low=plain(abs(row["severity"]) - 1),
                high=plain(abs(row["severity"]) + 1),
            ),
            row["rater_count"],
        )
        for row in steps.iter_rows(named=True)
    ]
    columns = [text("method.column_severity"), text("method.column_raters")]
    return table(text("method.raters_alt"), columns, rows, " n")
