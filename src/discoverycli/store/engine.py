"""Makes the engines that write to a journal, and gives each of several programs its turn."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from discoverycli.store.file_checks import BUSY_SECONDS, open_file, refuse_foreign_objects

_LOOK_MS = 20

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    # Only for macOS, where a plain sync leaves words in the disk's own memory.
    "PRAGMA fullfsync=1",
    # The temporary record of changes holds words too: it stays out of files.
    "PRAGMA temp_store=MEMORY",
)


def make_engine(path: Path, settings: tuple[str, ...] = SETTINGS) -> Engine:
    """The one maker of engines. The file must exist; SQLite may not create it by itself."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: open_file(path, "mode=rw", BUSY_SECONDS),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        # Before any setting: the first one already writes to the file.
        refuse_foreign_objects(connection, path)
        for pragma in settings:
            answer = connection.execute(pragma).fetchone()
            if pragma == "PRAGMA journal_mode=WAL" and answer != ("wal",):
                # A network disk cannot share the log's memory; EXTRA is durable there too.
                connection.execute("PRAGMA journal_mode=DELETE")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        begin_immediate_fairly(connection.connection.driver_connection)

    return engine


def begin_immediate_fairly(connection: sqlite3.Connection) -> None:
    """Begins a transaction that can write; a deferred one that turns into one fails instead of
    waiting. SQLite's own waiting starves the program that has waited longest; this one asks at even
    intervals."""
    until = time.monotonic() + BUSY_SECONDS
    connection.execute(f"PRAGMA busy_timeout={_LOOK_MS}")
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
