"""Owns the door to a journal file: what is not a healthy journal of ours is refused untouched."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

from discoverycli.errors import JournalError, NotFoundError, reason

APPLICATION_ID = 0x64697363  # "disc"
SCHEMA = 2
"""The schema this version reads and writes; `PRAGMA user_version` of the file."""

_MAGIC = b"SQLite format 3\x00"
_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables


def check_file(path: Path) -> int:
    """The schema number of the journal at `path`, read from its header without opening it.

    Raises:
        NotFoundError: there is no file.
        JournalError: it is no regular file, no journal, damaged, or from a newer version.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise JournalError(
            f"Python was built with SQLite {sqlite3.sqlite_version}, and 3.37 is needed",
            "a newer Python",
        )
    header = _header(path)
    if header[:16] != _MAGIC or len(header) < 100:
        raise JournalError(
            f"{path} is not a journal",
            "another --journal, or move that file away; it was left as it is",
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise JournalError(
            f"{path} is a database of another program", "another --journal; it was left as it is"
        )
    schema = int.from_bytes(header[60:64], "big")
    if schema > SCHEMA:
        raise JournalError(
            f"{path} was written by a newer disco (schema {schema}, this one knows {SCHEMA})",
            "pip install --upgrade discoverycli",
        )
    if schema < 1:
        raise JournalError(f"{path} is damaged: it has no schema number", "restore a backup")
    return schema


def _header(path: Path) -> bytes:
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NotFoundError(
            f"there is no journal at {path}", "disco log, or disco init to start one here"
        ) from None
    except (OSError, ValueError) as error:
        raise JournalError(
            f"{path} cannot be opened: {reason(error)}", "check its path and rights"
        ) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise JournalError(f"{path} is not a file", "the path of a journal file")
        return os.read(handle, 100)
    finally:
        os.close(handle)


def translate(error: Exception, path: Path) -> JournalError:
    """What a database error means to a user; the message never holds what was typed."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return JournalError(
            f"{path} is busy: another program is writing to it", "again in a moment"
        )
    if "full" in text:
        return JournalError(
            f"there is no room left to write {path}", "free some disk space, then again"
        )
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return JournalError(
            f"{path} cannot be written", "check the rights of the file and its folder"
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return JournalError(
            f"{path} is damaged", "a backup of it, or disco export to save what is readable"
        )
    if "no such table" in text or "no such column" in text:
        return JournalError(f"{path} is damaged: a part of it is missing", "a backup of it")
    if "i/o" in text:
        return JournalError(f"the disk failed while {path} was used", "check the disk, then again")
    return JournalError(
        f"{path} cannot be used: {type(error).__name__}", "again, or a backup of it"
    )
