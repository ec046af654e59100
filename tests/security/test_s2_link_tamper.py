"""S2: whatever is done to a link or its address, no row comes out that was not sent."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.narrowing import narrow
from dashboard.access.roles import Role
from dashboard.access.viewer import Viewer
from dashboard.errors import UnknownNameError
from dashboard.filters import FLAGS, GRADES, LIGHTS, SEVERITIES, TASK_LIGHTS, Filters
from dashboard.links.opening import find_open
from dashboard.links.views import filters_of, hold
from dashboard.reads import flags, tasks
from dashboard.reads import overview as overview_reads
from dashboard.reads.compare import comparison
from dashboard.reads.flags import flag_month
from dashboard.reads.overview import Overview, overview
from dashboard.reads.tasks import ledger
from dashboard.reads.team_tree import TeamList, team_list
from dashboard.serving.shared import shared_of
from dashboard.settings import Settings
from dashboard.sharing import from_query, to_query
from dashboard.storage.built import Cursor
from dashboard.storage.links import Link
from dashboard.storage.workspace import Workspace, open_workspace
from tests.links import lineages, sent
from tests.people import viewer

# Page → the rows that it shows of teams, tasks and flags.
READS: dict[str, Callable[[Cursor, Filters], list[pl.DataFrame]]] = {
    "overview": lambda cursor, filters: _of_overview(overview(cursor, filters)),
    "teams": lambda cursor, filters: [_of_list(team_list(cursor, filters))],
    "compare": lambda cursor, filters: [comparison(cursor, filters).shown],
    "flags": lambda cursor, filters: [flag_month(cursor, filters).rows],
    "tasks": lambda cursor, filters: [ledger(cursor, filters).rows],
}
KEYS = ("team_id", "flag", "subject", "task_id")
GROUPS = ("县区", "乡镇", "市直执法部门")
MONTHS = (date(2026, 6, 1), date(2026, 9, 1))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Workspace:
    """The versions of the sample city, with records of this module's own."""
    folder = tmp_path_factory.mktemp("links")
    (folder / "built").symlink_to(sample_folder / "built")
    return open_workspace(Settings(data=folder))


@pytest.fixture(scope="module")
def teams(city: Workspace) -> list[str]:
    """Every team of the register, those above others more often, and one that is in none."""
    tree = lineages(city)
    above = sorted({team for lineage in tree.values() for team in lineage[1:]})
    return [*sorted(tree), *above * 8, "gone"]


@pytest.fixture(scope="module", autouse=True)
def _whole_lists() -> Iterator[None]:
    """No list is cut: the worst of few are not among the worst of many."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (overview_reads, flags, tasks):
            for name in ("LISTED_TEAMS", "LISTED_MOVERS", "ROWS_A_PAGE"):
                patch.setattr(module, name, 1_000_000, raising=False)
        yield


def _of_overview(found: Overview) -> list[pl.DataFrame]:
    return [found.attention, found.missing, found.risers, found.fallers]


def _of_list(found: TeamList) -> pl.DataFrame:
    # A team that only shows where its children belong is no answer.
    own = [row["team_id"] for row in found.rows if row["is_match"]]
    return pl.DataFrame({"team_id": own}, schema={"team_id": pl.String})


def rows(city: Workspace, page: str, filters: Filters) -> set[tuple[str, ...]]:
    """The rows that a page shows for filters that passed the gate."""
    version = city.built.newest()
    assert version is not None
    with city.built.open(version).cursor() as cursor:
        frames = READS[page](cursor, filters)
    return {
        tuple(str(row[key]) for key in KEYS if key in row)
        for frame in frames
        for row in frame.iter_rows(named=True)
    }


class Draws(random.Random):
    """What one example is made of; whole numbers alone would shrink to dull ones."""

    def some(self, values: Sequence[Any], chance: float = 0.3) -> Any:
        return self.choice(values) if self.random() < chance else None


def view(draws: Draws, teams: Sequence[str]) -> tuple[str, Filters]:
    """A page and what somebody chose on it."""
    page = draws.choice(sorted(READS))
    chosen = Filters(
        month=draws.choice(MONTHS),
        team=draws.some(teams, 0.6),
        tier=draws.some(["county", "bureau", "township"]),
        peer_group=draws.choice(GROUPS) if page == "compare" else None,
        grade=draws.some(GRADES),
        light=draws.some(LIGHTS),
    )
    if page == "flags":
        chosen = replace(chosen, severity=draws.some(SEVERITIES), flag=draws.some(FLAGS))
    if page == "tasks":
        chosen = replace(chosen, task_light=draws.some(TASK_LIGHTS))
    return page, chosen


def somebody(draws: Draws, teams: Sequence[str]) -> Viewer:
    """Somebody with up to three grants, now and then looking as somebody else."""
    roles: Sequence[Role] = ("leader", "clerk", "assessor", "team_head", "admin")
    held = [draws.choice([*teams, "*", "*"]) for _ in range(draws.randint(1, 3))]
    one = viewer(draws.choice(roles), *held)
    return replace(one, looking_as=viewer("leader", *held[:1])) if draws.some([1], 0.2) else one


def tampered(
    draws: Draws, query: dict[str, str], other: dict[str, str]
) -> dict[str, list[str]]:
    """An address with parameters removed, repeated, exchanged, added, in another order."""
    odd = ("all", "newest", "", "*", "' or 1=1 --", "2025-13", "whole")
    names = sorted({*query, *other, "scope", "number", "item", "tried"})
    draws.shuffle(names)
    ways = {
        "keep": lambda name: [query.get(name, "all")],
        "repeat": lambda name: [query.get(name, "all"), other.get(name, "all")],
        "other": lambda name: [other.get(name, "all")],
        "odd": lambda name: [draws.choice(odd)],
    }
    return {name: ways[way](name) for name in names if (way := draws.some(list(ways), 0.8))}


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_link_gives_only_what_was_sent_and_may_be_seen(
    city: Workspace, teams: list[str], seed: int
) -> None:
    """rows(link, viewer) ⊆ rows(link) ∩ rows(viewer), whatever the address says."""
    draws, tree = Draws(seed), lineages(city)
    (page, chosen), other = view(draws, teams), view(draws, teams)[1]
    reader = somebody(draws, teams)
    shared = shared_of(city, sent(city, page, **vars(chosen)).code, reader)
    query = tampered(draws, to_query(chosen), to_query(other))

    asked, _ = from_query(query)
    held, _ = hold(asked, shared)
    whole = replace(shared.filters, item="whole")
    of_link = rows(city, page, narrow(whole, viewer(), tree, shared))
    everything = Filters(month=chosen.month, item="whole")
    of_reader = rows(city, "teams", narrow(everything, reader, tree))

    # The gate alone must do, also for a caller who forgets to hold the address.
    for filters in (held, asked):
        seen = rows(city, page, narrow(filters, reader, tree, shared))
        assert seen <= of_link
        assert {(team,) for team, *_ in seen} <= of_reader


def test_a_code_with_one_character_changed_opens_nothing(city: Workspace) -> None:
    """Every place of the code, flipped to several others: all look like no link at all."""
    code = sent(city).code
    assert find_open(city, code).code == code
    for place, character in enumerate(code):
        for other in {character.swapcase(), "A", "-", "\x00", "é", "%"} - {character}:
            with pytest.raises(UnknownNameError) as refused:
                shared_of(city, code[:place] + other + code[place + 1 :], viewer())
            assert str(refused.value) == "There is no such link."


@pytest.mark.parametrize(
    "given_code", ["", " ", "x", "../" * 9, "A" * 22, "A" * 5_000, "' or 1=1 --", "*", "\udcff"]
)
def test_what_cannot_be_a_code_looks_like_an_unknown_one(
    city: Workspace, given_code: str
) -> None:
    """Nothing tells a code that never was from one that cannot be."""
    with pytest.raises(UnknownNameError, match=r"There is no such link\."):
        shared_of(city, given_code, viewer())


def test_a_code_is_a_secret_of_128_bits(city: Workspace) -> None:
    """Twenty-two characters of an alphabet of 64, never the same twice."""
    codes = {sent(city).code for _ in range(20)}
    alphabet = set(string.ascii_letters + string.digits + "-_")

    assert len(codes) == 20
    assert all(len(code) == 22 and set(code) <= alphabet for code in codes)


def test_a_link_of_a_removed_team_shows_nothing(city: Workspace) -> None:
    """Nothing at all, instead of everything."""
    shared = shared_of(city, sent(city, team="gone").code, viewer())

    assert narrow(Filters(), viewer(), lineages(city), shared).scope == ()


def test_a_choice_that_is_not_understood_any_more_opens_nothing(city: Workspace) -> None:
    """A link of another release must not open on more than it was made for."""
    link = sent(city, grade="poor")
    unknown = replace(link, query=link.query.replace("poor", "dreadful"))
    assert filters_of(unknown).scope == ()


def test_a_link_holds_what_its_sender_saw(city: Workspace, teams: list[str]) -> None:
    """What lay outside the sender's rights was not sent."""
    tree = lineages(city)
    own = next(team for team in teams if len(tree[team]) == 2)
    link = sent(city, maker=viewer("leader", own))
    shared = shared_of(city, link.code, viewer())

    assert narrow(Filters(), viewer(), tree, shared).scope == (own,)


def test_a_link_made_within_a_link_is_no_wider(city: Workspace, teams: list[str]) -> None:
    """What one was shown can be sent on, and nothing beside it."""
    tree = lineages(city)
    own = next(team for team in teams if len(tree[team]) == 2)
    first = sent(city, team=own, grade="poor", wish={"version": city.built.newest()})
    shared = shared_of(city, first.code, viewer())
    second: Link = sent(city, within=shared, wish={"is_latest": True}, grade="good")
    onward = shared_of(city, second.code, viewer())

    assert (onward.filters.team, onward.filters.grade) == (own, "poor")
    assert (second.follows, second.version) == ("fixed", first.version)
