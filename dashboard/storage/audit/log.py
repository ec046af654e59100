"""Reading the log page by page, and the entries that are written once per session."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.storage.audit import chain
from dashboard.storage.audit.chain import Entry
from dashboard.storage.database import reading
from dashboard.storage.tables import audit

# Acts that say that somebody saw a team.
VIEW = "view"
PAGE = 50
# Entries looked through for words at a time: no index knows every word.
LOOKED_THROUGH = 8_000
_PAST_ALL = 2**62


@dataclass(frozen=True)
class Asked:
    """What is looked for; None is no limit.

    Attributes:
        since, until: first moment, and the first one after the last, UTC in ISO form.
        words: found in person, subject or facts of an entry.
        teams: only who saw one of these.
        sees_all: whether every entry may be shown; else only who saw which team.
    """

    actor: str | None = None
    act: str | None = None
    subject: str | None = None
    since: str | None = None
    until: str | None = None
    words: str | None = None
    teams: tuple[str, ...] | None = None
    sees_all: bool = False


@dataclass(frozen=True)
class LogPage:
    """Some entries, newest first.

    Attributes:
        older: number before which to look next; None where the log begins.
    """

    entries: tuple[Entry, ...]
    older: int | None


class Log:
    """The log of one workspace, to be read."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def newest(self) -> tuple[int, str] | None:
        """Return number and hash of the newest entry, None before the first."""
        with reading(self._engine) as connection:
            return chain.head(connection)

    def page(self, asked: Asked, before: int | None = None, size: int = PAGE) -> LogPage:
        """Return the newest entries that are looked for, those before a number."""
        with reading(self._engine) as connection:
            lowest, top = _range(connection, asked, before)
            floor = max(top - LOOKED_THROUGH, lowest) if asked.words else lowest
            query = (
                sa.select(audit)
                .where(audit.c.number < top, audit.c.number >= floor, *_conditions(asked))
                .order_by(audit.c.number.desc())
                .limit(size)
            )
            found = tuple(Entry(*row) for row in connection.execute(query))
        if len(found) == size:
            return LogPage(found, found[-1].number)
        return LogPage(found, floor if floor > lowest else None)

    def readers(self, team_id: str, size: int) -> tuple[Entry, ...]:
        """Return the last looks at a team, newest first."""
        return self.page(Asked(act=VIEW, subject=team_id), size=size).entries

    def note_once(
        self, actor: str, act: str, subject: str, since: str, session: str, **detail: object
    ) -> bool:
        """Write an entry unless this session has written the same one since a moment.

        Returns:
            Whether it was written.
        """
        facts = {"session": session, **detail}
        query = sa.select(audit.c.number).where(
            audit.c.actor == actor,
            audit.c.act == act,
            audit.c.subject.concat("") == subject,
            audit.c.number >= _first_since(since),
            audit.c.detail == chain.canonical(facts),
        )
        with self._engine.begin() as connection:
            if connection.execute(query.limit(1)).first() is not None:
                return False
            chain.append(connection, actor, act, subject, **facts)
        return True


def _range(connection: sa.Connection, asked: Asked, before: int | None) -> tuple[int, int]:
    """Return the first number that may be found, and the one after the last.

    Entries are in the order of time: a range of numbers costs no look at every moment.
    """
    lowest = connection.execute(sa.select(sa.func.min(audit.c.number))).scalar() or 1
    newest = chain.head(connection)
    tops = [1 if newest is None else newest[0] + 1]
    if before is not None:
        tops.append(before)
    if asked.since is not None:
        since = connection.execute(sa.select(_first_since(asked.since))).scalar()
        lowest = max(lowest, since or lowest)
    if asked.until is not None:
        until = connection.execute(sa.select(_first_since(asked.until))).scalar()
        tops.append(tops[0] if until is None else until)
    return lowest, min(tops)


def _conditions(asked: Asked) -> list[sa.ColumnElement[bool]]:
    act = asked.act if asked.sees_all else VIEW
    found: list[sa.ColumnElement[bool]] = []
    # Few entries are about one thing: its index is the one to go by, and what is joined to
    # nothing has none.
    is_about = asked.subject is not None
    for column, value in ((audit.c.actor, asked.actor), (audit.c.act, act)):
        if value is not None:
            found.append((column.concat("") if is_about else column) == value)
    if asked.subject is not None:
        found.append(audit.c.subject == asked.subject)
    if asked.teams is not None:
        found.append(audit.c.subject.in_(asked.teams))
    if asked.words:
        columns = (audit.c.actor, audit.c.subject, audit.c.detail)
        found.append(
            sa.or_(*(column.contains(asked.words, autoescape=True) for column in columns))
        )
    return found


def _first_since(moment: str) -> sa.ColumnElement[int]:
    """Return the number of the first entry at or after a moment, past all if there is none."""
    first = (
        sa.select(audit.c.number)
        .where(audit.c.at >= moment)
        .order_by(audit.c.at, audit.c.number)
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(first, _PAST_ALL)
