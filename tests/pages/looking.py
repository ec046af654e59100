"""Opening a page of the sample city, and reading what it says."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def opened(page: AppTest, **query: str | None) -> str:
    """Open a page with this address; return everything it says in HTML.

    Args:
        query: parameters of the address; None leaves one out.
    """
    page.query_params.update({name: of for name, of in query.items() if of is not None})
    page.run()
    assert not page.error
    return words(page)


def opened_in_october(page: AppTest, **query: str | None) -> str:
    """Open a page in English, at the newest month of the sample."""
    return opened(page, **({"month": "2026-10", "language": "en"} | query))


def words(page: AppTest) -> str:
    """Everything a page says in HTML."""
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))
