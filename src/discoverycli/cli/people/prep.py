"""`disco prep`: shows one page to read before a call."""

from __future__ import annotations

from discoverycli.cli import options
from discoverycli.cli.commands import ShareableCommand, new_app
from discoverycli.context import context

app = new_app()


@app.command(cls=ShareableCommand, epilog="Example: disco prep 'Ana Silva'")
def prep(who: str = options.PERSON) -> None:
    """One page before a call: who they are, what they said, what to find out, what is promised."""
    from discoverycli.analysis.calls import prep
    from discoverycli.pages.calls import prep as prep_page

    where = context()
    number = where.number(who, "P")
    most = None if where.format in ("json", "csv") else prep_page.OPEN_SHOWN
    with where.reader() as reader:
        call = prep.prepare_call(reader, number, where.today, where.settings.periods, most)
    where.show(prep_page.prep_page(call))
