"""The nine kinds of evidence: their columns, keys and canonical values.

One table for everybody who needs the shape of an upload: ingest checks against it, the
archive stores by it, the build types by it, the sample writes it.

Source: scoring rules, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["text", "team", "day", "month", "number", "whole", "share", "boolean", "choice"]


@dataclass(frozen=True)
class Column:
    """One column of an upload.

    Attributes:
        form: what its values are. `team` is text that names a team; `whole` a whole
            number; `share` a number from 0 to 1.
        least, most: bounds of a number, both included; None is no bound.
        default: canonical text a blank becomes; None leaves it null.
    """

    name: str
    form: Form = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of upload: its columns in canonical order and the key of a row.

    Attributes:
        month_column: the month or day that says which month a row belongs to, when an
            upload replaces whole months; None for a register, which has no months.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    month_column: str | None = None

    @property
    def stored(self) -> tuple[str, ...]:
        """Names of the columns as they are stored: a petitioner only as a hashed key."""
        return tuple(
            "petitioner_key" if column.name == "petitioner" else column.name
            for column in self.columns
        )

    def column(self, name: str) -> Column:
        """Return the column of that canonical name."""
        return next(column for column in self.columns if column.name == name)


TIERS = ("city", "county", "bureau", "township", "section", "group")
# What stands for every team in grants and in addresses, and so is no id of one.
MEANING_ALL = ("*", "all")
LEVELS = ("province", "city", "county", "department")
QUALITIES = ("excellent", "good", "fair", "poor")
RATER_GROUPS = ("superior", "peer", "public", "self")
ADJUSTMENT_KINDS = (
    "second_yellow",
    "red_slip",
    "faked_return",
    "report_late",
    "report_missing",
    "bonus",
    "deduction",
    "unit_red",
    "gate_false_data",
    "gate_reprisal",
    "gate_faked_rectification",
)
# Adjustments whose points are given, with the least and the most; scoring rules, section 5.
GIVEN_POINTS = {"bonus": (0.0, 5.0), "deduction": (-5.0, 0.0)}

# Above every count of people, votes or items there is, within a 32-bit integer.
MOST_COUNTED = 2_000_000_000


def _count(name: str) -> Column:
    return Column(name, "whole", least=0, most=MOST_COUNTED)


_TEAM = Column("team_id", "team", required=True)
_MONTH = Column("month", "month", required=True)
_RATER_GROUP = Column("rater_group", "choice", required=True, choices=RATER_GROUPS)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "teams",
            ("team_id",),
            (
                Column("team_id", required=True),
                Column("team_name", required=True),
                Column("short_names"),
                Column("tier", "choice", required=True, choices=TIERS),
                Column("parent_id"),
                Column("peer_group", required=True),
                _count("staff"),
                _count("population"),
                Column("is_assessed", "boolean", default="true"),
                Column("active_from", "day"),
                Column("active_to", "day"),
            ),
        ),
        Kind(
            "tasks",
            ("task_id", "team_id"),
            (
                Column("task_id", required=True),
                _TEAM,
                Column("role", "choice", choices=("lead", "support"), default="lead"),
                Column("title", required=True),
                Column("source"),
                Column("level", "choice", choices=LEVELS, default="county"),
                Column("problem"),
                Column("measure"),
                Column("owner"),
                Column("assigned_on", "day"),
                Column("due_on", "day", required=True),
                Column("extended_to", "day"),
                Column("done_on", "day"),
                Column("progress", "share", least=0, most=1),
                Column("quality", "choice", choices=QUALITIES),
                _count("returns"),
                Column("is_exempt", "boolean", default="false"),
                Column("exempt_reason"),
                Column("note"),
                Column("evidence"),
            ),
            month_column="due_on",
        ),
        Kind(
            "ratings",
            ("month", "team_id", "rater_id", "item"),
            (
                _MONTH,
                _TEAM,
                _RATER_GROUP,
                Column("rater_id", required=True),
                Column("item", default=""),
                Column("score", "number", required=True, least=0, most=100),
            ),
            month_column="month",
        ),
        Kind(
            "ballots",
            ("month", "team_id", "rater_group"),
            (
                _MONTH,
                _TEAM,
                _RATER_GROUP,
                _count("excellent"),
                _count("good"),
                _count("fair"),
                _count("poor"),
                _count("abstain"),
            ),
            month_column="month",
        ),
        Kind(
            "disclosures",
            ("notice_id", "team_id"),
            (
                Column("notice_id", required=True),
                _TEAM,
                Column("subject", "choice", choices=("tasks", "results", "rectification")),
                Column("due_on", "day", required=True),
                Column("posted_on", "day"),
                Column("posted_until", "day"),
                _count("items_due"),
                _count("items_posted"),
                Column("channel"),
                Column("url"),
            ),
            month_column="due_on",
        ),
        Kind(
            "objections",
            ("objection_id",),
            (
                Column("objection_id", required=True),
                _TEAM,
                Column("matter"),
                Column("received_on", "day", required=True),
                Column("answered_on", "day"),
                Column("outcome", "choice", choices=("upheld", "rejected", "inadmissible")),
            ),
            month_column="received_on",
        ),
        Kind(
            "petitions",
            ("case_id", "team_id"),
            (
                Column("case_id", required=True),
                _TEAM,
                Column("channel"),
                Column("purpose"),
                Column("topic"),
                Column("petitioner"),
                _count("people"),
                Column("received_on", "day", required=True),
                Column("notified_on", "day"),
                Column("rejected_on", "day"),
                Column("accepted_on", "day"),
                Column("extended_on", "day"),
                Column("closed_on", "day"),
                Column("is_repeat", "boolean"),
                Column("is_skip_level", "boolean"),
                Column("is_collective", "boolean"),
                Column(
                    "satisfaction",
                    "choice",
                    choices=("satisfied", "mostly", "dissatisfied", "unrated"),
                ),
                Column(
                    "finding",
                    "choice",
                    choices=("true", "partly", "untrue", "unverifiable"),
                ),
                Column("cleared_on", "day"),
                Column("excluded_reason"),
            ),
            month_column="received_on",
        ),
        Kind(
            "audit_findings",
            ("finding_id",),
            (
                Column("finding_id", required=True),
                _TEAM,
                Column("project"),
                Column(
                    "category",
                    "choice",
                    choices=("violation", "loss", "irregular", "non_monetary", "referral"),
                ),
                Column("rule_basis"),
                Column("found_on", "day", required=True),
                Column("report_due_on", "day"),
                Column("reported_on", "day"),
                Column("due_on", "day", required=True),
                Column("closed_on", "day"),
                Column("amount_yuan", "number"),
                Column("rectified_yuan", "number"),
                Column("is_repeat", "boolean"),
            ),
            month_column="found_on",
        ),
        Kind(
            "adjustments",
            ("adjustment_id",),
            (
                Column("adjustment_id", required=True),
                _TEAM,
                _MONTH,
                Column("kind", "choice", required=True, choices=ADJUSTMENT_KINDS),
                Column("points", "number"),
                Column("reason", required=True),
                Column("confirmed_by", required=True),
                Column("confirmed_on", "day", required=True),
            ),
            month_column="month",
        ),
    )
}
