"""Owns where the journal is: what was asked for, else the nearest one, else the user's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from discoverycli.errors import InputError

FOLDER = ".disco"
FILE = "journal.db"
DRAFTS = "drafts"


def find_journal(asked: str | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The path of the journal to use, whether or not it exists yet.

    `--journal`, else `DISCO_JOURNAL`, else the nearest `.disco/journal.db` upwards from `cwd`,
    else the user's data folder.

    Raises:
        InputError: a database URL of a kind this version cannot open, or an empty path.
    """
    named = asked if asked is not None else environ.get("DISCO_JOURNAL")
    if named is not None and (asked is not None or named != ""):
        return _named(named, cwd)
    for folder in (cwd, *cwd.parents):
        candidate = folder / FOLDER / FILE
        if candidate.is_file():
            return candidate
    from platformdirs import user_data_path

    return user_data_path("disco", appauthor=False) / FILE


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
    if path.is_dir() and path.suffix != Path(FILE).suffix:
        inside = path / FOLDER / FILE
        path = inside if inside.exists() or not (path / FILE).exists() else path / FILE
    return path if path.is_absolute() else cwd / path


def path_of(text: str) -> Path:
    """The path that was typed; `~` is the user's home, and `~name` of nobody stays as it is."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own raises for nobody's


def drafts_folder(journal: Path) -> Path:
    """Where text waits that is not in `journal` yet."""
    return journal.parent / DRAFTS
