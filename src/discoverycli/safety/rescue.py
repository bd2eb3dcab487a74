"""Finds what to type when a journal is damaged: a backup, an export, or SQLite's own rescue."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from discoverycli.domain.snapshot import Snapshot
from discoverycli.errors import DamagedError, DiscoError
from discoverycli.safety import backups
from discoverycli.store.backup_folder import BackupState
from discoverycli.store.file_checks import open_file
from discoverycli.store.location import BACKUPS
from discoverycli.store.read import journal as whole
from discoverycli.store.reader import open_reader

Dump = Callable[[Snapshot], Iterable[str]]

RESTORE = "disco restore"
EXPORT = "disco export --format json --output saved.json, which saves what is readable"


def hint_of(error: DiscoError, dump: Dump) -> str:
    """What to type about an error; of a damaged journal it is found out now."""
    if isinstance(error, DamagedError) and not error.hint:
        return way_out(error.path, dump)
    return error.hint


def way_out(journal: Path, dump: Dump) -> str:
    """What to type when a part of the journal cannot be read any more: what works with it.

    Args:
        journal: what is damaged.
        dump: writes an export; where it can write all of this one, that is the way.
    """
    if has_backup(journal):
        return RESTORE
    if _can_be_exported(journal, dump):
        return EXPORT
    # SQLite's own tool goes on behind damage. Not every build of it knows `.recover`, which alone
    # finds rows where not even the names of the tables can be read.
    way = ".dump" if _names_its_tables(journal) else ".recover"
    return f"sqlite3 {shlex.quote(str(journal))} {way} > saved.sql"


def has_backup(journal: Path) -> bool:
    """Whether there is an unchanged backup. A backup itself has the others."""
    if journal.parent.name == BACKUPS:
        return True
    try:
        return any(each.state is BackupState.AS_MADE for each in backups.listing(journal))
    except OSError:
        return False


def _can_be_exported(journal: Path, dump: Dump) -> bool:
    try:
        with open_reader(journal) as reader:
            for _ in dump(whole.read_journal(reader)):
                pass
    except Exception:  # a damaged file may do anything
        return False
    return True


def _names_its_tables(journal: Path) -> bool:
    if not journal.is_file():  # A pipe would be waited for.
        return False
    try:
        # As if nobody ever wrote into it: so SQLite makes nothing beside it.
        with closing(open_file(journal, "mode=ro&immutable=1", 0)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    except (sqlite3.Error, UnicodeDecodeError, OSError):
        return False
