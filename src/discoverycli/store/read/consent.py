"""Reads what people have agreed to, and who has been kept for too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discoverycli.domain.consent import (
    DEFAULT_MONTHS,
    ConsentFact,
    ConsentStanding,
    Kept,
    Scope,
    kept,
    overdue_days,
    standing,
)
from discoverycli.domain.facts.people import OverdueConsent
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import NotFoundError
from discoverycli.store.read.facts import maker
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import day, known_day

_COLUMNS = "person_id, scope, basis, given_on, expires_on, withdrawn_on, author"
_ALL = f"SELECT {_COLUMNS} FROM consent"
_SOME = f"{_ALL} WHERE person_id IN ({{}})"
_DAYS = "SELECT p.id, p.last_contact, p.created_on FROM person p"
_NAMED = "NOT EXISTS (SELECT 1 FROM erasure e WHERE e.person_uid = p.uid)"
_ORDER = tuple(Scope)


def of(reader: Reader, person: int) -> tuple[ConsentFact, ...]:
    """What one person has agreed to, in the order of `Scope`; also what has ended."""
    return _by_person(reader, [person]).get(person, ())


def standings(
    reader: Reader, today: date, people: Sequence[int] | None = None
) -> dict[int, ConsentStanding]:
    """The state of every scope by person's number, for some people or for all. People who were
    never asked are left out."""
    found = _by_person(reader, people)
    return {number: standing(facts, today) for number, facts in found.items()}


def kept_until(reader: Reader, person: int, months: int = DEFAULT_MONTHS) -> Kept:
    """How long a person may be kept, as `domain.consent.kept`.

    Raises:
        NotFoundError: there is none of that number.
    """
    row = reader.row(f"{_DAYS} WHERE p.id = :person", {"person": person})
    if row is None:
        raise NotFoundError(f"there is no {Code('P', person)}", "disco people")
    return _kept(row, of(reader, person), months)


def overdue(reader: Reader, today: date, months: int = DEFAULT_MONTHS) -> list[OverdueConsent]:
    """Who has been kept for too long on `today`: the longest first, then by code.

    That is everybody whose last contact (or first mention, if never heard) is more than `months`
    ago, or whose consent to `notes` has expired or was withdrawn. They should be heard, asked again
    (`disco people consent`) or forgotten (`disco people forget`).

    Args:
        reader: the open journal.
        today: the day that is asked about.
        months: the setting `privacy.retention_months`.
    """
    consents = _by_person(reader)
    found = []
    for row in reader.rows(f"{_DAYS} WHERE {_NAMED}"):
        end = _kept(row, consents.get(row[0], ()), months)
        days = overdue_days(end, today)
        if days:
            found.append(OverdueConsent(Code("P", row[0]), end.until, days, end.why))
    return sorted(found, key=lambda each: (-each.days, each.code.number))


def _kept(row: Row, consents: Sequence[ConsentFact], months: int) -> Kept:
    _, last, added = row
    notes = next((each for each in consents if each.scope is Scope.NOTES), None)
    return kept(day(last), known_day(added), notes, months)


def _by_person(
    reader: Reader, people: Sequence[int] | None = None
) -> dict[int, tuple[ConsentFact, ...]]:
    rows = reader.rows(_ALL) if people is None else reader.rows_in(_SOME, people)
    found: dict[int, list[ConsentFact]] = {}
    made = maker(ConsentFact)
    for person, *row in rows:
        found.setdefault(person, []).append(made(tuple(row)))
    return {
        number: tuple(sorted(facts, key=lambda fact: _ORDER.index(fact.scope)))
        for number, facts in found.items()
    }
