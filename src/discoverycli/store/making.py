"""Makes a new journal under a private name; it gets its own name once everything is in it.

If that is broken off, it leaves a folder that is known by its name and does no harm."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from discoverycli.errors import JournalError, reason
from discoverycli.files import lock, private_folder, sync_folder
from discoverycli.store.interrupts import deaf
from discoverycli.store.location import FILE, FOLDER

_LEFT = re.compile(rf"{re.escape(FOLDER)}\.[0-9a-f]{{12}}\.new")
_OURS = re.compile(rf"(\.{re.escape(FILE)}\.[0-9a-f]+\.new|{re.escape(FILE)})(-wal|-shm|-journal)?")


def is_free(folder: Path) -> bool:
    """Whether a folder holds nothing, or only what was left of a journal that was not finished.

    Raises:
        OSError: it may not be looked into.
    """
    return all(_is_left(each) for each in folder.iterdir())


def make_whole(folder: Path, fill: Callable[[Path], None]) -> bool:
    """Makes the journal of `folder` appear with all that `fill` writes into it, or not at all.

    Args:
        folder: made where it is missing.
        fill: gets the path of a journal that is not there yet.

    Returns:
        Whether it was made; another program may have been faster, and its journal stays.

    Raises:
        JournalError: the folder cannot be made or written to.
    """
    is_new = not os.path.lexists(folder)
    aside = folder / f"{FOLDER}.{secrets.token_hex(6)}.new"
    try:
        private_folder(folder)
        _clear_left(folder)
        aside.mkdir(mode=0o700)
        with _locked(aside):
            fill(aside / FILE)
            with deaf():
                return _give_name(aside, folder)
    except JournalError as error:
        error.message = error.message.replace(str(aside), str(folder / FOLDER))
        raise
    except OSError as error:
        raise JournalError(
            f"{folder} cannot be written to: {reason(error)}", "another --journal"
        ) from None
    finally:
        with suppress(OSError):
            _clear(aside)
        if is_new:
            with suppress(OSError):  # it holds the journal
                folder.rmdir()


def _give_name(aside: Path, folder: Path) -> bool:
    try:
        aside.rename(folder / FOLDER)
    except OSError as error:
        faster = error.errno in (errno.EEXIST, errno.ENOTEMPTY)
        if faster and os.path.lexists(folder / FOLDER / FILE):
            return False
        raise
    sync_folder(folder)
    return True


def _is_left(path: Path) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    names = [each.name for each in path.iterdir()]
    if path.name == FOLDER:
        return not names
    return _LEFT.fullmatch(path.name) is not None and all(map(_OURS.fullmatch, names))


def _clear_left(folder: Path) -> None:
    """Removes what was not finished, unless another program is working on it now."""
    for each in folder.iterdir():
        if each.name != FOLDER and _is_left(each):
            with suppress(OSError), _locked(each):
                _clear(each)


def _clear(aside: Path) -> None:
    for each in aside.iterdir():
        if _OURS.fullmatch(each.name):
            each.unlink()
    aside.rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keeps other programs from removing a folder; `BlockingIOError` if another one has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not lock(handle):
            raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK))
        yield
    finally:
        os.close(handle)
