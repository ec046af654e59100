"""One month on its way to the public, as far as this viewer may know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import structlog

from dashboard.errors import DamagedError
from dashboard.filters import Filters
from dashboard.pages.visit import Visit
from dashboard.storage.disclosures import Disclosure
from dashboard.storage.workspace import Workspace
from dashboard.workflow.differences import Difference, differences
from dashboard.workflow.disclosing import may_take, month_name, signed_bytes
from dashboard.workflow.published_table import (
    ScoredMonth,
    Table,
    from_bytes,
    published_table,
    sum_of,
    to_bytes,
    within,
)


@dataclass(frozen=True)
class Month:
    """The month that is looked at.

    Attributes:
        state: open (not over), ready (over), signed, disclosed, or damaged: what was
            signed cannot be shown, since the stored bytes are other ones.
        may_sign, may_disclose: whether this viewer may take these steps at all.
        sha256: sum of the table the next step is about, None if there is none in sight.
        shown: the rows that are shown; None if this viewer may not see them yet.
        changes: teams whose rows changed since the month was signed; for those who sign.
    """

    month: date
    team_count: int
    state: str
    signed: Disclosure | None
    may_sign: bool
    may_disclose: bool
    sha256: str | None = None
    shown: Table | None = None
    changes: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        """The month as the records write it."""
        return month_name(self.month)


def state_of(one: ScoredMonth, signed: Disclosure | None) -> str:
    """Return where a month stands: open, ready, signed or disclosed."""
    if signed is not None:
        return "disclosed" if signed.is_disclosed else "signed"
    return "ready" if one.is_over else "open"


def month_of(
    visit: Visit,
    stores: Workspace,
    months: Sequence[ScoredMonth],
    all_signed: Mapping[str, Disclosure],
) -> Month:
    """Return the month that the address names."""
    one = next(month for month in months if month.month == visit.filters.month)
    signed = all_signed.get(month_name(one.month))
    month = Month(
        month=one.month,
        team_count=one.team_count,
        state=state_of(one, signed),
        signed=signed,
        # Within somebody's link there is something to see, and nothing to do.
        may_sign=visit.shared is None and may_take(visit.viewer, "sign"),
        may_disclose=visit.shared is None and may_take(visit.viewer, "disclose"),
    )
    return _with_tables(visit, stores, month)


def _with_tables(visit: Visit, stores: Workspace, month: Month) -> Month:
    signs = month.may_sign or month.may_disclose
    newest: Table = ()
    if signs and month.state != "open":
        newest = visit.fetch(published_table, Filters(month=month.month))
    if month.signed is None:
        if not newest:
            return month
        sha256 = sum_of(to_bytes(newest))
        return _changed(month, sha256=sha256, shown=_in_sight(visit, newest))
    try:
        table = from_bytes(signed_bytes(stores, month.signed.sha256))
    except DamagedError:
        structlog.get_logger().error("signed_month_damaged", month=month.name)
        return _changed(month, state="damaged", sha256=month.signed.sha256)
    is_shown = signs or month.signed.is_disclosed
    return _changed(
        month,
        sha256=month.signed.sha256,
        shown=_in_sight(visit, table) if is_shown else None,
        changes=differences(table, newest) if signs else (),
    )


def _changed(month: Month, **changes: object) -> Month:
    return Month(**{**vars(month), **changes})


def _in_sight(visit: Visit, table: Table) -> Table:
    allowed = visit.narrowed(visit.filters)
    return within(
        table,
        Filters(
            month=allowed.month,
            team=allowed.team,
            tier=allowed.tier,
            peer_group=allowed.peer_group,
            grade=allowed.grade,
            # Only a link can hold readers to a light here; then it shows nothing.
            light=allowed.light,
            scope=allowed.scope,
        ),
    )
