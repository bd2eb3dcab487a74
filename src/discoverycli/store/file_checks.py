"""Refuses any file that is not a healthy journal of ours, without touching it."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from discoverycli.errors import DamagedError, JournalError, NotFoundError, reason
from discoverycli.store.schema import SCHEMA as SCHEMA
from discoverycli.store.schema import TABLES as _TABLES

APPLICATION_ID = 0x64697363  # "disc"

BUSY_SECONDS = 25
"""How long to wait for other programs: then a command that cannot go on is over, with the slowest
start, within half a minute."""

TABLES = frozenset(_TABLES)
"""The tables of every schema up to this one."""

MAGIC = b"SQLite format 3\x00"
"""How every database of SQLite begins."""

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
_NEWEST_FORMAT = 2  # 1: a rollback journal, 2: a write-ahead log

_SEARCH = tuple(
    f"CREATE VIRTUAL TABLE search USING fts5(code UNINDEXED, noun UNINDEXED, title, body, {keys}"
    "tokenize='unicode61 remove_diacritics 2')"
    for keys in ("", "keys, ")
)
"""The search index: before schema 4, and since."""
_SEARCH_KEEPS = "search_config search_content search_data search_docsize search_idx"
_SQLITES_OWN = frozenset((*_SEARCH_KEEPS.split(), "sqlite_stat1", "sqlite_stat4"))
"""What the search index keeps for itself, and what ANALYZE leaves behind."""

_PARTS = "SELECT type, name, sql FROM sqlite_schema"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ \n\t,()\"'")


def check_file(path: Path) -> int:
    """The schema number of the journal at `path`, read from its header without opening it.

    Raises:
        NotFoundError: there is no file.
        JournalError: it is no regular file, no journal, damaged, or from a newer version.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise JournalError(
            f"Python was built with SQLite {sqlite3.sqlite_version}, and 3.37 is needed",
            "a newer Python",
        )
    header = _header(path)
    if header[:16] != MAGIC or len(header) < 100:
        raise JournalError(
            f"{path} is not a journal",
            "another --journal, or move that file away; it was left as it is",
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise JournalError(
            f"{path} is a database of another program", "another --journal; it was left as it is"
        )
    if max(header[18:20]) > _NEWEST_FORMAT:
        raise JournalError(
            f"{path} was written by a newer SQLite, in a format that this one does not know",
            "a newer Python; it was left as it is",
        )
    schema = int.from_bytes(header[60:64], "big", signed=True)
    if schema > SCHEMA:
        raise JournalError(
            f"{path} was written by a newer disco (schema {schema}, this one knows {SCHEMA})",
            "pip install --upgrade discoverycli",
        )
    if schema < 1:
        raise DamagedError(f"{path} is damaged: it has no schema number", path)
    return schema


def check_current(path: Path) -> None:
    """As `check_file`, of a journal that must not be of an older schema."""
    if check_file(path) < SCHEMA:
        raise JournalError(
            f"{path} is of an older version", "disco log, which brings it up to date"
        )


def _header(path: Path) -> bytes:
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        if path.is_symlink():
            raise JournalError(
                f"{path} is a link that leads nowhere", "another --journal"
            ) from None
        raise NotFoundError(
            f"there is no journal at {path}", "disco log, or disco init to start one here"
        ) from None
    except (OSError, ValueError) as error:
        raise JournalError(
            f"{path} cannot be opened: {reason(error)}", "check its path and rights"
        ) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise JournalError(f"{path} is not a file", "the path of a journal file")
        return os.read(handle, 100)
    finally:
        os.close(handle)


def refuse_foreign_objects(connection: sqlite3.Connection, path: Path) -> None:
    """Checks that a journal consists of our tables and plain indexes on them, and of nothing that
    would act when it is read or written: no view, trigger or expression, no other virtual table.

    Call it first on an open journal, before any setting that could write to it. It reads only the
    schema, which runs nothing in it. An empty file passes.

    Raises:
        JournalError: it holds anything else.
        sqlite3.Error: it cannot be read.
    """
    for kind, name, sql in connection.execute(_PARTS).fetchall():
        if sql is None and kind == "index":  # SQLite's own, of a UNIQUE column
            continue
        if not (isinstance(sql, str) and _is_ours(kind, name, sql)):
            what = kind if kind in ("view", "trigger", "table", "index") else "part"
            raise DamagedError(
                f"{path} is not as disco made it: it holds a {what} that no journal has", path
            )


def open_file(path: Path, options: str, seconds: float) -> sqlite3.Connection:
    """A connection to a file that is there, without any check; it waits so long for others."""
    uri = f"{path.resolve().as_uri()}?{options}"
    return sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None)


def check_closed(path: Path) -> None:
    """As `refuse_foreign_objects`, of a journal that nothing has opened yet.

    Raises:
        JournalError: it holds anything else, or cannot be read.
    """
    with closing(open_file(path, "mode=rw", BUSY_SECONDS)) as connection:
        try:
            refuse_foreign_objects(connection, path)
        except sqlite3.Error as error:
            raise translate(error, path) from error


def _is_ours(kind: str, name: str, sql: str) -> bool:
    if kind == "index":
        return _is_plain_index(sql)
    if kind != "table":
        return False
    if name == "search":
        return " ".join(sql.split()) in _SEARCH
    ours = name in TABLES and sql.rstrip().endswith("STRICT")
    return (ours or name in _SQLITES_OWN) and _is_plain_table(name, sql)


def _is_plain_index(sql: str) -> bool:
    """Whether an index is on columns as they are: no expression, no condition."""
    head, _, columns = sql.partition("(")
    words = head.upper().replace(" UNIQUE ", " ").split()
    names = columns.removesuffix(")").split(",")
    plain = all(name.strip(' \n\t"').isidentifier() for name in names)
    return words[:2] == ["CREATE", "INDEX"] and words[3:4] == ["ON"] and len(words) == 5 and plain


def _is_plain_table(name: str, sql: str) -> bool:
    """Whether a table has columns and keys only.

    Anything that calculates (CHECK, DEFAULT, GENERATED) needs an operator, or a parenthesis behind
    another word than KEY, UNIQUE or the table that REFERENCES names."""
    if not _LETTERS.issuperset(sql.replace("DEFAULT '[]'", "")):
        return False
    head, *rest = sql.split("(")
    if [word.strip("\"'") for word in head.split()] != ["CREATE", "TABLE", name]:
        return False
    return all(map(_opens_columns, rest[:-1]))


def _opens_columns(before: str) -> bool:
    words = ["", *before.upper().rsplit(None, 2)]
    return words[-1] in ("KEY", "UNIQUE") or words[-2] == "REFERENCES"


def translate(error: Exception, path: Path) -> JournalError:
    """What an error of SQLite or of SQLAlchemy means to a user; no message holds what was typed."""
    error = getattr(error, "orig", None) or error
    text = str(error).lower()
    broken_index = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT_VTAB
    if broken_index or "vtable constructor" in text:
        return JournalError(
            f"the search index of {path} is damaged", "disco doctor --fix, which makes it anew"
        )
    if "locked" in text or "busy" in text:
        return JournalError(
            f"{path} is busy: another program is writing to it", "again in a moment"
        )
    if "full" in text:
        return JournalError(
            f"there is no room left to write {path}", "free some disk space, then again"
        )
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK:
        return JournalError(
            f"a change to {path} was broken off, and cannot be written back by you",
            "disco doctor, run by someone who may write to the file and its folder",
        )
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return JournalError(
            f"{path} cannot be written", "check the rights of the file and its folder"
        )
    unreadable = isinstance(error, UnicodeDecodeError) or "could not decode" in text
    if unreadable or "malformed" in text or "not a database" in text or "corrupt" in text:
        return DamagedError(f"{path} is damaged", path)
    if "no such table" in text or "no such column" in text:
        return DamagedError(f"{path} is damaged: a part of it is missing", path)
    if "i/o" in text:
        return JournalError(f"the disk failed while {path} was used", "check the disk, then again")
    return JournalError(f"{path} cannot be used: {type(error).__name__}", "again, or disco doctor")
