"""The list of teams: its message, its orders, its rows and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from dashboard.filters import Filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.cards import named_numbers
from dashboard.pages.words.figures import published, signed
from dashboard.pages.words.markup import Html, html, light_mark, link, section, small, table
from dashboard.pages.words.numbers import month_words
from dashboard.pages.words.reasons import reason
from dashboard.reads.team_tree import (
    LISTED_TEAMS,
    ORDERS,
    PAGE_MARK,
    TREE,
    WHOLE_TREE,
    TeamList,
    found,
    order_of,
    team_list,
)

_COLUMNS = ("team", "light", "score", "change", "rolled", "grade", "reason")


def headline(visit: Visit) -> Html:
    """Return how many teams there are and how many of them are in red."""
    text, listed = visit.text, visit.fetch(team_list, visit.filters)
    assert visit.filters.month is not None, "ask_filters settles the month"
    title = text("teams.title", month=month_words(visit.filters.month, text))
    message = text(
        "teams.message_red" if listed.red_count else "teams.message",
        count=listed.count,
        red=listed.red_count,
    )
    return Html(
        f'<section data-tc class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p></section>'
    )


def listed(visit: Visit) -> Html:
    """Return one page of the list in the order of the address."""
    text, teams = visit.text, visit.fetch(team_list, visit.filters)
    order, page = order_of(visit.filters.item)
    first = (page - 1) * LISTED_TEAMS
    shown = teams.rows[first : first + LISTED_TEAMS]
    title = text(f"teams.order_{order}_title")
    return section(
        title,
        _orders(visit, order),
        _table(visit, title, teams, shown),
        _pages(visit, order, page, len(teams.rows)),
        note=text(f"teams.order_{order}_note"),
    )


def search(visit: Visit, words: str) -> Html:
    """Return the teams whose name holds the words, wherever in the tree they are."""
    text, teams = visit.text, visit.fetch(team_list, _whole(visit))
    rows = found(teams, words)
    title = text("teams.found_title", words=words.strip(), count=len(rows))
    if not rows:
        return section(title, text("teams.found_none"))
    note = text("teams.found_cut", shown=LISTED_TEAMS) if len(rows) > LISTED_TEAMS else ""
    return section(title, _table(visit, title, teams, rows[:LISTED_TEAMS]), note=note)


def _whole(visit: Visit) -> Filters:
    # What is folded away must be found too.
    return replace(visit.filters, item=WHOLE_TREE)


def _orders(visit: Visit, current: str) -> Html:
    text = visit.text
    items = "".join(
        f'<li><a href="{escape(visit.link(visit.page, item=None if order == TREE else order))}"'
        f"{_current(order == current)}>{html(text(f'teams.order_{order}'))}</a></li>"
        for order in ORDERS
    )
    return Html(
        f'<nav class="tc-orders" aria-label="{escape(text("teams.orders"))}">'
        f"<ul>{items}</ul></nav>"
    )


def _current(is_current: bool) -> str:
    return ' aria-current="true"' if is_current else ""


def _table(visit: Visit, title: str, teams: TeamList, rows: Sequence[dict[str, Any]]) -> Html:
    text = visit.text
    columns = [text(f"teams.column_{name}") for name in _COLUMNS]
    cells = [_row(visit, teams, row) for row in rows]
    body = table(title, columns, cells, "  nnn  ", is_cards=True)
    return named_numbers(body, "tc-teams", {3: columns[2], 4: columns[3], 5: columns[4]})


def _row(visit: Visit, teams: TeamList, row: dict[str, Any]) -> tuple[object, ...]:
    text = visit.text
    name = Html(
        f'<span class="tc-in tc-in{min(row["depth"], 5)}">'
        f"{link(visit.team_link(row['team_id']), row['team_name'])}{_about(visit, row)}</span>"
    )
    if not row["is_match"]:
        key = "other" if row["is_scored"] else "not_scored"
        return (name, "", "", "", "", "", text(f"teams.{key}"))
    return (
        name,
        _light(visit, row),
        published(row["final_score"]),
        signed(row["score_change"]),
        published(row["rolled_score"]),
        Html(html(text(f"grade.{row['grade']}")) + small(_rank(visit, row))),
        _reason(visit, teams, row),
    )


def _light(visit: Visit, row: dict[str, Any]) -> Html:
    light = light_mark(row["light"], visit.text)
    is_under = row["is_underperforming"]
    return Html(light + small(visit.text("why.underperforming"))) if is_under else light


def _about(visit: Visit, row: dict[str, Any]) -> Html:
    text = visit.text
    about = html(text(f"tier.{row['tier']}"))
    order, _ = order_of(visit.filters.item)
    if row["depth"] == 0 and row["parent_name"] and order != TREE:
        about += f" · {html(row['parent_name'])}"
    if row["below_count"] and row["team_id"] != visit.filters.team:
        below = visit.link(visit.page, team=row["team_id"], item=None)
        about += f" · {link(below, text('teams.below', count=row['below_count']))}"
    return small(Html(about))


def _rank(visit: Visit, row: dict[str, Any]) -> str:
    if row["rank"] is None:
        return visit.text("team.rank_none")
    return visit.text("team.rank", rank=row["rank"], ranked=row["ranked_teams"])


def _reason(visit: Visit, teams: TeamList, row: dict[str, Any]) -> Html:
    rise = small(visit.text("why.improving_short")) if row["is_improving"] else ""
    return Html(html(_flags(visit, teams, row)) + rise)


def _flags(visit: Visit, teams: TeamList, row: dict[str, Any]) -> str:
    text, flag = visit.text, teams.reasons.get(row["team_id"])
    if flag is None:
        return text("teams.no_flag")
    more = teams.flag_counts[row["team_id"]] - 1
    said = reason(flag, text)
    return text("teams.more_flags", reason=said, count=more) if more else said


def _pages(visit: Visit, order: str, page: int, count: int) -> Html:
    text, last = visit.text, -(-count // LISTED_TEAMS)
    shown = text(
        "teams.shown",
        first=min((page - 1) * LISTED_TEAMS + 1, count),
        last=min(page * LISTED_TEAMS, count),
        count=count,
    )
    links = [
        link(visit.link(visit.page, item=f"{order}{PAGE_MARK}{number}"), text(f"teams.{key}"))
        for number, key in ((page - 1, "page_before"), (page + 1, "page_after"))
        if 1 <= number <= last
    ]
    return Html(f'<p class="tc-more">{html(shown)} {" · ".join(links)}</p>')
