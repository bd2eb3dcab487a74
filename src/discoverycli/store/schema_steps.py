"""Brings a file to the newest schema: an empty one, or a journal of an older version.

Alembic is imported only here, and this module only when there is a step to take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, table
from sqlmodel import Session

from discoverycli.errors import JournalError
from discoverycli.store import migrations
from discoverycli.store.engine import SETTINGS, make_engine
from discoverycli.store.file_checks import APPLICATION_ID, SCHEMA
from discoverycli.store.write import search

FOLDER = Path(migrations.__file__).parent

_INDEXED_ANEW = 5
"""Journals of an older schema get a new search index after the last step."""

# With foreign keys on, rebuilding a table deletes the rows that point at it.
_SETTINGS = tuple("PRAGMA foreign_keys=OFF" if "foreign_keys" in s else s for s in SETTINGS)


def build(path: Path) -> None:
    """Makes an empty file a journal of the newest schema."""
    run_steps(path, since=0)


def bring_up(path: Path) -> None:
    """Takes a copy that nothing else uses to the newest schema.

    Raises:
        JournalError: a step failed; the file is as it was.
    """
    try:
        run_steps(path, since=None)
    except Exception as error:
        raise JournalError(
            f"it could not be brought up to date ({type(error).__name__})",
            "the version of disco that wrote it",
        ) from error


def run_steps(path: Path, since: int | None, first: Callable[[], None] = lambda: None) -> None:
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
