"""Drafts: checked in a process of their own, kept until somebody confirms or leaves them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from dashboard.drafts.confirming import confirm
from dashboard.drafts.drafts import Draft, Drafts
from dashboard.drafts.queue import drafts_of, is_lost, send
from dashboard.ingest.examining import Request
from dashboard.ingest.reading.tables import Reading
from dashboard.ingest.receipt import REPLACE_MONTHS, Receipt
from dashboard.pipeline.build import build
from dashboard.storage.workspace import Workspace, open_workspace
from tests.ingest.factories import VALID, Row, file_of, row_of, stored, upload

TASKS = file_of([row_of("tasks"), row_of("tasks", task_id="K2")])
_PATIENCE_SECONDS = 120.0


@pytest.fixture
def city(workspace: Workspace) -> Workspace:
    """A workspace with one team."""
    upload(workspace, "teams", VALID["teams"])
    return workspace


def ended(workspace: Workspace, draft: Draft) -> Draft:
    """Wait until a draft is checked or has failed."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while draft.stage not in ("ready", "failed"):
        assert time.monotonic() < deadline, draft.stage
        time.sleep(0.05)
        found = drafts_of(workspace).find(draft.draft_id, draft.login)
        assert found is not None
        draft = found
    return draft


def sent(workspace: Workspace, content: bytes = TASKS, **how: object) -> Draft:
    """Send a file of tasks and wait for its check."""
    request = replace(Request("tasks", "任务.csv"), **how)
    return ended(workspace, send(workspace, "clerk", request, content))


def confirmed(workspace: Workspace, draft: Draft, *, allow_partial: bool = False) -> Receipt:
    """Confirm a draft that nobody came before."""
    receipt = confirm(workspace, draft, allow_partial=allow_partial)
    assert isinstance(receipt, Receipt)
    return receipt


def test_nothing_is_stored_before_it_is_confirmed(city: Workspace) -> None:
    """
    The answer says what would come of it; the confirmation stores just that.
    """
    draft = sent(city)
    answer = draft.answer

    assert answer is not None
    assert (answer.receipt.new, answer.receipt.upload_id) == (2, None)
    assert city.records.uploads("tasks") == []
    receipt = confirmed(city, draft)
    assert receipt == replace(answer.receipt, upload_id="U000002")
    assert [row["task_id"] for row in stored(city, "tasks")] == ["K1", "K2"]
    assert drafts_of(city).of("clerk") == []
    [kept] = city.records.uploads("tasks")
    assert (kept.uploaded_by, kept.file_name) == ("clerk", "任务.csv")
    assert city.archive.file_path(kept.sha256).read_bytes() == TASKS


def test_a_draft_survives_a_restart(city: Workspace) -> None:
    """
    Another process finds it as it was, and can confirm it.
    """
    draft = sent(city)

    restarted = open_workspace(city.settings)
    [found] = drafts_of(restarted).of("clerk")

    assert found == draft
    assert confirmed(restarted, found).upload_id == "U000002"


def test_a_check_that_a_restart_cut_off_is_told_apart(city: Workspace) -> None:
    """
    A draft that nobody checks any more does not wait for ever.
    """
    drafts = drafts_of(city)

    assert is_lost(drafts.create("clerk", Request("tasks", "a.csv")))
    assert not is_lost(sent(city))


def test_a_draft_belongs_to_who_sent_it(city: Workspace) -> None:
    """
    Somebody else neither lists nor opens it, and an id is no path.
    """
    draft = sent(city)
    drafts = drafts_of(city)

    assert drafts.of("other") == []
    assert drafts.find(draft.draft_id, "other") is None
    assert drafts.find(f"../drafts/{draft.draft_id}", "clerk") is None


def test_a_second_confirmation_stores_nothing(city: Workspace) -> None:
    """
    Of two presses with the same draft one stores; the other finds its bytes stored.
    """
    draft = sent(city)
    copy = send(city, "clerk", draft.request, TASKS)
    ready = ended(city, copy)

    first = confirmed(city, draft)
    second = confirm(city, ready, allow_partial=False)

    assert isinstance(second, Draft)
    again = confirmed(city, ended(city, second))
    assert (again.upload_id, again.duplicate_of) == (None, first.upload_id)
    assert len(city.records.uploads("tasks")) == 1


def test_what_others_stored_meanwhile_is_looked_at_again(city: Workspace) -> None:
    """
    The clerk sees new counts before anything is stored.
    """
    draft = sent(city)
    upload(city, "tasks", row_of("tasks", title="修桥"))

    again = confirm(city, draft, allow_partial=False)

    assert isinstance(again, Draft)
    again = ended(city, again)
    assert again.answer is not None
    assert (again.answer.receipt.new, again.answer.receipt.changed) == (1, 1)
    assert len(city.records.uploads("tasks")) == 1
    assert confirmed(city, again).upload_id == "U000003"


def test_good_rows_alone_only_by_choice(city: Workspace) -> None:
    """
    A file with a bad row is refused whole unless its good rows were asked for.
    """
    rows: list[Row] = [row_of("tasks"), row_of("tasks", task_id="K2", due_on="2021915")]
    draft = sent(city, file_of(rows))
    answer = draft.answer

    assert answer is not None
    assert answer.partial is not None
    assert (answer.receipt.accepted, answer.partial.accepted) == (0, 1)
    refused = confirmed(city, draft)
    assert (refused.upload_id, [problem.row for problem in refused.problems]) == (None, [3])
    receipt = confirmed(city, sent(city, file_of(rows)), allow_partial=True)
    assert (receipt.accepted, receipt.rejected) == (1, 1)
    [kept] = city.records.uploads("tasks")
    assert (kept.row_count, kept.rejected_count) == (1, 1)
    assert kept.report_sha256 is not None
    assert city.archive.file_path(kept.report_sha256).exists()


def test_months_are_not_replaced_by_a_part_of_a_file(city: Workspace) -> None:
    """
    A bad row would else take away the one that is stored for it.
    """
    rows: list[Row] = [row_of("tasks"), row_of("tasks", task_id="K2", due_on="2021915")]

    answer = sent(city, file_of(rows), mode=REPLACE_MONTHS).answer

    assert answer is not None
    assert answer.partial is None


def test_replacing_months_says_what_goes(city: Workspace) -> None:
    """
    The draft counts the rows that go, and its confirmation takes them away.
    """
    upload(city, "tasks", row_of("tasks"), row_of("tasks", task_id="K9"))

    draft = sent(city, mode=REPLACE_MONTHS)

    assert draft.answer is not None
    receipt = draft.answer.receipt
    assert (receipt.new, receipt.same, receipt.removed) == (1, 1, 1)
    assert draft.answer.covered_months == ("2026-03",)
    confirmed(city, draft)
    assert [row["task_id"] for row in stored(city, "tasks")] == ["K1", "K2"]


def test_the_answer_says_what_would_happen_to_scores(city: Workspace) -> None:
    """
    The scores it names are those that the next build publishes.
    """
    upload(city, "tasks", row_of("tasks", done_on="2026-03-18"))
    as_of = date(2026, 3, 31)
    build(city, as_of)

    draft = sent(city, file_of([row_of("tasks", done_on="2026-03-25")]))

    assert draft.answer is not None
    effect = draft.answer.effect
    assert effect is not None
    assert (effect.count, effect.version) == (1, city.built.newest())
    [move] = effect.moves
    confirmed(city, draft)
    build(city, as_of)
    newest = city.built.newest()
    assert newest is not None
    with city.built.open(newest).cursor() as cursor:
        [[score]] = cursor.sql("select final_score from scores.scores").fetchall()
    assert (move.team_id, move.month, move.new_score) == ("T1", "2026-03", score)
    assert move.old_score != move.new_score


def test_a_register_of_petitions_leaves_no_names_on_disk(city: Workspace) -> None:
    """
    Neither a draft nor what is stored of it holds a name or a column that is not read.
    """
    rows = [row_of("petitions", 电话="13907310000"), row_of("petitions", case_id="C2")]
    for content in (file_of(rows), file_of([*rows, row_of("petitions", received_on="?")])):
        request = Request("petitions", "台账.csv")
        draft = ended(city, send(city, "clerk", request, content))

        files = [path for path in city.settings.data.rglob("*") if path.is_file()]
        texts = b"".join(path.read_bytes() for path in files)
        assert "欧阳晓".encode() not in texts
        assert b"13907310000" not in texts
        drafts_of(city).discard(draft)


def test_a_register_sent_as_something_else_is_recognised(city: Workspace) -> None:
    """
    Its names are not kept for a later look either.
    """
    content = file_of([row_of("petitions", 电话="13907310000")])

    draft = sent(city, content)

    assert draft.answer is not None
    assert draft.answer.receipt.problems
    assert draft.answer.preview.kinds[0] == "petitions"
    files = [path for path in city.settings.data.rglob("*") if path.is_file()]
    assert not [path for path in files if "欧阳晓".encode() in path.read_bytes()]


def test_a_register_keeps_its_keys_when_it_is_looked_at_again(city: Workspace) -> None:
    """
    Our own copy is checked the second time: a person has the same key as ever.
    """
    upload(city, "petitions", VALID["petitions"])
    [before] = stored(city, "petitions")
    content = "工单号,承办单位,登记日期,姓名\nC2,T1,2026-03-03,欧阳晓\nC3,T1,2026-03-03,匿名\n"
    request = Request("petitions", "台账.csv", Reading("gb18030"))
    draft = ended(city, send(city, "clerk", request, content.encode("gb18030")))
    upload(city, "petitions", row_of("petitions", case_id="C9"))

    again = confirm(city, draft, allow_partial=False)

    assert isinstance(again, Draft)
    confirmed(city, ended(city, again))
    keys = {row["case_id"]: row.get("petitioner_key") for row in stored(city, "petitions")}
    key = before["petitioner_key"]
    assert keys == {"C1": key, "C2": key, "C3": None, "C9": key}


@pytest.mark.parametrize(
    ("limit", "content", "failure"),
    [
        ({"check_memory": 2**29}, b" " * 2**29, "memory"),
        ({"check_seconds": 0.2}, TASKS, "time"),
    ],
    ids=["memory", "time"],
)
def test_a_check_beyond_its_limits_is_given_up(
    city: Workspace, limit: dict[str, float], content: bytes, failure: str
) -> None:
    """
    The draft says so, nothing is stored, and the next file is checked as ever.
    """
    narrow = replace(city, settings=city.settings.model_copy(update=limit))

    draft = sent(narrow, content)

    assert (draft.stage, draft.failure) == ("failed", failure)
    assert sent(city).stage == "ready"


def test_several_clerks_at_once(city: Workspace) -> None:
    """
    Their files wait in the queue, and each is answered.
    """
    narrow = replace(city, settings=city.settings.model_copy(update={"checks_at_once": 1}))
    request = Request("tasks", "a.csv")

    waiting = [send(narrow, f"clerk{number}", request, TASKS) for number in range(3)]

    assert [ended(narrow, draft).stage for draft in waiting] == ["ready"] * 3


def test_what_was_forgotten_is_left(city: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A draft that nobody confirmed in a week is gone.
    """
    draft = sent(city)
    monkeypatch.setattr("dashboard.drafts.drafts.EXPIRY_SECONDS", 0.0)

    Drafts(draft.folder.parent).sweep()

    assert drafts_of(city).of("clerk") == []
