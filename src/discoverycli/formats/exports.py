"""Tells a journal's export from other files and folders, and reads it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from discoverycli.errors import InputError, reason
from discoverycli.formats import journal_folder, journal_json
from discoverycli.formats.entries import MAX_EXPORT_BYTES
from discoverycli.formats.files import open_regular
from discoverycli.formats.journal_markdown import FILES, MAIN, NOTES, is_ours
from discoverycli.formats.records import MisfitError

if TYPE_CHECKING:
    from discoverycli.domain.snapshot import Snapshot

_HEAD = 256


def steps(path: str) -> int:
    """How many steps reading a file takes at the most."""
    with suppress(OSError, ValueError):
        return os.path.getsize(path) // journal_json.CHUNK  # noqa: PTH202 - Path's own is slower
    return 0


def read(path: str, step: Callable[[], None] = lambda: None) -> Snapshot | None:
    """The journal that a file or folder holds; `None` when it is no export of a journal.

    Of a folder, only the files that an export has are opened, and no links. A file is read again
    when the journal's interviews are gone through. `step` is called after each MB of a file.

    Raises:
        InputError: it is an export, but damaged, larger than 500 MB, or of a newer version.
    """
    if Path(path).is_dir():
        folder = path.rstrip("/") or path
        if not journal_folder.recognises(_head(f"{folder}/{MAIN}", os.O_NOFOLLOW)):
            # Half an export is no folder of notes: it has their marks, but not what they mean.
            if all(os.path.lexists(f"{folder}/{name}") for name in FILES if name != MAIN):
                raise MisfitError(f"{folder}/{MAIN}", "it does not begin as that of an export does")
            return None
        return journal_folder.load(folder, _files(folder))
    if not journal_json.recognises(_head(path)):
        return None
    return journal_json.read(path, _Same(path), step)


class _Same:
    """Opens a file of at most 500 MB again and again. Raises `InputError` once it has changed."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._seen: tuple[int, ...] = ()

    def __call__(self) -> BinaryIO:
        file = _open(self._path)
        about = os.fstat(file.fileno())
        seen = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns)
        if self._seen not in ((), seen):
            file.close()
            raise InputError(f"'{self._path}' was changed while it was read", "disco import, again")
        self._seen = seen
        if about.st_size > MAX_EXPORT_BYTES:
            file.close()
            raise _too_large(self._path)
        return file


def _files(folder: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    room = MAX_EXPORT_BYTES
    for name in _names(folder):
        files[name] = _bytes(f"{folder}/{name}", room)
        room -= len(files[name])
    return files


def _names(folder: str) -> Iterator[str]:
    yield from (name for name in FILES if os.path.lexists(f"{folder}/{name}"))
    if Path(folder, NOTES).is_symlink():
        raise MisfitError(f"{folder}/{NOTES}", "it is a link, and links are not followed")
    try:
        found = os.listdir(f"{folder}/{NOTES}")  # noqa: PTH208 - names, not paths
    except OSError:
        return
    yield from (name for each in sorted(found) if is_ours(name := f"{NOTES}/{each}"))


def _head(path: str, flags: int = 0) -> bytes:
    file = None
    with suppress(OSError, ValueError):
        file = open_regular(path, flags)
    if file is None:
        return b""
    with file:
        return file.read(_HEAD)


def _open(path: str, flags: int = 0) -> BinaryIO:
    try:
        file = open_regular(path, flags)
    except OSError as error:
        raise _unreadable(path, error) from None
    if file is None:
        raise InputError(f"'{path}' is not a regular file", "an export as it was made")
    return file


def _bytes(path: str, limit: int) -> bytes:
    with _open(path, os.O_NOFOLLOW) as file:
        try:
            # `read` allocates as much as it is asked for, so it is not asked for the whole limit.
            data = file.read(min(os.fstat(file.fileno()).st_size, limit) + 1)
        except OSError as error:
            raise _unreadable(path, error) from None
    if len(data) > limit:
        raise _too_large(path)
    return data


def _unreadable(path: str, error: OSError) -> InputError:
    return InputError(f"'{path}' cannot be read: {reason(error)}", "an export as it was made")


def _too_large(path: str) -> InputError:
    return InputError(f"'{path}' is larger than 500 MB, the limit", "a part of it at a time")
