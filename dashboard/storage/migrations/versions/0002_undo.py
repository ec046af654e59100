"""Undo and redo, uploads that replace months, partial uploads, sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ADDED = ("sheet", "removed_count", "rejected_count", "covered_months", "covered_teams")


def upgrade() -> None:
    """Add the columns and the table; what was stored before removed and rejected nothing."""
    op.add_column("uploads", sa.Column("sheet", sa.Text))
    for name in ("removed_count", "rejected_count"):
        op.add_column(
            "uploads", sa.Column(name, sa.Integer, nullable=False, server_default="0")
        )
    op.add_column("uploads", sa.Column("covered_months", sa.Text))
    op.add_column("uploads", sa.Column("covered_teams", sa.Text))
    op.add_column("uploads", sa.Column("report_sha256", sa.String(64)))
    op.create_table(
        "upload_changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("upload_id", sa.String(16), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("upload_changes")
    for name in (*_ADDED, "report_sha256"):
        op.drop_column("uploads", name)
