"""Makes tables in a step of the schema, from columns in the notation of `store.schema`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from discoverycli.store.columns import Day, Flag

_TYPES = {"int": sa.Integer, "text": sa.Text, "day": Day, "flag": Flag}


def make_table(name: str, columns: str, **how: Any) -> None:
    """Makes a table of `columns`, such as `id int key, person_id int >person, due_on day?`: a name,
    a type with `?` where a value may be absent, then what holds of it: `key`, `unique`, the table
    it points at, `=` the value that older rows have."""
    made = (_column(*each.split()) for each in columns.split(","))
    op.create_table(name, *made, sqlite_strict=True, **how)


def _column(name: str, kind: str, *marks: str) -> sa.Column[Any]:
    given = {mark[0]: mark[1:] for mark in marks}
    return sa.Column(
        name,
        _TYPES[kind.rstrip("?")](),
        *([sa.ForeignKey(f"{given['>']}.id")] if ">" in given else []),
        primary_key="key" in marks,
        nullable=kind.endswith("?"),
        unique="unique" in marks or None,
        server_default=given.get("="),
    )
