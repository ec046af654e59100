"""The doors in a real Chromium: what a page may run, who may show it, whose session it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from dashboard.serving.head import Head
from dashboard.settings import Settings
from tests.e2e.conftest import settled

INLINE = """() => new Promise(resolve => {
    addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.hasRun = true";
    document.body.append(script);
    setTimeout(() => resolve(window.hasRun ? "it ran" : "nothing happened"), 3000);
})"""


@contextmanager
def answering(app: ASGIApp) -> Iterator[int]:
    """Serve something on a port of this computer; yield the port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)


def test_a_page_runs_no_script_that_was_put_into_it(page: Page, site: str) -> None:
    """
    The real page under its real policy: an inline script is stopped, and reported as such.
    """
    answer = page.goto(f"{site}/method?month=2026-10")

    assert answer is not None
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert page.evaluate(INLINE) == "script-src-elem"


def test_two_tabs_are_one_session_and_another_browser_is_another(
    context: BrowserContext, browser: Browser, site: str
) -> None:
    """
    The second tab is let in by the cookie of the first; an address taken along opens nothing.
    """
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        settled_at(tab, f"{site}/method")
    (cookie,) = [one for one in context.cookies() if one.get("name") == "two-cards"]
    assert cookie.get("httpOnly")
    assert cookie.get("sameSite") == "Lax"

    stranger = browser.new_context()
    for path in ("/media/0123456789abcdef.csv", "/_stcore/metrics", "/_stcore/host-config"):
        assert context.request.get(f"{site}{path}").status in (200, 403)
        assert stranger.request.get(f"{site}{path}").status == 401
    assert context.request.get(f"{site}/media/0123456789abcdef.csv").status == 403
    stranger.close()


def settled_at(page: Page, address: str) -> None:
    """Open a page and wait for it."""
    page.goto(address)
    settled(page)


@contextmanager
def tab_of(site: str, cookie: str, resumed: str = "") -> Iterator[str]:
    """Open a page's socket, naming a tab to resume; yield the tab it was given."""
    spoken = [Subprotocol(one) for one in ("streamlit", "none", resumed) if one]
    headers = {"Cookie": cookie, "X-Two-Cards-Session": "somebody else"}
    with connect(
        f"{site.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(site),
        additional_headers=headers,
        subprotocols=spoken,
        max_size=None,
    ) as socket:
        socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while True:
            message = ForwardMsg.FromString(bytes(socket.recv(60, decode=False)))
            if message.WhichOneof("type") == "new_session":
                break
        yield message.new_session.initialize.session_id


def test_a_tab_is_resumed_and_fed_by_nobody_else(browser: Browser, site: str) -> None:
    """
    Whoever knows the id of an open tab, from the log of a proxy, can do nothing with it.
    """
    owner, stranger = browser.new_context(), browser.new_context()
    cookies = []
    for one in (owner, stranger):
        one.request.get(f"{site}/method", headers={"accept": "text/html"})
        cookies += [
            f"two-cards={c.get('value')}" for c in one.cookies() if c.get("name") == "two-cards"
        ]

    by_hand = {"origin": site}
    with tab_of(site, cookies[0]) as tab:
        address = f"{site}/_stcore/upload_file/{tab}/f"
        assert stranger.request.put(address, headers=by_hand).status == 403
        assert stranger.request.delete(address, headers=by_hand).status == 403
        with tab_of(site, cookies[1], tab) as other:
            assert other != tab
        with tab_of(site, cookies[0], tab) as same:
            assert same == tab
    owner.close()
    stranger.close()


FRAMING = {
    "http://portal.localhost:{port}": True,
    "http://a.wide.localhost:{port}": True,
    "http://portal.localhost:{other}": False,
    "http://a.portal.localhost:{port}": False,
    "http://wide.localhost:{port}": False,
    "http://portal.localhost.test.localhost:{port}": False,
}


def test_only_named_pages_show_ours_in_a_frame(page: Page) -> None:
    """
    S13: the host itself, its subdomains if they are named, at the port that is named.
    """
    ports: dict[str, int] = {}

    async def portal(scope: Scope, receive: Receive, send: Send) -> None:
        inner = f"<iframe src='http://127.0.0.1:{ports['ours']}/'></iframe>"
        await HTMLResponse(inner)(scope, receive, send)

    with answering(portal) as port, answering(portal) as other:
        named = f"http://portal.localhost:{port} http://*.wide.localhost:{port}"
        ours = Head(HTMLResponse("<p>Two Cards</p>"), Settings(embed_hosts=named))
        with answering(ours) as ports["ours"]:
            for framing, is_shown in FRAMING.items():
                page.goto(framing.format(port=port, other=other))
                shown = page.frame_locator("iframe").get_by_text("Two Cards")
                if is_shown:
                    expect(shown).to_be_visible()
                    continue
                expect(page.locator("iframe")).to_be_visible()
                assert shown.count() == 0, framing
                assert page.frames[1].url.startswith("chrome-error:"), framing
