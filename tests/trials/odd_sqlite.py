"""Opens SQLite otherwise than the program does, to show what its settings are for.

As a script it is `disco` itself: `python odd_sqlite.py '{"synchronous": "OFF"}' log …`.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from typing import Any

NO_SHARED_MEMORY = "unix-none"
"""A way of SQLite to use files without shared memory, as on a network disk: it refuses WAL."""

_connect = sqlite3.connect


def open_otherwise(
    *, vfs: str | None = None, synchronous: str | None = None, pages: int | None = None
) -> None:
    """From now on this process opens every journal in another way.

    Args:
        vfs: by this one of SQLite's ways to use files.
        synchronous: with this level, where the program asks for EXTRA.
        pages: with room for this many pages.
    """

    class Otherwise(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if synchronous is not None and sql.startswith("PRAGMA synchronous="):
                sql = f"PRAGMA synchronous={synchronous}"
            return super().execute(sql, *parameters)

    def connect(database: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        if vfs is not None and options.get("uri"):
            database = f"{database}&vfs={vfs}"
        connection = _connect(database, *arguments, **options, factory=Otherwise)
        if pages is not None:
            sqlite3.Connection.execute(connection, f"PRAGMA max_page_count={pages}")
        return connection

    connect.vfs = vfs  # type: ignore[attr-defined]
    sqlite3.connect = connect


def open_as_always() -> None:
    """Ends what `open_otherwise` began."""
    sqlite3.connect = _connect


if __name__ == "__main__":
    from discoverycli.main import main

    open_otherwise(**json.loads(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
