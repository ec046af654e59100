"""S4: a grant over a team that left the register shows nothing, in no version."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from dashboard.filters import Filters
from dashboard.serving.downloads.exported_rows import Cut, exported
from dashboard.storage.workspace import Workspace
from tests.office import Office

TEAM = "T0014"


@pytest.fixture
def older(office: Office) -> str:
    """The version of before a team left the register; a newer one is without it."""
    stores = office.stores
    older = stores.built.newest()
    assert older is not None
    path = stores.built.path(f"{older}x")
    shutil.copyfile(stores.built.path(older), path)
    with duckdb.connect(str(path)) as connection:
        for table in ("staging.teams", "scope.lineage"):
            connection.execute(f"delete from {table} where team_id = ?", [TEAM])
    return older


def _rows(stores: Workspace, office: Office, version: str) -> int:
    viewer = office.viewer(office.sign_in("leader1"))
    cut = Cut("scores", Filters(), version, is_every_month=True)
    return exported(stores, viewer, None, cut)[0].height


def test_s4_an_export_of_an_older_version_has_no_row_of_it(office: Office, older: str) -> None:
    """Who still has the grant names the version in the address."""
    office.give("leader1", "leader", TEAM)

    assert _rows(office.stores, office, older) == 0


def test_s4_the_same_rights_see_a_team_that_stayed(office: Office, older: str) -> None:
    """What an older version knows of others is theirs as before."""
    office.give("leader1", "leader", "T0013")

    assert _rows(office.stores, office, older) > 0
