"""Files of the sample city, and how a clerk chooses one."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import FilePayload, Page

from dashboard.first_run import SAMPLE

MONTH = "2026-10"
BUILD_SECONDS = 120
# Reading, checking and trying a file on a machine that runs other tests.
CHECK_MILLISECONDS = 120_000


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file in the form."""
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)


def undone_tasks(team_id: str) -> str:
    """Return the team's tasks of the month as a file, none of them done after all."""
    file = io.StringIO((SAMPLE / "tasks.csv").read_text(encoding="utf-8-sig"))
    found = [
        {**row, "done_on": "", "quality": "", "progress": "0"}
        for row in csv.DictReader(file)
        if row["team_id"] == team_id and row["due_on"].startswith(MONTH)
    ]
    assert found, "the sample gives every team tasks in its last month"
    written = io.StringIO()
    writer = csv.DictWriter(written, found[0].keys())
    writer.writeheader()
    writer.writerows(found)
    return written.getvalue()
