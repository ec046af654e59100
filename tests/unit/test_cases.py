"""The reader of the Markdown cases."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.cases import read_case
from tests.tools.sql import values_of

GOOD = """# A title

## Given staging.tasks

| task_id | done_on    | note |
|---------|------------|------|
| it's    | 2025-03-01 |      |
| open    |            | ''   |

## Given scope.scheme

As the rules say.

## With

| month   | teams |
|---------|-------|
| 2025-03 | A B   |

## Expect

| task_id |
|---------|
"""


def write(folder: Path, text: str) -> Path:
    """Write a case where its query's cases lie."""
    path = folder / "scores" / "parts" / "what_it_shows.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    """A blank cell is null, '' is the empty text, a header alone is an empty table."""
    case = read_case(write(tmp_path, GOOD))
    tasks = case.given["staging.tasks"]
    types = {"task_id": "varchar", "done_on": "date", "note": "varchar"}

    assert str(case) == "scores.parts-what_it_shows"
    assert tasks is not None
    with duckdb.connect() as connection:
        rows = connection.sql(f"select task_id, done_on::text, note from ({tasks.sql(types)})")
        assert rows.fetchall() == [("it's", "2025-03-01", None), ("open", None, "")]
        assert connection.sql(case.expect.sql(types)).fetchall() == []
    assert case.given["scope.scheme"] is None
    assert case.parameters == {"month": "2025-03", "teams": "A B"}


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        ("## With", "## Wiht", "a heading that means nothing"),
        ("## Expect", "## Given x.y", "expects something"),
        ("| open    |            | ''   |", "| open | |", "as many cells"),
        ("|---------|------------|------|\n", "", "a line of dashes"),
    ],
)
def test_a_mistake_in_a_case_is_an_error(
    tmp_path: Path, written: str, instead: str, reason: str
) -> None:
    """A case that cannot be read does not pass as one that shows nothing."""
    with pytest.raises(ValueError, match=reason):
        read_case(write(tmp_path, GOOD.replace(written, instead)))


def test_a_column_that_the_relation_lacks_is_an_error(tmp_path: Path) -> None:
    """A renamed column fails every case that used its name."""
    tasks = read_case(write(tmp_path, GOOD)).given["staging.tasks"]

    assert tasks is not None
    with pytest.raises(ValueError, match="no such column: done_on, note"):
        tasks.sql({"task_id": "varchar"})


def test_parameters_are_lists_where_the_query_says_so() -> None:
    """What is cast to a list is split, whatever else is asked of it; the rest is null."""
    sql = "select a from t.t where cast($ids as varchar[]) is null or $ids is null or $day = a"

    values = values_of(sql, {"ids": "A B"}, None)

    assert values == {"ids": ["A", "B"], "day": None}
    with pytest.raises(ValueError, match="no parameter other"):
        values_of(sql, {"other": "x"}, None)
