"""What an upload that replaces whole months stands for.

It stands for everything of its kind in the months it covers, for the teams it may speak
for: an earlier row of those is gone, unless the file has its key again. The build says the
same in queries/staging/.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from dashboard.kinds import Kind
from dashboard.storage.uploads import Upload


def covered(
    kind: Kind, months: Collection[str], team_ids: Collection[str] | None = None
) -> pl.Expr:
    """Tell of each row whether a replacing upload of these months and teams stands for it.

    Args:
        months: such as 2026-03.
        team_ids: None is every team.

    Returns:
        An expression over stored rows, boolean.
    """
    if kind.month_column is None:
        return pl.lit(value=False)
    is_covered = pl.col(kind.month_column).str.slice(0, 7).is_in(sorted(months))
    if team_ids is None:
        return is_covered
    return is_covered & pl.col("team_id").is_in(sorted(team_ids))


def is_replaced(kind: Kind, uploads: Sequence[Upload]) -> pl.Expr:
    """Tell of each row whether one of these uploads came after it and stands for it.

    Returns:
        An expression over stored rows with `upload_id`, boolean.
    """
    return pl.any_horizontal(
        pl.lit(value=False),
        *(
            (pl.col("upload_id") < upload.upload_id)
            & covered(kind, upload.covered_months, upload.covered_teams)
            for upload in uploads
            if upload.covered_months
        ),
    )
