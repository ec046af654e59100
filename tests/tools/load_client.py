"""Fifty people with different rights look at pages for minutes; nobody sees more than theirs.

    python -m tests.tools.load_client --sessions 50 --minutes 5

Makes a sample city in a temporary folder, gives logins grants of all kinds, starts the
server over it, and opens pages with random filters through real sockets. Everything that
is sent is searched for the names of teams outside the rights of whoever asked. Ends with
1 if any was found, or any page said that something went wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import psutil

from dashboard.access.roles import Role
from dashboard.access.viewer import EVERYTHING
from dashboard.filters import FLAGS, GRADES, LIGHTS, RATE_PARTS, Filters
from dashboard.first_run import prepare
from dashboard.reads.choices import Choices, choices
from dashboard.reads.tree import tree
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.e2e.server import PAGES, serving
from tests.tools.page_socket import PageSocket, Run

# Every fifth person sees everything, one in ten holds two trees; the others one.
_ROLES: tuple[Role, ...] = ("leader", "clerk", "team_head", "leader", "assessor")
_LOOK_SECONDS = 4.0


@dataclass(frozen=True)
class City:
    """What may be asked for, and whose names are known.

    Attributes:
        lines: team → itself and every team above it.
        names: team → name.
    """

    lines: dict[str, tuple[str, ...]]
    names: dict[str, str]
    choices: Choices


@dataclass(frozen=True)
class Person:
    """Somebody signed in, with the names that must not come before their eyes.

    Attributes:
        own: names of their own teams: found where they should be, they show that the
            search would find the others.
        hidden: names of others, each with the longer names it may be a part of.
    """

    login: str
    token: str
    teams: tuple[str, ...]
    own: tuple[bytes, ...]
    hidden: tuple[tuple[bytes, tuple[bytes, ...]], ...]


@dataclass
class Report:
    """What was measured, in seconds."""

    first: list[float] = field(default_factory=list)
    runs: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    named: int = 0
    leaks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    byte_count: int = 0


def city_of(stores: Workspace) -> City:
    """Read what there is to ask for."""
    newest = stores.built.newest()
    assert newest is not None
    with stores.built.open(newest).cursor() as cursor:
        names = cursor.sql("select team_id, team_name from staging.teams").fetchall()
        return City(tree(cursor, Filters()), dict(names), choices(cursor, Filters()))


def sign_in(stores: Workspace, city: City, number: int, chance: random.Random) -> Person:
    """Give a login its grants, and begin a session for it."""
    login, role = f"{_ROLES[number % 5]}{number}", _ROLES[number % 5]
    roots: tuple[str, ...] = (EVERYTHING,)
    if role != "assessor":
        roots = tuple(chance.sample(sorted(city.lines), 2 if number % 10 == 0 else 1))
    for root in roots:
        stores.records.grants.add(login, role, root, "load", valid_from=date(2000, 1, 1))
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, login, "local", seconds=36_000)
    seen = {team for team, line in city.lines.items() if set(roots) & {*line, EVERYTHING}}
    if EVERYTHING in roots:
        seen = set(city.lines)
    # Whoever sees a team may read the name of the one right above it, and of the top.
    known = seen | {above for team in seen for above in city.lines[team][1:2]}
    known |= {line[-1] for line in city.lines.values()}
    said = [city.names[team].encode() for team in known]
    hidden = tuple(
        (name, tuple(longer for longer in said if name in longer))
        for team, text in city.names.items()
        if team not in known and (name := text.encode()) not in said
    )
    own = tuple(city.names[team].encode() for team in sorted(seen))
    return Person(login, token, tuple(sorted(seen)), own, hidden)


def address(city: City, person: Person, chance: random.Random) -> tuple[str, str]:
    """Make up a page and its filters; every fifth time with a team that is not theirs."""
    choices = city.choices
    teams = person.teams if chance.random() < 0.8 else sorted(city.lines)
    team = chance.choice(teams)
    query = {"month": chance.choice(choices.months[:6]).strftime("%Y-%m"), "team": "all"}
    if chance.random() < 0.5:
        query["team"] = team
    page = chance.choice(PAGES)
    if page == "team":
        query |= {"team": team, "within": "all"}
    for name, values in (
        ("peer_group", choices.peer_groups),
        ("grade", GRADES),
        ("light", LIGHTS),
        ("flag", FLAGS if page == "flags" else ()),
        ("rate", RATE_PARTS if page == "petitions" else ()),
    ):
        if values and chance.random() < 0.2:
            query[name] = chance.choice(values)
    return page, urlencode(query)


def leaks(person: Person, run: Run) -> list[str]:
    """Name the teams that were sent and should not have been."""
    content = b"\n".join(run.content)
    found = []
    for name, longer in person.hidden:
        if name in content:
            rest = content
            for other in longer:
                rest = rest.replace(other, b"")
            if name in rest:
                found.append(name.decode())
    return found


async def look_round(
    base: str, city: City, person: Person, seconds: float, think: float, report: Report
) -> None:
    """One person: open a page, read, let the page look for news, open the next."""
    chance = random.Random(person.login)
    # Nobody arrives at the same moment.
    await asyncio.sleep(chance.random() * think * 2)
    ends = time.monotonic() + seconds
    tab = PageSocket(base, f"two-cards={person.token}")
    await tab.open()
    try:
        times = report.first
        while time.monotonic() < ends:
            page, query = address(city, person, chance)
            run = await tab.show(page, query)
            times.append(run.seconds)
            times = report.runs
            _judge(person, page, query, run, report)
            await asyncio.sleep(min(think, _LOOK_SECONDS))
            if (look := await tab.look()) is not None:
                report.looks.append(look.seconds)
                _judge(person, page, query, look, report)
            await asyncio.sleep(max(think - _LOOK_SECONDS, 0) * 2 * chance.random())
    except Exception as error:  # noqa: BLE001 - whatever ends a session is what we look for
        report.errors.append(f"{person.login}: {type(error).__name__} {error}")
    finally:
        await tab.close()


def _judge(person: Person, page: str, query: str, run: Run, report: Report) -> None:
    report.byte_count += sum(map(len, run.content))
    content = b"".join(run.content)
    report.named += any(name in content for name in person.own)
    where = f"{person.login} at /{page}?{query}"
    report.leaks += [f"{where}: {name}" for name in leaks(person, run)]
    report.errors += [f"{where}: {error}" for error in run.errors]


def server_of(base: str) -> psutil.Process:
    """Find the server we started."""
    port = int(base.rsplit(":", 1)[1])
    for child in psutil.Process().children(recursive=True):
        if str(port) in child.cmdline():
            return child
    raise AssertionError("the server is gone")


async def watch_memory(server: psutil.Process, report: Report) -> None:
    """Note the server's memory every few seconds."""
    while True:
        report.memory.append(server.memory_info().rss)
        await asyncio.sleep(2)


async def _all(
    base: str, city: City, people: list[Person], given: argparse.Namespace
) -> Report:
    report = Report()
    memory = asyncio.create_task(watch_memory(server_of(base), report))
    seconds = given.minutes * 60
    await asyncio.gather(
        *(look_round(base, city, one, seconds, given.think, report) for one in people)
    )
    memory.cancel()
    return report


def summary(report: Report, people: int) -> dict[str, object]:
    """Sum up what was measured."""
    memory = [round(size / 2**20) for size in report.memory]
    return {
        "sessions": people,
        "pages": len(report.first) + len(report.runs),
        "pages that name a team of one's own": report.named,
        "megabytes sent": round(report.byte_count / 1e6, 1),
        "first page, s": _ends(report.first),
        "next pages, s": _ends(report.runs),
        "looks for news, s": _ends(report.looks),
        "memory, MiB": {"first": memory[0], "most": max(memory), "last": memory[-1]},
        "load of this computer": os.getloadavg(),
        "names outside a right": report.leaks[:20],
        "errors": report.errors[:20],
    }


def _ends(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [0.0]
    return {
        "p50": round(ordered[len(ordered) // 2], 3),
        "p95": round(ordered[int(len(ordered) * 0.95)], 3),
        "most": round(ordered[-1], 3),
    }


def main() -> int:
    """Run it; return the exit code."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, default=50)
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--think", type=float, default=5.0, help="seconds between pages")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores = open_workspace(Settings(data=Path(folder)))
        prepare(stores)
        city, chance = city_of(stores), random.Random(5)
        people = [sign_in(stores, city, number, chance) for number in range(given.sessions)]
        with serving(Path(folder), DASHBOARD_IDENTITY="local") as base:
            report = asyncio.run(_all(base, city, people, given))
    print(json.dumps(summary(report, len(people)), ensure_ascii=False, indent=1))
    return 1 if report.leaks or report.errors else 0


if __name__ == "__main__":
    sys.exit(main())
