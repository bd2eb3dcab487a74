"""`disco people consent`: shows and records what a person has agreed to."""

from __future__ import annotations

from datetime import date

import typer

from discoverycli import clock
from discoverycli.cli import options
from discoverycli.context import Context, context
from discoverycli.domain.consent import Basis, ConsentFact, Scope
from discoverycli.domain.vocabulary import Precision
from discoverycli.errors import InputError

EXAMPLE = "Example: disco people consent P7 --scope notes,quote --until 2028-11-20"

_SCOPE = options.choice(Scope, metavar="SCOPE", told="{}; repeat it or use commas.")
_BASIS = options.choice(
    Basis, metavar="BASIS", told="The ground: {} (a legitimate one); consent if left out."
)


def consent(
    who: str = options.PERSON,
    scope: list[str] = _SCOPE,
    basis: str | None = _BASIS,
    on: str | None = options.text("DATE", "When; today if left out."),
    until: str | None = options.text("DATE", "The last day it holds."),
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
    if withdraw or scopes:
        end = clock.read_day(until, today=where.today, prefer="future").day if until else None
        fact = ConsentFact(
            Scope.NOTES, ground or Basis.CONSENT, _on(where, on), end, author=where.author
        )
        with where.writer() as session:
            from discoverycli.store.write import consent as write

            if withdraw:
                write.withdraw(session, number, scopes, on=fact.given_on, author=where.author)
            else:
                write.give(session, number, [fact._replace(scope=each) for each in scopes])
    from discoverycli.analysis.people import consent as report
    from discoverycli.pages.people.consent import consent_page

    with where.reader() as reader:
        found = report.person_consents(reader, number, where.today, where.settings.retention_months)
    where.show(consent_page(found))


def _on(where: Context, text: str | None) -> date:
    if text is None:
        return where.today
    held = clock.read_day(text, today=where.today)
    if held.day is None or held.precision is not Precision.DAY:
        raise InputError(f"'{text}' is not a day", f"--on {where.today}")
    if held.day > where.today:
        raise InputError(f"{held.day} is still to come", f"--on {where.today}, or --until")
    return held.day
