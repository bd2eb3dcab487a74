"""The search index finds words of scripts without spaces, and themes as such."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """No table changes: `store.schema_steps` makes the index anew after the last step."""
