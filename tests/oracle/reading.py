"""From canonical text to the typed registers of one `as_of`."""

from __future__ import annotations

from datetime import date

from tests.oracle.registers import (
    Adjustment,
    Ballot,
    Finding,
    Notice,
    Objection,
    Petition,
    Rating,
    Registers,
    Tables,
    Task,
    Team,
    Text,
    as_boolean,
    as_date,
    as_month,
    as_number,
    newest,
    required_date,
)


def happened(text: str | None, as_of: date) -> date | None:
    """Read the day of an event; one dated after `as_of` has not happened and is null.

    Due dates, limits and posted_until are not events. assigned_on, received_on and found_on are
    compared with E wherever they count, so they stay as they are: nulling assigned_on would put
    a task in play before it is assigned.
    """
    day = as_date(text)
    return day if day is not None and day <= as_of else None


def heading(row: Text, key: str) -> dict[str, str]:
    """Read what every row of evidence has."""
    return {
        "team_id": str(row["team_id"]),
        "upload_id": str(row["upload_id"]),
        "key": str(row[key]),
    }


def read_registers(tables: Tables, as_of: date) -> Registers:
    """Read the nine kinds."""
    return Registers(
        teams=read_teams(tables),
        tasks=read_tasks(tables, as_of),
        ratings=read_ratings(tables),
        ballots=read_ballots(tables),
        notices=read_notices(tables, as_of),
        objections=read_objections(tables, as_of),
        petitions=read_petitions(tables, as_of),
        findings=read_findings(tables, as_of),
        adjustments=read_adjustments(tables, as_of),
    )


def read_teams(tables: Tables) -> list[Team]:
    """Read the team register [team_id]."""
    return [
        Team(
            team_id=str(row["team_id"]),
            parent_id=row.get("parent_id") or None,
            tier=str(row["tier"]),
            peer_group=str(row["peer_group"]),
            is_assessed=bool(as_boolean(row.get("is_assessed"), True)),
            active_from=as_date(row.get("active_from")),
            active_to=as_date(row.get("active_to")),
        )
        for row in newest(tables.get("teams", []), lambda row: row["team_id"])
    ]


def read_tasks(tables: Tables, as_of: date) -> list[Task]:
    """Read the task ledger [task_id, team_id]."""
    return [
        Task(
            **heading(row, "task_id"),
            done_on=happened(row.get("done_on"), as_of),
            role=row.get("role") or "lead",
            level=row.get("level") or "county",
            assigned_on=as_date(row.get("assigned_on")),
            due_on=required_date(row["due_on"]),
            extended_to=as_date(row.get("extended_to")),
            progress=as_number(row.get("progress")),
            quality=row.get("quality") or None,
            is_exempt=bool(as_boolean(row.get("is_exempt"), False)),
        )
        for row in newest(tables.get("tasks", []), lambda row: (row["task_id"], row["team_id"]))
    ]


def read_ratings(tables: Tables) -> list[Rating]:
    """Read the ratings [month, team_id, rater_id, item]."""
    rows = newest(
        tables.get("ratings", []),
        lambda row: (
            as_month(row["month"]),
            row["team_id"],
            row["rater_id"],
            row.get("item") or "",
        ),
    )
    return [
        Rating(
            **heading(row, "rater_id"),
            month=as_month(row["month"]),
            group=str(row["rater_group"]),
            score=float(str(row["score"])),
        )
        for row in rows
    ]


def read_ballots(tables: Tables) -> list[Ballot]:
    """Read the ballots [month, team_id, rater_group]; a blank count is no votes."""
    rows = newest(
        tables.get("ballots", []),
        lambda row: (as_month(row["month"]), row["team_id"], row["rater_group"]),
    )
    return [
        Ballot(
            **heading(row, "rater_group"),
            month=as_month(row["month"]),
            group=str(row["rater_group"]),
            excellent=as_number(row.get("excellent")) or 0.0,
            good=as_number(row.get("good")) or 0.0,
            fair=as_number(row.get("fair")) or 0.0,
            poor=as_number(row.get("poor")) or 0.0,
        )
        for row in rows
    ]


def read_notices(tables: Tables, as_of: date) -> list[Notice]:
    """Read the disclosure notices [notice_id, team_id]."""
    rows = newest(tables.get("disclosures", []), lambda row: (row["notice_id"], row["team_id"]))
    return [
        Notice(
            **heading(row, "notice_id"),
            posted_on=happened(row.get("posted_on"), as_of),
            due_on=required_date(row["due_on"]),
            posted_until=as_date(row.get("posted_until")),
            items_due=as_number(row.get("items_due")),
            items_posted=as_number(row.get("items_posted")),
        )
        for row in rows
    ]


def read_objections(tables: Tables, as_of: date) -> list[Objection]:
    """Read the objections [objection_id]."""
    return [
        Objection(
            **heading(row, "objection_id"),
            answered_on=happened(row.get("answered_on"), as_of),
            received_on=required_date(row["received_on"]),
        )
        for row in newest(tables.get("objections", []), lambda row: row["objection_id"])
    ]


def read_petitions(tables: Tables, as_of: date) -> list[Petition]:
    """Read the petition register [case_id, team_id]."""
    return [
        Petition(
            **heading(row, "case_id"),
            notified_on=happened(row.get("notified_on"), as_of),
            rejected_on=happened(row.get("rejected_on"), as_of),
            accepted_on=happened(row.get("accepted_on"), as_of),
            extended_on=happened(row.get("extended_on"), as_of),
            closed_on=happened(row.get("closed_on"), as_of),
            cleared_on=happened(row.get("cleared_on"), as_of),
            topic=row.get("topic") or None,
            petitioner_key=row.get("petitioner_key") or None,
            received_on=required_date(row["received_on"]),
            is_repeat=as_boolean(row.get("is_repeat"), None),
            satisfaction=row.get("satisfaction") or None,
            finding=row.get("finding") or None,
            excluded_reason=row.get("excluded_reason") or None,
        )
        for row in newest(
            tables.get("petitions", []), lambda row: (row["case_id"], row["team_id"])
        )
    ]


def read_findings(tables: Tables, as_of: date) -> list[Finding]:
    """Read the audit findings [finding_id]; a blank is_repeat is not a repeat."""
    return [
        Finding(
            **heading(row, "finding_id"),
            reported_on=happened(row.get("reported_on"), as_of),
            closed_on=happened(row.get("closed_on"), as_of),
            category=row.get("category") or None,
            found_on=required_date(row["found_on"]),
            report_due_on=as_date(row.get("report_due_on")),
            due_on=required_date(row["due_on"]),
            amount=as_number(row.get("amount_yuan")),
            rectified=as_number(row.get("rectified_yuan")),
            is_repeat=bool(as_boolean(row.get("is_repeat"), False)),
        )
        for row in newest(tables.get("audit_findings", []), lambda row: row["finding_id"])
    ]


def read_adjustments(tables: Tables, as_of: date) -> list[Adjustment]:
    """Read the adjustments [adjustment_id] that are confirmed by `as_of` (section 5)."""
    return [
        Adjustment(
            **heading(row, "adjustment_id"),
            month=as_month(row["month"]),
            kind=str(row["kind"]),
            points=as_number(row.get("points")),
        )
        for row in newest(tables.get("adjustments", []), lambda row: row["adjustment_id"])
        if required_date(row["confirmed_on"]) <= as_of
    ]
