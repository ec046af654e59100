"""What would end a flag: points, cases, days, or things to send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.pages.words import numbers
from dashboard.pages.words.flag_words import DAYS, amount
from dashboard.reads.standing import Standing
from dashboard.reads.written import written
from dashboard.text import Text


def clearing(flag: Mapping[str, Any], standing: Standing | None, text: Text) -> str:
    """Return what would end a flag.

    Args:
        flag: with the columns of `reads.flag_evidence.with_evidence`.
        standing: of its team; only flags that rest on levels and trends need it.
    """
    name = flag["flag"]
    if standing is not None and name in _OF_STANDING:
        return _OF_STANDING[name](standing, text)
    if name == "not_reported":
        return _sending(flag, text)
    if name == "petition_overdue":
        name = f"petition_{flag['clock']}"
    gap = flag["gap"]
    missing = flag["needed"] - flag["hits"] if flag["needed"] is not None else None
    others = text("flags.clear_others", more=flag["n"] - 1)
    said = text(
        f"flags.clear_{name}",
        subject=flag["subject"],
        days=amount("overdue_task", flag["observed"]),
        gap=numbers.NOTHING if gap is None else str(written(gap)),
        missing=missing,
        cases=flag["cases"],
        hits=flag["hits"],
        needed=flag["needed"],
    )
    return said + (others if flag["flag"] in DAYS and flag["n"] > 1 else "")


def _level(standing: Standing, text: Text) -> str:
    level = standing.level
    wait = text("why.clear_wait", months=level["lasting_months"], of=level["lasting_window"])
    if not standing.clearing:
        return text("why.clear_already") + wait
    enough = [
        text(
            "why.clear_dimension",
            dimension=text(f"dimension.{row['dimension']}"),
            change=f"{written(row['needed_change'])}",
            score=f"{written(row['needed_score'])}",
        )
        for row in standing.clearing
        if row["is_possible"]
    ]
    never = [
        text(f"dimension.{row['dimension']}")
        for row in standing.clearing
        if not row["is_possible"]
    ]
    names = text("between.names").join(never)
    if not enough:
        needed = f"{written(standing.clearing[0]['needed_level'])}"
        return text("why.clear_none", level=needed) + wait
    said = text("why.clear_any", changes=text("between.reasons").join(enough))
    return said + (text("why.clear_not_alone", names=names) if never else "") + wait


def _dimensions(standing: Standing, text: Text) -> str:
    return text("between.reasons").join(
        text(
            "why.clear_line",
            dimension=text(f"dimension.{row['dimension']}"),
            gap=f"{written(row['line_gap'])}",
            line=f"{row['weak_dimension_line']:g}",
        )
        for row in standing.under_line
    )


def _fall(standing: Standing, text: Text) -> str:
    assert standing.change is not None, "a fall has a history"
    return text("why.clear_fall", gap=f"{abs(standing.change.apart)}")


_OF_STANDING = {"below_standard": _level, "weak_dimension": _dimensions, "falling": _fall}


def _sending(flag: Mapping[str, Any], text: Text) -> str:
    lacking = [
        text(f"flags.kind_{kind}")
        for kind in ("tasks", "ratings", "disclosures")
        if flag[f"lacks_{kind}"]
    ]
    said = []
    if lacking:
        said.append(text("flags.clear_sending", kinds=text("between.names").join(lacking)))
    if not flag["is_graded"]:
        if flag["n"] < flag["least_tasks"]:
            least = flag["least_tasks"]
            said.append(text("flags.clear_tasks", n=flag["n"], least=least))
        if flag["gap"] > 0:
            said.append(text("flags.clear_evidence", gap=str(written(flag["gap"]))))
    return "".join(said)
