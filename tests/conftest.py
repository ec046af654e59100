"""Fixtures that tests of several folders share: workspaces on temporary folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

from dashboard.first_run import prepare
from dashboard.pipeline import build as pipeline
from dashboard.pipeline.build import build
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.office import Office, office_of

# The same examples on every machine, so that what fails for one fails for all; new ones are
# searched for with HYPOTHESIS_PROFILE=search.
settings.register_profile("suite", derandomize=True)
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# The day the tests describe, so that no result depends on the day they run.
AS_OF = date(2025, 3, 31)


# A page gives a question up after 20 s, which a machine that runs other tests may take;
# giving up has tests of its own, with limits of their own.
PATIENCE = {"DASHBOARD_QUERY_SECONDS": "120"}
os.environ.update(PATIENCE)

# Files that take longest, most of them cities built again and again. They come first, so that
# at the end no worker is left alone with one of them.
LONG_FILES = (
    "test_drafts.py",
    "test_kills.py",
    "test_second_implementation.py",
    "test_team.py",
    "test_reads_within_rights.py",
    "test_incremental.py",
    "test_builds.py",
    "test_ingest_step.py",
    "test_effect.py",
    "test_background.py",
    "test_replaced_months.py",
    "test_undo.py",
    "test_turning.py",
    "test_disclosing.py",
    "test_uploads_expected.py",
    "test_command_line.py",
    "test_confirming.py",
    "test_reviewing.py",
    "test_dirty_uploads.py",
    "test_round_trip.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser (everything in tests/e2e), and bring what takes long first."""
    places = {name: place for place, name in enumerate(LONG_FILES)}
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(autouse=True)
def _no_workspace_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make opening the developer's own workspace an error, in child processes too."""
    for name in [name for name in os.environ if name.startswith("DASHBOARD_")]:
        if name not in PATIENCE:
            monkeypatch.delenv(name)
    # No folder can be made inside a file.
    monkeypatch.setenv("DASHBOARD_DATA", f"{__file__}/a-test-names-its-own-workspace")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace of this test alone."""
    return open_workspace(Settings(data=tmp_path / "data"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all worker processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def empty_database(shared_folder: Path) -> Path:
    """A build of no uploads, with the working relations that are else not published."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline, "WORKING_LAYERS", ())
            build(open_workspace(Settings(data=folder)), AS_OF)

    folder = _made_once(shared_folder / "empty", make)
    return next((folder / "built").glob("*.duckdb"))


@pytest.fixture(scope="session")
def relation_types(empty_database: Path) -> dict[str, dict[str, str]]:
    """Types by column, by relation, as a build makes them."""
    types: dict[str, dict[str, str]] = {}
    with duckdb.connect(str(empty_database), read_only=True) as connection:
        columns = connection.sql(
            "select schema_name || '.' || table_name, column_name, data_type "
            "from duckdb_columns() where not internal order by table_oid, column_index"
        ).fetchall()
    for relation, column, column_type in columns:
        types.setdefault(relation, {})[column] = column_type
    # Both versions of a changed row have the shape of its staging relation.
    staged = {name: of for name, of in types.items() if name.startswith("staging.")}
    changed = {name.replace("staging.", "changed."): of for name, of in staged.items()}
    return types | changed


@pytest.fixture(scope="session")
def sample_folder(shared_folder: Path) -> Path:
    """The folder behind `sample_workspace`, made once for all workers."""
    return _made_once(
        shared_folder / "sample", lambda folder: prepare(open_workspace(Settings(data=folder)))
    )


@pytest.fixture(scope="session")
def sample_workspace(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """The sample city, ingested and built once. Shared: read it, never change it.

    A copy for each worker: a page that is looked at is written down in the log, and the
    folder that other copies are made of must not change meanwhile.
    """
    folder = tmp_path_factory.mktemp("sample") / "data"
    shutil.copytree(sample_folder, folder)
    return open_workspace(Settings(data=folder))


@pytest.fixture
def own_sample_workspace(sample_folder: Path, tmp_path: Path) -> Workspace:
    """The sample city in a workspace of this test alone."""
    shutil.copytree(sample_folder, tmp_path / "data")
    return open_workspace(Settings(data=tmp_path / "data"))


@pytest.fixture
def office(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The sample city with local accounts; pages are opened by whoever a test signs in."""
    shutil.copytree(sample_folder, tmp_path / "data")
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    return office_of(stores, monkeypatch)


def _made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let one worker make a folder while the others wait for it."""
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            beside = folder.with_name(f".{folder.name}")
            make(beside)
            beside.rename(folder)
    return folder
