"""How long the statistics of a full build take, and how much memory: severity to flags."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from dashboard.bench.statistics_input import large_version
from dashboard.bench.truth_city import make_city
from dashboard.pipeline.build import connect
from dashboard.pipeline.estimates import ESTIMATES
from dashboard.pipeline.query_files import (
    BUILT_LAYERS,
    QueryFile,
    Step,
    in_build_order,
    query_files,
)
from dashboard.pipeline.running import WORKING_LAYERS
from dashboard.pipeline.running import create as create_step
from dashboard.settings import Settings
from dashboard.storage.workspace import open_workspace

LEGEND = {
    "seconds": "on the clock",
    "cpu_seconds": "of the process, all threads",
    "peak_mb": "most memory the process ever held (resident), with Python and DuckDB",
    "start_mb": "the same before the first step",
    "steps": "the ten longest; the others are summed up",
}
# Statistical relations that lie in layers with others.
_IN_OTHER_LAYERS = frozenset(
    {
        "items.valid_ratings",
        "flags.below_standard",
        "flags.falling",
        "flags.weak_dimension",
        "flags.rate_under_floor",
    }
)
_LONGEST = 10

Row = dict[str, str | int | float]


def measure(
    teams: int, months: int, tell: Callable[[str], None] = lambda _: None
) -> dict[str, object]:
    """Time the statistical steps of a full build.

    Returns:
        Tables of rows: `total`, `steps` (the longest) and `input` (rows by relation); and
        the legend.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "version.duckdb"
        workspace = open_workspace(Settings(data=Path(folder) / "data"))
        rows = large_version(workspace, make_city(teams, months, seed=1), path)
        workspace.built.close()
        tell(f"Input is ready: {rows}.")
        # A process of its own: the memory of making the input is not that of the step.
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            total, steps = pool.submit(run_statistics, Path(folder) / "data", path).result()
    by_time = sorted(steps, key=lambda step: step["seconds"], reverse=True)
    others = by_time[_LONGEST:]
    shown = by_time[:_LONGEST] + [_sum_of(others)] * bool(others)
    tables = {
        "total": [total],
        "steps": shown,
        "input": [{"relation": name, "rows": count} for name, count in rows.items()],
    }
    return {"tables": tables, "legend": LEGEND}


def run_statistics(data: Path, path: Path) -> tuple[Row, list[Row]]:
    """Run every statistical step on a version, in the order of a build.

    Returns:
        One row for all, and one per step.
    """
    connection = connect(open_workspace(Settings(data=data)), path)
    # DuckDB takes a spawned process for a person at a terminal.
    connection.execute("set enable_progress_bar = false")
    start_mb, begun = _peak_mb(), _clocks()
    rows: list[Row] = []
    for step, form in statistical_steps():
        connection.execute(f"create schema if not exists {step.layer}")
        before = _clocks()
        create_step(connection, step, form)
        rows.append({"step": step.relation, **_since(before)})
    total = {**_since(begun), "start_mb": start_mb, "peak_mb": _peak_mb()}
    connection.close()
    return total, rows


def statistical_steps() -> list[tuple[Step, str]]:
    """Return the steps in order, each with the form it has in a build: table or view."""
    files = query_files(*(layer for layer in BUILT_LAYERS if layer != "staging"))
    steps: list[Step] = in_build_order([*files, *ESTIMATES])
    return [
        (step, _form(step, steps))
        for step in steps
        if step.layer in ("windows", "estimates") or step.relation in _IN_OTHER_LAYERS
    ]


def _form(step: Step, steps: list[Step]) -> str:
    readers = sum(other.times_it_reads(step.relation) for other in steps)
    is_view = step.layer in WORKING_LAYERS and isinstance(step, QueryFile) and readers == 1
    return "view" if is_view else "table"


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(before: tuple[float, float]) -> Row:
    now = _clocks()
    return {"seconds": now[0] - before[0], "cpu_seconds": now[1] - before[1]}


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage gives starts at the memory of the process that started this one.
        lines = status.read_text(encoding="ascii").splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _sum_of(rows: list[Row]) -> Row:
    seconds, cpu = ([float(row[name]) for row in rows] for name in ("seconds", "cpu_seconds"))
    return {"step": f"{len(rows)} others", "seconds": sum(seconds), "cpu_seconds": sum(cpu)}
