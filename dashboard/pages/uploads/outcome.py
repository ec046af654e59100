"""What came of the last press on the page of uploads."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.ingest.receipt import Receipt


@dataclass(frozen=True)
class Outcome:
    """What came of the last press of a button.

    Attributes:
        receipt: of what was stored.
        is_replaced: a new draft stands in the place of the one that was confirmed.
        is_gone: the draft was confirmed or left elsewhere.
        is_crowded: several files of this person are being checked; this one was not taken.
        reference: under which a fault of ours is recorded.
    """

    file_name: str = ""
    receipt: Receipt | None = None
    is_replaced: bool = False
    is_gone: bool = False
    is_crowded: bool = False
    reference: str = ""
