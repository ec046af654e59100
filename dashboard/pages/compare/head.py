"""What the comparison says first, and what its group is measured against."""

from __future__ import annotations

from html import escape
from typing import Any

from dashboard.pages.narrowing import narrowed
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, section
from dashboard.reads.compare import Comparison


def headline(visit: Visit, group: Comparison) -> Html:
    """Return in one sentence how much of the order is sure, and the groups to choose from."""
    text = visit.text
    assert visit.filters.month is not None, "ask_filters settles the month"
    month = numbers.month_words(visit.filters.month, text)
    one = group.teams.row(0, named=True)
    remarks = [text("compare.basis", month=month)]
    if one["judged_count"] < one["team_count"]:
        remarks.append(text("compare.few", count=one["team_count"] - one["judged_count"]))
    if group.shown.height < group.teams.height:
        remarks.append(
            text("compare.narrowed", shown=group.shown.height, count=one["team_count"])
        )
    return Html(
        f'<section data-tc class="tc-headline"><h1>{html(text("compare.title", month=month))}'
        f'</h1><p class="tc-message">{html(_message(visit, group, one))}</p>'
        + "".join(f'<p class="tc-remark">{html(remark)}</p>' for remark in remarks)
        + _groups(visit, group)
        + "</section>"
    )


def _message(visit: Visit, group: Comparison, one: dict[str, Any]) -> str:
    count = one["judged_count"]
    if count < 2:
        return visit.text(f"compare.message_{'one' if count else 'none'}", group=group.chosen)
    if one["is_equal"]:
        return visit.text("compare.message_equal", group=group.chosen, count=count)
    key = "compare.message"
    if not one["above_count"] + one["below_count"]:
        key = "compare.message_open"
    elif one["open_first"] >= one["open_last"]:
        key = "compare.message_sure"
    return visit.text(
        key,
        group=group.chosen,
        count=count,
        above=one["above_count"],
        below=one["below_count"],
        first=one["open_first"],
        last=one["open_last"],
    )


def _groups(visit: Visit, group: Comparison) -> str:
    text = visit.text
    current = ' aria-current="true"'
    links = " ".join(
        f'<a class="tc-chip" href="{escape(narrowed(visit, peer_group=name))}"'
        f"{current if name == group.chosen else ''}>"
        f"{html(text('compare.group', group=name, count=count))}</a>"
        for name, count in group.groups.items()
    )
    label = html(text("compare.groups"))
    return f'<p class="tc-groups"><span>{label}</span> {links}</p>'


def compared(visit: Visit, group: Comparison) -> Html:
    """Return who the teams are compared with, why, and what is usual among those."""
    said = [_compared(visit, group, row) for row in group.compared.iter_rows(named=True)]
    return section(visit.text("compare.compared_title"), *said)


def _compared(visit: Visit, group: Comparison, row: dict[str, Any]) -> Html:
    text = visit.text
    if row["center"] is None:
        return Html(f"<p>{html(text('compare.compared_none'))}</p>")
    kind = "peer" if row["is_peer_group"] else "tier"
    if kind == "tier" and row["group_count"] <= row["team_count"]:
        kind = "alone"
    who = text(
        f"compare.compared_{kind}",
        group=group.chosen,
        count=row["team_count"],
        least=row["least_teams"],
        all=row["group_count"],
        tier="" if row["is_peer_group"] else text(f"tier.{row['tier']}"),
    )
    values = {
        "center": numbers.points(row["center"]),
        "spread": numbers.points(row["true_spread"]),
        "reliability": numbers.share(row["reliability"]),
        "standard": numbers.points(row["standard"]),
    }
    facts = "".join(
        f"<div><dt>{html(text(f'compare.fact_{name}'))}</dt>"
        f"<dd>{html(text(f'compare.fact_{name}_value', value=value))}</dd>"
        f"<dd><small>{html(text(f'compare.fact_{name}_note'))}</small></dd></div>"
        for name, value in values.items()
    )
    equal = "" if row["true_spread"] else f"<p>{html(text('compare.compared_equal'))}</p>"
    return Html(f'<p>{html(who)}</p>{equal}<dl class="tc-measures">{facts}</dl>')
