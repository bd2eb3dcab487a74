"""Finds the journal: the one that was named, else the nearest, else the user's own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import InputError, JournalError, reason
from discoverycli.store import trust
from discoverycli.store.paths import (
    BACKUPS,
    DRAFTS,
    FILE,
    FOLDER,
    LOGS,
    SETTINGS,
    UnusableError,
    own_folder,
    path_of,
)

_UNREAD = re.compile(r"(^|/)(\$[\w{(]|%\w+%|~/|([\"']).*\3(/|$))|^~|`|^[\s\"]|[\s\"]$")
"""What a file of settings hands on as it stands, where a shell would have put something else."""


def find_journal(asked: str | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The path of the journal to use, whether or not it exists yet.

    `--journal`, else `DISCO_JOURNAL`, else the nearest `.disco/journal.db` upwards from `cwd`,
    else the user's data folder.

    Raises:
        InputError: a database URL of a kind this version cannot open, or an empty path.
        UnusableError: the nearest may be somebody else's, or this user may not look at it.
    """
    found = next(_ways(asked, environ, cwd))
    if not _is_named(asked, environ) and found.parent.name == FOLDER:
        trust.check(found, environ)
    return found


def _is_named(asked: str | None, environ: Mapping[str, str]) -> bool:
    return asked is not None or bool(environ.get("DISCO_JOURNAL"))


def _ways(asked: str | None, environ: Mapping[str, str], cwd: Path) -> Iterator[Path]:
    if asked is not None:
        yield _named(asked, cwd)
    if environ.get("DISCO_JOURNAL"):
        yield _named(environ["DISCO_JOURNAL"], cwd)
    for folder in (cwd, *cwd.parents):
        candidate = folder / FOLDER / FILE
        if _is_file(candidate):
            yield candidate
            break
    yield own_folder("user_data_path") / FILE


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError as error:
        raise UnusableError(
            path, f"{path} cannot be opened: {reason(error)}", "check its rights, or --journal PATH"
        ) from None


def kept(asked: str | None, environ: Mapping[str, str], cwd: Path) -> tuple[Path, ...]:
    """What no output may replace: every journal that can be meant here, made or not, the parts of
    its database, its settings, backups and drafts."""
    found: list[Path] = []
    with suppress(InputError, JournalError):
        for journal in _ways(asked, environ, cwd):
            for real in (journal, Path(os.path.realpath(journal))):
                found += (real.parent / name for name in (SETTINGS, BACKUPS, DRAFTS))
                found += (real.with_name(f"{real.name}{end}") for end in ("", *LOGS))
    with suppress(JournalError):
        found.append(own_folder("user_config_path"))
    return tuple(dict.fromkeys(found))


def is_of_a_journal(path: Path) -> bool:
    """Whether a path is the settings of some journal, or in its backups or drafts."""
    name = path.name
    for folder in path.parents:
        own = name in (BACKUPS, DRAFTS) or (name == SETTINGS and folder == path.parent)
        if own and (folder.name == FOLDER or os.path.lexists(folder / FILE)):
            return True
        name = folder.name
    return False


def _named(text: str, cwd: Path) -> Path:
    if not text.strip():
        raise InputError("the journal's path is empty", "--journal PATH")
    scheme, separator, rest = text.partition("://")
    if separator and scheme == "sqlite":
        text = rest.removeprefix("/")
    elif separator:
        raise InputError(
            f"a {scheme.split('+')[0]} journal cannot be opened by this version",
            "a path to a local journal, such as --journal team/journal.db",
        )
    path = path_of(text)
    if _UNREAD.search(str(path)) and not os.path.lexists(path):
        raise InputError(
            f"the journal's path holds what only a shell reads: {text}",
            "the path as it is, without $, ~, quotes, and blanks at its ends",
        )
    # Path's own methods raise where this user may not look.
    if os.path.isdir(path) and path.suffix != Path(FILE).suffix:  # noqa: PTH112
        inside = path / FOLDER / FILE
        outside_only = os.path.exists(path / FILE) and not os.path.exists(inside)  # noqa: PTH110
        path = path / FILE if outside_only else inside
    return path if path.is_absolute() else cwd / path
