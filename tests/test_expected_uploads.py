"""Stale detection: what is expected, over a real store whose departments send or stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.filters import Filters
from dashboard.pipeline import build as builds
from dashboard.reads.expected import Standing, expected, standing
from dashboard.storage.workspace import Workspace
from tests import stores
from tests.stores import store_rows

TEAMS = [
    {"team_id": "city", "team_name": "市", "tier": "city", "peer_group": "市"},
    *(
        {
            "team_id": name,
            "team_name": f"市{name}局",
            "tier": "bureau",
            "parent_id": "city",
            "peer_group": "局",
        }
        for name in ("one", "two", "three")
    ),
]
OCTOBER = Filters(month=date(2026, 10, 1))

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the moment at which uploads come and versions are built."""

    def set_to(day: str) -> None:
        for module in (stores, builds):
            monkeypatch.setattr(module, "now", lambda: f"{day}T01:00:00+00:00")

    return set_to


@pytest.fixture
def city(workspace: Workspace, clock: Clock) -> Workspace:
    """Three departments that sent their ledgers and notices of September in time."""
    clock("2026-10-04")
    store_rows(workspace, "teams", TEAMS)
    for name in ("one", "two", "three"):
        send(workspace, name, done_on="2026-09-20")
    return workspace


def send(workspace: Workspace, team: str, **told: str) -> None:
    """Send the ledger of a department: a task done, and one that goes on until December."""
    month = told["done_on"][:7]
    done = {"task_id": f"{team}-{month}", "due_on": f"{month}-20", **told}
    open_task = {"task_id": f"{team}-open", "due_on": "2026-12-20"}
    store_rows(
        workspace,
        "tasks",
        [{**task, "team_id": team, "title": "任务"} for task in (done, open_task)],
    )


def seen(workspace: Workspace, clock: Clock, day: str, filters: Filters = OCTOBER) -> Standing:
    """Build on a day and look at it."""
    clock(day)
    version = builds.build(workspace, date.fromisoformat(day)).version
    with workspace.built.open(version).cursor() as cursor:
        return standing(expected(cursor, filters), date.fromisoformat(day))


def overdue(now: Standing) -> list[str]:
    """Name the departments that are overdue, the most pressing first."""
    return [one.team_id for one in now.of("overdue")]


def test_stopping_one_department_turns_only_that_one_overdue(
    city: Workspace, clock: Clock
) -> None:
    """S23: all three sent September; in October the second sends nothing."""
    clock("2026-11-03")
    for name in ("one", "three"):
        send(city, name, done_on="2026-10-20")
    in_time, late = seen(city, clock, "2026-11-05"), seen(city, clock, "2026-11-06")

    assert overdue(in_time) == []
    assert [one.team_id for one in in_time.of("due")] == ["two"]
    assert overdue(late) == ["two"]
    assert late.worst_days == 1
    assert [one.team_id for one in late.of("received")] == ["one", "three"]


def test_the_clock_is_not_fooled_by_another_s_upload(city: Workspace, clock: Clock) -> None:
    """S23: others may send as often as they like, and the one that stopped stays overdue."""
    clock("2026-11-03")
    for name in ("one", "three"):
        send(city, name, done_on="2026-10-20")
    clock("2026-11-08")
    send(city, "three", done_on="2026-10-21")
    now = seen(city, clock, "2026-11-12")

    (two,) = now.of("overdue")
    (report,) = two.in_state("overdue", now.day)
    assert (report.kind, report.last_on, report.age(now.day)) == (
        "tasks",
        date(2026, 10, 4),
        39,
    )


def test_days_go_on_while_no_version_is_made(city: Workspace, clock: Clock) -> None:
    """When everybody stops there is no new version either; the old one turns overdue."""
    clock("2026-10-31")
    version = builds.build(city, date(2026, 10, 31)).version
    with city.built.open(version).cursor() as cursor:
        reports = expected(cursor, OCTOBER)

    early = standing(reports, date(2026, 10, 28))
    late = standing(reports, date(2026, 11, 9))

    assert len(early.of("later")) == 3
    assert overdue(late) == ["one", "three", "two"]
    assert late.worst_days == 4


def test_a_late_file_ends_it(city: Workspace, clock: Clock) -> None:
    """What comes late is received; what nobody ever sent is not expected yet."""
    clock("2026-11-09")
    for name in ("one", "two", "three"):
        send(city, name, done_on="2026-10-20")
    now = seen(city, clock, "2026-11-20")

    assert overdue(now) == []
    assert {report.kind: report.state(now.day) for report in now.departments[0].reports} == {
        "tasks": "received",
        "ratings": "later",
        "disclosures": "later",
    }


def test_who_sees_one_department_is_told_of_that_one(city: Workspace, clock: Clock) -> None:
    """The scope of the viewer narrows what is expected, registers of the city included."""
    filters = Filters(month=OCTOBER.month, scope=("two",))
    now = seen(city, clock, "2026-11-12", filters)

    assert [one.team_id for one in now.departments] == ["two"]
    assert now.registers == ()
