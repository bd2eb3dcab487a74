"""The search index finds words with a sign beside scripts without spaces, and words of all scripts
whether their letters are composed or not."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """No table changes: `store.schema_steps` makes the index anew after the last step."""
