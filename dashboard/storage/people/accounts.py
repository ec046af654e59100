"""Accounts: who exists, and who may still come in."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.errors import RefusedError, UnknownNameError
from dashboard.storage.audit import chain
from dashboard.storage.database import reading
from dashboard.storage.moments import now
from dashboard.storage.tables import accounts, sessions


@dataclass(frozen=True)
class Account:
    """One login.

    Attributes:
        name: for people to read; may be empty.
        password_hash: argon2id; None where somebody else checks who it is.
        must_change: whether the password has to be changed before anything else.
        state: active or disabled.
    """

    login: str
    name: str
    password_hash: str | None
    must_change: bool
    state: str
    created_at: str
    created_by: str

    @property
    def is_active(self) -> bool:
        """Whether this person may come in."""
        return self.state == "active"


class Accounts:
    """The accounts of one workspace."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self) -> list[Account]:
        """Return every account, by login."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(accounts).order_by(accounts.c.login))
            return [Account(**row) for row in rows.mappings()]

    def find(self, login: str) -> Account | None:
        """Return one account, None if there is none."""
        with reading(self._engine) as connection:
            return _find(connection, login)

    def add(
        self,
        login: str,
        actor: str,
        *,
        name: str = "",
        password_hash: str | None = None,
        must_change: bool = True,
    ) -> Account:
        """Make an account.

        Raises:
            RefusedError: there is one of that login.
        """
        with self._engine.begin() as connection:
            if _find(connection, login) is not None:
                raise RefusedError(f"There is an account '{login}' already.")
            account = Account(login, name, password_hash, must_change, "active", now(), actor)
            connection.execute(accounts.insert().values(**vars(account)))
            row = chain.row_sum(vars(account))
            chain.append(connection, actor, "account", login, state="active", row=row)
        return account

    def set_password(
        self, login: str, password_hash: str, actor: str, *, must_change: bool
    ) -> None:
        """Give an account another password; every session of it ends.

        Raises:
            UnknownNameError: there is no such account.
        """
        self._change(
            login,
            actor,
            "password",
            {"password_hash": password_hash, "must_change": must_change},
        )

    def set_state(self, login: str, state: str, actor: str) -> None:
        """Disable an account, or let it in again; every session of it ends.

        Raises:
            UnknownNameError: there is no such account.
        """
        self._change(login, actor, "account", {"state": state}, state=state)

    def _change(
        self, login: str, actor: str, act: str, values: dict[str, object], **detail: object
    ) -> None:
        with self._engine.begin() as connection:
            found = _find(connection, login)
            if found is None:
                raise UnknownNameError(f"There is no account '{login}'.")
            connection.execute(
                accounts.update().where(accounts.c.login == login).values(**values)
            )
            connection.execute(
                sessions.update()
                .where(sessions.c.login == login, sessions.c.ended_at.is_(None))
                .values(ended_at=sessions.c.seen_at)
            )
            row = chain.row_sum(vars(found) | values)
            chain.append(connection, actor, act, login, **detail, row=row)


def _find(connection: sa.Connection, login: str) -> Account | None:
    query = sa.select(accounts).where(accounts.c.login == login)
    found = connection.execute(query).mappings().first()
    return None if found is None else Account(**found)
