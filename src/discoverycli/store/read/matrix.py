"""Owns reading for the matrix: what the voices are called, and how many there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from discoverycli.domain.facts.opinions import EvidenceTrace
from discoverycli.domain.matrix import By
from discoverycli.domain.text.words import person_label
from discoverycli.domain.votes import Voice
from discoverycli.store import verdict_cache
from discoverycli.store.read import evidence_filter
from discoverycli.store.reader import Reader

_ORGANISATIONS = "SELECT id, name FROM organisation WHERE id IN ({})"
_PEOPLE = """
SELECT p.id, p.name, o.name FROM person p
LEFT JOIN organisation o ON o.id = p.organisation_id WHERE p.id IN ({})
"""
_KNOWN = {
    By.PEOPLE: "SELECT count(DISTINCT e.person_id) {} WHERE {}",
    By.ORGANISATIONS: """
SELECT count(DISTINCT CASE WHEN p.organisation_id IS NULL THEN -p.id ELSE p.organisation_id END)
{} JOIN person p ON p.id = e.person_id WHERE {}
""",
}

_RECENT = """
SELECT e.id, e.hypothesis_id, e.stance, e.rung, e.person_id, p.organisation_id,
       a.relation, i.channel, i.held_on, i.precision, e.interview_id, i.author, a.segment
FROM interview i
CROSS JOIN evidence e ON e.interview_id = i.id
JOIN participation a ON a.interview_id = e.interview_id AND a.person_id = e.person_id
JOIN person p ON p.id = e.person_id
WHERE i.held_on >= :since
"""


def recent(reader: Reader, numbers: Collection[int], since: date) -> dict[int, list[EvidenceTrace]]:
    """As `store.read.evidence.traces`, for so many hypotheses that it is quicker to go through
    the days than through each hypothesis' evidence of all years."""
    found: dict[int, list[EvidenceTrace]] = {number: [] for number in numbers}
    for row in reader.rows(_RECENT, {"since": since}):
        if row[1] in found:
            found[row[1]].append(EvidenceTrace(verdict_cache.fact(row), *row[10:]))
    return found


def names(reader: Reader, whom: Collection[Voice]) -> dict[Voice, str]:
    """What voices are called: an organisation by its name, a person with where they belong."""
    organisations = [each.organisation for each in whom if each.organisation is not None]
    people = [each.person for each in whom if each.person is not None]
    return {
        **{
            Voice(number, None): name
            for number, name in reader.rows_in(_ORGANISATIONS, organisations)
        },
        **{
            Voice(None, number): person_label(name, organisation)
            for number, name, organisation in reader.rows_in(_PEOPLE, people)
        },
    }


def known(reader: Reader, today: date, by: By) -> int:
    """How many voices, or people, have evidence that counts today, on any hypothesis."""
    condition, parameters = evidence_filter.now(reader, today)
    counting = _KNOWN[By.PEOPLE if by is By.PEOPLE else By.ORGANISATIONS]
    found = reader.value(counting.format(evidence_filter.FROM_EVIDENCE, condition), parameters)
    assert isinstance(found, int)
    return found
