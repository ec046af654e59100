"""Makes requirements.txt and requirements-dev.txt anew from pyproject.toml.

Hashed and universal, so that one file serves every system and nothing can be swapped on
the way; no address inside, so that it serves every registry. Releases younger than a week
are left out: what is withdrawn or taken over is mostly found within days.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

LEAST_AGE = timedelta(days=7)


def compile_requirements(output: str, *extra: str) -> None:
    """Write one requirements file."""
    newest = (datetime.now(UTC) - LEAST_AGE).date().isoformat()
    command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes"]
    command += ["--upgrade", "--quiet", "--exclude-newer", newest, "--output-file", output]
    command += ["--python-version", "3.11", "--custom-compile-command", "poe requirements"]
    subprocess.run([*command, *extra], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    compile_requirements("requirements-dev.txt", "--extra", "dev")
    # Constrained by the other file, so that both name the same versions.
    compile_requirements("requirements.txt", "--constraint", "requirements-dev.txt")
    sys.exit(0)
