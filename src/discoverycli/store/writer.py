"""Creates and opens the journal for writing; one command is one transaction."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from discoverycli.errors import JournalError, reason
from discoverycli.files import draft_beside, new_file, private_folder, sync, sync_folder
from discoverycli.store import change_log
from discoverycli.store.change_log import Stamp
from discoverycli.store.engine import make_engine
from discoverycli.store.file_checks import check_current, check_file, translate
from discoverycli.store.interrupts import deaf


@contextmanager
def open_journal(
    path: Path, stamp: Stamp | None = None, *, on_create: Callable[[Path], None] | None = None
) -> Iterator[Session]:
    """A session on the journal at `path`, which is created when it is not there.

    Everything inside the block is one transaction, and one operation that can be undone: it is
    committed when the block ends, and nothing of it is kept when the block raises. After the block,
    the words are on the disk. `session.info["operation"]` is the operation's number; `["undoes"]`
    and `["sealed"]` may be set inside the block, as `change_log.end` takes them, and `["then"]` to
    a function that is called right after the commit, before any Ctrl-C.

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
                info = session.info
                ends = {key: info[key] for key in ("undoes", "sealed") if key in info}
                connection, operation = session.connection(), info["operation"]
                change_log.end(connection, operation, stamp or Stamp(), **ends)
                ending.enter_context(deaf())
                session.commit()
                info.get("then", lambda: None)()
            except BaseException:
                ending.enter_context(deaf())
                with suppress(DBAPIError):
                    session.rollback()
                raise
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        raise translate(error, path) from error
    finally:
        engine.dispose()


def ensure_journal(path: Path) -> bool:
    """Creates the journal if it is not there.

    Returns:
        Whether it was created.

    Raises:
        JournalError: it is of an older version, which `safety.upgrade` brings up to date.
    """
    if not os.path.lexists(path):
        return _create(path)
    check_current(path)
    share_rights(path.resolve())
    return False


def share_rights(path: Path) -> None:
    """Gives the files that SQLite makes beside a journal the journal's own rights: a -wal left
    read-only would block every later write."""
    if not os.access(path, os.W_OK):
        return
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if os.path.lexists(beside) and not os.access(beside, os.W_OK) and not beside.is_symlink():
            with suppress(OSError):
                beside.chmod(stat.S_IMODE(path.stat().st_mode))


def _create(path: Path) -> bool:
    """A whole journal appears under its name at once, or none does.

    It is built under a name of its own; renaming fails when another program was faster, and then
    that one's journal is used."""
    from discoverycli.store.schema_steps import build

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
    except (DBAPIError, sqlite3.Error) as error:  # the latter of a new connection's settings
        raise translate(error, path) from error
    return True


def _sync_above(folder: Path) -> None:
    """A folder above may be another program's that was killed before it synced it. A folder that
    cannot be synced, as on a read-only disk, was not made just now."""
    for each in folder.resolve().parents:
        with suppress(OSError):
            sync_folder(each)


def _refuse_lone_log(path: Path) -> None:
    """A log without its journal holds words that are nowhere else; SQLite would pour it into any
    journal with that name."""
    for log in (path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal")):
        # Looked for in this order: another program makes the journal first, then its log.
        if os.path.lexists(log) and not os.path.lexists(path):
            raise JournalError(
                f"{log} lies here without its journal, and may hold words that are nowhere else",
                f"put {path.name} back beside it, or move it away",
            )
