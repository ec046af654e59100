"""`bench ingest`: both processes run, and hold the same rows."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from dashboard.bench.ingest_files import same_rows, write_ratings
from dashboard.command_line import app


def test_copies_that_differ_are_found(tmp_path: Path) -> None:
    """One score more or less is another answer, and so is another line."""
    write_ratings(tmp_path / "ratings.csv", 600)
    bare = pl.read_csv(tmp_path / "ratings.csv")
    stored = bare.with_columns(
        pl.col("month") + "-01",
        pl.col("item").fill_null(""),
        pl.col("score").cast(pl.String),
        row=pl.int_range(2, pl.len() + 2, dtype=pl.Int64),
    )

    def are_same(bare: pl.DataFrame, stored: pl.DataFrame) -> bool:
        bare.write_parquet(tmp_path / "bare.parquet")
        stored.write_parquet(tmp_path / "stored.parquet")
        return same_rows(tmp_path / "bare.parquet", tmp_path / "stored.parquet")

    assert are_same(bare, stored)
    assert are_same(bare, stored.reverse())
    assert not are_same(bare, stored.with_columns(pl.col("row") + 1))
    assert not are_same(bare.with_columns(pl.col("score") + 1), stored)
    assert not are_same(bare.head(-1), stored)


def test_the_command_weighs_a_small_file() -> None:
    """One document on stdout, with CPU seconds and memory of both."""
    arguments = ["bench", "ingest", "--rows", "1200", "--pairs", "1", "--json"]

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 0, done.output
    tables = json.loads(done.stdout)["tables"]
    copy, ingest = tables["runs"]
    assert (copy["what"], ingest["what"]) == ("copy", "ingest")
    assert ingest["cpu"] > 0
    assert ingest["peak_mb"] > copy["peak_mb"] > 10
    assert tables["ratio"][0]["ratio"] == pytest.approx(ingest["cpu"] / copy["cpu"])
