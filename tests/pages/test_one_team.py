"""What somebody sees who may look at a single team."""

from __future__ import annotations

import pytest

from dashboard.text import catalogue
from tests.office import Office, words_of


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_heads_one_team_need_not_name_it(office: Office, language: str) -> None:
    """The page of a team opens on it; of several teams one must be named."""
    text = catalogue(language)
    office.give("head1", "team_head", "T0056")
    office.give("head2", "team_head", "T0056")
    office.give("head2", "team_head", "T0014")

    assert text("team.unknown") not in words_of(
        office.opened("head1", "team", language=language)
    )
    assert text("team.unknown") in words_of(office.opened("head2", "team", language=language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_speaks_of_one(office: Office, language: str) -> None:
    """One team is not counted like many."""
    text = catalogue(language)
    office.give("head1", "team_head", "T0056")
    said = words_of(office.opened("head1", language=language))

    assert sum(text(f"overview.one_{end}") in said for end in ("trouble", "calm")) == 1
    assert f"<strong>1</strong> {text('overview.team_unit')}</p>" in said
