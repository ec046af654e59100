"""Named locks in the records, which every process of a workspace respects."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dashboard.errors import BusyError
from dashboard.storage.tables import locks

# A holder that stopped renewing for this long is gone, its process with it.
LOCK_EXPIRY_SECONDS = 60.0
_RENEWAL_SECONDS = 10.0
_RETRY_SECONDS = 0.1


@contextmanager
def hold(engine: sa.Engine, name: str, wait_seconds: float) -> Iterator[None]:
    """Hold a lock while the body runs.

    Raises:
        BusyError: another process held it for longer than `wait_seconds`.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    deadline = time.monotonic() + wait_seconds
    while not _take(engine, name, holder):
        if time.monotonic() > deadline:
            raise BusyError(f"The lock '{name}' is held by another process.")
        time.sleep(_RETRY_SECONDS)
    stop = threading.Event()
    renewal = threading.Thread(target=_renew, args=(engine, name, holder, stop), daemon=True)
    renewal.start()
    try:
        yield
    finally:
        stop.set()
        renewal.join()
        with engine.begin() as connection:
            connection.execute(
                locks.delete().where(locks.c.name == name, locks.c.holder == holder)
            )


def _take(engine: sa.Engine, name: str, holder: str) -> bool:
    with engine.begin() as connection:
        held = connection.execute(sa.select(locks).where(locks.c.name == name)).first()
        if held is not None:
            if not _is_gone(held.holder, held.renewed_at):
                return False
            connection.execute(
                locks.delete().where(locks.c.name == name, locks.c.holder == held.holder)
            )
        try:
            with connection.begin_nested():
                connection.execute(
                    locks.insert().values(name=name, holder=holder, renewed_at=time.time())
                )
        except IntegrityError:
            return False
    return True


def _renew(engine: sa.Engine, name: str, holder: str, stop: threading.Event) -> None:
    while not stop.wait(_RENEWAL_SECONDS):
        with engine.begin() as connection:
            connection.execute(
                locks.update()
                .where(locks.c.name == name, locks.c.holder == holder)
                .values(renewed_at=time.time())
            )


def _is_gone(holder: str, renewed_at: float) -> bool:
    if time.time() - renewed_at > LOCK_EXPIRY_SECONDS:
        return True
    host, process, _ = holder.rsplit(":", 2)
    # A holder killed on this machine need not be waited for.
    return host == socket.gethostname() and not is_running(int(process))


def is_running(process: int) -> bool:
    """Tell whether a process of this machine runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
