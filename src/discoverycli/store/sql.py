"""Runs plain SQL in a writing session, where mapped objects are too slow; gives fresh numbers."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from discoverycli.store.values import Parameters, in_lists, plain


def rows(session: Session, text: str, parameters: Parameters = ()) -> Sequence[Any]:
    """All rows of a query."""
    return session.connection().exec_driver_sql(text, _taken(parameters)).fetchall()


def row(session: Session, text: str, parameters: Parameters = ()) -> Any:
    """The first row of a query, or `None`."""
    return session.connection().exec_driver_sql(text, _taken(parameters)).first()


def firsts(session: Session, text: str, parameters: Parameters = ()) -> list[Any]:
    """The first field of every row."""
    return [row[0] for row in rows(session, text, parameters)]


def value(session: Session, text: str, parameters: Parameters = ()) -> Any:
    """The first field of the first row, or `None`."""
    found = row(session, text, parameters)
    return None if found is None else found[0]


def exists(session: Session, table: str, number: int) -> bool:
    """Whether a table has a row of this number."""
    return row(session, f"SELECT 1 FROM {table} WHERE id = ?", (number,)) is not None  # noqa: S608


def run(session: Session, text: str, parameters: Parameters = ()) -> None:
    """A statement that changes rows."""
    session.connection().exec_driver_sql(text, _taken(parameters))


def insert(session: Session, table: str, *rows: Mapping[str, Any], then: str = "") -> None:
    """Stores rows that all have the same columns. Plain SQL, because a mapped insert takes longer
    for each value than storing it. `then` is more SQL behind the values."""
    if rows:
        columns, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
        session.connection().exec_driver_sql(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) {then}",  # noqa: S608 - our own names
            [plain(tuple(map(row.__getitem__, rows[0]))) for row in rows],
        )


def put(
    session: Session,
    table: str,
    row: Mapping[str, Any],
    *,
    key: Sequence[str],
    once: Collection[str] = (),
) -> None:
    """Stores a row, or updates the one with the same key. The columns of `once` keep what they
    say there."""
    new = ", ".join(f"{name} = excluded.{name}" for name in row if name not in (*key, *once))
    insert(session, table, row, then=f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {new}")


def rows_in(session: Session, text: str, values: Sequence[Any]) -> list[Any]:
    """All rows of a query with an `IN ({})`, for however many values."""
    found: list[Any] = []
    for marks, some in in_lists(values):
        found += rows(session, text.format(marks), some)
    return found


def _taken(parameters: Parameters) -> Any:
    """The driver takes no empty tuple or dictionary."""
    return plain(parameters) or None


_TAKE = """
INSERT INTO counter (name, last) VALUES (:name, :count)
ON CONFLICT (name) DO UPDATE SET last = counter.last + :count
RETURNING last
"""


def next_number(session: Session, name: str, count: int = 1) -> int:
    """The first of `count` fresh numbers for a code letter, or for a table without codes."""
    taken = session.connection().exec_driver_sql(_TAKE, {"name": name, "count": count})
    return int(taken.scalar_one()) - count + 1


def new_uid() -> str:
    """An identity that stays with a thing from journal to journal."""
    return secrets.token_hex(8)
