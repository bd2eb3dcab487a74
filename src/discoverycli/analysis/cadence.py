"""Owns the report on the habit, which answers: do we hear someone outside every week.

For other reports: `strip`, `figures` and `this_week` say it in a line each, and `data` is all of
it for programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discoverycli.analysis.scope import Scope
from discoverycli.domain.cadence import Cadence, Pause, cadence, habit_at_risk

if TYPE_CHECKING:
    from datetime import date

    from discoverycli.domain.facts.calls import DatelessFact
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class CadenceFacts:
    """What the habit is made of."""

    days: Sequence[tuple[date, int]]
    dateless: Sequence[DatelessFact]
    pauses: Sequence[Pause]


@dataclass(frozen=True, slots=True)
class Habit:
    """How well the habit is kept, and the contacts that are in no week."""

    cadence: Cadence
    dateless: tuple[DatelessFact, ...]
    today: date

    @property
    def at_risk(self) -> bool:
        """Whether it is about to break."""
        return habit_at_risk(self.cadence)


def load(reader: Reader) -> CadenceFacts:
    """Every day with contacts, every contact without one, every planned absence."""
    from discoverycli.store.read import cadence as read

    return CadenceFacts(read.contact_days(reader), read.dateless(reader), read.pauses(reader))


def calculate(facts: CadenceFacts, asked: Scope) -> Habit:
    """The habit on the day and over the weeks that are asked for."""
    measured = cadence(
        facts.days,
        today=asked.today,
        goal=asked.goal,
        floor_days=asked.floor_days,
        pauses=facts.pauses,
        undated=len(facts.dateless),
        since=asked.window.first,
        until=asked.window.last,
    )
    return Habit(measured, tuple(facts.dateless), asked.today)


def cadence_report(reader: Reader, asked: Scope) -> Habit:
    """The report, read from the journal."""
    return calculate(load(reader), asked)
