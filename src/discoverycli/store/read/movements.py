"""Reads how hypotheses moved: as noted when something was written, or by time alone."""

from __future__ import annotations

from datetime import date, timedelta

from discoverycli.domain.facts.opinions import ExpiredFact, MovementFact
from discoverycli.domain.vocabulary import Status
from discoverycli.store.read.facts import facts
from discoverycli.store.reader import Reader
from discoverycli.store.values import known_day

_NOTED = """
SELECT m.hypothesis_id, h.text, m.moved_on, m.was, m.status, m.interview_id
FROM movement m JOIN hypothesis h ON h.id = m.hypothesis_id
WHERE m.moved_on BETWEEN :first AND :last
ORDER BY m.moved_on, m.id
"""

_EXPIRED = """
SELECT hypothesis_id, status, steady_until FROM memo WHERE steady_until < :today
"""


def any_decided(reader: Reader) -> bool:
    """Whether anything was decided at all that a movement can undermine."""
    return reader.value("SELECT 1 FROM decision LIMIT 1") is not None


def movements_in(reader: Reader, first: date, last: date) -> list[MovementFact]:
    """The movements noted from `first` to `last`, in their order."""
    return facts(reader, MovementFact, _NOTED, {"first": first, "last": last})


def expired(reader: Reader, today: date) -> list[ExpiredFact]:
    """The remembered statuses that are no longer certain on `today`."""
    return [
        ExpiredFact(number, Status(status), known_day(steady_until) + timedelta(days=1))
        for number, status, steady_until in reader.rows(_EXPIRED, {"today": today})
    ]
