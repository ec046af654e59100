"""A large version for the statistics to be timed on: real scope, invented evidence sums.

A small city is uploaded and built as usual, which gives every relation its real shape. The
relations that the statistics read are then filled at full size, without the rows that
would have led there: reading and scoring those is timed elsewhere.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import polars as pl

from dashboard.bench.city_chances import chances_of
from dashboard.bench.city_expected import expected_sums
from dashboard.bench.city_store import team_rows
from dashboard.bench.city_voices import rating_rows
from dashboard.bench.truth_city import City
from dashboard.errors import FaultError
from dashboard.ingest.receiving import receive
from dashboard.pipeline.build import build, connect
from dashboard.storage.workspace import Workspace

# Items a team-month has of each part, where volumes of the city do not say it.
RATERS = 12.0
# Spread of single items that are not hit or miss, points; and of final scores by luck.
ITEM_SPREAD, SCORE_SPREAD = 8.0, 4.0
# Share of the items that did not stand there the month before.
NEW_SHARE = 0.93

# Every rater judges two items, so that 17 raters make 34 rows a team-month.
_TWO_ITEMS = """
insert into staging.ratings by name
select
    cast(month || '-01' as date) as month, team_id, rater_group, rater_id, item,
    least(greatest(score + shift, 0), 100) as score, 'U000001' as upload_id,
    row_number() over () as source_row
from given_rows
cross join (values ('执行力', -1), ('服务质量', 1)) as items (item, shift)
order by month, team_id, rater_id, item
"""


def large_version(workspace: Workspace, city: City, path: Path) -> dict[str, int]:
    """Write a version of a city at `path`, ready for the statistical steps.

    Returns:
        Rows by relation.
    """
    _build_scope(workspace, city)
    version = workspace.built.newest()
    assert version is not None, "the scope was built"
    shutil.copyfile(workspace.built.path(version), path)
    fillers = {
        "scores.evidence": _evidence(city),
        "scores.totals": _totals(city),
        "scores.grades": _grades(city),
    }
    connection = connect(workspace, path)
    try:
        for relation, rows in fillers.items():
            connection.register("given_rows", rows)
            connection.execute(f"delete from {relation}")
            connection.execute(f"insert into {relation} by name from given_rows")
        connection.register("given_rows", rating_rows(city))
        connection.execute(_TWO_ITEMS)
        connection.execute("checkpoint")
        counted = {*fillers, "staging.ratings", "scope.team_months"}
        return {
            name: connection.sql(f"select count(*) from {name}").fetchall()[0][0]
            for name in sorted(counted)
        }
    finally:
        connection.close()


def _build_scope(workspace: Workspace, city: City) -> None:
    """Upload the teams, and ballots enough to span the months, and build."""
    first, last = city.starts.astype(str)[[0, -1]]
    ballots = (
        f"month,team_id,rater_group,good\n{first},T00001,public,9\n{last},T00001,public,9\n"
    )
    teams = team_rows(city).write_csv()
    for kind, text in (("teams", teams), ("ballots", ballots)):
        receipt = receive(workspace, kind, text.encode(), f"{kind}.csv")
        if receipt.problems:
            raise FaultError(f"The {kind} of the city are refused: {receipt.problems[0]}")
    build(workspace, city.last_day)


def _evidence(city: City) -> pl.DataFrame:
    """Draw the sums of every part, team and month that has items."""
    rng = np.random.default_rng(city.seed)
    chances = chances_of(city)
    volumes = {
        "task": chances.tasks,
        "rating": np.full(city.teams, RATERS),
        "notice": chances.notices,
        "objection": chances.objections,
        "petition": chances.petitions,
        "audit": chances.findings,
    }
    months = city.starts.astype("datetime64[D]")
    frames = []
    for part, (sum_w, sum_wx) in expected_sums(city).items():
        volume = volumes[part.partition("_")[0]]
        n = rng.poisson(np.repeat(volume[:, None], city.months, axis=1)).ravel()
        rate = (sum_wx / np.maximum(sum_w, 1e-9)).ravel()
        mean = np.clip(rate + rng.normal(0, 1, n.size) * ITEM_SPREAD / np.sqrt(n + 1), 0, 100)
        frames.append(
            pl.DataFrame(
                {
                    "team_id": city.ids(np.repeat(np.arange(city.teams), city.months)),
                    "month": np.tile(months, city.teams),
                    "part": pl.repeat(part, n.size, eager=True),
                    "n": n,
                    "hits": rng.binomial(n, mean / 100),
                    "sum_w": n.astype(float),
                    "sum_w2": n.astype(float),
                    "sum_wx": n * mean,
                    "sum_wx2": n * (mean**2 + ITEM_SPREAD**2),
                    "new_sum_w": n * NEW_SHARE,
                    "new_sum_w2": n * NEW_SHARE,
                }
            ).filter(pl.col("n") > 0)
        )
    return pl.concat(frames).sort("month", "team_id", "part")


def _totals(city: City) -> pl.DataFrame:
    rng = np.random.default_rng(city.seed + 1)
    score = 88 + city.level("tasks") + rng.normal(0, SCORE_SPREAD, city.level("tasks").shape)
    return _team_months(city).with_columns(
        pl.Series("final_score", np.clip(score, 0, 100).ravel()),
        pl.lit(10).alias("task_count"),
    )


def _grades(city: City) -> pl.DataFrame:
    return _team_months(city).with_columns(pl.lit("fair").alias("grade"))


def _team_months(city: City) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "team_id": city.ids(np.repeat(np.arange(city.teams), city.months)),
            "month": np.tile(city.starts.astype("datetime64[D]"), city.teams),
        }
    )
