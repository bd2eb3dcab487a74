"""Owns the schema's steps: builds a new journal and brings an older one up to date.

Alembic is imported only here, and this module only when there is a step to take.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, table

from discoverycli.errors import JournalError
from discoverycli.store.guard import APPLICATION_ID, SCHEMA
from discoverycli.store.journal import SETTINGS, make_engine

FOLDER = Path(__file__).parent / "migrations"

# With foreign keys on, rebuilding a table deletes the rows that point at it.
_SETTINGS = tuple("PRAGMA foreign_keys=OFF" if "foreign_keys" in s else s for s in SETTINGS)


def build(path: Path) -> None:
    """Makes an empty file a journal of the newest schema."""
    _run(path, since=0)


def upgrade(path: Path) -> Path:
    """Takes an older journal to the newest schema: wholly, or not at all.

    Returns:
        The backup made before.

    Raises:
        JournalError: a step failed; the journal is as it was.
    """
    backup = back_up(path)
    try:
        _run(path, since=None)
    except Exception as error:
        raise JournalError(
            f"{path} could not be brought up to date ({type(error).__name__}) and is as it was",
            f"the version of disco that wrote it; a backup is at {backup}",
        ) from error
    return backup


def back_up(path: Path) -> Path:
    """A verified copy of the journal beside it, readable by its owner only."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = path.with_name(f"{path.stem}.before-upgrade-{stamp}.db")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    source = sqlite3.connect(path, isolation_level=None)
    try:
        source.execute("VACUUM INTO ?", (str(copy),))
    finally:
        source.close()
    check = sqlite3.connect(copy)
    try:
        if check.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise JournalError(f"the backup {copy} is not readable", "check the disk")
    finally:
        check.close()
    return copy


def _run(path: Path, since: int | None) -> None:
    engine = make_engine(path, _SETTINGS)
    try:
        with engine.begin() as connection:
            at = since if since is not None else _schema(connection)
            before = _counts(connection)
            context = MigrationContext.configure(
                connection,
                opts={"transactional_ddl": True, "render_as_batch": True},
            )
            script = ScriptDirectory(str(FOLDER))
            steps = sorted(script.walk_revisions(), key=lambda step: int(step.revision))
            with Operations.context(context):
                for step in steps:
                    if int(step.revision) > at:
                        step.module.upgrade()
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
        "AND name NOT LIKE 'search_%'"
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
