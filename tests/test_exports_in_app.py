"""Exports of the app: within rights to the row, formula-safe, whole, and written down."""

from __future__ import annotations

import csv
import io
import json
import secrets
import shutil
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.access.roles import Role
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.errors import NotAllowedError
from dashboard.exports import marked
from dashboard.exports.marked import FORMATS, PARQUET_KEY, About
from dashboard.exports.offered import OFFERED
from dashboard.exports.tables import relation_names, relation_rows
from dashboard.filters import Filters
from dashboard.links.making import Wish, make
from dashboard.reads.teams import shown_teams
from dashboard.reads.tree import tree
from dashboard.serving import process
from dashboard.serving.downloads.exported_rows import Cut, exported
from dashboard.settings import Settings
from dashboard.storage.audit.log import Asked
from dashboard.storage.built import Cursor
from dashboard.storage.links import Link
from dashboard.storage.workspace import Workspace, open_workspace
from dashboard.text import catalogue
from tests.asking import Reply, ask
from tests.people import grant

WISH = Wish("zh")
MONTH = date(2026, 9, 1)
TEAM_RELATIONS = sorted(set(relation_names()) - {"severity"})


@pytest.fixture(scope="module")
def city(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample city with local accounts."""
    folder = tmp_path_factory.mktemp("exports") / "data"
    shutil.copytree(sample_folder, folder)
    return open_workspace(Settings(data=folder, identity="local", export_rows=20_000))


@pytest.fixture
def served(city: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The same, behind our doors."""
    monkeypatch.setattr(process, "_workspace", lambda: city)
    return city


@pytest.fixture(scope="module")
def teams(city: Workspace) -> dict[str, tuple[str, ...]]:
    """Team → itself and every team above it."""
    with opened(city) as cursor:
        return tree(cursor, Filters(scope=()))


def opened(stores: Workspace) -> AbstractContextManager[Cursor]:
    """Lend a cursor of the newest version."""
    return stores.built.open(newest(stores)).cursor()


def newest(stores: Workspace) -> str:
    """Name the version that serves."""
    version = stores.built.newest()
    assert version is not None
    return version


def sign_in(stores: Workspace, role: Role | None, team_id: str = EVERYTHING) -> str:
    """Sign somebody new in who holds one role; return the token."""
    login, token = f"{role}-{secrets.token_hex(4)}", secrets.token_urlsafe(32)
    if role is not None:
        stores.records.grants.add(login, role, team_id, "tests", valid_from=date(2000, 1, 1))
    stores.records.sessions.begin(token, login, "local", seconds=3600)
    return token


def login_of(stores: Workspace, token: str) -> str:
    """Return who is behind a token."""
    session = stores.records.sessions.find(token)
    assert session is not None
    return session.login


def notes(stores: Workspace, token: str, act: str) -> list[dict]:
    """Return the facts of what one person's entries of an act say, oldest first."""
    found = stores.records.log.page(
        Asked(actor=login_of(stores, token), act=act, sees_all=True)
    )
    told = [{"subject": one.subject, **json.loads(one.detail)} for one in found.entries]
    return told[::-1]


def csv_rows(reply: Reply) -> list[dict[str, str]]:
    """Read a CSV as Excel does."""
    assert reply.status == 200, reply.body[:500]
    return list(csv.DictReader(io.StringIO(reply.body.decode("utf-8-sig"))))


# Any role that reads, over any teams, one of which may not exist.
_ROLES = ("leader", "clerk", "assessor", "team_head", "auditor", "admin", "register")
HELD = st.lists(
    st.tuples(st.sampled_from(_ROLES), st.integers(-2, 10_000)), min_size=0, max_size=4
)


@pytest.fixture(scope="module")
def everything(city: Workspace) -> dict[tuple[str, date | None], pl.DataFrame]:
    """What the command hands to the operator, of one month and of all."""
    with opened(city) as cursor:
        return {
            (relation, month): relation_rows(cursor, relation, month)
            for relation in ("scores", "flags")
            for month in (None, MONTH)
        }


@given(
    held=HELD, asked=st.sampled_from(["scores", "flags"]), month=st.sampled_from([None, MONTH])
)
@settings(max_examples=30, deadline=None)
def test_an_export_holds_what_the_command_would_within_the_viewers_trees(
    city: Workspace,
    teams: dict[str, tuple[str, ...]],
    everything: dict[tuple[str, date | None], pl.DataFrame],
    held: Sequence[tuple[Role, int]],
    asked: str,
    month: date | None,
) -> None:
    """Over random grants: not a row more, and not a row less."""
    names = sorted(teams)
    grants = tuple(
        grant("someone", role, _named(names, place), number)
        for number, (role, place) in enumerate(held, start=1)
    )
    someone = Viewer("someone", grants)
    cut = Cut(asked, Filters(month=month), newest(city), is_every_month=month is None)
    if not someone.may("export"):
        with pytest.raises(NotAllowedError):
            exported(city, someone, None, cut)
        return

    rows, _, _ = exported(city, someone, None, cut)

    expected, roots = everything[asked, month], someone.reach("export")
    if roots is not None:
        seen = [name for name in names if set(roots).intersection(teams[name])]
        expected = expected.filter(pl.col("team_id").is_in(seen))
    assert_frame_equal(rows, expected)


def _named(names: Sequence[str], place: int) -> str:
    if place < 0:
        return EVERYTHING if place == -1 else "no such team"
    return names[place % len(names)]


@pytest.mark.parametrize("relation", TEAM_RELATIONS)
def test_every_relation_keeps_to_the_tree_of_its_viewer(
    served: Workspace, teams: dict[str, tuple[str, ...]], relation: str
) -> None:
    """A clerk of one tree gets its rows in every relation, and no other team's id."""
    root = next(name for name in sorted(teams) if len(teams[name]) == 2)
    below = {name for name in teams if root in teams[name]}
    token = sign_in(served, "clerk", root)

    rows = csv_rows(ask(f"/export/{relation}.csv?months=all", token))

    assert rows
    assert {row["team_id"] for row in rows} <= below
    with opened(served) as cursor:
        every = relation_rows(cursor, relation)
    assert len(rows) == every["team_id"].is_in(sorted(below)).sum()
    assert list(rows[0]) == every.columns


def test_a_file_is_cut_as_the_page_is(
    served: Workspace, teams: dict[str, tuple[str, ...]]
) -> None:
    """Month, tree, tier, grade and light of the address say which rows there are."""
    token = sign_in(served, "assessor")
    root = next(name for name in sorted(teams) if len(teams[name]) == 2)
    query = {"month": "2026-09", "team": root, "light": "green"}

    rows = csv_rows(ask(f"/export/scores.csv?{urlencode(query)}", token))
    with opened(served) as cursor:
        shown = shown_teams(cursor, Filters(MONTH, team=root, light="green"))

    assert rows
    assert {row["team_id"] for row in rows} == set(shown["team_id"])
    assert {row["month"] for row in rows} == {"2026-09"}
    one = csv_rows(ask(f"/export/parts.csv?month=2026-09&team={root}&within=all", token))
    assert {row["team_id"] for row in one} == {root}
    alarms = csv_rows(ask("/export/flags.csv?month=2026-09&severity=alarm", token))
    assert {row["severity"] for row in alarms} <= {"alarm"}


def test_unknown_and_forbidden_are_answered_alike(served: Workspace) -> None:
    """No right, no such relation, not for you, no such month or version: one answer."""
    leader = sign_in(served, "leader")
    head = sign_in(served, "assessor", "no such team")
    admin = sign_in(served, "admin")
    nobody = sign_in(served, None)

    answers = [
        ask(path, token)
        for token, path in [
            (leader, "/export/nothing.csv"),
            (leader, "/export/scores.exe"),
            (leader, "/export/severity.csv"),
            (head, "/export/severity.csv"),
            (admin, "/export/scores.csv"),
            (nobody, "/export/scores.csv"),
            (leader, "/export/scores.csv?month=1999-01"),
            (leader, "/export/scores.csv?version=b999999"),
            (leader, "/export/scores.csv?version=../records"),
            (leader, "/export/scores.csv?team=a&team=b"),
            (leader, "/export/scores.csv?months=some"),
            (leader, "/export/scores.csv?scope=431100"),
            (leader, "/export/scores.csv?link=AAAAAAAAAAAAAAAAAAAAAA"),
        ]
    ]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    assert notes(served, admin, "refused") == [{"subject": "export"}]
    # A team that is out of sight, and one that is not there: the same empty file.
    root = sign_in(served, "leader", "no such team")
    assert csv_rows(ask("/export/scores.csv?team=431100", root)) == []


def test_no_session_no_export(served: Workspace) -> None:
    """A browser is sent to sign in, a program is refused."""
    assert ask("/export/scores.csv").status == 303
    assert ask("/export/scores.csv", accept="*/*").status == 401
    assert ask("/export/scores.csv", "made up", accept="*/*").status == 401


def test_severity_of_raters_is_for_assessors_of_every_team(served: Workspace) -> None:
    """It says how lenient each rater is; a leader gets no way to compute it either."""
    assessor, leader = sign_in(served, "assessor"), sign_in(served, "leader")

    with opened(served) as cursor:
        severities = relation_rows(cursor, "severity", MONTH)
    own = csv_rows(ask("/export/severity.csv?month=2026-09", assessor))
    assert [row["rater_id"] for row in own] == severities["rater_id"].to_list()

    path = "/export/items.csv?month=2026-09&language=en"
    rated = [row for row in csv_rows(ask(path, leader)) if row["kind"] == "ratings"]
    named = [row for row in csv_rows(ask(path, assessor)) if row["kind"] == "ratings"]
    assert len(rated) == len(named) > 0
    raters = {row["item_key"] for row in named}
    assert raters.isdisjoint(row["item_key"] for row in rated)
    assert {row["source_key"] for row in rated} == {""}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_says_what_it_is_and_for_whom(served: Workspace, suffix: str) -> None:
    """Name, contents and the log hold the version, the filters, the person and a number."""
    token = sign_in(served, "leader")
    path = f"/export/light.{suffix}?month=2026-09&light=red&language=zh"

    reply = ask(path, token)
    [note] = notes(served, token, "export")

    assert reply.status == 200
    login, version = login_of(served, token), newest(served)
    assert reply.file_name == f"亮灯情况_2026-09_{version}_{login}_{note['number']}.{suffix}"
    assert note["subject"] == "light"
    assert note["filters"] == {"month": "2026-09", "light": "red"}
    assert (note["version"], note["format"]) == (version, suffix)
    rows, told = read(suffix, reply.body)
    assert len(rows) == note["rows"] > 0
    assert {row["light"] for row in rows} == {"red"}
    if suffix != "csv":
        assert {login, version, note["number"], "2026-09", "red"} <= set(told)


def read(suffix: str, content: bytes) -> tuple[list[dict], list[str]]:
    """Read a file as other programs do: its rows, and what it says of itself."""
    if suffix == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))), []
    if suffix == "json":
        document = json.loads(content)
        about = document["about"]
        return document["rows"], [*map(str, about.values()), *about["filters"].values()]
    if suffix == "parquet":
        about = json.loads(pl.read_parquet_metadata(io.BytesIO(content))[PARQUET_KEY])
        rows = pl.read_parquet(io.BytesIO(content)).to_dicts()
        return rows, [*map(str, about.values()), *about["filters"].values()]
    book = openpyxl.load_workbook(io.BytesIO(content))
    header, *lines = book.worksheets[0].iter_rows(values_only=True)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    told = [
        str(cell) for line in book.worksheets[1].iter_rows(values_only=True) for cell in line
    ]
    return rows, told


DANGEROUS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "\n@x",
]
ABOUT = About("n", "flags", {}, "b000001", "2026-09-30", "2026-10-01", "clerk1", "", 1)


@pytest.mark.parametrize("text", DANGEROUS)
def test_s20_no_cell_runs_as_a_formula(text: str) -> None:
    """S20: in every text column of CSV and XLSX; a negative number stays a number."""
    rows = pl.DataFrame(
        {"flag": [text], "note": [text], "observed": [-3.5], "subject": ["-3.5"]}
    )

    comma = marked.to_csv(rows, ABOUT, catalogue("zh"))
    [line] = csv.DictReader(io.StringIO(comma.decode("utf-8-sig"), newline=""))
    assert comma.startswith(b"\xef\xbb\xbf")
    assert line == {
        "flag": f"'{text}",
        "note": f"'{text}",
        "observed": "-3.5",
        "subject": "-3.5",
    }

    book = openpyxl.load_workbook(io.BytesIO(marked.to_xlsx(rows, ABOUT, catalogue("zh"))))
    cells = list(book.worksheets[0].iter_rows(min_row=2))[0]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "s"]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)


def test_a_longer_file_than_allowed_is_refused_and_says_so(
    served: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a short file: no rows, and the number of rows that may be."""
    token = sign_in(served, "leader")
    monkeypatch.setattr(process, "_workspace", lambda: with_rows(served, 10))

    reply = ask("/export/scores.csv?months=all&language=en", token)

    assert reply.status == 413
    assert b"more than 10 rows" in reply.body
    assert "content-disposition" not in reply.headers
    monkeypatch.setattr(process, "_workspace", lambda: with_rows(served, 1_000_000))
    assert ask("/export/scores.csv?months=all", token).status == 200


def with_rows(stores: Workspace, most: int) -> Workspace:
    """The same workspace with another limit."""
    limited = stores.settings.model_copy(update={"export_rows": most})
    return replace(stores, settings=limited)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list:
    """What happens while a file is made: whatever a test puts in here."""
    acts: list = []
    write, media_type = FORMATS["csv"]

    def to_csv(*arguments: object) -> bytes:
        for act in acts:
            act()
        return write(*arguments)  # pyright: ignore[reportArgumentType]

    monkeypatch.setitem(FORMATS, "csv", (to_csv, media_type))
    return acts


def test_s3_what_is_taken_back_while_a_file_is_made_is_not_handed_out(
    served: Workspace, slow: list
) -> None:
    """S3: a grant revoked, a session ended between the first look and the last byte."""
    token = sign_in(served, "leader")
    [held] = served.records.grants.all(login_of(served, token))
    slow.append(lambda: served.records.grants.revoke(held.number, "tests"))

    reply = ask("/export/scores.csv?month=2026-09", token)

    assert reply.status == 404
    assert "content-disposition" not in reply.headers
    assert notes(served, token, "export") == []

    other = sign_in(served, "leader")
    slow[:] = [lambda: served.records.sessions.end(other)]
    assert ask("/export/scores.csv?month=2026-09", other).status == 404


def test_s24_a_failure_in_the_middle_is_an_error(served: Workspace, slow: list) -> None:
    """S24: no short valid file, no cause, and nothing in the log as if it had left."""
    token = sign_in(served, "leader")

    def fail() -> None:
        raise OSError("disk /srv/secret")

    slow.append(fail)
    reply = ask("/export/scores.csv?month=2026-09", token)

    assert reply.status == 500
    assert "content-disposition" not in reply.headers
    assert b"secret" not in reply.body
    assert notes(served, token, "export") == []


def sent(stores: Workspace, page: str, filters: Filters, wish: Wish = WISH) -> Link:
    """Let an assessor of every team send a view."""
    assessor = Viewer("assessor1", (grant("assessor1", "assessor"),))
    return make(stores, assessor, page, filters, None, wish)


def test_an_export_through_a_link_lies_within_link_and_viewer(
    served: Workspace, teams: dict[str, tuple[str, ...]]
) -> None:
    """The month and the tree that were sent stay; the reader's own tree narrows them more."""
    root = next(name for name in sorted(teams) if len(teams[name]) == 2)
    leaf = next(name for name in sorted(teams) if root in teams[name][1:])
    other = next(
        name for name in sorted(teams) if root not in teams[name] and name not in teams[root]
    )
    code = sent(served, "teams", Filters(MONTH, team=root, light="green")).code
    every, own = sign_in(served, "leader"), sign_in(served, "leader", leaf)
    outside = sign_in(served, "leader", other)

    for query in ("", "&month=2026-07", f"&team={other}", "&light=red", "&version=b000001"):
        rows = csv_rows(ask(f"/export/scores.csv?link={code}{query}", every))
        assert rows
        assert {row["month"] for row in rows} == {"2026-09"}
        assert all(root in teams[row["team_id"]] for row in rows)
        with opened(served) as cursor:
            green = shown_teams(cursor, Filters(MONTH, team=root, light="green"))
        assert {row["team_id"] for row in rows} <= set(green["team_id"])
    narrowed = csv_rows(ask(f"/export/scores.csv?link={code}", own))
    assert all(leaf in teams[row["team_id"]] for row in narrowed)
    assert csv_rows(ask(f"/export/scores.csv?link={code}", outside)) == []
    assert notes(served, every, "export")[0]["link"] == code[:8]


def test_a_link_takes_along_its_own_page_and_month_only(served: Workspace) -> None:
    """Not another relation, not every month, not the board; not when it is over."""
    token, link = sign_in(served, "leader"), sent(served, "teams", Filters(MONTH))
    board = sent(served, "teams", Filters(MONTH), replace(WISH, audience="public"))

    for path in (
        f"/export/items.csv?link={link.code}",
        f"/export/scores.csv?link={link.code}&months=all",
        f"/export/scores.csv?link={link.code}&link={link.code}",
        f"/export/scores.csv?link={board.code}",
        f"/export/scores.csv?link={link.code[:-1]}",
    ):
        assert ask(path, token).status == 404, path
    assert ask(f"/export/scores.csv?link={link.code}", token).status == 200
    served.records.links.revoke(link.code, "tests", time.time())
    assert ask(f"/export/scores.csv?link={link.code}", token).status == 404


def test_a_link_revoked_while_a_file_is_made_hands_nothing_out(
    served: Workspace, slow: list
) -> None:
    """S3, for links: begun before, finished after."""
    token, link = sign_in(served, "leader"), sent(served, "teams", Filters(MONTH))
    slow.append(lambda: served.records.links.revoke(link.code, "tests", time.time()))

    reply = ask(f"/export/scores.csv?link={link.code}", token)

    assert reply.status == 404
    assert notes(served, token, "export") == []


@pytest.mark.parametrize("page", OFFERED)
def test_what_is_offered_exists(page: str) -> None:
    """Every page offers relations there are."""
    assert set(OFFERED[page]) <= set(relation_names())
