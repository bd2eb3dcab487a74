"""Finds interviews that a new note repeats: the same people, the same day, similar words."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session

from discoverycli.domain.text.words import same_lines
from discoverycli.domain.vocabulary import InterviewDate, Precision
from discoverycli.errors import DoubleError
from discoverycli.store import sql

NEAR = 90
"""From this percentage on, the words of two notes are nearly the same."""

_MOST = 200
"""How many interviews of one person and day are looked at, the latest first."""
_BY_LINES = 100_000
"""Longer words are compared line by line, which takes a tenth of a second for 10 MB."""

_SAME = """
SELECT i.id, i.notes FROM participation a JOIN interview i ON i.id = a.interview_id
WHERE a.person_id = :person AND i.precision = :precision AND i.held_on {}
ORDER BY i.id DESC LIMIT :most
"""
_PEOPLE_OF = "SELECT person_id FROM participation WHERE interview_id = :number"


class Alike(NamedTuple):
    """Interviews that share people and day with another, oldest first: those with nearly the same
    words, and those with others, where the day is known."""

    near: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


def compare(session: Session, people: Collection[int], held: InterviewDate, body: str) -> Alike:
    """Compares a note with the stored interviews of the same people and day.

    Args:
        session: the open journal.
        people: who was heard; one in common makes interviews alike, all of them a double.
        held: the day, or as much of it as is known.
        body: the words.

    Raises:
        DoubleError: one of them has the same words.
    """
    words = same_lines(body)
    stored: dict[int, str] = {}
    values = {"precision": held.precision, "day": held.day, "most": _MOST}
    same = _SAME.format("IS NULL" if held.day is None else "= :day")
    for person in people:
        rows = sql.rows(session, same, {"person": person, **values})
        stored |= {row[0]: same_lines(row[1]) for row in rows}
    for number in sorted(number for number, text in stored.items() if text and text == words):
        if set(people) <= set(sql.firsts(session, _PEOPLE_OF, {"number": number})):
            raise DoubleError(number)
    near = tuple(number for number, text in sorted(stored.items()) if _nearly(words, text))
    dated = held.precision is Precision.DAY
    return Alike(near, tuple(n for n in sorted(stored) if dated and n not in near))


def _nearly(words: str, others: str) -> bool:
    if not words or not others:
        return False
    from rapidfuzz import fuzz

    long = max(len(words), len(others)) > _BY_LINES
    compared = (words.split("\n"), others.split("\n")) if long else (words, others)
    return fuzz.ratio(*compared, score_cutoff=NEAR) > 0
