"""The city of scoring.md section 6, and short makers of rows for other plain cases."""

from __future__ import annotations

from datetime import date, timedelta

AS_OF = date(2025, 3, 31)
MONTH = "2025-03"
PRIORS = {
    "petition_accept": 99.0,
    "petition_close": 97.0,
    "petition_satisfied": 92.0,
    "petition_rated": 70.0,
    "petition_repeat": 88.0,
}


def numbered(rows: list[dict], upload: str = "U1") -> list[dict]:
    """Give rows their upload and line number."""
    return [{**row, "upload_id": upload, "row": line} for line, row in enumerate(rows, 2)]


def team(team_id: str, **columns: str) -> dict:
    """Make a row of teams."""
    return {
        "team_id": team_id,
        "team_name": team_id,
        "tier": "bureau",
        "peer_group": "A",
        **columns,
    }


def task(task_id: str, level: str, role: str, due: str, **columns: str) -> dict:
    """Make a row of tasks of T1."""
    return {
        "task_id": task_id,
        "team_id": "T1",
        "title": task_id,
        "level": level,
        "role": role,
        "due_on": due,
        **columns,
    }


def golden_tasks() -> list[dict]:
    """The five tasks, due in the month."""
    return [
        task("a", "city", "lead", "2025-03-10", done_on="2025-03-10", quality="excellent"),
        task("b", "county", "lead", "2025-03-10", done_on="2025-03-15", quality="good"),
        task("c", "county", "support", "2025-03-20", done_on="2025-03-18", quality="good"),
        task("d", "province", "lead", "2025-03-05", progress="0.6"),
        task("e", "department", "lead", "2025-03-02", done_on="2025-03-22", quality="fair"),
    ]


def golden_ratings() -> list[dict]:
    """Four superiors and seven peers."""
    scores = {"superior": (92, 88, 85, 90), "peer": (100, 95, 90, 88, 85, 80, 60)}
    return [
        {
            "month": MONTH,
            "team_id": "T1",
            "rater_group": group,
            "rater_id": f"{group}{i}",
            "score": str(score),
        }
        for group, given in scores.items()
        for i, score in enumerate(given)
    ]


def petition(case_id: str, received: date, **days: date | str | None) -> dict:
    """Make a row of petitions of T1."""
    written = {name: str(day) for name, day in days.items() if day is not None}
    return {"case_id": case_id, "team_id": "T1", "received_on": str(received), **written}


def new_cases() -> list[dict]:
    """50 received in the month: 49 answered in time, 7 of them repeats."""
    received = date(2025, 3, 1)
    return [
        petition(
            f"new{i:02}",
            received,
            notified_on=received + timedelta(days=16 if i == 0 else 15),
            is_repeat="true" if i < 7 else "false",
        )
        for i in range(50)
    ]


def old_cases() -> list[dict]:
    """40 first-time cases closed in the month: 38 in time, 30 rated, 27 of them content."""
    accepted = date(2025, 1, 10)  # its limit is 2025-03-11
    return [
        petition(
            f"old{i:02}",
            date(2025, 1, 5),
            notified_on=accepted,
            accepted_on=accepted,
            closed_on=date(2025, 3, 12 if i < 2 else 11),
            is_repeat="false",
            satisfaction="satisfied"
            if i < 20
            else "mostly"
            if i < 27
            else "dissatisfied"
            if i < 30
            else "unrated",
        )
        for i in range(40)
    ]


def finding(finding_id: str, category: str, found: str, due: str, **columns: str) -> dict:
    """Make a row of audit_findings of T1."""
    return {
        "finding_id": finding_id,
        "team_id": "T1",
        "category": category,
        "found_on": found,
        "due_on": due,
        **columns,
    }


def golden_findings() -> list[dict]:
    """Three due findings, the first two closed, the third a repeat found in the month."""
    return [
        finding(
            "f1",
            "violation",
            "2025-02-01",
            "2025-03-10",
            closed_on="2025-03-09",
            report_due_on="2025-03-20",
            reported_on="2025-03-20",
            amount_yuan="100000",
            rectified_yuan="86000",
        ),
        finding("f2", "irregular", "2025-02-01", "2025-04-10", closed_on="2025-03-09"),
        finding("f3", "non_monetary", "2025-03-01", "2025-03-15", is_repeat="true"),
    ]


def adjustment(number: int, kind: str, points: str | None = None) -> dict:
    """Make a confirmed adjustment of T1 in the golden month."""
    return {
        "adjustment_id": f"j{number}",
        "team_id": "T1",
        "month": MONTH,
        "kind": kind,
        "points": points,
        "reason": "r",
        "confirmed_by": "p",
        "confirmed_on": "2025-03-31",
    }


def golden_tables() -> dict[str, list[dict]]:
    """The city of one team that section 6 describes."""
    ballot = {"month": MONTH, "team_id": "T1", "rater_group": "public"}
    votes = {"excellent": "30", "good": "15", "fair": "4", "poor": "1"}
    notice = {"notice_id": "n1", "team_id": "T1", "due_on": "2025-03-10"}
    posted = {"posted_on": "2025-03-10", "items_due": "20", "items_posted": "18"}
    return {
        "teams": numbered([team("T1")]),
        "tasks": numbered(golden_tasks()),
        "ratings": numbered(golden_ratings()),
        "ballots": numbered([{**ballot, **votes}]),
        "disclosures": numbered([{**notice, **posted}]),
        "objections": [],
        "petitions": numbered(new_cases() + old_cases()),
        "audit_findings": numbered(golden_findings()),
        "adjustments": numbered([adjustment(1, "bonus", "1"), adjustment(2, "red_slip")]),
    }
