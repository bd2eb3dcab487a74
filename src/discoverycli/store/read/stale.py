"""Owns reading what a second look at a verdict takes: its criteria, and who said what in words.

`criteria(reader, numbers)` are the present ones of hypotheses, `words(reader, numbers)` what
pieces of evidence say.
"""

from __future__ import annotations

from collections.abc import Sequence

from discoverycli.domain.facts.opinions import EvidenceWords, StaleCriteria
from discoverycli.store import verdict_cache
from discoverycli.store.reader import Reader

_CRITERIA = """
SELECT r.voices, r.majority, r.lived, r.prospects, r.against, r.fresh_days, r.wrong_if,
       r.hypothesis_id
FROM revision r WHERE r.hypothesis_id IN ({})
AND r.number = (SELECT max(n.number) FROM revision n WHERE n.hypothesis_id = r.hypothesis_id)
"""
_WORDS = """
SELECT e.id, e.text, p.name, o.name
FROM evidence e
JOIN person p ON p.id = e.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE e.id IN ({})
"""


def criteria(reader: Reader, numbers: Sequence[int]) -> dict[int, StaleCriteria]:
    """The present criteria of each of these hypotheses."""
    rows = reader.rows_in(_CRITERIA, numbers)
    return {row[7]: StaleCriteria(verdict_cache.rule(row), row[6]) for row in rows}


def words(reader: Reader, numbers: Sequence[int]) -> dict[int, EvidenceWords]:
    """What each of these pieces of evidence says; they are numbered as facts are."""
    return {row[0]: EvidenceWords(*row[1:]) for row in reader.rows_in(_WORDS, numbers)}
