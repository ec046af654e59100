"""Does the server hold on to anything? Files, threads and memory over thousands of runs.

    python -m tests.tools.leaks --runs 10000

Makes a sample city in a temporary folder and signs one person in. Every run opens a page
with other filters, every tenth opens a new tab, every hundredth takes an export away.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import psutil

from dashboard.first_run import prepare
from dashboard.settings import Settings
from dashboard.storage.workspace import open_workspace
from tests.e2e.server import serving
from tests.tools.load_client import City, Person, address, city_of, server_of, sign_in
from tests.tools.page_socket import PageSocket


def line(server: psutil.Process, runs: int, seconds: float) -> str:
    """Say what the server holds now."""
    return (
        f"{runs:>6} runs  {server.num_fds():>4} files  {server.num_threads():>4} threads  "
        f"{server.memory_info().rss / 2**20:>6.0f} MiB  {seconds:>6.0f} s"
    )


async def run_many(base: str, city: City, person: Person, runs: int, every: int) -> None:
    """Open pages, one after the other."""
    chance, begun, server = random.Random(28), time.monotonic(), server_of(base)
    cookie = f"two-cards={person.token}"
    tab = PageSocket(base, cookie)
    await tab.open()
    for number in range(1, runs + 1):
        await tab.show(*address(city, person, chance))
        if number % 10 == 0:
            await tab.close()
            tab = PageSocket(base, cookie)
            await tab.open()
        if number % 100 == 0:
            await asyncio.to_thread(_take_away, base, cookie, city)
        if number in (100, runs) or number % every == 0:
            print(line(server, number, time.monotonic() - begun), flush=True)
    await tab.close()


def _take_away(base: str, cookie: str, city: City) -> None:
    month = city.choices.months[0].strftime("%Y-%m")
    asked = urllib.request.Request(f"{base}/export/scores.csv?month={month}")
    asked.add_header("Cookie", cookie)
    with urllib.request.urlopen(asked) as answer:
        answer.read()


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=10_000)
    asked.add_argument("--every", type=int, default=1_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores = open_workspace(Settings(data=Path(folder)))
        prepare(stores)
        city = city_of(stores)
        # The fifth of them sees everything.
        person = sign_in(stores, city, 4, random.Random(4))
        person = replace(person, hidden=())
        with serving(Path(folder), DASHBOARD_IDENTITY="local") as base:
            asyncio.run(run_many(base, city, person, given.runs, given.every))


if __name__ == "__main__":
    main()
