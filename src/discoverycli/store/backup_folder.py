"""Locks the folder of backups, and writes and reads the checksums in it.

A checksum lies beside its file, as `sha256sum --check` reads it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from discoverycli.errors import JournalError
from discoverycli.files import folder_inside, lock, open_regular, replace_file
from discoverycli.store.file_checks import BUSY_SECONDS
from discoverycli.store.location import BACKUPS

SIGNATURE = ".sha256"


class BackupState(StrEnum):
    """What a backup's checksum says of it."""

    AS_MADE = "as made"
    DAMAGED = "damaged"
    UNSIGNED = "no checksum"


def folder_of(journal: Path) -> Path:
    """Where the backups of a journal are."""
    return journal.parent / BACKUPS


def stem_of(journal: Path) -> str:
    """A journal's name without its end: what the names of its backups begin with."""
    return journal.name.removesuffix(".db")


@contextmanager
def only_one(journal: Path) -> Iterator[Path]:
    """The folder of backups, for one program at a time; it is made where it is missing.

    Lock the journal only inside this block, or two programs might wait for each other.

    Raises:
        JournalError: it cannot be made, is a link, or another program is busy with it for too long.
    """
    folder = folder_of(journal)
    folder_inside(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        _clear(folder, rf"\.{re.escape(stem_of(journal))}[.-].*\.new")
        yield folder
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    deadline = time.monotonic() + BUSY_SECONDS
    while not lock(handle):
        if time.monotonic() > deadline:
            raise JournalError(
                f"{folder} is busy: another program is making or restoring a backup",
                "again in a moment",
            )
        time.sleep(0.05)


def clear_restores(journal: Path) -> None:
    """Removes copies beside a journal that a killed restore has left; none must be running."""
    _clear(journal.parent, rf"\.{re.escape(journal.name)}\.\w+\.restore(-\w+)?")


def _clear(folder: Path, names: str) -> None:
    """What a killed program left unfinished holds people's words."""
    for path in folder.iterdir():
        if re.fullmatch(names, path.name):
            path.unlink(missing_ok=True)


def signature_of(path: Path) -> Path:
    """The file with a backup's checksum."""
    return path.with_name(f"{path.name}{SIGNATURE}")


def sign(path: Path) -> None:
    """Writes the checksum of a backup whose content was changed on purpose.

    Raises:
        OSError: the disk refuses.
    """
    replace_file(signature_of(path), [signature(digest_of(path), path.name)])


def signature(digest: str, name: str) -> bytes:
    """A line as `sha256sum` writes it, which marks a name that it has to escape."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    line = f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"
    return line.encode("utf-8", "surrogateescape")


def digest_of(path: Path) -> str:
    """The SHA-256 of a regular file, in hexadecimal.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    file = open_regular(path)
    if file is None:
        raise OSError(errno.EINVAL, "it is not a file")
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def signed_digest(path: Path) -> str | None:
    """What the checksum beside a file says; `None` without one, empty where it says nothing.

    Raises:
        OSError: it cannot be read.
    """
    try:
        handle = os.open(signature_of(path), os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        found = re.match(rb"\\?([0-9a-fA-F]{64})\s", file.read(100))
    return found[1].decode().lower() if found else ""


def state_of(path: Path) -> BackupState:
    """What the checksum of a backup says of it; one that cannot be read is damaged."""
    try:
        signed = signed_digest(path)
        if signed is None:
            return BackupState.UNSIGNED
        return BackupState.AS_MADE if digest_of(path) == signed else BackupState.DAMAGED
    except OSError:
        return BackupState.DAMAGED
