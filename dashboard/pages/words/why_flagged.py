"""Why a team is flagged, step by step: from what was seen to what is left of it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.pages.words.amounts import chance, percent
from dashboard.pages.words.figures import plain, published, signed
from dashboard.pages.words.numbers import month_words, share
from dashboard.reads.standing import ScoreChange, Standing
from dashboard.text import Text

Lines = list[tuple[str, str]]


@dataclass(frozen=True)
class Check:
    """One line that a judgement has to cross.

    Attributes:
        severity: what it counts for.
        own, needed: the team's value, and the line, in words.
    """

    severity: str
    name: str
    own: str
    needed: str
    is_met: bool


def verdict(check: Check, text: Text) -> str:
    """Return whether a line is crossed, and what it counts for."""
    word = text(f"severity.{check.severity}")
    key = "met" if check.is_met else "not_met"
    return text(f"why.{key}", severity=f"{SEVERITY_MARKS[check.severity]} {word}")


def level_lines(standing: Standing, text: Text) -> Lines:
    """Return the level as seen, what is left of it, and the line it is held against."""
    level = standing.level
    return [
        (text("why.seen", months=level["window_months"]), published(level["level"])),
        (
            text("why.left"),
            text(
                "why.left_between",
                mean=published(level["posterior_mean"]),
                low=published(level["low"]),
                high=published(level["high"]),
            ),
        ),
        (standard_word(standing, text), published(level["standard"])),
        (
            text("why.middle", count=level["compared_teams"]),
            text(
                "why.middle_of",
                center=published(level["center"]),
                compared=compared(standing, text),
            ),
        ),
    ]


def standard_word(standing: Standing, text: Text) -> str:
    """Return what the standard is: the middle less a margin, or a fixed line."""
    level = standing.level
    key = "standard_fixed" if level["is_fixed_standard"] else "standard"
    return text(f"why.{key}", margin=f"{level['standard_margin']:g}")


def compared(standing: Standing, text: Text) -> str:
    """Return which teams this one is compared with."""
    level = standing.level
    return text(
        "why.compared_peers" if level["is_peer_group"] else "why.compared_tier",
        peer_group=level["peer_group"],
        tier=text(f"tier.{level['tier']}"),
        least=level["comparison_least_teams"],
    )


def checks(standing: Standing, text: Text) -> list[Check]:
    """Return every line that has to be crossed, those of watch first."""
    level = standing.level
    names = [text(f"dimension.{row['dimension']}") for row in standing.weak]
    weak = text(
        "why.own_dimensions" if names else "why.own_dimensions_none",
        count=len(names),
        names=text("between.names").join(names),
    )
    months = text("why.own_months", count=level["sure_months"], window=level["lasting_window"])
    far_sure, far_wrong = level["p_far_below"], level["outlier_q"]
    far = text("why.own_far", sure=chance(far_sure, text), wrong=chance(far_wrong, text))
    watch, concern, alarm = "watch", "concern", "alarm"
    found = (
        (watch, "likely", chance(level["p_below"], text)),
        (watch, "listed", chance(level["bfdr"], text)),
        (concern, "lasting", months),
        (concern, "reliable", percent(level["reliability"])),
        (concern, "broad", weak),
        (concern, "robust", percent(level["draws_survived"])),
        (alarm, "far", far),
    )
    return [
        Check(
            severity=severity,
            name=text(f"why.check_{name}", **_limits(standing)),
            own=own,
            needed=text(f"why.needed_{name}", **_limits(standing)),
            is_met=level[f"is_{name}"],
        )
        for severity, name, own in found
    ]


def _limits(standing: Standing) -> dict[str, object]:
    level = standing.level
    return {
        "likely": share(level["watch_probability"]),
        "listed": share(level["watch_false_share"]),
        "wrong": share(level["concern_false_share"]),
        "months": level["lasting_months"],
        "window": level["lasting_window"],
        "reliable": share(level["concern_reliability"]),
        "dimensions": level["concern_dimensions"],
        "margin": f"{level['dimension_margin']:g}",
        "robust": share(level["concern_survival"]),
        "draws": f"{level['draws']:,}",
        "far": f"{level['far_margin']:g}",
        "far_sure": share(level["alarm_probability"]),
        "far_wrong": share(level["alarm_outlier_share"]),
    }


def part_lines(standing: Standing, text: Text) -> Lines:
    """Return each weak dimension, how sure it is, and the parts it loses most in."""
    found: Lines = []
    for row in standing.under_line:
        name = text(f"dimension.{row['dimension']}")
        said = text(
            "why.dimension_sure",
            score=published(row["score"]),
            sure=chance(row["under_line"], text),
            line=f"{row['weak_dimension_line']:g}",
            n=row["n"],
        )
        found.append((name, said))
        found += [
            (
                text(f"part.{part['part']}"),
                text(
                    "why.part_lost",
                    score=published(part["score"]),
                    lost=published(part["lost_points"]),
                    n=part["n"],
                ),
            )
            for part in standing.parts
            if part["dimension"] == row["dimension"]
        ]
    return found


def change_lines(change: ScoreChange, text: Text) -> Lines:
    """Return the recent months, those long before, and what is left against the others."""
    row = change.row
    spans = {
        name: {
            "first": month_words(row[f"{name}_first"], text),
            "last": month_words(row[f"{name}_last"], text),
        }
        for name in ("recent", "baseline")
    }
    before = row["previous_false_share"]
    return [
        (text("why.recent", **spans["recent"]), published(row["recent_score"])),
        (text("why.baseline", **spans["baseline"]), published(row["baseline_score"])),
        (
            text("why.own_change"),
            f"{published(row['recent_score'])} − {published(row['baseline_score'])}"
            f" = {plain(change.own)}",
        ),
        (text("why.others_change"), signed(change.others)),
        (text("why.apart"), plain(change.apart)),
        (text("why.by_luck"), chance(row["probability"], text)),
        (
            text("why.fall_wrong"),
            text(
                "why.fall_wrong_shares",
                now=chance(row["false_share"], text),
                before=chance(before, text),
                limit=share(row["share_limit"]),
            ),
        ),
    ]
