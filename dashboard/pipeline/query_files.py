"""The files of queries/: what each is named, what it reads, and in which order they run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Protocol, TypeVar

import duckdb

from dashboard.settings import ROOT

QUERIES = ROOT / "queries"
_ESTIMATORS = ROOT / "dashboard" / "statistics"

_COMMENT = re.compile(r"--[^\n]*")
_RELATION = re.compile(r"\b(?:from|join)\s+([a-z_]+\.[a-z_]+)\b")

# Layers a build runs, in the order of the flow.
BUILT_LAYERS = ("staging", "scope", "windows", "items", "scores", "estimates", "flags")

# The months a build computes anew; those whose level, and those whose trend, they reach.
BUILT_MONTHS = "build.months"
LEVEL_MONTHS = "windows.level_months"
TREND_MONTHS = "windows.trend_months"


@dataclass(frozen=True)
class QueryFile:
    """One query; its path is the name of the relation it gives."""

    path: Path

    @property
    def layer(self) -> str:
        """Name of the folder, such as scores or pages."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """Name of the file without its ending."""
        return self.path.stem

    @property
    def relation(self) -> str:
        """Name of the relation: `layer.name`."""
        return f"{self.layer}.{self.name}"

    @cached_property
    def sql(self) -> str:
        """The text of the query."""
        return self.path.read_text(encoding="utf-8")

    def reads(self) -> frozenset[str]:
        """Name the relations this query selects from, leaving out its own steps."""
        return frozenset(_relations_in(self.sql))

    def times_it_reads(self, relation: str) -> int:
        """Count the places where this query selects from a relation."""
        return _relations_in(self.sql).count(relation)

    @property
    def months(self) -> str | None:
        """Name the relation of the months it gives rows of; None is all of them."""
        kinds = (LEVEL_MONTHS, TREND_MONTHS, BUILT_MONTHS)
        return next((months for months in kinds if months in self.reads()), None)

    def source(self, connection: duckdb.DuckDBPyConnection) -> AbstractContextManager[str]:
        """Give the SQL that reads its rows."""
        return nullcontext(self.sql)


@cache
def _relations_in(sql: str) -> tuple[str, ...]:
    # A relation always stands as `layer.name` right after from or join, and steps of a
    # query have no dot. Reading that much needs no parser, which would cost every build
    # half a second; a test holds it against one.
    return tuple(_RELATION.findall(_COMMENT.sub("", sql)))


def query_files(*layers: str, folder: Path = QUERIES) -> list[QueryFile]:
    """Return the query files of these layers, by name."""
    return [
        QueryFile(path) for layer in layers for path in sorted((folder / layer).glob("*.sql"))
    ]


def all_query_files(folder: Path = QUERIES) -> list[QueryFile]:
    """Return every query file."""
    return [QueryFile(path) for path in sorted(folder.glob("*/*.sql"))]


class Step(Protocol):
    """What a build makes one relation by: a query file, or an estimate."""

    @property
    def relation(self) -> str: ...
    @property
    def layer(self) -> str: ...
    @property
    def months(self) -> str | None: ...
    def reads(self) -> frozenset[str]: ...
    def times_it_reads(self, relation: str) -> int: ...
    def source(self, connection: duckdb.DuckDBPyConnection) -> AbstractContextManager[str]: ...


S = TypeVar("S", bound=Step)


def in_build_order(steps: Iterable[S]) -> list[S]:
    """Order steps so that each comes after those it reads."""
    by_relation = {step.relation: step for step in steps}
    graph = {
        relation: sorted(step.reads() & by_relation.keys() - {relation})
        for relation, step in by_relation.items()
    }
    return [by_relation[relation] for relation in TopologicalSorter(graph).static_order()]


def fingerprint(folder: Path = QUERIES) -> str:
    """Return the sum of everything that decides what a build computes from its rows."""
    total = hashlib.sha256()
    layers = [folder / layer for layer in (*BUILT_LAYERS, "reach", "rules")]
    for layer in (*layers, _ESTIMATORS):
        for path in sorted(path for path in layer.iterdir() if path.is_file()):
            total.update(f"{layer.name}/{path.name}\n".encode())
            total.update(path.read_bytes())
    return total.hexdigest()
