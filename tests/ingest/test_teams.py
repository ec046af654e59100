"""A team is found by any of its names, and never by a likeness."""

from __future__ import annotations

import time

import polars as pl
import pytest

from dashboard.ingest.checking.teams import Register, teams_in_cycles
from dashboard.ingest.problems import BadValueError
from dashboard.storage.workspace import Workspace
from tests.ingest.factories import row_of, stored, upload

TEAMS = pl.DataFrame(
    [
        ("T1", "潇湘市财政局", "市财政局；财政局"),
        ("T2", "潇湘市教育局", "市教育局,教育局"),
        ("T3", "潇湘市住房和城乡建设局", "市住建局"),
        ("T4", "零陵区财政局", "财政局"),
        ("T5", "零陵区人民政府", None),
    ],
    schema=["team_id", "team_name", "short_names"],
    orient="row",
)


def error(name: str) -> BadValueError:
    """Return why a name is no team."""
    with pytest.raises(BadValueError) as caught:
        Register(TEAMS).team_id(name)
    return caught.value


@pytest.mark.parametrize("name", ["T2", "潇湘市教育局", "市教育局", "教育局"])
def test_a_team_is_found_by_id_full_name_and_short_names(name: str) -> None:
    """Each of its names means the same team."""
    assert Register(TEAMS).team_id(name) == "T2"


def test_a_name_of_two_teams_is_ambiguous() -> None:
    """The problem names both."""
    assert error("财政局").rule == "team_ambiguous"
    assert error("财政局").values == {"teams": "潇湘市财政局 (T1)、零陵区财政局 (T4)"}


def test_an_id_goes_before_a_name() -> None:
    """A team that calls itself by the id of another does not take its rows."""
    teams = pl.DataFrame(
        {"team_id": ["T1", "T2"], "team_name": ["甲", "T1"], "short_names": ""}
    )

    assert Register(teams).team_id("T1") == "T1"


def test_an_unknown_name_comes_with_the_nearest_three() -> None:
    """They are the teams with the most similar name of any kind, the most similar first."""
    assert error("市住建委").rule == "team_unknown"
    assert str(error("市住建委").values["nearest"]).startswith("潇湘市住房和城乡建设局 (T3)、")
    assert Register(TEAMS).nearest("零陵区财政所") == ["T4", "T5", "T1"]
    assert Register(TEAMS).nearest("xyz") == []


def test_many_unknown_names_take_no_time() -> None:
    """A file of another city is answered soon, however large the register."""
    ids = [f"T{number:04d}" for number in range(5000)]
    names = [f"第{number}街道办事处" for number in range(5000)]
    register = Register(pl.DataFrame({"team_id": ids, "team_name": names, "short_names": ids}))

    start = time.process_time()
    for number in range(50):
        register.nearest(f"另{number}街道办事处")

    # Comparing each letter by letter with the whole register takes several times as long.
    assert time.process_time() - start < 5


def test_cycles_are_found_wherever_they_are_entered() -> None:
    """A team below a cycle is not part of it."""
    parents = {"a": "b", "b": "c", "c": "b", "d": "d", "e": None, "f": "e", "g": "gone"}

    assert teams_in_cycles(parents) == {"b", "c", "d"}


def test_names_are_stored_as_the_id_of_their_team(workspace: Workspace) -> None:
    """Full-width letters and odd spaces do not hide a team."""
    upload(workspace, "teams", row_of("teams", team_id="T1"))

    receipt = upload(
        workspace,
        "tasks",
        row_of("tasks", task_id="K1", team_id="Ｔ１"),
        row_of("tasks", task_id="K2", team_id=" 潇湘市财政局\u3000"),
        row_of("tasks", task_id="K3", team_id="财政局"),
    )

    assert receipt.problems == ()
    assert [row["team_id"] for row in stored(workspace, "tasks")] == ["T1", "T1", "T1"]


def test_without_a_register_the_text_is_the_team(workspace: Workspace) -> None:
    """A city may begin with its tasks."""
    assert upload(workspace, "tasks", row_of("tasks", team_id="市住建局")).problems == ()
    assert stored(workspace, "tasks")[0]["team_id"] == "市住建局"


def test_an_unknown_team_refuses_the_file_once_there_is_a_register(
    workspace: Workspace,
) -> None:
    """The problem stands at its cell, with the value as it stands there."""
    upload(workspace, "teams", row_of("teams", team_id="T1"))

    receipt = upload(workspace, "tasks", row_of("tasks"), row_of("tasks", team_id=" Ｔ９"))

    assert [(item.row, item.column, item.value, item.rule) for item in receipt.problems] == [
        (3, "team_id", " Ｔ９", "team_unknown")
    ]


def test_a_parent_is_in_the_file_or_in_the_register(workspace: Workspace) -> None:
    """It may be written as any name of it, and come later in the file."""
    upload(workspace, "teams", row_of("teams", team_id="T1"))

    receipt = upload(
        workspace,
        "teams",
        row_of("teams", team_id="T2", team_name="甲科", short_names="", parent_id="乙科"),
        row_of("teams", team_id="T3", team_name="乙科", short_names="", parent_id="市财政局"),
    )

    assert receipt.problems == ()
    assert [row.get("parent_id") for row in stored(workspace, "teams")] == [None, "T3", "T1"]


def test_an_unknown_parent_is_a_problem(workspace: Workspace) -> None:
    """A team cannot hang in the air."""
    receipt = upload(workspace, "teams", row_of("teams", parent_id="T7"))

    assert [item.rule for item in receipt.problems] == ["team_unknown"]
    assert receipt.problems[0].message_values == {"nearest": "潇湘市财政局 (T1)"}


def test_a_cycle_over_file_and_register_is_a_problem(workspace: Workspace) -> None:
    """Each row of the file that is part of it is named."""
    upload(
        workspace,
        "teams",
        row_of("teams", team_id="T1", team_name="甲", short_names=""),
        row_of("teams", team_id="T2", team_name="乙", short_names="", parent_id="T1"),
    )

    receipt = upload(
        workspace,
        "teams",
        row_of("teams", team_id="T1", team_name="甲", short_names="", parent_id="乙"),
        row_of("teams", team_id="T3", team_name="丙", short_names="", parent_id="T1"),
    )

    assert [(item.row, item.value, item.rule) for item in receipt.problems] == [
        (2, "乙", "parent_cycle")
    ]


def test_short_names_are_stored_with_one_separator(workspace: Workspace) -> None:
    """Commas, half or full width, separate as semicolons do."""
    upload(workspace, "teams", row_of("teams", short_names="财政局, 市财政；财政"))

    assert stored(workspace, "teams")[0]["short_names"] == "财政局；市财政；财政"
