"""Every number of scoring.md and flags.md that this implementation uses, copied from there.

Deliberately not read from queries/rules: a wrong row there must show as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One row of the table in scoring.md section 2, with k and scale of section 3."""

    dimension: str
    points: float
    k: float = 0.0
    worst: float = 0.0
    best: float = 100.0


PARTS = {
    "task_completion": Part("tasks", 20),
    "task_timeliness": Part("tasks", 15),
    "task_quality": Part("tasks", 15),
    "rating_superior": Part("evaluation", 8),
    "rating_peer": Part("evaluation", 4),
    "rating_public": Part("evaluation", 8),
    "notice_on_time": Part("disclosure", 2.5),
    "notice_complete": Part("disclosure", 1),
    "objection_on_time": Part("disclosure", 1.5),
    "petition_accept": Part("petitions", 1.875, k=20),
    "petition_close": Part("petitions", 3.75, k=20),
    "petition_repeat": Part("petitions", 3.75, k=20, worst=80, best=88),
    "petition_satisfied": Part("petitions", 3.75, k=20),
    "petition_rated": Part("petitions", 1.875, k=20),
    "audit_rectified": Part("audit", 5),
    "audit_report": Part("audit", 1.5),
    "audit_money": Part("audit", 1.5),
    "audit_no_repeat": Part("audit", 2),
}
DIMENSIONS = ("tasks", "evaluation", "disclosure", "petitions", "audit")
DIMENSION_POINTS = {
    dimension: sum(part.points for part in PARTS.values() if part.dimension == dimension)
    for dimension in DIMENSIONS
}

# Tasks (scoring.md section 2, 2.1)
LEVEL_WEIGHT = {"province": 1.5, "city": 1.25, "county": 1.0, "department": 0.75}
ROLE_WEIGHT = {"lead": 1.0, "support": 0.5}
QUALITY_VALUE = {"excellent": 1.0, "good": 0.8, "fair": 0.6, "poor": 0.4}
OPEN_PROGRESS_CAP = 0.9
LATENESS_STEPS = ((0, 1.0), (7, 0.8), (30, 0.5))  # up to so many days late: tau; beyond: 0

# Ratings (2.2)
SCORED_GROUPS = ("superior", "peer", "public")
VOID_TEAMS = 5
TRIM_ABOVE_RATERS = 5
LEAST_VOICES = 3
VOTE_VALUE = {"excellent": 1.0, "good": 0.8, "fair": 0.6, "poor": 0.4}

# Severity of raters (2.2, flags.md section 1)
SEVERITY_MONTHS = 12
SEVERITY_CAP = 10.0
SEVERITY_LEAST_RATINGS = 5
SEVERITY_LEAST_TEAMS = 3
SWEEPS = 1000
SWEEP_END = 1e-9

# Disclosure (2.3)
NOTICE_WORKING_DAYS = 5
OBJECTION_WORKING_DAYS = 10

# Petitions (2.4), natural days
ACCEPT_DAYS = 15
CLOSE_DAYS = 60
EXTENSION_DAYS = 30
REPEAT_DAYS = 365
CONTENT = ("satisfied", "mostly")
RATED = ("satisfied", "mostly", "dissatisfied")

# Audit (2.5 and the table of section 2)
CATEGORY_WEIGHT = {
    "violation": 3.0,
    "loss": 3.0,
    "irregular": 1.0,
    "non_monetary": 1.0,
    "referral": 5.0,
    None: 1.0,
}
REPEAT_FINDING_COST = 50.0

# Grades (section 4)
LEAST_COVERED_WEIGHT = 60.0
LEAST_TASKS = 3
CUT_OFFS = ((90.0, "excellent"), (80.0, "good"), (60.0, "fair"))  # else poor
EXCELLENT_SHARE = 0.25
QUOTA_FROM_TEAMS = 4
LEAST_GRADED_MONTHS = {"quarter": 2, "year": 9}

# Roll-up (section 4)
OWN_SHARE = 0.6
CHILDREN_SHARE = 0.4
CHILD_SHARE_CAP = 0.3

# Adjustments (section 5)
FIXED_POINTS = {
    "second_yellow": -1.0,
    "red_slip": -2.0,
    "faked_return": -2.0,
    "report_late": -0.1,
    "report_missing": -0.5,
    "unit_red": 0.0,
    "gate_false_data": 0.0,
    "gate_reprisal": 0.0,
    "gate_faked_rectification": 0.0,
}
GIVEN_POINTS = ("bonus", "deduction")
MOST_BONUS = 5.0
MOST_DEDUCTION = -15.0
GATES_TO_POOR = ("gate_false_data", "gate_reprisal")
GATE_TO_FAIR = "gate_faked_rectification"

# Flags (flags.md section 3)
RED_LINE = 60.0
YELLOW_LINE = 70.0
WILSON_Z = 1.959964
LEAST_ITEMS_FOR_FLOOR = 5
WINDOW_MONTHS = 6
WINDOW_FLOORS = {"petition_accept": 0.95, "petition_close": 0.95, "petition_satisfied": 0.85}
MONTH_FLOORS = {"audit_rectified": 0.80}
OVERDUE_TASK_DAYS = 30
OVERDUE_TASK_LEVELS = ("city", "province")
OVERDUE_PETITION_DAYS = 30
OVERDUE_FINDING_DAYS = 90
REPORTED_BEFORE_GAP_MONTHS = 3
REPORTED_KINDS = (("tasks",), ("ratings", "ballots"), ("disclosures",))

# Levels (flags.md section 2)
PEER_GROUP_FROM_TEAMS = 30
ALWAYS_NEW = ("rating_superior", "rating_peer", "rating_public", "audit_no_repeat")
LEAST_ITEMS_FOR_VARIANCE = 2
LEAST_DIMENSIONS = 3
LEAST_VARIANCE = 1e-9
WINSORISED_SHARE = 0.10
ROBUST_CONSTANT = 0.6786546
BISECTIONS = 100
MOST_TAU2 = 10_000.0
BELOW_MEDIAN = 5.0  # the standard is this much below mu
P_BELOW_DECIMALS = 12

# Flags from statistics (flags.md section 3)
WATCH_FDR = 0.20
WATCH_P_BELOW = 0.5
CONCERN_FDR = 0.10
LAST_MONTHS = 3
CONCERN_MONTHS = 2
EXIT_MONTHS = 2
LEAST_RELIABILITY = 0.5
WEAK_DIMENSIONS = 2
BELOW_DIMENSION_MEDIAN = 5.0
LEAST_DRAWS_SURVIVED = 0.80
ALARM_FDR = 0.10
ALARM_BELOW_MEDIAN = 10.0
ALARM_PROBABILITY = 0.9
WEAK_DIMENSION_SCORE = 60.0
WEAK_DIMENSION_PROBABILITY = 0.9
FALLING_FDR = 0.10

# Draws (flags.md section 4)
DRAWS = 2000
FACTOR = (0.75, 1.25)
RANK_QUANTILES = (0.05, 0.95)

# Falling (flags.md section 5): recent and baseline months, counted back from m
RECENT = range(0, 3)
BASELINE = range(6, 18)
SPAN = range(0, 18)
LEAST_MONTHS_OF_SPAN = 12
