"""Owns `disco prep`."""

from __future__ import annotations

import typer

from discoverycli.cli import complete
from discoverycli.cli.commands import ShareableCommand, new_app
from discoverycli.cli.here import here

app = new_app()


@app.command(cls=ShareableCommand, epilog="Example: disco prep 'Ana Silva'")
def prep(
    who: str = typer.Argument(
        metavar="PERSON",
        help="A code such as P7, or a name: ana, 'Ana @ Acme'.",
        autocompletion=complete.codes_or_people("P"),
    ),
) -> None:
    """One page before a call: who they are, what they said, what to find out, what is promised."""
    from discoverycli.reports import prep as report

    where = here()
    number = where.number(who, "P")
    most = None if where.format in ("json", "csv") else report.OPEN_SHOWN
    with where.reader() as reader:
        page = report.page(reader, number, where.today, where.settings.periods, most)
    where.show(page)
