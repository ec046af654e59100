"""The records: what people did, in a transactional database that several processes share.

SQLite in write-ahead mode by default, any other database by its SQLAlchemy address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa

from dashboard.errors import RefusedError, UnknownNameError
from dashboard.storage.audit import chain
from dashboard.storage.audit.log import Log
from dashboard.storage.database import open_database, reading
from dashboard.storage.disclosures import Disclosures
from dashboard.storage.links import Links
from dashboard.storage.locks import hold
from dashboard.storage.moments import now
from dashboard.storage.people.accounts import Accounts
from dashboard.storage.people.grants import Grants
from dashboard.storage.people.sessions import Sessions
from dashboard.storage.people.sign_ins import SignIns
from dashboard.storage.tables import builds, upload_changes, uploads
from dashboard.storage.uploads import Upload, UploadChange, turned_already


@dataclass(frozen=True)
class Build:
    """One published version and the sum of its file."""

    number: int
    version: str
    as_of: str
    is_full: bool
    month_count: int
    seconds: float
    sha256: str
    built_at: str


class Records:
    """Uploads, builds, locks, the audit chain; people in parts of their own."""

    def __init__(self, url: str, *, as_it_is: bool = False) -> None:
        self.engine = open_database(url, as_it_is=as_it_is)
        self.accounts = Accounts(self.engine)
        self.grants = Grants(self.engine)
        self.sessions = Sessions(self.engine)
        self.log = Log(self.engine)
        self.sign_ins = SignIns(self.engine)
        self.disclosures = Disclosures(self.engine)
        self.links = Links(self.engine)

    def uploads(self, kind: str | None = None, *, active_only: bool = True) -> list[Upload]:
        """Return uploads, oldest first."""
        query = sa.select(uploads).order_by(uploads.c.number)
        if kind is not None:
            query = query.where(uploads.c.kind == kind)
        if active_only:
            query = query.where(uploads.c.state == "active")
        with reading(self.engine) as connection:
            return [Upload(**row) for row in connection.execute(query).mappings()]

    def next_upload_id(self) -> str:
        """Return the id the next upload will have; sorts as text in order of arrival.

        Only meaningful while the caller holds the lock `uploads`.
        """
        return f"U{self.last_upload_number() + 1:06d}"

    def last_upload_number(self) -> int:
        """Return the number of the newest upload, undone or not; 0 before the first."""
        with reading(self.engine) as connection:
            last = connection.execute(sa.select(sa.func.max(uploads.c.number))).scalar()
        return last or 0

    def upload(self, upload_id: str) -> Upload:
        """Return one upload, undone or not.

        Raises:
            UnknownNameError: there is none of that id.
        """
        with reading(self.engine) as connection:
            return _upload(connection, upload_id)

    def add_upload(self, upload: Upload) -> None:
        """Record an upload and its audit entry in one transaction."""
        with self.engine.begin() as connection:
            connection.execute(uploads.insert().values(**vars(upload)))
            chain.append(
                connection,
                upload.uploaded_by,
                "upload",
                upload.upload_id,
                kind=upload.kind,
                sha256=upload.sha256,
                rows=upload.row_count,
                row=chain.row_sum(vars(upload), "state"),
            )

    def undo(self, upload_id: str, actor: str, reason: str) -> Upload:
        """Take an upload out of the evidence, as if it had never come.

        Waits for the lock `uploads`; not to be called while holding it.

        Raises:
            UnknownNameError: there is no such upload.
            RefusedError: it is undone already.
        """
        return self._change(upload_id, "undone", actor, reason)

    def redo(self, upload_id: str, actor: str, reason: str = "") -> Upload:
        """Take an undone upload back into the evidence, at its place in the order.

        Raises:
            UnknownNameError: there is no such upload.
            RefusedError: it is active already.
        """
        return self._change(upload_id, "active", actor, reason)

    def changes(self, upload_id: str | None = None) -> list[UploadChange]:
        """Return every undo and redo, oldest first; of one upload when it is named."""
        with reading(self.engine) as connection:
            return _changes(connection, upload_id)

    def _change(self, upload_id: str, state: str, actor: str, reason: str) -> Upload:
        with self.lock("uploads"), self.engine.begin() as connection:
            upload = _upload(connection, upload_id)
            if upload.state == state:
                raise RefusedError(turned_already(upload, _changes(connection, upload_id)))
            last = connection.execute(sa.select(sa.func.max(upload_changes.c.number))).scalar()
            change = UploadChange((last or 0) + 1, upload_id, state, now(), actor, reason)
            connection.execute(
                uploads.update().where(uploads.c.upload_id == upload_id).values(state=state)
            )
            connection.execute(upload_changes.insert().values(**vars(change)))
            act = "undo" if state == "undone" else "redo"
            row = chain.row_sum(vars(change))
            chain.append(connection, actor, act, upload_id, reason=reason, row=row)
        return replace(upload, state=state)

    def builds(self) -> list[Build]:
        """Return the builds, oldest first."""
        with reading(self.engine) as connection:
            rows = connection.execute(sa.select(builds).order_by(builds.c.number))
            return [Build(**row) for row in rows.mappings()]

    def add_build(self, build: Build, actor: str) -> None:
        """Record a build and its audit entry in one transaction."""
        with self.engine.begin() as connection:
            connection.execute(builds.insert().values(**vars(build)))
            chain.append(
                connection,
                actor,
                "build",
                build.version,
                as_of=build.as_of,
                sha256=build.sha256,
                row=chain.row_sum(vars(build)),
            )

    def note(self, actor: str, act: str, subject: str, **detail: object) -> None:
        """Write an audit entry for an act that changes nothing else, such as an export."""
        with self.engine.begin() as connection:
            chain.append(connection, actor, act, subject, **detail)

    @contextmanager
    def lock(self, name: str, wait_seconds: float = 600.0) -> Iterator[None]:
        """Hold a named lock that every process of this workspace respects.

        Raises:
            BusyError: another process held it for longer than `wait_seconds`.
        """
        with hold(self.engine, name, wait_seconds):
            yield


def _upload(connection: sa.Connection, upload_id: str) -> Upload:
    query = sa.select(uploads).where(uploads.c.upload_id == upload_id)
    found = connection.execute(query).mappings().first()
    if found is None:
        raise UnknownNameError(f"There is no upload '{upload_id}'. Its id looks like U000012.")
    return Upload(**found)


def _changes(connection: sa.Connection, upload_id: str | None) -> list[UploadChange]:
    query = sa.select(upload_changes).order_by(upload_changes.c.number)
    if upload_id is not None:
        query = query.where(upload_changes.c.upload_id == upload_id)
    return [UploadChange(**row) for row in connection.execute(query).mappings()]
