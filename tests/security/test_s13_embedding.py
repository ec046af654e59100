"""S13: only named pages show ours in a frame; what Chromium makes of it, see tests/e2e."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from starlette.requests import HTTPConnection

from dashboard.serving.policy import frame_ancestors, page_policy, with_headers
from dashboard.settings import Settings

START = {"type": "http.response.start", "status": 200, "headers": []}


def test_nobody_may_by_default() -> None:
    """In the words of new browsers and of old ones."""
    headers = dict(with_headers(START, Settings(), "policy")["headers"])

    assert frame_ancestors(Settings()) == "'none'"
    assert headers[b"x-frame-options"] == b"DENY"


def test_whoever_is_named_may() -> None:
    """Hosts, their subdomains and ports as they are written; no older header forbids it."""
    named = "https://portal.example.gov.cn https://*.example.gov.cn:8443"
    settings = Settings(embed_hosts=named)
    policy = page_policy(HTTPConnection({"type": "http", "headers": []}), settings)

    assert policy.endswith(f"frame-ancestors {named}")
    headers = dict(with_headers(START, settings, policy)["headers"])
    assert b"x-frame-options" not in headers


@pytest.mark.parametrize(
    "named",
    [
        "*",
        "https:",
        "https://*",
        "portal.example.gov.cn",
        "https://portal.example.gov.cn; script-src *",
        "https://portal.example.gov.cn\r\nset-cookie: a=b",
        "https://portal.example.gov.cn/path",
        "https://a https://b,https://c",
        "javascript://a",
        "'self'",
    ],
)
def test_what_names_nobody_in_particular_is_refused(named: str) -> None:
    """The server does not start with a setting that would open more than was meant."""
    with pytest.raises(ValidationError):
        Settings(embed_hosts=named)
