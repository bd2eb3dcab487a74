"""Calculates the report on the habit: do we hear someone outside every week?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.cadence import Cadence, cadence, habit_at_risk
from discoverycli.store.read import contacts as read

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.contacts import DatelessFact
    from discoverycli.store.reader import Reader


class Habit(NamedTuple):
    """How well the habit is kept, and the contacts that are in no week."""

    cadence: Cadence
    dateless: Sequence[DatelessFact]

    @property
    def at_risk(self) -> bool:
        """Whether it is about to break."""
        return habit_at_risk(self.cadence)


def cadence_report(reader: Reader, scope: Scope) -> Habit:
    """The habit on the day and over the weeks that are asked for."""
    dateless = read.dateless(reader)
    measured = cadence(
        read.contact_days(reader),
        today=scope.today,
        goal=scope.goal,
        floor_days=scope.floor_days,
        pauses=read.pauses(reader),
        undated=len(dateless),
        since=scope.window.first,
        until=scope.window.last,
    )
    return Habit(measured, dateless)
