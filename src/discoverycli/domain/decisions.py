"""Judges a decision by later evidence: does what it was made on still stand?"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from discoverycli.domain.verdicts import VERDICTS
from discoverycli.domain.vocabulary import Code, Status


class GroundState(StrEnum):
    """What a decision's ground has come to, or the decision itself; the worst first.

    `unfounded`, of decisions only: no hypothesis stands behind it.
    """

    UNDERMINED = "undermined"
    AGED = "aged"
    INCONCLUSIVE = "inconclusive"
    CONFIRMED = "confirmed"
    STANDS = "stands"
    UNFOUNDED = "unfounded"


class Stood(NamedTuple):
    """Where a hypothesis stood on a day: its status, and of a stale or parked one what it was."""

    status: Status
    was: Status | None = None


class Leaning(NamedTuple):
    """Something to rest a decision on: that it holds or that it does not, where that was said."""

    code: Code
    holds: bool = True


class StatusStep(NamedTuple):
    """A change of a hypothesis' status; `interview` gave the reason, if one did."""

    on: date
    was: Status
    status: Status
    interview: int | None = None
    by_time: bool = False


_SAYS_NOTHING = (Status.STALE, Status.PARKED)
"""Statuses that leave open which verdict is behind them."""

_ORDER = {state: place for place, state in enumerate(GroundState)}


def leaned_on(*, holds: bool) -> Status:
    """The verdict that a ground needs: that the hypothesis holds, or that it does not."""
    return Status.VALIDATED if holds else Status.REFUTED


def means_not(then: Stood) -> bool:
    """Whether "because of it" can only mean that it does not hold: it is refuted."""
    return _last_verdict(then) == (Status.REFUTED, False)


def against(then: Stood, *, holds: bool) -> bool:
    """Whether the last verdict, as it was then, spoke against what the decision leans on."""
    return _last_verdict(then)[0] is leaned_on(holds=not holds)


def ground_state(then: Stood, now: Stood, *, holds: bool) -> GroundState:
    """The state of a hypothesis today as the ground of a decision.

    Parking is ignored. On the day of the decision, the hypothesis either had the verdict that the
    decision leans on, or it did not; a stale verdict is none.

    1. It had that verdict. It still has it: `stands`. The verdict has gone stale: `aged`. Anything
       else: `undermined`.
    2. It did not. It has that verdict now: `confirmed`. It has the opposite one, or got it since
       and has gone stale: `undermined`. Anything else: `inconclusive`.

    Method:
        This tool's own; see `docs/methods.md#decisions`.
    """
    leaned, opposite = leaned_on(holds=holds), leaned_on(holds=not holds)
    before, before_aged = _last_verdict(then)
    today, today_aged = _last_verdict(now)
    if before is leaned and not before_aged:
        if today is leaned:
            return GroundState.AGED if today_aged else GroundState.STANDS
        # Parked and stale: its verdict is unknown, and nothing says that it changed.
        unknown = now == Stood(Status.PARKED, Status.STALE)
        return GroundState.AGED if unknown else GroundState.UNDERMINED
    if today is leaned and not today_aged:
        return GroundState.CONFIRMED
    was_stale_already = before_aged and before in (opposite, None)
    if today is opposite and not (today_aged and was_stale_already):
        return GroundState.UNDERMINED
    return GroundState.INCONCLUSIVE


def decision_state(grounds: Iterable[GroundState]) -> GroundState:
    """What has become of a decision: the worst of its grounds; `unfounded` without any."""
    return min(grounds, key=_ORDER.__getitem__, default=GroundState.UNFOUNDED)


def worst_first(state: GroundState) -> int:
    """A sort key for states."""
    return _ORDER[state]


def undermining(
    then: Stood, steps: Sequence[StatusStep], *, holds: bool, made_on: date
) -> StatusStep | None:
    """The change of status that undermined a ground which is undermined today.

    That is the first of the latest changes that all speak against it. `None` where no change does:
    the decision was made against a verdict, or evidence reversed one that was stale.

    Args:
        then: where the hypothesis stood when the decision was made.
        steps: its changes of status, the earliest first; those before that day say nothing.
        holds: what the decision leans on.
        made_on: the day it was made.
    """
    found = None
    for step in reversed(steps):
        if step.on < made_on:
            break
        if step.status in _SAYS_NOTHING:
            continue
        if ground_state(then, Stood(step.status), holds=holds) is not GroundState.UNDERMINED:
            break
        if step.on == made_on and step.status is then.status:
            break  # that is where it stood when the decision was made
        found = step
    return found


def _last_verdict(stood: Stood) -> tuple[Status | None, bool]:
    status, was = stood
    if status is Status.PARKED and was is not None:
        status, was = was, None
    if status is Status.STALE:
        return was, True
    return (status if status in VERDICTS else None), False
