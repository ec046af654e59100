"""Signed and disclosed months: who answered for which table, known by the sum of its bytes."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dashboard.errors import RefusedError
from dashboard.storage.audit import chain
from dashboard.storage.database import reading
from dashboard.storage.moments import now
from dashboard.storage.tables import disclosures

# Columns of a signed month that disclosing it changes.
CHANGING = ("disclosed_by", "disclosed_at")


class StepRefusedError(RefusedError):
    """A step on the way of a month to the public cannot be taken.

    Attributes:
        rule: why, also the key `disclosure.refused_<rule>`.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True)
class Disclosure:
    """One signed month.

    Attributes:
        month: such as 2026-03.
        version: the built version that the table was taken from.
        sha256: sum of the table's bytes, which lie in the archive under it.
        disclosed_by, disclosed_at: None while it is signed only.
    """

    month: str
    version: str
    sha256: str
    signed_by: str
    signed_at: str
    disclosed_by: str | None = None
    disclosed_at: str | None = None

    @property
    def is_disclosed(self) -> bool:
        """Whether it is public."""
        return self.disclosed_at is not None

    def is_signature(self, sha256: str, login: str) -> bool:
        """Whether it is only signed so far, that table and by that person."""
        return not self.is_disclosed and (self.sha256, self.signed_by) == (sha256, login)


class Disclosures:
    """The signed months of one workspace."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self) -> list[Disclosure]:
        """Return every month that is signed, disclosed or not, the newest first."""
        query = sa.select(disclosures).order_by(disclosures.c.month.desc())
        with reading(self._engine) as connection:
            return [Disclosure(**row) for row in connection.execute(query).mappings()]

    def find(self, month: str) -> Disclosure | None:
        """Return a month if it is signed."""
        with reading(self._engine) as connection:
            return _find(connection, month)

    def sign(self, month: str, version: str, sha256: str, actor: str) -> Disclosure:
        """Record that somebody answers for a month, with its audit entry.

        A second press of the same person finds done what it asks for.

        Raises:
            StepRefusedError: somebody else has signed it, or another table is signed.
        """
        signed = Disclosure(month, version, sha256, actor, now())
        try:
            with self._engine.begin() as connection:
                found = _find(connection, month)
                if found is not None and found.is_signature(sha256, actor):
                    return found
                _expect_unsigned(found)
                connection.execute(disclosures.insert().values(**vars(signed)))
                chain.append(
                    connection,
                    actor,
                    "sign",
                    month,
                    version=version,
                    sha256=sha256,
                    row=chain.row_sum(vars(signed), *CHANGING),
                )
        except IntegrityError as error:
            # Two people pressed at once, on a database that lets both begin.
            raise _signed_already(month) from error
        return signed

    def withdraw(self, month: str, sha256: str, actor: str) -> None:
        """Take a signature back before the month is disclosed, with its audit entry.

        Raises:
            StepRefusedError: that table is not signed, or it is disclosed.
        """
        with self._engine.begin() as connection:
            signed = _expect_signed(_find(connection, month), month, sha256)
            connection.execute(disclosures.delete().where(disclosures.c.month == month))
            chain.append(
                connection,
                actor,
                "withdraw",
                month,
                version=signed.version,
                sha256=sha256,
                signed_by=signed.signed_by,
            )

    def disclose(self, month: str, sha256: str, actor: str) -> Disclosure:
        """Record that a signed month is public, with its audit entry.

        A second press of the same person finds done what it asks for.

        Raises:
            StepRefusedError: that table is not signed, the same person signed it, or it
                is disclosed already.
        """
        with self._engine.begin() as connection:
            found = _find(connection, month)
            if found is not None and found.sha256 == sha256 and found.disclosed_by == actor:
                return found
            signed = _expect_signed(found, month, sha256)
            if signed.signed_by.casefold() == actor.casefold():
                raise StepRefusedError(
                    "same_person",
                    f"Whoever signed {month} cannot disclose it. A second person has to.",
                )
            done = {"disclosed_by": actor, "disclosed_at": now()}
            disclosed = Disclosure(**{**vars(signed), **done})
            connection.execute(
                disclosures.update().where(disclosures.c.month == month).values(**done)
            )
            chain.append(
                connection,
                actor,
                "disclose",
                month,
                version=signed.version,
                sha256=sha256,
                signed_by=signed.signed_by,
                row=chain.row_sum(vars(disclosed)),
            )
        return disclosed


def _find(connection: sa.Connection, month: str) -> Disclosure | None:
    query = sa.select(disclosures).where(disclosures.c.month == month)
    found = connection.execute(query).mappings().first()
    return None if found is None else Disclosure(**found)


def _expect_unsigned(found: Disclosure | None) -> None:
    if found is None:
        return
    if found.is_disclosed:
        raise _disclosed_already(found)
    raise _signed_already(found.month)


def _expect_signed(found: Disclosure | None, month: str, sha256: str) -> Disclosure:
    if found is None or found.sha256 != sha256:
        raise StepRefusedError(
            "not_signed", f"{month} is not signed with that table any more. Look at it again."
        )
    if found.is_disclosed:
        raise _disclosed_already(found)
    return found


def _signed_already(month: str) -> StepRefusedError:
    return StepRefusedError("signed", f"{month} is signed already. Withdraw that first.")


def _disclosed_already(found: Disclosure) -> StepRefusedError:
    return StepRefusedError(
        "disclosed", f"{found.month} is disclosed: what was published stays as it is."
    )
