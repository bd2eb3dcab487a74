"""Owns the page of one decision. Answers: what was it made on, and is that still so?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from discoverycli.analysis import decisions
from discoverycli.analysis.decisions import Decided

if TYPE_CHECKING:
    from discoverycli.analysis.decisions import DecisionFacts
    from discoverycli.store.reader import Reader


def load(reader: Reader, number: int, today: date) -> DecisionFacts:
    """A decision with what it rests on.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import decisions as read

    return decisions.complete(reader, [read.one(reader, number)], today, with_words=True)


def calculate(facts: DecisionFacts) -> Decided:
    """What has come of it."""
    (found,) = decisions.calculate(facts)
    return found
