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
        inputs: argument of the function -> relation it is given.
        module, function: where it is, under dashboard/statistics/. Loaded when it runs:
            readers of a version never wait for scipy.
        months: the relation of the months it gives rows of.
        limited: arguments that are given these months only.
    """

    relation: str
    module: str
    function: str
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
        answer = self._function()(
            **{name: self._given(connection, name) for name in self.inputs}
        )
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

    def _function(self) -> Callable[..., pl.DataFrame]:
        from importlib import import_module

        return getattr(import_module(f"dashboard.statistics.{self.module}"), self.function)


ESTIMATES = (
    Estimate(
        "estimates.severity",
        "raters",
        "severity",
        {"ratings": "items.valid_ratings", "months": BUILT_MONTHS, "scheme": "scope.scheme"},
        BUILT_MONTHS,
    ),
    Estimate(
        "estimates.spreads",
        "shrinkage",
        "spreads",
        {"levels": "windows.group_levels", "scheme": "scope.scheme"},
        LEVEL_MONTHS,
    ),
    Estimate(
        "estimates.level_chances",
        "normal",
        "chances",
        {"deviates": "windows.level_deviates"},
        LEVEL_MONTHS,
    ),
    Estimate(
        "windows.draws",
        "ranks",
        "draws",
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
        "null_run",
        "null_run",
        {
            "levels": "windows.group_levels",
            "posteriors": "windows.posteriors",
            "scheme": "scope.scheme",
        },
        LEVEL_MONTHS,
    ),
    Estimate(
        "windows.trend_chances",
        "normal",
        "chances",
        {"deviates": "windows.trend_deviates"},
        TREND_MONTHS,
    ),
)
