"""Owns writing: finds, creates and opens the journal; one command is one transaction."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from discoverycli.errors import JournalError, reason
from discoverycli.files import draft_beside, new_file, sync, sync_folder
from discoverycli.store import change_log
from discoverycli.store.change_log import Stamp
from discoverycli.store.file_checks import (
    BUSY_SECONDS,
    SCHEMA,
    check_closed,
    check_file,
    refuse_foreign_objects,
    translate,
)
from discoverycli.store.folders import private_folder
from discoverycli.store.interrupts import deaf

_LOOK_MS = 20

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    # Of macOS alone, where a plain sync leaves words in the disk's own memory.
    "PRAGMA fullfsync=1",
    # What is recorded on the way holds words too: it stays out of temporary files.
    "PRAGMA temp_store=MEMORY",
)


def make_engine(path: Path, settings: tuple[str, ...] = SETTINGS) -> Engine:
    """The one maker of engines. The file must exist; SQLite may not create it by itself."""
    engine = create_engine(
        "sqlite://",
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
        # Before any setting: the first of them writes into the file already.
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
    waiting. Left to itself, SQLite looks ever more seldom whether it may, and whoever has waited
    long loses to those who have just come."""
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


@contextmanager
def open_journal(
    path: Path, stamp: Stamp | None = None, *, on_create: Callable[[Path], None] | None = None
) -> Iterator[Session]:
    """A session on the journal at `path`, which is created when it is not there.

    Everything inside the block is one transaction, and one operation that can be taken back: it
    is committed when the block ends, and nothing of it is kept when the block raises. After the
    block, the words are on the disk. `session.info["operation"]` is the operation's number;
    `["undoes"]` and `["sealed"]` may be set inside the block, as `record.end` takes them, and
    `["then"]` to what is to be called once it is committed, which no Ctrl-C can come before.

    Args:
        path: the journal file.
        stamp: who does what; without one the operation is unsigned.
        on_create: told the path after a new journal was made.

    Raises:
        JournalError: it cannot be opened, created or written, or stays busy for 25 seconds.
    """
    if ensure_journal(path) and on_create is not None:
        on_create(path)
    engine = make_engine(path)
    event.listen(engine, "connect", change_log.watch)
    try:
        with (
            ExitStack() as ending,
            Session(engine, expire_on_commit=False, autoflush=False) as session,
        ):
            try:
                session.info["operation"] = change_log.begin(session.connection())
                yield session
                session.flush()
                change_log.end(
                    session.connection(),
                    session.info["operation"],
                    stamp or Stamp(),
                    undoes=session.info.get("undoes"),
                    sealed=session.info.get("sealed", False),
                )
                ending.enter_context(deaf())
                session.commit()
                session.info.get("then", _nothing)()
            except BaseException:
                ending.enter_context(deaf())
                with suppress(DBAPIError):
                    session.rollback()
                raise
    except DBAPIError as error:
        raise translate(error.orig if isinstance(error.orig, Exception) else error, path) from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise translate(error, path) from error
    finally:
        engine.dispose()


def _nothing() -> None:
    """What is to be done when nothing is."""


def ensure_journal(path: Path) -> bool:
    """Creates the journal if it is not there and brings an older one up to date.

    Returns:
        Whether it was created.
    """
    if not os.path.lexists(path):
        return _create(path)
    if check_file(path) < SCHEMA:
        from discoverycli.safety.upgrade import upgrade

        # Making a backup would work out what a hostile schema has to be worked out.
        check_closed(path)
        upgrade(path)
    _share_rights(path.resolve())
    return False


def _share_rights(path: Path) -> None:
    """What SQLite makes beside a journal has the journal's own rights. Where that was read-only
    then and is not any more, it would be in the way for ever."""
    if not os.access(path, os.W_OK):
        return
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if os.path.lexists(beside) and not os.access(beside, os.W_OK) and not beside.is_symlink():
            with suppress(OSError):
                beside.chmod(stat.S_IMODE(path.stat().st_mode))


def _create(path: Path) -> bool:
    """A whole journal appears under its name at once, or none does.

    It is built under a name of its own; giving it the real one fails when another program
    was faster, and that one's journal is then used.
    """
    from discoverycli.safety.upgrade import build

    _refuse_lone_log(path)
    private_folder(path.parent)
    try:
        with draft_beside(path, "-wal", "-shm") as draft:
            os.close(new_file(draft))
            build(draft)
            if draft.with_name(f"{draft.name}-wal").exists():
                # Closing folds the log into the file, and is silent when the disk lets it down.
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            sync(draft)
            os.link(draft, path)
            sync_folder(path.parent)
            _sync_above(path.parent)
    except FileExistsError:
        check_file(path)
        return False
    except OSError as error:
        raise JournalError(
            f"{path} cannot be created: {reason(error)}", "another --journal"
        ) from None
    except DBAPIError as error:
        raise translate(error.orig if isinstance(error.orig, Exception) else error, path) from error
    except sqlite3.Error as error:  # a setting that a new connection is given
        raise translate(error, path) from error
    return True


def _sync_above(folder: Path) -> None:
    """A folder up there may be another program's, which was killed before it synced it. One that
    cannot be synced, as on a disk that nobody may write to, was not made just now."""
    for each in folder.resolve().parents:
        with suppress(OSError):
            sync_folder(each)


def _refuse_lone_log(path: Path) -> None:
    """A log without its journal holds words that are nowhere else; SQLite would pour it into
    whatever journal gets that name."""
    for log in (path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal")):
        # Looked for in this order: another program makes the journal first, then its log.
        if os.path.lexists(log) and not os.path.lexists(path):
            raise JournalError(
                f"{log} lies here without its journal, and may hold words that are nowhere else",
                f"put {path.name} back beside it, or move it away",
            )
