"""`disco config trust`: whose journals may be used when they are found in a folder above."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from discoverycli.context import context
from discoverycli.errors import InputError
from discoverycli.render.blocks import JsonValue, Lines, Note, Page
from discoverycli.render.files import write_file

EXAMPLE = "Example: disco config trust /srv/team"


def trust(
    folder: str = typer.Argument("", metavar="FOLDER", help="A .disco folder, or the one above."),
    remove: bool = typer.Option(False, "--remove", help="Trust it no longer."),
) -> None:
    """Use the journal in a folder that belongs to somebody else. Without FOLDER: list them.

    A .disco in a folder above that another user owns, or that everybody can write to, is not used
    until you trust it. The list is kept in your own settings, not beside the journal.
    """
    from discoverycli.store import trust as store
    from discoverycli.store.paths import path_of

    if not folder:
        if remove:
            raise InputError("--remove needs a folder", "disco config trust --remove FOLDER")
        context().show(_page("", store.trusted()))
        return
    path = path_of(folder).absolute()
    after = store.without_folder(path) if remove else store.with_folder(path)
    _write(store.list_file(), after)
    context().show(_page(f"No longer trusted: {path}" if remove else f"Trusted: {path}", after))


def _write(path: Path, folders: list[str]) -> None:
    from discoverycli.store.folders import private_folder

    private_folder(path.parent)
    write_file(path, json.dumps(folders, indent=1, ensure_ascii=False) + "\n")


def _page(said: str, folders: list[str]) -> Page:
    from discoverycli.store.trust import list_file

    data: JsonValue = {"file": str(list_file()), "trusted": list(folders)}
    blocks = (Note(said), Lines(tuple(folders), "Trusted folders" if folders else ""))
    return Page("", blocks if folders or said else (Note("No folders are trusted."),), data)
