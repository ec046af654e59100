"""Verifying signed and disclosed months against the acts that signed and disclosed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.storage.audit.chain import Entry
from dashboard.storage.disclosures import CHANGING, Disclosure
from dashboard.storage.records import Records
from dashboard.storage.verifying.comparing import agrees
from dashboard.storage.verifying.findings import Finding

ByAct = Mapping[str, Sequence[Entry]]


def month_findings(records: Records, by_act: ByAct) -> Iterator[Finding]:
    """Name the months that are signed or public other than the log tells."""
    said = _steps(by_act)
    stored = {one.month: one for one in records.disclosures.all()}
    for month in sorted({*said, *stored}):
        if month not in said:
            yield Finding("disclosure", month, "unrecorded")
        elif month not in stored:
            yield Finding("disclosure", month, "missing")
        elif not _is_true(stored[month], *said[month]):
            yield Finding("disclosure", month, "altered")


def _steps(by_act: ByAct) -> dict[str, tuple[Entry, Entry | None]]:
    """Return month → the entry of its signature, and the one that disclosed it."""
    entries = [*by_act["sign"], *by_act["withdraw"], *by_act["disclose"]]
    said: dict[str, tuple[Entry, Entry | None]] = {}
    for entry in sorted(entries, key=lambda one: one.number):
        if entry.act == "sign":
            said[entry.subject] = (entry, None)
        elif entry.act == "withdraw":
            said.pop(entry.subject, None)
        elif entry.subject in said:
            said[entry.subject] = (said[entry.subject][0], entry)
    return said


def _is_true(one: Disclosure, signed: Entry, disclosed: Entry | None) -> bool:
    facts, by = signed.facts, None if disclosed is None else disclosed.actor
    stored = (one.version, one.sha256, one.signed_by, one.disclosed_by, one.is_disclosed)
    told = (facts.get("version"), facts.get("sha256"), signed.actor, by, by is not None)
    if stored != told or not agrees(signed, vars(one), *CHANGING):
        return False
    return disclosed is None or agrees(disclosed, vars(one))
