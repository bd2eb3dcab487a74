"""Makes folders that only their owner can look into."""

from __future__ import annotations

from pathlib import Path

from discoverycli.errors import JournalError, reason
from discoverycli.files import sync_folder


def private_folder(folder: Path) -> None:
    """Makes `folder`, for its owner only, where it is missing; then it survives a power cut.

    Raises:
        JournalError: it cannot be made.
    """
    try:
        missing = [folder, *folder.parents]
        missing = missing[: next(i for i, each in enumerate(missing) if each.exists())]
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
            sync_folder(each.parent)
    except OSError as error:
        raise JournalError(
            f"the folder {folder} cannot be made: {reason(error)}", "another --journal"
        ) from None


def folder_inside(folder: Path) -> None:
    """As `private_folder`, of a folder that belongs to a journal: it is never a link, or what is
    put there would land in another one.

    Raises:
        JournalError: it cannot be made, or something else has its name.
    """
    linked = folder.is_symlink()
    if not linked:
        private_folder(folder)
    if linked or not folder.is_dir():
        what = "a link" if linked else "no folder"
        raise JournalError(f"{folder} is {what}, so nothing is written there", "move it away")
