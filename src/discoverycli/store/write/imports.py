"""Owns importing a file again: what the journal lacks about its interview is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from discoverycli.domain.interviews import is_contact
from discoverycli.domain.mentions import anonymous
from discoverycli.domain.vocabulary import Channel, Held, Precision, Relation
from discoverycli.store import sql
from discoverycli.store.write import marks, people

_KNOWN = "SELECT id FROM interview WHERE content_hash IN ({})"
_SAME_TEXT = """
SELECT id FROM interview
WHERE held_on IS NULL AND content_hash IS NOT NULL AND notes = :notes ORDER BY id LIMIT 1
"""
_STORED = "SELECT precision, channel FROM interview WHERE id = :number"
_CONTENT = "UPDATE interview SET content_hash = :hash WHERE id = :number"
_DATE = """
UPDATE interview SET held_on = :day, precision = :precision, date_text = :text WHERE id = :number
"""
_PARTS = """
SELECT a.person_id, a.relation, a.segment, p.name
FROM participation a JOIN person p ON p.id = a.person_id WHERE a.interview_id = :number
"""
_PART = """
UPDATE participation SET relation = :relation, segment = :segment
WHERE interview_id = :number AND person_id = :person
"""
_SOURCES = "SELECT source, id FROM interview WHERE source IN ({})"
_NAMES = "SELECT id, source FROM interview WHERE id IN ({})"
_INTERVIEW = "UPDATE interview SET contact = :contact, version = version + 1 WHERE id = :number"


def sources(session: Session, names: Sequence[str]) -> dict[str, int]:
    """The interviews that were imported from files of these names, by name."""
    return {row[0]: row[1] for row in sql.rows_in(session, _SOURCES, names)}


def names(session: Session, numbers: Sequence[int]) -> list[str]:
    """What interviews are called: by the file they were imported from, and by their code."""
    rows = sql.rows_in(session, _NAMES, numbers)
    return [f"{source} (I{number})" if source else f"I{number}" for number, source in sorted(rows)]


@dataclass(frozen=True, slots=True)
class Known:
    """An interview that was imported before. `touched` are the hypotheses to weigh again;
    `forgotten`: somebody in it was forgotten since, and it stays as it is."""

    number: int
    completed: bool = False
    forgotten: bool = False
    touched: set[int] = field(default_factory=set)


def known(session: Session, hashes: Sequence[str], notes: str, held: Held) -> int | None:
    """The interview that was imported from a file before, by any of its hashes.

    An undated interview is also known by its notes: its file has changed by the date that was
    written into it.
    """
    found = sql.rows_in(session, _KNOWN, hashes)
    if found:
        return int(found[0][0])
    number = None
    if held.day is not None and notes.strip():
        number = sql.value(session, _SAME_TEXT, {"notes": notes})
    if number is None:
        return None
    sql.run(session, _CONTENT, {"hash": hashes[0], "number": number})
    return int(number)


def complete(
    session: Session,
    number: int,
    *,
    held: Held,
    date_text: str | None,
    relation: Relation | None,
    segment: str | None,
) -> Known:
    """Fills in what an interview imported before lacks: its date, what people were, their segment.

    What is there stays, whoever put it there.
    """
    precision, channel = sql.row(session, _STORED, {"number": number})
    parts = sql.rows(session, _PARTS, {"number": number})
    if any(row[3] == anonymous(row[0]) for row in parts):
        return Known(number, forgotten=True)
    dated = precision == Precision.UNKNOWN and held.day is not None
    if dated:
        values = {"day": held.day, "precision": held.precision, "text": date_text}
        sql.run(session, _DATE, {"number": number, **values})
    before = [tuple(row[:3]) for row in parts]
    after = [
        (
            person,
            relation if relation and was == Relation.UNKNOWN else Relation(was),
            segment if part is None else part,
        )
        for person, was, part in before
    ]
    if not dated and after == before:
        return Known(number)
    for person, now, part in after:
        values = {"person": person, "relation": now, "segment": part}
        sql.run(session, _PART, {"number": number, **values})
    contact = is_contact(Channel(channel), tuple(now for _, now, _ in after))
    sql.run(session, _INTERVIEW, {"number": number, "contact": contact})
    for person, _, _ in after:
        people.refresh(session, person)
    return Known(number, completed=True, touched=marks.hypotheses_of(session, number))
