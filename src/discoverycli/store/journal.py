"""Owns writing: finds, creates and opens the journal; one command is one transaction."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from discoverycli.errors import JournalError, reason
from discoverycli.store import record
from discoverycli.store.folders import private_folder
from discoverycli.store.guard import SCHEMA, check_file, translate
from discoverycli.store.record import Stamp

BUSY_SECONDS = 30

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    # What is recorded on the way holds words too: it stays out of temporary files.
    "PRAGMA temp_store=MEMORY",
)


def make_engine(path: Path, settings: tuple[str, ...] = SETTINGS) -> Engine:
    """The one maker of engines. The file must exist; SQLite may not create it by itself."""
    engine = create_engine(
        f"sqlite:///{path}",
        creator=lambda: sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        ),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        for pragma in settings:
            answer = connection.execute(pragma).fetchone()
            if pragma == "PRAGMA journal_mode=WAL" and answer != ("wal",):
                # A network disk cannot share the log's memory; EXTRA is durable there too.
                connection.execute("PRAGMA journal_mode=DELETE")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred transaction that turns into a writing one fails instead of waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def open_journal(
    path: Path, stamp: Stamp | None = None, *, on_create: Callable[[Path], None] | None = None
) -> Iterator[Session]:
    """A session on the journal at `path`, which is created when it is not there.

    Everything inside the block is one transaction, and one operation that can be taken back: it
    is committed when the block ends, and nothing of it is kept when the block raises. After the
    block, the words are on the disk. `session.info["operation"]` is the operation's number;
    `["undoes"]` and `["sealed"]` may be set inside the block, as `record.end` takes them.

    Args:
        path: the journal file.
        stamp: who does what; without one the operation is unsigned.
        on_create: told the path after a new journal was made.

    Raises:
        JournalError: it cannot be opened, created or written, or stays busy for 30 seconds.
    """
    if ensure_journal(path) and on_create is not None:
        on_create(path)
    engine = make_engine(path)
    try:
        with Session(engine, expire_on_commit=False, autoflush=False) as session:
            try:
                session.info["operation"] = record.begin(session.connection())
                yield session
                session.flush()
                record.end(
                    session.connection(),
                    session.info["operation"],
                    stamp or Stamp(),
                    undoes=session.info.get("undoes"),
                    sealed=session.info.get("sealed", False),
                )
                session.commit()
            except BaseException:
                with suppress(DBAPIError):
                    session.rollback()
                raise
    except DBAPIError as error:
        raise translate(error.orig if isinstance(error.orig, Exception) else error, path) from error
    except sqlite3.Error as error:
        raise translate(error, path) from error
    finally:
        engine.dispose()


def ensure_journal(path: Path) -> bool:
    """Creates the journal if it is not there and brings an older one up to date.

    Returns:
        Whether it was created.
    """
    if not os.path.lexists(path):
        return _create(path)
    if check_file(path) < SCHEMA:
        from discoverycli.store.migrate import upgrade

        upgrade(path)
    return False


def _create(path: Path) -> bool:
    """A whole journal appears under its name at once, or none does.

    It is built under a name of its own; giving it the real one fails when another program
    was faster, and that one's journal is then used.
    """
    from discoverycli.store.migrate import build

    private_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
        build(draft)
        _sync(draft)
        os.link(draft, path)
        _sync(path.parent)
    except FileExistsError:
        check_file(path)
        return False
    except OSError as error:
        raise JournalError(
            f"{path} cannot be created: {reason(error)}", "another --journal"
        ) from None
    except DBAPIError as error:
        raise translate(error.orig if isinstance(error.orig, Exception) else error, path) from error
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm"))):
            with suppress(OSError):
                leftover.unlink()
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
