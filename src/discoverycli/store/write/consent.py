"""Stores what people have agreed to, and what they withdrew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from discoverycli.domain.consent import ConsentFact, Scope, check_consent
from discoverycli.domain.text.words import require_storable
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import InputError
from discoverycli.store import sql
from discoverycli.store.models.consent import Consent

_GIVEN = "SELECT scope, given_on, withdrawn_on FROM consent WHERE person_id = :person"


def give(session: Session, person: int, consents: Iterable[ConsentFact]) -> None:
    """Stores what a person has agreed to, in place of what they had agreed to before.

    Raises:
        InputError: one that ends before it begins.
    """
    for consent in consents:
        row = Consent.build(person_id=person, **check_consent(consent)._asdict())
        row.store(session, again=True)


def withdraw(
    session: Session, person: int, scopes: Iterable[Scope], *, on: date, author: str
) -> tuple[Scope, ...]:
    """Stores that a person takes their consent back: in some scopes, or without any in all.

    Returns:
        The scopes that were given until then.

    Raises:
        InputError: a scope that was never given, or only after that day; nothing is given at all.
    """
    there = {
        Scope(scope): (str(given), withdrawn)
        for scope, given, withdrawn in sql.rows(session, _GIVEN, {"person": person})
    }
    wanted = tuple(scopes) or tuple(s for s in Scope if s in there and there[s][1] is None)
    code = Code("P", person)
    if not wanted:
        raise InputError(f"{code} has no consent to take back", f"disco people consent {code}")
    for scope in wanted:
        if scope not in there:
            raise InputError(
                f"{code} never gave consent to '{scope}'", f"disco people consent {code}"
            )
        if there[scope][0] > on.isoformat():
            raise InputError(
                f"{code} gave consent to '{scope}' on {there[scope][0]}, after {on}",
                "--on with a later day",
            )
        row = session.get_one(Consent, (person, scope))
        row.withdrawn_on, row.author = on, require_storable(author)
    session.flush()
    return wanted
