"""Reads who was heard on what, now and ever, without a word of it, for the report on gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from discoverycli.domain.facts.people import NamedPerson
from discoverycli.domain.gaps import HeardEvidence, Unasked
from discoverycli.domain.matrix import segment_key
from discoverycli.domain.vocabulary import InterviewDate, Relation
from discoverycli.store.read.evidence_sql import EVER, TOOK_PART, counting, on
from discoverycli.store.reader import Reader
from discoverycli.store.values import held

_HEARD = f"""
SELECT e.hypothesis_id, e.person_id, e.interview_id,
       CASE WHEN e.stance = 'supports' THEN 1 ELSE 0 END, a.relation, a.segment, i.author
FROM evidence e {TOOK_PART} WHERE """
_EVER = f"""
SELECT 1 FROM evidence e {TOOK_PART} WHERE e.hypothesis_id = :hypothesis AND {EVER}
"""
_AND = {
    Unasked.ANYBODY: "",
    Unasked.PROSPECTS: f" AND a.relation = '{Relation.PROSPECT.value}'",
    Unasked.CUSTOMERS: f" AND a.relation = '{Relation.CURRENT.value}'",
}
_SEGMENTS = "SELECT DISTINCT segment FROM participation WHERE segment IS NOT NULL"
_PEOPLE = """
SELECT p.id, p.name, o.name FROM person p
LEFT JOIN organisation o ON o.id = p.organisation_id WHERE p.id IN ({})
"""
_DATES = "SELECT id, held_on, precision FROM interview WHERE id IN ({})"


def heard(reader: Reader, today: date) -> list[HeardEvidence]:
    """Everything that counts today, in no order that means anything."""
    condition, parameters = counting(reader, today)
    rows = reader.rows(f"{_HEARD}{condition}", parameters)
    return list(map(HeardEvidence._make, rows))


def ever_asked(
    reader: Reader, number: int, whom: Unasked, today: date, spellings: Collection[str] = ()
) -> bool:
    """Whether somebody of `whom` was ever asked about a hypothesis, as `domain.gaps.was_asked`.

    Args:
        reader: the open journal.
        number: of the hypothesis.
        whom: who could refute it.
        today: a later call has not been held yet.
        spellings: of the segment, where that is `whom`.
    """
    parameters = {**on(today), "hypothesis": number}
    if whom is Unasked.SEGMENT and not spellings:
        return False
    if whom is Unasked.SEGMENT:
        marks = ", ".join(f":s{place}" for place in range(len(spellings)))
        parameters |= {f"s{place}": each for place, each in enumerate(spellings)}
        condition = f" AND a.segment IN ({marks})"
    else:
        condition = _AND[whom]
    return reader.value(f"{_EVER}{condition} LIMIT 1", parameters) is not None


def segments(reader: Reader) -> dict[str, list[str]]:
    """All spellings of each segment, by the key that they share."""
    found: dict[str, list[str]] = {}
    for (segment,) in reader.rows(_SEGMENTS):
        if key := segment_key(segment):
            found.setdefault(key, []).append(segment)
    return found


def people(reader: Reader, numbers: Sequence[int]) -> dict[int, NamedPerson]:
    """Who these are."""
    return {row[0]: NamedPerson(*row) for row in reader.rows_in(_PEOPLE, numbers)}


def dates(reader: Reader, numbers: Sequence[int]) -> dict[int, InterviewDate]:
    """When these interviews were."""
    return {row[0]: held(*row[1:]) for row in reader.rows_in(_DATES, numbers)}
