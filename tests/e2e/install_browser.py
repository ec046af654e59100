"""Makes sure that a Chromium and a Chinese font are there for the browser tests.

Debian's packages where that is possible (root and apt-get), else Playwright's own build.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The one without a window of its own draws a page in two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGES = {"browser": "chromium-headless-shell", "font": "fonts-noto-cjk"}


def system_browser() -> str | None:
    """Return the path of the system's Chromium; None lets Playwright use its own."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def missing() -> list[str]:
    """Name the Debian packages this machine lacks."""
    wanted = []
    if system_browser() is None:
        wanted.append(PACKAGES["browser"])
    if not _has_chinese_font():
        wanted.append(PACKAGES["font"])
    return wanted


def install() -> None:
    """Install what is missing, or say what a person must install."""
    wanted = missing()
    if not wanted:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends"]):
            packages = wanted if command[0] == "install" else []
            subprocess.run(["apt-get", *command, *packages], check=True, env=environment)
        return
    print(f"Not root: install these packages for the full picture: {' '.join(wanted)}")
    if PACKAGES["browser"] in wanted:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


if __name__ == "__main__":
    install()
