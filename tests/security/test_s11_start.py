"""S11: the server does not start where it would let in who should stay out."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from dashboard.serving import process
from dashboard.serving.starting import Reach, listening_address, why_not
from dashboard.settings import ROOT, Settings
from dashboard.storage.workspace import open_workspace

URL = "https://kpi.example.gov.cn"
HERE = "127.0.0.1"


def settings(**values: object) -> Settings:
    """Settings, of which a test names what it is about."""
    return Settings.model_validate(values)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.5", "kpi.example.gov.cn", None])
def test_the_demo_stays_on_this_computer(address: str | None) -> None:
    """It lets anybody in as anybody; wider only when that is said in so many words."""
    assert "DASHBOARD_DEMO_ANYWHERE" in why_not(settings(), address, None)
    assert why_not(settings(demo_anywhere=True), address, None) == ""
    # A proxy in front reaches as far.
    assert "DASHBOARD_DEMO_ANYWHERE" in why_not(settings(public_url=URL), HERE, None)


@pytest.mark.parametrize("identity", ["local", "oidc", "proxy"])
@pytest.mark.parametrize("address", [HERE, "::1", "localhost"])
def test_on_this_computer_every_way_starts(identity: str, address: str) -> None:
    """A name is needed only where others ask for one."""
    assert why_not(settings(identity=identity), address, "") == ""
    assert "DASHBOARD_PUBLIC_URL" in why_not(settings(identity=identity), "0.0.0.0", "")
    assert why_not(settings(identity=identity, public_url=URL), "0.0.0.0", "") == ""


@pytest.mark.parametrize("url", ["kpi.example.gov.cn", f"{URL}/board", "ftp://a", "https://"])
def test_the_public_address_is_a_scheme_and_a_host(url: str) -> None:
    """Anything else would make every request a foreign one."""
    assert "DASHBOARD_PUBLIC_URL" in why_not(
        settings(identity="local", public_url=url), HERE, None
    )


@pytest.mark.parametrize("forwarded", [None, "127.0.0.1", "*"])
def test_behind_a_proxy_the_server_sees_who_connects(forwarded: str | None) -> None:
    """Where the address may be anybody's word, no login is believed on it."""
    told = why_not(settings(identity="proxy"), HERE, forwarded)

    assert "FORWARDED_ALLOW_IPS" in told


@pytest.mark.parametrize(
    "values",
    [{"proxy_header": "Host"}, {"proxy_header": "X User"}, {"proxy_addresses": "everybody"}]
    + [{"proxy_addresses": "10.0.0.2,"}],
)
def test_a_proxy_is_named_so_that_it_can_be_told(values: dict[str, str]) -> None:
    """A header that means something else, or an address that is none, is refused."""
    assert why_not(settings(identity="proxy", **values), HERE, "") != ""


def test_a_provider_is_described_whole_and_over_tls() -> None:
    """Half of what it knows us by would fail at the first sign-in only."""
    assert "OIDC" in why_not(settings(identity="oidc", oidc_client_id="a"), HERE, None)
    known = {"oidc_client_id": "a", "oidc_client_secret": "b"}
    for url, is_fine in (("http://login.example.gov.cn/x", False), ("https://a.cn/x", True)):
        given = settings(identity="oidc", **known, oidc_metadata_url=url)
        assert (why_not(given, HERE, None) == "") == is_fine


@pytest.mark.parametrize(
    ("arguments", "environment", "address"),
    [
        (["streamlit_app.py"], {}, "told"),
        (["/bin/uvicorn", "streamlit_app:app"], {}, HERE),
        (["/bin/uvicorn", "streamlit_app:app", "--host", "0.0.0.0"], {}, "0.0.0.0"),
        (["/lib/uvicorn/__main__.py", "--host=::", "streamlit_app:app"], {}, "::"),
        (["/bin/uvicorn", "streamlit_app:app"], {"UVICORN_HOST": "0.0.0.0"}, "0.0.0.0"),
    ],
)
def test_it_is_known_where_the_server_will_listen(
    arguments: list[str], environment: dict[str, str], address: str
) -> None:
    """Started by Streamlit or by uvicorn."""
    assert listening_address("told", arguments, environment) == address


@pytest.mark.parametrize(
    "command",
    [["streamlit", "run", "streamlit_app.py", "--server.address", "0.0.0.0"]]
    + [["uvicorn", "streamlit_app:app", "--host", "0.0.0.0"]],
    ids=["streamlit", "uvicorn"],
)
def test_the_process_ends_with_one_sentence(command: list[str], tmp_path: Path) -> None:
    """No traceback, no server."""
    port = ["--server.port" if command[0] == "streamlit" else "--port", "0"]
    done = subprocess.run(
        [sys.executable, "-m", *command, *port],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 1
    assert "Two Cards does not start: the demo" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("server", "values", "status"),
    [
        ("10.0.0.5", {}, 403),
        (HERE, {}, 200),
        ("10.0.0.5", {"demo_anywhere": True}, 200),
        ("10.0.0.5", {"identity": "local"}, 200),
    ],
)
def test_however_it_was_started_the_demo_answers_here_alone(
    server: str,
    values: dict[str, object],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A request that reached this computer at an address of the network is refused."""
    stores = open_workspace(settings(data=tmp_path / "data", **values))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Reach(app)({"type": "http", "server": (server, 80)}, receive, send))

    assert sent[0]["status"] == status
