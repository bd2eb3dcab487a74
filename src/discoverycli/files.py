"""Opens files; makes new files and folders, for their owner only. A file is whole before it gets
its name."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from discoverycli.errors import JournalError, reason

_CANNOT = (errno.EINVAL, errno.ENOTSUP)
"""What syncing a folder fails with where the file system, as on a network, knows no such thing."""

_LONGEST_NAME = 237
"""Bytes of a file's name that leave room for what `draft_beside` adds."""


@contextmanager
def draft_beside(path: Path, *ends: str) -> Iterator[Path]:
    """A free name, in the same folder, for a file that will become `path`.

    A file that still has that name at the end, or that name with one of `ends`, is deleted. A
    killed program leaves it; `disco doctor` knows it by its `.new`.
    """
    name = path.name if len(os.fsencode(path.name)) <= _LONGEST_NAME else path.name[:50]
    draft = path.with_name(f".{name}.{secrets.token_hex(6)}.new")
    try:
        yield draft
    finally:
        for end in ("", *ends):
            with suppress(OSError):
                draft.with_name(draft.name + end).unlink()


def new_file(path: Path) -> int:
    """Makes an empty file for its owner only, open for writing; never through a link.

    Raises:
        FileExistsError: something has that name.
        OSError: the disk refuses.
    """
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)


def open_regular(path: str | Path, flags: int = 0) -> BufferedReader | None:
    """A regular file, opened; `None` for a folder, a device or a pipe, without waiting for it.

    Raises:
        OSError: it cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | flags)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    return None


def lock(handle: int) -> bool:
    """Locks an open file or folder for this program, until it is closed.

    Returns:
        Whether no other program has locked it. On a disk that knows no locks, as a network may
        be, none has.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def fill(
    handle: int, pieces: Iterable[bytes], *, mode: int | None = None, lasting: bool = True
) -> None:
    """Writes into a file that `new_file` made, and gives it `mode`; a `lasting` one survives a
    power cut.

    Raises:
        OSError: the disk refuses.
    """
    with os.fdopen(handle, "wb", closefd=False) as file:
        file.writelines(pieces)
        file.flush()
        if mode is not None:
            os.fchmod(handle, mode)
        if lasting:
            os.fsync(handle)


def write_new(
    path: Path, pieces: Iterable[bytes], *, mode: int | None = None, lasting: bool = True
) -> None:
    """Makes a file that was not there, as `new_file` and `fill` do."""
    handle = new_file(path)
    try:
        fill(handle, pieces, mode=mode, lasting=lasting)
    finally:
        os.close(handle)


def replace_file(
    path: Path, pieces: Iterable[bytes], *, mode: int | None = None, lasting: bool = True
) -> None:
    """Replaces the file at `path`; the old one stays until the new one is complete.

    Raises:
        OSError: the disk refuses.
    """
    with draft_beside(path) as draft:
        write_new(draft, pieces, mode=mode, lasting=lasting)
        draft.replace(path)
        if lasting:
            sync_folder(path.parent)


def sync(path: Path) -> None:
    """Makes a file's content, or the names in a folder, survive a power cut.

    Raises:
        OSError: the disk refuses.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, where its file system can.

    Raises:
        OSError: the disk failed.
    """
    try:
        sync(folder)
    except PermissionError:  # the folder may be written to, but not read
        pass
    except OSError as error:
        if error.errno not in _CANNOT:
            raise


def private_folder(folder: Path) -> None:
    """Makes `folder`, for its owner only, where it is missing; then it survives a power cut.

    Raises:
        JournalError: it cannot be made.
    """
    try:
        missing = [folder, *folder.parents]
        missing = missing[: next(i for i, each in enumerate(missing) if each.exists())]
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
            sync_folder(each.parent)
    except OSError as error:
        raise JournalError(
            f"the folder {folder} cannot be made: {reason(error)}", "another --journal"
        ) from None


def folder_inside(folder: Path) -> None:
    """As `private_folder`, of a folder that belongs to a journal: it is never a link, or what is
    put there would land in another one.

    Raises:
        JournalError: it cannot be made, or something else has its name.
    """
    linked = folder.is_symlink()
    if not linked:
        private_folder(folder)
    if linked or not folder.is_dir():
        what = "a link" if linked else "no folder"
        raise JournalError(f"{folder} is {what}, so nothing is written there", "move it away")
