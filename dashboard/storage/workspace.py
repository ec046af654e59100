"""The workspace: the three stores of one installation, found by its settings."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.settings import Settings
from dashboard.storage.archive import Archive, petitioner_salt
from dashboard.storage.built import Built
from dashboard.storage.records import Records


@dataclass(frozen=True)
class Workspace:
    """Archive, records and built versions, and the settings they came from."""

    settings: Settings
    archive: Archive
    records: Records
    built: Built

    def salt(self) -> bytes:
        """Return the secret that petitioners are hashed with."""
        if self.settings.petitioner_salt is not None:
            return self.settings.petitioner_salt.get_secret_value().encode()
        return petitioner_salt(self.settings.data / "secret" / "petitioner_salt")


def open_workspace(settings: Settings) -> Workspace:
    """Open the stores, creating the folder and bringing the records up to date."""
    folder = settings.data
    folder.mkdir(parents=True, exist_ok=True)
    url = settings.records_url or f"sqlite:///{folder / 'records.sqlite'}"
    return Workspace(
        settings=settings,
        archive=Archive(folder / "archive"),
        records=Records(url),
        built=Built(folder / "built"),
    )
