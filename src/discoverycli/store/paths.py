"""Names the files of a journal, and finds the folders that are the user's own."""

from __future__ import annotations

import os
from pathlib import Path

from discoverycli.errors import JournalError

FOLDER = ".disco"
FILE = "journal.db"
SETTINGS = "config.yaml"
DRAFTS = "drafts"
BACKUPS = "backups"
LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a journal that is in use, by the end of its name."""


class UnusableError(JournalError):
    """A journal that was found and cannot be used; words typed for `journal` are kept."""

    def __init__(self, journal: Path, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.journal = journal


def own_folder(kind: str) -> Path:
    """The user's own folder of a kind that `platformdirs` knows.

    Raises:
        JournalError: the user has no home.
    """
    import platformdirs

    try:
        found: Path = getattr(platformdirs, kind)("disco", appauthor=False)
    except (RuntimeError, KeyError):
        found = Path("~")
    if not found.is_absolute():
        raise JournalError("there is no home folder for a journal", "--journal PATH")
    return found


def path_of(text: str) -> Path:
    """The path that was typed; `~` is the user's home, and `~name` of nobody stays as it is."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own raises for nobody's


def drafts_folder(journal: Path) -> Path:
    """Where text waits that is not in `journal` yet."""
    return journal.parent / DRAFTS
