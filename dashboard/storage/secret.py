"""Secrets that are made once at random and kept in a file of their own."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_at(path: Path) -> bytes:
    """Return the secret kept at `path`, made when there is none yet; only we may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            # Unlike a rename this leaves the secret of another process in its place.
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return path.read_bytes()
