"""Writes a folder of files that belong together, in place of an earlier one."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import InputError, reason
from discoverycli.files import sync_folder
from discoverycli.render.files import beginning, is_database, is_same, refuse_kept, write_file

_ANOTHER = "another --output"


def write_folder(
    folder: Path,
    files: Iterable[tuple[str, str | Iterator[str]]],
    *,
    main: str,
    recognises: Callable[[bytes], bool],
    is_ours: Callable[[str], bool],
    step: Callable[[], None],
    kept: Sequence[Path] = (),
) -> None:
    """Writes files into a folder, each whole or not at all; then deletes what is left of an earlier
    set.

    Args:
        folder: made where it is missing, for its owner only.
        files: each name inside the folder, at most one folder deep, with its text, whole or in
            pieces; `main` last.
        main: the file by which such a folder is known.
        recognises: whether that file begins as one of ours.
        is_ours: whether a name can be that of an earlier file of ours. No other file is touched.
        step: called after each file.
        kept: files and folders that are never written over.

    Raises:
        InputError: `folder` is a link or no folder, holds something else or what is kept, or cannot
            be written.
    """
    _refuse_kept(folder, kept, is_ours)
    _refuse_foreign(folder, main, recognises)
    written: set[str] = set()
    try:
        _make(folder)
        for name, text in files:
            path = folder / name
            if path.parent != folder and str(path.parent) not in written:
                _make(path.parent)
                written.add(str(path.parent))
            if name == main:
                os.sync()  # one for all: what `main` stands for is on the disk before it is
            if not isinstance(text, str) or beginning(path) != text.encode():
                write_file(path, text, lasting=name == main)
            written.add(name)
            step()
        _take_away(folder, written, is_ours)
        sync_folder(folder)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {reason(error)}", _ANOTHER) from None


def _refuse_kept(folder: Path, kept: Sequence[Path], is_ours: Callable[[str], bool]) -> None:
    refuse_kept(folder, kept)
    for path in kept:
        above, name = path.parent, path.name
        inside = is_same(above, folder)
        if inside or (is_same(above.parent, folder) and is_ours(f"{above.name}/{name}")):
            raise InputError(f"{folder} holds a journal, so nothing was written", _ANOTHER)


def _refuse_foreign(folder: Path, main: str, recognises: Callable[[bytes], bool]) -> None:
    if not os.path.lexists(folder):
        if not folder.parent.is_dir():
            raise InputError(f"there is no folder {folder.parent}", _ANOTHER)
        return
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise InputError(f"{folder} is no folder, so nothing was written", _ANOTHER)
    if any(folder.iterdir()) and not recognises(beginning(folder / main) or b""):
        raise InputError(f"{folder} holds something else, so nothing was written", _ANOTHER)


def _make(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise InputError(f"{folder} is no folder, so nothing was written", _ANOTHER)


def _take_away(folder: Path, written: set[str], is_ours: Callable[[str], bool]) -> None:
    for path in [*folder.glob("*"), *folder.glob("*/*")]:
        name = path.relative_to(folder).as_posix()
        ours = name not in written and is_ours(name) and stat.S_ISREG(path.lstat().st_mode)
        if ours and not is_database(path):
            path.unlink()
