"""`disco history`: lists what was done to the journal, or to one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli import complete
from discoverycli.cli.commands import PageCommand, new_app
from discoverycli.context import context
from discoverycli.domain.vocabulary import Code

if TYPE_CHECKING:
    from discoverycli.analysis.journal.history import Past
    from discoverycli.store.reader import Reader

app = new_app()

_LETTERS = "ISPHJD"


@app.command(cls=PageCommand, epilog="Example: disco history H3")
def history(
    code: str = typer.Argument(
        "",
        help="I12, S45, P7, H3, J2, D4, or a name: how that one became what it is.",
        autocompletion=complete.codes_or_people(_LETTERS),
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
    from discoverycli.analysis.journal import history as report
    from discoverycli.store.read.names import resolve

    code = Code.parse(text)
    if code is not None and code.prefix in _LETTERS:
        past = report.past_of(reader, code)
        if past.changes:
            return past
    return report.past_of(reader, resolve(reader, text, _LETTERS))
