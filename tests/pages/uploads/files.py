"""Files that tests send, and how a page is given one."""

from __future__ import annotations

import time

from streamlit.testing.v1 import AppTest

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of
from dashboard.storage.workspace import Workspace

HEADER = "task_id,team_id,title,due_on\n"
GOOD = f"{HEADER}NEW-1,T0013,新增任务,2026-10-20\n".encode()
BAD = (
    f"{HEADER}N1,T0013,一,2021915日\nN2,市教育居,二,2026-10-20\nN3,T0013,,2026-10-20\n".encode()
)
MIXED = f"{HEADER}N1,T0013,一,2026-10-20\nN2,T0013,,2026-10-21\n".encode()
CHECK_SECONDS = 90


def checked(stores: Workspace) -> Draft:
    """Wait until the newest draft is checked."""
    deadline = time.monotonic() + CHECK_SECONDS
    while True:
        draft = drafts_of(stores).of("local")[0]
        if draft.stage in ("ready", "failed"):
            return draft
        assert time.monotonic() < deadline, draft.stage
        time.sleep(0.1)


def given(app: AppTest, stores: Workspace, content: bytes, name: str = "tasks.csv") -> AppTest:
    """Choose a file, and look again when it is checked."""
    app.run()
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    checked(stores)
    return app.run()


def opened(app: AppTest, draft: Draft) -> AppTest:
    """Open a draft that waits."""
    app.run()
    return app.button(key=f"open-{draft.draft_id}-zh").click().run()


def count(stores: Workspace) -> int:
    """Uploads recorded so far."""
    return len(stores.records.uploads(active_only=False))


def keys(app: AppTest) -> list[str]:
    """Keys of the buttons there are."""
    return [str(button.key) for button in app.button]
