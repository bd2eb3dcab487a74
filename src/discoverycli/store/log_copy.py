"""Reads a journal whose log cannot be taken in, from a private copy of both files.

SQLite reads a log only with a file of its own beside it. Where nobody may make that file, the log
is read elsewhere: without it the latest words would be missing."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, gettempdir

from discoverycli.errors import JournalError, reason
from discoverycli.files import open_regular
from discoverycli.store.file_checks import BUSY_SECONDS

_ENDS = ("", "-wal")
_NAME = "journal.db"


def has_log(journal: Path) -> bool:
    """Whether anything beside a journal holds what its file lacks, or may have too much of."""
    return any(_holds_any(Path(f"{journal}{end}")) for end in ("-wal", "-journal"))


def log_cannot_be_used(journal: Path, error: sqlite3.Error) -> bool:
    """Whether a journal was refused only because its log cannot be shared where it lies."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    refused = code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    # Never copy a -journal: SQLite would play it back, and delete files that it names.
    broken_off = _holds_any(Path(f"{journal}-journal"))
    return refused and _holds_any(Path(f"{journal}-wal")) and not broken_off


def _holds_any(log: Path) -> bool:
    try:
        return log.stat().st_size > 0
    except FileNotFoundError:
        return False


@contextmanager
def private_copy(journal: Path) -> Iterator[Path]:
    """The journal and its log as they were at one moment, in a folder of this user alone, which
    is gone when the block ends. What has opened them by then can go on reading.

    Raises:
        JournalError: they cannot be read or copied, or are being written to for too long.
    """
    try:
        folder = TemporaryDirectory(prefix="disco-")
    except OSError as error:
        raise _no_copy(journal, error, "another TMPDIR") from None
    with folder as name:
        copy = Path(name) / _NAME
        try:
            _copy(journal, copy)
        except OSError as error:
            raise _no_copy(journal, error, f"free some room in {gettempdir()}") from None
        yield copy


def _no_copy(journal: Path, error: OSError, hint: str) -> JournalError:
    said = f"{journal} has a log, and cannot be opened without a temporary copy: {reason(error)}"
    return JournalError(said, hint)


def _copy(journal: Path, copy: Path) -> None:
    """Copies both files until neither has changed meanwhile: only then they belong together."""
    pairs = [(Path(f"{journal}{end}"), Path(f"{copy}{end}")) for end in _ENDS]
    until = time.monotonic() + BUSY_SECONDS
    while True:
        copied = [_copy_file(file, target) for file, target in pairs]
        if copied == [_digest(file) for file, _ in pairs]:
            return
        if time.monotonic() > until:
            raise JournalError(
                f"{journal} is busy: another program is writing to it", "again in a moment"
            )
        time.sleep(0.05)


def _copy_file(file: Path, copy: Path) -> bytes | None:
    """The checksum of the copy; `None` when there is no file."""
    copy.unlink(missing_ok=True)
    source = _open(file)
    if source is None:
        return None
    with source, copy.open("xb") as target:
        copyfileobj(source, target)
    return _digest(copy)


def _digest(file: Path) -> bytes | None:
    opened = _open(file)
    if opened is None:
        return None
    with opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _open(file: Path) -> BufferedReader | None:
    """A regular file for reading; `None` if there is none."""
    try:
        opened = open_regular(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise JournalError(
            f"{file} cannot be opened: {reason(error)}", "check its rights"
        ) from None
    if opened is None:
        raise JournalError(f"{file} cannot be opened: it is not a file", "move it away")
    return opened
