"""S25: a question that takes too long is given up; its connection and all others go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import StoppedError, TooLongError
from dashboard.reads.answers import Answers
from dashboard.storage.built import Cursor, Database
from dashboard.storage.questions import QUESTIONS, Asker

# Two machines would need hours for any of these.
SLOW = {
    "join": "select count(*) from numbers a, numbers b, numbers c "
    "where (a.i * b.i + c.i) % 7 = 3",
    "recursion": "with recursive r as (select 1 as n union all select n + 1 from r "
    "where n < 10000000000) select count(*) from r",
    "rows": "select a.i, b.i, c.i from numbers a, numbers b, numbers c "
    "where (a.i * b.i + c.i) % 100003 = 3",
}
SECONDS = 0.5
# DuckDB 2.0 looks for an interrupt less often than 1.5; the machine may be busy.
PATIENCE = 15.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A version with one table, that gives a question up after half a second."""
    path = tmp_path / "v.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table numbers as select range as i from range(100000)")
    database = Database(path, seconds=SECONDS, memory="200MB")
    yield database
    database.close()


def count(cursor: Cursor) -> int:
    """Ask something quick."""
    return cursor.sql("select count(*) from numbers").fetchall()[0][0]


@pytest.mark.parametrize("query", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("how", ["pl", "fetchall"])
def test_runaway_question_is_given_up_and_its_connection_goes_on(
    database: Database, query: str, how: str
) -> None:
    """A question without end is over soon after its time, and others never notice."""
    begun = time.monotonic()
    with database.cursor() as cursor:
        others = [database.cursor() for _ in range(2)]
        with pytest.raises(TooLongError), database.cursor() as slow:
            getattr(slow.sql(query), how)()
        assert SECONDS <= time.monotonic() - begun < PATIENCE
        for other in others:
            with other as quick:
                assert count(quick) == 100_000
    with database.cursor() as cursor:
        assert count(cursor) == 100_000


def test_the_same_cursor_answers_again_after_an_interrupt(database: Database) -> None:
    """What is interrupted is one question, not the connection it was asked through."""
    connection = database._connection.cursor()
    with pytest.raises(TooLongError), QUESTIONS.watched(connection, 0.2):
        connection.sql(SLOW["join"]).fetchall()
    with QUESTIONS.watched(connection, 5.0):
        assert count(connection) == 100_000
    connection.close()


def test_quick_questions_go_on_beside_a_slow_one(database: Database) -> None:
    """While one session waits for the end of its patience, another is answered at once."""
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(_ask_slowly, database)
        for _ in range(20):
            with database.cursor() as cursor:
                assert count(cursor) == 100_000
        with pytest.raises(TooLongError):
            slow.result(PATIENCE)


def test_more_memory_than_one_may_have_is_the_same_refusal(database: Database) -> None:
    """A question that would fill the machine's memory is given up, and writes no file."""
    before = set(database.path.parent.iterdir())
    greedy = "select list(a.i order by a.i desc) from numbers a, range(1000) b"
    with pytest.raises(TooLongError), database.cursor() as cursor:
        cursor.sql(greedy).fetchall()
    assert set(database.path.parent.iterdir()) == before
    with database.cursor() as cursor:
        assert count(cursor) == 100_000


def test_other_errors_stay_what_they_are(database: Database) -> None:
    """A fault in a query is not mistaken for a question that took too long."""
    with pytest.raises(duckdb.CatalogException), database.cursor() as cursor:
        cursor.sql("select * from nowhere")


def test_stop_ends_the_questions_of_that_tab_only(tmp_path: Path, database: Database) -> None:
    """Stop reaches the tab of the login that pressed it, and no other tab or login."""
    patient = Database(database.path, seconds=60, memory="200MB")
    mine, other_tab, other_login = (
        QUESTIONS.asker(*of)
        for of in [("clerk1", "one"), ("clerk1", "two"), ("leader1", "one")]
    )
    with ThreadPoolExecutor(3) as pool:
        runs = {
            asker.login + asker.tab: pool.submit(_ask_slowly, patient, asker)
            for asker in (mine, other_tab, other_login)
        }
        time.sleep(0.3)
        assert QUESTIONS.stop("clerk1", "one")
        assert not QUESTIONS.stop("clerk2", "one"), "nobody stops another's tab"
        with pytest.raises(StoppedError):
            runs["clerk1one"].result(PATIENCE)
        assert not runs["clerk1two"].done()
        assert not runs["leader1one"].done()
        for asker in (other_tab, other_login):
            assert QUESTIONS.stop(asker.login, asker.tab)
        for name in ("clerk1two", "leader1one"):
            with pytest.raises(StoppedError):
                runs[name].result(PATIENCE)
    with patient.cursor(mine) as cursor:
        assert count(cursor) == 100_000, "the next question of the same run is answered"
    patient.close()


def test_stop_between_two_questions_is_not_lost(database: Database) -> None:
    """A Stop that comes while Python works ends the next question of the same run."""
    asker = QUESTIONS.asker("clerk1", "three")
    with database.cursor(asker) as cursor:
        assert count(cursor) == 100_000
    assert QUESTIONS.stop("clerk1", "three")
    with pytest.raises(StoppedError), database.cursor(asker) as cursor:
        count(cursor)


def test_a_tab_that_is_gone_cannot_be_stopped() -> None:
    """The register of tabs holds none whose run is over and forgotten."""
    QUESTIONS.asker("clerk1", "gone")
    assert not QUESTIONS.stop("clerk1", "gone")


def test_one_sessions_stop_does_not_break_anothers_page() -> None:
    """Who waits for an answer that its first asker stopped asks again for themselves."""
    answers, begun, asked = Answers(), threading.Event(), []

    def stopped() -> str:
        begun.set()
        time.sleep(0.3)
        raise StoppedError("Stopped.")

    def answered() -> str:
        asked.append(1)
        return "answer"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(answers.get, "key", stopped)
        assert begun.wait(PATIENCE)
        others = [pool.submit(answers.get, "key", answered) for _ in range(2)]
        with pytest.raises(StoppedError):
            first.result(PATIENCE)
        assert [other.result(PATIENCE) for other in others] == ["answer", "answer"]
    assert asked == [1], "the others share one answer again"


def test_stop_ends_the_waiting_for_anothers_answer() -> None:
    """Who only waits for an answer of another session can stop waiting as well."""
    answers, goes_on, begun = Answers(), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert goes_on.wait(PATIENCE)
        return "answer"

    asker = QUESTIONS.asker("leader1", "waiting")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.get, "key", slow)
        assert begun.wait(PATIENCE)
        waiting = pool.submit(answers.get, "key", slow, asker)
        QUESTIONS.stop("leader1", "waiting")
        with pytest.raises(StoppedError):
            waiting.result(PATIENCE)
        goes_on.set()
        assert first.result(PATIENCE) == "answer"


def test_one_thread_watches_all_questions(database: Database) -> None:
    """However many questions there were, one thread looks after them."""
    for _ in range(50):
        with database.cursor() as cursor:
            count(cursor)
    names = [thread.name for thread in threading.enumerate()]
    assert names.count("questions") == 1


def _ask_slowly(database: Database, asker: Asker | None = None) -> None:
    with database.cursor(asker) as cursor:
        cursor.sql(SLOW["join"]).fetchall()
