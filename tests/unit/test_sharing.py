"""The address: what it writes out, what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.filters import Filters
from dashboard.sharing import from_key, from_query, searched_words, to_key, to_query

EVERY_FILTER = Filters(
    month=date(2026, 3, 1),
    team="431100",
    tier="bureau",
    peer_group="县区",
    grade="poor",
    light="red",
    open_team="431102",
    item="T-2026-0001",
    severity="concern",
    flag="overdue_task",
    task_light="blue",
    state="due_soon",
    level="province",
    role="support",
    task_list="measure",
    rate="petition_close",
    search="防汛 T-2026",
    number=3,
    tried="tasks-40.5~red_line-65",
    kind="tasks",
    key="K-2026%7E1~T0013",
)


def test_defaults_are_written_out() -> None:
    """A link never leaves a value to be guessed on another day."""
    assert to_query(Filters()) == {
        "month": "newest",
        "team": "all",
        "tier": "all",
        "peer_group": "all",
        "grade": "all",
        "light": "all",
    }


@pytest.mark.parametrize(
    "filters",
    [Filters(), EVERY_FILTER, Filters(team="431100"), Filters(open_team="431102")],
    ids=["none", "every", "tree", "opened"],
)
def test_an_address_opens_on_the_filters_it_was_made_of(filters: Filters) -> None:
    """Writing and reading an address changes nothing."""
    assert from_query(to_query(filters)) == (filters, ())


def test_an_address_carries_no_rights() -> None:
    """The scope is never written, and refused where it is."""
    assert "scope" not in to_query(Filters(scope=("431100",)))
    assert from_query({"scope": "431100"}) == (Filters(), ("scope",))
    assert "sees_severity" not in to_query(Filters(sees_severity=True))
    assert from_query({"sees_severity": "true"}) == (Filters(), ("sees_severity",))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("month", "2026-13"),
        ("month", "0000-01"),
        ("month", "March"),
        ("team", ""),
        ("team", " T1"),
        ("team", "a\nb"),
        ("team", "x" * 101),
        ("tier", "省"),
        ("grade", "Poor"),
        ("light", "blue"),
        ("severity", "red"),
        ("flag", "overdue"),
        ("task_light", "orange"),
        ("state", "Done"),
        ("level", "town"),
        ("role", "owner"),
        ("task_list", "all"),
        ("search", ""),
        ("search", " a"),
        ("search", "a  b"),
        ("search", "a\nb"),
        ("search", "a b c d e f"),
        ("search", "x" * 81),
        ("number", "0"),
        ("number", "-1"),
        ("number", "1.5"),
        ("number", "１"),
        ("number", "10000"),
        ("kind", "salaries"),
        ("key", ""),
        ("key", "K\n1"),
        ("key", "K" * 401),
        ("tried", ""),
        ("tried", "tasks"),
        ("tried", "tasks-x"),
        ("tried", "tasks-1~"),
        ("tried", "tasks-1e5"),
        ("tried", "tasks-10000"),
        ("tried", "a-1~" * 250 + "a-1"),
        ("language", "fr"),
        ("colour", "red"),
    ],
)
def test_a_value_that_is_not_understood_is_dropped_and_named(name: str, value: str) -> None:
    """The page can then say which filter is not on."""
    assert from_query({name: value}) == (Filters(), (name,))


def test_a_repeated_parameter_is_dropped() -> None:
    """Which of two months was meant cannot be known."""
    query = {"month": ["2026-03", "2026-04"], "team": ["T1"]}
    assert from_query(query) == (Filters(team="T1"), ("month",))


def test_the_language_is_no_filter() -> None:
    """It is read by the shell, so it is neither a filter nor an error."""
    assert from_query({"language": "en"}) == (Filters(), ())


def test_choices_of_one_page_are_written_only_where_they_are_made() -> None:
    """The address of a page without a search does not speak of one."""
    query = to_query(Filters(search="防汛", number=2))

    assert (query["search"], query["number"]) == ("防汛", "2")
    assert "severity" not in query


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  防汛\u3000 设施\t", "防汛 设施"),
        ("", None),
        ("a\x00b\x7f", "a b"),
        (" \n ", None),
        ("a b c d e f g", "a b c d e"),
        ("x" * 200, "x" * 80),
        ("all", "all"),
    ],
)
def test_what_is_typed_becomes_a_search_that_can_be_shared(
    typed: str, kept: str | None
) -> None:
    """Whatever is typed, the address made of it opens on the same search."""
    filters = Filters(search=searched_words(typed))

    assert filters.search == kept
    assert from_query(to_query(filters)) == (filters, ())


@pytest.mark.parametrize(
    "values", [("K-1", "T1"), ("a~b", "50%7E"), ("2026-03-01", "T1", "R1", ""), ("%",)]
)
def test_a_key_is_found_again_whatever_its_values_hold(values: tuple[str, ...]) -> None:
    """The mark between two values may stand in a value too."""
    assert from_key(to_key(values)) == values
