"""The way of a month to the public: signed by one person, disclosed by another.

What is signed is a sum of bytes: the table as it was before the eyes of the person who
signed. Every step names the sum it is about, so nobody answers for a table that changed
between looking and pressing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.access.roles import Right
from dashboard.access.viewer import Viewer
from dashboard.errors import DamagedError, NotAllowedError
from dashboard.filters import Filters
from dashboard.storage.disclosures import Disclosure, StepRefusedError
from dashboard.storage.workspace import Workspace
from dashboard.workflow.published_table import (
    Table,
    from_bytes,
    published_table,
    scored_months,
    sum_of,
    to_bytes,
)


@dataclass(frozen=True)
class Candidate:
    """What a version would publish of a month."""

    version: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Sum of the bytes."""
        return sum_of(self.content)


@dataclass(frozen=True)
class Published:
    """A disclosed month with its table, read from the bytes that were signed."""

    disclosure: Disclosure
    content: bytes
    table: Table


def month_name(month: date) -> str:
    """Return a month as the records and the addresses write it."""
    return f"{month:%Y-%m}"


def may_take(viewer: Viewer, right: Right) -> bool:
    """Tell whether somebody may take a step for a whole month.

    A month is about every team, so the grant must reach every team; and nobody acts while
    looking as somebody else.
    """
    return viewer.looking_as is None and viewer.reach(right) is None


def sign(stores: Workspace, viewer: Viewer, month: date, seen: str) -> Disclosure:
    """Answer for the table of a month, as the newest version has it.

    Args:
        viewer: who presses, asked at this moment.
        seen: sum of the table that was looked at.

    Raises:
        NotAllowedError: the right is missing.
        StepRefusedError: the month is not over, or signed already; newer data came.
    """
    _expect_right(stores, viewer, "sign", month)
    found = candidate(stores, month)
    if found.sha256 != seen:
        raise StepRefusedError("newer", f"Newer data of {month_name(month)} came. Look again.")
    # The bytes first: a file nobody signed harms nobody, a signature without one would.
    stores.archive.keep_file(found.content)
    return stores.records.disclosures.sign(
        month_name(month), found.version, found.sha256, viewer.login
    )


def withdraw(stores: Workspace, viewer: Viewer, month: date, seen: str) -> None:
    """Take a signature back, before the month is disclosed.

    Raises:
        NotAllowedError: the right is missing.
        StepRefusedError: that table is not signed, or disclosed already.
    """
    _expect_right(stores, viewer, "sign", month, "withdraw")
    stores.records.disclosures.withdraw(month_name(month), seen, viewer.login)


def disclose(stores: Workspace, viewer: Viewer, month: date, seen: str) -> Disclosure:
    """Make the signed table of a month public.

    Raises:
        NotAllowedError: the right is missing.
        StepRefusedError: that table is not signed, the same person signed it, or the
            newest version has another one, which has to be signed first.
        DamagedError: the stored bytes are not those that were signed.
    """
    _expect_right(stores, viewer, "disclose", month)
    signed_bytes(stores, seen)
    if candidate(stores, month).sha256 != seen:
        raise StepRefusedError(
            "changed",
            f"The scores of {month_name(month)} changed since it was signed. "
            "Withdraw the signature and sign again.",
        )
    return stores.records.disclosures.disclose(month_name(month), seen, viewer.login)


def candidate(stores: Workspace, month: date) -> Candidate:
    """Return what the newest version would publish of a month.

    Raises:
        StepRefusedError: it does not have the month, or the month is not over.
    """
    version = stores.built.newest()
    if version is None:
        raise StepRefusedError("no_month", "There is no version yet. Build one first.")
    with stores.built.open(version).cursor() as cursor:
        months = {one.month: one for one in scored_months(cursor, Filters())}
        if month not in months:
            raise StepRefusedError("no_month", f"{month_name(month)} is not scored.")
        if not months[month].is_over:
            raise StepRefusedError("not_over", f"{month_name(month)} is not over.")
        table = published_table(cursor, Filters(month=month))
    return Candidate(version, to_bytes(table))


def signed_bytes(stores: Workspace, sha256: str) -> bytes:
    """Return the stored bytes of that sum.

    Raises:
        DamagedError: they are gone, or are other ones.
    """
    try:
        content = stores.archive.file_path(sha256).read_bytes()
    except OSError as error:
        raise DamagedError(f"The table {sha256} cannot be read.") from error
    if sum_of(content) != sha256:
        raise DamagedError(f"The table {sha256} was altered.")
    return content


def disclosed_months(stores: Workspace) -> list[str]:
    """Return the disclosed months, such as 2026-03, the newest first."""
    return [one.month for one in stores.records.disclosures.all() if one.is_disclosed]


def published(stores: Workspace, month: str) -> Published | None:
    """Return a disclosed month from the bytes that were signed; None if it is not public.

    Raises:
        DamagedError: the stored bytes are not those that were signed.
    """
    found = stores.records.disclosures.find(month)
    if found is None or not found.is_disclosed:
        return None
    content = signed_bytes(stores, found.sha256)
    return Published(found, content, from_bytes(content))


def _expect_right(
    stores: Workspace, viewer: Viewer, right: Right, month: date, step: str = ""
) -> None:
    if may_take(viewer, right):
        return
    stores.records.note(viewer.login, "refused_act", step or right, month=month_name(month))
    raise NotAllowedError("This step needs a right that was not granted to you.")
