"""${message}."""

from __future__ import annotations

from alembic import op

from discoverycli.store.migrations.tables import make_table

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
