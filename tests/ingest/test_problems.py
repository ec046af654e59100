"""Every problem has a sentence in both languages that says what is wrong, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import ingest
from dashboard.ingest.checking.day_orders import ORDERS
from dashboard.ingest.problems import Problem
from dashboard.ingest.receiving import receive
from dashboard.kinds import GIVEN_POINTS
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from dashboard.text import catalogue
from tests.ingest.factories import file_of, row_of, upload

LANGUAGES = ("en", "zh")

TASK = "task_id,team_id,title,due_on"

# Of each rule, a file that breaks it: as bytes of a task file, or as rows of a kind.
WHOLE_FILES: dict[str, bytes] = {
    "empty_file": b"",
    "not_text": b"\x81",
    "nul_byte": f"{TASK}\nK1,T1,x\0,2026-03-20\n".encode(),
    "damaged_text": f"{TASK}\nK1,T1,修路修桥修渠,".encode() + b"\xe4\xb8,",
    "broken_quotes": f'{TASK}\nK1,T1,"修路,2026-03-20\n'.encode(),
    "too_many_columns": b"a," * 600 + b"\n1\n",
    "missing_column": b"task_id,team_id,title\nK1,T1,x\n",
    "doubled_header": f"{TASK},督办编号\nK1,T1,x,2026-03-20,K1\n".encode(),
    "unnamed_column": f"{TASK},\nK1,T1,x,2026-03-20,9\n".encode(),
    "cell_count": f"{TASK}\nK1,T1,x\n".encode(),
}
ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "required": ("tasks", {"title": ""}),
    "too_long": ("tasks", {"title": "长" * 40_000}),
    "masked": ("tasks", {"due_on": "2026-03-**"}),
    "number": ("ratings", {"score": "{九十}"}),
    "whole": ("tasks", {"returns": "1.5"}),
    "below": ("tasks", {"returns": "-1"}),
    "above": ("ratings", {"score": "101"}),
    "share": ("tasks", {"progress": "180%"}),
    "unit": ("audit_findings", {"amount_yuan": "12美元"}),
    "day": ("tasks", {"due_on": "年底前"}),
    "no_such_day": ("tasks", {"due_on": "2026-02-30"}),
    "year": ("tasks", {"due_on": "0206-02-20"}),
    "month": ("ratings", {"month": "3月"}),
    "month_span": ("ratings", {"month": "一季度"}),
    "boolean": ("tasks", {"is_exempt": "大概"}),
    "choice": ("tasks", {"level": "村级"}),
    "team_unknown": ("tasks", {"team_id": "T9"}),
    "team_ambiguous": ("tasks", {"team_id": "财政局"}),
    "second_group": ("ratings", {"rater_group": "self"}),
    "votes_sum": ("ballots", {"有效票": "51"}),
    "bonus_points": ("adjustments", {"kind": "bonus", "points": "6"}),
    "deduction_points": ("adjustments", {"kind": "deduction", "points": "6"}),
    "reserved_team": ("teams", {"team_id": "*"}),
    "parent_cycle": ("teams", {"team_id": "T1", "parent_id": "T1"}),
}
# Of each rule about two days, one that comes before the other.
for kind, orders in ORDERS.items():
    for rule, later, earlier in orders:
        ROWS[rule] = (kind, {earlier: "2026-03-09", later: "2026-03-08"})
NOTICES = {"repeated_row", "rate_contradicts", "unknown_column_near"}
ENCODINGS = {"encoding_unknown": "ebcdic", "encoding_wrong": "utf-16"}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with two teams and a rating; a refused file does not change it."""
    workspace = open_workspace(Settings(data=tmp_path_factory.mktemp("city")))
    upload(
        workspace,
        "teams",
        row_of("teams", team_id="T1"),
        row_of("teams", team_id="T2", team_name="零陵区财政局", short_names="财政局"),
    )
    upload(workspace, "ratings", row_of("ratings", rater_group="peer"))
    return workspace


def rules_in(pattern: str) -> set[str]:
    """Return the rules that files of ingest name where they find one broken."""
    folder = Path(*ingest.__path__)
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob(pattern))
    raised = re.findall(
        r"(?:BadValueError|UploadRefusedError|BadCell|batch\.problems|rule=)"
        r"\(?\s*(?:[\w.]+, )*\"(\w+)\"",
        source,
    )
    chosen = re.findall(r"rule = \"(\w+)\" if .* else \"(\w+)\"", source)
    raised += [rule for pair in chosen for rule in pair]
    told = re.findall(r"(?:Problem|notice)\((?:[^()\"]+, ){2,3}\"(\w+)\"", source)
    orders = {rule for orders in ORDERS.values() for rule, _, _ in orders}
    points = {f"{kind}_points" for kind in GIVEN_POINTS}
    return {*raised, *told, *(orders | points if raised else ())}


def broken(workspace: Workspace, rule: str) -> Problem:
    """Return the problem of a file that breaks the rule."""
    if rule in ROWS:
        kind, changes = ROWS[rule]
        receipt = upload(workspace, kind, row_of(kind, **changes))
    else:
        content = WHOLE_FILES.get(rule, file_of([row_of("tasks")]) + b"\n ")
        encoding = ENCODINGS.get(rule)
        receipt = receive(workspace, "tasks", content, "a.csv", encoding=encoding)
    assert receipt.upload_id is None
    assert [problem.rule for problem in receipt.problems] == [rule]
    return receipt.problems[0]


@pytest.mark.parametrize("rule", [*WHOLE_FILES, *ENCODINGS, *ROWS])
def test_a_broken_rule_is_said_in_both_languages(city: Workspace, rule: str) -> None:
    """The sentence names the row and the column, and what stands there."""
    problem = broken(city, rule)

    for language in LANGUAGES:
        message = problem.message(catalogue(language))
        assert str(problem.row or "") in message
        assert (problem.column or "") in message
        assert rule == "too_long" or (problem.value or "") in message
        assert message[-1] in ".。"
    assert problem.message(catalogue("en")) != problem.message(catalogue("zh"))


def test_every_rule_of_checking_is_shown_above_or_in_tests_of_its_own() -> None:
    """A rule that no file breaks is a rule that nobody has seen."""
    shown = {*WHOLE_FILES, *ENCODINGS, *ROWS}

    assert rules_in("checking/*.py") - NOTICES <= shown | {
        "contradicting_row",
        "team_not_yours",
        "team_beyond_reach",
        "key_not_yours",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_sentence_and_every_sentence_a_rule(language: str) -> None:
    """Nobody reads the name of a rule, and no translator writes for nothing."""
    words = catalogue(language).words
    tables = ("problems.", "notices.")
    said = {key.split(".")[1] for key in words if key.startswith(tables)}

    # Reading names rules in tables too: what a file is, by how it begins.
    reading = Path(*ingest.__path__, "reading").glob("*.py")
    tabled = re.findall(r'"(\w+)"', "".join(path.read_text("utf-8") for path in reading))

    assert rules_in("**/*.py") | (said & set(tabled)) == said


def test_a_long_cell_is_cut_in_the_sentence_alone() -> None:
    """A line break does not tear the sentence apart."""
    problem = Problem(2, "标\n题", "一\n" + "长" * 100, "number")

    message = problem.message(catalogue("en"))

    assert message.startswith("Row 2, 标 题: “一 长长")
    assert "长" * 58 + "…”" in message
    assert problem.value == "一\n" + "长" * 100
