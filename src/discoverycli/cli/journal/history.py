"""`disco history` and `disco undo`: list what was done to the journal, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from discoverycli.analysis.journal.operations import Past
    from discoverycli.domain.facts.journal import OperationFact
    from discoverycli.store.reader import Reader

app = new_app()

_LETTERS = "ISPHJD"


@app.command(cls=PageCommand, epilog="Example: disco history H3")
def history(
    code: str = options.code(
        _LETTERS, None, "I12, S45, P7, H3, J2, D4, or a name: how that one became what it is.", ""
    ),
    all_: bool = typer.Option(False, "--all", help="Every operation, not the last ones alone."),
) -> None:
    """What changed the journal, the last first; or every change of one thing, the first first."""
    where = context()
    with where.reader() as reader:
        if code:
            from discoverycli.pages.journal import history as report_page

            page = report_page.history_page(_past(reader, code), clock.local)
        else:
            from discoverycli.analysis.journal import operations
            from discoverycli.pages.journal import operations as operations_page

            page = operations_page.operations_page(
                *operations.latest_operations(reader, None if all_ else operations_page.SHOWN),
                clock.local,
            )
    where.show(page)


def _past(reader: Reader, text: str) -> Past:
    """Works for a thing whose making was undone, too."""
    from discoverycli.analysis.journal import operations as report
    from discoverycli.store.read.names import resolve

    code = Code.parse(text)
    if code is not None and code.prefix in _LETTERS:
        past = report.past_of(reader, code)
        if past.changes:
            return past
    return report.past_of(reader, resolve(reader, text, _LETTERS))


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
        where.note(*(f"  {line}" for line in report_page.effects(done)))
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
