"""Looks into a journal file as any other program would, and makes one older."""

from __future__ import annotations

import sqlite3
from pathlib import Path

FIRST = Path(__file__).parent / "fixtures" / "journals" / "schema-1.db"


def dump(path: Path) -> list[str]:
    """Everything that a journal holds, as SQL."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def make_old(path: Path) -> None:
    """Makes a journal one of the first version: its tables as they were then, and what they held.

    What has no place in them is lost, as it would not have been there.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA legacy_alter_table=ON")
    connection.execute("ATTACH ? AS first", (str(FIRST),))
    tables = "SELECT name, sql FROM {}.sqlite_schema WHERE type = 'table'"
    wanted = dict(connection.execute(tables.format("first")))
    for name, sql in connection.execute(tables.format("main")).fetchall():
        if name not in wanted:
            connection.execute(f"DROP TABLE {name}")
        elif sql != wanted[name] and not name.startswith("search"):
            rows = connection.execute(f"PRAGMA first.table_info({name})").fetchall()
            columns = ", ".join(row[1] for row in rows)
            connection.execute(f"ALTER TABLE {name} RENAME TO newer")
            connection.execute(wanted[name])
            connection.execute(f"INSERT INTO {name} SELECT {columns} FROM newer")
            connection.execute("DROP TABLE newer")
    words = "rowid, code, noun, title, body"
    held = connection.execute(f"SELECT {words} FROM search").fetchall()
    connection.execute("DROP TABLE main.search")
    connection.execute(wanted["search"])
    connection.executemany(f"INSERT INTO search ({words}) VALUES (?, ?, ?, ?, ?)", held)
    indexes = "SELECT name, sql FROM {}.sqlite_schema WHERE type = 'index' AND sql > ''"
    for name, _ in connection.execute(indexes.format("main")).fetchall():
        connection.execute(f"DROP INDEX main.{name}")
    for _, sql in connection.execute(indexes.format("first")).fetchall():
        connection.execute(sql)
    connection.execute("PRAGMA user_version=1")
    connection.close()
