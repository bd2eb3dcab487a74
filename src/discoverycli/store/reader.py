"""Opens the journal for reading, without the object mapper; writes only cached verdicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from discoverycli.store.file_checks import (
    BUSY_SECONDS,
    check_current,
    open_file,
    refuse_foreign_objects,
    translate,
)
from discoverycli.store.values import Parameters, in_lists, plain

Row = tuple[Any, ...]

_SETTINGS = """
PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;
PRAGMA temp_store=MEMORY;
"""

_RENEW = "UPDATE main.memo SET result = ? WHERE hypothesis_id = ?"
# Without room for the memory that users of a log share, one user alone can open it.
_ALONE = ("mode=rw", "PRAGMA locking_mode=EXCLUSIVE;")
_WAYS = (("mode=rw", ""), _ALONE, ("mode=ro", ""), ("mode=ro&immutable=1", ""))


class Veil(Protocol):
    """What hides names on one connection."""

    def clean(self, text: str) -> str:
        """A text without names."""

    def index(self) -> None:
        """Makes a search index of the visible text."""


Veiling = Callable[[sqlite3.Connection], Veil]
"""Hides the names on a connection that has begun to read; it may write, to temporary tables."""


class Reader:
    """One consistent view of a journal, from its opening to its close."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, veil: Veil | None = None
    ) -> None:
        self._connection = connection
        self._veil = veil
        self._renewed: dict[int, str] = {}
        self.path = path

    @property
    def anonymous(self) -> bool:
        """Whether names and words without consent are hidden."""
        return self._veil is not None

    def shown(self, text: str) -> str:
        """A text that was typed, such as a name to look for, as this reader's rows have it."""
        return text if self._veil is None else self._veil.clean(text)

    def prepare_search(self) -> None:
        """Call it before the search index is read: where names are hidden, the journal's own index
        would find them."""
        if self._veil is not None:
            self._veil.index()

    def renew(self, hypothesis: int, memo: str) -> None:
        """Notes a verdict that was calculated again, to be cached when the reader closes."""
        if self._veil is None:
            self._renewed[hypothesis] = memo

    def keep_renewed(self) -> None:
        """Stores verdicts that were calculated again, if nobody is writing and nobody has since
        this reader opened: SQLite refuses to turn a view of the past into a change. Nothing waits
        for it, and nothing that goes wrong with it is an error; the next reader does it again."""
        if not self._renewed:
            return
        found = [(memo, hypothesis) for hypothesis, memo in self._renewed.items()]
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA busy_timeout=0")
            self._connection.execute("PRAGMA query_only=OFF")
            self._connection.executemany(_RENEW, found)
            self._connection.execute("COMMIT")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query."""
        return self._connection.execute(sql, plain(parameters)).fetchall()

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of a query, one after the other."""
        return self._connection.execute(sql, plain(parameters))

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, if it has any."""
        found: Row | None = self._connection.execute(sql, plain(parameters)).fetchone()
        return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first field of the first row, or `None`."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def firsts(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """The first field of every row."""
        return [row[0] for row in self.rows(sql, parameters)]

    def rows_in(self, sql: str, values: Sequence[Any]) -> Iterator[Row]:
        """The rows of a query with an `IN ({})`, for however many values. It is asked for some of
        them at a time, so that its order holds only among those."""
        for marks, some in in_lists(values):
            yield from self.rows(sql.format(marks), some)


@contextmanager
def open_reader(path: Path, veiling: Veiling | None = None) -> Iterator[Reader]:
    """The journal at `path`, as it is now, for reading.

    Args:
        path: the journal file.
        veiling: hides names, and words of those who do not agree to be quoted: see
            `privacy.anonymizer.open_anonymous`.

    Raises:
        NotFoundError: there is no file.
        JournalError: it is no journal, damaged, busy or of another schema.
    """
    check_current(path)
    connection = None
    try:
        connection = _connect(path)
        connection.execute("BEGIN")
        veil = None
        if veiling is not None:
            connection.execute("PRAGMA query_only=OFF")
            veil = veiling(connection)
            connection.execute("PRAGMA query_only=ON")
        reader = Reader(connection, path, veil)
        yield reader
        reader.keep_renewed()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise translate(error, path) from error
    finally:
        if connection is not None:
            connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    """Opened with the right to write, so that closing leaves a single file; the connection itself
    refuses to change anything. A journal on a read-only disk is opened as it lies, or from a copy
    if its log holds words."""
    real = path.resolve()
    first: sqlite3.OperationalError | None = None
    for options, locking in _WAYS:
        try:
            return _opened(real, path, options, locking)
        except sqlite3.OperationalError as error:
            if first is None and "locked" in str(error):
                raise  # we have waited already; no other way would be quicker
            first = first or error
            # Only a whole file that nobody can be writing to is read as it lies: an unlocked file
            # without a log, or with one that is empty.
            if options == "mode=ro":
                from discoverycli.store import log_copy

                if "locked" in str(error):
                    raise first from None
                if log_copy.log_cannot_be_used(real, first):
                    with log_copy.private_copy(real) as copy:
                        return _opened(copy, path, *_ALONE)
                if log_copy.has_log(real):
                    raise first from None
    assert first is not None
    raise first


def _opened(file: Path, path: Path, options: str, locking: str) -> sqlite3.Connection:
    connection = open_file(file, options, BUSY_SECONDS)
    try:
        connection.executescript(locking + _SETTINGS)
        refuse_foreign_objects(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection
