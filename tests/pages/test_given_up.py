"""A page whose question takes too long says so in words, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.storage.workspace import Workspace


@pytest.mark.parametrize(
    ("language", "said"), [("en", "takes too long"), ("zh", "计算时间过长")]
)
def test_page_that_takes_too_long_says_what_to_do(
    stores: Workspace, city_app: Callable[[str], AppTest], language: str, said: str
) -> None:
    """The filters stay, a sentence says how to narrow, no fault is logged or shown."""
    newest = stores.built.newest()
    assert newest is not None
    with duckdb.connect(str(stores.built.path(newest))) as connection:
        connection.execute("alter table estimates.severity rename to real_severity")
        connection.execute(
            "create view estimates.severity as select real_severity.* "
            "from estimates.real_severity, range(100000), range(100000)"
        )
    stores.built._seconds = 1.0
    app = city_app("method")
    app.query_params["language"] = language
    app.run()
    assert not app.exception
    assert not app.error
    (warning,) = app.warning
    assert said in str(warning.proto.title)
    assert app.button("tc-again").label
