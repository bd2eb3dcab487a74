"""Compares a journal with a backup: what a restore would remove, change and bring back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from discoverycli.errors import JournalError
from discoverycli.store.connection import connect

NOUNS = {
    "interviews": ("interview", "I"),
    "people": ("person", "P"),
    "hypotheses": ("hypothesis", "H"),
    "jobs": ("job", "J"),
}
"""What is told apart, with its table and the letter of its codes."""

_ASIDE = {"id", "uid", "version", "last_contact"}
"""Columns in which a thing may differ and still be as it was."""

Codes = dict[str, list[str]]


class Losses(NamedTuple):
    """Codes by noun: what will be gone, what will be as it was in the backup, and what will be
    back."""

    gone: Codes
    changed: Codes
    back: Codes


def losses(journal: Path, backup: Path) -> Losses | None:
    """What replacing `journal` by `backup` changes; `None` when there is no journal, or none that
    can be read."""
    found = Losses({}, {}, {})
    try:
        with connect(journal) as live, connect(backup, "ro&immutable=1") as old:
            for noun, (table, letter) in NOUNS.items():
                now, then = _things(live, old, table), _things(old, live, table)
                found.gone[noun] = _codes(letter, (now[uid] for uid in now.keys() - then.keys()))
                found.back[noun] = _codes(letter, (then[uid] for uid in then.keys() - now.keys()))
                both = now.keys() & then.keys()
                found.changed[noun] = _codes(
                    letter, (now[uid] for uid in both if now[uid][1:] != then[uid][1:])
                )
    except (JournalError, sqlite3.Error, UnicodeDecodeError):
        return None
    return found


def _things(
    one: sqlite3.Connection, other: sqlite3.Connection, table: str
) -> dict[str, tuple[object, ...]]:
    """By identity: the number, and every column that both journals have."""
    shared = _columns(one, table) & _columns(other, table) - _ASIDE
    rows = one.execute(f"SELECT uid, id, {', '.join(sorted(shared))} FROM {table}")  # noqa: S608
    return {uid: tuple(rest) for uid, *rest in rows}


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _codes(letter: str, rows: Iterable[tuple[object, ...]]) -> list[str]:
    return [f"{letter}{number}" for number in sorted(int(str(row[0])) for row in rows)]
