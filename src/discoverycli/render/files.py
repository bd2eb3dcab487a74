"""Writes files, and folders of files that belong together: each file whole or not at all, and
never through a link."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import InputError, reason
from discoverycli.files import open_regular, replace_file, sync_folder

_ANOTHER = "another --output"
_DATABASES = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9")
"""How the files of SQLite begin: a database, its two kinds of log, and its rollback journal."""


def write_file(
    path: Path,
    content: str | bytes | Iterable[str],
    *,
    lasting: bool = True,
    kept: Iterable[Path] = (),
) -> None:
    """Writes a file at `path`, in place of the one that was there.

    The old file stays until the new one is complete. Only the owner may read it, unless the old
    file is ours and others may read that. The folder must exist. A `lasting` file survives a power
    cut from then on; a caller that writes many files may sync once for all. `kept` is what
    `refuse_odd_target` keeps off.

    Content that comes in pieces is never in memory as a whole.

    Raises:
        InputError: `path` is a link, a folder, a device or a database, or it cannot be written.
    """
    if isinstance(content, bytes):
        pieces: Iterable[bytes] = (content,)
    else:
        pieces = map(str.encode, (content,) if isinstance(content, str) else content)
    refuse_odd_target(path, kept)
    try:
        replace_file(path, pieces, mode=_mode_for(path), lasting=lasting)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {reason(error)}", _ANOTHER) from None


def refuse_odd_target(path: Path, kept: Iterable[Path] = ()) -> None:
    """Checks that `path` is free, or a regular file that a new one may replace.

    Raises:
        InputError: it is a link, a folder, a device, or in a folder that is not there; or as
            `refuse_kept`.
    """
    refuse_kept(path, kept)
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise InputError(f"there is no folder {path.parent}", _ANOTHER) from None
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise InputError(f"{path} cannot be written: permission denied", _ANOTHER) from None
        return
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be written: {reason(error)}", _ANOTHER) from None
    if stat.S_ISREG(mode):
        return
    what = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no file"
    raise InputError(f"{path} is {what}, so nothing was written", _ANOTHER)


def refuse_kept(path: Path, kept: Iterable[Path]) -> None:
    """Checks that `path` is no database, and none of the files and folders in `kept`, nor inside
    one of them, by any name: files are compared by identity.

    Raises:
        InputError: it is.
    """
    if is_database(path):
        raise InputError(f"{path} is a database, so nothing was written", _ANOTHER)
    real = Path(os.path.realpath(path))
    ways = (path, real, *real.parents)
    if any(is_same(way, each) for each in kept for way in ways):
        raise InputError(f"{path} belongs to the journal, so nothing was written", _ANOTHER)


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would if it were there. Some disks take names for
    the same that differ in case, or in how an accent is spelled."""
    with suppress(OSError, ValueError):
        return one.samefile(other)
    if os.path.exists(one) or os.path.exists(other):  # noqa: PTH110 - Path's own can raise
        return False
    return _folded(one) == _folded(other)


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def is_database(path: Path) -> bool:
    """Whether a regular file begins as those of SQLite do."""
    return (beginning(path, 16) or b"").startswith(_DATABASES)


def beginning(path: Path, size: int = -1) -> bytes | None:
    """The first bytes of a regular file, or all of them; `None` where there is none to read."""
    try:
        file = open_regular(path, os.O_NOFOLLOW)
    except (OSError, ValueError):
        return None
    if file is None:
        return None
    with file:
        return file.read(size)


def _mode_for(path: Path) -> int:
    """The mode of the file in whose place a new one comes, if it is ours."""
    try:
        found = path.lstat()
    except OSError:
        return 0o600
    return stat.S_IMODE(found.st_mode) & 0o777 if found.st_uid == os.geteuid() else 0o600


# --- Folders of files -----------------------------------------------------------------------------


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
