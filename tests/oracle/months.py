"""Small random cities for comparing the two implementations of the scoring rules.

`cities()` gives (tables, as_of): rows of all nine kinds, placed near every boundary of
scoring.md and flags.md, valid in the sense of a checked upload, and sometimes amended by a
second upload.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.oracle.city_cases import make_adjustments, make_findings, make_petitions
from tests.oracle.city_ratings import (
    GROUPS,
    make_ballot,
    make_equal_rater,
    make_panel,
    make_rovers,
    make_steady_panels,
)
from tests.oracle.city_rows import COLUMNS, Frame, Pen, Row, last_of, later
from tests.oracle.city_teams import make_teams
from tests.oracle.city_work import (
    make_notice,
    make_objection,
    make_steady_notices,
    make_steady_tasks,
    make_task,
)
from tests.oracle.span import months_later

City = dict[str, list[Row]]

# Spring Festival, October holidays, a turn of the year, a year the calendar does not know.
STARTS = (
    date(2025, 1, 1),
    date(2025, 9, 1),
    date(2024, 1, 1),
    date(2024, 11, 1),
    date(2026, 9, 1),
)

ID_COLUMNS = {
    "objections": "objection_id",
    "petitions": "case_id",
    "audit_findings": "finding_id",
    "adjustments": "adjustment_id",
}


@st.composite
def cities(draw: st.DrawFn) -> tuple[City, date]:
    """Make a small city and the day to look at it."""
    pen = Pen(draw)
    frame = make_frame(pen)
    city: City = {kind: [] for kind in COLUMNS}
    city["teams"] = make_teams(pen, frame)
    team_ids = [row["team_id"] for row in city["teams"]]
    for number, team_id in enumerate(team_ids):
        if number > 0 and pen.rarely(4):
            add_twin(city, team_ids[number - 1], team_id)
        else:
            add_team(pen, frame, city, team_id)
    for number in range(pen.count(0, 2)):
        shuffled = team_ids[pen.count(0, len(team_ids) - 1) :] + team_ids
        distinct = list(dict.fromkeys(shuffled))
        rows = make_equal_rater(pen, frame.month(pen), distinct, f"equal{number}")
        city["ratings"].extend(rows)
    if pen.rarely(2):
        city["ratings"].extend(make_rovers(pen, frame, team_ids))
    return with_uploads(pen, frame, city), frame.as_of


def make_frame(pen: Pen) -> Frame:
    """Choose 1-14 months and `as_of`: a month's end, inside one, or beyond all rows."""
    start = pen.pick(*STARTS)
    months = tuple(months_later(start, i) for i in range(pen.count(1, 14)))
    month = pen.pick(months[-1], months[-1], *months)
    last = last_of(month)
    as_of = pen.pick(
        last,
        last - timedelta(days=15),
        last - timedelta(days=1),
        month,
        last_of(months[-1]) + timedelta(days=75),
    )
    return Frame(months, as_of, is_strong=pen.pick(False, True, False))


def add_team(pen: Pen, frame: Frame, city: City, team_id: str) -> None:
    """Add the rows of one team, all kinds; in a strong city mostly the steady ones."""
    if frame.is_strong or pen.pick(True, True, False):
        city["tasks"].extend(make_steady_tasks(pen, frame, team_id))
        if frame.is_strong or pen.pick(True, True, False):
            city["ratings"].extend(make_steady_panels(pen, frame, team_id))
    if pen.rarely(3):
        city["disclosures"].extend(make_steady_notices(pen, frame, team_id))
    few, some = (0, 1) if frame.is_strong else (2, 3)
    for number in range(pen.count(0, some)):
        city["tasks"].append(make_task(pen, frame, team_id, f"K{number}"))
    for number in range(pen.count(0, few)):
        city["disclosures"].append(make_notice(pen, frame, team_id, f"M{number}"))
    for number in range(pen.count(0, 1)):
        key = f"O{number}{team_id}"
        city["objections"].append(make_objection(pen, frame, team_id, key))
    for number in range(pen.count(0, some)):
        key = f"C{number}{team_id}"
        city["petitions"].extend(make_petitions(pen, frame, team_id, key))
    for number in range(pen.count(0, few)):
        key = f"F{number}{team_id}"
        city["audit_findings"].extend(make_findings(pen, frame, team_id, key))
    for number in range(pen.count(0, 2)):
        key = f"A{number}{team_id}"
        city["adjustments"].extend(make_adjustments(pen, frame, team_id, key))
    add_voices(pen, frame, city, team_id)


def add_voices(pen: Pen, frame: Frame, city: City, team_id: str) -> None:
    """Add panels of raters and ballots; at most one panel per group and month."""
    panels: dict[tuple[str, str], list[Row]] = {}
    for _ in range(pen.count(0, 2)):
        rows = make_panel(pen, frame.month(pen), team_id)
        panels[rows[0]["month"], rows[0]["rater_group"]] = rows
    ballots: dict[tuple[date, str], Row] = {}
    for _ in range(pen.count(0, 2)):
        month, group = frame.month(pen), pen.pick(*GROUPS)
        ballots[month, group] = make_ballot(pen, month, team_id, group)
    city["ratings"].extend(row for rows in panels.values() for row in rows)
    city["ballots"].extend(ballots.values())


def add_twin(city: City, of_team: str, team_id: str) -> None:
    """Give a team copies of all rows of another, so that their scores tie."""
    for kind in COLUMNS:
        if kind == "teams":
            continue
        for row in [row for row in city[kind] if row["team_id"] == of_team]:
            twin = {**row, "team_id": team_id}
            if kind in ID_COLUMNS:
                twin[ID_COLUMNS[kind]] = f"{row[ID_COLUMNS[kind]]}/{team_id}"
            city[kind].append(twin)


def with_uploads(pen: Pen, frame: Frame, city: City) -> City:
    """Number the rows of one upload per kind, then sometimes amend a few in a second."""
    amended: City = {}
    for number, (kind, rows) in enumerate(city.items()):
        amended[kind] = [
            {**row, "upload_id": f"U1{number}", "row": line} for line, row in enumerate(rows, 2)
        ]
        if rows and pen.rarely(3):
            chosen = {pen.count(0, len(rows) - 1) for _ in range(pen.count(1, 3))}
            amended[kind].extend(
                {
                    **rows[index],
                    **AMENDMENTS[kind](pen, frame, city),
                    "upload_id": f"U2{number}",
                    "row": line,
                }
                for line, index in enumerate(sorted(chosen), 2)
            )
    return amended


def some_day(pen: Pen, frame: Frame) -> str | None:
    """Choose a day or none, as text."""
    return pen.pick(None, str(frame.day(pen)))


def some_team(pen: Pen, city: City) -> str:
    """Choose a team: a case may move."""
    return pen.pick(*(row["team_id"] for row in city["teams"]))


# What a second upload changes in a row; its key stays.
AMENDMENTS: dict[str, Callable[[Pen, Frame, City], Row]] = {
    "teams": lambda pen, frame, city: {"is_assessed": pen.pick("true", "false")},
    "tasks": lambda pen, frame, city: {"done_on": some_day(pen, frame)},
    "ratings": lambda pen, frame, city: {"score": pen.pick("80", "99.5")},
    "ballots": lambda pen, frame, city: {"excellent": pen.pick("0", "3"), "poor": None},
    "disclosures": lambda pen, frame, city: {"posted_on": some_day(pen, frame)},
    "objections": lambda pen, frame, city: {"team_id": some_team(pen, city)},
    "petitions": lambda pen, frame, city: {
        "team_id": some_team(pen, city),
        "satisfaction": pen.pick("unrated", "mostly"),
    },
    "audit_findings": lambda pen, frame, city: {
        "team_id": some_team(pen, city),
        "rectified_yuan": pen.pick(None, "750"),
    },
    "adjustments": lambda pen, frame, city: {
        "confirmed_on": str(later(frame.as_of, pen.pick(0, 1)))
    },
}
