"""The public board: what was disclosed, to the byte, and nothing beside it."""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dashboard.filters import Filters
from dashboard.serving import process
from dashboard.serving.board.page import board_page
from dashboard.serving.board.parts import Looking
from dashboard.settings import Settings
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace, open_workspace
from dashboard.text import catalogue
from dashboard.workflow.published_table import (
    FEW,
    LEAST_COUNT,
    from_bytes,
)
from tests.asking import Reply, ask
from tests.disclosed import publish, team

CELL = re.compile(r"<t[hd] role=\"(?:rowheader|cell)\"[^>]*>(.*?)</t[hd]>")


SMALL = (
    team(1),
    team(2, final_score="", grade="ungraded", rank="", notices_due=FEW, notices_on_time=FEW),
    team(3, notices_on_time=""),
    team(4, notices_on_time=FEW),
    team(5, "H", rank="", ranked_teams=FEW, grade="poor"),
)


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with a public board, served: one month disclosed, one signed only."""
    stores = open_workspace(Settings(data=tmp_path / "data", public_board=True))
    publish(stores, "2026-08", SMALL)
    publish(stores, "2026-09", (team(7),), is_disclosed=False)
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    return stores


def opened(path: str, **query: str) -> Reply:
    """Ask for an address as a browser without a cookie does, before every door."""
    return ask(f"{path}?{urlencode({'language': 'en'} | query)}")


def page_of(path: str, **query: str) -> str:
    """The page at an address, which is there."""
    reply = opened(path, **query)
    assert reply.status == 200
    return reply.body.decode()


def test_the_file_is_the_signed_bytes(stores: Workspace) -> None:
    """Anybody computes the sum that stands on the page from the file it links."""
    page = opened("/board")
    text = page.body.decode()
    file = ask(re.findall(r'href="([^"]+)" download', text)[0])

    assert sha256(file.body).hexdigest() in text
    assert file.body == stores.archive.file_path(sha256(file.body).hexdigest()).read_bytes()
    assert from_bytes(file.body) == SMALL
    assert page.headers["cache-control"] == "public, max-age=60"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in text


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_and_number_is_that_of_the_table(language: str) -> None:
    """Each cell is made of what the disclosed table holds, in words of the catalogue."""
    page = page_of("/board/2026-08", language=language)
    cells = [unescape(re.sub(r"<i .*?</i>|<[^>]+>", " ", cell)) for cell in CELL.findall(page)]
    known = {value for row in SMALL for value in astuple(row)} | {str(LEAST_COUNT)}
    words = " ".join(catalogue(language).words.values())

    assert len(cells) == len(SMALL) * 5
    for cell in cells:
        bare = re.sub("单位<[0-9]>&|市政府", " ", cell)
        assert set(re.findall(r"\d+(?:\.\d+)?", bare)) <= known
        for word in re.findall(r"[^\d\s.,:：，]+", bare):
            assert word in words
    assert {name for cell in cells for name in re.findall("单位<[0-9]>&", cell)} == {
        row.team_name for row in SMALL
    }
    assert "assessor" not in page


@pytest.mark.usefixtures("stores")
def test_only_disclosed_months_are_there() -> None:
    """A month that is signed only, one that is none, and anything else look the same."""
    paths = ("2026-09", "2026-09.csv", "2025-01", "x", "2026-08/x", "2026-08.csv.csv")
    answers = [opened(f"/board/{path}") for path in paths]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    assert "2026-09" not in page_of("/board")
    assert "September" not in page_of("/board")


def test_without_the_setting_there_is_no_board(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No address of it tells whether anything was disclosed."""
    closed = replace(stores, settings=Settings(data=stores.settings.data))
    monkeypatch.setattr(process, "_workspace", lambda: closed)
    paths = ("/board", "/board/2026-08", "/board/2026-08.csv", "/board/2020-01")
    answers = [opened(path) for path in paths]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1


def test_an_altered_table_shows_nothing(stores: Workspace) -> None:
    """One byte that is not the signed one: no page, no file, and verify names the month."""
    path = stores.archive.file_path(stores.records.disclosures.all()[-1].sha256)
    path.write_bytes(path.read_bytes().replace(b"61.25", b"91.25"))

    answers = [opened(f"/board/{name}") for name in ("2026-08", "2026-08.csv")]

    assert {answer.status for answer in answers} == {500}
    assert all(b"91.25" not in answer.body for answer in answers)
    found = [(one.subject, one.name, one.state) for one in verify(stores)]
    assert found == [("signed_month", "2026-08", "altered")]


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_board_takes_no_writing(method: str) -> None:
    """It can be read, and nothing else."""
    assert ask("/board", method=method).status in (403, 405)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(), {1, 2, 3, 4, 5}),
        (Filters(peer_group="H"), {5}),
        (Filters(grade="poor"), {5}),
        (Filters(open_team="T0003"), {3}),
        (Filters(team="T0000"), {1, 2, 3, 4, 5}),
        (Filters(team="T0001", grade="poor"), set()),
        (Filters(tier="county"), set()),
        (Filters(light="red"), set()),
        (Filters(team="gone"), set()),
    ],
)
def test_a_link_shows_its_part_and_not_the_file(
    stores: Workspace, filters: Filters, numbers: set[int]
) -> None:
    """Filters leave their rows; without an address for it, the whole file is not linked."""
    text = catalogue("en")

    page = bytes(board_page(stores, "2026-08", filters, text, Looking("/s/code")).body).decode()

    shown = {number for number in range(1, 6) if escape(team(number).team_name) in page}
    assert shown == numbers
    assert ".csv" not in page
    assert "/board" not in page.replace("/assets/board.css", "")


@pytest.mark.usefixtures("stores")
def test_a_search_finds_names_and_keeps_them_harmless() -> None:
    """Words are looked for as they are, and shown as text."""
    found = page_of("/board", search="单位<4>")
    none = page_of("/board", search="<script>x")

    assert names(found) == [team(4).team_name]
    assert "<script" not in none
    assert escape("<script>x") in none


def test_a_long_table_is_shown_page_by_page(stores: Workspace) -> None:
    """Every team stands on exactly one page; a page that is not there is another one."""
    long = tuple(team(number) for number in range(1, 451))
    publish(stores, "2026-07", long)

    pages = [names(page_of("/board/2026-07", number=number)) for number in ("1", "2", "3")]

    assert [name for page in pages for name in page] == [one.team_name for one in long]
    for odd in ("4", "0", "-1", "x", "9" * 30, "²"):
        assert names(page_of("/board/2026-07", number=odd)) in (pages[0], pages[-1])


def names(page: str) -> list[str]:
    """The names of the teams on a page, in order."""
    return [unescape(name) for name in re.findall(r'scope="row">(.*?)<small>', page)]


def test_nothing_disclosed_is_said_calmly(workspace: Workspace) -> None:
    """A link that anyone may open waits for the first disclosed month."""
    text = catalogue("en")

    for month in (None, "2026-09"):
        page = board_page(workspace, month, Filters(), text, Looking("/s/code"))
        assert page.status_code == 200
        assert text("board.nothing") in bytes(page.body).decode()


@pytest.mark.usefixtures("stores")
def test_the_languages_hold_the_same_rows() -> None:
    """The switch changes the words and not what is shown."""
    zh, en = (page_of("/board", language=one, search="单位") for one in ("zh", "en"))
    switch = re.findall(r'class="switch"><a href="([^"]+)"', zh)[0]

    assert names(zh) == names(en) != []
    assert "search=%E5%8D%95%E4%BD%8D" in switch
    assert "language=en" in switch
    assert '<html lang="zh-CN">' in zh
    assert '<html lang="en">' in en
