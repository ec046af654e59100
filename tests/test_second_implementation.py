"""The SQL of queries/ against the slow second implementation of the same rules."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from dashboard.pipeline.build import build
from tests.comparing import differences, published
from tests.oracle.months import City, cities
from tests.oracle.score import assess
from tests.stores import new_workspace, store_city


@settings(
    max_examples=12,
    deadline=None,
    # A shrunk city is worth minutes to the person who debugs one, not to every run.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cities())
def test_sql_and_oracle_agree_on_random_cities(made: tuple[City, date]) -> None:
    """
    Every cell of every exported relation is the same in both implementations.
    """
    tables, as_of = made
    expected = assess(tables, as_of)
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        upload_ids = store_city(workspace, tables)
        build(workspace, as_of)
        actual = published(workspace)

    for row in expected["items"]:
        if row["upload_id"] is not None:
            row["upload_id"] = upload_ids[f"{row['upload_id']}/{row['kind']}"]
    assert {name: differences(name, actual[name], expected[name]) for name in expected} == {
        name: [] for name in expected
    }
