"""The log: indexes for its page, and triggers that keep entries from being rewritten."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INDEXES = {
    "ix_audit_at": ["at"],
    "ix_audit_actor": ["actor", "number"],
    "ix_audit_actor_act": ["actor", "act", "number"],
    "ix_audit_act": ["act", "number"],
    "ix_audit_subject": ["subject", "number"],
}

# Of SQLite. Elsewhere the operator takes the rights away, see docs/operations.md.
# An entry leaves the table only after one of the act `prune` has named it as sealed.
_TRIGGERS = {
    "audit_update": """
        before update on audit begin
            select raise(abort, 'an entry of the log is never changed');
        end
    """,
    "audit_delete": """
        before delete on audit when old.number > coalesce(
            (select max(json_extract(detail, '$.last')) from audit where act = 'prune'), 0
        ) begin
            select raise(abort, 'an entry of the log is never removed');
        end
    """,
    "audit_insert": """
        before insert on audit
        when new.number <> coalesce((select max(number) from audit), 0) + 1 begin
            select raise(abort, 'an entry of the log comes after all others');
        end
    """,
}

_LOCKS = sa.table("locks", sa.column("name"), sa.column("holder"), sa.column("renewed_at"))


def upgrade() -> None:
    """Make them."""
    for name, columns in _INDEXES.items():
        op.create_index(name, "audit", columns)
    if op.get_bind().dialect.name == "sqlite":
        for name, body in _TRIGGERS.items():
            op.execute(sa.text(f"create trigger {name} {body}"))
    else:
        # What transactions that add an entry wait for, see chain.append.
        op.execute(_LOCKS.insert().values(name="audit", holder="audit", renewed_at=0))


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "sqlite":
        for name in _TRIGGERS:
            op.execute(sa.text(f"drop trigger {name}"))
    else:
        op.execute(_LOCKS.delete().where(_LOCKS.c.name == "audit"))
    for name in _INDEXES:
        op.drop_index(name, "audit")
