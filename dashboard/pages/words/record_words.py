"""Why an item has the value it has, in one line of words, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.pages.words.figures import plain, short
from dashboard.pages.words.numbers import MINUS, day_words, moment_words, share
from dashboard.text import Text

Row = Mapping[str, Any]


def item_words(item: Row, part: str, text: Text) -> tuple[str, str]:
    """Return what an item is called: its name, and its key."""
    match item["query"]:
        case "explained_tasks":
            return item["title"], item["task_id"]
        case "explained_ratings":
            return rater_words(item, text), ""
        case "explained_ballots":
            return text("explain.ballot"), ""
        case "explained_notices":
            subject = item["subject"]
            return text(f"explain.subject.{subject or 'none'}"), item["notice_id"]
        case "explained_objections":
            return item["matter"] or text("explain.objection"), item["objection_id"]
        case "explained_petitions":
            return item["topic"] or text("explain.petition"), item["case_id"]
        case _ if part == "audit_no_repeat":
            return text("explain.whole_month"), ""
        case _:
            return item["project"] or text("explain.finding"), item["finding_id"]


def rater_words(row: Row, text: Text) -> str:
    """Return the pseudonym of a rater; nobody is shown who rated."""
    return text("explain.rater", number=row["rater_number"])


def source_words(row: Row, text: Text) -> str:
    """Return where a row came from: file, upload, line."""
    return text(
        "explain.source",
        file=row["file_name"],
        upload=row["upload_id"],
        row=row["source_row"],
    )


def uploaded_words(row: Row, text: Text) -> str:
    """Return when the file of a row came."""
    return moment_words(row["uploaded_at"], text)


def adjustment_words(row: Row, text: Text) -> str:
    """Return the reason of an adjustment, who confirmed it and what it does to the grade."""
    said = text(
        "explain.confirmed",
        reason=row["reason"],
        by=row["confirmed_by"],
        day=day_words(row["confirmed_on"], text),
    )
    if row["kind"] == "red_slip" and row["points"] == 0:
        said += text("explain.not_counted")
    if row["grade_effect"] != "none":
        said += text(f"explain.effect.{row['grade_effect']}")
    return said


def why(item: Row, part: str, text: Text) -> str:
    """Return why the value of an item is what it is, and what its weight is made of."""
    said = _WHY[item["query"]](item, part, text)
    return text("explain.why", said=said, value=short(item["x"]))


def _task(item: Row, part: str, text: Text) -> str:
    is_done, late = item["is_done"], item["days_late"]
    if part == "task_quality":
        said = text("explain.quality_given", quality=text(f"explain.quality.{item['quality']}"))
    elif part == "task_completion" and not is_done:
        said = text(
            "explain.progress",
            progress=share(item["progress"] or 0),
            limit=share(item["progress_limit"]),
        )
    else:
        key = ("done" if is_done else "open") + ("_late" if late > 0 else "")
        said = text(
            f"explain.task_{key}",
            due=_day(item["extended_to"] or item["due_on"], text),
            done=_day(item["done_on"], text),
            days=late,
        )
    weight = text(
        "explain.task_weight",
        level=text(f"explain.level.{item['level']}"),
        level_weight=short(item["level_weight"]),
        role=text(f"explain.role.{item['role']}"),
        role_weight=short(item["role_weight"]),
        weight=short(item["w"]),
    )
    return f"{weight}{said}"


def _rating(item: Row, _part: str, text: Text) -> str:
    if is_withheld(item):
        return text("explain.corrected_only")
    scores = " + ".join(short(row["score"]) for row in item["rows"])
    count = len(item["rows"])
    key = "scores_given" if count > 1 else "score_given"
    said = text(f"explain.{key}", scores=scores, count=count, mean=short(item["mean_score"]))
    correction = item["correction"]
    if correction is not None:
        said += text(
            "explain.corrected_lenient" if correction.other > 0 else "explain.corrected_strict",
            mean=plain(correction.one),
            severity=plain(abs(correction.other)),
        )
    return said


def is_withheld(row: Row) -> bool:
    """Tell whether what a rater gave is kept back, as it would tell how lenient one is."""
    return row.get("is_corrected", False) and row["score"] is None


def _ballot(item: Row, _part: str, text: Text) -> str:
    names = ("excellent", "good", "fair", "poor")
    votes = " + ".join(f"{item[name] or 0} × {short(item[f'{name}_share'])}" for name in names)
    return text(
        "explain.votes", votes=votes, weight=short(item["w"]), abstain=item["abstain"] or 0
    )


def _notice(item: Row, part: str, text: Text) -> str:
    if part == "notice_complete":
        return text(
            "explain.posted_items", posted=item["items_posted"] or 0, due=item["items_due"]
        )
    posted, due = item["posted_on"], item["due_on"]
    key = "posted_none" if posted is None else "posted" if posted <= due else "posted_late"
    if key == "posted" and not item["is_up"] and item["x"] == 0:
        key = "posted_short"
    return text(
        f"explain.{key}",
        due=_day(due, text),
        posted=_day(posted, text),
        until=_day(item["posted_until"], text),
        days=item["days_up"],
        least=item["least_days_up"],
    )


def _clock(done: date | None, limit: date, is_hit: bool, act: str, text: Text) -> str:
    key = "in_time" if is_hit else "open" if done is None else "late"
    return text(
        f"explain.clock_{key}",
        act=text(f"explain.act.{act}"),
        day=_day(done, text),
        limit=_day(limit, text),
        days=(done - limit).days if done else 0,
    )


def _objection(item: Row, part: str, text: Text) -> str:
    return _clock(item["answered_on"], item["limit_on"], item["x"] == 100, part, text)


def _petition(item: Row, part: str, text: Text) -> str:
    is_hit = item["x"] == 100
    match part:
        case "petition_accept":
            return _clock(item["answered_on"], item["accept_limit"], is_hit, part, text)
        case "petition_close":
            return _clock(item["closed_on"], item["close_limit"], is_hit, part, text)
        case "petition_repeat":
            found = "" if is_hit or item["is_repeat"] else "_found"
            key = "first" if is_hit else f"repeat{found}"
            return text(f"explain.case_{key}", day=_day(item["received_on"], text))
        case _:
            opinion = text(f"explain.satisfaction.{item['satisfaction'] or 'unrated'}")
            return text("explain.opinion", day=_day(item["closed_on"], text), opinion=opinion)


def _finding(item: Row, part: str, text: Text) -> str:
    if part == "audit_no_repeat":
        count = sum(1 for row in item["rows"] if row["finding_id"])
        return text("explain.repeats", count=count, points=short(item["repeat_points"]))
    if part == "audit_money":
        return text(
            "explain.money",
            rectified=f"{item['rectified_yuan'] or 0:,.0f}",
            amount=f"{item['amount_yuan']:,.0f}",
        )
    if part == "audit_report":
        limit = item["report_due_on"]
        return _clock(item["reported_on"], limit, item["x"] == 100, part, text)
    category = text(f"explain.category.{item['category'] or 'blank'}")
    key = "closed" if item["is_closed"] else "not_closed"
    return text(
        f"explain.finding_{key}",
        category=category,
        weight=short(item["w"]),
        day=_day(item["closed_on"], text),
        due=_day(item["due_on"], text),
    )


def _day(day: date | None, text: Text) -> str:
    return "" if day is None else day_words(day, text)


_WHY = {
    "explained_tasks": _task,
    "explained_ratings": _rating,
    "explained_ballots": _ballot,
    "explained_notices": _notice,
    "explained_objections": _objection,
    "explained_petitions": _petition,
    "explained_findings": _finding,
}


def value_words(column: str, value: object, text: Text) -> str:
    """Return the value of a field of a source row as people write it."""
    match value:
        case None | "":
            return text("explain.blank")
        case bool():
            return text("explain.yes" if value else "explain.no")
        case date() if column == "month":
            return f"{value:%Y-%m}"
        case date():
            return day_words(value, text)
        case float():
            return short(value).replace("-", MINUS)
        case _:
            # The word of `finding` itself is taken by what an audit finds.
            table = "finding_result" if column == "finding" else column
            known = f"explain.{table}.{value}"
            return text(known) if known in text.words else str(value)
