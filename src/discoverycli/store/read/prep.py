"""Owns reading what only a call needs: who sent a person, and what their colleagues said."""

from __future__ import annotations

from discoverycli.domain.facts.people import ColleagueFact, NamedPerson
from discoverycli.store import verdict_cache
from discoverycli.store.reader import Reader

_REFERRER = """
SELECT r.id, r.name, o.name
FROM person p
JOIN person r ON r.id = p.referred_by_id
LEFT JOIN organisation o ON o.id = r.organisation_id
WHERE p.id = :person
"""
# CROSS JOIN keeps SQLite from beginning with all evidence there is instead of a few people's.
_COLLEAGUES = """
SELECT e.id, e.hypothesis_id, e.stance, e.rung, e.person_id, p.organisation_id,
       a.relation, i.channel, i.held_on, i.precision, p.name
FROM person me CROSS JOIN person p CROSS JOIN participation a CROSS JOIN evidence e
CROSS JOIN interview i
WHERE me.id = :person AND p.organisation_id = me.organisation_id AND p.id <> me.id
AND a.person_id = p.id AND e.interview_id = a.interview_id AND e.person_id = a.person_id
AND i.id = a.interview_id
"""


def referrer(reader: Reader, number: int) -> NamedPerson | None:
    """Who sent a person to us, if anybody is known to have."""
    row = reader.row(_REFERRER, {"person": number})
    return None if row is None else NamedPerson(*row)


def colleagues(reader: Reader, number: int) -> list[ColleagueFact]:
    """What the others of a person's organisation said about hypotheses, in no order."""
    rows = reader.rows(_COLLEAGUES, {"person": number})
    return [ColleagueFact(verdict_cache.fact(row), row[10]) for row in rows]
