"""S28: runs leave nothing behind, neither open files nor threads nor registered questions.

`python -m tests.tools.leaks` does the same with 10,000 runs against the real server, and
with its memory.
"""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import duckdb
import pytest

from dashboard.reads.answers import Answers
from dashboard.storage.built import Built
from dashboard.storage.questions import QUESTIONS

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="counts files by /proc"
)
ROUNDS = 200


def held() -> tuple[int, int, int, int]:
    """Count open files, threads, questions under way and runs that could be stopped."""
    gc.collect()
    files = len(os.listdir("/proc/self/fd"))
    return files, threading.active_count(), len(QUESTIONS._asked), len(QUESTIONS._askers)


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """A version with one table."""
    (tmp_path / "built").mkdir()
    with duckdb.connect(str(tmp_path / "built" / "v1.duckdb")) as connection:
        connection.execute("create table numbers as select range as i from range(1000)")
    return Built(tmp_path / "built")


def test_questions_leave_nothing_behind(built: Built) -> None:
    """Two hundred runs in as many tabs, one in ten failing, hold as much as the first."""
    answers = Answers(most=10)

    def run(number: int) -> None:
        asker = QUESTIONS.asker("leader1", f"tab{number}")

        def ask() -> int:
            with built.open("v1").cursor(asker) as cursor:
                if number % 10 == 0:
                    cursor.sql("select nothing from nowhere")
                return cursor.sql("select i from numbers").pl().height

        if number % 10 == 0:
            with pytest.raises(duckdb.Error):
                answers.get(number, ask, asker)
        else:
            assert answers.get(number, ask, asker) == 1_000

    for number in range(1, 20):
        run(number)
    before = held()
    for number in range(20, 20 + ROUNDS):
        run(number)
    after = held()
    built.close()
    assert after[0] <= before[0], "no file more is open"
    assert after[1] <= before[1], "no thread more is running"
    assert after[2] == 0, "no question is watched that is over"
    assert after[3] <= before[3] + 1, "no run is kept that is over"


def test_threads_that_asked_leave_nothing_behind(built: Built) -> None:
    """A thread per run, as the server has them, leaves no connection of its own open."""

    def run() -> None:
        with built.open("v1").cursor() as cursor:
            assert cursor.sql("select sum(i) from numbers").fetchall() == [(499_500,)]

    def round_of_threads() -> None:
        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    round_of_threads()
    before = held()
    for _ in range(ROUNDS // 8):
        round_of_threads()
    after = held()
    built.close()
    assert after[:2] <= before[:2]
