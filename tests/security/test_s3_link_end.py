"""S3: a link ends to the second, at once when it is revoked, and never begins again."""

from __future__ import annotations

import pytest

from dashboard.errors import GoneError, NotAllowedError, RefusedError
from dashboard.links import opening
from dashboard.links.making import extend, revoke
from dashboard.serving.shared import shared_of
from dashboard.storage.built import Built
from dashboard.text import catalogue
from tests.links import sent
from tests.office import Office, words_of
from tests.people import viewer


def at(monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    """Set the clock of links."""
    monkeypatch.setattr(opening, "moment", lambda: moment)


def test_s3_a_link_opens_until_the_second_it_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One second before it opens; at its end and after it, it does not."""
    link = sent(office.stores, wish={"days": 1})
    at(monkeypatch, link.expires_at - 1)
    assert shared_of(office.stores, link.code, viewer()).code == link.code

    for later in (0, 1):
        at(monkeypatch, link.expires_at + later)
        with pytest.raises(GoneError):
            shared_of(office.stores, link.code, viewer())


def test_s3_nobody_chooses_a_later_end_than_the_settings_allow(office: Office) -> None:
    """Neither when a link is made, nor by extending it again and again."""
    most = office.stores.settings.link_days_most * 86_400
    link = sent(office.stores, wish={"days": 10_000})
    assert link.expires_at <= opening.moment() + most

    extend(office.stores, viewer(), sent(office.stores).code, 10_000)
    with pytest.raises(RefusedError):
        extend(office.stores, viewer(), link.code, 1)
    assert max(one.expires_at for one in office.stores.records.links.all()) <= (
        opening.moment() + most
    )


def test_s3_a_link_revoked_while_its_page_is_open_closes_at_the_next_run(
    office: Office,
) -> None:
    """The page shows nothing of what was sent any more, and is not opened again."""
    office.give("leader1", "leader")
    link = sent(office.stores, "teams")
    tab = office.tab(office.sign_in("leader1"), "teams", link=link.code, language="en").run()
    names = office_names(office)
    assert any(name in words_of(tab) for name in names)

    revoke(office.stores, viewer(), link.code)
    after = words_of(tab.run())

    assert catalogue("en")("links.over") in after
    assert not any(name in after for name in names)


def test_s3_what_is_over_never_opens_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revoked or ended link cannot be extended, nor revoked a second time."""
    revoked, ended = sent(office.stores), sent(office.stores, wish={"days": 1})
    revoke(office.stores, viewer(), revoked.code)
    at(monkeypatch, ended.expires_at)

    for code in (revoked.code, ended.code):
        with pytest.raises(RefusedError):
            extend(office.stores, viewer(), code, 30)
        with pytest.raises(GoneError):
            shared_of(office.stores, code, viewer())
    with pytest.raises(RefusedError):
        revoke(office.stores, viewer(), revoked.code)


def test_s3_only_its_maker_and_an_administrator_end_a_link(office: Office) -> None:
    """Somebody else's link and no link at all are refused in the same words."""
    link = sent(office.stores, maker=viewer("leader", login="leader1"))
    refusals = []
    for code in (link.code, "A" * 22):
        with pytest.raises(NotAllowedError) as refused:
            revoke(office.stores, viewer("leader", login="leader2"), code)
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]
    assert revoke(office.stores, viewer("admin"), link.code).revoked_by == "admin"


def test_s3_a_version_that_a_link_shows_stays_until_the_link_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing removes old versions, and not what an open link names."""
    stores = office.stores
    version = stores.built.newest()
    assert version is not None
    link = sent(stores, wish={"version": version, "days": 1})
    publish(stores.built, "b900001", stores.records.links.held_versions(opening.moment()))
    assert version in stores.built.versions()

    at(monkeypatch, link.expires_at)
    publish(stores.built, "b900002", stores.records.links.held_versions(opening.moment()))
    assert version not in stores.built.versions()


def test_s3_a_link_whose_version_is_gone_says_so(office: Office) -> None:
    """It does not open on other numbers than those that were sent."""
    stores = office.stores
    version = stores.built.newest()
    assert version is not None
    link = sent(stores, wish={"version": version})
    stores.built.close()
    stores.built.path(version).rename(stores.built.path("b900001"))

    with pytest.raises(GoneError):
        shared_of(stores, link.code, viewer())


def test_s3_each_act_is_one_entry_and_none_holds_the_code(office: Office) -> None:
    """Made, opened, extended, revoked, refused: once each; the log cannot open a link."""
    office.give("leader1", "leader")
    link = sent(office.stores)
    token = office.sign_in("leader1")
    for _ in range(3):
        office.tab(token, link=link.code).run()
    extend(office.stores, viewer(), link.code, 1)
    revoke(office.stores, viewer(), link.code)
    for _ in range(3):
        office.tab(token, link=link.code).run()

    entries = entries_of(office)
    acts = ["make_link", "open_link", "extend_link", "revoke_link", "refused_link"]
    assert [act for act, _ in entries if "link" in act] == acts
    assert not any(link.code in told for _, told in entries)
    found = office.stores.records.links.find(link.code)
    assert found is not None
    assert found.opened_count == 1


def publish(built: Built, version: str, held: set[str]) -> None:
    """Publish a version that holds nothing, and keep one beside what is held."""
    unpublished = built.unpublished(version)
    unpublished.write_bytes(b"")
    built.publish(unpublished, version, 1, held)


def office_names(office: Office) -> set[str]:
    """Names of the teams of the register that no page says for another reason."""
    version = office.stores.built.newest()
    assert version is not None
    with office.stores.built.open(version).cursor() as cursor:
        rows = cursor.sql("select team_name from staging.teams").fetchall()
    return {name for (name,) in rows}


def entries_of(office: Office) -> list[tuple[str, str]]:
    """Acts of the log, and all that is told of them."""
    with office.stores.records.engine.connect() as connection:
        rows = connection.exec_driver_sql("select act, subject || detail from audit")
        return [(act, told) for act, told in rows]


def test_s3_a_public_link_is_not_extended_by_who_could_not_make_it(office: Office) -> None:
    """An assessor who became a leader still ends it, and makes it last no longer."""
    grant = office.give("assessor1", "assessor")
    token = office.sign_in("assessor1")
    wish = {"audience": "public", "days": 7}
    link = sent(office.stores, "overview", maker=office.viewer(token), wish=wish)
    extend(office.stores, office.viewer(token), link.code, 7)

    office.stores.records.grants.revoke(grant.number, "admin1")
    office.give("assessor1", "leader")

    with pytest.raises(NotAllowedError):
        extend(office.stores, office.viewer(token), link.code, 7)
    revoke(office.stores, office.viewer(token), link.code)
