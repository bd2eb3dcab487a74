"""Reads what was promised and is still open."""

from __future__ import annotations

from datetime import date

from discoverycli.domain.facts.contacts import FollowupFact
from discoverycli.store.read.facts import facts
from discoverycli.store.reader import Reader

_SQL = """
SELECT f.id, f.interview_id, f.person_id, p.name, o.name, f.ours, f.text, f.due_on
FROM followup f
JOIN person p ON p.id = f.person_id
LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE f.done_on IS NULL AND
"""

_DATED = f"{_SQL} f.due_on IS NOT NULL ORDER BY f.due_on, f.id"
_DATELESS = f"{_SQL} f.due_on IS NULL ORDER BY f.id DESC"

_COUNTS = """
SELECT count(*), count(CASE WHEN due_on < :today THEN 1 END) FROM followup WHERE done_on IS NULL
"""


def open_followups(reader: Reader, most: int | None = None) -> list[FollowupFact]:
    """Open promises, the longest overdue first, those without a day last; at most `most`."""
    found = _read(reader, _DATED, most)
    left = None if most is None else most - len(found)
    return found + _read(reader, _DATELESS, left)


def counts(reader: Reader, today: date) -> tuple[int, int]:
    """How many are open, and how many of them overdue."""
    row = reader.row(_COUNTS, {"today": today})
    assert row is not None
    return row[0], row[1]


def _read(reader: Reader, sql: str, most: int | None) -> list[FollowupFact]:
    limit, parameters = ("", {}) if most is None else (" LIMIT :most", {"most": most})
    return facts(reader, FollowupFact, sql + limit, parameters)
