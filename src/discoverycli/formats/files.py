"""Finds the files of an import, behind the paths that a user names, and reads them."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from discoverycli.errors import InputError, NotFoundError, reason
from discoverycli.formats import SUFFIXES, read
from discoverycli.formats.entries import (
    MAX_FILE_BYTES,
    MAX_RECORDS,
    ImportOptions,
    RefusedError,
    Result,
    too_large,
)

_FOLDER_WORDS = """
readme index license licence copying notice manifest sources changelog contributing code_of_conduct
"""
_ABOUT_THE_FOLDER = frozenset(_FOLDER_WORDS.split())


class Skipped(NamedTuple):
    """A file inside a named folder that is not read, and why."""

    path: str
    reason: str


class FoundFiles(NamedTuple):
    """The files to read, in order, and those left out."""

    files: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def expand(paths: Iterable[str]) -> FoundFiles:
    """The files behind the paths a user names.

    A named file is read, whatever its ending. A folder is opened up with the folders in it, sorted
    by name: hidden files are passed over, and what is no interview by its kind (pictures, licences,
    a README) is skipped with a reason. Links inside a folder are never followed, so that nothing
    outside of it is read. A file named twice is read once.

    Raises:
        NotFoundError: a path that is not there.
        InputError: a folder that may not be opened, or more than 100,000 files.
    """
    files: dict[str, None] = {}
    skipped: list[Skipped] = []
    for path in paths:
        if not os.path.lexists(path):
            raise NotFoundError(f"there is no file '{path}'", "a file or a folder that exists")
        entries = _inside(path) if Path(path).is_dir() else iter([(path, None)])
        for file, odd in entries:
            if odd is None:
                files[file] = None
            else:
                skipped.append(Skipped(file, odd))
            if len(files) + len(skipped) > MAX_RECORDS:
                raise InputError(
                    f"more than 100,000 files, the limit, in '{path}'", "one folder after another"
                )
    return FoundFiles(tuple(files), tuple(skipped))


def read_file(
    path: str, options: ImportOptions | None = None, *, format_: str | None = None
) -> Result:
    """As `formats.read`, with the bytes of the file at `path`.

    A file that cannot be opened is a problem too, so that the others of an import are still read.
    """
    try:
        data = file_bytes(path)
    except RefusedError as error:
        return Result(problems=(error.problem(path),))
    return read(path, data, options, format_=format_)


def file_bytes(path: str) -> bytes:
    """The bytes of a regular file of at most 10 MB.

    Raises:
        RefusedError: not there, not a regular file, larger than 10 MB, or not readable.
    """
    data = None
    try:
        if (file := open_regular(path)) is not None:
            with file:
                data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        if error.errno not in (errno.ENXIO, errno.EOPNOTSUPP):
            raise RefusedError(f"cannot be read: {reason(error)}") from None
    if data is None:
        raise RefusedError("not a regular file")
    if len(data) > MAX_FILE_BYTES:
        raise too_large("larger than 10 MB, the limit for a file")
    return data


def open_regular(path: str, flags: int = 0) -> BinaryIO | None:
    """A regular file, opened; `None` for a folder, a device or a pipe, without waiting for it.

    Raises:
        OSError: it cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | flags)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    return None


def _inside(folder: str) -> Iterator[tuple[str, str | None]]:
    waiting = [_sorted(folder)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif entry.name.startswith("."):
            continue
        elif entry.is_symlink():
            yield entry.path, "a link"
        elif entry.is_dir(follow_symlinks=False):
            try:
                waiting.append(_sorted(entry.path))
            except InputError:
                yield entry.path, "a folder that may not be opened"
        else:
            yield entry.path, _reason_to_skip(entry)


def _sorted(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return iter(sorted(found, key=lambda entry: entry.name))
    except OSError as error:
        raise InputError(
            f"the folder '{folder}' cannot be opened: {reason(error)}", "a folder that you may open"
        ) from None


def _reason_to_skip(entry: os.DirEntry[str]) -> str | None:
    if not entry.is_file(follow_symlinks=False):
        return "not a regular file"
    stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - a name, not a path
    if stem.lower().strip("_") in _ABOUT_THE_FOLDER:
        return "about the folder, not an interview"
    if suffix.lower() not in SUFFIXES:
        return f"'{suffix or entry.name}' is not a kind of file that can be read"
    return None
