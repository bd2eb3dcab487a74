"""Says which journals found in a folder above may be used without being named.

Somebody else can put a `.disco` where others will work below it, and would read what they log. As
with git's `safe.directory`, users must first trust it in their own settings."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import InputError, JournalError, NotFoundError, reason
from discoverycli.store.paths import FOLDER, UnusableError, own_folder


def check(journal: Path, environ: Mapping[str, str]) -> None:
    """Checks that a journal that was found may be used.

    Raises:
        UnusableError: somebody else may have put it there, and its folder is not trusted.
        OSError: it cannot be looked at.
    """
    why = _doubt(journal, environ)
    known: list[str] = []
    if why is not None:
        with suppress(JournalError):  # without a home nothing is trusted
            known = trusted()
    if why is not None and _key(journal.parent) not in known:
        raise UnusableError(
            journal,
            f"{why}, so its journal is not used",
            f"disco config trust {shlex.quote(str(journal.parent))}",
        )


def _doubt(journal: Path, environ: Mapping[str, str]) -> str | None:
    ours = {os.geteuid()}
    if os.geteuid() == 0 and environ.get("SUDO_UID", "").isdecimal():
        ours.add(int(environ["SUDO_UID"]))
    for path in (journal.parent, journal):
        if not {path.lstat().st_uid, path.stat().st_uid} <= ours:
            return f"{path} belongs to {_owner(path, ours)}"
        if path.stat().st_mode & 0o002:
            return f"everybody can write to {path}"
    return None


def _owner(path: Path, ours: set[int]) -> str:
    import pwd

    user = next(facts.st_uid for facts in (path.lstat(), path.stat()) if facts.st_uid not in ours)
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def list_file() -> Path:
    """The path of the user's own list of trusted folders."""
    return own_folder("user_config_path") / "trusted.json"


def trusted() -> list[str]:
    """The folders that the user trusts.

    Raises:
        InputError: their list cannot be read.
        JournalError: they have no home for one.
    """
    path = list_file()
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"{path} cannot be read: {reason(error)}", "check its rights") from None
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise InputError(f"{path} is not a list of folders", f"rm {shlex.quote(str(path))}")
    return found


def with_folder(path: Path) -> list[str]:
    """The list of trusted folders with one more: `path`, or the `.disco` inside it.

    Raises:
        NotFoundError: there is no such folder.
    """
    folder = _folder(path)
    if folder.name != FOLDER or not folder.is_dir():
        raise NotFoundError(f"there is no {FOLDER} in {path}", "disco config trust FOLDER")
    return sorted({*trusted(), _key(folder)})


def without_folder(path: Path) -> list[str]:
    """The list without one folder, which may no longer exist.

    Raises:
        NotFoundError: it is not in the list.
    """
    before = trusted()
    gone = {_key(path), _key(_folder(path)), _key(path / FOLDER)}
    if not gone & set(before):
        raise NotFoundError(f"{path} is not trusted", "disco config trust, which lists them")
    return [each for each in before if each not in gone]


def _folder(path: Path) -> Path:
    if path.is_file():
        return path.parent
    return path / FOLDER if (path / FOLDER).is_dir() else path


def _key(folder: Path) -> str:
    """A folder as it is listed. Only its parents are resolved: a link is trusted as itself."""
    return str(Path(os.path.realpath(folder.parent)) / folder.name)
