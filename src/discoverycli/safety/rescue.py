"""Finds what to type when a journal is damaged: a backup, an export, or SQLite's own rescue."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

from discoverycli.errors import JournalError
from discoverycli.store.paths import BACKUPS

RESTORE = "disco restore"
EXPORT = "disco export --format json --output saved.json, which saves what is readable"


class DamagedError(JournalError):
    """A journal is damaged. What helps is found out only when its hint is asked for."""

    def __init__(self, message: str, journal: Path) -> None:
        self._hint = ""
        self._journal = journal
        super().__init__(message)

    @property
    def hint(self) -> str:
        """What to type."""
        self._hint = self._hint or way_out(self._journal)
        return self._hint

    @hint.setter
    def hint(self, hint: str) -> None:
        self._hint = hint


def way_out(journal: Path) -> str:
    """What to type when a part of the journal cannot be read any more: what works with it."""
    if has_backup(journal):
        return RESTORE
    if _can_be_exported(journal):
        return EXPORT
    # SQLite's own tool goes on behind damage. Not every build of it knows `.recover`, which alone
    # finds rows where not even the names of the tables can be read.
    way = ".dump" if _names_its_tables(journal) else ".recover"
    return f"sqlite3 {shlex.quote(str(journal))} {way} > saved.sql"


def has_backup(journal: Path) -> bool:
    """Whether a backup is there that is as it was made. A backup itself has the others."""
    from discoverycli.safety import backups

    if journal.parent.name == BACKUPS:
        return True
    try:
        return any(each.state is backups.State.AS_MADE for each in backups.listing(journal))
    except OSError:
        return False


def _can_be_exported(journal: Path) -> bool:
    """Whether the whole journal can be read and written down."""
    from discoverycli.formats import journal_json
    from discoverycli.store.read import journal as whole
    from discoverycli.store.reader import open_reader

    try:
        with open_reader(journal) as reader:
            for _ in journal_json.dump(whole.load(reader)):
                pass
    except Exception:  # a damaged file may do anything
        return False
    return True


def _names_its_tables(journal: Path) -> bool:
    try:
        # As if nobody ever wrote into it: so SQLite makes nothing beside it.
        address = f"{journal.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    except (sqlite3.Error, UnicodeDecodeError, OSError):
        return False
