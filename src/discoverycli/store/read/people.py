"""Reads people: everybody as known now, and how one of them was heard; finds who is due among
very many, without reading them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from discoverycli.domain.consent import ConsentStanding
from discoverycli.domain.facts.contacts import LatestContact
from discoverycli.domain.facts.people import ColleagueFact, HeardFact, NamedPerson, PersonProfile
from discoverycli.domain.people import PersonFact, due
from discoverycli.domain.vocabulary import Code, Relation
from discoverycli.errors import NotFoundError
from discoverycli.store.read import consent
from discoverycli.store.read.evidence_sql import FACT, with_fact
from discoverycli.store.read.facts import facts
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import RELATIONS, day, held, known_day

_PEOPLE = """
SELECT p.id, p.name, o.name, p.organisation_id, p.relation, p.segment, p.last_contact,
       p.period_days, p.snoozed_until,
       (SELECT count(*) FROM participation a WHERE a.person_id = p.id),
       p.role, p.created_on
FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
"""
_ALL = f"{_PEOPLE} ORDER BY p.id"
_SOME = f"{_PEOPLE} WHERE p.id IN ({{}}) ORDER BY p.id"
_ONE = f"{_PEOPLE} WHERE p.id = :person"
_SENT_BY = """
SELECT r.id, r.name, o.name FROM person p JOIN person r ON r.id = p.referred_by_id
LEFT JOIN organisation o ON o.id = r.organisation_id WHERE p.id = :person
"""
# CROSS JOIN keeps SQLite from beginning with all contacts ever instead of the few people.
_AHEAD = """
SELECT a.person_id, i.held_on, i.precision
FROM person p CROSS JOIN participation a CROSS JOIN interview i
WHERE p.last_contact > :today AND a.person_id = p.id AND i.id = a.interview_id
AND i.contact = :yes AND i.held_on IS NOT NULL
"""
_HEARD = """
SELECT i.id, i.held_on, i.precision, i.kind, i.channel, i.via, i.minutes, i.title, i.contact,
       a.relation, a.segment
FROM participation a JOIN interview i ON i.id = a.interview_id
WHERE a.person_id = :person
ORDER BY i.held_on IS NULL, i.held_on DESC, i.id DESC
"""


def everybody(reader: Reader, today: date) -> list[PersonFact]:
    """All people as they are known on `today`, in the order of their codes."""
    read = _Read(today, _last_contacts(reader, today), consent.standings(reader, today))
    return [read.person(row) for row in reader.rows(_ALL)]


def some(reader: Reader, numbers: Sequence[int], today: date) -> list[PersonFact]:
    """The people of these numbers as they are known on `today`, in the order of their codes."""
    standings = consent.standings(reader, today, numbers)
    read = _Read(today, _last_contacts(reader, today), standings)
    return [read.person(row) for row in reader.rows_in(_SOME, sorted(numbers))]


def one(reader: Reader, number: int, today: date) -> PersonProfile:
    """A person as known on `today`.

    Raises:
        NotFoundError: there is none of that number.
    """
    row = reader.row(_ONE, {"person": number})
    if row is None:
        raise NotFoundError(f"there is no {Code('P', number)}", "disco people")
    standings = consent.standings(reader, today, [number])
    read = _Read(today, _last_contacts(reader, today), standings)
    sent_by = reader.row(_SENT_BY, {"person": number})
    return PersonProfile(
        read.person(row), row[10], known_day(row[11]), NamedPerson(*sent_by) if sent_by else None
    )


def heard(reader: Reader, number: int) -> list[HeardFact]:
    """The interviews a person was in: the newest first, those without a date at the end."""
    return facts(reader, HeardFact, _HEARD, {"person": number})


_NOT_ASKED = ConsentStanding()


class _Read(NamedTuple):
    today: date
    lasts: Mapping[int, date]
    standings: Mapping[int, ConsentStanding]

    def person(self, row: Row) -> PersonFact:
        last = day(row[6])
        ahead = last is not None and last > self.today
        return PersonFact(
            number=row[0],
            name=row[1],
            organisation=row[2],
            organisation_id=row[3],
            relation=RELATIONS[row[4]],
            segment=row[5],
            last_contact=self.lasts.get(row[0]) if ahead else last,
            period_days=row[7],
            snoozed_until=day(row[8]),
            interviews=row[9],
            consent=self.standings.get(row[0], _NOT_ASKED),
        )


def _last_contacts(reader: Reader, today: date) -> dict[int, date]:
    """The last contact up to today of those with one booked; the current month counts as today."""
    lasts: dict[int, date] = {}
    for number, when, precision in reader.rows(_AHEAD, {"today": today, "yes": True}):
        heard_on = held(when, precision)
        if heard_on.day is not None and heard_on.first is not None and heard_on.first <= today:
            lasts[number] = max(min(heard_on.day, today), lasts.get(number, date.min))
    return lasts


_NAMESAKES = """
SELECT count(*) FROM person p JOIN person q ON q.name_key = p.name_key
WHERE p.id = :person AND q.id <> p.id
  AND (p.organisation_id IS NULL OR q.organisation_id = p.organisation_id)
"""


def is_ambiguous(reader: Reader, number: int) -> bool:
    """Whether a person's name and organisation, as a note gives them, also fit somebody else."""
    return bool(reader.value(_NAMESAKES, {"person": number}))


# CROSS JOIN keeps SQLite from beginning with all evidence there is instead of a few people's.
_COLLEAGUES = f"""
SELECT {FACT}, p.name
FROM person me CROSS JOIN person p CROSS JOIN participation a CROSS JOIN evidence e
CROSS JOIN interview i
WHERE me.id = :person AND p.organisation_id = me.organisation_id AND p.id <> me.id
AND a.person_id = p.id AND e.interview_id = a.interview_id AND e.person_id = a.person_id
AND i.id = a.interview_id
"""


def colleagues(reader: Reader, number: int) -> list[ColleagueFact]:
    """What the others of a person's organisation said about hypotheses, in no order."""
    rows = reader.rows(_COLLEAGUES, {"person": number})
    return [ColleagueFact(*with_fact(row)) for row in rows]


GROUPS = 24
"""With more periods than these, to read everybody is faster than to ask for each."""

_LATE = """
(p.last_contact IS NULL OR p.last_contact <= :edge)
AND (p.snoozed_until IS NULL OR p.snoozed_until <= :today)
"""
_BY_RELATION = "p.relation = :relation AND p.period_days IS NULL"
_BY_PERSON = "p.relation = :relation AND p.period_days = :period"
_OWN_PERIODS = "SELECT DISTINCT relation, period_days FROM person WHERE period_days > 0"
_HEARD_LATER = "SELECT id FROM person WHERE last_contact > :today"


def latest_contact(
    reader: Reader, today: date, periods: Mapping[Relation, int | None], most: int
) -> LatestContact:
    """Enough people for the `most` that `domain.people.due` puts first, overall and by relation.

    Among people of one period, those heard longest ago are the latest, and those never heard
    come last.
    """
    groups = list(_groups(reader, today, periods))
    if len(groups) > GROUPS:
        known = everybody(reader, today)
        return LatestContact(known, len(due(known, today=today, periods=periods)))
    ahead = some(reader, [row[0] for row in reader.rows(_HEARD_LATER, {"today": today})], today)
    total = len(due(ahead, today=today, periods=periods))
    numbers: list[int] = []
    for group, parameters in groups:
        late = f"FROM person p WHERE {group} AND {_LATE}"
        total += reader.value(f"SELECT count(*) {late}", parameters)
        first = f"SELECT p.id {late} ORDER BY p.last_contact IS NULL, p.last_contact, p.id"
        rows = reader.rows(f"{first} LIMIT :most", {**parameters, "most": most})
        numbers += [row[0] for row in rows]
    return LatestContact([*ahead, *some(reader, numbers, today)], total)


def _groups(
    reader: Reader, today: date, periods: Mapping[Relation, int | None]
) -> Iterator[tuple[str, dict[str, object]]]:
    for relation, days in periods.items():
        if days is not None and days > 0:
            edge = _before(today, days)
            yield _BY_RELATION, {"relation": relation.value, "edge": edge, "today": today}
    for relation_word, own in reader.rows(_OWN_PERIODS):
        edge = _before(today, own)
        parameters = {"relation": relation_word, "period": own, "edge": edge, "today": today}
        yield _BY_PERSON, parameters


def _before(today: date, days: int) -> date:
    return date.fromordinal(max(today.toordinal() - days, 1))
