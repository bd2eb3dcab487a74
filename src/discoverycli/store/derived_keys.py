"""Derives the keys by which names and words are compared; finds outdated ones in the change log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from discoverycli.domain.text.folding import name_key, text_key

KEYS: dict[str, tuple[str, str, str, Callable[[str], str]]] = {
    "person": ("P", "name", "name_key", name_key),
    "organisation": ("organisation ", "name", "name_key", name_key),
    "hypothesis": ("H", "text", "text_key", text_key),
    "job": ("J", "text", "text_key", text_key),
}
"""Table → how its things are called, the words, the column they are compared by, and how that is
made of them."""


class Stale(NamedTuple):
    """A row of the record of changes that holds what its words do not say, and what it should."""

    noun: str
    key: str
    operation: int
    wanted: str


_RECORDED = "SELECT noun, key, operation_id, before FROM change WHERE noun = ? AND before > ''"


def stale(rows: Callable[[str, Sequence[Any]], Iterable[Any]]) -> Iterator[Stale]:
    """Finds what the record of changes has kept of words that were cleaned since: a forgotten name.

    Args:
        rows: runs a query on a journal of any schema.
    """
    if not [*rows("SELECT 1 FROM sqlite_schema WHERE name = ?", ("change",))]:
        return
    for table, (_, words, column, made) in KEYS.items():
        for noun, key, operation, before in rows(_RECORDED, (table,)):
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                row = json.loads(before)
                if row[column] != (wanted := made(row[words])):
                    image = json.dumps(
                        row | {column: wanted}, ensure_ascii=False, separators=(",", ":")
                    )
                    yield Stale(noun, key, operation, image)
