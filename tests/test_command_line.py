"""The command line other programs rely on: one JSON document, three exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dashboard.__main__ import main
from dashboard.settings import ROOT

COLUMNS = {
    "scores": "team_id month final_score base_score adjustment covered_weight task_count"
    " tasks_score evaluation_score disclosure_score petitions_score audit_score grade"
    " grade_reason rank ranked_teams rolled_score",
    "parts": "team_id month part n sum_w rate shrunken_rate part_score",
    "items": "team_id month part item_key w x kind source_key upload_id",
    "flags": "flag team_id month severity subject observed threshold n probability since note",
    "periods": "team_id period score grade grade_reason graded_months",
    "light": "team_id month light underperforming",
}


class Shell:
    """Runs commands in one workspace: in this process, since a new one imports for seconds."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command and expect this exit code."""
        told = io.BytesIO(), io.BytesIO()
        out, err = (io.TextIOWrapper(stream, encoding="utf-8") for stream in told)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DASHBOARD_DATA", str(self.data))
            patch.setattr(sys, "argv", ["dashboard", *words])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as ended:
                main()
            out.flush()
            err.flush()
        said = [stream.getvalue().decode() for stream in told]
        return self._checked(words, code, ended.value.code or 0, *said)

    def process(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command as an operator does, and expect this exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", *words],
            cwd=ROOT,
            env={**os.environ, "DASHBOARD_DATA": str(self.data)},
            capture_output=True,
            text=True,
            check=False,
        )
        return self._checked(words, code, done.returncode, done.stdout, done.stderr)

    @staticmethod
    def _checked(
        words: tuple[str, ...], code: int, found: int | str, out: str, err: str
    ) -> subprocess.CompletedProcess[str]:
        assert found == code, err
        return subprocess.CompletedProcess(words, code, out, err)

    def json(self, *words: str, code: int = 0) -> dict:
        """Run a command with --json and return its one document."""
        return json.loads(self(*words, "--json", code=code).stdout)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A workspace with a small city, ingested and built by commands alone."""
    folder = tmp_path_factory.mktemp("commands")
    shell = Shell(folder / "data")
    city = folder / "city"
    shell.json(
        "sample", "--out", str(city), "--teams", "12", "--months", "3", "--end", "2026-03"
    )
    for kind in ("teams", "tasks", "ballots", "adjustments"):
        receipt = shell.json("ingest", kind, str(city / f"{kind}.csv"))
        assert receipt["accepted"] == receipt["rows"] == receipt["new"]
    report = shell.json("build", "--as-of", "2026-03-31")
    assert set(report) == {"version", "months_built", "seconds", "rows"}
    return shell


@pytest.mark.parametrize("relation", ["scores", "flags"])
def test_exports_have_the_columns_of_the_interface(shell: Shell, relation: str) -> None:
    """Names and order are part of it, in CSV and in JSON."""
    header, *rows = shell("export", relation).stdout.splitlines()
    document = shell.json("export", relation)

    assert header.split(",") == COLUMNS[relation].split()
    assert len(document) == len(rows) > 0
    assert all(list(row) == COLUMNS[relation].split() for row in document)


def test_an_export_can_be_cut_to_a_month_and_a_team(shell: Shell) -> None:
    """Months are written as 2026-03."""
    team = shell.json("export", "scores")[-1]["team_id"]
    rows = shell.json("export", "scores", "--month", "2026-03", "--team", team)

    assert [(row["month"], row["team_id"]) for row in rows] == [("2026-03", team)]


@pytest.mark.parametrize("file_format", ["csv", "parquet", "xlsx", "json"])
def test_files_of_every_format_hold_the_same_rows(
    shell: Shell, tmp_path: Path, file_format: str
) -> None:
    """Numbers read back as the same doubles, except in a sheet, which has 15 digits."""
    file = tmp_path / f"scores.{file_format}"
    shell("export", "scores", "--format", file_format, "--out", str(file))
    expected = pl.DataFrame(shell.json("export", "scores"))
    if file_format == "xlsx":
        assert file.read_bytes()[:2] == b"PK"
        return
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "json": pl.read_json}[file_format]
    actual = read(file)

    assert actual["final_score"].to_list() == expected["final_score"].to_list()
    assert actual["month"].to_list() == expected["month"].to_list()


def test_a_process_of_its_own_answers_alike(shell: Shell) -> None:
    """What goes to stdout and the exit code, as another program sees them."""
    words = ("export", "scores", "--month", "2026-03")
    wrong = ("export", "nothing")

    assert shell.process(*words).stdout == shell(*words).stdout
    assert shell.process(*wrong, code=2).stderr == shell(*wrong, code=2).stderr


def test_what_the_caller_got_wrong_is_exit_code_2(shell: Shell, tmp_path: Path) -> None:
    """A sentence on stderr says what to do; nothing is stored."""
    bad = tmp_path / "tasks.csv"
    bad.write_text("task_id,team_id,title,due_on\nK1,T0003,x,6月底\n", encoding="utf-8")
    receipt = shell.json("ingest", "tasks", str(bad), code=2)

    assert (receipt["upload_id"], receipt["accepted"], receipt["rejected"]) == (None, 0, 1)
    assert [set(problem) for problem in receipt["problems"]] == [
        {"row", "column", "value", "rule", "message"}
    ]
    assert "2026-03" in shell("build", "--as-of", "March", code=2).stderr
    assert "scores" in shell("export", "nothing", code=2).stderr
    assert shell("ingest", "tasks", str(tmp_path / "none.csv"), code=2).stderr
    assert shell("export", "scores", "--format", "parquet", code=2).stderr


def test_the_same_file_twice_changes_nothing(shell: Shell) -> None:
    """The second receipt names the first upload."""
    file = shell.data.parent / "city" / "ballots.csv"
    receipt = shell.json("ingest", "ballots", str(file))

    assert receipt["upload_id"] is None
    assert receipt["duplicate_of"] is not None
    assert (receipt["new"], receipt["changed"]) == (0, 0)


def test_a_dry_run_stores_nothing(shell: Shell, tmp_path: Path) -> None:
    """It says what would come of the file."""
    file = tmp_path / "tasks.csv"
    file.write_text("task_id,team_id,title,due_on\nNEW,T0003,x,2026-03-05\n", encoding="utf-8")
    for _ in range(2):
        receipt = shell.json("ingest", "tasks", str(file), "--dry-run")
        assert (receipt["upload_id"], receipt["new"]) == (None, 1)


def test_an_upload_can_be_undone_and_redone(shell: Shell, tmp_path: Path) -> None:
    """Both are said in one document; what is so already is refused with a sentence."""
    file = tmp_path / "tasks.csv"
    file.write_text("task_id,team_id,title,due_on\nU1,T0003,x,2026-03-05\n", encoding="utf-8")
    upload_id = shell.json("ingest", "tasks", str(file))["upload_id"]
    document = {"upload_id": upload_id, "kind": "tasks", "actor": "zhou"}

    undone = shell.json("undo", upload_id, "--reason", "wrong file", "--as", "zhou")
    assert undone == {**document, "state": "undone", "reason": "wrong file"}
    again = shell("undo", upload_id, "--reason", "twice", code=2)
    assert "undone already: zhou" in again.stderr
    assert "U999999" in shell("redo", "U999999", code=2).stderr
    assert "reason" in shell("undo", upload_id, code=2).stderr
    redone = shell.json("redo", upload_id, "--as", "zhou")
    assert redone == {**document, "state": "active", "reason": ""}
    assert shell("redo", upload_id, code=2).stdout == ""
    shell("undo", upload_id, "--reason", "end of the test")


def test_verify_says_that_all_is_well(shell: Shell) -> None:
    """And an altered file is exit code 1, with its name."""
    assert shell.json("verify") == {"ok": True, "findings": []}
    file = next((shell.data / "archive" / "files").iterdir())
    content = file.read_bytes()
    file.write_bytes(content + b"x")
    document = shell.json("verify", code=1)
    file.write_bytes(content)

    assert [finding["state"] for finding in document["findings"]] == ["altered"]
