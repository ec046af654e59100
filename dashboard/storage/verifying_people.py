"""Verifying accounts, grants and sessions against the acts that made and changed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.storage.chain import Entry
from dashboard.storage.comparing import agrees, compare
from dashboard.storage.findings import Finding
from dashboard.storage.records import Records
from dashboard.storage.sessions import CHANGING, session_name

ByAct = Mapping[str, Sequence[Entry]]


def people_findings(records: Records, by_act: ByAct) -> Iterator[Finding]:
    """Name who came to be, may do more, or is signed in, without an entry that says so."""
    yield from _accounts(records, by_act)
    yield from _grants(records, by_act)
    yield from _sessions(records, by_act)


def _accounts(records: Records, by_act: ByAct) -> Iterator[Finding]:
    rows = {account.login: account for account in records.accounts.all()}
    entries = sorted((*by_act["account"], *by_act["password"]), key=lambda one: one.number)
    newest = {entry.subject: [entry] for entry in entries}
    states = {entry.subject: entry.facts.get("state") for entry in by_act["account"]}

    def is_true(entry: Entry) -> bool:
        account = rows[entry.subject]
        return states.get(account.login) == account.state and agrees(entry, vars(account))

    yield from compare("account", rows, newest, is_true)


def _grants(records: Records, by_act: ByAct) -> Iterator[Finding]:
    rows = {str(grant.number): grant for grant in records.grants.all()}
    given: dict[str, list[Entry]] = {}
    for entry in by_act["grant"]:
        given.setdefault(str(entry.facts.get("number")), []).append(entry)
    revoked: dict[str, list[str]] = {}
    for entry in by_act["revoke_grant"]:
        revoked.setdefault(str(entry.facts.get("number")), []).append(entry.actor)

    def is_true(entry: Entry) -> bool:
        grant = rows[str(entry.facts.get("number"))]
        said = revoked.get(str(grant.number), [])
        stored = [] if grant.revoked_at is None else [grant.revoked_by]
        return said == stored and agrees(entry, vars(grant), "revoked_at", "revoked_by")

    yield from compare("grant", rows, given, is_true)


def _sessions(records: Records, by_act: ByAct) -> Iterator[Finding]:
    rows = {session_name(row["token_sha256"]): row for row in records.sessions.rows()}
    begun = {str(entry.facts.get("session")): [entry] for entry in by_act["sign_in"]}
    signed_out = {entry.facts.get("session") for entry in by_act["sign_out"]}
    shut = [*by_act["end_sessions"]]
    shut += [entry for entry in by_act["account"] if entry.facts.get("state") == "disabled"]
    ends = {login: 0 for login in {entry.subject for entry in shut}}
    for entry in shut:
        ends[entry.subject] = max(ends[entry.subject], entry.number)

    def is_true(entry: Entry) -> bool:
        row = rows[str(entry.facts.get("session"))]
        is_over = entry.facts.get("session") in signed_out or entry.number < ends.get(
            entry.subject, 0
        )
        is_revived = is_over and row["ended_at"] is None
        return not is_revived and agrees(entry, row, *CHANGING)

    # An old session may have been swept away; one that nobody began may not be there.
    there = {name: found for name, found in begun.items() if name in rows}
    yield from compare("session", rows, there, is_true)
