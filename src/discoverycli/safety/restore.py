"""Replaces the journal by a backup: wholly or not at all, and never over a live file.

SQLite's own backup exchanges the content in one transaction, for which other programs wait. A file
that cannot be opened is moved aside with its log. Nothing is ever copied or renamed over a journal:
a log left beside it would silently undo that."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from discoverycli.domain.text.words import clip, nearest
from discoverycli.errors import InputError, JournalError, NotFoundError, reason
from discoverycli.files import private_folder, sync, sync_folder, write_new
from discoverycli.privacy import erasures
from discoverycli.safety import backups
from discoverycli.safety.backups import Backup, BackupReason, Broken, Counts
from discoverycli.store.backup_folder import (
    clear_restores,
    digest_of,
    folder_of,
    only_one,
    signed_digest,
    stem_of,
)
from discoverycli.store.connection import connect, faults, is_damage, tables_of, version_of
from discoverycli.store.file_checks import APPLICATION_ID, MAGIC, SCHEMA, check_file, translate
from discoverycli.store.interrupts import deaf
from discoverycli.store.location import LOGS, path_of

PAGES = 256
"""How many pages are copied at a time: 1 MB."""

_LISTS = "disco restore, which lists them"
_ATTEMPTS = 50
_AT_ONCE = 1 << 20

Step = Callable[[], None]


class Source(NamedTuple):
    """A file that was found fit to be restored."""

    path: Path
    digest: str
    signed: bool
    schema: int
    counts: Counts
    made_at: datetime | None
    size: int

    @property
    def steps(self) -> int:
        """How often `restore` will call its `step`, about."""
        return self.size // (PAGES * 4096)


class Restored(NamedTuple):
    """What a restore left behind: what the journal holds now, the backup of what it held before,
    and the path of a file that no backup can be made of."""

    counts: Counts
    before: Backup | None
    aside: Path | None


class _Changed(Exception):
    """Another program stored something since the copy was made."""


def find(journal: Path, text: str) -> Path:
    """The file that was meant: a name in the folder of backups, with or without `.db`, or a path.

    Raises:
        NotFoundError: there is none.
    """
    folder = folder_of(journal)
    if os.sep not in text:
        for name in (text, f"{text}.db"):
            if (folder / name).is_file():
                return folder / name
    path = path_of(text)
    with suppress(OSError, ValueError):
        if path.exists():
            return path
    names = [each.path.stem for each in backups.listing(journal)]
    close = nearest(text.removesuffix(".db"), names)
    raise NotFoundError(
        f"there is no backup '{clip(text)}'", f"disco restore {close}" if close else _LISTS
    )


def verify(path: Path, journal: Path) -> Source:
    """Finds out whether a file can be restored; nothing is changed.

    Raises:
        InputError: it is the journal itself, or part of it is in another file still.
        JournalError: it is no journal of this program, from a newer one, or damaged.
    """
    _refuse_unfinished(path, journal)
    try:
        schema = check_file(path)
        signed, digest = signed_digest(path), digest_of(path)
        if signed not in (None, digest):
            raise JournalError(f"{path} is damaged: it is not what its checksum says")
        if faults(path):
            raise JournalError(f"{path} is damaged")
        counts, size = backups.counts_of(path), path.stat().st_size
    except (JournalError, OSError, KeyError, sqlite3.Error) as error:
        unread = f"{path} cannot be read: {reason(error)}"
        said = error.message if isinstance(error, JournalError) else unread
        raise JournalError(said, f"another backup: {_LISTS}") from None
    made_at, _ = backups.parse_name(journal, path.name) or (None, "")
    return Source(path, digest, signed is not None, schema, counts, made_at, size)


def _refuse_unfinished(path: Path, journal: Path) -> None:
    with suppress(OSError):
        if path.samefile(journal):
            raise InputError(f"{path} is the journal itself", _LISTS)
    for end in ("-wal", "-journal"):
        beside = path.with_name(path.name + end)
        if beside.exists() and beside.stat().st_size:
            raise InputError(
                f"{path} is not whole: {beside.name} beside it holds a part of it",
                f"disco backup --journal {path} --output WHOLE.db, and restore that",
            )


def restore(journal: Path, source: Source, at: datetime, *, step: Step = lambda: None) -> Restored:
    """Replaces the journal's content by that of `source`.

    First, the journal is backed up as it is. Programs that are writing to it finish before. Killed
    at any moment, it holds the whole old or the whole new content. Codes given since the backup are
    not reused.

    Args:
        journal: the journal; where there is none it is made.
        source: what `verify` found.
        at: this moment.
        step: called after every megabyte.

    Raises:
        JournalError: `source` changed meanwhile; the journal is another program's, a newer one's,
            busy, or cannot be written. It is then as it was.
    """
    private_folder(journal.parent)
    with only_one(journal), _copy_of(source, journal.resolve()) as copy:
        if source.schema < SCHEMA:
            from discoverycli.store.schema_steps import bring_up  # Alembic takes a while to import

            bring_up(copy)
        return _exchange(journal, copy, at, step, carry=True)


def put_back(journal: Path, backup: Backup, at: datetime) -> None:
    """Puts a backup back as it is, from inside `backups.only_one`."""
    with _copy_of(verify(backup.path, journal), journal.resolve()) as copy:
        _exchange(journal, copy, at, lambda: None, carry=False)


def holds_the_same(journal: Path, other: Path) -> bool:
    """Whether two journals hold the same tables and the same rows."""
    with connect(journal) as one, connect(other, "ro&immutable=1") as two:
        return _content(one) == _content(two)


def _content(connection: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    for query in (
        "PRAGMA user_version",
        "PRAGMA application_id",
        "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
        *(_all_rows(connection, name) for name in tables_of(connection)),
    ):
        for row in connection.execute(query):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _all_rows(connection: sqlite3.Connection, name: str) -> str:
    width = len(connection.execute(f'SELECT * FROM "{name}" LIMIT 0').description)  # noqa: S608
    order = ", ".join(str(column + 1) for column in range(width))
    return f'SELECT * FROM "{name}" ORDER BY {order}'  # noqa: S608


@contextmanager
def _copy_of(source: Source, real: Path) -> Iterator[Path]:
    """A private copy, beside the journal, of the very bytes that were verified."""
    clear_restores(real)
    copy = real.with_name(f".{real.name}.{secrets.token_hex(6)}.restore")
    try:
        try:
            with source.path.open("rb") as data:
                write_new(copy, iter(partial(data.read, _AT_ONCE), b""))
            digest = digest_of(copy)
        except OSError as error:
            raise JournalError(
                f"{source.path} cannot be copied beside the journal: {reason(error)}",
                "check the rights of that folder, and the room on the disk",
            ) from None
        if digest != source.digest:
            raise JournalError(f"{source.path} was changed just now", "again")
        yield copy
    finally:
        for end in ("", *LOGS):
            copy.with_name(copy.name + end).unlink(missing_ok=True)


def _exchange(journal: Path, copy: Path, at: datetime, step: Step, *, carry: bool) -> Restored:
    real, aside = journal.resolve(), None
    for _ in range(_ATTEMPTS):
        try:
            if not os.path.lexists(real):
                aside = aside or _move_aside(real, at)  # a log without a journal
                if carry:
                    _carry_over(copy, real, _counters_of_backups(journal))
                _put(copy, real)
                return Restored(backups.counts_of(copy), None, aside)
            if not can_be_opened(journal):
                aside = _move_aside(real, at)
                continue
            return _replace(journal, copy, at, step, carry=carry)
        except (_Changed, FileExistsError):
            continue
        except sqlite3.Error as error:
            if not is_damage(error):
                raise translate(error, journal) from None
            aside = _move_aside(real, at)
        except OSError as error:
            raise JournalError(
                f"{journal} cannot be written: {reason(error)}",
                "check the rights of its folder, and the room on the disk",
            ) from None
    raise JournalError(f"{journal} is busy: others go on writing to it", "again in a moment")


def can_be_opened(journal: Path) -> bool:
    """Whether SQLite can open the journal's file; `False` when it must go aside first.

    Raises:
        JournalError: it is another program's, a newer one's, or busy.
    """
    real = journal.resolve()
    try:
        check_file(real)
    except JournalError:
        if not real.is_file():
            raise
        with real.open("rb") as file:
            head = file.read(100)
        smashed = len(head) < 100 or not head.startswith(MAGIC)
        ours = int.from_bytes(head[68:72], "big") == APPLICATION_ID
        if smashed or (ours and not int.from_bytes(head[60:64], "big")):
            return False
        raise
    try:
        with connect(real):
            return True
    except JournalError:  # it holds parts that no journal has
        return False
    except sqlite3.Error as error:
        if is_damage(error):
            return False
        raise translate(error, journal) from None


def _replace(journal: Path, copy: Path, at: datetime, step: Step, *, carry: bool) -> Restored:
    """Exchanges the content of a journal that SQLite can open."""
    real = journal.resolve()
    kept: list[Backup | Path] = []
    # Closing a file gives up the locks that SQLite has on it in this process: it comes last.
    with ExitStack() as files, connect(real) as now, connect(real) as live:
        # Made ready while nobody writes, or others might always be a moment ahead.
        live.execute("BEGIN IMMEDIATE")
        version = version_of(now)
        if carry:
            _carry_over(copy, real, _counters(now) or _counters_of_backups(journal))
        live.execute("ROLLBACK")

        def look(status: int, _remaining: int, _total: int) -> None:
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise translate(sqlite3.OperationalError("database is locked"), journal)
            if not kept:
                # From here on nobody else can write, and others still see the old content.
                if version_of(now) != version:
                    raise _Changed
                kept.append(_keep(now, journal, at, files))
            step()

        # An interrupt now could leave it done without anybody being told.
        with connect(copy) as new, deaf():
            # The first look comes before everything is copied, at any size.
            pages = max(1, min(PAGES, _fit_pages(new, live) // 2))
            new.backup(live, pages=pages, progress=look)
            live.execute("PRAGMA busy_timeout=1000")
            with suppress(sqlite3.Error):
                live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            counts = backups.counts_in(live)
    (before,) = kept
    if isinstance(before, Path):
        return Restored(counts, None, before)
    return Restored(counts, before, None)


def _keep(now: sqlite3.Connection, journal: Path, at: datetime, files: ExitStack) -> Backup | Path:
    """A backup of the journal as it is; of a damaged one its bytes and its log's."""
    try:
        return backups.make_from(now, journal, at, why=BackupReason.RESTORE)
    except Broken:
        real = journal.resolve()
        aside = _free_name(real, at)
        for end in ("", "-wal"):
            if (part := real.with_name(real.name + end)).exists():
                data = files.enter_context(part.open("rb"))
                copy = aside.with_name(aside.name + end)
                write_new(copy, iter(partial(data.read, _AT_ONCE), b""))
        return aside


def _fit_pages(new: sqlite3.Connection, live: sqlite3.Connection) -> int:
    """The number of pages of the copy, once they are as large as the journal's."""
    (size,) = live.execute("PRAGMA page_size").fetchone()
    if new.execute("PRAGMA page_size").fetchone() != (size,):
        for text in ("journal_mode=DELETE", f"page_size={size}"):
            new.execute(f"PRAGMA {text}").fetchone()
        new.execute("VACUUM")
    return int(new.execute("PRAGMA page_count").fetchone()[0])


def _carry_over(copy: Path, real: Path, counters: dict[str, int]) -> None:
    """Brings into the copy what must not go back: codes given, people forgotten."""
    with connect(copy) as new:
        new.execute("BEGIN IMMEDIATE")
        new.executemany(
            "INSERT INTO counter (name, last) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
            sorted(counters.items()),
        )
        new.execute("COMMIT")
    # People forgotten after the backup was made are forgotten in the copy too, before any of it
    # is in the journal: a restore never brings a forgotten person back.
    erasures.reapply(copy, real)


def _counters(connection: sqlite3.Connection) -> dict[str, int]:
    with suppress(sqlite3.Error):
        return dict(connection.execute("SELECT name, last FROM counter").fetchall())
    return {}


def _counters_of_backups(journal: Path) -> dict[str, int]:
    """The highest codes in any backup: all there is when the journal is gone."""
    highest: Counter[str] = Counter()
    for path in [each.path for each in backups.listing(journal) if each.counts]:
        with suppress(JournalError, sqlite3.Error), connect(path, "ro&immutable=1") as old:
            highest |= Counter(_counters(old))
    return highest


def _put(copy: Path, real: Path) -> None:
    """Fails where something already has the journal's name."""
    sync(copy)
    os.link(copy, real)
    sync_folder(real.parent)


def _move_aside(real: Path, at: datetime) -> Path | None:
    """Renames the journal's file with what lies beside it, the log first: a log must never lie
    beside another journal. `None` when nothing is there."""
    aside, moved = _free_name(real, at), None
    for end in (*LOGS, ""):
        with suppress(FileNotFoundError):
            target = aside.with_name(aside.name + end)
            real.with_name(real.name + end).rename(target)
            moved = target
    sync_folder(real.parent)
    return moved


def _free_name(real: Path, at: datetime) -> Path:
    names = map(real.with_name, backups.names_at(f"{stem_of(real)}.damaged-", at))
    ends = ("", *LOGS)
    return next(n for n in names if not any(os.path.lexists(f"{n}{end}") for end in ends))
