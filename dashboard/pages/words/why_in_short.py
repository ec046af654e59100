"""Why a team is flagged, in a few sentences: for the list of flags."""

from __future__ import annotations

from typing import Any

from dashboard.pages.words.amounts import chance, percent
from dashboard.pages.words.figures import published, signed
from dashboard.pages.words.numbers import month_words
from dashboard.pages.words.why_flagged import compared
from dashboard.reads.standing import ScoreChange, Standing
from dashboard.text import Text


def in_short(flag: str, standing: Standing, text: Text) -> list[str]:
    """Return the steps behind a flag that rests on levels or trends, as sentences."""
    match flag:
        case "below_standard":
            return _level_short(standing, text)
        case "weak_dimension":
            return [_part_short(standing, row, text) for row in standing.under_line]
        case "falling" if standing.change is not None:
            return [_change_short(standing.change, text)]
        case _:
            return []


def _level_short(standing: Standing, text: Text) -> list[str]:
    level = standing.level
    names = [text(f"dimension.{row['dimension']}") for row in standing.weak]
    return [
        text(
            "why.short_level",
            months=level["window_months"],
            seen=published(level["level"]),
            mean=published(level["posterior_mean"]),
            low=published(level["low"]),
            high=published(level["high"]),
            standard=published(level["standard"]),
            center=published(level["center"]),
            compared=compared(standing, text),
        ),
        text(
            "why.short_weak" if names else "why.short_weak_none",
            names=text("between.names").join(names),
            margin=f"{level['dimension_margin']:g}",
        ),
        text(
            "why.short_sure",
            count=level["sure_months"],
            window=level["lasting_window"],
            robust=percent(level["draws_survived"]),
            wrong=chance(level["bfdr"], text),
        ),
    ]


def _part_short(standing: Standing, row: dict[str, Any], text: Text) -> str:
    parts = [
        text(
            "why.short_part",
            part=text(f"part.{part['part']}"),
            score=published(part["score"]),
            n=part["n"],
        )
        for part in standing.parts
        if part["dimension"] == row["dimension"]
    ]
    return text(
        "why.short_dimension",
        dimension=text(f"dimension.{row['dimension']}"),
        score=published(row["score"]),
        sure=chance(row["under_line"], text),
        line=f"{row['weak_dimension_line']:g}",
        parts=text("between.names").join(parts),
    )


def _change_short(change: ScoreChange, text: Text) -> str:
    row = change.row
    return text(
        "why.short_change",
        first=month_words(row["recent_first"], text),
        recent=published(row["recent_score"]),
        before=month_words(row["baseline_last"], text),
        baseline=published(row["baseline_score"]),
        own=signed(change.own),
        others=signed(change.others),
        luck=chance(row["probability"], text),
    )
