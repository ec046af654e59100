"""Verifying that nothing stored was altered: files, rows, audit chain, published version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.storage.files import sha256_of
from dashboard.storage.workspace import Workspace


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was recorded.

    Attributes:
        subject: upload_file, upload_rows, upload_report, upload_record, audit_entry, version.
        name: which one.
        state: missing, altered, unrecorded.
    """

    subject: str
    name: str
    state: str


def verify(workspace: Workspace) -> list[Finding]:
    """Compare every stored thing with its recorded sum; return what differs."""
    return [
        *_damaged_uploads(workspace),
        *_removed_uploads(workspace),
        *_broken_audit(workspace),
        *_damaged_versions(workspace),
    ]


def _damaged_uploads(workspace: Workspace) -> Iterator[Finding]:
    archive = workspace.archive
    for upload in workspace.records.uploads(active_only=False):
        yield from _compare(
            "upload_file", upload.upload_id, archive.file_path(upload.sha256), upload.sha256
        )
        yield from _compare(
            "upload_rows",
            upload.upload_id,
            archive.rows_path(upload.kind, upload.upload_id),
            upload.rows_sha256,
        )
        if upload.report_sha256 is not None:
            path = archive.file_path(upload.report_sha256)
            yield from _compare("upload_report", upload.upload_id, path, upload.report_sha256)


def _removed_uploads(workspace: Workspace) -> Iterator[Finding]:
    """Name uploads that were received and are recorded no more: numbers have no gaps."""
    recorded = {upload.upload_id for upload in workspace.records.uploads(active_only=False)}
    received = set(workspace.records.received_upload_ids())
    last = max((int(name.removeprefix("U")) for name in recorded | received), default=0)
    for name in (f"U{number:06d}" for number in range(1, last + 1)):
        if name not in recorded:
            yield Finding("upload_record", name, "missing")


def _broken_audit(workspace: Workspace) -> Iterator[Finding]:
    for number in workspace.records.broken_audit_entries():
        yield Finding("audit_entry", str(number), "altered")


def _damaged_versions(workspace: Workspace) -> Iterator[Finding]:
    recorded = {build.version: build.sha256 for build in workspace.records.builds()}
    for version in workspace.built.versions():
        path = workspace.built.path(version)
        if version not in recorded:
            yield Finding("version", version, "unrecorded")
        else:
            yield from _compare("version", version, path, recorded[version])


def _compare(subject: str, name: str, path: Path, sha256: str) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(subject, name, "missing")
    elif sha256_of(path) != sha256:
        yield Finding(subject, name, "altered")
