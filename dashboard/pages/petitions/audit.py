"""The sections on audit: findings by count and by money, and those overdue."""

from __future__ import annotations

from typing import Any

from dashboard.pages.petitions.words import days, is_under, state
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.amounts import interval, percent, wan
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.reads.petitions import Findings, PetitionsAndAudit

# What does not fit on a screen is found by narrowing the filters.
LISTED_FINDINGS = 10


def audit(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the findings by category, by count and by money."""
    text, audit = visit.text, month.audit
    title = text(
        "petitions.audit_title" if audit.due else "petitions.audit_title_none",
        due=audit.due,
        rectified=audit.rectified,
    )
    lead = text("petitions.audit_in_play", count=audit.in_play, overdue=audit.overdue)
    if audit.amount:
        money = text(
            "petitions.audit_money",
            amount=wan(audit.amount),
            rectified=wan(audit.rectified_amount),
            share=percent(audit.money_share),
        )
    else:
        money = text("petitions.audit_no_money")
    judged = month.rates.get("audit_rectified")
    said = "" if judged is None else _audit_rate(visit, judged)
    named = [(name, of) for name, of in month.by_category.items() if of.in_play]
    rows = [_category(visit, name, of) for name, of in (*named, ("all", audit))]
    names = (
        "category", "in_play", "due", "rectified", "overdue",
        "amount", "rectified_amount", "money_share",
    )  # fmt: skip
    columns = [text(f"petitions.column_{name}") for name in names]
    shown = labelled_table(
        text("petitions.audit_caption"), columns, rows, " nnnnnnn", is_dense=True
    )
    return section(title, f"{lead} {money} {said}", shown, note=text("petitions.audit_note"))


def _audit_rate(visit: Visit, rate: dict[str, Any]) -> str:
    text = visit.text
    kind = (
        "small"
        if rate["is_small"]
        else "under"
        if is_under(rate)
        else "below"
        if rate["rate"] < rate["floor"]
        else "met"
    )
    return text(
        "petitions.audit_rate",
        rate=percent(rate["rate"]),
        interval=interval(rate["low"], rate["high"]),
        floor=numbers.share(rate["floor"]),
        verdict=text(f"petitions.verdict_{kind}", least=rate["least_cases"]),
    )


def _category(visit: Visit, name: str, of: Findings) -> tuple[object, ...]:
    has_money = of.amount > 0
    return (
        visit.text(f"petitions.category_{name}"),
        of.in_play,
        of.due,
        of.rectified,
        of.overdue,
        wan(of.amount) if has_money else numbers.NOTHING,
        wan(of.rectified_amount) if has_money else numbers.NOTHING,
        percent(of.money_share),
    )


def overdue_findings(visit: Visit, month: PetitionsAndAudit) -> Html:
    """Return the findings past their due day, the longest first."""
    text, count = visit.text, month.overdue_findings.height
    title = text("petitions.findings_title", count=count)
    if not count:
        return section(title, text("petitions.findings_none"))
    rows = []
    for finding in month.overdue_findings.head(LISTED_FINDINGS).iter_rows(named=True):
        category = text(f"petitions.category_{finding['category']}")
        repeated = text("petitions.finding_repeat") if finding["is_repeat"] else ""
        kind = text("between.names").join(filter(None, (category, repeated)))
        rows.append(
            (
                finding["finding_id"],
                link(visit.team_link(finding["team_id"]), finding["team_name"]),
                Html(
                    state(visit, "overdue", days(visit, finding["days_over"]))
                    + small(numbers.day_words(finding["due_on"], text))
                ),
                Html(
                    html(finding["project"] or text("petitions.finding_no_project"))
                    + small(kind)
                ),
            )
        )
    columns = [
        text(f"petitions.column_{name}") for name in ("finding", "team", "due_on", "what")
    ]
    shown: list[object] = [table(title, columns, rows, is_cards=True)]
    if count > len(rows):
        shown.append(text("petitions.findings_cut", shown=len(rows), count=count))
    return section(title, *shown)
