"""S8: whatever a link says, signing in leads to an address of this site."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.types import Scope

from dashboard.serving.guards.doors import sign_in_address
from dashboard.serving.signing_in.destinations import HOME, local_address

SITE = "https://kpi.example.gov.cn"
PIECES = st.sampled_from(
    ["/", "//", "\\", "%2f", "%5c", "%252f", "http:", "https://evil.example", "evil.example"]
    + ["@", ".", "..", "\t", "\n", "\r\nSet-Cookie: a=b", "%0d%0a", "?next=", "#", " ", "队"]
    + ["javascript:alert(1)", "data:", "\x00", "flags", "；", "\u2028", "%", ":", "\ud800"]
)


def as_a_browser(address: str) -> str:
    """Where a browser goes: it drops some characters, and takes a backslash for a slash."""
    kept = "".join(sign for sign in address if sign not in "\t\r\n").strip()
    return urljoin(f"{SITE}/sign-in", kept.replace("\\", "/"))


@given(
    st.one_of(
        st.text(),
        st.lists(PIECES).map("".join),
        st.lists(PIECES).map(lambda p: "/" + "".join(p)),
    )
)
@example("//evil.example")
@example("/\\evil.example")
@example("/%5cevil.example")
@example("/\t/evil.example")
@example("/%2f%2fevil.example")
def test_signing_in_never_leads_off_the_site(wanted: str) -> None:
    """Nor into a header, nor into a circle, however it is written and how often decoded."""
    led = local_address(wanted)

    assert led.startswith("/")
    assert led.isascii()
    assert not any(ord(sign) <= 32 or sign == "\\" for sign in led)
    for address in (led, unquote(led.partition("?")[0])):
        assert urlsplit(as_a_browser(address)).netloc == urlsplit(SITE).netloc
    assert local_address(led) == led


@pytest.mark.parametrize(
    "wanted",
    ["/sign-in?next=/", "/sign-out", "/password", "/auth/logout", "/oauth2callback?code=1"]
    + ["/%73ign-out", "flags", "https://evil.example/", None, "", "/" + "a" * 4_000],
)
def test_what_is_no_page_leads_to_the_first_page(wanted: str | None) -> None:
    """Other sites, and addresses that would sign out or ask again."""
    assert local_address(wanted) == HOME


@given(
    st.dictionaries(
        st.sampled_from(["month", "team", "flag", "language"]),
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=20),
    )
)
def test_a_deep_link_keeps_all_it_says(query: dict[str, str]) -> None:
    """What a door hands to the page that asks who it is comes back to the letter."""
    from urllib.parse import urlencode

    sent = urlencode(query)
    scope: Scope = {"type": "http", "path": "/flags", "query_string": sent.encode()}

    handed = parse_qs(urlsplit(sign_in_address(scope)).query)["next"][0]

    assert local_address(handed) == (f"/flags?{sent}" if sent else "/flags")
