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
    sa.Index("ix_audit_at", "at"),
    sa.Index("ix_audit_actor_act", "actor", "act", "number"),
    *(sa.Index(f"ix_audit_{name}", name, "number") for name in ("actor", "act", "subject")),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
)

sign_in_failures = sa.Table(
    "sign_in_failures",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("login", sa.Text, nullable=False, index=True),
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)

grants = sa.Table(
    "grants",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("login", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("granted_by", sa.Text, nullable=False),
    sa.Column("granted_at", sa.String(32), nullable=False),
    sa.Column("revoked_at", sa.String(32)),
    sa.Column("revoked_by", sa.Text),
)

sessions = sa.Table(
    "sessions",
    metadata,
    # The sum of the token: who reads the table cannot take a session over.
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("login", sa.Text, nullable=False, index=True),
    sa.Column("method", sa.String(16), nullable=False),
    sa.Column("began_at", sa.Float, nullable=False),
    sa.Column("seen_at", sa.Float, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("ended_at", sa.Float),
    sa.Column("looking_as", sa.Text),
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("code", sa.String(32), primary_key=True),
    sa.Column("page", sa.String(32), nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("follows", sa.String(16), nullable=False),
    sa.Column("version", sa.String(32)),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("audience", sa.String(16), nullable=False),
    sa.Column("made_by", sa.Text, nullable=False, index=True),
    sa.Column("made_at", sa.String(32), nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("revoked_at", sa.Float),
    sa.Column("revoked_by", sa.Text),
    sa.Column("opened_count", sa.Integer, nullable=False),
    sa.Column("opened_at", sa.Float),
)

disclosures = sa.Table(
    "disclosures",
    metadata,
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("version", sa.String(32), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("signed_by", sa.Text, nullable=False),
    sa.Column("signed_at", sa.String(32), nullable=False),
    sa.Column("disclosed_by", sa.Text),
    sa.Column("disclosed_at", sa.String(32)),
)
