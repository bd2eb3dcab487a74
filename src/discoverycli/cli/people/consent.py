"""Owns `disco people consent`: what a person has agreed to, shown and recorded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from discoverycli import clock
from discoverycli.cli import complete, options
from discoverycli.context import Context, context
from discoverycli.domain.consent import Basis, ConsentFact, Scope
from discoverycli.domain.vocabulary import Precision
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discoverycli.render.blocks import Page

EXAMPLE = "Example: disco people consent P7 --scope notes,quote --until 2028-11-20"

PERSON = typer.Argument(
    metavar="PERSON",
    help="A code such as P7, or a name: ana, 'Ana @ Acme'.",
    autocompletion=complete.codes_or_people("P"),
)


_SCOPE = typer.Option(
    None,
    metavar="SCOPE",
    help=f"{options.spelled(Scope)}; repeat it or use commas.",
    autocompletion=options.proposals(Scope),
)
_BASIS = typer.Option(
    None,
    metavar="BASIS",
    help=f"The ground: {options.spelled(Basis)} (a legitimate one); consent if left out.",
    autocompletion=options.proposals(Basis),
)


def consent(
    who: str = PERSON,
    scope: list[str] = _SCOPE,
    basis: str | None = _BASIS,
    on: str | None = typer.Option(None, metavar="DATE", help="When; today if left out."),
    until: str | None = typer.Option(None, metavar="DATE", help="The last day it holds."),
    withdraw: bool = typer.Option(
        False, "--withdraw", help="They take it back: in the scopes named, else in all."
    ),
) -> None:
    """What a person has agreed to. With --scope, write down that they agree; or --withdraw."""
    where = context()
    scopes = tuple(dict.fromkeys(options.words(Scope, scope, "scope")))
    ground = options.word(Basis, basis, "basis")
    if withdraw and (ground or until):
        raise InputError("--withdraw takes no --basis and no --until", "--withdraw --on DATE")
    if not withdraw and not scopes and (ground or on or until):
        raise InputError("it is not said what they agree to", f"--scope {','.join(Scope)}")
    number = where.number(who, "P")
    if withdraw:
        _withdraw(where, number, scopes, _on(where, on))
    elif scopes:
        end = _until(where, until)
        fact = ConsentFact(scopes[0], ground or Basis.CONSENT, _on(where, on), end)
        _give(where, number, [fact._replace(scope=s, author=where.author) for s in scopes])
    where.show(_page(where, number))


def _give(where: Context, number: int, facts: Sequence[ConsentFact]) -> None:
    with where.writer() as session:
        from discoverycli.store.write import consent as write

        write.give(session, number, facts)


def _withdraw(where: Context, number: int, scopes: Sequence[Scope], day: date) -> None:
    with where.writer() as session:
        from discoverycli.store.write import consent as write

        write.withdraw(session, number, scopes, on=day, author=where.author)


def _page(where: Context, number: int) -> Page:
    from discoverycli.analysis import consent as report
    from discoverycli.pages import consent as report_page

    with where.reader() as reader:
        found = report.load(reader, number, where.today, where.settings.retention_months)
    return report_page.consent_page(found)


def _on(where: Context, text: str | None) -> date:
    """The day on which it was said.

    Raises:
        InputError: no single day, or one that is still to come.
    """
    if text is None:
        return where.today
    held = clock.read_day(text, today=where.today)
    if held.day is None or held.precision is not Precision.DAY:
        raise InputError(f"'{text}' is not a day", f"--on {where.today}")
    if held.day > where.today:
        raise InputError(f"{held.day} is still to come", f"--on {where.today}, or --until")
    return held.day


def _until(where: Context, text: str | None) -> date | None:
    """The last day of what `--until` names."""
    return clock.read_day(text, today=where.today, prefer="future").day if text else None
