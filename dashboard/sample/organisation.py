"""The tree of teams: city, counties and bureaus, townships and sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

import polars as pl

from dashboard.kinds import KINDS
from dashboard.sample import names
from dashboard.sample.draws import Array, numbered, stream

# Shares that make 120 teams look like a city: 10 counties and a zone, 43 bureaus, 36
# townships, 29 sections. Real cities have the same tree with many more sections.
TEAMS_PER_COUNTY = 12
BUREAU_SHARE = 0.355
TOWNSHIP_SHARE = 0.3
MOST_TOWNSHIPS = 360
# Below this size the offices of the counties are left out, so that groups are not splinters.
COUNTY_BUREAUS_FROM = 400
SECTIONS_EACH = 3
# Staff and population drawn between these bounds, persons.
STAFF = {"county": (900, 2600), "bureau": (35, 320), "township": (38, 110), "section": (4, 17)}
POPULATION = {"county": (210_000, 880_000), "township": (9_000, 68_000)}


@dataclass
class _Tree:
    """Rows in the order of their ids, and the place of each name."""

    rows: list[dict[str, object]] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, shorts: str, tier: str, group: str, parent: str | None) -> None:
        self.place[name] = len(self.rows)
        self.rows.append(
            {
                "team_name": name,
                "short_names": shorts,
                "tier": tier,
                "peer_group": group,
                "parent": None if parent is None else self.place[parent],
            }
        )

    def named(self, *groups: str) -> list[str]:
        return [str(row["team_name"]) for row in self.rows if row["peer_group"] in groups]


def organisation(
    teams: int, seed: int, merged_on: date | None = None, new_from: date | None = None
) -> pl.DataFrame:
    """Build the register of teams.

    Args:
        merged_on: last day of one bureau that was merged into another; None for nobody.
        new_from: first day of one bureau founded late; None for nobody.

    Returns:
        One row per team, parents before children: the columns of teams.csv.
    """
    tree = _Tree()
    tree.add(names.CITY[0], names.CITY[1], "city", "市本级", None)
    _add_counties(tree, max(1, min(len(names.COUNTIES), teams // TEAMS_PER_COUNTY)))
    _add_bureaus(tree, round(teams * BUREAU_SHARE))
    _add_townships(tree, min(MOST_TOWNSHIPS, round(teams * TOWNSHIP_SHARE)))
    if teams >= COUNTY_BUREAUS_FROM:
        _add_county_bureaus(tree, teams - len(tree.rows))
    _add_sections(tree, teams - len(tree.rows))
    return _register(tree.rows[:teams], seed, merged_on, new_from)


def _add_counties(tree: _Tree, count: int) -> None:
    for name in names.COUNTIES[:count]:
        tree.add(name, name[:2], "county", "县区", names.CITY[0])
    # The zone is run by the city and not assessed, but its streets are.
    tree.add(*names.ZONE, "county", "县区", names.CITY[0])


def _add_bureaus(tree: _Tree, count: int) -> None:
    """Take bureaus from every group in turn, the three vertical units first of all."""
    groups = dict(names.BUREAUS)
    rounds = [("垂直管理单位", bureau) for bureau in groups.pop("垂直管理单位")]
    for bureaus in zip_longest(*groups.values()):
        rounds += [
            (group, bureau) for group, bureau in zip(groups, bureaus, strict=True) if bureau
        ]
    taken = rounds[:count]
    for group in names.BUREAUS:
        for bureau_group, (name, shorts) in taken:
            if bureau_group == group:
                tree.add(name, shorts, "bureau", group, names.CITY[0])


def _add_townships(tree: _Tree, count: int) -> None:
    """Give the districts and the zone a third of the places as streets, the counties towns."""
    places = tree.named("县区")
    urban = [name for name in places if not name.endswith("县")]
    rural = [name for name in places if name.endswith("县")] or urban
    streets = count // 3
    for order in range(count):
        is_street = order < streets
        parents = urban if is_street else rural
        rank, of = (order, streets) if is_street else (order - streets, count - streets)
        parent = parents[rank * len(parents) // of]
        suffix = "街道" if is_street else ("镇" if rank % 3 else "乡")
        short = names.TOWN_NAMES[order] + suffix
        full = (names.ZONE[1][:5] if parent == names.ZONE[0] else parent) + short
        tree.add(full, short, "township", "城区街道" if is_street else "乡镇", parent)


def _add_county_bureaus(tree: _Tree, room: int) -> None:
    counties = [name for name in tree.named("县区") if name != names.ZONE[0]]
    each = min(len(names.COUNTY_BUREAUS), room // (2 * len(counties)))
    for county in counties:
        for bureau in names.COUNTY_BUREAUS[:each]:
            tree.add(county + bureau, county[:2] + bureau, "bureau", "县直部门", county)


def _add_sections(tree: _Tree, count: int) -> None:
    """Spread the sections over the city's bureaus, or over all houses when there are many."""
    if count <= 0:
        return
    passing = (names.MERGED_BUREAU, names.NEW_BUREAU)
    parents = [name for name in tree.named(*names.BUREAUS) if name not in passing]
    if count > SECTIONS_EACH * len(parents):
        parents += tree.named("县直部门", "城区街道", "乡镇")
    each = max(SECTIONS_EACH, -(-count // len(parents)))
    houses = -(-count // each)
    for order in range(count):
        house, number = divmod(order, each)
        parent = tree.rows[tree.place[parents[house * len(parents) // houses]]]
        base = _section_name(names.SECTIONS[str(parent["tier"])], house, number)
        shorts = str(parent["short_names"]).split("；")[0] + base
        group = "综合科室" if base in names.COORDINATING else "业务科室"
        tree.add(
            f"{parent['team_name']}{base}", shorts, "section", group, str(parent["team_name"])
        )


def _section_name(pool: tuple[str, ...], house: int, number: int) -> str:
    """Name the first section alike everywhere and deal the other names in turn."""
    if number == 0:
        return pool[0]
    if number >= len(pool):
        return f"第{number + 1}科"
    return pool[1 + (2 * house + number - 1) % (len(pool) - 1)]


def _register(
    rows: list[dict[str, object]], seed: int, merged_on: date | None, new_from: date | None
) -> pl.DataFrame:
    rng = stream(seed, "organisation")
    width = max(4, len(str(len(rows))))
    frame = pl.DataFrame(rows, infer_schema_length=None).with_row_index("number", offset=1)
    name, ids = pl.col("team_name"), numbered("T", frame["number"].to_numpy(), width)
    tiers = frame["tier"].to_list()
    return frame.with_columns(
        ids.alias("team_id"),
        ids.gather(frame["parent"]).alias("parent_id"),
        _drawn(rng.random(len(rows)), tiers, STAFF, 1).alias("staff"),
        _drawn(rng.random(len(rows)), tiers, POPULATION, 100).alias("population"),
        (~name.is_in([names.CITY[0], names.ZONE[0]])).alias("is_assessed"),
        pl.when(name == names.NEW_BUREAU).then(pl.lit(new_from)).alias("active_from"),
        pl.when(name == names.MERGED_BUREAU).then(pl.lit(merged_on)).alias("active_to"),
    ).select(column.name for column in KINDS["teams"].columns)


def _drawn(
    shares: Array, tiers: list[str], bounds: dict[str, tuple[int, int]], step: int
) -> pl.Series:
    """Put a share from 0 to 1 between the bounds of the tier; blank where it has none."""
    low = pl.Series([bounds[tier][0] if tier in bounds else None for tier in tiers])
    high = pl.Series([bounds[tier][1] if tier in bounds else None for tier in tiers])
    drawn = (low + (high - low) * pl.Series(shares)) / step
    return drawn.floor().cast(pl.Int64) * step
