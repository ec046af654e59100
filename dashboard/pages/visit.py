"""A visit: one run of one page, with everything a page may use."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard.access.narrowing import Shared, Tree, narrow
from dashboard.access.viewer import Viewer
from dashboard.charts.theme import Chart, finished
from dashboard.filters import Filters
from dashboard.reads.answers import Answers
from dashboard.reads.choices import Choices, choices
from dashboard.reads.tree import tree
from dashboard.sharing import LANGUAGE, to_query
from dashboard.storage.built import Built, Cursor
from dashboard.text import Text, catalogue

Answer = TypeVar("Answer")

_ANSWERS = Answers()


@dataclass
class Visit:
    """What a page needs and all it needs: words, choices, data, links, charts.

    Attributes:
        page: address of the page that runs; empty for the overview.
        filters: what the address says; `controls.ask_filters` settles it.
        version: the built version this session reads until its reader loads another.
        dropped: names of parameters of the address that were not understood.
        shared: the link through which the page is looked at, None without one.
        questions: names of the reads this run asked, for the speed tests.
    """

    text: Text
    viewer: Viewer
    built: Built
    version: str
    page: str
    filters: Filters
    dropped: tuple[str, ...] = ()
    shared: Shared | None = None
    questions: list[str] = field(default_factory=list)

    def fetch(self, read: Callable[[Cursor, Filters], Answer], filters: Filters) -> Answer:
        """Ask a function of dashboard.reads, within what this viewer may see.

        The rights go into the filters before the answer is looked up, so they are part
        of the key: what is kept for one person is never handed to another.
        """
        allowed = self.narrowed(filters)
        name = f"{read.__module__}.{read.__name__}"
        self.questions.append(name)
        key = (self._source, name, allowed)
        return _ANSWERS.get(key, lambda: self._ask(read, allowed))

    def _ask(self, read: Callable[[Cursor, Filters], Answer], allowed: Filters) -> Answer:
        with self.built.open(self.version).cursor() as cursor:
            return read(cursor, allowed)

    def narrowed(self, filters: Filters) -> Filters:
        """Return the filters within the rights of the viewer and the link that is open."""
        return narrow(filters, self.viewer, self._tree, self.shared)

    @cached_property
    def _tree(self) -> Tree:
        # Asked without rights, since rights are measured against it; shown to nobody.
        key = (self._source, tree.__module__, "")
        return _ANSWERS.get(key, lambda: self._ask(tree, Filters(scope=())))

    @property
    def _source(self) -> str:
        # Versions of two workspaces may have the same name.
        return str(self.built.path(self.version))

    def keep(self, compose: Callable[[Visit], Answer]) -> Answer:
        """Compose a part of a page once for a view, and hand out the same part again.

        For HTML made of answers: it depends on what an answer depends on and on the
        language. Never for anything that holds the time of day.
        """
        name = f"{compose.__module__}.{compose.__qualname__}"
        allowed = self.narrowed(self.filters)
        who = (self.viewer.roles, self.viewer.looking_as, self.shared)
        key = (self._source, name, allowed, self.text.language, who)
        return _ANSWERS.get(key, lambda: compose(self))

    @cached_property
    def choices(self) -> Choices:
        """What may be chosen in this version."""
        return self.fetch(choices, Filters())

    def address(self, filters: Filters | None = None, language: str | None = None) -> str:
        """Return the query of a view, every value written out; by default of this one."""
        query = to_query(self.filters if filters is None else filters)
        return urlencode({**query, LANGUAGE: language or self.text.language})

    def link(self, page: str, **changes: Any) -> str:
        """Return the address of a page with these filters, some of them changed."""
        return f"./{page}?{self.address(replace(self.filters, **changes))}"

    def team_link(self, team_id: str) -> str:
        """Return the address of a team's own page; the way back keeps the filters."""
        return self.link("team", open_team=team_id, item=None)

    def draw(self, chart: Callable[[Text], Chart], frame: pl.DataFrame, *, alt: str) -> None:
        """Draw a function of dashboard.charts with this frame.

        The specification is built once per chart and language; the frame travels as
        Arrow.

        Args:
            alt: what the picture says, for those who do not see it.
        """
        decimal = [name for name, kind in frame.schema.items() if kind == pl.Decimal]
        # Streamlit hands a Decimal to Vega without its decimal point: 1.50 is drawn as 150.
        assert not decimal, f"cast to double in the query: {decimal}"
        spec = json.loads(_specification(chart, self.text.language))
        st.vega_lite_chart(frame, spec, width="stretch", alt=alt)


@cache
def _specification(chart: Callable[[Text], Chart], language: str) -> str:
    return json.dumps(finished(chart(catalogue(language))))
