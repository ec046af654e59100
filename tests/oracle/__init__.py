"""The second implementation of the scoring rules, slow and obvious.

Written from scoring.md, flags.md and interface.md alone, never from the product's code, so that
a misreading on either side shows as a difference. One direction, each reading those before it:

    rules, span, working_days -> registers, reading -> severity, items of each kind -> evidence
    -> adjustments, scoring -> grading, rollup, periods
    -> windows, robust -> levels -> draws, falling -> estimates -> judging, flags
    -> relations -> score.assess (the entry)

`months` makes small random cities for comparing the two implementations, `planned_cities` long
and wide ones for the statistics.
"""
