"""Answers for one person: what did they agree to, and how long may we keep their data?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.store.read import consent, people

if TYPE_CHECKING:
    from discoverycli.domain.consent import ConsentFact, Kept
    from discoverycli.domain.people import PersonFact
    from discoverycli.store.reader import Reader


class PersonConsents(NamedTuple):
    """What a person has agreed to by `today`, and how long they may be kept."""

    person: PersonFact
    facts: tuple[ConsentFact, ...]
    kept: Kept
    today: date


def person_consents(reader: Reader, number: int, today: date, months: int) -> PersonConsents:
    """What one person has agreed to, who is kept for `months` months after they were last heard.

    Raises:
        NotFoundError: there is none of that number.
    """
    person = people.one(reader, number, today).person
    kept = consent.kept_until(reader, number, months)
    return PersonConsents(person, consent.of(reader, number), kept, today)
