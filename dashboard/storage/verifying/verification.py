"""Verifying that nothing stored was altered: files, rows, acts, the log, the version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dashboard.errors import DamagedError
from dashboard.settings import Settings
from dashboard.storage.files import sha256_of
from dashboard.storage.verifying.acts import ACTS, act_findings
from dashboard.storage.verifying.comparing import readable
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.log import log_findings
from dashboard.storage.verifying.shape import shape_findings
from dashboard.storage.verifying.walking import Walk, go_on
from dashboard.storage.workspace import Workspace, open_workspace

_MOST_TRIES = 10


def verify_at(settings: Settings) -> list[Finding]:
    """Open a workspace, however damaged its records are, and verify it."""
    with suppress(DamagedError):
        # Records of an earlier release are brought up to date first.
        open_workspace(settings).records.engine.dispose()
    return verify(open_workspace(settings, as_it_is=True))


def verify(workspace: Workspace) -> list[Finding]:
    """Compare every stored thing with its recorded sum; return what differs.

    What is gone from the records is named, and what is left is compared all the same.
    """
    found, walked = log_findings(workspace, ACTS)
    everything = [
        *shape_findings(workspace),
        *readable("upload_record", _damaged_uploads(workspace)),
        *readable("disclosure", _damaged_months(workspace)),
        *readable("audit_entry", _untold_acts(workspace, walked)),
        *found,
        *readable("build_record", _damaged_versions(workspace)),
    ]
    # What cannot be read is met by more than one comparison.
    return list(dict.fromkeys(everything))


def _untold_acts(workspace: Workspace, walked: Walk) -> Iterator[Finding]:
    """Compare acts with their entries while people go on working."""
    if walked.is_cut:
        # Whoever did something that the lost entries told of did not do it in secret.
        return
    found: list[Finding] = []
    for _ in range(_MOST_TRIES):
        found = list(act_findings(workspace.records, walked.kept))
        newest = workspace.records.log.newest()
        if not found or newest is None or newest[0] <= walked.newest:
            break
        # Somebody acted between the two readings: what was found may be that.
        go_on(workspace, walked)
    yield from found


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


def _damaged_months(workspace: Workspace) -> Iterator[Finding]:
    """Compare the table of each signed month with the sum that was signed."""
    for month in workspace.records.disclosures.all():
        path = workspace.archive.file_path(month.sha256)
        yield from _compare("signed_month", month.month, path, month.sha256)


def _damaged_versions(workspace: Workspace) -> Iterator[Finding]:
    recorded = {build.version: build.sha256 for build in workspace.records.builds()}
    there = workspace.built.versions()
    # Without the newest, an older one would serve as if nothing had come after it.
    if there and recorded and (newest := max(recorded)) not in there:
        yield Finding("version", newest, "missing")
    for version in there:
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
