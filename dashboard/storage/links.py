"""Links: views that somebody sent, until they end; a row is never removed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa

from dashboard.errors import RefusedError, UnknownNameError
from dashboard.storage.audit import chain
from dashboard.storage.database import reading
from dashboard.storage.tables import links

Follows = Literal["fixed", "latest"]
Audience = Literal["people", "public"]
State = Literal["open", "expired", "revoked"]

# Enough of a code to find a link by, and too little to open it: what the log names it by.
_NAME_LENGTH = 8
# Columns of a link that later acts change.
CHANGING = ("expires_at", "revoked_at", "revoked_by", "opened_count", "opened_at")


@dataclass(frozen=True)
class Link:
    """One view that was sent. Moments are seconds since 1970, UTC.

    Attributes:
        code: the secret of its address.
        page: name of the one page it opens.
        query: JSON of every choice, written by `links.views`.
        follows: whether its month stays, or is the newest at each opening.
        version: the published version it shows; None is the one that serves.
        audience: people who sign in, or anyone, who then sees disclosed months only.
        opened_at: when it was opened last.
    """

    code: str
    page: str
    query: str
    follows: Follows
    version: str | None
    language: str
    audience: Audience
    made_by: str
    made_at: str
    expires_at: float
    revoked_at: float | None = None
    revoked_by: str | None = None
    opened_count: int = 0
    opened_at: float | None = None

    @property
    def name(self) -> str:
        """What people and the log call it; nobody can open it by that."""
        return self.code[:_NAME_LENGTH]

    def state(self, moment: float) -> State:
        """Tell whether it opens; at the very moment of its end it does not any more."""
        if self.revoked_at is not None:
            return "revoked"
        return "open" if moment < self.expires_at else "expired"


class Links:
    """The links of one workspace."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, link: Link, **detail: object) -> None:
        """Record a link that was made."""
        with self._engine.begin() as connection:
            connection.execute(links.insert().values(**vars(link)))
            chain.append(
                connection,
                link.made_by,
                "make_link",
                link.name,
                page=link.page,
                audience=link.audience,
                follows=link.follows,
                version=link.version,
                expires_at=link.expires_at,
                row=chain.row_sum(vars(link), *CHANGING),
                **detail,
            )

    def find(self, code: str) -> Link | None:
        """Return the link of a code, whatever its state; None if there is none."""
        with reading(self._engine) as connection:
            return _find(connection, code)

    def all(self, made_by: str | None = None) -> list[Link]:
        """Return the links, newest first; of one person when that is named."""
        query = sa.select(links).order_by(links.c.made_at.desc(), links.c.code)
        if made_by is not None:
            query = query.where(links.c.made_by == made_by)
        with reading(self._engine) as connection:
            return [Link(**row) for row in connection.execute(query).mappings()]

    def open_count(self, made_by: str, moment: float) -> int:
        """Count the links of one person that open."""
        return sum(link.state(moment) == "open" for link in self.all(made_by))

    def held_versions(self, moment: float) -> set[str]:
        """Name the versions that open links show, and that must therefore stay."""
        query = sa.select(links.c.version).where(
            links.c.version.is_not(None),
            links.c.revoked_at.is_(None),
            links.c.expires_at > moment,
        )
        with reading(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def note_opening(self, link: Link, actor: str, moment: float) -> None:
        """Count that somebody opened a link."""
        with self._engine.begin() as connection:
            connection.execute(
                links.update()
                .where(links.c.code == link.code)
                .values(opened_count=links.c.opened_count + 1, opened_at=moment)
            )
            chain.append(
                connection, actor, "open_link", link.name, page=link.page, opened_at=moment
            )

    def revoke(self, code: str, actor: str, moment: float) -> Link:
        """End a link at once and for good.

        Raises:
            UnknownNameError: there is no such link.
            RefusedError: it was revoked already.
        """
        changed = {"revoked_at": moment, "revoked_by": actor}
        return self._change(code, actor, "revoke_link", ("open", "expired"), moment, changed)

    def extend(self, code: str, actor: str, moment: float, expires_at: float) -> Link:
        """Let an open link end later.

        Raises:
            UnknownNameError: there is no such link.
            RefusedError: it is over; what was revoked or has ended never opens again.
        """
        changed = {"expires_at": expires_at}
        return self._change(code, actor, "extend_link", ("open",), moment, changed)

    def _change(
        self,
        code: str,
        actor: str,
        act: str,
        states: tuple[State, ...],
        moment: float,
        changed: Mapping[str, object],
    ) -> Link:
        with self._engine.begin() as connection:
            link = _find(connection, code)
            if link is None:
                raise UnknownNameError("There is no such link.")
            if (state := link.state(moment)) not in states:
                raise RefusedError(f"The link {link.name} is {state} already.")
            connection.execute(links.update().where(links.c.code == code).values(changed))
            # Who did it is the actor of the entry.
            detail = {key: value for key, value in changed.items() if key != "revoked_by"}
            chain.append(connection, actor, act, link.name, made_by=link.made_by, **detail)
        return replace(link, **changed)


def _find(connection: sa.Connection, code: str) -> Link | None:
    query = sa.select(links).where(links.c.code == code)
    found = connection.execute(query).mappings().first()
    # Some databases take "a" for "A"; no code may stand for another.
    if found is None or not hmac.compare_digest(found["code"].encode(), code.encode()):
        return None
    return Link(**found)
