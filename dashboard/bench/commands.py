"""The commands `python -m dashboard bench PART`.

What they need is imported when they run: other commands must not wait for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

import typer

app = typer.Typer(help="Benchmarks: what is promised, measured.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Record = Annotated[
    bool, typer.Option("--record", help="Keep it in docs/benchmarks.jsonl and .md.")
]


@app.command()
def fairness(
    teams: Annotated[int, typer.Option(min=20, help="Teams of each city.")] = 1500,
    months: Annotated[
        int, typer.Option(min=8, help="Months; the first six are a run-up.")
    ] = 18,
    seeds: Annotated[int, typer.Option(min=1, help="Cities, and as many null cities.")] = 3,
    first_seed: Annotated[int, typer.Option(min=1, help="Seed of the first city.")] = 1,
    team_spread: Annotated[
        float | None, typer.Option(min=0, help="How much teams truly differ, points of level.")
    ] = None,
    as_json: AsJson = False,
    keep: Record = False,
) -> None:
    """Count whom the flags name wrongly, in cities whose truth is known."""
    from dashboard.bench.fairness import measure
    from dashboard.bench.truth_city import TEAM_SPREAD

    spread = TEAM_SPREAD if team_spread is None else team_spread
    given = {"teams": teams, "months": months, "seeds": seeds, "first-seed": first_seed}
    result = measure(teams, months, seeds, spread, first_seed, tell=_tell)
    _finish("fairness", given | {"team-spread": spread}, result, as_json, keep)


@app.command()
def statistics(
    teams: Annotated[int, typer.Option(min=20, help="Teams.")] = 5000,
    months: Annotated[int, typer.Option(min=2, help="Months.")] = 60,
    as_json: AsJson = False,
    keep: Record = False,
) -> None:
    """Time the statistics of a full build, from the severity of raters to the flags."""
    from dashboard.bench.statistics_step import measure

    given = {"teams": teams, "months": months}
    _finish("statistics", given, measure(teams, months, tell=_tell), as_json, keep)


@app.command()
def ingest(
    rows: Annotated[int, typer.Option(min=60, help="Ratings in the file.")] = 10_000_000,
    pairs: Annotated[int, typer.Option(min=1, help="Runs of each, alternating.")] = 5,
    as_json: AsJson = False,
    keep: Record = False,
) -> None:
    """Weigh an upload with all its checks against a bare copy from CSV to Parquet."""
    from dashboard.bench.ingest_step import measure

    given = {"rows": rows, "pairs": pairs}
    _finish("ingest", given, measure(rows, pairs, tell=_tell), as_json, keep)


def _tell(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _finish(
    part: str,
    given: Mapping[str, object],
    result: Mapping[str, object],
    as_json: bool,
    keep: bool,
) -> None:
    """Print a result, and keep it if asked to."""
    from dashboard.bench.report import as_markdown, document, record

    entry = document(part, given, result)
    if keep:
        record(entry)
    typer.echo(json.dumps(entry, ensure_ascii=False) if as_json else as_markdown(entry))
