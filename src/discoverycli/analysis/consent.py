"""Owns how consent is shown. Answers: what did they agree to, and how long are they kept?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.consent import ConsentFact, Kept

if TYPE_CHECKING:
    from discoverycli.domain.people import PersonFact
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Consents:
    """What a person has agreed to by `today`, and how long they may be kept."""

    person: PersonFact
    facts: tuple[ConsentFact, ...]
    kept: Kept
    today: date


def load(reader: Reader, number: int, today: date, months: int) -> Consents:
    """What one person has agreed to.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import consent, people

    person = people.one(reader, number, today).person
    kept = consent.kept_until(reader, number, months)
    return Consents(person, consent.of(reader, number), kept, today)
