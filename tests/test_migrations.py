"""Records of an earlier release are brought up to date, and lose nothing."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from dashboard.storage import database
from dashboard.storage.records import Records

FIRST_UPLOAD = """
    insert into uploads values (
        1, 'U000001', 'teams', 'teams.csv', 'a', 'b', 'utf-8', 'upsert', 3, 3, 0, 0,
        'operator', '2026-03-01T00:00:00+00:00', 'active'
    )
"""


def migrate(path: Path, revision: str, *, back: bool = False) -> sa.Engine:
    """Bring the records to one revision."""
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if back else command.upgrade)(config, revision)
    return engine


def test_uploads_of_the_first_release_stay(tmp_path: Path) -> None:
    """They replaced and rejected nothing, and can be undone like any other."""
    path = tmp_path / "records.sqlite"
    engine = migrate(path, "0001")
    with engine.begin() as connection:
        connection.execute(sa.text(FIRST_UPLOAD))
    records = Records(f"sqlite:///{path}")
    (upload,) = records.uploads()

    assert (upload.upload_id, upload.removed_count, upload.rejected_count) == ("U000001", 0, 0)
    assert (upload.covered_months, upload.covered_teams, upload.sheet) == (None, None, None)
    assert records.undo("U000001", "operator", "x").state == "undone"


def test_a_migration_can_be_taken_back(tmp_path: Path) -> None:
    """What the first release knows of is as it was."""
    path = tmp_path / "records.sqlite"
    migrate(path, "head").dispose()
    engine = migrate(path, "0001", back=True)

    columns = [column["name"] for column in sa.inspect(engine).get_columns("uploads")]
    assert columns[-1] == "state"
    assert not sa.inspect(engine).has_table("upload_changes")
