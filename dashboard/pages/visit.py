"""A visit: one run of one page, with everything a page may use."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard.access.narrowing import Shared, Tree, common_roots, narrow, tree_of
from dashboard.access.viewer import Viewer
from dashboard.charts.theme import Chart, finished
from dashboard.filters import Filters
from dashboard.reads.answers import Answers
from dashboard.reads.choices import Choices, choices
from dashboard.reads.tree import still_there, tree
from dashboard.sharing import LANGUAGE, LINK, to_query
from dashboard.storage.built import Built, Cursor
from dashboard.storage.questions import Asker
from dashboard.text import Text, catalogue

Answer = TypeVar("Answer")

_ANSWERS = Answers()


@dataclass
class Visit:
    """What a page needs and all it needs: words, choices, data, links, charts.

    Attributes:
        page: address of the page that runs; empty for the overview.
        filters: what the address says; `controls.ask_filters` settles it.
        version: the built version this session reads until its reader loads another; empty
            when there is no score yet.
        scoreless: the versions there were when none had a score; None where one has.
        dropped: names of parameters of the address that were not understood.
        shared: the link through which the page is looked at, None without one.
        refused: choices of the address that the link does not let its reader make.
        asker: what Stop ends: this run, in this tab; None is nobody who could press it.
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
    refused: tuple[str, ...] = ()
    asker: Asker | None = None
    scoreless: Sequence[str] | None = None
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
        return _ANSWERS.get(key, lambda: self._ask(read, allowed), self.asker)

    def _ask(self, read: Callable[[Cursor, Filters], Answer], allowed: Filters) -> Answer:
        with self.built.open(self.version).cursor(self.asker) as cursor:
            return read(cursor, allowed)

    def narrowed(self, filters: Filters) -> Filters:
        """Return the filters within the rights of the viewer and the link that is open.

        Without a version there is no team to see.
        """
        if not self.version:
            return replace(filters, scope=())
        return narrow(filters, self.viewer, self._tree, self.shared)

    @cached_property
    def _tree(self) -> Tree:
        then, newest = self._tree_of(self.version), self.built.newest()
        if newest in (None, self.version):
            return then
        return still_there(then, self._tree_of(newest))

    def _tree_of(self, version: str) -> Tree:
        # Asked without rights, since rights are measured against it; shown to nobody.
        def ask() -> Tree:
            with self.built.open(version).cursor() as cursor:
                return tree(cursor, Filters(scope=()))

        return _ANSWERS.get((str(self.built.path(version)), tree.__module__, ""), ask)

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
        held = tuple((grant.role, grant.team_id) for grant in self.viewer.grants)
        who = (held, self.viewer.looking_as, self.shared)
        key = (self._source, name, allowed, self.text.language, who)
        return _ANSWERS.get(key, lambda: compose(self), self.asker)

    @cached_property
    def choices(self) -> Choices:
        """What may be chosen in this version."""
        return self.fetch(choices, Filters())

    def holds(self, name: str) -> bool:
        """Tell whether the link that is open holds its readers to one choice."""
        return self.shared is not None and getattr(self.shared.filters, name) is not None

    def is_narrower_than_link(self) -> bool:
        """Tell whether the viewer may not see all that the link shows."""
        if self.shared is None:
            return False
        sent = [tree_of(self.shared.filters), self.shared.filters.scope]
        return self.narrowed(self.filters).scope != common_roots(sent, self._tree)

    def query(
        self, filters: Filters | None = None, language: str | None = None
    ) -> dict[str, str]:
        """Return the parameters of a view of this page; by default of this very one.

        Every value is written out. What a link holds is written by its code alone.
        """
        query = to_query(self.filters if filters is None else filters)
        if self.shared is not None:
            sent = to_query(self.shared.filters)
            own = {name: value for name, value in query.items() if sent.get(name) != value}
            query = {LINK: self.shared.code, **own}
        return {**query, LANGUAGE: language or self.text.language}

    def address(self, filters: Filters | None = None, language: str | None = None) -> str:
        """Return `query` as an address holds it."""
        return urlencode(self.query(filters, language))

    def link(self, page: str, **changes: Any) -> str:
        """Return the address of a page with these filters, some of them changed.

        Another page, or the page of another team, is not what a link holds: it is looked
        at with the reader's own rights, outside the shared view.
        """
        filters = replace(self.filters, **changes)
        if self.shared is None or (
            page == self.page and filters.open_team == self.filters.open_team
        ):
            return f"./{page}?{self.address(filters)}"
        outside = {**to_query(filters), LANGUAGE: self.text.language}
        return f"./{page}?{urlencode(outside)}"

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
