"""`disco export`: writes the whole journal as JSON or as a folder of Markdown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from discoverycli.cli.commands import Command, new_app
from discoverycli.context import Context, context
from discoverycli.domain.text.words import pluralize
from discoverycli.errors import InputError
from discoverycli.render.files import write_file, write_folder
from discoverycli.render.progress import progress

if TYPE_CHECKING:
    from discoverycli.domain.snapshot import Snapshot

app = new_app()

_FORMATS = ("json", "markdown")


class ExportCommand(Command):
    """A command whose output may be meant for others."""

    shareable = True


@app.command(cls=ExportCommand, epilog="Example: disco export --format markdown --output notes")
def export(
    format_: str = typer.Option(
        "json",
        "--format",
        metavar="|".join(_FORMATS),
        help="One JSON file, or a folder of Markdown.",
        autocompletion=lambda: list(_FORMATS),
    ),
    json: bool = typer.Option(False, "--json", help="Short for --format json."),
    output: str | None = typer.Option(
        None, "--output", "-o", metavar="PATH", help="The file or folder; else standard output."
    ),
) -> None:
    """Write the whole journal down, so that `disco import` gives it back.

    Nothing is left out but what can be worked out again. An earlier export at the same place is
    replaced; links are never followed. With --anonymous it is for others, and gives back a journal
    without names.
    """
    wanted = "json" if json else format_
    if wanted not in _FORMATS:
        raise InputError(f"'{wanted}' is not a format of exports", f"one of: {', '.join(_FORMATS)}")
    if wanted == "markdown" and output is None:
        raise InputError("Markdown needs a folder", "disco export --format markdown --output notes")
    from discoverycli.store.read import journal

    where = context()
    where.output = output
    where.check_output(folder_too=wanted == "markdown")
    with where.reader() as reader:
        snapshot = journal.read_journal(reader)
        _write(snapshot, where, markdown=wanted == "markdown")
    if output is not None:
        counts = (
            pluralize(len(snapshot.interviews), "interview"),
            pluralize(len(snapshot.people), "person", "people"),
            pluralize(len(snapshot.hypotheses), "hypothesis", "hypotheses"),
            pluralize(len(snapshot.jobs), "job"),
        )
        where.note(f"exported {', '.join(counts)} to {output}")


def _write(snapshot: Snapshot, where: Context, *, markdown: bool) -> None:
    from discoverycli.formats import journal_json

    if where.output is None:
        sys.stdout.writelines(journal_json.dump(snapshot))
        return
    with progress("writing", len(snapshot.interviews)) as step:
        if not markdown:
            write_file(where.target, journal_json.dump(snapshot, step), kept=where.kept)
            return
        from discoverycli.formats import journal_folder, journal_markdown

        write_folder(
            where.target,
            journal_markdown.dump(snapshot),
            main=journal_markdown.MAIN,
            recognises=journal_folder.recognises,
            is_ours=journal_markdown.is_ours,
            step=step,
            kept=where.kept,
        )
