"""Runs a command on DuckDB 2.0: `python tests/tools/on_duckdb2.py pytest -m …`.

The product is pinned to 1.5. The next major version is installed beside it and put in
front on the module path, so that the environment itself stays as it is.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT / ".cache" / "duckdb2"
VERSION = "duckdb==2.0.*"


def install() -> None:
    """Install DuckDB 2.0 beside, once."""
    if any(BESIDE.glob("duckdb-2.0.*.dist-info")):
        return
    # An environment made by uv has no pip of its own.
    has_pip = importlib.util.find_spec("pip") is not None
    pip = [sys.executable, "-m", "pip"] if has_pip else ["uv", "pip"]
    options = ["install", "--quiet", "--no-deps", "--target", str(BESIDE)]
    subprocess.run([*pip, *options, VERSION], check=True)


def run(command: list[str]) -> int:
    """Run a command with DuckDB 2.0 in front; say which version it really is."""
    others = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(BESIDE), *([others] if others else [])])
    environment = {**os.environ, "PYTHONPATH": path}
    say = "import duckdb; print('DuckDB', duckdb.__version__, flush=True)"
    subprocess.run([sys.executable, "-c", say], env=environment, check=True)
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    install()
    sys.exit(run(sys.argv[1:]))
