"""Where a team's score lies apart from the median of its peer group."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from dashboard.pages.team.head import opened
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import plain, published, signed
from dashboard.pages.words.markup import Html, link, section, table
from dashboard.reads.team_parts import Bars, TeamParts, team_parts

ADJUSTMENT, REST = "adjustment", "rest"


def title(visit: Visit) -> Html:
    """Return the difference in words, and what it comes from most."""
    text, bars = visit.text, _bars(visit)
    if bars is None:
        return section(text("team.waterfall_title_none"), text("team.waterfall_none"))
    moved = sorted(bars.parts.items(), key=lambda part: (part[1], part[0]))
    worst = [text(f"part.{part}") for part, gain in moved[:2] if gain < 0]
    best = [text(f"part.{part}") for part, gain in moved[:-3:-1] if gain > 0]
    # The sentence names what explains the difference, not what goes against it.
    named = worst if bars.difference < 0 else best
    way = "below" if bars.difference < 0 else "above" if bars.difference > 0 else "level"
    said = text(
        f"team.waterfall_title_{way}",
        points=plain(abs(bars.difference)),
        parts=text("between.names").join(named) or text("team.waterfall_rest"),
    )
    found = opened(visit)
    assert found is not None, "the page asked before"
    note = text(
        "team.waterfall_note",
        peer_group=found.now["peer_group"],
        count=found.now["peer_count"],
    )
    return section(said, note=note)


def frame(visit: Visit) -> pl.DataFrame:
    """Return the bars of the chart, from the peers' median to the team's own score."""
    bars = _bars(visit)
    if bars is None:
        return pl.DataFrame()
    text = visit.text
    steps = [(_label(visit, name), gain, name == REST) for name, gain in _shown(bars)]
    place, rows = bars.median, [_score(text("team.bar_median"), bars.median)]
    for label, gain, is_rest in steps:
        kind = "rest" if is_rest else "won" if gain > 0 else "lost"
        ends = sorted((place, place + gain))
        rows.append(_bar(label, place, place + gain, ends[1], signed(gain), kind))
        place += gain
    return pl.DataFrame([*rows, _score(text("team.bar_own"), bars.final)])


def _score(label: str, value: Decimal) -> dict[str, str | float]:
    return _bar(label, value, value, value, plain(value), "total")


def _bar(
    label: str, start: Decimal, end: Decimal, right: Decimal, shown: str, kind: str
) -> dict[str, str | float]:
    return {
        "label": label,
        "start": float(start),
        "end": float(end),
        "right": float(right),
        "shown": shown,
        "kind": kind,
    }


def numbers_table(visit: Visit) -> Html:
    """Return every bar as a number, the two scores first and last."""
    text, bars, found = visit.text, _bars(visit), _parts(visit)
    assert bars is not None, "the page asked before"
    assert found is not None, "the page asked before"
    own = {row["part"]: row for row in found.parts.iter_rows(named=True)}
    rows: list[tuple[object, ...]] = [(text("team.bar_median"), "", "", plain(bars.median))]
    for name, gain in _shown(bars):
        part = own.get(name)
        label = _label(visit, name)
        rows.append(
            (
                label if part is None else link(visit.link("team", item=name), label),
                "" if part is None else published(part["part_score"]),
                "" if part is None else published(part["peer_part_score"]),
                signed(gain),
            )
        )
    rows.append((text("team.bar_own"), "", "", plain(bars.final)))
    names = ("part", "part_score", "peer_median", "gain")
    columns = [text(f"team.column_{name}") for name in names]
    numbers = table(text("team.waterfall_alt"), columns, rows, " nnn")
    return Html(f'<section data-tc class="tc-section tc-beside">{numbers}</section>')


def _shown(bars: Bars) -> list[tuple[str, Decimal]]:
    """Name what has a bar: parts that move the score, the adjustment, the rest."""
    named = [*bars.parts.items(), (ADJUSTMENT, bars.adjustment), (REST, bars.rest)]
    return [(name, gain) for name, gain in named if gain]


def _label(visit: Visit, name: str) -> str:
    key = f"team.bar_{name}" if name in (ADJUSTMENT, REST) else f"part.{name}"
    return visit.text(key)


def _parts(visit: Visit) -> TeamParts | None:
    return visit.fetch(team_parts, visit.filters)


def _bars(visit: Visit) -> Bars | None:
    found = _parts(visit)
    return None if found is None else found.bars
