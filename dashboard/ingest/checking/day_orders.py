"""Days that cannot come before others: nothing is done before it was assigned.

What may come in either order is left alone: work is done early, notices are posted before
they are due, and plans reach far into the future.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from dashboard.ingest.checking.batch import Batch
from dashboard.ingest.problems import Problem

# By kind: the rule, the later day, the day it must not come before. Of two rules about the
# same cell the first that is broken is told.
ORDERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "teams": (("closed_before_opened", "active_to", "active_from"),),
    "tasks": (
        ("done_before_assigned", "done_on", "assigned_on"),
        ("extension_before_due", "extended_to", "due_on"),
    ),
    "disclosures": (("removed_before_posted", "posted_until", "posted_on"),),
    "objections": (("answered_before_received", "answered_on", "received_on"),),
    "petitions": (
        ("notified_before_received", "notified_on", "received_on"),
        ("rejected_before_received", "rejected_on", "received_on"),
        ("accepted_before_received", "accepted_on", "received_on"),
        ("extended_before_received", "extended_on", "received_on"),
        ("extended_before_accepted", "extended_on", "accepted_on"),
        ("closed_before_received", "closed_on", "received_on"),
        ("cleared_before_received", "cleared_on", "received_on"),
    ),
    "audit_findings": (
        ("reported_before_found", "reported_on", "found_on"),
        ("closed_before_found", "closed_on", "found_on"),
    ),
}


def days_out_of_order(batch: Batch) -> Iterator[Problem]:
    """Yield a problem at each day that comes before one it must follow."""
    for rule, later, earlier in ORDERS.get(batch.kind.name, ()):
        # Canonical days sort as text.
        broken = batch.rows.filter(pl.col(later) < pl.col(earlier)).select(
            "row",
            pl.lit(batch.header(earlier)).alias("first_column"),
            pl.col(earlier).alias("first_day"),
        )
        yield from batch.problems(rule, later, broken)
