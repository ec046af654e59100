"""Puts the city whose truth is known through the product: upload, build, read."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboard.bench.city_cases import finding_rows, petition_rows
from dashboard.bench.city_chances import chances_of
from dashboard.bench.city_voices import ballot_rows, rating_rows
from dashboard.bench.city_work import notice_rows, objection_rows, task_rows
from dashboard.bench.truth_city import City
from dashboard.errors import FaultError
from dashboard.exports.tables import relation_rows
from dashboard.ingest.receiving import receive
from dashboard.pipeline.build import build
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace


def city_rows(city: City) -> dict[str, pl.DataFrame]:
    """Draw the rows of every kind of upload, the register of teams first."""
    chances = chances_of(city)
    return {
        "teams": team_rows(city),
        "tasks": task_rows(city, chances),
        "ratings": rating_rows(city),
        "ballots": ballot_rows(city, chances),
        "disclosures": notice_rows(city, chances),
        "objections": objection_rows(city, chances),
        "petitions": petition_rows(city, chances),
        "audit_findings": finding_rows(city, chances),
    }


def built_city(city: City, folder: Path) -> Workspace:
    """Upload and build a city in an empty folder, as anybody's files would be.

    Raises:
        FaultError: the product refuses a file, so the generator is wrong.
    """
    workspace = open_workspace(Settings(data=folder))
    for kind, rows in city_rows(city).items():
        receipt = receive(workspace, kind, rows.write_csv().encode(), f"{kind}.csv")
        if receipt.problems:
            raise FaultError(f"The {kind} of the city are refused: {receipt.problems[0]}")
    build(workspace, city.last_day)
    return workspace


def published(workspace: Workspace, *relations: str) -> list[pl.DataFrame]:
    """Return whole relations of the published version, as other programs read them."""
    version = workspace.built.newest()
    assert version is not None, "a city is built before it is read"
    with workspace.built.open(version).cursor() as cursor:
        return [relation_rows(cursor, relation) for relation in relations]


def team_rows(city: City) -> pl.DataFrame:
    """Write the register of teams."""
    return pl.DataFrame(
        {
            "team_id": city.team_ids,
            "team_name": city.team_ids,
            "tier": city.tiers,
            "peer_group": city.groups,
        }
    )
