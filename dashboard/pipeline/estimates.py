"""The relations that no single statement can give: estimators of dashboard/statistics/.

Each stands among the queries as if it were one of them: it has a name, reads relations,
and is made when they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from dashboard.pipeline.names import text_literal
from dashboard.pipeline.query_files import BUILT_MONTHS, LEVEL_MONTHS, TREND_MONTHS


@dataclass(frozen=True)
class Estimate:
    """One relation made by a function, frames in, frame out.

    Attributes:
        relation: its name, `layer.name`.
        estimator: returns the function. Imported when it runs: readers of a version never
            wait for scipy.
        inputs: argument of the function -> relation it is given.
        months: the relation of the months it gives rows of.
        limited: arguments that are given these months only.
    """

    relation: str
    estimator: Callable[[], Callable[..., pl.DataFrame]]
    inputs: dict[str, str]
    months: str
    limited: frozenset[str] = field(default=frozenset())

    @property
    def layer(self) -> str:
        """Name of the layer: windows, estimates."""
        return self.relation.partition(".")[0]

    def reads(self) -> frozenset[str]:
        """Name the relations it is given, and that of its months."""
        return frozenset({*self.inputs.values(), self.months})

    def times_it_reads(self, relation: str) -> int:
        """Count the arguments that are given a relation."""
        return list(self.inputs.values()).count(relation)

    @contextmanager
    def source(self, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
        """Estimate, and give the SQL that reads the answer as long as it lasts.

        The answer goes by a file: handing DuckDB a frame makes it import pandas, 2 s that
        every upload would wait for.
        """
        estimate = self.estimator()
        answer = estimate(**{name: self._given(connection, name) for name in self.inputs})
        setting = "select current_setting('temp_directory')"
        folder = Path(connection.sql(setting).fetchall()[0][0])
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.relation}.parquet"
        answer.write_parquet(path)
        try:
            yield f"from read_parquet({text_literal(str(path))})"
        finally:
            path.unlink(missing_ok=True)

    def _given(self, connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
        where = f" where month in (select month from {self.months})"
        limit = where if name in self.limited else ""
        return connection.sql(f"from {self.inputs[name]}{limit}").pl()


def _severity() -> Callable[..., pl.DataFrame]:
    from dashboard.statistics.raters import severity

    return severity


def _spreads() -> Callable[..., pl.DataFrame]:
    from dashboard.statistics.shrinkage import spreads

    return spreads


def _chances() -> Callable[..., pl.DataFrame]:
    from dashboard.statistics.normal import chances

    return chances


def _draws() -> Callable[..., pl.DataFrame]:
    from dashboard.statistics.ranks import draws

    return draws


def _null_run() -> Callable[..., pl.DataFrame]:
    from dashboard.statistics.null_run import null_run

    return null_run


ESTIMATES = (
    Estimate(
        "estimates.severity",
        _severity,
        {"ratings": "items.valid_ratings", "months": BUILT_MONTHS, "scheme": "scope.scheme"},
        BUILT_MONTHS,
    ),
    Estimate(
        "estimates.spreads",
        _spreads,
        {"levels": "windows.group_levels", "scheme": "scope.scheme"},
        LEVEL_MONTHS,
    ),
    Estimate(
        "estimates.level_chances",
        _chances,
        {"deviates": "windows.level_deviates"},
        LEVEL_MONTHS,
    ),
    Estimate(
        "windows.draws",
        _draws,
        {
            "dimensions": "estimates.dimensions",
            "posteriors": "windows.posteriors",
            "members": "estimates.members",
            "scheme": "scope.scheme",
        },
        LEVEL_MONTHS,
        frozenset({"dimensions", "members"}),
    ),
    Estimate(
        "estimates.null_run",
        _null_run,
        {
            "levels": "windows.group_levels",
            "posteriors": "windows.posteriors",
            "scheme": "scope.scheme",
        },
        LEVEL_MONTHS,
    ),
    Estimate(
        "windows.trend_chances",
        _chances,
        {"deviates": "windows.trend_deviates"},
        TREND_MONTHS,
    ),
)
