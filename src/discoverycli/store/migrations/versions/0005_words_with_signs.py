"""The search index finds words with a sign beside scripts without spaces: `Wi-Fi`."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """No table changes: `store.migrate` makes the index anew behind the last step."""
