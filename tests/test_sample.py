"""The sample city: repeatable, clean, and holding what it promises."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from dashboard.errors import RefusedError
from dashboard.kinds import KINDS
from dashboard.sample.city import write_city
from dashboard.sample.organisation import organisation
from dashboard.settings import ROOT

LAST_DAY = date(2026, 2, 28)
FIRST_DAY = date(2025, 1, 1)

# Copied from the scoring rules, section 1; deliberately not read from dashboard.kinds.
HEADERS = {
    "teams": "team_id,team_name,short_names,tier,parent_id,peer_group,staff,population,"
    "is_assessed,active_from,active_to",
    "tasks": "task_id,team_id,role,title,source,level,problem,measure,owner,assigned_on,due_on,"
    "extended_to,done_on,progress,quality,returns,is_exempt,exempt_reason,note,evidence",
    "ratings": "month,team_id,rater_group,rater_id,item,score",
    "ballots": "month,team_id,rater_group,excellent,good,fair,poor,abstain",
    "disclosures": "notice_id,team_id,subject,due_on,posted_on,posted_until,items_due,"
    "items_posted,channel,url",
    "objections": "objection_id,team_id,matter,received_on,answered_on,outcome",
    "petitions": "case_id,team_id,channel,purpose,topic,petitioner,people,received_on,"
    "notified_on,rejected_on,accepted_on,extended_on,closed_on,is_repeat,is_skip_level,"
    "is_collective,satisfaction,finding,cleared_on,excluded_reason",
    "audit_findings": "finding_id,team_id,project,category,rule_basis,found_on,report_due_on,"
    "reported_on,due_on,closed_on,amount_yuan,rectified_yuan,is_repeat",
    "adjustments": "adjustment_id,team_id,month,kind,points,reason,confirmed_by,confirmed_on",
    "truth": "team_id,change,from_month,note",
}
# Limits, which may lie ahead of the day on which the registers are read.
LIMITS = ("due_on", "extended_to", "report_due_on", "posted_until", "active_to")
# Days that may lie before the history: nothing is scored by them.
BEFORE = ("assigned_on", "active_from")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a city of 60 teams and 14 months."""
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, teams=60, months=14, seed=3, end=LAST_DAY)
    return folder


def table(folder: Path, kind: str) -> pl.DataFrame:
    """Read a file of the sample as text; a blank cell is null."""
    return pl.read_csv(folder / f"{kind}.csv", infer_schema=False)


def days(frame: pl.DataFrame, column: str) -> list[date]:
    """Read the days of a column."""
    return [date.fromisoformat(day) for day in frame[column].drop_nulls()]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """
    Twice the same arguments: no byte differs; another seed: another city.
    """
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        write_city(tmp_path / name, teams=30, months=6, seed=seed, end=LAST_DAY)

    for kind in HEADERS:
        one, two, other = (
            (tmp_path / name / f"{kind}.csv").read_bytes() for name in ("one", "two", "other")
        )
        assert one == two, kind
        assert one != other, kind


def test_the_kept_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    """
    Whoever tunes the generator writes sample_data/ anew, or this fails.
    """
    write_city(tmp_path, end=date(2026, 10, 31))

    for kind in HEADERS:
        kept = (ROOT / "sample_data" / f"{kind}.csv").read_bytes()
        assert (tmp_path / f"{kind}.csv").read_bytes() == kept, kind


@pytest.mark.parametrize("kind", HEADERS)
def test_header_and_line_ends_are_canonical(city: Path, kind: str) -> None:
    """
    UTF-8 without a mark, lines ended by a line feed, columns in the order of the rules.
    """
    text = (city / f"{kind}.csv").read_bytes()
    assert text.split(b"\n", 1)[0].decode() == HEADERS[kind]
    assert b"\r" not in text
    assert text.endswith(b"\n")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_clean(city: Path, kind: str) -> None:
    """
    Keys are unique, required cells are filled, chosen words are canonical.
    """
    frame = table(city, kind)
    assert frame.height > 0
    assert frame.select(KINDS[kind].key).is_duplicated().sum() == 0
    for column in KINDS[kind].columns:
        if column.required:
            assert frame[column.name].null_count() == 0, column.name
        if column.choices:
            assert set(frame[column.name].drop_nulls()) <= set(column.choices), column.name
        if column.form == "boolean":
            assert set(frame[column.name].drop_nulls()) <= {"true", "false"}, column.name
        if column.form == "month":
            assert frame[column.name].str.contains(r"^\d{4}-\d{2}$").all(), column.name


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_dated_outside_the_history(city: Path, kind: str) -> None:
    """
    Registers know what had happened by the last day; what is scored began with the first.
    """
    frame = table(city, kind)
    for column in KINDS[kind].columns:
        if column.form != "day" or frame[column.name].null_count() == frame.height:
            continue
        if column.name not in LIMITS:
            assert max(days(frame, column.name)) <= LAST_DAY, column.name
        if column.name not in BEFORE:
            assert min(days(frame, column.name)) >= FIRST_DAY, column.name


@pytest.mark.parametrize("kind", [*KINDS, "truth"])
def test_every_team_named_exists(city: Path, kind: str) -> None:
    """
    No row names a team that is not in the register, nor a parent that is not.
    """
    known = set(table(city, "teams")["team_id"])
    assert set(table(city, kind)["team_id"]) <= known
    assert set(table(city, "teams")["parent_id"].drop_nulls()) <= known


def test_the_kept_sample_holds_the_special_teams() -> None:
    """
    A team inside the tree that is not assessed, one merged, one founded late, a small group.
    """
    teams = table(ROOT / "sample_data", "teams")
    apart = teams.filter(pl.col("is_assessed") == "false", pl.col("parent_id").is_not_null())
    assert apart.height == 1
    assert teams.filter(parent_id=apart["team_id"][0]).height > 1
    assert teams["active_to"].drop_nulls().len() == 1
    assert teams["active_from"].drop_nulls().len() == 1
    sizes = teams.filter(is_assessed="true")["peer_group"].value_counts()["count"]
    assert sorted(sizes)[0] < 4
    assert sorted(sizes)[1] >= 8


@pytest.mark.parametrize("teams", [10, 120, 1000, 5000])
def test_no_two_teams_share_a_name(teams: int) -> None:
    """
    A file may name a team in full or in short, so every name means one team.
    """
    register = organisation(teams, seed=1)
    assert register.height == register["team_id"].n_unique() == teams
    names = register["team_name"].append(register["short_names"].str.split("；").explode())
    assert names.n_unique() == names.len()


def test_a_rater_belongs_to_one_group_per_team_and_month(city: Path) -> None:
    """
    The reader refuses a second group, so the sample must not hold one.
    """
    ratings = table(city, "ratings")
    groups = ratings.group_by("month", "team_id", "rater_id").agg(
        pl.col("rater_group").n_unique()
    )
    assert groups["rater_group"].max() == 1


def test_one_month_has_no_ballots_and_one_team_sends_nothing(city: Path) -> None:
    """
    The gaps that the pages about missing data need are there.
    """
    months = set(table(city, "ratings")["month"])
    assert len(months - set(table(city, "ballots")["month"])) == 1

    silent = table(city, "truth").filter(pl.col("note").str.starts_with("silent")).row(0)
    for kind in ("ratings", "ballots"):
        rows = table(city, kind).filter(team_id=silent[0], month=silent[2])
        assert rows.is_empty(), kind
    for kind, day in (("tasks", "done_on"), ("tasks", "due_on"), ("disclosures", "due_on")):
        rows = table(city, kind).filter(
            pl.col(day).str.starts_with(silent[2]), team_id=silent[0]
        )
        assert rows.is_empty(), kind


def test_some_rater_is_void(city: Path) -> None:
    """
    In the last month one superior gives at least five teams the same score.
    """
    last = table(city, "ratings").filter(month="2026-02", rater_group="superior")
    raters = last.group_by("rater_id").agg(
        teams=pl.col("team_id").n_unique(), scores=pl.col("score").n_unique()
    )
    assert raters.filter(pl.col("teams") >= 5, pl.col("scores") == 1).height == 1


def test_truth_names_teams_that_are_assessed_all_the_time(city: Path) -> None:
    """
    A weak or changing team that comes or goes could not be found, whatever the flags do.
    """
    truth = table(city, "truth").filter(pl.col("change") != "event")
    teams = table(city, "teams").join(truth, on="team_id", how="semi")
    assert set(truth["change"]) == {"weak", "declining", "improving"}
    assert set(teams["is_assessed"]) == {"true"}
    assert teams["active_from"].null_count() == teams["active_to"].null_count() == teams.height


def test_the_default_end_is_the_last_month_that_is_over(tmp_path: Path) -> None:
    """
    Without an end, the history stops before the month of today.
    """
    write_city(tmp_path, teams=10, months=1)

    last_month = date.today().replace(day=1) - timedelta(days=1)
    assert set(table(tmp_path, "ratings")["month"]) == {last_month.strftime("%Y-%m")}


@pytest.mark.parametrize(("teams", "months", "seed"), [(9, 1, 1), (10, 0, 1), (10, 1, -1)])
def test_arguments_that_describe_no_city_are_refused(
    tmp_path: Path, teams: int, months: int, seed: int
) -> None:
    """
    Too few teams, no month, a negative seed: refused, and nothing is written.
    """
    with pytest.raises(RefusedError):
        write_city(tmp_path / "none", teams, months, seed)

    assert not (tmp_path / "none").exists()
