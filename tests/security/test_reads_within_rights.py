"""No answer of any read names a team outside the rights it was asked with."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import reads
from dashboard.filters import FLAGS, GRADES, LIGHTS, RATE_PARTS, TASK_STATES, Filters
from dashboard.reads.choices import choices
from dashboard.reads.peers import LEAST_OTHERS
from dashboard.reads.run import PAGE_QUERIES
from dashboard.reads.tree import tree
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace

Read = Callable[[Cursor, Filters], Any]

# Shown to nobody: rights are measured against it.
_SHOWN_TO_NOBODY = {"tree"}
# A team may know by name what it belongs to: the team right above the one that is open,
# and the office at the top that sends the registers everybody waits for.
_ABOVE = {"opened_team": "above", "team": "above", "expected": "top"}


def _reads() -> dict[str, Read]:
    """Find every function of dashboard.reads that pages can ask."""
    found: dict[str, Read] = {}
    for module in pkgutil.iter_modules(reads.__path__):
        members = importlib.import_module(f"dashboard.reads.{module.name}")
        for name, function in inspect.getmembers(members, inspect.isfunction):
            is_own = function.__module__ == members.__name__ and not name.startswith("_")
            asked = list(inspect.signature(function).parameters)
            if is_own and asked in (["cursor", "filters"], ["cursor", "_"]):
                found[name] = function
    return found


READS = _reads()


class City:
    """The teams of the sample city."""

    def __init__(self, workspace: Workspace) -> None:
        newest = workspace.built.newest()
        assert newest is not None
        self.database = workspace.built.open(newest)
        with self.database.cursor() as cursor:
            self.tree = tree(cursor, Filters())
            self.choices = choices(cursor, Filters())
            names = "select team_id, team_name from staging.teams"
            self.names = dict(cursor.sql(names).fetchall())

    def within(self, scope: tuple[str, ...]) -> set[str]:
        """Name the teams that lie in the scope."""
        return {team for team, line in self.tree.items() if set(scope) & set(line)}

    def ask(self, read: Read, filters: Filters) -> Any:
        """Ask as a page does."""
        with self.database.cursor() as cursor:
            return read(cursor, filters)


@pytest.fixture(scope="session")
def city(sample_workspace: Workspace) -> City:
    """The sample city."""
    return City(sample_workspace)


def texts(answer: Any) -> Iterator[str]:
    """Walk through everything an answer holds: its fields, frames, keys and values."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, pl.DataFrame):
        for column in answer.get_columns():
            yield from texts(column.to_list())
    elif isinstance(answer, dict):
        for key, value in answer.items():
            yield from texts(key)
            yield from texts(value)
    elif isinstance(answer, list | tuple | set):
        for one in answer:
            yield from texts(one)
    elif is_dataclass(answer):
        for field in fields(answer):
            yield from texts(getattr(answer, field.name))


def named(answer: Any, city: City) -> set[str]:
    """Name the teams an answer speaks of, by id, by name or within a sentence."""
    said = set(texts(answer))
    sentences = "\n".join(said)
    return {
        team
        for team, name in city.names.items()
        if team in said or (name in sentences and _is_said(name, said, city))
    }


def _is_said(name: str, said: set[str], city: City) -> bool:
    # "Bureau" is no name when what is said is "Bureau of Rivers".
    longer = [other for other in city.names.values() if name in other and other != name]
    for text in said:
        rest = text
        for other in longer:
            rest = rest.replace(other, "")
        if name in rest:
            return True
    return False


def filters_of(city: City, draw: st.DrawFn, scope: tuple[str, ...]) -> Filters:
    """Draw filters as an address may hold them, right or wrong."""
    teams = sorted(city.tree)
    groups = [*city.choices.peer_groups, "nobody"]

    def maybe(values: list[str] | tuple[str, ...]) -> str | None:
        return draw(st.one_of(st.none(), st.sampled_from(values)))

    inside = sorted(city.within(scope))
    return Filters(
        month=draw(st.sampled_from(city.choices.months[:4])),
        team=maybe(teams),
        peer_group=maybe(groups),
        grade=maybe(GRADES),
        light=maybe(LIGHTS),
        open_team=draw(st.sampled_from([*inside, *teams])),
        item=maybe(
            ("task_special", "rating_leaders", "petition_close", "whole", "score", "x:y")
        ),
        flag=maybe(FLAGS),
        state=maybe(TASK_STATES),
        rate=maybe(RATE_PARTS),
        search=maybe(("局", "工作", "%", "_")),
        scope=scope,
    )


@pytest.mark.parametrize("name", sorted(READS.keys() - _SHOWN_TO_NOBODY))
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_answer_names_a_team_outside_the_scope(
    city: City, name: str, data: st.DataObject
) -> None:
    """Whatever is asked with a scope, only teams of the scope are spoken of."""
    teams = sorted(city.tree)
    scope = tuple(sorted(data.draw(st.sets(st.sampled_from(teams), max_size=2))))
    filters = data.draw(st.composite(lambda draw: filters_of(city, draw, scope))())
    answer = city.ask(READS[name], filters)
    allowed = city.within(scope)
    if name in _ABOVE:
        allowed |= _above(city, filters, allowed)
    outside = named(answer, city) - allowed
    assert not outside, f"{name} with {filters} speaks of {sorted(outside)}"


def _above(city: City, filters: Filters, allowed: set[str]) -> set[str]:
    tops = {line[-1] for line in city.tree.values()}
    if filters.open_team not in allowed:
        return tops if filters.scope else set()
    return tops | set(city.tree[filters.open_team][:2])


@pytest.mark.parametrize("name", sorted(READS.keys() - _SHOWN_TO_NOBODY))
def test_without_any_right_nobody_is_named(city: City, name: str) -> None:
    """With an empty scope nothing is said of any team, whatever team is asked for."""
    month, team = city.choices.months[0], sorted(city.tree)[5]
    group = city.choices.peer_groups[0]
    for filters in (
        Filters(month=month, scope=(), peer_group=group, open_team=team, item="task_quality"),
        Filters(month=month, scope=("nowhere",), team=team, open_team=team),
    ):
        assert named(city.ask(READS[name], filters), city) == set()


def test_the_check_sees_a_name_that_leaks(city: City) -> None:
    """The same check over an answer asked without a scope finds the teams outside of one."""
    answer = city.ask(READS["overview"], Filters(month=city.choices.months[0]))
    assert len(named(answer, city)) > 5


# What is said of others without naming them, each with why whoever reads may know it.
AGGREGATES = {
    "scheme_rules": "the rules in force are public",
    "severity_steps": "counts of raters by step, for the whole city: nobody is named",
    "rater_summary": "shares and extremes over all raters of the city: nobody is named",
    "chance_example": "a worked example with made-up teams",
    "unknown_years": "years the calendar does not know",
    "task_terms": "the lines between the lights, of the rules",
    "compared_groups": "middle and spread of groups of at least `comparison_least_teams`",
    "funnel_limits": "limits worked out from what is in sight",
    "lineages": "rights are measured against it; shown to nobody",
    "peer_parts": "middles of a peer group, blank when too few; the prior is needed to "
    "work out the own score",
    "published_teams": "asked by the signing of a month alone, by a login with that right",
    "ended_months": "months, no team",
}
# Asked with ids that an earlier question found within the scope.
OF_GIVEN_TEAMS = {"team", "team_ids", "task_ids", "team_id"}


def test_every_page_query_is_held_to_rights_in_one_of_three_ways() -> None:
    """A query takes the scope, or teams found within it, or is listed with a reason."""
    unknown = []
    for path in sorted(PAGE_QUERIES.glob("*.sql")):
        code = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        asked = set(re.findall(r"\$([a-z_]+)", code))
        if "scope" not in asked and not asked & OF_GIVEN_TEAMS and path.stem not in AGGREGATES:
            unknown.append(path.stem)
    assert not unknown, "decide how rights hold for these"


@pytest.mark.parametrize("query", ["team_history", "team_parts", "team_periods"])
def test_questions_about_one_team_are_asked_after_the_open_team(query: str) -> None:
    """Every read that asks about one team has asked who is open within the rights first."""
    for path in sorted(Path(next(iter(reads.__path__))).glob("*.py")):
        code = path.read_text(encoding="utf-8")
        if f'"{query}"' in code:
            assert "opened_team(cursor, filters)" in code, path.name


def _group_of(city: City, size: Callable[[int], bool]) -> tuple[str, list[str]]:
    """A peer group of such a size, with its teams."""
    teams = city.ask(READS["shown_teams"], Filters(month=city.choices.months[0]))
    for (group,), rows in teams.group_by("peer_group", maintain_order=True):
        if size(rows.height):
            return str(group), rows["team_id"].to_list()
    raise AssertionError("the sample city has groups of many sizes")


def test_the_middle_of_too_few_is_kept_from_one_of_them(city: City) -> None:
    """In a group of three, no median tells what another team has; in a large one it may."""
    month = city.choices.months[0]
    for size, is_shown in ((lambda n: n <= LEAST_OTHERS, False), (lambda n: n > 8, True)):
        _, teams = _group_of(city, size)
        own = Filters(month=month, open_team=teams[0], scope=(teams[0],))
        found = city.ask(READS["team"], own)
        assert (found.now["peer_median"] is not None) == is_shown
        parts = city.ask(READS["team_parts"], own)
        assert (parts.bars is not None) == is_shown
        assert parts.parts["peer_part_score"].is_not_null().any() == is_shown
        every = city.ask(READS["team"], Filters(month=month, open_team=teams[0]))
        assert every.now["peer_median"] is not None, "who sees all teams, sees the middle"


def test_recent_scores_keep_the_middle_of_too_few(city: City) -> None:
    """The small pictures of a group of three draw no middle for one of its teams."""
    month = city.choices.months[0]
    group, teams = _group_of(city, lambda n: n <= LEAST_OTHERS)
    own = Filters(month=month, peer_group=group, scope=(teams[0],))
    recent = city.ask(READS["recent_scores"], own)
    assert recent.height > 0
    assert recent["group_median"].is_null().all()
    assert recent["least_score"][0] == recent["final_score"].min()
    every = city.ask(READS["recent_scores"], Filters(month=month, peer_group=group))
    assert every["group_median"].is_not_null().any()


def test_of_a_group_without_anybody_in_sight_nothing_is_said(city: City) -> None:
    """An address that names a peer group of others gets neither its middle nor its spread."""
    month = city.choices.months[0]
    group, _ = _group_of(city, lambda n: n > 8)
    other, teams = _group_of(city, lambda n: n <= LEAST_OTHERS)
    assert group != other
    answer = city.ask(
        READS["comparison"], Filters(month=month, peer_group=group, scope=(teams[0],))
    )
    assert answer.teams.is_empty()
    assert answer.compared.is_empty()
    assert list(answer.groups) == [other]


def test_a_middle_is_kept_from_who_sees_all_the_others(city: City) -> None:
    """Whoever sees all but one or two of a group works those out from its middle."""
    month = city.choices.months[0]
    group, teams = _group_of(city, lambda n: n > LEAST_OTHERS + 2)
    inner = [team for team in teams if len(city.within((team,)) & set(teams)) == 1]
    for hidden in (1, 2, LEAST_OTHERS):
        scope = tuple(sorted(set(teams) - set(inner[:hidden])))
        seen = city.within(scope) & set(teams)
        assert len(seen) == len(teams) - hidden
        asked = Filters(month=month, peer_group=group, open_team=inner[-1], scope=scope)
        is_shown = hidden >= LEAST_OTHERS
        assert (city.ask(READS["team"], asked).now["peer_median"] is not None) == is_shown
        assert (city.ask(READS["team_parts"], asked).bars is not None) == is_shown
        recent = city.ask(READS["recent_scores"], asked)
        assert recent["group_median"].is_not_null().any() == is_shown
        compared = city.ask(READS["comparison"], asked).compared
        assert compared["center"].is_not_null().any() == is_shown
