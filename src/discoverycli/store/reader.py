"""Owns reading: opens the journal without the object mapper, and never changes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from discoverycli.errors import JournalError
from discoverycli.store.guard import SCHEMA, check_file, translate
from discoverycli.store.values import Parameters, in_lists, plain

Row = tuple[Any, ...]

_SETTINGS = "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
_BUSY_SECONDS = 30


class Reader:
    """One consistent view of a journal, from its opening to its close."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query."""
        return self._connection.execute(sql, plain(parameters)).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, if it has any."""
        found: Row | None = self._connection.execute(sql, plain(parameters)).fetchone()
        return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first field of the first row, or `None`."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def rows_in(self, sql: str, values: Sequence[Any]) -> Iterator[Row]:
        """The rows of a query with an `IN ({})`, for however many values. It is asked for some of
        them at a time, so that its order holds only among those."""
        for marks, some in in_lists(values):
            yield from self.rows(sql.format(marks), some)


@contextmanager
def open_reader(path: Path) -> Iterator[Reader]:
    """The journal at `path`, as it is now, for reading.

    Raises:
        NotFoundError: there is no file.
        JournalError: it is no journal, damaged, busy or of another schema.
    """
    if check_file(path) < SCHEMA:
        raise JournalError(
            f"{path} is of an older version", "disco log, which brings it up to date"
        )
    connection = None
    try:
        connection = _connect(path)
        connection.execute("BEGIN")
        yield Reader(connection, path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise translate(error, path) from error
    finally:
        if connection is not None:
            connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    """Opened with the right to write so that closing leaves one single file; the connection
    itself refuses to change anything. A journal on a read-only disk is opened as it lies."""
    plain = path.resolve().as_uri()
    for options in ("?mode=rw", "?mode=ro", "?mode=ro&immutable=1"):
        connection = sqlite3.connect(
            plain + options, uri=True, timeout=_BUSY_SECONDS, isolation_level=None
        )
        try:
            connection.executescript(_SETTINGS)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            # Read as it lies only what nobody can be writing to: an unlocked file without a log.
            busy = "locked" in str(error) or path.with_name(path.name + "-wal").exists()
            if options.endswith("immutable=1") or (options == "?mode=ro" and busy):
                raise
        else:
            return connection
    raise AssertionError("the last way to open raises by itself")
