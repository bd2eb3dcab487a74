"""Makes backups: whole, checked copies of the journal in a folder beside it, each with a checksum.

SQLite makes a backup under a temporary name; it is checked and hashed before it gets its own name,
so every file with the name of a backup is one. `sha256sum --check` reads the checksum beside it."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from discoverycli.errors import DamagedError, DiscoError, InputError, JournalError, reason
from discoverycli.files import draft_beside, new_file, sync, sync_folder, write_new
from discoverycli.store import log_copy
from discoverycli.store.backup_folder import (
    BackupState,
    digest_of,
    folder_of,
    only_one,
    signature,
    signature_of,
    signed_digest,
    state_of,
    stem_of,
)
from discoverycli.store.connection import connect, faults, is_damage, tables_of, version_of
from discoverycli.store.file_checks import check_file, translate

_STAMP = "%Y%m%dT%H%M%SZ"


class BackupReason(StrEnum):
    """Why a backup was made; part of its name, unless somebody asked for it."""

    ASKED = ""
    UPGRADE = "before-upgrade"
    RESTORE = "before-restore"


class Counts(NamedTuple):
    """How much is in a journal."""

    interviews: int
    people: int
    hypotheses: int
    jobs: int


class Backup(NamedTuple):
    """One backup. `made_at` and `why` are what its name says, `made_at` is `None` for any other
    name; `schema` and `counts` are `None` where it cannot be read."""

    path: Path
    made_at: datetime | None
    why: BackupReason
    size: int
    state: BackupState
    schema: int | None
    counts: Counts | None


class Broken(DamagedError):
    """The journal is damaged, so that no whole copy of it can be made."""

    def __init__(self, journal: Path) -> None:
        super().__init__(f"{journal} is damaged, so no backup of it can be made", journal)


def make(
    journal: Path,
    at: datetime,
    *,
    why: BackupReason = BackupReason.ASKED,
    target: Path | None = None,
) -> Backup:
    """A whole copy of the journal as it is now, while any number of programs may be using it.

    Args:
        journal: the journal.
        at: this moment; it stands in the name.
        why: for what.
        target: the file to make, or the folder to put it in; else the folder beside the journal.

    Raises:
        NotFoundError: there is no journal.
        InputError: `target` is there already, or cannot be written.
        Broken: the journal is damaged.
        JournalError: it is busy or cannot be read, or the folder cannot be written.
    """
    check_file(journal)
    with only_one(journal) if target is None else nullcontext(), _to_read(journal) as source:
        return make_from(source, journal, at, why=why, target=target)


def make_from(
    source: sqlite3.Connection,
    journal: Path,
    at: datetime,
    *,
    why: BackupReason = BackupReason.ASKED,
    target: Path | None = None,
) -> Backup:
    """As `make`, by an open connection; without a `target`, from inside `only_one`."""
    if target is not None and not target.is_dir():
        folder, names = target.parent, iter((target.name,))
    else:
        folder = folder_of(journal) if target is None else target
        names = _names(journal, at, why)
    try:
        with draft_beside(folder / stem_of(journal)) as draft:
            os.close(new_file(draft))
            counts = _copy(source, journal, draft)
            sync(draft)
            path = _publish(draft, folder, names, digest_of(draft))
            schema = check_file(path)
            return Backup(path, at, why, path.stat().st_size, BackupState.AS_MADE, schema, counts)
    except OSError as error:
        said = f"no backup can be made in {folder}: {reason(error)}"
        if target is not None:
            raise InputError(said, "another --output") from None
        raise JournalError(said, "check its rights, and the room on the disk") from None


@contextmanager
def _to_read(journal: Path) -> Iterator[sqlite3.Connection]:
    """The journal for reading: with the right to write, so that closing leaves a single file; on a
    read-only disk as it lies, or from a copy if its log holds words."""
    with ExitStack() as closing_after:
        try:
            opened = _open_to_read(journal, closing_after)
        except sqlite3.Error as error:
            raise Broken(journal) if is_damage(error) else translate(error, journal) from None
        yield closing_after.enter_context(opened)


def _open_to_read(journal: Path, after: ExitStack) -> closing[sqlite3.Connection]:
    real = journal.resolve()
    for mode in ("rw", "ro"):
        try:
            return connect(journal, mode)
        except sqlite3.Error as error:
            if is_damage(error) or "locked" in str(error):
                raise
            failed = error
    if log_copy.log_cannot_be_used(real, failed):
        return connect(after.enter_context(log_copy.private_copy(real)), named=journal)
    if log_copy.has_log(real):
        raise failed
    return connect(journal, "ro&immutable=1")


def _copy(source: sqlite3.Connection, journal: Path, draft: Path) -> Counts:
    try:
        for hold in (False, True):
            # Rows can be compared only if nobody stores anything meanwhile.
            with _nobody_writes(journal) if hold else nullcontext():
                before = version_of(source)
                source.execute("VACUUM INTO ?", (str(draft),))
                rows = _rows(source)
                if version_of(source) == before:
                    break
            os.truncate(draft, 0)
    except sqlite3.Error as error:
        if is_damage(error):
            raise Broken(journal) from None
        raise translate(error, journal if "locked" in str(error) else draft.parent) from None
    if faults(draft):
        raise Broken(journal)
    with connect(draft, "ro&immutable=1") as copy:
        if _rows(copy) != rows:
            raise Broken(journal)
    try:
        return _counts(rows)
    except KeyError:  # a table is missing
        raise Broken(journal) from None


@contextmanager
def _nobody_writes(journal: Path) -> Iterator[None]:
    with connect(journal) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table, all at one moment."""
    connection.execute("BEGIN")
    try:
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in tables_of(connection)
        }
    finally:
        connection.execute("ROLLBACK")


def counts_in(connection: sqlite3.Connection) -> Counts:
    """How much is in a journal.

    Raises:
        sqlite3.Error, KeyError: it cannot be read.
    """
    return _counts(_rows(connection))


def _counts(rows: dict[str, int]) -> Counts:
    return Counts(*(rows[name] for name in ("interview", "person", "hypothesis", "job")))


def counts_of(path: Path) -> Counts:
    """As `counts_in`, of a closed file.

    Raises:
        JournalError, sqlite3.Error, KeyError: it cannot be read.
    """
    with connect(path, "ro&immutable=1") as connection:
        return counts_in(connection)


def _publish(draft: Path, folder: Path, names: Iterable[str], digest: str) -> Path:
    """Gives a finished copy the first free name, its checksum first."""
    for name in names:
        path = folder / name
        signed = signature_of(path)
        try:
            if os.path.lexists(path):
                raise FileExistsError
            write_new(signed, [signature(digest, name)])
            try:
                _place(draft, path)
            except OSError:
                signed.unlink()
                raise
        except FileExistsError:
            continue
        sync_folder(folder)
        return path
    raise InputError(f"{folder / name} or its checksum is there already", "another --output")


def _place(draft: Path, path: Path) -> None:
    """Gives a file a name that must be free: `FileExistsError` if it is taken."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        os.close(new_file(path))
        draft.replace(path)
    else:
        draft.unlink()


def listing(journal: Path) -> list[Backup]:
    """The backups in the folder beside the journal, the newest first."""
    found = []
    for path in _files(journal):
        state, counts, schema = state_of(path), None, None
        with suppress(DiscoError):
            schema = check_file(path)
        if schema and state is not BackupState.DAMAGED:
            with suppress(DiscoError, sqlite3.Error, KeyError, UnicodeDecodeError):
                counts = counts_of(path)
        made_at, why = parse_name(journal, path.name) or (None, BackupReason.ASKED)
        found.append(Backup(path, made_at, why, path.stat().st_size, state, schema, counts))
    return found


def _files(journal: Path) -> list[Path]:
    found = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for entry in os.scandir(folder_of(journal)):
            named = parse_name(journal, entry.name)
            if named is not None and entry.is_file(follow_symlinks=False):
                found.append((named[0], entry.stat().st_mtime_ns, entry.name))
    return [folder_of(journal) / name for *_, name in sorted(found, reverse=True)]


def rotate(journal: Path, keep: int, *, spare: Collection[Path] = ()) -> list[Path]:
    """Deletes the oldest backups, so that the `keep` newest good ones are left.

    Damaged backups are not counted. The newest backup from before each upgrade stays, so does what
    is in `spare`, and every file without a checksum: this program did not make it.

    Returns:
        What was deleted.
    """
    with only_one(journal):
        files = _files(journal)
        if len(files) <= keep:
            return []
        good, old = 0, []
        for path in files:
            if good >= keep:
                old.append(path)
            elif state_of(path) is BackupState.AS_MADE:
                good += 1
        stays = {*spare, *_newest_before_upgrades(journal, files)}
        gone = [p for p in old if p not in stays and signed_digest(p) is not None]
        _delete(gone)
        sync_folder(folder_of(journal))
    return gone


def _delete(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink()
        signature_of(path).unlink()


def _newest_before_upgrades(journal: Path, files: Iterable[Path]) -> Iterable[Path]:
    newest: dict[int, Path] = {}
    for path in files:
        named = parse_name(journal, path.name)
        if named is None or named[1] is not BackupReason.UPGRADE:
            continue
        with suppress(DiscoError):
            newest.setdefault(check_file(path), path)
    return newest.values()


def only_once(journal: Path, new: Path) -> Path:
    """A backup, or the one of the same content that was there before it, which makes it needless.
    To be called from inside `only_one`."""
    digest = signed_digest(new)
    for path in _files(journal):
        if path != new and signed_digest(path) == digest and state_of(path) is BackupState.AS_MADE:
            _delete([new])
            sync_folder(folder_of(journal))
            return path
    return new


def parse_name(journal: Path, name: str) -> tuple[datetime, BackupReason] | None:
    """When and why a backup of `journal` was made; `None` for any other name."""
    stem = re.escape(stem_of(journal))
    found = re.fullmatch(
        rf"{stem}-(\d{{8}}T\d{{6}}Z)(?:-(before-\w+))?(?:-[1-9]\d*)?\.db", name, re.ASCII
    )
    if found is None:
        return None
    try:
        made_at = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
        return made_at, BackupReason(found[2] or "")
    except ValueError:
        return None


def _names(journal: Path, at: datetime, why: BackupReason) -> Iterator[str]:
    return names_at(f"{stem_of(journal)}-", at, f"-{why}" if why else "")


def names_at(before: str, at: datetime, behind: str = "") -> Iterator[str]:
    """Names with a moment in them; all but the first are for several in one second."""
    name = f"{before}{at.astimezone(UTC):{_STAMP}}{behind}"
    return chain((f"{name}.db",), (f"{name}-{number}.db" for number in count(2)))
