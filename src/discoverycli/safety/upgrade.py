"""Upgrades a journal of an older version, after a backup."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from discoverycli.errors import DiscoError, JournalError
from discoverycli.safety import backups, restore
from discoverycli.safety.backups import Backup
from discoverycli.store.backup_folder import only_one
from discoverycli.store.connection import connect
from discoverycli.store.file_checks import check_closed, translate
from discoverycli.store.schema_steps import run_steps
from discoverycli.store.writer import share_rights


def upgrade(path: Path, at: datetime) -> Backup | None:
    """Takes an older journal to the newest schema: wholly, or not at all.

    Args:
        path: the journal.
        at: this moment, for the name of the backup.

    Returns:
        The backup made before; `None` when another program was faster.

    Raises:
        JournalError: a step failed; the journal is as it was.
    """
    # Making a backup would run the expressions of a hostile schema.
    check_closed(path)
    made: list[Backup] = []

    def back_up() -> None:
        with connect(path) as source:
            made.append(backups.make_from(source, path, at, why=backups.BackupReason.UPGRADE))

    with only_one(path):
        try:
            run_steps(path, since=None, first=back_up)
        except Exception as error:
            if not made:
                of_sql = isinstance(error, DBAPIError | sqlite3.Error)
                raise (translate(error, path) if of_sql else error) from error
            _see_to(path, made[0], at)
            kept = backups.only_once(path, made[0].path)
            raise JournalError(
                f"{path} could not be brought up to date ({type(error).__name__}) and is as it was",
                f"the version that wrote it; a backup is at {kept}",
            ) from error
    share_rights(path.resolve())
    return made[0] if made else None


def _see_to(path: Path, backup: Backup, at: datetime) -> None:
    """Makes sure the journal is as it was: SQLite undoes one transaction, the backup the rest."""
    try:
        if not restore.holds_the_same(path, backup.path):
            restore.put_back(path, backup, at)
    except (DiscoError, sqlite3.Error) as error:
        raise JournalError(
            f"{path} could not be brought up to date, and not be put back either",
            f"disco restore {backup.path.stem}",
        ) from error
