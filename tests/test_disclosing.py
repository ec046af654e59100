"""Signing and disclosing a month: two people, one table, and nothing between the lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.viewer import Viewer
from dashboard.errors import DamagedError, NotAllowedError
from dashboard.exports.tables import relation_rows
from dashboard.filters import Filters
from dashboard.pipeline.build import build
from dashboard.storage.disclosures import StepRefusedError
from dashboard.storage.tables import audit
from dashboard.storage.workspace import Workspace
from dashboard.workflow.differences import differences
from dashboard.workflow.disclosing import (
    candidate,
    disclose,
    disclosed_months,
    published,
    sign,
    withdraw,
)
from dashboard.workflow.published_table import (
    FEW,
    LEAST_COUNT,
    PublishedTeam,
    from_bytes,
    published_table,
    sum_of,
    to_bytes,
    within,
)
from tests.people import viewer
from tests.stores import store_rows

MONTH = date(2026, 9, 1)
SIGNER = viewer("assessor", login="assessor1")
SECOND = viewer("assessor", login="assessor2")

cells = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
teams = st.builds(PublishedTeam, *[cells] * 13)


@pytest.fixture
def stores(own_sample_workspace: Workspace) -> Workspace:
    """The sample city of this test alone."""
    return own_sample_workspace


def seen(stores: Workspace) -> str:
    """The sum of the table that somebody looks at."""
    return candidate(stores, MONTH).sha256


def disclosed(stores: Workspace) -> str:
    """Sign and disclose the month; return the sum of its table."""
    sha256 = seen(stores)
    sign(stores, SIGNER, MONTH, sha256)
    disclose(stores, SECOND, MONTH, sha256)
    return sha256


def acts(stores: Workspace) -> list[tuple[str, str, str]]:
    """Who did what to which month, oldest first."""
    query = sa.select(audit.c.actor, audit.c.act, audit.c.subject).order_by(audit.c.number)
    with stores.records.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
    return [entry for entry in found if entry[2] == "2026-09" or entry[1] == "refused_act"]


def correct_a_team(stores: Workspace) -> str:
    """Upload a confirmed deduction for one team of the month, and build; return its id."""
    team_id = from_bytes(candidate(stores, MONTH).content)[5].team_id
    row = {
        "adjustment_id": "A-late",
        "team_id": team_id,
        "month": "2026-09",
        "kind": "red_slip",
        "reason": "late",
        "confirmed_by": "assessor1",
        "confirmed_on": "2026-09-30",
    }
    store_rows(stores, "adjustments", [row])
    build(stores, date(2026, 10, 31))
    return team_id


def test_one_person_signs_and_another_discloses(stores: Workspace) -> None:
    """A disclosed month is the signed bytes, with both names, each act in the log once."""
    content = candidate(stores, MONTH).content

    sha256 = disclosed(stores)

    found = published(stores, "2026-09")
    assert found is not None
    assert found.content == content
    assert sum_of(content) == sha256 == found.disclosure.sha256
    assert (found.disclosure.signed_by, found.disclosure.disclosed_by) == (
        "assessor1",
        "assessor2",
    )
    assert disclosed_months(stores) == ["2026-09"]
    assert acts(stores) == [
        ("assessor1", "sign", "2026-09"),
        ("assessor2", "disclose", "2026-09"),
    ]


@pytest.mark.parametrize("login", ["assessor1", "Assessor1", "ASSESSOR1"])
def test_whoever_signed_cannot_disclose(stores: Workspace, login: str) -> None:
    """The second person is another one, however the login is written."""
    sha256 = seen(stores)
    sign(stores, SIGNER, MONTH, sha256)

    with pytest.raises(StepRefusedError) as refused:
        disclose(stores, viewer("assessor", login=login), MONTH, sha256)

    assert refused.value.rule == "same_person"
    assert published(stores, "2026-09") is None


@pytest.mark.parametrize(
    "person",
    [
        Viewer("nobody"),
        viewer("leader"),
        viewer("clerk"),
        viewer("admin"),
        viewer("auditor"),
        viewer("assessor", "T0001", login="assessor-of-a-tree"),
        replace(SECOND, looking_as=SIGNER),
        replace(viewer("auditor"), looking_as=SIGNER),
    ],
    ids=lambda person: person.login + ("-looking" if person.looking_as else ""),
)
@pytest.mark.parametrize("step", [sign, withdraw, disclose])
def test_a_step_needs_the_right_for_every_team(
    workspace: Workspace, person: Viewer, step: Callable[..., object]
) -> None:
    """Without it nothing happens, and the log says who tried; nobody acts as another."""
    with pytest.raises(NotAllowedError):
        step(workspace, person, MONTH, "0" * 64)

    assert workspace.records.disclosures.all() == []
    assert acts(workspace)[-1][:2] == (person.login, "refused_act")


def test_a_month_is_signed_once(stores: Workspace) -> None:
    """A second signature is refused, and so is one of a month that is disclosed."""
    sha256 = seen(stores)
    sign(stores, SIGNER, MONTH, sha256)
    with pytest.raises(StepRefusedError) as again:
        sign(stores, SECOND, MONTH, sha256)
    disclose(stores, SECOND, MONTH, sha256)
    with pytest.raises(StepRefusedError) as late:
        sign(stores, SIGNER, MONTH, sha256)

    assert (again.value.rule, late.value.rule) == ("signed", "disclosed")
    with pytest.raises(StepRefusedError) as withdrawn:
        withdraw(stores, SIGNER, MONTH, sha256)
    assert withdrawn.value.rule == "disclosed"
    with pytest.raises(StepRefusedError) as twice:
        disclose(stores, viewer("assessor", login="assessor3"), MONTH, sha256)
    assert twice.value.rule == "disclosed"


def test_the_second_press_of_a_double_click_finds_its_step_taken(stores: Workspace) -> None:
    """It is told what the first one did, and the log has one entry."""
    sha256 = seen(stores)
    signed = [sign(stores, SIGNER, MONTH, sha256) for _ in range(2)]
    disclosed = [disclose(stores, SECOND, MONTH, sha256) for _ in range(2)]

    assert signed[0] == signed[1]
    assert disclosed[0] == disclosed[1]
    assert [act for _, act, *_ in acts(stores)][-2:] == ["sign", "disclose"]


def test_only_what_was_looked_at_is_signed(stores: Workspace) -> None:
    """Newer data between looking and pressing is not signed unseen."""
    looked_at = seen(stores)
    correct_a_team(stores)

    with pytest.raises(StepRefusedError) as refused:
        sign(stores, SIGNER, MONTH, looked_at)

    assert refused.value.rule == "newer"
    assert stores.records.disclosures.all() == []


def test_a_month_that_goes_on_cannot_be_signed(stores: Workspace) -> None:
    """Scored for a day before its end, a month is not over; one without scores is none."""
    build(stores, date(2026, 9, 29))

    with pytest.raises(StepRefusedError) as refused:
        candidate(stores, MONTH)
    assert refused.value.rule == "not_over"
    with pytest.raises(StepRefusedError) as unknown:
        candidate(stores, date(2031, 1, 1))
    assert unknown.value.rule == "no_month"


def test_scores_that_changed_since_must_be_signed_again(stores: Workspace) -> None:
    """The old signature does not carry the new table; withdrawn and given anew, it does."""
    old = candidate(stores, MONTH)
    sign(stores, SIGNER, MONTH, old.sha256)
    team_id = correct_a_team(stores)
    new = candidate(stores, MONTH)

    with pytest.raises(StepRefusedError) as refused:
        disclose(stores, SECOND, MONTH, old.sha256)
    changed = differences(from_bytes(old.content), from_bytes(new.content))
    withdraw(stores, SECOND, MONTH, old.sha256)
    sign(stores, SECOND, MONTH, new.sha256)
    with pytest.raises(StepRefusedError) as stale:
        disclose(stores, SIGNER, MONTH, old.sha256)
    disclose(stores, SIGNER, MONTH, new.sha256)

    assert refused.value.rule == "changed"
    assert stale.value.rule in ("changed", "not_signed")
    assert team_id in {one.team.team_id for one in changed}
    assert [act for _, act, _ in acts(stores)] == ["sign", "withdraw", "sign", "disclose"]


def test_a_build_after_disclosure_does_not_change_the_board(stores: Workspace) -> None:
    """What is published stays, to the byte, whatever is uploaded and scored later."""
    disclosed(stores)
    before = published(stores, "2026-09")

    correct_a_team(stores)

    assert published(stores, "2026-09") == before
    assert before is not None
    assert candidate(stores, MONTH).sha256 != before.disclosure.sha256


@pytest.mark.parametrize("damage", [b"", b"team_id\n", None], ids=["empty", "other", "gone"])
def test_an_altered_table_is_not_shown(stores: Workspace, damage: bytes | None) -> None:
    """Bytes that are not the signed ones are neither published nor disclosed."""
    sha256 = disclosed(stores)
    path = stores.archive.file_path(sha256)
    path.unlink() if damage is None else path.write_bytes(damage)

    with pytest.raises(DamagedError):
        published(stores, "2026-09")


def test_an_altered_table_is_not_disclosed(stores: Workspace) -> None:
    """The bytes are looked at once more before they become public."""
    sha256 = seen(stores)
    sign(stores, SIGNER, MONTH, sha256)
    path = stores.archive.file_path(sha256)
    path.write_bytes(path.read_bytes().replace(b"good", b"fair", 1))

    with pytest.raises(DamagedError):
        disclose(stores, SECOND, MONTH, sha256)

    assert disclosed_months(stores) == []


def test_the_table_is_that_of_the_exported_scores(sample_workspace: Workspace) -> None:
    """Every scored team once; score, grade and place are those other programs read."""
    newest = sample_workspace.built.newest()
    assert newest is not None
    with sample_workspace.built.open(newest).cursor() as cursor:
        table = {team.team_id: team for team in published_table(cursor, Filters(month=MONTH))}
        scores = relation_rows(cursor, "scores", MONTH).rows(named=True)

    assert len(table) == len(scores) == len({row["team_id"] for row in scores})
    for row in scores:
        team = table[row["team_id"]]
        is_few = row["ranked_teams"] < LEAST_COUNT
        score = row["final_score"]
        assert team.grade == row["grade"]
        assert team.ranked_teams == (FEW if is_few else str(row["ranked_teams"]))
        assert team.rank == ("" if is_few or row["rank"] is None else str(row["rank"]))
        assert abs(float(team.final_score) - score) <= 0.00501 if score else True
        assert bool(team.final_score) == (score is not None)


def test_a_table_reaches_no_further_than_its_reader(sample_workspace: Workspace) -> None:
    """The scope of a reader is the scope of the rows."""
    newest = sample_workspace.built.newest()
    assert newest is not None
    with sample_workspace.built.open(newest).cursor() as cursor:
        whole = published_table(cursor, Filters(month=MONTH))
        root = next(team.parent_id for team in whole if team.parent_id)
        part = published_table(cursor, Filters(month=MONTH, scope=(root,)))
        nothing = published_table(cursor, Filters(month=MONTH, scope=()))

    assert nothing == ()
    assert 0 < len(part) <= len(whole)
    assert all(root in team.lineage for team in part)


def test_what_is_not_published_cannot_be_asked_for(sample_workspace: Workspace) -> None:
    """A filter on something else, such as a light, leaves nothing rather than everything."""
    table = from_bytes(candidate(sample_workspace, MONTH).content)

    assert within(table, Filters(month=MONTH)) == table
    assert within(table, Filters(light="red")) == ()
    assert within(table, Filters(search="局")) == ()
    assert within(table, Filters(team="unknown")) == ()
    assert {team.grade for team in within(table, Filters(grade="good"))} == {"good"}


@given(st.lists(teams, max_size=3))
def test_the_bytes_hold_every_character(rows: list[PublishedTeam]) -> None:
    """What was written is read back, and no cell begins like a formula."""
    content = to_bytes(rows)

    assert list(from_bytes(content)) == rows
    assert to_bytes(from_bytes(content)) == content
    sheet = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    for row, shown in zip(rows, sheet, strict=True):
        for cell, stored in zip(astuple(row), shown, strict=True):
            assert stored in (cell, f"'{cell}")
            assert not stored.startswith(("=", "+", "-", "@", "\t", "\r"))
