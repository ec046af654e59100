"""Verifying that every stored act has its one entry in the log, and that the two agree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboard.storage.audit.chain import Entry
from dashboard.storage.links import CHANGING
from dashboard.storage.records import Records
from dashboard.storage.uploads import UploadChange
from dashboard.storage.verifying.comparing import (
    agrees,
    by_name,
    compare,
    moment_and_actor,
    readable,
)
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.months import month_findings
from dashboard.storage.verifying.people import people_findings

ACTS = frozenset(
    {
        *("upload", "undo", "redo", "build", "sign", "withdraw", "disclose"),
        *("grant", "revoke_grant", "account", "password"),
        *("sign_in", "sign_out", "end_sessions"),
        *("make_link", "open_link", "revoke_link", "extend_link"),
    }
)
_ID = re.compile(r"U\d{6,9}")
_STATE_AFTER = {"upload": "active", "redo": "active", "undo": "undone"}


def act_findings(records: Records, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Compare the rows of the records with the entries of the acts that wrote them.

    Args:
        entries: those of ACTS, oldest first.
    """
    by_act: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_act[entry.act].append(entry)
    turned = [*by_act["undo"], *by_act["redo"]]
    yield from readable("upload_record", _uploads(records, by_act["upload"]))
    yield from readable("upload_change", _changes(records, turned))
    yield from readable("build_record", _builds(records, by_act["build"]))
    yield from readable("disclosure", month_findings(records, by_act))
    yield from readable("link", _links(records, by_act))
    yield from people_findings(records, by_act)


def _uploads(records: Records, entries: Sequence[Entry]) -> Iterator[Finding]:
    rows = {upload.upload_id: upload for upload in records.uploads(active_only=False)}
    told = {entry.subject for entry in entries}
    last = max((int(name[1:]) for name in {*rows, *told} if _ID.fullmatch(name)), default=0)
    # Numbers have no gaps: an upload that neither side knows of was removed from both.
    for name in (f"U{number:06d}" for number in range(1, last + 1)):
        if name not in rows and name not in told:
            yield Finding("upload_record", name, "missing")

    def is_true(entry: Entry) -> bool:
        upload, facts = rows[entry.subject], entry.facts
        stored = (upload.kind, upload.sha256, upload.row_count, upload.uploaded_by)
        said = (facts.get("kind"), facts.get("sha256"), facts.get("rows"), entry.actor)
        return stored == said and agrees(entry, vars(upload), "state")

    yield from compare("upload_record", rows, by_name(entries), is_true)


def _changes(records: Records, entries: Sequence[Entry]) -> Iterator[Finding]:
    said: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: one.number):
        said[entry.subject].append(entry)
    stored: dict[str, list[UploadChange]] = defaultdict(list)
    for change in records.changes():
        stored[change.upload_id].append(change)
    states = {one.upload_id: one.state for one in records.uploads(active_only=False)}
    for name in sorted({*said, *stored, *states}):
        last = _STATE_AFTER[said[name][-1].act] if said[name] else "active"
        is_told = len(said[name]) == len(stored[name]) and all(
            map(_is_change, said[name], stored[name])
        )
        if not is_told or states.get(name, last) != last:
            yield Finding("upload_change", name, "altered")


def _is_change(entry: Entry, change: UploadChange) -> bool:
    told = (_STATE_AFTER[entry.act], entry.actor, entry.facts.get("reason"))
    is_same = told == (change.state, change.actor, change.reason)
    return is_same and agrees(entry, vars(change))


def _builds(records: Records, entries: Sequence[Entry]) -> Iterator[Finding]:
    rows = {build.version: build for build in records.builds()}

    def is_true(entry: Entry) -> bool:
        build, facts = rows[entry.subject], entry.facts
        is_same = (build.as_of, build.sha256) == (facts.get("as_of"), facts.get("sha256"))
        return is_same and agrees(entry, vars(build))

    yield from compare("build_record", rows, by_name(entries), is_true)


def _links(records: Records, by_act: Mapping[str, Sequence[Entry]]) -> Iterator[Finding]:
    rows = {link.name: link for link in records.links.all()}
    revoked = {entry.subject: entry for entry in by_act["revoke_link"]}
    opened = Counter(entry.subject for entry in by_act["open_link"])
    last_opened = {entry.subject: entry for entry in by_act["open_link"]}
    ends = {
        entry.subject: entry.facts.get("expires_at")
        for entry in (*by_act["make_link"], *by_act["extend_link"])
    }

    def is_true(entry: Entry) -> bool:
        link, name = rows[entry.subject], entry.subject
        ended = moment_and_actor(revoked.get(name), "revoked_at", link.revoked_at)
        seen = moment_and_actor(last_opened.get(name), "opened_at", link.opened_at)
        stored = (link.made_by, link.expires_at, link.opened_count, link.opened_at)
        said = (entry.actor, ends[name], opened[name], seen[0])
        is_same = stored == said and (link.revoked_at, link.revoked_by) == ended
        return is_same and agrees(entry, vars(link), *CHANGING)

    yield from compare("link", rows, by_name(by_act["make_link"]), is_true)
