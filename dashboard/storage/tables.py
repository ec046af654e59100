"""Tables of the records, for SQLAlchemy Core; migrations/ brings a database to this shape."""

from __future__ import annotations

import json

import sqlalchemy as sa

metadata = sa.MetaData()


class Words(sa.types.TypeDecorator[tuple[str, ...]]):
    """Texts without spaces, stored with a space between them."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: object) -> str | None:
        """Write the texts."""
        return None if value is None else " ".join(value)

    def process_result_value(
        self, value: str | None, dialect: object
    ) -> tuple[str, ...] | None:
        """Read the texts."""
        return None if value is None else tuple(value.split())


class Names(sa.types.TypeDecorator[tuple[str, ...]]):
    """Texts of any form, stored as a JSON list."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: object) -> str | None:
        """Write the list."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(
        self, value: str | None, dialect: object
    ) -> tuple[str, ...] | None:
        """Read the list."""
        return None if value is None else tuple(json.loads(value))


uploads = sa.Table(
    "uploads",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("upload_id", sa.String(16), nullable=False, unique=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("rows_sha256", sa.String(64), nullable=False),
    sa.Column("encoding", sa.String(32), nullable=False),
    sa.Column("mode", sa.String(32), nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("new_count", sa.Integer, nullable=False),
    sa.Column("changed_count", sa.Integer, nullable=False),
    sa.Column("same_count", sa.Integer, nullable=False),
    sa.Column("uploaded_by", sa.Text, nullable=False),
    sa.Column("uploaded_at", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("sheet", sa.Text),
    sa.Column("removed_count", sa.Integer, nullable=False),
    sa.Column("rejected_count", sa.Integer, nullable=False),
    sa.Column("covered_months", Words),
    sa.Column("covered_teams", Names),
    sa.Column("report_sha256", sa.String(64)),
)

upload_changes = sa.Table(
    "upload_changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("upload_id", sa.String(16), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

builds = sa.Table(
    "builds",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.String(32), nullable=False, unique=True),
    sa.Column("as_of", sa.String(10), nullable=False),
    sa.Column("is_full", sa.Boolean, nullable=False),
    sa.Column("month_count", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("built_at", sa.String(32), nullable=False),
)

locks = sa.Table(
    "locks",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("renewed_at", sa.Float, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("act", sa.String(32), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
