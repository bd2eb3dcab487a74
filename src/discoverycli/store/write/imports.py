"""Recognises a file that was imported before, and fills in what its stored interview lacks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from sqlmodel import Session

from discoverycli.domain.note.interview import Interview, is_contact
from discoverycli.domain.note.notes import Head, Who
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.mentions import anonymous
from discoverycli.domain.vocabulary import Channel, Code, Precision, Relation
from discoverycli.store import sql
from discoverycli.store.read.interviews import SAID
from discoverycli.store.write import interviews, marks, people

_KNOWN = "SELECT id, source FROM interview WHERE content_hash IN ({})"
_SAME_TEXT = """
SELECT i.id, p.id, p.name, p.former_names, o.name_key FROM interview i
JOIN participation a ON a.interview_id = i.id
JOIN person p ON p.id = a.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE i.held_on IS NULL AND i.content_hash IS NOT NULL AND i.notes = :notes
ORDER BY i.id, a.position
"""
_STORED = "SELECT precision, channel FROM interview WHERE id = :number"
_CONTENT = "UPDATE interview SET content_hash = :hash WHERE id = :number"
_DATE = "UPDATE interview SET {} WHERE id = :number"
_PARTS = """
SELECT a.person_id, a.relation, a.segment, p.name
FROM participation a JOIN person p ON p.id = a.person_id WHERE a.interview_id = :number
"""
_PART = """
UPDATE participation SET relation = :relation, segment = :segment
WHERE interview_id = :number AND person_id = :person
"""
_SOURCES = "SELECT source, id FROM interview WHERE source IN ({})"
_HEAD = f"SELECT {', '.join(SAID)} FROM interview WHERE id = :number"  # noqa: S608
_SHARED = "SELECT DISTINCT relation, segment FROM participation WHERE interview_id = :number"
_NAMES = "SELECT id, source FROM interview WHERE id IN ({})"
_INTERVIEW = "UPDATE interview SET contact = :contact, version = version + 1 WHERE id = :number"


def sources(session: Session, names: Sequence[str]) -> dict[str, int]:
    """The interviews that were imported from files of these names, by name."""
    return {row[0]: row[1] for row in sql.rows_in(session, _SOURCES, names)}


def names(session: Session, numbers: Sequence[int]) -> list[str]:
    """What interviews are called: by the file they were imported from, and by their code."""
    rows = sql.rows_in(session, _NAMES, numbers)
    return [f"{source} (I{number})" if source else f"I{number}" for number, source in sorted(rows)]


def head(session: Session, number: int) -> Head:
    """The head of a stored interview, without who and when; relation and segment only if all its
    people share them."""
    key = {"number": number}
    parts = sql.rows(session, _SHARED, key)
    shared = ({row[column] for row in parts} for column in (0, 1))
    relation, segment = (found.pop() if len(found) == 1 else None for found in shared)
    return Head(as_=relation, segment=segment, **sql.row(session, _HEAD, key)._asdict())


class KnownInterview(NamedTuple):
    """An interview that is here already. `unchanged`: the file that it was imported from, or a
    copy, says the same still; `source` is the name of that."""

    number: int
    unchanged: bool
    source: str | None = None


class Completed(NamedTuple):
    """What was filled in of an interview that was imported before, and the hypotheses to
    re-evaluate. `forgotten`: somebody in it was forgotten since, and it stays as it is."""

    completed: bool = False
    forgotten: bool = False
    touched: frozenset[int] = frozenset()


def known(session: Session, hashes: Sequence[str], interview: Interview) -> KnownInterview | None:
    """The interview that was imported from a file before, by any of its hashes.

    An undated interview is also known by its people and notes: its file has changed by the date
    that was written into it. The same notes of other people are another interview.
    """
    found = sql.rows_in(session, _KNOWN, hashes)
    if found:
        number, source = found[0]
        return KnownInterview(number, unchanged=True, source=source)
    note = interview.note
    if interview.held.day is None or not note.body.strip():
        return None
    number = _undated(session, note.head.with_, note.body)
    if number is None:
        return None
    sql.run(session, _CONTENT, {"hash": hashes[0], "number": number})
    return KnownInterview(number, unchanged=False)


class _Part(NamedTuple):
    person: int
    names: frozenset[str]
    organisation: str | None
    is_forgotten: bool

    def may_be(self, who: Who) -> bool:
        """The organisation may be missing on either side."""
        code = Code.parse(who.name)
        if code is not None and code.prefix == "P":
            return code.number == self.person
        fits = _organisation(who) in (None, self.organisation) or not self.organisation
        return fits and name_key(who.name) in self.names


def _undated(session: Session, people: Sequence[Who], notes: str) -> int | None:
    """The first undated interview of these people and notes, best with the same organisations.

    Without organisations it must be clear who is meant: `None` if different people fit."""
    rows = sql.rows(session, _SAME_TEXT, {"notes": notes})
    loose: dict[frozenset[int], int] = {}
    for number, group in groupby(rows, key=lambda row: int(row[0])):
        parts = [_part(*row[1:]) for row in group]
        meant = _meant(people, parts)
        if meant is None:
            continue
        if [part.organisation for part in meant] == list(map(_organisation, people)):
            return number
        loose.setdefault(frozenset(part.person for part in parts), number)
    return next(iter(loose.values())) if len(loose) == 1 else None


def _part(person: int, name: str, former: str, organisation: str | None) -> _Part:
    names = frozenset(map(name_key, (name, *json.loads(former))))
    return _Part(person, names, organisation, name == anonymous(person))


def _organisation(who: Who) -> str | None:
    return name_key(who.organisation or "") or None


def _meant(people: Sequence[Who], parts: Sequence[_Part]) -> list[_Part] | None:
    """Which person of an interview each of `people` is; `None` if they are not the same people.

    Somebody who was forgotten can be anybody who is left over."""
    forgotten = [part for part in parts if part.is_forgotten]
    meant: list[_Part] = []
    for who in people:
        found = [part for part in parts if part.may_be(who)]
        if len(found) > 1:
            found = [part for part in found if part.organisation == _organisation(who)]
        if not found and forgotten:
            found = [forgotten.pop(0)]
        if len(found) != 1:
            return None
        meant += found
    return meant if {part.person for part in meant} == {part.person for part in parts} else None


def complete(session: Session, number: int, interview: Interview) -> Completed:
    """Fills in what an interview imported before lacks: its date, what people were, their segment.

    Existing values stay.
    """
    held, key = interview.held, {"number": number}
    relation = next((each.relation for each in interview.attendees), None)
    precision, channel = sql.row(session, _STORED, key)
    parts = sql.rows(session, _PARTS, key)
    if any(row[3] == anonymous(row[0]) for row in parts):
        return Completed(forgotten=True)
    dated = precision == Precision.UNKNOWN and held.day is not None
    if dated:
        date = interviews.when_held(interview)
        said = ", ".join(f"{column} = :{column}" for column in date)
        sql.run(session, _DATE.format(said), {**key, **date})
    before = [tuple(row[:3]) for row in parts]
    after = [
        (
            person,
            relation if relation and was == Relation.UNKNOWN else Relation(was),
            interview.note.head.segment if segment is None else segment,
        )
        for person, was, segment in before
    ]
    if not dated and after == before:
        return Completed()
    for person, now, segment in after:
        sql.run(session, _PART, {**key, "person": person, "relation": now, "segment": segment})
    contact = is_contact(Channel(channel), tuple(now for _, now, _ in after))
    sql.run(session, _INTERVIEW, {**key, "contact": contact})
    for person, _, _ in after:
        people.refresh(session, person)
    return Completed(completed=True, touched=frozenset(marks.hypotheses_of(session, number)))
