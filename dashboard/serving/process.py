"""What a process does once, whoever visits first."""

from __future__ import annotations

import gc
import resource
import threading
import time
from functools import cache

import structlog

from dashboard.pipeline.basis import is_outdated
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace

_WARM_UP_SECONDS = 30
_COLLECTION_SECONDS = 240
_first_build = threading.Lock()
_opening = threading.Lock()


def workspace() -> Workspace:
    """Return the workspace of this process, opened once."""
    with _opening:
        return _workspace()


@cache
def _workspace() -> Workspace:
    return open_workspace(Settings())


def open_newest() -> str | None:
    """Open the version that serves, ask it a first question, and return its name."""
    built = workspace().built
    newest = built.newest()
    if newest is not None:
        with built.open(newest).cursor() as cursor:
            cursor.sql("select 1").pl()
    return newest


def is_built(stores: Workspace) -> bool:
    """Whether there is a version that the pages of this release can show."""
    return stores.built.newest() is not None and not is_outdated(stores)


def can_build(stores: Workspace) -> bool:
    """Whether there is anything to build: evidence, or the sample city of a first look.

    A workspace that people sign in to begins empty, so that no made-up team ever stands
    among theirs.
    """
    return stores.settings.identity == "demo" or bool(stores.records.uploads())


def build_first(stores: Workspace) -> None:
    """Fill an empty first look from the sample, and build what this release can show.

    Exactly one visitor builds; others who come meanwhile wait for it.
    """
    with _first_build:
        if is_built(stores):
            return
        from dashboard.first_run import clock, prepare
        from dashboard.pipeline.build import build

        if stores.settings.identity == "demo":
            prepare(stores)
        if not is_built(stores):
            build(stores, clock(stores), actor="upgrade" if stores.built.newest() else "start")


def write_log_lines() -> None:
    """Log one JSON document a line, tracebacks without the values they passed by.

    Values may be personal data, and a log is read by more people than a register.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )


def open_many_files() -> None:
    """Let the process open as many files as the system allows: an open tab holds three."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def collect_on_a_timer() -> None:
    """Collect rarely, and never look at what the imports left behind.

    Streamlit's own collection after every run is off: it costs more than the run.
    """
    time.sleep(_WARM_UP_SECONDS)
    gc.collect()
    gc.freeze()
    while True:
        time.sleep(_COLLECTION_SECONDS)
        gc.collect()
