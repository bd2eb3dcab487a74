"""`disco init`: makes a new journal in a folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import typer

from discoverycli.cli.answers.setup import created_page
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import bring_up_to_date, context
from discoverycli.errors import DiscoError, InputError
from discoverycli.store.location import FILE, FOLDER, find_journal, path_of

app = new_app()


@app.command(cls=PageCommand, epilog="Example: disco init ~/work/team")
def init(
    path: str | None = typer.Argument(
        None,
        metavar="PATH",
        help="The folder it is for, or a file that ends in .db; else the current folder.",
    ),
) -> None:
    """Start a journal. One that is there already is left alone.

    Every command run in that folder or below it then uses this journal.
    """
    from discoverycli.store.writer import ensure_journal

    journal = _journal(path)
    context().journal_option = str(journal)
    context().check_output()
    if os.path.lexists(journal):
        bring_up_to_date(journal)
    created = ensure_journal(journal)
    if created:
        context().journal_option = _as_option(journal)
    context().show(created_page(journal, created))
    if created:
        context().warn_of(journal)


def _as_option(journal: Path) -> str | None:
    """What the next commands need as `--journal`; `None` where they find it without."""
    folder = context().folder
    with suppress(DiscoError, OSError):
        if find_journal(None, os.environ, folder).samefile(journal):
            return None
    inside = journal.is_relative_to(folder)
    return str(journal.relative_to(folder) if inside else journal)


def _journal(path: str | None) -> Path:
    """The path given, else `--journal` or `DISCO_JOURNAL`, else this folder."""
    where = context()
    if path is None:
        if where.journal_option is not None or os.environ.get("DISCO_JOURNAL"):
            return where.journal
        return where.folder / FOLDER / FILE
    if where.journal_option is not None:
        raise InputError("the journal is named twice", "disco init PATH, without --journal")
    if not path.strip():
        raise InputError("the path is empty", "disco init FOLDER")
    named = path_of(path).absolute()
    return named if named.suffix == ".db" else named / FOLDER / FILE
