"""What a process that opens a stranger's file may use, and what it may say."""

from __future__ import annotations

import os
import resource
import sys
import traceback
from types import TracebackType

from dashboard.settings import Settings

# People who look at pages go first.
_NICENESS = 10

# How a process ends that may not have what it asked for.
OUT_OF_MEMORY = 3


def limit_process(settings: Settings) -> None:
    """Hold this process to the settings' memory and time, once and for all."""
    os.nice(_NICENESS)
    seconds = int(settings.check_seconds) + 1
    for kind, most in (
        (resource.RLIMIT_AS, settings.check_memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
    sys.excepthook = _tell_where


def _tell_where(
    kind: type[BaseException], _: BaseException, trace: TracebackType | None
) -> None:
    # A message may quote a cell, and a cell may name a person; a log is read by many.
    traceback.print_tb(trace)
    sys.stderr.write(f"{kind.__name__}\n")
