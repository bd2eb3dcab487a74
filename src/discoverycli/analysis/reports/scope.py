"""Defines what a report is asked for: the day, the period, and what the team has set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from discoverycli.domain.balance import PROSPECT_TARGET, Window, window
from discoverycli.domain.cadence import FLOOR_DAYS, GOAL
from discoverycli.domain.people import DEFAULT_PERIODS
from discoverycli.domain.periods import Period
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import InputError


class Scope(NamedTuple):
    """What a report is asked for.

    Args:
        today: the day it is.
        period: the days whose contacts and movements are shown.
        window: the days that habit and balance are measured over, today at the latest.
        goal: contacts that make a week met.
        floor_days: the silence that is still allowed.
        target: the percentage that prospects should be above.
        periods: days after which people of a relation are due.
        rule: what counts, where no hypothesis has a rule of its own.
        most: how many of each list to read, the first ones, as a screen has no room for more;
            `None`: all, as programs and files get.
    """

    today: date
    period: Period
    window: Window
    goal: int = GOAL
    floor_days: int = FLOOR_DAYS
    target: int = PROSPECT_TARGET
    periods: Mapping[Relation, int | None] = DEFAULT_PERIODS
    rule: Rule = Rule()
    most: int | None = None


def around(period: Period, *, today: date, weeks: int) -> Window:
    """`weeks` weeks up to the end of a period, or the whole period where that is longer.

    They end today at the latest: nothing is measured that has not happened yet.
    """
    reach = window(today if period.first > today else min(period.last, today), weeks)
    return Window(min(reach.first, period.first), reach.last)


def exactly(period: Period, *, today: date) -> Window:
    """The days of a period up to today.

    Raises:
        InputError: none of them has come yet.
    """
    if period.first > today:
        raise InputError(f"{period.first} is still to come", f"--since {today}, or earlier")
    return Window(period.first, min(period.last, today))
