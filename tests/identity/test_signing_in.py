"""Signing in by a password: who comes in, and how often one may try."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from dashboard.errors import NotAllowedError
from dashboard.identity import signing_in
from dashboard.identity.passwords import hash_of
from dashboard.identity.signing_in import LIMITS, by_password, by_word, change_password
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.settings import Settings
from dashboard.storage.tables import audit, sign_in_failures
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace, open_workspace
from tests.people import quick_hashes

PHRASE = "three green lamps walking"
HERE = "10.0.0.7"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = 1_000_000.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hash costs is not what these tests are about."""
    quick_hashes(monkeypatch)


@pytest.fixture
def stores(tmp_path: Path) -> Workspace:
    """A workspace with local accounts: an active one and a disabled one."""
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    kept = hash_of(PHRASE)
    for login in ("clerk1", "clerk2"):
        stores.records.accounts.add(login, "tests", password_hash=kept, must_change=False)
    stores.records.accounts.set_state("clerk2", "disabled", "tests")
    return stores


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What was compared; comparing itself takes no time."""
    compared: list[str | None] = []

    def is_right(password: str, kept: str | None) -> bool:
        compared.append(kept)
        return kept is not None and password == PHRASE

    monkeypatch.setattr(signing_in, "is_right", is_right)
    return compared


def refused(stores: Workspace) -> list[tuple[str, str]]:
    """Subject and detail of each refusal in the log."""
    query = sa.select(audit.c.subject, audit.c.detail).where(audit.c.act == "sign_in_refused")
    with stores.records.engine.connect() as connection:
        return [(row.subject, row.detail) for row in connection.execute(query)]


def test_a_password_lets_its_person_in(stores: Workspace) -> None:
    """Another one does not, nor does any for a disabled account or an unknown login."""
    account = by_password(stores, "clerk1", PHRASE, HERE)

    assert account is not None
    assert account.login == "clerk1"
    assert by_password(stores, "clerk1", "another phrase altogether", HERE) is None
    assert by_password(stores, "clerk2", PHRASE, HERE) is None
    assert by_password(stores, "nobody", PHRASE, HERE) is None


def test_every_refusal_is_as_much_work_and_in_the_log(
    stores: Workspace, hashed: list[str | None]
) -> None:
    """Nobody learns from the time it takes which logins there are; no secret is logged."""
    typed = "my-password-in-the-wrong-field"
    for login in ("clerk1", "clerk2", typed):
        by_password(stores, login, "wrong", HERE)

    assert len(hashed) == 3
    assert [subject for subject, _ in refused(stores)] == ["clerk1", "clerk2", "unknown"]
    assert all("wrong" not in detail and typed not in detail for _, detail in refused(stores))
    with stores.records.engine.connect() as connection:
        kept = connection.execute(sa.select(sign_in_failures.c.login)).scalars().all()
    assert typed not in kept


def test_a_locked_login_looks_like_a_wrong_password_and_opens_by_itself(
    stores: Workspace, hashed: list[str | None]
) -> None:
    """After five failures the right password is refused too, with the same work."""
    clock = Clock()
    for _ in range(LIMITS.per_login):
        assert by_password(stores, "clerk1", "wrong", HERE, clock) is None
        clock.moment += 10

    assert by_password(stores, "clerk1", PHRASE, HERE, clock) is None
    assert by_password(stores, "clerk1", PHRASE, "10.0.0.8", clock) is None
    assert len(hashed) == LIMITS.per_login + 2
    clock.moment = 1_000_000.0 + LIMITS.seconds - 1
    assert by_password(stores, "clerk1", PHRASE, HERE, clock) is None
    clock.moment += 1
    assert by_password(stores, "clerk1", PHRASE, HERE, clock) is not None


def test_attempts_while_locked_do_not_lock_for_longer(
    stores: Workspace, hashed: list[str | None]
) -> None:
    """Whoever goes on guessing cannot keep somebody out for ever, nor fill the log."""
    clock = Clock()
    for _ in range(50):
        by_password(stores, "clerk1", "wrong", HERE, clock)

    assert len(refused(stores)) == LIMITS.per_login
    clock.moment += LIMITS.seconds
    assert by_password(stores, "clerk1", PHRASE, HERE, clock) is not None


def test_an_address_that_tries_many_logins_is_locked(
    stores: Workspace, hashed: list[str | None]
) -> None:
    """Thirty failures of any logins; it costs nothing more, and others come in meanwhile."""
    clock = Clock()
    for number in range(LIMITS.per_address):
        by_password(stores, f"guess{number}", "wrong", HERE, clock)

    assert by_password(stores, "clerk1", PHRASE, HERE, clock) is None
    assert len(hashed) == LIMITS.per_address
    assert by_password(stores, "clerk1", PHRASE, "10.0.0.8", clock) is not None


def test_coming_in_forgets_the_failures_before(
    stores: Workspace, hashed: list[str | None]
) -> None:
    """Mistyping now and then adds up to nothing."""
    clock = Clock()
    for _ in range(3):
        for _ in range(LIMITS.per_login - 1):
            by_password(stores, "clerk1", "wrong", HERE, clock)
        assert by_password(stores, "clerk1", PHRASE, HERE, clock) is not None


def test_many_attempts_at_once_count_one_by_one(
    stores: Workspace, hashed: list[str | None]
) -> None:
    """Twenty guesses at the same moment are no more than five."""
    guesses = [
        threading.Thread(target=by_password, args=(stores, "clerk1", "wrong", HERE))
        for _ in range(20)
    ]
    for guess in guesses:
        guess.start()
    for guess in guesses:
        guess.join()

    assert len(refused(stores)) == LIMITS.per_login


def test_old_failures_are_swept(stores: Workspace, hashed: list[str | None]) -> None:
    """The table holds what still counts."""
    clock = Clock()
    by_password(stores, "clerk1", "wrong", HERE, clock)
    clock.moment += LIMITS.seconds
    by_password(stores, "clerk2", "wrong", HERE, clock)

    with stores.records.engine.connect() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(sign_in_failures))
        assert count.scalar() == 1


def test_an_aged_hash_is_made_anew_without_signing_out(stores: Workspace) -> None:
    """The sessions of the person go on."""
    weak = PasswordHasher(time_cost=2, memory_cost=64).hash(PHRASE)
    stores.records.accounts.set_password("clerk1", weak, "tests", must_change=False)
    stores.records.sessions.begin("token", "clerk1", "local", seconds=60)

    assert by_password(stores, "clerk1", PHRASE, HERE) is not None

    account = stores.records.accounts.find("clerk1")
    assert account is not None
    assert account.password_hash != weak
    assert session_of(stores, "token") is not None
    assert by_password(stores, "clerk1", PHRASE, HERE) is not None
    assert verify(stores) == []


def test_changing_a_password_ends_every_session(stores: Workspace) -> None:
    """Whoever took one over is out; the old password is worth nothing."""
    stores.records.sessions.begin("elsewhere", "clerk1", "local", seconds=60)
    account = by_password(stores, "clerk1", PHRASE, HERE)
    assert account is not None

    assert change_password(stores, account, PHRASE, "short", HERE) == "too_short"
    assert change_password(stores, account, PHRASE, PHRASE, HERE) == "same"
    with pytest.raises(NotAllowedError):
        change_password(stores, account, "not the current one", "four red boats rowing", HERE)
    assert session_of(stores, "elsewhere") is not None
    assert change_password(stores, account, PHRASE, "four red boats rowing", HERE) is None

    assert session_of(stores, "elsewhere") is None
    assert by_password(stores, "clerk1", PHRASE, HERE) is None
    assert by_password(stores, "clerk1", "four red boats rowing", HERE) is not None


def test_before_the_first_password_is_changed_nothing_is_held(stores: Workspace) -> None:
    """The session is there to change it, and has no right whatever was granted."""
    stores.records.grants.add("clerk1", "leader", "*", "tests", valid_from=date(2000, 1, 1))
    stores.records.accounts.set_password("clerk1", hash_of(PHRASE), "tests", must_change=True)
    stores.records.sessions.begin("token", "clerk1", "local", seconds=60)

    session = session_of(stores, "token")

    assert session is not None
    assert viewer_of(stores, session).grants == ()


def test_a_provider_brings_its_own_people(stores: Workspace) -> None:
    """A newcomer gets an account that sees nothing; a disabled one stays out."""
    assert by_word(stores, " leader1 ", "甲", "oidc", HERE) == "leader1"
    assert by_word(stores, "leader1", "甲", "oidc", HERE) == "leader1"

    account = stores.records.accounts.find("leader1")
    assert account is not None
    assert (account.password_hash, account.must_change) == (None, False)
    assert by_password(stores, "leader1", "", HERE) is None
    for login in ("clerk2", "", "a\nb", "x" * 129):
        with pytest.raises(NotAllowedError):
            by_word(stores, login, "", "oidc", HERE)
