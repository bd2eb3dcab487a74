"""Scores beliefs stated before the evidence: how sure people were, and how it came out."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.text.words import quoted
from discoverycli.domain.verdicts import VERDICTS
from discoverycli.domain.vocabulary import Status
from discoverycli.domain.votes import EvidenceFact, Reason, not_counted
from discoverycli.errors import InputError

ENOUGH = 30
"""Beliefs from which a score is more than directional."""

_PERCENT = re.compile(r"([0-9]{1,3})\s*%?")


class Belief(NamedTuple):
    """How sure somebody was, in percent from 0 to 100, and whether it came true."""

    percent: int
    came_true: bool


class Score(NamedTuple):
    """What some beliefs were worth.

    Args:
        beliefs: how many.
        came_true: of these, what came true.
        squares: the sum of (percent − 100 × outcome)²; whole numbers, so that no order of the
            beliefs rounds differently.
    """

    beliefs: int
    came_true: int
    squares: int

    @property
    def brier(self) -> Fraction | None:
        """The mean of (stated − outcome)², from 0, which is perfect foresight, to 1."""
        return Fraction(self.squares, 10_000 * self.beliefs) if self.beliefs else None

    @property
    def base_brier(self) -> Fraction | None:
        """The same of one who always says the share of these that came true: r × (1 − r)."""
        if not self.beliefs:
            return None
        return Fraction(self.came_true * (self.beliefs - self.came_true), self.beliefs**2)

    @property
    def few(self) -> bool:
        """Whether it is directional only."""
        return self.beliefs < ENOUGH


class Decile(NamedTuple):
    """The beliefs stated from `low` to `high` percent, both included.

    `stated` is the sum of their percentages.
    """

    low: int
    high: int
    beliefs: int
    came_true: int
    stated: int

    @property
    def mean_stated(self) -> Fraction | None:
        """The mean of what was stated, from 0 to 1."""
        return Fraction(self.stated, 100 * self.beliefs) if self.beliefs else None


class Unscored(StrEnum):
    """Why a belief is kept and shown but not scored."""

    UNRESOLVED = "unresolved"
    FOREKNOWN = "foreknown"


def read_percent(text: str) -> int:
    """How sure somebody says to be: `70` or `70%`.

    Raises:
        InputError: anything but a whole number from 0 to 100. A share such as 0.7 is refused
            too: `1` could mean either.
    """
    found = _PERCENT.fullmatch(text.strip())
    if found is None or int(found[1]) > 100:
        raise InputError(
            f"{quoted(text)} is not a percentage", "a whole number from 0 to 100, such as 70%"
        )
    return int(found[1])


def score(beliefs: Iterable[Belief]) -> Score:
    """What beliefs were worth.

    Method:
        Brier 1950 for a yes or no; see `docs/methods.md#calibration`.
    """
    stated = list(beliefs)
    squares = sum((percent - 100 * came_true) ** 2 for percent, came_true in stated)
    return Score(len(stated), sum(each.came_true for each in stated), squares)


def deciles(beliefs: Iterable[Belief]) -> tuple[Decile, ...]:
    """Beliefs by what was stated: 0 to 9, 10 to 19 … and 90 to 100 percent; always all ten."""
    rows = [[0, 0, 0] for _ in range(10)]
    for percent, came_true in beliefs:
        row = rows[min(percent // 10, 9)]
        row[0] += 1
        row[1] += came_true
        row[2] += percent
    return tuple(
        Decile(10 * place, 100 if place == 9 else 10 * place + 9, *row)
        for place, row in enumerate(rows)
    )


def outcome(status: Status, was: Status | None) -> bool | None:
    """Whether an opinion came true: validated, or refuted; a stale one as it was.

    `None` while it is neither. For a parked one, pass the status it would have if it were not
    parked.
    """
    standing = was if status is Status.STALE else status
    return standing is Status.VALIDATED if standing in VERDICTS else None


def unscored(came_true: bool | None, *, foreknown: bool) -> Unscored | None:
    """Why a belief is not scored; `None` when it is.

    Args:
        came_true: what `outcome` says by the criteria that the belief was about.
        foreknown: whether it is of a later day than `heard_from` says of the opinion.
    """
    if came_true is None:
        return Unscored.UNRESOLVED
    return Unscored.FOREKNOWN if foreknown else None


def heard_from(evidence: Iterable[EvidenceFact], rule: Rule, *, today: date) -> date | None:
    """The earliest last possible day of evidence that counts, or counted before it grew old.

    A belief of a later day is foreknown: its author may have known how that evidence turned out.
    """
    counts = (None, Reason.OLD)
    some = (fact for fact in evidence if not_counted(fact, rule, today=today) in counts)
    return min((fact.held.day for fact in some if fact.held.day is not None), default=None)
