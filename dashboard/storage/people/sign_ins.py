"""Attempts to sign in that failed, and what changes with one that did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dashboard.storage.audit import chain
from dashboard.storage.tables import accounts, sign_in_failures

# Nobody signs in with an empty login, so nobody is locked out by what is counted for it.
_NOBODY = ""

Claim = Literal["counted", "login_locked", "address_locked"]


@dataclass(frozen=True)
class Limits:
    """How many failures there may be within `seconds` before no attempt counts."""

    per_login: int
    per_address: int
    seconds: float


class SignIns:
    """The attempts to sign in to one workspace. Moments are seconds since 1970, UTC."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def claim(self, login: str, address: str, moment: float, limits: Limits) -> Claim:
        """Count an attempt as failed before it is made, unless there were too many.

        Counted first, so that many attempts at the same moment are no more than one after
        the other. What is older than the limits look back is swept away.
        """
        failures = sign_in_failures
        with self._engine.begin() as connection:
            connection.execute(
                failures.delete().where(failures.c.at <= moment - limits.seconds)
            )
            counts = sa.select(
                sa.func.count().filter(failures.c.login == login),
                sa.func.count().filter(failures.c.address == address),
            ).select_from(failures)
            of_login, of_address = connection.execute(counts).one()
            if of_address >= limits.per_address:
                return "address_locked"
            is_locked = of_login >= limits.per_login
            # A locked login costs as much work as any, so whoever goes on asking is counted,
            # without keeping its person out any longer.
            whose = _NOBODY if is_locked else login
            connection.execute(
                failures.insert().values(login=whose, address=address, at=moment)
            )
        return "login_locked" if is_locked else "counted"

    def forget(self, login: str) -> None:
        """Take the failures of a login back: its person has come in."""
        with self._engine.begin() as connection:
            connection.execute(
                sign_in_failures.delete().where(sign_in_failures.c.login == login)
            )

    def rehash(self, login: str, password_hash: str) -> None:
        """Keep the same password in a newer form; nobody is signed out by it."""
        with self._engine.begin() as connection:
            query = sa.select(accounts).where(accounts.c.login == login)
            row = dict(connection.execute(query).mappings().one())
            row["password_hash"] = password_hash
            connection.execute(
                accounts.update()
                .where(accounts.c.login == login)
                .values(password_hash=password_hash)
            )
            row_sum = chain.row_sum(row)
            chain.append(connection, login, "password", login, is_same=True, row=row_sum)
