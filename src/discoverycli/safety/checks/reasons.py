"""Checks what opinions and choices rest on: beliefs, decisions, whys, who sent whom."""

from __future__ import annotations

from collections.abc import Iterator

from discoverycli.domain.referrals import any_circle
from discoverycli.safety.checks.check import Finding, Subject, codes, some
from discoverycli.safety.checks.database import cure

_BELIEFS = """
SELECT DISTINCT p.hypothesis_id FROM prediction p
WHERE p.percent NOT BETWEEN 0 AND 100 OR NOT EXISTS (
    SELECT 1 FROM revision r WHERE r.hypothesis_id = p.hypothesis_id AND r.number = p.revision)
ORDER BY p.hypothesis_id
"""
_GROUNDS = """
SELECT DISTINCT decision_id FROM ground
WHERE code <> coalesce('H' || hypothesis_id, code)
   OR hypothesis_id IS NULL AND (code LIKE 'H%' OR substr(code, 1, 1) NOT IN ('J', 'S', 'I'))
ORDER BY decision_id
"""
_ROOTLESS = """
SELECT id FROM why WHERE (hypothesis_id IS NULL) = (statement_id IS NULL) ORDER BY id
"""
_ELSEWHERE = """
SELECT w.id FROM why w JOIN why u ON u.id = w.parent_id
WHERE coalesce(u.hypothesis_id, 0) <> coalesce(w.hypothesis_id, 0)
   OR coalesce(u.statement_id, 0) <> coalesce(w.statement_id, 0)
ORDER BY w.id
"""
_TWICE = """
SELECT min(id) FROM why GROUP BY hypothesis_id, statement_id, number HAVING count(*) > 1 ORDER BY 1
"""


def reasons(subject: Subject) -> Iterator[Finding]:
    """Whether beliefs are about criteria, decisions about what they name, and no answer to why,
    and nobody who was sent, comes before itself."""
    reader = subject.reader
    for said, text, letter in (
        ("a belief is no percentage, or about criteria that are not there", _BELIEFS, "H"),
        ("a decision names something else than it rests on", _GROUNDS, "D"),
        ("an answer to why is asked of nothing, or of two things", _ROOTLESS, "answer "),
        ("an answer to why hangs below that of something else", _ELSEWHERE, "answer "),
        ("two answers to why have one number", _TWICE, "answer "),
    ):
        numbers = [row[0] for row in reader.rows(text)]
        if numbers:
            yield Finding(f"{said}: {codes(letter, numbers)}", hint=cure(subject))
    sent: dict[int, int] = dict(
        reader.rows("SELECT id, referred_by_id FROM person WHERE referred_by_id > 0")
    )
    if circle := [f"P{number}" for number in any_circle(dict(sorted(sent.items())))]:
        first = f"disco people edit {circle[0]} --referred-by ''"
        yield Finding(f"who sent whom goes in a circle: {some(circle)}", hint=first)
    under: dict[int, int] = dict(
        reader.rows("SELECT id, parent_id FROM why WHERE parent_id IS NOT NULL")
    )
    if any_circle(under):
        yield Finding("the answers to why go in a circle", hint=cure(subject))
