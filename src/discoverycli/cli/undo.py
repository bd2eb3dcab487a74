"""Owns `disco undo`: takes an operation back, after saying what that does."""

from __future__ import annotations

import typer

from discoverycli import clock
from discoverycli.cli.answers import moves_data, moves_lines
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.cli.here import here
from discoverycli.errors import InputError

app = new_app()


@app.command(cls=PageCommand, epilog="Example: disco undo, or disco undo 12 --yes")
def undo(
    number: str = typer.Argument(
        "", help="Which operation, as disco history counts; else the last."
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help="Do not ask."),
) -> None:
    """Take the last change of the journal back, or a named one. Undoing that puts it back."""
    from discoverycli.reports import operations as report

    where = here()
    with where.reader() as reader:
        done = report.load_one(reader, _number(number))
    if not yes:
        for line in report.effects(done):
            where.note(f"  {line}")
    where.confirm(report.question(done, clock.local), yes=yes)
    with where.writer() as session:
        from discoverycli.store.write import operations

        undone = operations.undo(session, done.fact.number, today=where.today)
    moved, data = moves_lines(undone.moves), moves_data(undone.moves)
    where.show(report.undone(done, undone.by, moved, data, clock.local))


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise InputError(f"'{text}' is not the number of an operation", "disco history")
    return int(text)
