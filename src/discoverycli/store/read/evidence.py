"""Owns reading evidence for reports on many hypotheses at once: who and when, not the words.

`traces(reader, numbers, since=day)` is what verdicts weigh and where each piece comes from;
`referrers(reader)` says who sent whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discoverycli.domain.facts.opinions import EvidenceTrace
from discoverycli.store import verdict_cache
from discoverycli.store.reader import Reader

_AT_ONCE = 500
_TRACES = """
SELECT e.id, e.hypothesis_id, e.stance, e.rung, e.person_id, p.organisation_id,
       a.relation, i.channel, i.held_on, i.precision, e.interview_id, i.author, a.segment
FROM evidence e
JOIN interview i ON i.id = e.interview_id
JOIN participation a ON a.interview_id = e.interview_id AND a.person_id = e.person_id
JOIN person p ON p.id = e.person_id
WHERE e.hypothesis_id IN ({})
"""
_SINCE = " AND i.held_on >= :since"
_REFERRERS = "SELECT id, referred_by_id FROM person WHERE referred_by_id IS NOT NULL"


def traces(
    reader: Reader, numbers: Sequence[int], *, since: date | None = None
) -> dict[int, list[EvidenceTrace]]:
    """The evidence on each of these hypotheses, in no order that means anything.

    Args:
        reader: the open journal.
        numbers: of the hypotheses. Each is a key of the result, with or without evidence.
        since: leaves out what was held before this day or on no known day.
    """
    found: dict[int, list[EvidenceTrace]] = {number: [] for number in numbers}
    keys = list(found)
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        marks = ", ".join(f":h{place}" for place in range(len(some)))
        text = _TRACES.format(marks) + (_SINCE if since else "")
        values: dict[str, object] = {f"h{place}": number for place, number in enumerate(some)}
        if since:
            values["since"] = since
        for row in reader.rows(text, values):
            found[row[1]].append(EvidenceTrace(verdict_cache.fact(row), *row[10:]))
    return found


def referrers(reader: Reader) -> dict[int, int]:
    """Person → who sent them to us, of those whom somebody sent."""
    return dict(reader.rows(_REFERRERS))


def line(person: int, sent: dict[int, int]) -> tuple[int, ...]:
    """Who sent a person, who sent them, and so on; a circle is left where it closes."""
    found: dict[int, None] = {}
    while (before := sent.get(person)) is not None and before not in found:
        found[before] = None
        person = before
    return tuple(found)
