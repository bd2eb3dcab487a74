"""Reads predictions: how sure people were of a hypothesis before anyone was asked."""

from __future__ import annotations

from discoverycli.domain.facts.evidence import PredictionFact
from discoverycli.store.read.evidence_sql import SPEAKS
from discoverycli.store.read.facts import facts
from discoverycli.store.reader import Reader

_ALL = "SELECT id, hypothesis_id, author, percent, revision, made_on FROM prediction"
_IN_ORDER = "ORDER BY made_on, author, id"
# What counts on some day, as `domain.votes.not_counted` has it. With a plain JOIN, SQLite walks the
# evidence of one hypothesis after the other, which on a large journal takes ten times as long as
# walking all of it once, in the order in which it is stored.
_FOREKNOWN = f"""
SELECT DISTINCT p.id
FROM evidence e
CROSS JOIN interview i ON i.id = e.interview_id
CROSS JOIN prediction p ON p.hypothesis_id = +e.hypothesis_id AND i.held_on < p.made_on
CROSS JOIN participation a ON a.interview_id = e.interview_id AND a.person_id = e.person_id
WHERE {SPEAKS} AND i.held_on < (SELECT max(made_on) FROM prediction)
"""


def of_hypothesis(reader: Reader, number: int) -> tuple[PredictionFact, ...]:
    """The beliefs about a hypothesis, the earliest first."""
    key = {"hypothesis": number}
    sql = f"{_ALL} WHERE hypothesis_id = :hypothesis {_IN_ORDER}"
    return tuple(facts(reader, PredictionFact, sql, key))


def all(reader: Reader) -> tuple[PredictionFact, ...]:  # noqa: A001
    """Every belief, the earliest first."""
    return tuple(facts(reader, PredictionFact, f"{_ALL} {_IN_ORDER}"))


def foreknown(reader: Reader) -> frozenset[int]:
    """The `id` of each belief that evidence was there for: held before the day of the belief,
    and counting then or later. It is what `domain.calibration.heard_from` says, for all at once.
    """
    return frozenset(number for (number,) in reader.rows(_FOREKNOWN))
