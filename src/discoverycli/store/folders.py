"""Owns making folders that only their owner can look into."""

from __future__ import annotations

from pathlib import Path

from discoverycli.errors import JournalError, reason


def private_folder(folder: Path) -> None:
    """Makes `folder`, for its owner only, where it is missing.

    Raises:
        JournalError: it cannot be made.
    """
    try:
        missing = [folder, *folder.parents]
        missing = missing[: next(i for i, each in enumerate(missing) if each.exists())]
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise JournalError(
            f"the folder {folder} cannot be made: {reason(error)}", "another --journal"
        ) from None
