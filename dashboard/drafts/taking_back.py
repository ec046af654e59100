"""What taking an upload back, or putting it back, would do to scores.

    python -m dashboard.drafts.taking_back UPLOAD [ROOT …]

answers with the effect as JSON, told of the trees below the roots; all without any.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from dashboard.drafts.children import answer_of
from dashboard.drafts.drafts import Effect, effect_of_record
from dashboard.drafts.effects import effect_of
from dashboard.drafts.limits import limit_process
from dashboard.pipeline.effect import EvidenceChange
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace


def effect_of_turning(
    workspace: Workspace, upload_id: str, scope: tuple[str, ...] | None
) -> Effect:
    """Say what it does to scores when an upload changes its state.

    Args:
        scope: roots of the trees whose teams may be told of; None is everything.

    Raises:
        FaultError: it could not be tried, or a build would refuse this evidence.
    """
    if scope == ():
        return Effect(workspace.built.newest())
    answer = answer_of(workspace, __name__, (upload_id, *(scope or ())))
    return effect_of_record(json.loads(answer))


def main(upload_id: str, *scope: str) -> None:
    """Answer with the effect of one upload."""
    settings = Settings()
    limit_process(settings)
    workspace = open_workspace(settings)
    upload = workspace.records.upload(upload_id)
    is_active = upload.state == "active"
    change = EvidenceChange(
        added=() if is_active else (upload,), removed=(upload_id,) if is_active else ()
    )
    sys.stdout.write(json.dumps(asdict(effect_of(workspace, change, scope or None))))


if __name__ == "__main__":
    main(*sys.argv[1:])
