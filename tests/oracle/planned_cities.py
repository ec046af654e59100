"""Cities made for the statistics: long ones for falls and windows, wide ones for peer groups.

A handful of draws makes a plan, and a seed the rest: drawing thousands of rows one by one would
take Hypothesis longer than scoring them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.oracle.city_rows import COLUMNS, Pen, Row, last_of, row_of
from tests.oracle.golden import numbered
from tests.oracle.planned_ratings import Panel, planned_ratings
from tests.oracle.span import months_later

City = dict[str, list[Row]]

START = date(2024, 1, 1)
# A truth of at least so much: days late (none: never done), and quality.
MANNERS = (
    (92.0, 0, "excellent"),
    (80.0, 4, "good"),
    (62.0, 20, "fair"),
    (40.0, 40, "poor"),
    (-1e9, None, "poor"),
)


@dataclass(frozen=True)
class Plan:
    """What a city is to be like.

    Attributes:
        months: how many.
        tiny: teams of peer group A, tier section, with little evidence each.
        others: teams of peer group B, which shares its tier, and of C, in a tier of its own.
        usual: the truth of most teams.
        bad: how many teams are worse, and by how much.
        falls: how many others fall, by how much, and in how many of the last months.
        spread: how far a month is from the truth.
        panel: the raters.
        seed: for everything else.
    """

    months: int
    tiny: int
    others: int
    usual: float
    bad: tuple[int, float]
    falls: tuple[int, float, int]
    spread: float
    panel: Panel
    seed: int


WIDE = Plan(
    months=8,
    tiny=32,
    others=8,
    usual=90.0,
    bad=(4, 50.0),
    falls=(0, 0.0, 0),
    spread=4.0,
    panel=Panel((-9.0, 2.0, 7.0), False, None, 3.0, (5, 3)),
    seed=1,
)


@st.composite
def long_cities(draw: st.DrawFn) -> tuple[City, date]:
    """Make a city of 4-9 teams over 3-20 months."""
    pen = Pen(draw)
    months = pen.pick(14, 8, 16, 3, 19)
    plan = Plan(
        months=months,
        tiny=pen.pick(0, 2),
        others=pen.count(4, 7),
        usual=pen.pick(97.0, 85.0, 70.0),
        bad=pen.pick((2, 13.0), (1, 45.0), (2, 25.0), (0, 0.0)),
        falls=pen.pick((1, 30.0, 5), (2, 60.0, 4), (0, 0.0, 0), (1, -20.0, 4)),
        spread=pen.pick(2.0, 1.0, 5.0, 0.0, 12.0),
        panel=make_panel_plan(pen, months),
        seed=pen.count(0, 999_999),
    )
    return planned_city(plan)


@st.composite
def wide_cities(draw: st.DrawFn) -> tuple[City, date]:
    """Make a city with a peer group of 29-32 tiny teams, around the 30 that it takes."""
    pen = Pen(draw)
    months = pen.pick(3, 2, 6)
    plan = replace(
        WIDE,
        months=months,
        tiny=pen.pick(30, 29, 32),
        others=pen.count(2, 6),
        usual=pen.pick(90.0, 97.0, 75.0),
        bad=pen.pick((2, 50.0), (3, 15.0), (0, 0.0)),
        spread=pen.pick(4.0, 10.0, 1.0),
        panel=make_panel_plan(pen, months),
        seed=pen.count(0, 999_999),
    )
    return planned_city(plan)


def make_panel_plan(pen: Pen, months: int) -> Panel:
    """Choose raters: equal, harsh and lenient, beyond the cap; linked, split or bridged."""
    return Panel(
        offsets=pen.pick(
            (-8.0, 0.0, 6.0),
            (-25.0, 2.0, 3.0),
            (0.0, 0.0, 0.0),
            (-4.0, -1.0, 0.0, 3.0, 5.0, 9.0),
        ),
        halves=pen.pick(False, True, True),
        bridge_from=pen.pick(None, months // 2, months - 1),
        noise=pen.pick(2.0, 6.0, 0.0),
        newcomer=pen.pick(None, (4, 4), (5, 5), (5, 2), (6, 3)),
    )


def planned_city(plan: Plan) -> tuple[City, date]:
    """Carry out a plan."""
    random = Random(plan.seed)
    months = tuple(months_later(START, i) for i in range(plan.months))
    tiny = [f"S{number:02}" for number in range(plan.tiny)]
    others = [f"T{number:02}" for number in range(plan.others)]
    truths = planned_truths(random, plan, [*tiny, *others])
    city: City = {kind: [] for kind in COLUMNS}
    for team_id in [*tiny, *others]:
        city["teams"].append(planned_team(team_id))
        for number, month in enumerate(months):
            tasks = 1 if team_id in tiny and plan.tiny > 2 else 3
            for task in range(tasks):
                manner = random.gauss(truths[team_id][number], plan.spread)
                key = f"K{number:02}{task}"
                city["tasks"].append(planned_task(random, month, team_id, key, manner))
            manner = random.gauss(truths[team_id][number], plan.spread)
            city["disclosures"].append(planned_notice(month, team_id, f"N{number:02}", manner))
    # One team publishes nothing: two dimensions are not enough for a level.
    city["disclosures"] = [row for row in city["disclosures"] if row["team_id"] != others[-1]]
    city["ratings"] = planned_ratings(random, plan.panel, months, truths)
    return (
        {kind: numbered(rows, f"U1{kind}") for kind, rows in city.items()},
        last_of(months[-1]),
    )


def planned_truths(random: Random, plan: Plan, team_ids: list[str]) -> dict[str, list[float]]:
    """Give every team its truth in every month."""
    truths = {
        team_id: [random.gauss(plan.usual, plan.spread / 2)] * plan.months
        for team_id in team_ids
    }
    chosen = random.sample(team_ids, len(team_ids))
    bad, worse = plan.bad
    falls, drop, last = plan.falls
    for team_id in chosen[:bad]:
        truths[team_id] = [truth - worse for truth in truths[team_id]]
    for team_id in chosen[bad : bad + falls]:
        for number in range(max(0, plan.months - last), plan.months):
            truths[team_id][number] -= drop
    return truths


def planned_team(team_id: str) -> Row:
    """Make one team: S in peer group A, T01 and T02 in C and a tier of their own, else B."""
    is_small = team_id.startswith("S")
    is_apart = team_id in ("T01", "T02")
    return row_of(
        "teams",
        team_id=team_id,
        team_name=team_id,
        tier="county" if is_apart else "section",
        peer_group="A" if is_small else "C" if is_apart else "B",
    )


def planned_task(random: Random, month: date, team_id: str, key: str, manner: float) -> Row:
    """Make one task, done the way that a truth of so much does it."""
    _, days_late, quality = next(row for row in MANNERS if manner >= row[0])
    due_on = month + timedelta(days=random.choice((3, 10, 27)))
    done_on = None if days_late is None else due_on + timedelta(days=days_late)
    return row_of(
        "tasks",
        task_id=key,
        team_id=team_id,
        title=key,
        level=random.choice(("county", "city")),
        due_on=due_on,
        done_on=done_on,
        progress="0.4",
        quality=quality,
    )


def planned_notice(month: date, team_id: str, key: str, manner: float) -> Row:
    """Make one notice, posted in time by a truth of 60 or more."""
    posted_on = month + timedelta(days=5 if manner >= 60 else 20)
    return row_of(
        "disclosures",
        notice_id=key,
        team_id=team_id,
        subject="results",
        due_on=month + timedelta(days=9),
        posted_on=posted_on,
        items_due="20",
        items_posted=max(0, min(20, round(manner / 5))),
    )
