"""Reads what only a call needs: what a person's colleagues said."""

from __future__ import annotations

from discoverycli.domain.facts.people import ColleagueFact
from discoverycli.store import verdict_cache
from discoverycli.store.reader import Reader

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


def colleagues(reader: Reader, number: int) -> list[ColleagueFact]:
    """What the others of a person's organisation said about hypotheses, in no order."""
    rows = reader.rows(_COLLEAGUES, {"person": number})
    return [ColleagueFact(verdict_cache.fact(row), row[10]) for row in rows]
