"""Owns the schema's steps: builds a new journal and brings an older one up to date.

Alembic is imported only here, and this module only when there is a step to take.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, table
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from discoverycli import clock
from discoverycli.errors import DiscoError, JournalError
from discoverycli.safety import backups
from discoverycli.safety.backups import Backup
from discoverycli.store import migrations
from discoverycli.store.file_checks import APPLICATION_ID, SCHEMA, translate
from discoverycli.store.write import search
from discoverycli.store.writer import SETTINGS, make_engine

FOLDER = Path(migrations.__file__).parent

_INDEXED_ANEW = 5
"""Of an older schema the search index is made anew, behind the last step."""

# With foreign keys on, rebuilding a table deletes the rows that point at it.
_SETTINGS = tuple("PRAGMA foreign_keys=OFF" if "foreign_keys" in s else s for s in SETTINGS)


def build(path: Path) -> None:
    """Makes an empty file a journal of the newest schema."""
    _run(path, since=0)


def bring_up(path: Path) -> None:
    """Takes a copy that nothing else uses to the newest schema.

    Raises:
        JournalError: a step failed; the file is as it was.
    """
    try:
        _run(path, since=None)
    except Exception as error:
        raise JournalError(
            f"it could not be brought up to date ({type(error).__name__})",
            "the version of disco that wrote it",
        ) from error


def upgrade(path: Path) -> Backup | None:
    """Takes an older journal to the newest schema: wholly, or not at all.

    Returns:
        The backup made before; `None` when another program was faster.

    Raises:
        JournalError: a step failed; the journal is as it was.
    """
    made: list[Backup] = []
    with backups.only_one(path):
        try:
            _run(path, since=None, first=lambda: made.append(back_up(path)))
        except Exception as error:
            if not made:
                raise _not_begun(error, path) from error
            _see_to(path, made[0])
            kept = backups.only_once(path, made[0].path)
            raise JournalError(
                f"{path} could not be brought up to date ({type(error).__name__}) and is as it was",
                f"the version that wrote it; a backup is at {kept}",
            ) from error
    return made[0] if made else None


def back_up(path: Path) -> Backup:
    """A backup of the journal, from inside `backups.only_one`."""
    with backups.connect(path) as source:
        return backups.make_from(source, path, clock.now(), why=backups.Why.UPGRADE)


def _not_begun(error: Exception, path: Path) -> Exception:
    if isinstance(error, DBAPIError):
        return translate(error.orig if isinstance(error.orig, Exception) else error, path)
    return translate(error, path) if isinstance(error, sqlite3.Error) else error


def _see_to(path: Path, backup: Backup) -> None:
    """That the journal is as it was: one transaction is taken back by SQLite, and whatever else
    a step may have done, by the backup.

    Raises:
        JournalError: it cannot be put back.
    """
    from discoverycli.safety import restore

    try:
        if not restore.holds_the_same(path, backup.path):
            restore.put_back(path, backup, clock.now())
    except (DiscoError, sqlite3.Error) as error:
        raise JournalError(
            f"{path} could not be brought up to date, and not be put back either",
            f"disco restore {backup.path.stem}",
        ) from error


def _run(path: Path, since: int | None, first: Callable[[], None] = lambda: None) -> None:
    """Takes the steps after `since`, or after the file's own schema, in one transaction.

    `first` is called when nobody else can write any more, if there is a step to take.
    """
    engine = make_engine(path, _SETTINGS)
    try:
        with engine.begin() as connection:
            at = since if since is not None else _schema(connection)
            if at >= SCHEMA:
                return
            first()
            before = _counts(connection)
            context = MigrationContext.configure(
                connection, opts={"transactional_ddl": True, "render_as_batch": True}
            )
            script = ScriptDirectory(str(FOLDER))
            steps = sorted(script.walk_revisions(), key=lambda step: int(step.revision))
            with Operations.context(context):
                for step in steps:
                    if int(step.revision) > at:
                        step.module.upgrade()
            if at < _INDEXED_ANEW:
                with Session(connection) as session:
                    search.rebuild(session)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
            _verify(connection, before)
    finally:
        engine.dispose()


def _schema(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'search%'"
    ).scalars()
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in list(names)
    }


def _verify(connection: Connection, before: dict[str, int]) -> None:
    after = _counts(connection)
    lost = [name for name, count in before.items() if after.get(name, 0) < count]
    if lost:
        raise JournalError(f"rows of {', '.join(lost)} would be lost", "report this")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise JournalError("rows would point at nothing", "report this")
