"""What the scheme that is tried would change: how many, who, how far, how surely."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.filters import GRADES, Filters
from dashboard.pages.narrowing import pager, tabs, team_link
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import published, signed
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.pages.words.numbers import NOTHING, month_words, plain, share
from dashboard.reads.scheme import scheme_in_force
from dashboard.reads.tried import VIEWS, Moves, moves, tried_teams

_ARROW = " → "


def result(visit: Visit) -> Html:
    """Return the answer to the numbers that are tried."""
    # One answer serves every list and page of it: a large city takes a second or two.
    whole = replace(visit.filters, item=None, number=None)
    found = moves(visit.fetch(tried_teams, whole), visit.filters)
    if not found.team_count:
        return section(visit.text("scheme.empty_title"), visit.text("scheme.empty"))
    return Html(_message(visit, found) + _grades(visit, found) + _teams(visit, found))


def _message(visit: Visit, found: Moves) -> Html:
    text = visit.text
    assert visit.filters.month is not None, "the controls settle the month"
    changed = sum(count for (now, then), count in found.grades.items() if now != then)
    kind = "none_tried" if visit.filters.tried is None else "some" if changed else "none"
    said = text(
        f"scheme.result_{kind}",
        month=month_words(visit.filters.month, text),
        count=changed,
        total=found.team_count,
    )
    directions = text("scheme.result_moves", up=found.up, down=found.down) if changed else ""
    coverage = (
        text("scheme.result_coverage", gained=found.gained, lost=found.lost)
        if found.gained or found.lost
        else ""
    )
    sides = " ".join(
        text(
            f"scheme.result_{side}" if now != tried else f"scheme.result_{side}_same",
            now=now,
            tried=tried,
        )
        for side, (now, tried) in found.sides.items()
        if side != "clear"
    )
    steady = text(
        "scheme.result_steady",
        steady=found.steady_count,
        graded=found.graded_count,
        **_draws(visit, found),
    )
    lines = "".join(f"<p>{html(line)}</p>" for line in (directions, coverage, sides) if line)
    return Html(
        f'<section data-tc class="tc-section"><h2>{html(said)}</h2>{lines}'
        f"<p>{html(steady)}</p></section>"
    )


def _draws(visit: Visit, found: Moves) -> dict[str, str]:
    """Name what the words say about the draws."""
    scheme = visit.fetch(scheme_in_force, Filters())
    return {
        "draws": str(found.draw_count),
        "firm": share(scheme.setting("concern_survival")),
        "least": plain(scheme.setting("draws_least_factor")),
        "most": plain(scheme.setting("draws_most_factor")),
    }


def _grades(visit: Visit, found: Moves) -> Html:
    if all(now == then for now, then in found.grades):
        return Html("")
    text = visit.text
    used = [grade for grade in GRADES if any(grade in pair for pair in found.grades)]
    title = text("scheme.grades_title")
    rows = [
        (text(f"grade.{now}"), *(found.grades.get((now, then), NOTHING) for then in used))
        for now in used
    ]
    columns = [
        text("scheme.column_grade_now"),
        *(text(f"grade.{grade}") for grade in used),
    ]
    return section(
        title,
        table(title, columns, rows, " " + "n" * len(used)),
        note=text("scheme.grades_note"),
        name="tc-short",
    )


def _teams(visit: Visit, found: Moves) -> Html:
    text = visit.text
    title = text(f"scheme.list_{found.view}")
    words = {view: text(f"scheme.view_{view}", count=found.counts[view]) for view in VIEWS}
    views = tabs(visit, "item", found.view, words, text("scheme.views"))
    if found.rows.is_empty():
        none = text(f"scheme.list_{found.view}_none", **_draws(visit, found))
        return section(title, views, none)
    columns = [
        text(f"scheme.column_{name}")
        for name in ("team", "scores", "move", "ranks", "grades", "holds")
    ]
    rows = [_row(visit, row) for row in found.rows.iter_rows(named=True)]
    return section(
        title,
        views,
        labelled_table(title, columns, rows, " nnn n", is_dense=True),
        pager(visit, found.slice),
        note=text("scheme.list_note", **_draws(visit, found)),
    )


def _row(visit: Visit, row: dict[str, Any]) -> tuple[object, ...]:
    name = link(team_link(visit, row["team_id"]), row["team_name"])
    scores = (published(row["score"]), published(row["tried_score"]))
    ranks = tuple(
        NOTHING if rank is None else str(rank) for rank in (row["rank"], row["tried_rank"])
    )
    return (
        Html(name + small(row["peer_group"] or "")),
        _both(*scores),
        signed(row["score_move"]) if row["score_move"] else published(row["score_move"]),
        _both(*ranks),
        _grade(visit, row),
        share(row["grade_share"]),
    )


def _both(now: str, then: str) -> str:
    return now if now == then else f"{now}{_ARROW}{then}"


def _grade(visit: Visit, row: dict[str, Any]) -> Html:
    text = visit.text
    words = _both(text(f"grade.{row['grade']}"), text(f"grade.{row['tried_grade']}"))
    remarks = []
    if row["side"] != row["tried_side"]:
        remarks.append(
            _both(
                *(text(f"scheme.side_{row[name] or 'none'}") for name in ("side", "tried_side"))
            )
        )
    if row["tried_grade_reason"] not in ("score", "coverage"):
        remarks.append(text(f"scheme.reason_{row['tried_grade_reason']}"))
    said = text("between.reasons").join(remarks)
    return Html(html(words) + (small(said) if said else ""))
