"""The workspace: the three stores of one installation, found by its settings."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.settings import Settings
from dashboard.storage.archive import Archive
from dashboard.storage.audit.witness import Witness
from dashboard.storage.built import Built
from dashboard.storage.database import damage_told
from dashboard.storage.records import Records
from dashboard.storage.secret import secret_at


@dataclass(frozen=True)
class Workspace:
    """Archive, records and built versions, the witness of the log, and the settings."""

    settings: Settings
    archive: Archive
    records: Records
    built: Built
    witness: Witness

    def salt(self) -> bytes:
        """Return the secret that petitioners are hashed with."""
        if self.settings.petitioner_salt is not None:
            return self.settings.petitioner_salt.get_secret_value().encode()
        return secret_at(self.settings.data / "secret" / "petitioner_salt")


def open_workspace(settings: Settings, *, as_it_is: bool = False) -> Workspace:
    """Open the stores, creating the folder and bringing the records up to date.

    Args:
        as_it_is: with the records as they are, to find out what is wrong with them.

    Raises:
        DamagedError: the records cannot be opened.
    """
    folder = settings.data
    # Scores, addresses of links and sums of passwords are for the program's own account.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = settings.records_url or f"sqlite:///{folder / 'records.sqlite'}"
    records = Records(url, as_it_is=as_it_is)
    witness = Witness(
        settings.witness_path or folder / "witness" / "audit.log",
        folder / "secret" / "witness_key",
    )
    witness.attach(records.engine)
    if witness.is_new and not as_it_is:
        with damage_told(records.engine):
            if records.log.newest() is not None:
                # A log of before there was a witness, or one whose key was removed: either
                # is told.
                records.note("operator", "witness", witness.path.name, reason="new key")
    return Workspace(
        settings=settings,
        archive=Archive(folder / "archive"),
        records=records,
        built=Built(
            folder / "built", seconds=settings.query_seconds, memory=settings.query_memory
        ),
        witness=witness,
    )
