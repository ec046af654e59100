"""How much an upload costs that checks everything, beside one that checks nothing.

Ours is `python -m dashboard ingest ratings FILE` into a workspace with a register of teams:
read, every rule, every row with its line, compared with what is stored, written, recorded.
The other is DuckDB's own copy of the same file from CSV to Parquet. Both are whole
processes and alternate; nothing is told unless both hold the same rows.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from dashboard.bench.ingest_files import same_rows, write_ratings, write_teams
from dashboard.errors import FaultError

LEGEND = {
    "cpu": "CPU seconds of the whole process, all threads: median, least, most",
    "peak_mb": "most memory the process ever held (resident): the most of all runs",
    "ratio": "ingest over copy, of the pairs that ran one after the other",
    "copy": "`copy (select * from read_csv(FILE)) to … (format parquet, compression zstd)`",
    "ingest": "`python -m dashboard ingest ratings FILE`, a register of 5,000 teams stored",
}
_COPY = (
    'import duckdb, sys; duckdb.connect().execute(f"copy (select * from '
    "read_csv('{sys.argv[1]}')) to '{sys.argv[2]}' (format parquet, compression zstd)\")"
)
# Runs a command and says what it cost. A process begins with the memory of the one that
# started it, so that one is a small one.
_WEIGH = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""
_MEGABYTE = 1e6

Row = dict[str, str | int | float]
T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """What one process cost."""

    cpu: float
    peak_mb: float


def measure(
    rows: int, pairs: int, tell: Callable[[str], None] = lambda _: None
) -> dict[str, object]:
    """Run both on a made-up file, one after the other, pair by pair.

    Returns:
        Tables of rows: `runs` and `ratio`; and the legend.

    Raises:
        FaultError: a process failed, or the two do not hold the same rows.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, copied = folder / "ratings.csv", folder / "ratings.parquet"
        _apart(write_ratings, file, rows)
        _apart(write_teams, folder / "teams.csv")
        _run(_ingest("teams", folder / "teams.csv"), folder / "empty")
        tell(f"The file is ready: {file.stat().st_size / _MEGABYTE:.0f} MB.")
        copies: list[Run] = []
        ingests: list[Run] = []
        data = folder / "data"
        for number in range(pairs):
            copies.append(_run([sys.executable, "-c", _COPY, str(file), str(copied)]))
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(folder / "empty", data)
            ingests.append(_run(_ingest("ratings", file), data))
            tell(f"Pair {number + 1}: {copies[-1]} {ingests[-1]}")
        if not _apart(same_rows, copied, next((data / "archive").rglob("ratings/*.parquet"))):
            raise FaultError("The two do not hold the same rows.")
    return {"tables": _tables(rows, copies, ingests), "legend": LEGEND}


def _tables(rows: int, copies: Sequence[Run], ingests: Sequence[Run]) -> dict[str, list[Row]]:
    ratios = [ours.cpu / theirs.cpu for ours, theirs in zip(ingests, copies, strict=True)]
    runs = [
        {
            "what": what,
            "rows": rows,
            **_spread("cpu", [run.cpu for run in done]),
            "peak_mb": max(run.peak_mb for run in done),
        }
        for what, done in (("copy", copies), ("ingest", ingests))
    ]
    return {"runs": runs, "ratio": [{"pairs": len(ratios), **_spread("ratio", ratios)}]}


def _spread(name: str, values: Sequence[float]) -> Row:
    median = statistics.median(values)
    return {name: median, f"{name}_least": min(values), f"{name}_most": max(values)}


def _ingest(kind: str, file: Path) -> list[str]:
    return [sys.executable, "-m", "dashboard", "ingest", kind, str(file)]


def _run(command: list[str], data: Path | None = None) -> Run:
    environment = os.environ | ({"DASHBOARD_DATA": str(data)} if data else {})
    weighed = [sys.executable, "-c", _WEIGH, *command]
    done = subprocess.run(weighed, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FaultError(f"{' '.join(command[1:4])} failed: {done.stderr[-500:]}")
    cpu, peak = json.loads(done.stdout)
    # macOS counts bytes, Linux kibibytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(cpu, peak * unit / _MEGABYTE)


def _apart(do: Callable[..., T], *arguments: object) -> T:
    """Do something in a process of its own, so that children do not inherit its memory."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(do, *arguments).result()
