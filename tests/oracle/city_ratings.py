"""Random ratings and ballots: group sizes around the limits, ties, raters who are void."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.oracle.city_rows import Frame, Pen, Row, row_of

GROUPS = ("superior", "peer", "public", "self")


def make_rating(
    month: date, team_id: str, group: str, rater_id: str, item: str, score: str
) -> Row:
    """Make one row of ratings."""
    return row_of(
        "ratings",
        month=month,
        team_id=team_id,
        rater_group=group,
        rater_id=rater_id,
        item=item,
        score=score,
    )


def make_panel(pen: Pen, month: date, team_id: str) -> list[Row]:
    """Let a group of 1-7 raters judge one team in one month; ties are likely."""
    group = pen.pick(*GROUPS)
    rows = []
    for number in range(pen.pick(3, 2, 5, 6, 7, 1)):
        rater_id = f"{group}{number}"
        score = pen.pick("80", "80", "85.5", "100", "0", "60")
        if pen.rarely(6):
            rows.append(make_rating(month, team_id, group, rater_id, "skill", score))
            score = pen.pick("90", "80", "100")
        rows.append(make_rating(month, team_id, group, rater_id, "", score))
    return rows


def make_steady_panels(pen: Pen, frame: Frame, team_id: str) -> list[Row]:
    """Let three superiors of the team's own give the same score every month."""
    strong = ("95", "80", "100", "87.5", "96")
    score = pen.pick(*strong) if frame.is_strong else pen.pick("80", "95", "60", "70", "20")
    return [
        make_rating(month, team_id, "superior", f"boss{number}{team_id}", "", score)
        for month in frame.months
        for number in range(3)
    ]


def make_equal_rater(pen: Pen, month: date, team_ids: list[str], rater_id: str) -> list[Row]:
    """Let one rater give 4, 5 or 6 teams (nearly) the same score, from any group."""
    rows = []
    mixed = pen.pick(False, True)
    for team_id in team_ids[: pen.pick(5, 4, 6)]:
        group = pen.pick(*GROUPS) if mixed else "peer"
        rows.append(make_rating(month, team_id, group, rater_id, "", "77"))
    if rows and pen.rarely(3):
        rows.append({**rows[0], "item": "skill", "score": pen.pick("77", "78")})
    elif rows and pen.rarely(3):
        rows[0]["score"] = "76.5"
    return rows


def make_rovers(pen: Pen, frame: Frame, team_ids: list[str]) -> list[Row]:
    """Let harsh and lenient raters rate many teams in some months; each may skip one in five.

    They come as one crew, or as two that share no team.
    """
    random = Random(pen.count(0, 9_999))
    crews = (team_ids,) if pen.rarely(2) else (team_ids[::2], team_ids[1::2])
    offsets = pen.pick((-6, 0, 5), (-30, 1, 2), (0, 0, 0), (-3, 4, 0, 8, -9, 1))
    noise = pen.pick(3, 1, 8)
    return [
        make_rating(month, team_id, "public", f"rover{crew}{number}", "", f"{score:.1f}")
        for crew, teams in enumerate(crews)
        for team_id, base in [(team_id, random.choice((85, 80, 60, 97))) for team_id in teams]
        for month in frame.months[-pen.pick(4, 2, 7) :]
        for number, offset in enumerate(offsets)
        if random.random() < 0.8
        for score in [min(100.0, max(0.0, random.gauss(base + offset, noise)))]
    ]


def make_ballot(pen: Pen, month: date, team_id: str, group: str) -> Row:
    """Make one ballot: none, few or many votes."""
    votes = pen.pick(
        ("30", "15", "4", "1"),
        (None, None, None, None),
        ("0", "0", "0", "0"),
        ("1", "0", None, "0"),
        ("0", "2", "0", "0"),
        ("1", "1", "1", "0"),
        ("7", "0", "0", "0"),
    )
    columns = dict(zip(("excellent", "good", "fair", "poor"), votes, strict=True))
    return row_of(
        "ballots",
        month=month,
        team_id=team_id,
        rater_group=group,
        abstain=pen.pick(None, "0", "9"),
        **columns,
    )
