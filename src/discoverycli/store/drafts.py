"""Keeps drafts: what was typed is on the disk before anything else happens to it.

A program holds its draft for as long as it runs. A draft that nobody holds was left behind, and can
be resumed."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shlex
import stat
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from discoverycli.errors import InputError, JournalError, reason
from discoverycli.files import (
    draft_beside,
    fill,
    folder_inside,
    lock,
    new_file,
    private_folder,
    sync_folder,
)

LOG = "log"
CONFIG = "config"
_DROPPED = ".dropped"
_KEPT_SECONDS = 30 * 24 * 60 * 60
"""How long a draft that was dropped still lies aside: docs/decisions/0027"""


class Draft:
    """A file that holds what was typed until the journal does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: int | None = None

    def keep(self, text: str | bytes) -> None:
        """Writes the text to disk, so that it survives anything that happens next; if the disk is
        full, in the system's folder for temporary files.

        Raises:
            JournalError: it cannot be written there either.
        """
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        try:
            self._hold(_write(self.path, data))
        except OSError as error:
            self._keep_elsewhere(data, error)

    def _keep_elsewhere(self, data: bytes, failed: OSError) -> None:
        try:
            path = _empty_file(_elsewhere(), _marked(self.path.stem, self.path.parent))
            held = _write(path, data)
        except (OSError, JournalError):
            raise JournalError(
                f"the draft {self.path} cannot be written: {reason(failed)}", "free some disk space"
            ) from None
        self.discard()
        self.path = path
        self._hold(held)

    def text(self) -> bytes:
        """What the draft holds."""
        return self.path.read_bytes()

    def recover(self, before: bytes) -> bool:
        """Puts back what the draft held, if an editor has left nothing readable; under another
        name, if something else has its own. Returns whether it did."""
        with suppress(OSError):
            if stat.S_ISREG(self.path.lstat().st_mode):
                self.text()
                return False
        if os.path.lexists(self.path):
            self.path = self.path.with_name(f"{self.path.stem}-{secrets.token_hex(3)}.md")
        self.keep(before)
        return True

    def hold(self) -> bool:
        """Holds the draft from now on; whether no other program does."""
        handle = None
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
            if lock(handle) and os.path.samestat(os.fstat(handle), self.path.stat()):
                self._hold(handle)
                return True
        except OSError:
            pass
        if handle is not None:
            os.close(handle)
        return False

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Keeps holding the draft while an editor may replace its file."""
        closed = threading.Event()

        def watch() -> None:
            while not closed.wait(0.1):
                with suppress(OSError):
                    held = self._held is not None and os.fstat(self._held)
                    if not held or not os.path.samestat(held, self.path.stat()):
                        self.hold()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            closed.set()
            watcher.join()
            self.hold()

    @contextmanager
    def unless_untouched(self) -> Iterator[None]:
        """If the block fails, deletes the draft unless its text has changed."""
        before = self.text()
        try:
            yield
        except BaseException:
            with suppress(OSError):
                if self.text() == before:
                    self.discard()
            raise

    def release(self) -> None:
        """Stops holding the draft, so that others can resume it."""
        self._hold(None)

    def _hold(self, handle: int | None) -> None:
        before, self._held = self._held, handle
        if before is not None:
            os.close(before)

    def discard(self) -> None:
        """Takes the draft away, once the journal holds its text."""
        with suppress(OSError):
            self.path.unlink()
        with suppress(OSError):
            self.path.parent.rmdir()
        self.release()


class Waiting(NamedTuple):
    """A draft that was left behind. `of` is what it was to be: `LOG`, `CONFIG`, or the code of
    the interview that was edited."""

    path: Path
    of: str

    @property
    def way_on(self) -> str:
        """What to type to go on with it."""
        path = shlex.quote(str(self.path))
        if self.of == LOG:
            return f"disco log {path}"
        what = "config edit" if self.of == CONFIG else f"edit {self.of}"
        return f"disco {what} --file {path}"


def new_draft(folder: Path, name: str, *, inside: bool = True) -> Draft:
    """An empty draft in `folder`, or where that cannot be written or is not to be (`inside`), in
    the system's folder for temporary files; readable by its owner only.

    Raises:
        JournalError: no folder can be written.
    """
    try:
        try:
            if not inside:
                raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
            draft = Draft(_empty_file(folder, name))
        except (OSError, JournalError) as error:
            failed = error
            draft = Draft(_empty_file(_elsewhere(), _marked(name, folder)))
    except (OSError, JournalError):
        raise JournalError(
            f"nothing can be written to {folder}: {reason(failed)}", "another --journal"
        ) from None
    draft.hold()
    return draft


def is_draft(path: Path, folder: Path) -> bool:
    """Whether a file is one that `new_draft` has made for `folder`."""
    return path.resolve().parent in (folder.resolve(), _temporary_folder().resolve())


def waiting(folder: Path) -> list[Waiting]:
    """The drafts with words that were left behind in `folder` or, in its stead, in the system's
    folder for temporary files, the latest first. Drafts that a program holds are included.

    In a folder that everybody may write to, only our own files count as drafts.
    """
    found: list[tuple[int, Waiting]] = []
    for place, mark in ((folder, ""), (_temporary_folder(), _mark(folder))):
        with suppress(OSError):
            if mark and place.lstat().st_uid != os.getuid():
                continue
            for entry in os.scandir(place):
                facts = entry.stat(follow_symlinks=False)
                of = kind_of(entry.name)
                ours = stat.S_ISREG(facts.st_mode) and facts.st_uid == os.getuid()
                if of and ours and mark in entry.name and holds_words(place / entry.name):
                    found.append((facts.st_mtime_ns, Waiting(place / entry.name, of)))
    return [each for _, each in sorted(found, reverse=True)]


def body_in(text: str) -> str:
    """What a draft says below its head, where it has one."""
    from discoverycli.domain.note.front_matter import scan_front_matter

    try:
        return scan_front_matter(text).body
    except InputError:
        return text


def holds_words(path: Path) -> bool:
    """Whether there is anything in a draft to come back to. What cannot be read may hold some; the
    head of a call alone, as the editor's template is, says nothing."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return True
    return bool((body_in(text) if kind_of(path.name) == LOG else text).strip())


def set_aside(paths: Sequence[Path], now: float) -> list[Path]:
    """Drops all of these drafts or none: renames each, in its folder, to a name that no draft has,
    and deletes what was dropped long ago.

    Returns:
        Their new paths.

    Raises:
        InputError: another program is writing one of them.
        JournalError: one cannot be renamed.
    """
    drafts = [Draft(path) for path in paths]
    aside = {path: path.with_name(f"{path.name}{_DROPPED}") for path in paths}
    try:
        for draft in drafts:
            if not draft.hold():
                raise InputError(
                    f"{draft.path} is still being written, so nothing was dropped",
                    "again when that is done",
                )
        _rename(aside)
    finally:
        for draft in drafts:
            draft.release()
    for dropped in aside.values():
        with suppress(OSError):
            os.utime(dropped, (now, now))
    _remove_old(aside.values(), now)
    return list(aside.values())


def _rename(names: Mapping[Path, Path]) -> None:
    """Renames all files, or none."""
    done: list[Path] = []
    try:
        for path, new in names.items():
            path.rename(new)
            done.append(path)
    except BaseException as error:
        for path in done:
            with suppress(OSError):
                names[path].rename(path)
        if not isinstance(error, OSError):
            raise
        message = f"{path} cannot be dropped, so nothing was: {reason(error)}"
        raise JournalError(message, f"rm {shlex.quote(str(path))}") from None


def _remove_old(dropped: Collection[Path], now: float) -> None:
    for folder in {path.parent for path in dropped}:
        for each in folder.glob(f"*{_DROPPED}"):
            with suppress(OSError):
                if each not in dropped and each.stat().st_mtime < now - _KEPT_SECONDS:
                    each.unlink()


def files(folder: Path) -> list[Path]:
    """Every file among the drafts of `folder`, with any name: editors leave copies too."""
    found: list[Path] = []
    for place, mark in ((folder, ""), (_temporary_folder(), _mark(folder).removesuffix("-"))):
        with suppress(OSError):
            found += [
                place / entry.name
                for entry in os.scandir(place)
                if mark in entry.name and entry.is_file(follow_symlinks=False)
            ]
    return sorted(found)


_NAMES = re.compile(
    r"(?:(?P<log>\d{8}-\d{6})|(?P<config>config)|(?P<code>I[1-9]\d*))(-[0-9a-f]{6,8})+\.md"
)


def kind_of(name: str) -> str | None:
    """What the draft of a file's name was to be, as in `Waiting.of`; `None` for no draft."""
    found = _NAMES.fullmatch(name)
    if found is None:
        return None
    return found["code"] or (LOG if found["log"] else CONFIG)


def _mark(folder: Path) -> str:
    """A folder's mark in the names of drafts, where those of every journal lie together."""
    path = os.fsencode(folder.resolve())
    return f"-{hashlib.sha256(path).hexdigest()[:8]}-"


def _marked(name: str, folder: Path) -> str:
    """A draft's name in the system's folder for temporary files."""
    elsewhere = folder.resolve() == _temporary_folder().resolve()
    return name if elsewhere else f"{name}{_mark(folder)}".removesuffix("-")


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"disco-drafts-{os.getuid()}"


def _elsewhere() -> Path:
    """The system's folder for temporary files. Raises `OSError` if somebody else prepared ours."""
    folder = _temporary_folder()
    private_folder(folder)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise PermissionError(errno.EPERM, f"{folder} belongs to somebody else")
    return folder


def _empty_file(folder: Path, name: str) -> Path:
    folder_inside(folder)
    path = folder / f"{name}-{secrets.token_hex(3)}.md"
    os.close(new_file(path))
    return path


def _write(path: Path, data: bytes) -> int:
    """Writes a draft and returns its file, open and locked from the start. The old text stays until
    the new one is on the disk."""
    with draft_beside(path) as fresh:
        handle = new_file(fresh)
        try:
            lock(handle)
            fill(handle, [data])
            fresh.replace(path)
            sync_folder(path.parent)
        except BaseException:
            os.close(handle)
            raise
        return handle
