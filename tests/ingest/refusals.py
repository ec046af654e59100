"""Why a file is refused, and that a person is told so in both languages."""

from __future__ import annotations

import pytest

from dashboard.errors import UploadRefusedError
from dashboard.ingest.problems import Problem
from dashboard.ingest.reading.limits import LIMITS, Limits
from dashboard.ingest.reading.tables import Reading, read_table
from dashboard.kinds import KINDS
from dashboard.text import catalogue


def refusal_of(
    content: bytes, kind: str = "tasks", reading: Reading | None = None, limits: Limits = LIMITS
) -> UploadRefusedError:
    """Return the refusal of a file, whose sentences name all they need to."""
    with pytest.raises(UploadRefusedError) as caught:
        read_table(content, KINDS[kind], reading or Reading(), limits)
    problem = Problem(None, None, None, caught.value.rule, caught.value.values)
    english, chinese = (problem.message(catalogue(language)) for language in ("en", "zh"))
    assert english.endswith(".")
    assert chinese.endswith("。")
    return caught.value
