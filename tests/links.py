"""Links for tests: made the way a page makes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.access.narrowing import Shared, narrow
from dashboard.access.viewer import Viewer
from dashboard.filters import Filters
from dashboard.links.making import Wish, make
from dashboard.reads.tree import tree
from dashboard.storage.links import Link
from dashboard.storage.workspace import Workspace
from tests.people import viewer


def newest_month(stores: Workspace) -> date:
    """The newest month of the newest version."""
    version = stores.built.newest()
    assert version is not None
    with stores.built.open(version).cursor() as cursor:
        found = cursor.sql("select max(month) from scores.months").fetchone()
    assert found is not None
    return found[0]


def lineages(stores: Workspace) -> dict[str, tuple[str, ...]]:
    """Team → itself and every team above it, of the newest version."""
    version = stores.built.newest()
    assert version is not None
    with stores.built.open(version).cursor() as cursor:
        return tree(cursor, Filters())


def sent(
    stores: Workspace,
    page: str = "overview",
    maker: Viewer | None = None,
    within: Shared | None = None,
    wish: dict[str, Any] | None = None,
    **choices: Any,
) -> Link:
    """A link to a view, of the newest month if no other is chosen."""
    maker = maker or viewer()
    filters = Filters(**{"month": newest_month(stores), **choices})
    scope = narrow(filters, maker, lineages(stores), within).scope
    chosen = Wish(**{"language": "zh", **(wish or {})})
    return make(stores, maker, page, filters, scope, chosen, within)
