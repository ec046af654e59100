"""The oracle on small plain cases, each showing one clause of scoring.md or flags.md."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.oracle.floors import wilson_bounds
from tests.oracle.golden import AS_OF, MONTH, finding, numbered, petition, task, team
from tests.oracle.score import assess
from tests.oracle.scoring import published
from tests.oracle.working_days import lasts_working_days, working_days_after


def test_a_city_without_rows_has_no_months() -> None:
    """No evidence, no build."""
    empty = assess({"teams": numbered([team("T1")])}, AS_OF)
    assert all(rows == [] for rows in empty.values())


def test_later_rows_replace_earlier_ones_and_items_name_their_upload() -> None:
    """Upload order decides, not the order in which rows are handed over."""
    first = numbered([task("a", "county", "lead", "2025-03-10")])
    again = numbered([task("a", "county", "lead", "2025-03-10", done_on="2025-03-10")], "U2")
    answer = assess({"teams": numbered([team("T1")]), "tasks": again + first}, AS_OF)
    completion = [row for row in answer["items"] if row["part"] == "task_completion"]
    assert [(row["x"], row["upload_id"]) for row in completion] == [(100.0, "U2")]


def test_a_quarter_of_a_peer_group_may_be_excellent_and_ties_stay() -> None:
    """Eight equal teams at 100: two places, all share the limit; one behind them overflows."""
    ids = [f"T{i}" for i in range(1, 9)]
    tables = {
        "teams": numbered([team(name) for name in ids]),
        "tasks": numbered(
            [
                {**task(f"{name}-{i}", "county", "lead", "2025-03-10"), "team_id": name}
                | {"done_on": "2025-03-18" if (name, i) == ("T8", 0) else "2025-03-10"}
                | {"quality": "excellent"}
                for name in ids
                for i in range(12)
            ]
        ),
        "audit_findings": numbered(
            [
                {**finding(f"f{name}", "loss", "2025-03-01", "2025-03-10"), "team_id": name}
                | {"closed_on": "2025-03-10"}
                for name in ids
            ]
        ),
    }
    rows = {row["team_id"]: row for row in assess(tables, AS_OF)["scores"]}
    assert {(rows[name]["grade"], rows[name]["rank"]) for name in ids[:7]} == {("excellent", 1)}
    assert rows["T8"]["final_score"] > 90
    assert (rows["T8"]["grade"], rows["T8"]["grade_reason"]) == ("good", "quota")
    assert (rows["T8"]["rank"], rows["T8"]["ranked_teams"]) == (8, 8)


def test_roll_up_caps_a_child_and_passes_through_teams_not_scored() -> None:
    """T1 has no own evidence; T2 is not assessed and stands between T1 and T3."""
    tables = {
        "teams": numbered(
            [
                team("T1"),
                team("T2", parent_id="T1", is_assessed="false"),
                team("T3", parent_id="T2"),
                team("T4", parent_id="T1"),
            ]
        ),
        "tasks": numbered(
            [
                {**task("a", "county", "lead", "2025-03-10", progress="0.9"), "team_id": "T3"},
                {**task("b", "county", "lead", "2025-03-10", progress="0"), "team_id": "T4"},
            ]
        ),
    }
    rows = {row["team_id"]: row for row in assess(tables, AS_OF)["scores"]}
    assert set(rows) == {"T1", "T3", "T4"}
    assert rows["T3"]["rolled_score"] == rows["T3"]["final_score"]
    assert rows["T1"]["final_score"] is None
    assert rows["T1"]["rolled_score"] == pytest.approx(
        (rows["T3"]["final_score"] + rows["T4"]["final_score"]) / 2
    )


def test_a_rater_who_gives_five_teams_the_same_is_void() -> None:
    """r1 gives 80 to five teams and is left out; the three others remain."""
    ids = [f"T{i}" for i in range(1, 6)]
    rating = {"month": MONTH, "rater_group": "peer"}
    rows = [
        {
            **rating,
            "team_id": name,
            "rater_id": r,
            "score": "80" if r == "r1" else score,
        }
        for name, score in zip(ids, ("70", "71", "72", "73", "74"), strict=True)
        for r in ("r1", "r2", "r3", "r4")
    ]
    answer = assess(
        {"teams": numbered([team(name) for name in ids]), "ratings": numbered(rows)}, AS_OF
    )
    assert {row["item_key"] for row in answer["items"]} == {"r2", "r3", "r4"}


def test_working_days_skip_holidays_and_count_make_up_days() -> None:
    """Spring Festival 2025: 28 January to 4 February off, Sunday 26 January at work."""
    assert working_days_after(date(2025, 1, 24), 3) == date(2025, 2, 5)
    assert lasts_working_days(date(2025, 1, 24), date(2025, 2, 6), 5)
    assert not lasts_working_days(date(2025, 1, 24), date(2025, 2, 5), 5)


def test_wilson_bounds_as_known() -> None:
    """The reference values of flags.md section 7."""
    assert [round(x, 3) for x in wilson_bounds(22, 22)] == [0.851, 1.0]
    assert [round(x, 3) for x in wilson_bounds(60, 80)] == [0.645, 0.832]


def test_rounding_is_not_moved_by_binary_noise() -> None:
    """Half a hundredth goes up, whatever its double looks like."""
    assert published(0.1 + 0.2) == 0.3
    assert published(89.995) == 90.0
    assert published(89.99499) == 89.99


def test_overdue_task_runs_until_done() -> None:
    """Due 10 January at city level, done 5 March: watch in January, then past 30 days."""
    late = task("a", "city", "lead", "2025-01-10", done_on="2025-03-05")
    answer = assess({"teams": numbered([team("T1")]), "tasks": numbered([late])}, AS_OF)
    seen = [
        (row["month"], row["severity"], row["observed"], row["threshold"], row["since"])
        for row in answer["flags"]
        if row["flag"] == "overdue_task"
    ]
    assert seen == [
        ("2025-01", "watch", 21.0, 0.0, "2025-01"),
        ("2025-02", "concern", 49.0, 30.0, "2025-01"),
    ]
    assert [row["light"] for row in answer["light"]] == ["grey", "grey", "grey"]


@pytest.mark.parametrize(
    ("days_late", "x"), [(-3, 100), (0, 100), (1, 80), (7, 80), (8, 50), (30, 50), (31, 0)]
)
def test_lateness_steps(days_late: int, x: float) -> None:
    """Days after d, and what they earn."""
    done_on = str(date(2025, 2, 10) + timedelta(days=days_late))
    tables = {
        "teams": numbered([team("T1")]),
        "tasks": numbered([task("a", "county", "lead", "2025-02-10", done_on=done_on)]),
    }
    items = [r for r in assess(tables, AS_OF)["items"] if r["part"] == "task_timeliness"]
    assert items[-1]["x"] == x


@pytest.mark.parametrize(
    ("closed", "extended", "x"),
    [(60, None, 100), (61, None, 0), (90, 60, 100), (91, 60, 0), (61, 61, 0), (None, 60, None)],
)
def test_close_clock(closed: int | None, extended: int | None, x: float | None) -> None:
    """Accepted on 1 January: 60 days, 90 when extended by day 60; not judged before."""
    accepted = date(2025, 1, 1)
    case = petition(
        "c",
        accepted,
        accepted_on=accepted,
        closed_on=None if closed is None else accepted + timedelta(days=closed),
        extended_on=None if extended is None else accepted + timedelta(days=extended),
    )
    answer = assess(
        {"teams": numbered([team("T1")]), "petitions": numbered([case])},
        date(2025, 4, 30) if closed else accepted + timedelta(days=89),
    )
    close = [row["x"] for row in answer["items"] if row["part"] == "petition_close"]
    assert close == ([] if x is None else [x])


def test_a_kind_that_stops_after_three_months_is_a_gap() -> None:
    """Notices in January to March and none since: watch in April, concern from May."""
    notices = [
        {"notice_id": f"n{m}", "team_id": "T1", "due_on": f"2025-0{m}-10"}
        | {"posted_on": f"2025-0{m}-10"}
        for m in (1, 2, 3)
    ]
    works = [
        task(f"{m}{i}", "county", "lead", f"2025-0{m}-10", done_on=f"2025-0{m}-10")
        for m in range(1, 7)
        for i in range(3)
    ]
    closed = [
        finding(f"f{m}", "loss", f"2025-0{m}-01", f"2025-0{m}-20", closed_on=f"2025-0{m}-20")
        for m in range(1, 7)
    ]
    tables = {
        "teams": numbered([team("T1")]),
        "tasks": numbered(works),
        "disclosures": numbered(notices),
        "audit_findings": numbered(closed),
    }
    answer = assess(tables, date(2025, 6, 30))
    flags = [(r["flag"], r["month"], r["severity"], r["since"]) for r in answer["flags"]]
    assert flags == [
        ("not_reported", "2025-04", "watch", "2025-04"),
        ("not_reported", "2025-05", "concern", "2025-04"),
        ("not_reported", "2025-06", "concern", "2025-04"),
    ]
    assert [row["light"] for row in answer["light"]][2:] == ["green", "yellow", "red", "red"]
    assert not any(row["underperforming"] for row in answer["light"])
    periods = {row["period"]: row for row in answer["periods"]}
    assert periods["2025Q1"]["grade"] == "excellent"
    assert (periods["2025"]["score"], periods["2025"]["grade"]) == (None, "ungraded")
    assert periods["2025"]["graded_months"] == 6
