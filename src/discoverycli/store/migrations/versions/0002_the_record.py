"""The record of operations, what people agreed to, and who was forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from discoverycli.store.columns import Day, Flag

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Four tables; nothing that is there changes."""
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), sa.ForeignKey("operation.id"), nullable=True),
        sa.Column("undone_by", sa.Integer(), sa.ForeignKey("operation.id"), nullable=True),
        sa.Column("sealed", Flag(), nullable=False, server_default="0"),
        sqlite_strict=True,
    )
    op.create_table(
        "change",
        sa.Column("noun", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("operation_id", sa.Integer(), primary_key=True),
        sa.Column("before", sa.Text(), nullable=True),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_index("change_by_operation", "change", ["operation_id"])
    op.create_table(
        "consent",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("scope", sa.Text(), primary_key=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("given_on", Day(), nullable=False),
        sa.Column("expires_on", Day(), nullable=True),
        sa.Column("withdrawn_on", Day(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "erasure",
        sa.Column("person_uid", sa.Text(), primary_key=True),
        sa.Column("erased_on", Day(), nullable=False),
        sa.Column("finished", Flag(), nullable=False),
        sqlite_strict=True,
    )
