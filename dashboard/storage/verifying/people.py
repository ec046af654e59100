"""Verifying accounts, grants and sessions against the acts that made and changed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.storage.audit.chain import Entry
from dashboard.storage.people.sessions import CHANGING, session_name
from dashboard.storage.records import Records
from dashboard.storage.verifying.comparing import agrees, compare, moment_and_actor, readable
from dashboard.storage.verifying.findings import Finding

ByAct = Mapping[str, Sequence[Entry]]


def people_findings(records: Records, by_act: ByAct) -> Iterator[Finding]:
    """Name who came to be, may do more, or is signed in, without an entry that says so."""
    yield from readable("account", _accounts(records, by_act))
    yield from readable("grant", _grants(records, by_act))
    yield from readable("session", _sessions(records, by_act))


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
    # A grant is taken back once: a second entry of that leaves the first one standing.
    revoked: dict[str, Entry] = {}
    for entry in by_act["revoke_grant"]:
        revoked.setdefault(str(entry.facts.get("number")), entry)

    def is_true(entry: Entry) -> bool:
        grant = rows[str(entry.facts.get("number"))]
        told = moment_and_actor(revoked.get(str(grant.number)), "revoked_at", grant.revoked_at)
        is_same = told == (grant.revoked_at, grant.revoked_by)
        return is_same and agrees(entry, vars(grant), "revoked_at", "revoked_by")

    yield from compare("grant", rows, given, is_true)


def _sessions(records: Records, by_act: ByAct) -> Iterator[Finding]:
    rows = {session_name(row["token_sha256"]): row for row in records.sessions.rows()}
    begun = {str(entry.facts.get("session")): [entry] for entry in by_act["sign_in"]}
    signed_out = {entry.facts.get("session") for entry in by_act["sign_out"]}
    ends: dict[str, int] = {}
    for entry in _shutting(by_act):
        ends[entry.subject] = max(ends.get(entry.subject, 0), entry.number)

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


def _shutting(by_act: ByAct) -> Iterator[Entry]:
    """Yield the acts that ended every session of a login."""
    yield from by_act["end_sessions"]
    # The same password kept in a newer form ends nothing.
    yield from (entry for entry in by_act["password"] if not entry.facts.get("is_same"))
    known: set[str] = set()
    for entry in sorted(by_act["account"], key=lambda one: one.number):
        # The first one made the account; those that follow changed its state.
        if entry.subject in known:
            yield entry
        known.add(entry.subject)
