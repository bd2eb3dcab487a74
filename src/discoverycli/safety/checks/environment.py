"""Checks what is around a journal: programs, settings, disk, rights, leftovers, backups."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from discoverycli import __version__
from discoverycli.errors import DiscoError, reason
from discoverycli.files import draft_beside, new_file
from discoverycli.privacy import erasures
from discoverycli.safety import synced_folders
from discoverycli.safety.backups import listing
from discoverycli.safety.checks.check import FIX, Finding, Repair, State, Subject, notice, some
from discoverycli.store import drafts as drafts_of
from discoverycli.store.backup_folder import BackupState, folder_of
from discoverycli.store.file_checks import MAGIC
from discoverycli.store.location import FOLDER, LOGS, SETTINGS, drafts_folder, own_folder
from discoverycli.store.reader import Reader

MOST_DAYS = 30
"""A backup may be so old while the journal changes."""

MOST_BACKUPS = 30
"""More backups than this are rather a sign that nobody looks."""

_HOUR = 3600
_LITTLE_ROOM = 50 * 2**20
_NO_ROOM = 2**20
_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{12}\.(new|restore)(-wal|-shm|-journal)?")
_CHANGES_SINCE = "SELECT count(*) FROM operation WHERE at > :made"


def versions(_subject: Subject) -> Iterator[Finding]:
    """Which programs look, and whether they have what a journal needs."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE x USING fts5(y)")
            connection.execute("SELECT json_extract('[1]', '$[0]')")
    except sqlite3.Error:
        yield Finding(
            f"the SQLite {sqlite3.sqlite_version} of this Python cannot search text or read JSON",
            hint="another Python",
        )
    programs = f"Python {'.'.join(map(str, sys.version_info[:3]))}, SQLite {sqlite3.sqlite_version}"
    yield Finding(f"disco {__version__}, {programs}", State.OK)


def settings(subject: Subject) -> Iterator[Finding]:
    """Whether the settings file says what it is meant to say."""
    if subject.config is not None:
        yield Finding(subject.config.message, hint=subject.config.hint or "disco config edit")


def synced(subject: Subject) -> Iterator[Finding]:
    """Whether another program copies the journal about."""
    if warning := synced_folders.warning(subject.journal):
        yield notice(warning, synced_folders.INSTEAD)


def disk(subject: Subject) -> Iterator[Finding]:
    """What disk the journal is on, and how much room is left there."""
    kind = synced_folders.network(subject.journal)
    if kind is not None or not _shares_memory(subject.journal):
        yield notice(
            f"the journal is on a network disk{f' ({kind})' if kind else ''}, where programs "
            "cannot share it safely",
            "one program at a time, or a journal on a disk of this machine",
        )
    try:
        room = shutil.disk_usage(subject.journal.parent).free
        size = subject.journal.stat().st_size
    except OSError:
        return
    if room < _NO_ROOM:
        yield Finding(f"the disk is full: {megabytes(room)} are left", hint="free some disk space")
    elif room < _LITTLE_ROOM + 2 * size:
        yield notice(
            f"the disk is nearly full: {megabytes(room)} are left, and a backup needs "
            f"{megabytes(size)}",
            "free some disk space",
        )


def _shares_memory(journal: Path) -> bool:
    """Whether programs can share a write-ahead log here. A journal with one proves it; else another
    file is tried."""
    try:
        if not journal.is_file():
            return True
        with journal.open("rb") as file:
            head = file.read(20)
        if not head.startswith(MAGIC) or head[18:20] == b"\x02\x02":
            return True
        with draft_beside(journal, *LOGS) as tried:
            os.close(new_file(tried))
            with closing(sqlite3.connect(tried)) as connection:
                return bool(connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",))
    except sqlite3.Error:
        return False
    except OSError:
        return True


def link(subject: Subject) -> Iterator[Finding]:
    """Whether the journal is where it seems to be."""
    if subject.journal.is_symlink():
        yield notice(
            f"the journal is a link to {subject.journal.resolve()}; drafts, backups and settings "
            "are beside the link",
            f"--journal {subject.journal.resolve()}",
        )
    elif subject.journal.parent.resolve() != subject.journal.parent.absolute():
        yield Finding(
            f"a folder above the journal is a link: it lies in {subject.journal.parent.resolve()}",
            State.OK,
        )


def megabytes(size: int) -> str:
    """A size in words: `12 MB`."""
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


# --- Rights --------------------------------------------------------------------------------------


def rights(subject: Subject) -> Iterator[Finding]:
    """Whether anybody else can read what people said, and whether the owner can."""
    loose: list[Path] = []
    tight: list[Path] = []
    for path, wanted in _private(subject):
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue
        if stat.S_ISLNK(mode):
            continue
        if mode & 0o077:
            loose.append(path)
        elif mode & wanted != wanted:
            tight.append(path)
    for paths, said in ((loose, "can be read by others"), (tight, "cannot be used by its owner")):
        if paths:
            names = some([_short(path, subject) for path in paths])
            repair = Repair("rights", tuple(map(str, paths)))
            yield Finding(f"{said}: {names}", hint=FIX, repair=repair)
    yield from _replaceable(subject)


def _private(subject: Subject) -> Iterator[tuple[Path, int]]:
    """Paths with the rights their owner needs; a folder shared with other things stays as it is."""
    folder, journal = subject.journal.parent, subject.journal
    if _is_ours(folder):
        yield folder, 0o700
    files = [real_of(journal), folder / SETTINGS, *logs_beside(journal)]
    files += [*_copies_beside(subject), *_unfinished_in(folder), erasures.list_of(journal)]
    yield from ((path, 0o600) for path in files)
    for inner in (drafts_folder(journal), folder_of(journal)):
        if inner.is_dir() and not inner.is_symlink():
            yield inner, 0o700
    kept = [*drafts_of.files(drafts_folder(journal)), *_files(folder_of(journal))]
    yield from ((path, 0o600) for path in kept)


def _is_ours(folder: Path) -> bool:
    if folder.name == FOLDER:
        return True
    with suppress(DiscoError):
        return folder == own_folder("user_data_path")
    return False


def _replaceable(subject: Subject) -> Iterator[Finding]:
    """Anybody who may write to the folder can replace the journal."""
    folder = subject.journal.parent
    try:
        mode = folder.stat().st_mode
    except OSError:
        return
    if mode & 0o002 and not mode & stat.S_ISVTX and not _is_ours(folder):
        yield Finding(
            f"anybody can put another journal in the place of this one: {folder}",
            hint=f"chmod o-w {folder}",
        )


def _short(path: Path, subject: Subject) -> str:
    parent = subject.journal.parent
    return str(path.relative_to(parent)) if parent in path.parents else str(path)


def _files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(
                Path(each.path) for each in entries if each.is_file(follow_symlinks=False)
            )
    except OSError:
        return []


# --- Leftovers -----------------------------------------------------------------------------------


def drafts(subject: Subject) -> Iterator[Finding]:
    """What was typed and is not in the journal."""
    waiting = drafts_of.waiting(drafts_folder(subject.journal))
    if waiting:
        oldest = waiting[-1].path
        count = f"{len(waiting)} texts are" if len(waiting) > 1 else "a text is"
        day = datetime.fromtimestamp(oldest.stat().st_mtime, subject.now.tzinfo).date()
        yield notice(
            f"{count} not in the journal yet; the oldest, of {day}, is {oldest}",
            "disco log --resume" if waiting[0].of == drafts_of.LOG else waiting[0].way_on,
        )
    left = [path for path in _files(drafts_folder(subject.journal)) if path.suffix == ".new"]
    if halves := [path for path in left if path.stat().st_size and _is_old(path, subject)]:
        yield notice(
            f"words were being kept when a program was broken off: {some(halves)}",
            f"disco log {shlex.quote(str(halves[0]))}, or rm {shlex.quote(str(halves[0]))}",
        )


def unfinished(subject: Subject) -> Iterator[Finding]:
    """Files that a program was writing when it was broken off. What they hold is in the journal
    too, or never was acknowledged."""
    left = [
        *chain(*map(_unfinished_in, dict.fromkeys((subject.journal.parent, subject.folder)))),
        *(path for path in _files(folder_of(subject.journal)) if path.suffix == ".new"),
        *(path for path in _files(drafts_folder(subject.journal)) if not path.stat().st_size),
    ]
    if found := [path for path in left if _is_old(path, subject)]:
        names = some([_short(path, subject) for path in found])
        yield notice(
            f"left behind by a program that was broken off: {names}",
            FIX,
            Repair("remove", tuple(map(str, found))),
        )


def _unfinished_in(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if _UNFINISHED.fullmatch(path.name)]


def _is_old(path: Path, subject: Subject) -> bool:
    """Old enough that no program is working on it any more."""
    try:
        found = path.stat()
    except OSError:
        return False
    return subject.now.timestamp() - found.st_mtime > _HOUR


def copies(subject: Subject) -> Iterator[Finding]:
    """Copies of the journal outside the folder of backups: of earlier versions, which made one
    before they changed a schema, and those that a restore has set aside."""
    if found := _copies_beside(subject):
        names = some([path.name for path in found])
        yield notice(
            f"copies of the journal lie outside the folder of backups: {names}",
            f"disco backup, then {shlex.join(['rm', *map(str, found[:3])])}",
        )


def _copies_beside(subject: Subject) -> list[Path]:
    folder = folder_of(subject.journal)
    return [path for path in erasures.copies(subject.journal) if path.parent != folder]


def backups(subject: Subject) -> Iterator[Finding]:
    """Whether every backup is as it was made, by its checksum, and whether one is fresh."""
    folder = folder_of(subject.journal)
    if folder.is_symlink():
        yield Finding(f"{folder} is a link, so no backup is made", hint="move it away")
    found = listing(subject.journal)
    if damaged := [each.path for each in found if each.state is BackupState.DAMAGED]:
        yield Finding(
            f"backups are not as they were made: {some([path.name for path in damaged])}",
            hint=f"disco backup, then {shlex.join(['rm', str(damaged[0])])}",
        )
    if unsigned := [each.path.name for each in found if each.state is BackupState.UNSIGNED]:
        yield notice(
            f"backups without a checksum, of which nobody can say whether they are whole: "
            f"{some(unsigned)}",
            "disco backup, which makes one with a checksum",
        )
    if len(found) > MOST_BACKUPS:
        size = megabytes(sum(each.size for each in found))
        yield notice(f"there are {len(found)} backups, of {size}", "disco config backups.keep")
    good = [each.made_at for each in found if each.state is BackupState.AS_MADE and each.made_at]
    if subject.opened is not None:
        yield from _fresh(subject, subject.opened, max(good, default=None))


def _fresh(subject: Subject, reader: Reader, newest: datetime | None) -> Iterator[Finding]:
    made = newest.isoformat() if newest else ""
    changes = reader.value(_CHANGES_SINCE, {"made": made})
    if changes and newest is None:
        yield notice("there is no backup yet", "disco backup")
    elif changes and newest is not None and subject.now - newest > timedelta(days=MOST_DAYS):
        yield notice(
            f"the newest backup is of {newest.date()}, and {changes} changes came after it",
            "disco backup",
        )


def logs_beside(journal: Path) -> tuple[Path, ...]:
    """What SQLite keeps beside a journal at this moment."""
    real = real_of(journal)
    return tuple(path for end in LOGS if (path := Path(f"{real}{end}")).exists())


def real_of(journal: Path) -> Path:
    """Where a journal really is when its name is a link."""
    return Path(os.path.realpath(journal)) if journal.is_symlink() else journal


def logs(subject: Subject) -> Iterator[Finding]:
    """What SQLite keeps beside a journal, after this program has closed it. The last program to
    close a journal takes its log in, so a file that is gone by then belonged to no running
    program."""
    now = logs_beside(subject.journal)
    names = some([path.name for path in now or subject.logs])
    if not subject.journal.exists():
        if now:
            yield Finding(
                f"{names} lies here without its journal, and holds words that are nowhere else",
                hint=f"put {subject.journal.name} back beside it before anything else",
            )
    elif now and subject.opened is None:
        yield notice(
            f"{names} belongs to the journal, and may hold the last words written",
            "leave it beside the journal, wherever that goes",
        )
    elif now and not os.access(now[0].parent, os.W_OK):
        yield _left_for_good(now, names)
    elif now:
        yield notice(f"another program has the journal open: {names}")
    elif subject.logs:
        yield Finding(
            f"{names} was left behind by a program that was broken off, and is taken in now",
            State.OK,
        )


def _left_for_good(beside: tuple[Path, ...], names: str) -> Finding:
    """A log that can be read but not taken in, which would change the folder."""
    folder = beside[0].parent
    hint = f"disco doctor, run by someone who may write to {folder}"
    if any(path.name.endswith("-shm") for path in beside):
        return notice(
            f"another program has the journal open, or was broken off: {names}",
            f"if it was broken off: {hint}",
        )
    if any(path.stat().st_size for path in beside):
        return Finding(
            f"{names} is left beside the journal and holds words that the journal file lacks, "
            f"but you may not write to {folder}",
            hint=hint,
        )
    return notice(
        f"{names} is left beside the journal; it is empty, but you may not write to {folder}", hint
    )


def unreadable(subject: Subject) -> Iterator[Finding]:
    """Whether the journal's folder can be looked into at all."""
    try:
        os.scandir(subject.journal.parent).close()
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(
            f"the folder {subject.journal.parent} cannot be looked into: {reason(error)}",
            hint="check its rights",
        )
