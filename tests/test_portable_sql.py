"""The SQL of queries/ stays inside what DuckDB and Spark answer alike."""

from __future__ import annotations

import pytest

from dashboard.pipeline.query_files import QueryFile, all_query_files
from tests.portable import complaints

# Layers that are asked with parameters and in an order.
ASKED_LAYERS = ("pages", "exports")

BAD_SAMPLES = {
    "select *": "select * from scores.parts",
    "x / y": "select hits / n as share from scores.evidence",
    "x / nullif(y, 0)": "select hits % n as rest from scores.evidence",
    "as date": "select date_trunc('month', due_on) as month from staging.tasks",
    "only in days": "select date_diff('month', a, b) as months from staging.tasks",
    "qualify": "select a from staging.tasks qualify row_number() over (order by a) = 1",
    "asof join": "select t.a from staging.tasks as t asof join scores.parts as p on t.a >= p.a",
    "pivot": "select a from (pivot staging.tasks on role using count(*)) as wide",
    "a function in from": "select month from generate_series(1, 12) as months(month)",
    "files enter in the build": "select a from 'sample_data/tasks.csv'",
    "read_csv": "select a from read_csv('tasks.csv')",
    "write cast(": "select points::double as points from rules.parts",
    "union by name": "select a from scores.parts union all by name select a from scores.priors",
    "one select": "attach 'other.duckdb' as other",
    "no semicolon": "select team_id from staging.teams;",
    "only median": "select quantile_cont(x, 0.5) as middle from scores.items",
    "dayofweek": "select dayofweek(due_on) as day from staging.tasks",
    "looks at other digits": "select round(part_score, 2) as score from scores.parts",
    "a computed length": "select cast(a + interval (n) day as date) as a from staging.tasks",
    "use a CTE": "select n > 5 as is_many from scores.parts where is_many",
    "only page queries": "select team_id from staging.teams where tier = $tier",
    "tried on both": "select levenshtein(team_name, 'x') as distance from staging.teams",
    "order by": "select team_id from staging.teams order by team_id",
    "distinct on": "select distinct on (team_id) team_id, month from scores.scores",
}


@pytest.mark.parametrize("file", all_query_files(), ids=lambda file: file.relation)
def test_a_query_means_the_same_on_both_engines(file: QueryFile) -> None:
    """No function or clause is used that was not seen giving the same rows."""
    assert complaints(file.sql, is_page=file.layer in ASKED_LAYERS) == []


@pytest.mark.parametrize(("reason", "sql"), BAD_SAMPLES.items(), ids=BAD_SAMPLES)
def test_what_is_not_portable_is_caught(reason: str, sql: str) -> None:
    """Each known trap is named with what to write in its place."""
    assert any(reason in complaint for complaint in complaints(sql))


def test_a_parameter_is_cast_where_it_is_used() -> None:
    """Spark refuses a parameter that is null and has no type."""
    loose = "select team_id from staging.teams where $tier is null or tier = $tier"
    tight = loose.replace("= $tier", "= cast($tier as varchar)")

    assert complaints(loose, is_page=True) == ["$tier: cast a parameter where it is used"]
    assert complaints(tight, is_page=True) == []
