"""S21: sixteen threads read while builds publish; each answer is that of one version."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import DamagedError
from dashboard.storage import built as storage
from dashboard.storage.built import Built

THREADS = 16
KEPT = 3
TEAMS = 200
# READS_PER_THREAD=1000 runs the whole of it; the suite runs a smaller one.
READS = int(os.environ.get("READS_PER_THREAD", "60"))
VERSIONS = max(READS // 6, 10)
# One question in two forms: a sum the engine adds up, and rows that Polars gets.
TOTALS = "select count(*), sum(points), min(version), max(version) from scores"


@dataclass
class Reading:
    """What one thread met.

    Attributes:
        versions: numbers of the versions that answered.
        retries: times a version was removed between being chosen and being opened.
    """

    versions: list[int] = field(default_factory=list)
    retries: int = 0


def name_of(number: int) -> str:
    """The name of a version."""
    return f"v{number:05}"


def write_version(built: Built, number: int) -> Path:
    """Make a version whose every row says its number, and whose points add up to it."""
    path = built.unpublished(name_of(number))
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table scores as select i as team, ? + i as points, ? as version "
            "from range(?) as teams(i)",
            [number, number, TEAMS],
        )
    return path


def expected(number: int) -> tuple[int, int, int, int]:
    """What TOTALS answers in that version."""
    return TEAMS, number * TEAMS + TEAMS * (TEAMS - 1) // 2, number, number


def read_as_a_page_does(built: Built, reading: Reading) -> None:
    """Choose the newest version, then ask it two questions, as one run of a page."""
    while True:
        version = built.newest()
        assert version is not None, "there is always a version that serves"
        try:
            database = built.open(version)
            break
        except DamagedError:
            # Chosen, then removed before it was opened: a page takes the newest again.
            reading.retries += 1
    number = int(version.removeprefix("v"))
    with database.cursor() as cursor:
        assert cursor.sql(TOTALS).fetchall() == [expected(number)]
    with built.open(version).cursor() as cursor:
        frame = cursor.sql("select team, points, version from scores").pl()
    found = frame.height, frame["points"].sum(), frame["version"].min(), frame["version"].max()
    assert found == expected(number), "no total is torn, and no answer empty"
    reading.versions.append(number)


def open_files(folder: Path) -> list[str]:
    """Files of the folder that this process has open, those already removed included."""
    names = []
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        if target.startswith(str(folder)):
            names.append(target.removesuffix(" (deleted)"))
    return names


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts files by /proc")
def test_every_answer_equals_one_version_while_builds_publish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers of one process meet whole versions only, though another keeps publishing."""
    monkeypatch.setattr(storage, "_REST_SECONDS", -storage._SECONDS + 0.5)
    writer, readers = Built(tmp_path / "built"), Built(tmp_path / "built")
    writer.publish(write_version(writer, 1), name_of(1), KEPT)
    begin, ended = threading.Barrier(THREADS + 1), threading.Event()

    def publish() -> int:
        begin.wait()
        number = 1
        while not ended.is_set() and number < VERSIONS:
            number += 1
            writer.publish(write_version(writer, number), name_of(number), KEPT)
        return number

    def read() -> Reading:
        reading = Reading()
        begin.wait()
        for _ in range(READS):
            read_as_a_page_does(readers, reading)
        return reading

    with ThreadPoolExecutor(THREADS + 1) as pool:
        published = pool.submit(publish)
        reading = [pool.submit(read) for _ in range(THREADS)]
        found = [future.result() for future in reading]
        ended.set()
        last = published.result()
    answered = [number for one in found for number in one.versions]
    assert len(answered) == THREADS * READS
    assert len(set(answered)) > 2, "versions changed while they were read"
    for one in found:
        assert one.versions == sorted(one.versions), "nobody goes back to an older version"
    held = open_files(tmp_path)
    retries = sum(one.retries for one in found)
    sys.stderr.write(
        f"{len(answered)} runs of 2 questions; {len(set(answered))} of {last} versions read; "
        f"{retries} chosen again; {len(held)} files open\n"
    )
    readers.close()
    assert open_files(tmp_path) == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts files by /proc")
def test_removed_version_is_let_go_of_by_the_process_that_only_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server holds no file of a version that a build in another process removed."""
    writer, server = Built(tmp_path / "built"), Built(tmp_path / "built")
    for number in range(1, 9):
        writer.publish(write_version(writer, number), name_of(number), KEPT)
        with server.open(name_of(number)).cursor() as cursor:
            assert cursor.sql(TOTALS).fetchall() == [expected(number)]
        # As if nobody had asked the removed ones for long.
        monkeypatch.setattr(storage, "_REST_SECONDS", -storage._SECONDS)
    held = {Path(name).name for name in open_files(tmp_path) if name.endswith(".duckdb")}
    assert len(held) <= KEPT + 1, held
    server.close()


def test_removed_version_still_answers_the_page_that_reads_it(tmp_path: Path) -> None:
    """A page that began on a version ends on it, though it was removed in the middle."""
    writer, server = Built(tmp_path / "built"), Built(tmp_path / "built")
    writer.publish(write_version(writer, 1), name_of(1), KEPT)
    with server.open(name_of(1)).cursor() as cursor:
        assert cursor.sql(TOTALS).fetchall() == [expected(1)]
        for number in range(2, 7):
            writer.publish(write_version(writer, number), name_of(number), KEPT)
            server.open(name_of(number))
        assert name_of(1) not in server.versions()
        assert cursor.sql(TOTALS).fetchall() == [expected(1)]
    with server.open(name_of(1)).cursor() as cursor:
        assert cursor.sql(TOTALS).fetchall() == [expected(1)]
    server.close()
