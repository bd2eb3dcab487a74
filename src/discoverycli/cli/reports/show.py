"""`disco show`: shows the page of any code or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from discoverycli.cli import options
from discoverycli.cli.commands import ShareableCommand, new_app
from discoverycli.context import Context, context

if TYPE_CHECKING:
    from discoverycli.domain.vocabulary import Code
    from discoverycli.render.blocks import Page
    from discoverycli.store.reader import Reader

app = new_app()

_LETTERS = "ISPHJD"


@app.command(cls=ShareableCommand, epilog="Example: disco show I12, or disco show 'Ana Silva'")
def show(
    code: str = options.code(
        _LETTERS, None, "I12, S45, P7, H3, J2, D4, or a name or words that only one of them has."
    ),
    all_: bool = typer.Option(False, "--all", help="All that a person said, however much."),
) -> None:
    """Show an interview, a statement, a person, a hypothesis, a job or a decision."""
    where = context()
    meant = where.code(code, _LETTERS)
    with where.reader() as reader:
        page = _page(where, reader, meant, everything=all_)
    where.show(page)


def _page(where: Context, reader: Reader, code: Code, *, everything: bool) -> Page:
    number, today = code.number, where.today
    if code.prefix in "IS":
        from discoverycli.analysis.calls.interview import interview_account, statement_account
        from discoverycli.pages.calls.interview import interview_page, statement_page

        if code.prefix == "I":
            return interview_page(interview_account(reader, number, today))
        return statement_page(statement_account(reader, number, today))
    if code.prefix == "H":
        from discoverycli.analysis.beliefs.hypothesis import hypothesis_account
        from discoverycli.pages.beliefs.hypothesis import hypothesis_page

        return hypothesis_page(hypothesis_account(reader, number, today))
    if code.prefix == "J":
        from discoverycli.analysis.beliefs.jobs import job_account
        from discoverycli.pages.beliefs.jobs import job_page

        return job_page(job_account(reader, number, where.settings.rule_for(()), today))
    if code.prefix == "D":
        from discoverycli.analysis.beliefs.decisions import decided
        from discoverycli.pages.beliefs.decisions import decision_page

        return decision_page(decided(reader, number, today))
    from discoverycli.analysis.people.person import person_account
    from discoverycli.pages.people.person import SHOWN, person_page

    found = person_account(reader, number, today, where.settings.periods)
    return person_page(found, SHOWN if where.on_screen and not everything else None)
