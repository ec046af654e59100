"""Random petitions, audit findings and adjustments, on and around their edges."""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracle.city_rows import Frame, Pen, Row, last_of, later, row_of

ADJUSTMENT_KINDS = (
    "bonus",
    "deduction",
    "second_yellow",
    "red_slip",
    "faked_return",
    "report_late",
    "report_missing",
    "unit_red",
    "gate_false_data",
    "gate_reprisal",
    "gate_faked_rectification",
)


def make_petitions(pen: Pen, frame: Frame, team_id: str, case_id: str) -> list[Row]:
    """Make one petition, sometimes with copies, sometimes after an earlier one like it."""
    row = make_petition(pen, frame, team_id, case_id)
    copies = [{**row, "case_id": f"{case_id}-{i}"} for i in range(pen.pick(0, 0, 0, 0, 4, 7))]
    rows = [row, *copies]
    if pen.rarely(3):
        days = pen.pick(365, 366, 1, 0)
        received_on = date.fromisoformat(row["received_on"]) - timedelta(days=days)
        earlier = make_petition(pen, frame, team_id, f"{case_id}-before", received_on)
        rows.append({**earlier, "petitioner_key": row["petitioner_key"], "topic": row["topic"]})
    return rows


def make_petition(
    pen: Pen, frame: Frame, team_id: str, case_id: str, received_on: date | None = None
) -> Row:
    """Make one petition with its days near the limits of clause 2.4."""
    if received_on is None:
        received_on = pen.pick(frame.day(pen), frame.limit(pen, 15, 16, 45, 46))
    notified_on = later(received_on, pen.pick(15, 16, 0, 40)) if not pen.rarely(3) else None
    rejected_on = later(received_on, pen.pick(14, 15, 16)) if pen.rarely(6) else None
    accepted_on = later(received_on, pen.pick(0, 5, 15)) if not pen.rarely(4) else None
    closed_on = pen.pick(
        None,
        later(accepted_on or received_on, pen.pick(5, 59, 60, 61, 89, 90, 91, 120)),
        later(received_on, pen.pick(0, 1, 30)),
    )
    return row_of(
        "petitions",
        case_id=case_id,
        team_id=team_id,
        topic=pen.pick("land", "school", None),
        petitioner_key=pen.pick("p1", "p2", None),
        received_on=received_on,
        notified_on=notified_on,
        rejected_on=rejected_on,
        accepted_on=accepted_on,
        extended_on=later(accepted_on, pen.pick(30, 60, 61)) if pen.rarely(3) else None,
        closed_on=closed_on,
        is_repeat=pen.pick(None, None, "true", "false"),
        satisfaction=pen.pick(None, "satisfied", "mostly", "dissatisfied", "unrated"),
        **make_verdict(pen, frame),
    )


def make_verdict(pen: Pen, frame: Frame) -> Row:
    """Make finding, cleared_on and excluded_reason, mostly blank."""
    if not pen.rarely(3):
        return {}
    finding = pen.pick("untrue", "true", "partly", "unverifiable", None)
    return {
        "finding": finding,
        "cleared_on": pen.pick(None, later(frame.as_of, pen.pick(0, -40, 1))),
        "excluded_reason": pen.pick(None, None, None, "litigation"),
    }


def make_findings(pen: Pen, frame: Frame, team_id: str, finding_id: str) -> list[Row]:
    """Make one audit finding, sometimes with copies of it."""
    row = make_finding(pen, frame, team_id, finding_id)
    copies = pen.pick(0, 0, 0, 1, 4, 6)
    return [row, *({**row, "finding_id": f"{finding_id}-{i}"} for i in range(copies))]


def make_finding(pen: Pen, frame: Frame, team_id: str, finding_id: str) -> Row:
    """Make one finding with its days near the edges of clause 2.5."""
    due_on = pen.pick(frame.day(pen), frame.limit(pen, 0, 1, 90, 91))
    first = due_on.replace(day=1)
    found_on = pen.pick(first, later(due_on, pen.pick(0, -30, -60)), later(first, -1))
    report_due_on = pen.pick(None, due_on, last_of(first), later(due_on, 30))
    closed_on = pen.pick(
        None,
        later(due_on, pen.pick(0, -1, 1, 40)),
        pen.pick(last_of(first), later(last_of(first), 1)),
        later(frame.as_of, pen.pick(0, 1)),
        found_on,
    )
    return row_of(
        "audit_findings",
        finding_id=finding_id,
        team_id=team_id,
        category=pen.pick(None, "violation", "loss", "irregular", "non_monetary", "referral"),
        found_on=min(found_on, due_on) if found_on else due_on,
        report_due_on=report_due_on,
        reported_on=later(report_due_on, pen.pick(0, -5, 1)) if not pen.rarely(3) else None,
        due_on=due_on,
        closed_on=closed_on,
        amount_yuan=pen.pick(None, "0", "1000", "2500.5", "0.01"),
        rectified_yuan=pen.pick(None, "0", "500", "1000", "99999"),
        is_repeat=pen.pick(None, "false", "true"),
    )


def make_adjustments(pen: Pen, frame: Frame, team_id: str, number: str) -> list[Row]:
    """Make one adjustment, or so many that a cap holds."""
    kind = pen.pick(*ADJUSTMENT_KINDS)
    points = pen.pick(None, "1")
    if kind == "bonus":
        points = pen.pick("5", "0", "2.5")
    elif kind == "deduction":
        points = pen.pick("-5", "0", "-0.5")
    row = row_of(
        "adjustments",
        adjustment_id=number,
        team_id=team_id,
        month=frame.month(pen),
        kind=kind,
        points=points,
        reason="reason",
        confirmed_by="person",
        confirmed_on=later(frame.as_of, pen.pick(0, -30, 1)),
    )
    copies = pen.pick(0, 0, 0, 1, 3, 8)
    return [row, *({**row, "adjustment_id": f"{number}-{i}"} for i in range(copies))]
