"""What the journal says of decisions, what they rest on, and why."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.decisions import StatusStep, Stood


class DecisionLean(NamedTuple):
    """A hypothesis that a decision rests on: where it stood then, and where it would stand today if
    it were not parked."""

    decision: int
    holds: bool
    then: Stood
    now: Stood


class StoodFact(NamedTuple):
    """Where a hypothesis stood, or stands: its votes, and by which of its criteria."""

    stood: Stood
    votes_for: int
    votes_against: int
    asked: int
    revision: int


class GroundFact(NamedTuple):
    """Something a decision rests on. `then` and `number` are those of a hypothesis, else `None`."""

    code: str
    number: int | None
    holds: bool
    then: StoodFact | None


class DecisionFact(NamedTuple):
    """A decision, as stored."""

    number: int
    text: str
    reason: str | None
    author: str
    made_on: date
    grounds: tuple[GroundFact, ...]


class NowFact(NamedTuple):
    """Where a hypothesis stands today.

    `unparked` is where it would stand if it were not parked. `aged` is a change that time alone has
    made and that is not recorded yet, if there is one.
    """

    text: str
    today: StoodFact
    unparked: Stood
    aged: StatusStep | None
