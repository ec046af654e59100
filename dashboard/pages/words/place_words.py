"""How the open team does: its light, its place by level, and a clear rise."""

from __future__ import annotations

from typing import Any

from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import plain
from dashboard.pages.words.markup import html, light_mark, link
from dashboard.reads.team import Team

# The item of an address that shows how the level is judged.
JUDGEMENT = "judgement"


def lights(visit: Visit, found: Team) -> str:
    """Return the light of the team, and whether it is underperforming."""
    light = light_mark(found.now["light"], visit.text)
    if not found.now["is_underperforming"]:
        return light
    word = html(visit.text("why.underperforming"))
    return f'{light} · <strong class="tc-red">{word}</strong>'


def places(visit: Visit, found: Team) -> str:
    """Return the place by level with what chance leaves possible, and a clear rise."""
    text, standing = visit.text, found.standing
    if standing is None:
        return ""
    level = standing.level
    said = text(
        f"why.{_place_key(level)}",
        months=level["window_months"],
        rank=level["level_rank"],
        ranked=level["ranked_levels"],
        low=level["rank_low"],
        high=level["rank_high"],
        dimensions=level["level_least_dimensions"],
        weight=f"{level['level_least_weight']:g}",
    )
    change = standing.change
    rise = ""
    if change is not None and change.row["is_improving"]:
        said_rise = text("why.improving", points=plain(change.apart))
        rise = f'<p class="tc-green">{html(said_rise)}</p>'
    way = ""
    if level["state"] == "ok":
        way = link(visit.link("team", item=JUDGEMENT), text("why.judgement"))
    return f"<p>{html(said)} {way}</p>{rise}"


def _place_key(level: dict[str, Any]) -> str:
    if level["state"] != "ok":
        return "place_unknown"
    if not level["can_differ"]:
        return "place_alike"
    return "place_sure" if level["rank_low"] == level["rank_high"] else "place"
