"""What a benchmark leaves behind: a JSON line with the machine's facts, and a summary."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard.settings import ROOT

LINES, SUMMARY = ROOT / "docs" / "benchmarks.jsonl", ROOT / "docs" / "benchmarks.md"
_PACKAGES = ("duckdb", "polars", "numpy", "scipy")
_INTRODUCTION = """\
# Benchmarks

Written by `python -m dashboard bench PART --record` from the newest line of each part in
`benchmarks.jsonl`; not edited by hand. Wall times on shared machines vary threefold: read
CPU seconds and ratios.
"""


def machine() -> dict[str, object]:
    """Say what it ran on: nothing that names the machine."""
    return {
        "cpus": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
    }


def document(
    part: str, arguments: Mapping[str, object], result: Mapping[str, object]
) -> dict[str, object]:
    """Put a result together with how it came about."""
    return {
        "part": part,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "arguments": dict(arguments),
        "machine": machine(),
        **result,
    }


def record(entry: Mapping[str, object], lines: Path = LINES, summary: Path = SUMMARY) -> None:
    """Append the line, and write the summary anew from the newest line of each part."""
    lines.parent.mkdir(parents=True, exist_ok=True)
    with lines.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    newest = {}
    for line in lines.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        # The same part with other arguments answers another question.
        newest[one["part"], json.dumps(one["arguments"], sort_keys=True)] = one
    sections = [as_markdown(one) for _, one in sorted(newest.items())]
    summary.write_text("\n".join([_INTRODUCTION, *sections]), encoding="utf-8")


def as_markdown(entry: Mapping[str, Any]) -> str:
    """Write one result as a section: how it was made, its tables, its legend."""
    given = " ".join(f"--{name} {value}" for name, value in entry["arguments"].items())
    facts = entry["machine"]
    packages = ", ".join(f"{name} {facts[name]}" for name in _PACKAGES)
    load = facts["load"][0]
    lines = [
        f"## {entry['part']}",
        "",
        f"`python -m dashboard bench {entry['part']} {given}`, {entry['measured_at'][:10]}, "
        f"{facts['cpus']} cores, load {load}, Python {facts['python']}, {packages}.",
        "",
    ]
    for rows in entry["tables"].values():
        lines += [*table(rows), ""]
    lines += [f"* `{name}`: {meaning}" for name, meaning in entry["legend"].items()]
    return "\n".join([*lines, ""])


def table(rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Write rows as a pipe table with the columns of the first."""
    yield "| " + " | ".join(rows[0]) + " |"
    yield "|" + "---|" * len(rows[0])
    for row in rows:
        yield "| " + " | ".join(map(_cell, row.values())) + " |"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)
