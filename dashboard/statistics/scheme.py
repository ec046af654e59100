"""The numbers of the scheme, as an estimator takes them."""

from __future__ import annotations

import polars as pl

Scheme = dict[str, float]


def scheme_of(frame: pl.DataFrame) -> Scheme:
    """Return the one row of `scope.scheme` without what is left blank."""
    return {
        name: value for name, value in frame.row(0, named=True).items() if value is not None
    }
