"""Owns drafts: what was typed is on the disk before anything else happens to it."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import JournalError
from discoverycli.store.folders import private_folder
from discoverycli.store.guard import reason


class Draft:
    """A file that holds what was typed until the journal does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, text: str | bytes) -> None:
        """Writes the text down, so that it survives whatever happens next.

        Raises:
            JournalError: it cannot be written.
        """
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise JournalError(
                f"the draft {self.path} cannot be written: {reason(error)}", "free some disk space"
            ) from None

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
    for place in (folder, Path(tempfile.gettempdir()) / f"disco-drafts-{os.getuid()}"):
        try:
            private_folder(place)
            path = place / f"{name}-{secrets.token_hex(3)}.md"
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
        except (OSError, JournalError) as error:
            failed = failed or error
        else:
            return Draft(path)
    assert failed is not None
    raise JournalError(f"nothing can be written to {folder}: {reason(failed)}", "another --journal")
