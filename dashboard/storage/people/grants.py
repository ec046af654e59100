"""Grants: rows that give a role over a tree of teams, and are never removed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from dashboard.access.roles import Role
from dashboard.access.viewer import Grant
from dashboard.errors import RefusedError, UnknownNameError
from dashboard.storage.audit import chain
from dashboard.storage.database import reading
from dashboard.storage.moments import now
from dashboard.storage.tables import grants


class Grants:
    """The grants of one workspace."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self, login: str | None = None) -> list[Grant]:
        """Return every grant there ever was, oldest first; of one login when it is named."""
        query = sa.select(grants).order_by(grants.c.number)
        if login is not None:
            query = query.where(grants.c.login == login)
        with reading(self._engine) as connection:
            return [Grant(**row) for row in connection.execute(query).mappings()]

    def valid(self, login: str, day: date) -> tuple[Grant, ...]:
        """Return what a login holds on a day, oldest first."""
        return tuple(grant for grant in self.all(login) if grant.is_valid(day))

    def add(
        self,
        login: str,
        role: Role,
        team_id: str,
        actor: str,
        *,
        valid_from: date,
        valid_to: date | None = None,
    ) -> Grant:
        """Give a role.

        Raises:
            RefusedError: the days are the wrong way round.
        """
        if valid_to is not None and valid_to < valid_from:
            raise RefusedError(f"A grant cannot end on {valid_to} before it begins.")
        with self._engine.begin() as connection:
            last = connection.execute(sa.select(sa.func.max(grants.c.number))).scalar() or 0
            grant = Grant(last + 1, login, role, team_id, valid_from, valid_to, actor, now())
            connection.execute(grants.insert().values(**vars(grant)))
            chain.append(
                connection,
                actor,
                "grant",
                login,
                number=grant.number,
                role=role,
                team_id=team_id,
                valid_from=str(valid_from),
                valid_to=None if valid_to is None else str(valid_to),
                row=chain.row_sum(vars(grant), "revoked_at", "revoked_by"),
            )
        return grant

    def revoke(self, number: int, actor: str) -> Grant:
        """Take a grant back, at once and for good.

        Raises:
            UnknownNameError: there is no such grant.
            RefusedError: it was taken back already.
        """
        with self._engine.begin() as connection:
            grant, at = _standing(connection, number), now()
            connection.execute(
                grants.update()
                .where(grants.c.number == number)
                .values(revoked_at=at, revoked_by=actor)
            )
            chain.append(
                connection,
                actor,
                "revoke_grant",
                grant.login,
                number=number,
                role=grant.role,
                team_id=grant.team_id,
                revoked_at=at,
            )
        return grant


def _standing(connection: sa.Connection, number: int) -> Grant:
    """Return a grant that nobody has taken back yet."""
    query = sa.select(grants).where(grants.c.number == number)
    found = connection.execute(query).mappings().first()
    if found is None:
        raise UnknownNameError(f"There is no grant number {number}.")
    grant = Grant(**found)
    if grant.revoked_at is not None:
        raise RefusedError(
            f"{grant.revoked_by} has taken the grant {number} back on "
            f"{grant.revoked_at} already."
        )
    return grant
