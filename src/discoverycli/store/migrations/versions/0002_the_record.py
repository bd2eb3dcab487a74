"""The record of operations, what people agreed to, and who was forgotten."""

from __future__ import annotations

from alembic import op

from discoverycli.store.migrations.tables import make_table

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Four tables; nothing that is there changes."""
    make_table(
        "operation",
        "id int key, at text, author text, command text, undoes int? >operation, "
        "undone_by int? >operation, sealed flag =0",
    )
    make_table(
        "change",
        "noun text key, key text key, operation_id int key, before text?",
        sqlite_with_rowid=False,
    )
    op.create_index("change_by_operation", "change", ["operation_id"])
    make_table(
        "consent",
        "person_id int key >person, scope text key, basis text, given_on day, expires_on day?, "
        "withdrawn_on day?, author text",
    )
    make_table("erasure", "person_uid text key, erased_on day, finished flag")
