"""Connects to a journal's file without the object mapper, and checks its integrity."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from discoverycli.store.file_checks import (
    BUSY_SECONDS,
    open_file,
    refuse_foreign_objects,
    translate,
)

_SETTINGS = (
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)


def connect(
    path: Path, mode: str = "rw", *, named: Path | None = None
) -> closing[sqlite3.Connection]:
    """A connection without the object mapper; it is closed at the end of its `with`. What is said
    of a copy is said of the journal that is `named`."""
    connection = open_file(path, f"mode={mode}", BUSY_SECONDS)
    try:
        refuse_foreign_objects(connection, named or path)
        for setting in _SETTINGS:
            connection.execute(setting)
    except UnicodeDecodeError as error:
        connection.close()
        raise translate(error, named or path) from None
    except BaseException:
        connection.close()
        raise
    return closing(connection)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file itself is not as it should be."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def version_of(connection: sqlite3.Connection) -> int:
    """A number that is another one once any other program has stored something."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def faults(path: Path) -> list[str]:
    """What is wrong inside a closed journal file, as SQLite puts it; nothing, if all is well."""
    try:
        with connect(path, "ro&immutable=1") as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
            keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [str(error)]
    return [*(each for each in found if each != "ok"), *(f"keys of {row[0]}" for row in keys)]


_TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
"""


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold rows, the search index's own among them."""
    return [name for (name,) in connection.execute(_TABLES)]
