"""Sessions: who is signed in, known by the sum of a secret that only the browser holds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from dashboard.storage.audit import chain
from dashboard.storage.database import reading
from dashboard.storage.tables import accounts, sessions

# Columns of a session that later acts change.
CHANGING = ("seen_at", "ended_at", "looking_as")


@dataclass(frozen=True)
class Session:
    """One browser that somebody signed in with. Moments are seconds since 1970, UTC.

    Attributes:
        method: how it was found out who this is: demo, local, oidc or proxy.
        seen_at: when it was last used, give or take a minute.
        looking_as: login through whose rights this session looks; None is its own.
        state: of the account: active, disabled; None without an account.
    """

    token_sha256: str
    login: str
    method: str
    began_at: float
    seen_at: float
    expires_at: float
    ended_at: float | None
    looking_as: str | None
    name: str | None = None
    state: str | None = None
    must_change: bool | None = None

    def is_open(self, moment: float, idle_seconds: float) -> bool:
        """Tell whether it still speaks for its login."""
        is_fresh = moment < self.expires_at and moment < self.seen_at + idle_seconds
        return self.ended_at is None and is_fresh and self.state != "disabled"


class Sessions:
    """The sessions of one workspace."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def begin(
        self, token: str, login: str, method: str, *, seconds: float, address: str = ""
    ) -> None:
        """Record that somebody signed in with a browser that holds this token."""
        moment = time.time()
        row = {
            "token_sha256": token_sum(token),
            "login": login,
            "method": method,
            "began_at": moment,
            "expires_at": moment + seconds,
        }
        with self._engine.begin() as connection:
            connection.execute(sessions.insert().values(**row, seen_at=moment))
            chain.append(
                connection,
                login,
                "sign_in",
                login,
                method=method,
                address=address,
                session=session_name(row["token_sha256"]),
                row=chain.row_sum(row),
            )

    def find(self, token: str) -> Session | None:
        """Return the session of a token, ended or not, with the state of its account."""
        query = (
            sa.select(sessions, accounts.c.name, accounts.c.state, accounts.c.must_change)
            .select_from(sessions.outerjoin(accounts, accounts.c.login == sessions.c.login))
            .where(sessions.c.token_sha256 == token_sum(token))
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).mappings().first()
        return None if found is None else Session(**found)

    def touch(self, session: Session) -> None:
        """Note that a session is in use."""
        with self._engine.begin() as connection:
            connection.execute(
                sessions.update()
                .where(sessions.c.token_sha256 == session.token_sha256)
                .values(seen_at=time.time())
            )

    def end(self, token: str) -> None:
        """Sign out: the session ends in every tab of the browser."""
        session = self.find(token)
        if session is None or session.ended_at is not None:
            return
        with self._engine.begin() as connection:
            connection.execute(_ended(sessions.c.token_sha256 == session.token_sha256))
            name = session_name(session.token_sha256)
            chain.append(connection, session.login, "sign_out", session.login, session=name)

    def end_all(self, login: str, actor: str) -> int:
        """End every session of a login; return how many were open."""
        with self._engine.begin() as connection:
            count = connection.execute(_ended(sessions.c.login == login)).rowcount
            chain.append(connection, actor, "end_sessions", login, sessions=count)
        return count

    def look_as(self, token: str, login: str | None, actor: str) -> None:
        """Look through the rights of somebody else, or through one's own again."""
        with self._engine.begin() as connection:
            connection.execute(
                sessions.update()
                .where(sessions.c.token_sha256 == token_sum(token))
                .values(looking_as=login)
            )
            chain.append(connection, actor, "look_as", login or actor)

    def open_counts(self, moment: float) -> dict[str, int]:
        """Return login → browsers it is signed in with."""
        query = (
            sa.select(sessions.c.login, sa.func.count())
            .where(sessions.c.ended_at.is_(None), sessions.c.expires_at > moment)
            .group_by(sessions.c.login)
        )
        with reading(self._engine) as connection:
            return {login: count for login, count in connection.execute(query)}

    def in_use(
        self, method: str, moment: float, idle_seconds: float
    ) -> dict[str, tuple[int, float]]:
        """Return login → browsers it is signed in with, and when it was seen last."""
        is_open = sa.and_(
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > moment,
            sessions.c.seen_at > moment - idle_seconds,
        )
        query = (
            sa.select(
                sessions.c.login,
                sa.func.sum(sa.case((is_open, 1), else_=0)),
                sa.func.max(sessions.c.seen_at),
            )
            .where(sessions.c.method == method)
            .group_by(sessions.c.login)
        )
        with reading(self._engine) as connection:
            return {login: (count, seen) for login, count, seen in connection.execute(query)}

    def rows(self) -> list[dict[str, Any]]:
        """Return every session as it is stored, for verifying."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(sessions)).mappings()
            return [dict(row) for row in rows]


def session_name(token_sha256: str) -> str:
    """Return what the log calls a session; nobody can take it over by that."""
    return token_sha256[:12]


def token_sum(token: str) -> str:
    """Return what the records know of a token."""
    return sha256(token.encode()).hexdigest()


def _ended(whose: sa.ColumnElement[bool]) -> sa.Update:
    return (
        sessions.update()
        .where(whose, sessions.c.ended_at.is_(None))
        .values(ended_at=time.time())
    )
