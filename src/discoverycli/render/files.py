"""Owns writing files: whole or not at all, for their owner only, and never through a link."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import InputError, reason

_ANOTHER = "another --output"


def write_file(path: Path, content: str | bytes, *, lasting: bool = True) -> None:
    """Puts a file with this content at `path`, in the place of the one that was there.

    Until the very end the old file stays; then the new one stands there whole. It is readable by
    its owner only, unless the one in whose place it comes is ours and may be read by others too.
    The folder must exist. A `lasting` file survives a power cut from then on; whoever writes many
    files may see to that once for all.

    Raises:
        InputError: `path` is a link, a folder or a device, or it cannot be written.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    refuse_odd_target(path)
    draft = path.with_name(f".{path.name[:50]}.{secrets.token_hex(6)}.new")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(handle, _mode_for(path))
            if lasting:
                os.fsync(file.fileno())
        draft.replace(path)
        if lasting:
            sync_folder(path.parent)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {reason(error)}", _ANOTHER) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def refuse_odd_target(path: Path) -> None:
    """That `path` is free or a regular file.

    Raises:
        InputError: it is a link, a folder, a device, or in a folder that is not there.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise InputError(f"there is no folder {path.parent}", _ANOTHER) from None
        return
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be written: {reason(error)}", _ANOTHER) from None
    if stat.S_ISREG(mode):
        return
    what = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no file"
    raise InputError(f"{path} is {what}, so nothing was written", _ANOTHER)


def _mode_for(path: Path) -> int:
    """The mode of the file in whose place a new one comes, if it is ours."""
    try:
        found = path.lstat()
    except OSError:
        return 0o600
    return stat.S_IMODE(found.st_mode) & 0o777 if found.st_uid == os.geteuid() else 0o600


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
