"""Rules over many rows, against loops that anybody can follow."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ingest.checking.checks import check
from dashboard.ingest.reading.tables import read_table
from dashboard.kinds import KINDS
from tests.ingest.factories import file_of

RATINGS = KINDS["ratings"]
ROW = st.fixed_dictionaries(
    {
        "month": st.sampled_from(["2026-03", "2026-04"]),
        "team_id": st.sampled_from(["T1", "T2"]),
        "rater_group": st.sampled_from(["peer", "self", "?"]),
        "rater_id": st.sampled_from(["R1", "R2", ""]),
        "item": st.sampled_from(["", "德"]),
        "score": st.sampled_from(["90", "90.0", "80", "x"]),
    }
)


def by_hand(stored: list[dict[str, str]], rows: list[dict[str, str]]) -> set[tuple[int, str]]:
    """Return row and column of each second group and each contradiction."""
    groups: dict[tuple[str, ...], str] = {}
    cells: dict[tuple[str, ...], dict[str, str]] = {}
    found: set[tuple[int, str]] = set()
    for number, row in enumerate([*stored, *rows], start=2 - len(stored)):
        if not row["rater_id"]:
            continue
        rater = (row["month"], row["team_id"], row["rater_id"])
        readable = {"score": row["score"].removesuffix(".0")} if row["score"] != "x" else {}
        if row["rater_group"] != "?":
            first = groups.setdefault(rater, row["rater_group"])
            if first != row["rater_group"]:
                found.add((number, "rater_group"))
            else:
                readable["rater_group"] = first
        if number < 2:
            continue
        above = cells.setdefault((*rater, row["item"]), {})
        if any(above.get(name, value) != value for name, value in readable.items()):
            found.add((number, "score"))
        else:
            cells[*rater, row["item"]] = {**readable, **above}
    return found


@settings(deadline=None)
@given(st.lists(ROW, max_size=4), st.lists(ROW, min_size=1, max_size=7))
def test_second_groups_and_contradictions(
    stored: list[dict[str, str]], rows: list[dict[str, str]]
) -> None:
    """What is stored speaks for a rater's group, and does not contradict a row."""
    # What is stored has passed the same rules before.
    bad = {number - 2 for number, _ in by_hand([], stored)}
    stored = [
        row
        for number, row in enumerate(stored)
        if number not in bad and row["rater_group"] != "?" and row["score"] != "x"
    ]
    before = pl.LazyFrame(
        [{**row, "month": f"{row['month']}-01"} for row in stored if row["rater_id"]],
        schema={name: pl.String for name in RATINGS.stored},
    )
    teams = pl.DataFrame(schema={name: pl.String for name in KINDS["teams"].stored})

    checked = check(RATINGS, read_table(file_of(rows), RATINGS), teams, before)

    told = {
        (problem.row, problem.column)
        for problem in checked.problems
        if problem.rule in ("second_group", "contradicting_row")
    }
    assert told == by_hand(stored, rows)
    good = checked.good_rows()
    distinct = good.filter(~pl.col("row").is_in(list(checked.repeated_rows())))
    key = list(RATINGS.key)
    assert distinct.height == good.select(key).n_unique()
