"""Random teams: a small tree over tiers with one to three peer groups."""

from __future__ import annotations

from datetime import timedelta

from tests.oracle.city_rows import Frame, Pen, Row, last_of, row_of

TIERS = ("city", "county", "township", "section", "group")


def make_teams(pen: Pen, frame: Frame) -> list[Row]:
    """Make 2-12 teams; a parent always comes before its children."""
    peer_groups = ("A", "B", "C")[: pen.pick(1, 1, 2) if frame.is_strong else pen.count(1, 3)]
    depth: dict[str, int] = {}
    rows: list[Row] = []
    for number in range(1, pen.count(5 if frame.is_strong else 2, 12) + 1):
        team_id = f"T{number:02}"
        shallow = [parent for parent in depth if depth[parent] < len(TIERS) - 1]
        parent_id = pen.pick(*shallow, None) if shallow else None
        depth[team_id] = 0 if parent_id is None else depth[parent_id] + 1
        rows.append(
            row_of(
                "teams",
                team_id=team_id,
                team_name=f"Team {number}",
                tier=TIERS[depth[team_id]],
                parent_id=parent_id,
                peer_group=pen.pick(*peer_groups),
                is_assessed=pen.pick(None, "true", "true", "true", "false"),
                **make_activity(pen, frame),
            )
        )
    return rows


def make_activity(pen: Pen, frame: Frame) -> Row:
    """Make active_from and active_to, mostly open, else next to the edges of a month."""
    activity: Row = {"active_from": None, "active_to": None}
    if pen.rarely(5):
        first = frame.month(pen)
        last = last_of(first)
        activity["active_from"] = pen.pick(first, last, last + timedelta(days=1))
    if pen.rarely(5):
        first = frame.month(pen)
        activity["active_to"] = pen.pick(last_of(first), first, first - timedelta(days=1))
    start, end = activity["active_from"], activity["active_to"]
    if start and end and end < start:
        activity["active_to"] = start
    return activity
