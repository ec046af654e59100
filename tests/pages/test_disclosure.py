"""The Disclosure page over a sample city of the test's own, the whole app without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access.viewer import Viewer
from dashboard.pages import signed_in
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from dashboard.workflow.disclosing import candidate, disclose, published, sign
from dashboard.workflow.published_table import from_bytes
from tests.people import viewer

MONTH = date(2026, 9, 1)
SIGNER = viewer("assessor", login="assessor1")
SECOND = viewer("assessor", login="assessor2")


class Desk:
    """Somebody's browser on the page."""

    def __init__(
        self,
        make: Callable[[str], AppTest],
        patch: pytest.MonkeyPatch,
        words: Callable[[AppTest], str],
    ) -> None:
        self._make, self._patch, self._words = make, patch, words

    def open(self, who: Viewer, **query: str) -> AppTest:
        """Open the month as this person."""
        self.sit_down(who)
        page = self._make("disclosure")
        page.query_params.update({"month": "2026-09", "language": "en"} | query)
        page.run()
        assert not page.exception
        return page

    def sit_down(self, who: Viewer) -> None:
        """Be this person from now on, in every page that is open."""
        self._patch.setattr(signed_in, "viewer_of", lambda *_: who)

    def said(self, page: AppTest) -> str:
        """Everything the page says in HTML."""
        return self._words(page)


@pytest.fixture
def desk(
    city_app: Callable[[str], AppTest],
    monkeypatch: pytest.MonkeyPatch,
    words: Callable[[AppTest], str],
) -> Desk:
    """A desk in the test's own city."""
    return Desk(city_app, monkeypatch, words)


def take(page: AppTest, step: str) -> AppTest:
    """Tick that one is sure, and press."""
    box = next(box for box in page.checkbox if str(box.key).startswith(f"{step}-sure"))
    box.check()
    return press(page, step)


def press(page: AppTest, step: str) -> AppTest:
    """Press the button of a step."""
    label = catalogue("en")(f"disclosure.{step}", month="September 2026")
    next(button for button in page.button if button.label == label).click()
    return page.run()


def steps(page: AppTest) -> set[str]:
    """The steps that the page offers."""
    return {str(box.key).split("-")[0] for box in page.checkbox if "-sure-" in str(box.key)}


def test_two_people_bring_a_month_to_the_public(desk: Desk, stores: Workspace) -> None:
    """Sign as one, disclose as another; after each step the page says where it stands."""
    page = desk.open(SIGNER)
    assert steps(page) == {"sign"}
    page = take(page, "sign")
    assert "is signed and waits" in desk.said(page)
    assert steps(page) == {"withdraw"}
    assert catalogue("en")("disclosure.refused_same_person") in desk.said(page)

    other = desk.open(SECOND)
    assert steps(other) == {"disclose", "withdraw"}
    other = take(other, "disclose")

    assert steps(other) == set()
    assert "September 2026 is disclosed" in desk.said(other)
    found = published(stores, "2026-09")
    assert found is not None
    assert (found.disclosure.signed_by, found.disclosure.disclosed_by) == (
        "assessor1",
        "assessor2",
    )
    assert found.disclosure.sha256 in desk.said(other)


def test_nothing_happens_without_the_tick(desk: Desk, stores: Workspace) -> None:
    """A press alone signs nothing."""
    page = press(desk.open(SIGNER), "sign")

    assert [error.value for error in page.error] == [catalogue("en")("disclosure.not_sure")]
    assert stores.records.disclosures.all() == []


@pytest.mark.parametrize(
    "who",
    [
        viewer("leader"),
        viewer("clerk", "T0013"),
        viewer("auditor"),
        viewer("assessor", "T0013"),
        replace(viewer("auditor"), looking_as=SIGNER),
    ],
    ids=("leader", "clerk", "auditor", "assessor of a tree", "looking as another"),
)
def test_readers_are_offered_no_step_and_no_table_before_disclosure(
    desk: Desk, stores: Workspace, who: Viewer
) -> None:
    """They learn where the month stands; figures come with disclosure."""
    sign(stores, SIGNER, MONTH, candidate(stores, MONTH).sha256)

    page = desk.open(who)

    assert steps(page) == set()
    said = desk.said(page)
    assert "is signed and waits" in said
    assert catalogue("en")("disclosure.table_next") not in said


def test_a_right_that_ended_ends_the_step(desk: Desk, stores: Workspace) -> None:
    """Who was an assessor when the page was drawn, and is none when pressing, signs nothing."""
    page = desk.open(SIGNER)

    desk.sit_down(viewer("leader", login="assessor1"))
    take(page, "sign")

    assert stores.records.disclosures.all() == []


def test_a_disclosed_month_is_seen_within_the_own_tree(desk: Desk, stores: Workspace) -> None:
    """A clerk finds the published rows of their tree here, and no other names."""
    content = candidate(stores, MONTH).content
    sha256 = candidate(stores, MONTH).sha256
    sign(stores, SIGNER, MONTH, sha256)
    disclose(stores, SECOND, MONTH, sha256)
    table = from_bytes(content)
    own = [team for team in table if "T0013" in team.lineage]

    said = desk.said(desk.open(viewer("clerk", "T0013")))

    assert own
    assert all(team.team_name in said for team in own)
    near = {team.team_name for team in own} | {team.parent_name for team in own}
    assert not [
        team.team_name
        for team in table
        if team.team_name in said and not any(team.team_name in name for name in near)
    ]


def test_a_changed_score_is_shown_before_it_is_disclosed(desk: Desk, stores: Workspace) -> None:
    """What was signed and what the newest data says stand beside each other, old → new."""
    content = candidate(stores, MONTH).content
    team = from_bytes(content)[3]
    old = content.replace(f",{team.final_score},".encode(), b",12.34,", 1)
    sum_ = stores.archive.keep_file(old)
    stores.records.disclosures.sign("2026-09", "b000001", sum_, "assessor1")

    page = desk.open(SECOND)

    assert f"12.34 → {team.final_score}" in desk.said(page)
    assert steps(page) == {"withdraw"}


def test_a_damaged_table_is_not_shown(desk: Desk, stores: Workspace) -> None:
    """The page says that the file is another one; the signature can only be withdrawn."""
    sha256 = candidate(stores, MONTH).sha256
    sign(stores, SIGNER, MONTH, sha256)
    stores.archive.file_path(sha256).write_bytes(b"x")

    page = desk.open(SECOND)

    assert catalogue("en")("disclosure.meaning_damaged") in desk.said(page)
    assert steps(page) == {"withdraw"}
    take(page, "withdraw")
    assert stores.records.disclosures.all() == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_is_small_and_asks_little(
    desk: Desk, sent_bytes: Callable[[], int], asked: set[str], language: str
) -> None:
    """At most four reads, and not more than a phone loads in a moment."""
    desk.open(SIGNER, language=language)

    assert sent_bytes() <= 60_000
    assert len(asked) <= 4
