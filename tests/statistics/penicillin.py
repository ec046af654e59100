"""Six samples of penicillin on each of 24 plates: a crossed design with published results.

Diameters of the zone of inhibition, mm, plate by plate.

Source: O. L. Davies and P. L. Goldsmith, Statistical Methods in Research and Production,
4th edition (1972), section 6.6; data set Penicillin of the R package lme4.
"""

from __future__ import annotations

import numpy as np

from dashboard.statistics.crossed import Crossing

DIAMETERS = (
    "27 23 26 23 23 21 27 23 26 23 23 21 25 21 25 24 24 20 26 23 25 23 23 20 "
    "25 22 26 22 23 20 24 22 25 23 22 19 24 20 23 21 22 19 26 22 26 24 24 21 "
    "24 21 24 22 22 20 24 21 24 23 22 19 26 23 26 24 24 21 25 22 26 24 24 20 "
    "26 24 26 24 25 22 26 23 26 23 23 20 26 23 25 24 24 22 25 22 25 23 23 20 "
    "25 21 24 23 23 20 25 22 24 23 23 19 24 21 23 21 21 19 26 23 26 24 24 21 "
    "25 21 24 22 22 18 25 22 25 22 22 20 24 21 24 22 24 19 24 21 24 22 21 18"
)
PLATES, SAMPLES = 24, 6


def balanced() -> Crossing:
    """Return the whole table, plates as raters and samples as cells."""
    return Crossing(
        rater=np.repeat(np.arange(PLATES), SAMPLES),
        cell=np.tile(np.arange(SAMPLES), PLATES),
        y=np.array(DIAMETERS.split(), dtype=float),
    )


def unbalanced() -> Crossing:
    """Return 109 of the 144: every fifth is missing, and of four plates two samples."""
    whole = balanced()
    is_kept = (np.arange(len(whole.y)) % 5 > 0) & ~((whole.rater < 4) & (whole.cell > 3))
    return Crossing(whole.rater[is_kept], whole.cell[is_kept], whole.y[is_kept])
