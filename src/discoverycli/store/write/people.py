"""Stores people and organisations."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from sqlmodel import Session

from discoverycli.domain.note.notes import Who
from discoverycli.domain.referrals import circle
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.words import one_line, person_label
from discoverycli.domain.vocabulary import Code, Relation
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.people import Organisation, Person
from discoverycli.store.sql import new_uid, next_number
from discoverycli.store.values import known_day
from discoverycli.store.write import search


class Named(NamedTuple):
    """A person found or made, and what was made for them.

    `perhaps`, for a new person, is someone known whose name is or begins the same, as
    `P1 Ana Silva @ Acme`.
    """

    number: int
    name: str
    organisation: str | None
    relation: Relation
    segment: str | None
    is_new: bool = False
    organisation_is_new: bool = False
    perhaps: str | None = None

    def __str__(self) -> str:
        """`NAME @ ORGANISATION`, as it is typed."""
        return person_label(self.name, self.organisation)


_PEOPLE = """
SELECT p.id, p.name, o.name, p.relation, p.segment, p.organisation_id
FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
"""


def find_or_add(session: Session, who: Who, *, today: date) -> Named:
    """The person that `who` names, made when nobody of that name is known.

    Raises:
        NotFoundError: a code that nobody has.
        InputError: a name that several people have, or a code with another organisation.
    """
    code = Code.parse(who.name)
    if code is not None and code.prefix == "P":
        return _by_code(session, code, who)
    organisation, is_new = None, False
    if who.organisation:
        organisation, is_new = _organisation(session, who.organisation)
    people = sql.rows(
        session, _PEOPLE + "WHERE p.name_key = :key ORDER BY p.id", {"key": name_key(who.name)}
    )
    if organisation is not None:
        people = [each for each in people if each[5] == organisation]
    if len(people) > 1:
        raise InputError(
            f"'{who.name}' can be {_candidates(people)}", "the code, or PERSON @ ORGANISATION"
        )
    if people:
        return _named(people[0])._replace(organisation_is_new=is_new)
    perhaps = _alike(session, who, organisation)
    number = _add(session, who, organisation, today)
    return Named(
        number, one_line(who.name), _organisation_name(session, organisation),
        Relation.UNKNOWN, None, True, is_new, perhaps,
    )  # fmt: skip


def _named(row: Any) -> Named:
    return Named(row[0], row[1], row[2], Relation(row[3]), row[4])


_ALIKE = """
WHERE p.name_key = :key OR (
    p.name_key >= :start AND p.name_key < :end
    AND (:organisation = 0 OR p.organisation_id = :organisation)
)
ORDER BY p.id LIMIT 1
"""


def _alike(session: Session, who: Who, organisation: int | None) -> str | None:
    """Someone who may be meant: by a first name alone, or as known before they went to another
    organisation. Never guessed, only said."""
    key = name_key(who.name)
    found = sql.rows(
        session,
        _PEOPLE + _ALIKE,
        {
            "key": key,
            "start": f"{key} ",
            "end": f"{key} \U0010ffff",
            "organisation": organisation or 0,
        },
    )
    return _candidates(found) if found else None


def _by_code(session: Session, code: Code, who: Who) -> Named:
    found = sql.row(session, _PEOPLE + "WHERE p.id = :number", {"number": code.number})
    if found is None:
        raise NotFoundError(f"there is no {code}", "disco people")
    named = _named(found)
    if who.organisation and name_key(who.organisation) != name_key(named.organisation or ""):
        raise InputError(
            f"{code} is {named}", f"disco people edit {code} --organisation '{who.organisation}'"
        )
    return named


def _candidates(people: Sequence[Any]) -> str:
    return ", ".join(f"P{each[0]} {each[1]} @ {each[2] or 'nowhere'}" for each in people)


def _organisation_name(session: Session, number: int | None) -> str | None:
    name: str | None = sql.value(session, "SELECT name FROM organisation WHERE id = ?", (number,))
    return name


def _organisation(session: Session, name: str) -> tuple[int, bool]:
    key = name_key(name)
    found = sql.value(session, "SELECT id FROM organisation WHERE name_key = :key", {"key": key})
    if found is not None:
        return int(found), False
    number = next_number(session, "organisation")
    session.add(Organisation.build(id=number, uid=new_uid(), name=one_line(name), name_key=key))
    session.flush()
    return number, True


def _add(session: Session, who: Who, organisation: int | None, today: date) -> int:
    if not name_key(who.name):
        raise InputError("a person needs a name", "disco log 'NAME @ ORGANISATION' WORDS")
    person = Person.build(
        id=next_number(session, "P"),
        uid=new_uid(),
        name=one_line(who.name),
        name_key=name_key(who.name),
        organisation_id=organisation,
        role=who.role,
        created_on=today,
    )
    session.add(person)
    search.refresh(session, "person", [person.id])
    return person.id


def dump_former_names(names: Iterable[str]) -> str:
    """Former names as they are stored."""
    return json.dumps(list(names), ensure_ascii=False)


_LAST = """
SELECT a.relation, a.segment, p.segment FROM participation a
JOIN interview i ON i.id = a.interview_id
JOIN person p ON p.id = a.person_id
WHERE a.person_id = :person
ORDER BY CASE WHEN i.held_on IS NULL THEN 0 ELSE 1 END DESC, i.held_on DESC, i.id DESC LIMIT 1
"""
_NOW = "UPDATE person SET relation = :relation, segment = :segment WHERE id = :person"
_CONTACT = """
UPDATE person SET last_contact = (
    SELECT max(i.held_on) FROM participation a CROSS JOIN interview i
    WHERE a.person_id = person.id AND i.id = a.interview_id AND i.contact = ?)
WHERE id = ?
"""
# A cross join keeps SQLite from going through every contact of the journal for one person's.


def refresh(session: Session, number: int) -> None:
    """Updates a person's relation, segment and last contact from their interviews. Somebody who is
    in none any more keeps relation and segment, and was never heard."""
    session.flush()
    set_last_contacts(session, [number])
    last = sql.row(session, _LAST, {"person": number})
    if last is None:
        return
    relation, segment, before = last
    sql.run(session, _NOW, {"person": number, "relation": relation, "segment": segment})
    if segment != before:
        search.refresh(session, "person", [number])


def set_last_contacts(session: Session, numbers: Iterable[int]) -> None:
    """Sets the last contact with people from their interviews. It may be in the future: a booking,
    or the last day of the current month."""
    if some := [(True, number) for number in numbers]:
        session.connection().exec_driver_sql(_CONTACT, some)


_HEARD_ON = """
SELECT i.held_on, a.relation, a.segment FROM participation a
JOIN interview i ON i.id = a.interview_id
WHERE a.person_id = :person AND i.held_on <= :today ORDER BY i.held_on, i.id
"""


def on_day(
    session: Session, named: Named, held: date | None, today: date
) -> tuple[Relation, str | None]:
    """What a person was to the company on a day: as in their last interview up to then.

    Before their first one: as in that. Since their last one, and on no known day: as they are
    known now, which may have been said by hand since.
    """
    heard = sql.rows(session, _HEARD_ON, {"person": named.number, "today": today})
    days = [known_day(row[0]) for row in heard]
    if held is None or not days or days[-1] <= held:
        return named.relation, named.segment
    _, relation, segment = heard[max(bisect_right(days, held) - 1, 0)]
    return Relation(relation), segment


_LINKS = 8
"""How many links of a circle are named."""

NOBODY = 0
"""Who has sent somebody whom nobody has sent."""


class PersonChange(NamedTuple):
    """What to change of a person; fields that are left out stay. An empty text takes a value away,
    and so do a period of 0 days and `NOBODY` as who sent them."""

    name: str | None = None
    organisation: str | None = None
    relation: Relation | None = None
    segment: str | None = None
    role: str | None = None
    period_days: int | None = None
    referred_by: int | None = None


def edit(session: Session, number: int, change: PersonChange) -> tuple[Person, set[int]]:
    """Changes a person.

    Returns:
        The person, and the hypotheses whose votes this can change.

    Raises:
        NotFoundError: there is no such person.
        InputError: the new name and organisation are another person's, or who is said to have
            sent them was sent by them.
    """
    person = session.get(Person, number)
    if person is None:
        raise NotFoundError(f"there is no P{number}", "disco people")
    if change.name is not None:
        if not name_key(change.name):
            raise InputError("a person needs a name", f"disco people edit P{number} --name NAME")
        _rename(person, one_line(change.name))
    if change.organisation is not None:
        named = change.organisation.strip()
        person.organisation_id = _organisation(session, named)[0] if named else None
    person.take(change, "relation", "segment", "role", "period_days")
    if change.referred_by is not None:
        _refuse_circle(session, number, change.referred_by)
        person.referred_by_id = change.referred_by or None
    _refuse_double(session, person)
    person.version += 1
    search.refresh(session, "person", [number])
    return person, hypotheses_of(session, number)


def _rename(person: Person, name: str) -> None:
    """The former name stays known."""
    former = [each for each in json.loads(person.former_names) if each != name]
    if name_key(name) != person.name_key:
        former = [*(each for each in former if each != person.name), person.name]
    person.former_names = dump_former_names(former)
    person.name, person.name_key = name, name_key(name)


def _refuse_circle(session: Session, person: int, by: int) -> None:
    """Nobody is sent by themselves, or by anybody they sent."""
    sent = sql.rows(
        session, "SELECT id, referred_by_id FROM person WHERE referred_by_id IS NOT NULL"
    )
    closed = circle(person, by, {row[0]: row[1] for row in sent})
    if not closed:
        return
    if len(closed) == 1:
        raise InputError(f"P{person} cannot have sent themselves", f"disco show P{person}")
    links = [f"P{each} by P{by}" for each, by in pairwise([*closed, person])]
    if len(links) > _LINKS:
        links = [*links[: _LINKS - 1], "…", links[-1]]
    raise InputError(
        f"they would have sent each other in a circle: {', '.join(links)}",
        f"disco people edit P{closed[-1]} --referred-by none",
    )


def _refuse_double(session: Session, person: Person) -> None:
    other = sql.value(
        session,
        "SELECT id FROM person WHERE name_key = :key AND id <> :number "
        "AND coalesce(organisation_id, 0) = :organisation",
        {"key": person.name_key, "number": person.id, "organisation": person.organisation_id or 0},
    )
    if other is not None:
        raise InputError(f"P{other} has that name and organisation already", f"disco show P{other}")


def hypotheses_of(session: Session, person: int) -> set[int]:
    """The hypotheses a person has given evidence on."""
    found = sql.firsts(
        session,
        "SELECT DISTINCT e.hypothesis_id FROM participation a "
        "JOIN evidence e ON e.interview_id = a.interview_id AND e.person_id = a.person_id "
        "WHERE a.person_id = :person",
        {"person": person},
    )
    return set(found)
