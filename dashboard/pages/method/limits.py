"""How sure the list is, what it cannot find, and what a simpler rule would list."""

from __future__ import annotations

from typing import Any

from dashboard.filters import Filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import published
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, section, table
from dashboard.pages.words.numbers import NOTHING, month_words, plain, points, share
from dashboard.reads.method import method
from dashboard.reads.scheme import Scheme, scheme_in_force
from dashboard.text import Text


def headline(visit: Visit) -> Html:
    """Return how many teams are listed, and how many of them wrongly."""
    text, lists = visit.text, visit.fetch(method, visit.filters).lists
    assert visit.filters.month is not None, "the controls settle the month"
    kind = (
        "none" if not lists["listed_count"] else "few" if lists["listed_wrong"] < 1 else "some"
    )
    message = text(f"method.message_{kind}", **_said(lists))
    title = text("method.title", month=month_words(visit.filters.month, text))
    return Html(
        f'<section data-tc class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p>'
        f"<p>{html(text('method.promise'))}</p></section>"
    )


def sections(visit: Visit) -> Html:
    """Return the standard, the list, what it misses, and the list of lowest scores."""
    return Html(_standard(visit) + _listed(visit) + _missed(visit) + _lowest(visit))


def _said(lists: dict[str, Any]) -> dict[str, Any]:
    wrong = ("listed_wrong", "sure_wrong", "lowest_wrong")
    return lists | {name: points(lists[name]) for name in wrong}


def _scheme(visit: Visit) -> Scheme:
    return visit.fetch(scheme_in_force, Filters())


def _group(visit: Visit, comparison_group: str) -> str:
    kind, _, name = comparison_group.partition(":")
    return visit.text(f"tier.{name}") if kind == "tier" else name


def _standard(visit: Visit) -> Html:
    text, scheme = visit.text, _scheme(visit)
    groups = visit.fetch(method, visit.filters).groups
    fixed = next(rule.value for rule in scheme.of("setting") if rule.name == "standard")
    title = (
        text("method.standard_title", margin=plain(scheme.setting("standard_margin")))
        if fixed is None
        else text("method.standard_title_fixed", value=plain(fixed))
    )
    rows = [
        (
            _group(visit, row["comparison_group"]),
            row["team_count"],
            published(row["center"]),
            published(row["standard"]),
        )
        for row in groups.iter_rows(named=True)
    ]
    columns = [
        text(f"method.column_{name}") for name in ("group", "teams", "center", "standard")
    ]
    least = plain(scheme.setting("comparison_least_teams"))
    return section(
        title,
        text("method.standard", months=plain(scheme.setting("level_months"))),
        table(title, columns, rows, " nnn"),
        note=text("method.standard_note", least=least),
    )


def _listed(visit: Visit) -> Html:
    text, scheme = visit.text, _scheme(visit)
    lists = visit.fetch(method, visit.filters).lists
    said = _said(lists)
    tiles = _tiles(text, said, ("listed", "sure", "spared"))
    rule = text(
        "method.listed_rule",
        watch=share(scheme.setting("watch_false_share")),
        concern=share(scheme.setting("concern_false_share")),
        lasting=plain(scheme.setting("lasting_months")),
        window=plain(scheme.setting("lasting_window")),
    )
    return section(text("method.listed_title"), rule, tiles)


def _tiles(text: Text, said: dict[str, Any], names: tuple[str, ...]) -> Html:
    tiles = "".join(
        f'<li class="tc-tile"><p class="tc-count"><strong>{said[f"{name}_count"]}</strong> '
        f"{html(text('method.unit'))}</p>"
        f"<p>{html(text(f'method.tile_{name}', **said))}</p></li>"
        for name in names
    )
    return Html(f'<ul class="tc-tiles">{tiles}</ul>')


def _missed(visit: Visit) -> Html:
    text, month = visit.text, visit.fetch(method, visit.filters)
    rows = [
        (
            _group(visit, row["comparison_group"]),
            _shortfall(text, row["watch_shortfall"]),
            _shortfall(text, row["concern_shortfall"]),
            row["insufficient_count"],
            row["unreliable_count"],
        )
        for row in month.groups.iter_rows(named=True)
    ]
    names = ("group", "watch", "concern", "insufficient", "unreliable")
    columns = [text(f"method.column_{name}") for name in names]
    title = text("method.missed_title")
    return section(
        title,
        text("method.missed"),
        _tiles(text, _said(month.lists), ("insufficient", "unreliable")),
        Html(f'<h3 class="tc-next">{html(text("method.shortfall_title"))}</h3>'),
        labelled_table(title, columns, rows, " nnnn"),
        note=text("method.shortfall_note"),
    )


def _shortfall(text: Text, value: float | None) -> str:
    return NOTHING if value is None else text("method.points", value=points(value))


def _lowest(visit: Visit) -> Html:
    text, scheme = visit.text, _scheme(visit)
    said = _said(visit.fetch(method, visit.filters).lists)
    lowest = share(scheme.setting("lowest_share"))
    kind = "lowest_title" if said["lowest_innocent"] else "lowest_title_none"
    title = text(f"method.{kind}", share=lowest, **said)
    rows = [
        (
            text(f"method.row_{name}", share=lowest),
            said[f"{name}_count"],
            said[f"{name}_wrong"],
            said[lasting],
        )
        for name, lasting in (
            ("lowest", "lowest_lasting"),
            ("listed", "lasting_count"),
            ("sure", "sure_lasting"),
        )
    ]
    columns = [text(f"method.column_{name}") for name in ("rule", "listed", "wrong", "lasting")]
    return section(
        title,
        text("method.lowest", share=lowest, **said),
        labelled_table(title, columns, rows, " nnn"),
        note=text("method.lowest_note", **_tested(scheme)),
    )


def _tested(scheme: Scheme) -> dict[str, str]:
    """Return what was measured where the truth is known, as shares in words."""
    names = ("concern_wrong", "concern_found", "listed_wrong", "lowest_wrong")
    return {name: share(scheme.setting(f"tested_{name}")) for name in names}
