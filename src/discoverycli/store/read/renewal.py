"""Owns reading what a second look at a verdict takes: its criteria, and who said what in words.

`criteria(reader, numbers)` are the present ones of hypotheses, `words(reader, numbers)` what
pieces of evidence say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.store import memos
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


class Criteria(NamedTuple):
    """The present rule of a hypothesis, and in words what would prove it wrong."""

    rule: Rule
    wrong_if: str | None


class Words(NamedTuple):
    """What a piece of evidence says, and who said it."""

    text: str
    name: str
    organisation: str | None


def criteria(reader: Reader, numbers: Sequence[int]) -> dict[int, Criteria]:
    """The present criteria of each of these hypotheses."""
    rows = reader.rows_in(_CRITERIA, numbers)
    return {row[7]: Criteria(memos.rule(row), row[6]) for row in rows}


def words(reader: Reader, numbers: Sequence[int]) -> dict[int, Words]:
    """What each of these pieces of evidence says; they are numbered as facts are."""
    return {row[0]: Words(*row[1:]) for row in reader.rows_in(_WORDS, numbers)}
