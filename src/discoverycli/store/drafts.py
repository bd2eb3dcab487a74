"""Owns drafts: what was typed is on the disk before anything else happens to it."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import JournalError, reason
from discoverycli.store.folders import private_folder


class Draft:
    """A file that holds what was typed until the journal does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, text: str | bytes) -> None:
        """Writes the text down, so that it survives whatever happens next; where the disk is
        full, in the system's folder for temporary files.

        Raises:
            JournalError: it cannot be written there either.
        """
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        try:
            _write(self.path, data)
        except OSError as error:
            self._keep_elsewhere(data, error)

    def _keep_elsewhere(self, data: bytes, failed: OSError) -> None:
        try:
            path = _empty_file(_temporary_folder(), self.path.stem)
            _write(path, data)
        except (OSError, JournalError):
            raise JournalError(
                f"the draft {self.path} cannot be written: {reason(failed)}", "free some disk space"
            ) from None
        self.discard()
        self.path = path

    def text(self) -> bytes:
        """What the draft holds."""
        return self.path.read_bytes()

    def discard(self) -> None:
        """Takes the draft away, once the journal holds its text."""
        with suppress(OSError):
            self.path.unlink()
        with suppress(OSError):
            self.path.parent.rmdir()


def new_draft(folder: Path, name: str) -> Draft:
    """An empty draft in `folder`, or where that cannot be written, in the system's folder for
    temporary files; readable by its owner only.

    Raises:
        JournalError: no folder can be written.
    """
    failed: Exception | None = None
    for place in (folder, _temporary_folder()):
        try:
            return Draft(_empty_file(place, name))
        except (OSError, JournalError) as error:
            failed = failed or error
    assert failed is not None
    raise JournalError(f"nothing can be written to {folder}: {reason(failed)}", "another --journal")


def is_draft(path: Path, folder: Path) -> bool:
    """Whether a file is one that `new_draft` has made for `folder`."""
    return path.resolve().parent in (folder.resolve(), _temporary_folder().resolve())


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"disco-drafts-{os.getuid()}"


def _empty_file(folder: Path, name: str) -> Path:
    private_folder(folder)
    path = folder / f"{name}-{secrets.token_hex(3)}.md"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    return path


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
