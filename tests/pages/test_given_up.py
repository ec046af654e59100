"""A page whose question takes too long says so in words, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.storage.workspace import Workspace
from tests.stores import make_endless


@pytest.mark.parametrize(
    ("language", "said"), [("en", "takes too long"), ("zh", "计算时间过长")]
)
def test_page_that_takes_too_long_says_what_to_do(
    stores: Workspace, city_app: Callable[[str], AppTest], language: str, said: str
) -> None:
    """The filters stay, a sentence says how to narrow, no fault is logged or shown."""
    make_endless(stores)
    stores.built._seconds = 1.0
    app = city_app("method")
    app.query_params["language"] = language
    app.run()
    assert not app.exception
    assert not app.error
    (warning,) = app.warning
    assert said in str(warning.proto.title)
    assert app.button("tc-again").label
