"""`disco undo`: undoes an operation, after saying what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.domain.text.folding import name_key
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import OperationFact

app = new_app()


@app.command(cls=PageCommand, epilog="Example: disco undo, or disco undo 12 --yes")
def undo(
    number: str = typer.Argument(
        "", help="Which operation, as disco history counts; else the last."
    ),
    yes: bool = options.YES,
) -> None:
    """Undo the last change, or a numbered one. Undo that one to redo.

    The last change of somebody else needs its number.
    """
    from discoverycli.analysis.journal import operations as report
    from discoverycli.cli.answers.undone import Undone, undone_page
    from discoverycli.pages.journal import operations as report_page

    where = context()
    with where.reader() as reader:
        done = report.one_operation(reader, _number(number))
    if not number:
        _refuse_anothers(done.fact, where.author)
    if not yes:
        for line in report_page.effects(done):
            where.note(f"  {line}")
    where.confirm(report_page.question(done, clock.local), yes=yes)
    with where.writer() as session:
        from discoverycli.store.write import undo

        undone = undo.undo(session, done.fact.number, today=where.today)
    where.show(undone_page(Undone(done, undone.by, undone.moves), clock.local))


def _refuse_anothers(last: OperationFact, author: str) -> None:
    """People who undo "the last change" mean their own."""
    if last.author and name_key(last.author) != name_key(author):
        # What to do depends on the author, so the name is shown outside a terminal too.
        raise InputError(
            f"the last change, {last.number}, is by {last.author}", f"disco undo {last.number}"
        )


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise InputError(f"'{text}' is not the number of an operation", "disco history")
    return int(text)
