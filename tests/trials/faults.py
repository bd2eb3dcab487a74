"""Makes the database fail: from here on, the write of the n-th row fails as a bad disk does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_connect = sqlite3.connect


class _Countdown:
    """How many rows may still be written."""

    left = 0


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if sql.lstrip().upper().startswith(_CHANGES):
            _write()
        return super().execute(sql, *parameters)

    def executemany(self, sql: str, rows: Iterable[Any]) -> sqlite3.Cursor:
        return super().executemany(sql, _written(rows))


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(_Cursor)


def _write() -> None:
    _Countdown.left -= 1
    if _Countdown.left == 0:
        raise sqlite3.OperationalError("disk I/O error")


def _written(rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        _write()
        yield row


@contextmanager
def at_row(number: int) -> Iterator[None]:
    """Inside, the write of that row fails, counted from 1 over all tables."""

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return _connect(*arguments, **options, factory=_Connection)

    _Countdown.left = number
    sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite3.connect = _connect


def failed() -> bool:
    """Whether the row was reached."""
    return _Countdown.left <= 0
