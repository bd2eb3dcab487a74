"""Answers: what did we choose, for which reasons, and which of them has later evidence
undermined?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.decisions import (
    GroundState,
    StatusStep,
    Stood,
    decision_state,
    ground_state,
    undermining,
    worst_first,
)
from discoverycli.domain.verdicts import Verdict

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.decisions import DecisionFact, GroundFact, NowFact
    from discoverycli.store.reader import Reader


class DecisionFacts(NamedTuple):
    """Decisions, where the hypotheses they rest on stand, how these came there, and the words of
    what else they rest on."""

    decisions: Sequence[DecisionFact]
    standings: Mapping[int, NowFact]
    steps: Mapping[int, Sequence[StatusStep]]
    words: Mapping[str, str]


class Ground(NamedTuple):
    """Something a decision rests on.

    Args:
        fact: what it is, and where it stood then.
        now: where it stands today; `None` if it is no hypothesis.
        state: what has become of it; `None` likewise.
        step: the change of status that undermined it.
        text: its words; `None` where they were not read or are gone.
    """

    fact: GroundFact
    now: NowFact | None
    state: GroundState | None
    step: StatusStep | None
    text: str | None


class Decided(NamedTuple):
    """A decision and what has become of it."""

    fact: DecisionFact
    grounds: tuple[Ground, ...]

    @property
    def state(self) -> GroundState:
        """The worst of its grounds."""
        return decision_state(each.state for each in self.grounds if each.state is not None)

    @property
    def shaken(self) -> tuple[Ground, ...]:
        """The grounds that are undermined."""
        return tuple(each for each in self.grounds if each.state is GroundState.UNDERMINED)


def decision_states(reader: Reader, today: date) -> dict[int, GroundState]:
    """What has become of every decision, in the order of the list."""
    from discoverycli.store.read import decisions as read

    grounds: dict[int, list[GroundState]] = {}
    for decision, holds, then, now in read.leans(reader, today):
        grounds.setdefault(decision, []).append(ground_state(then, now, holds=holds))
    found = [
        (number, made_on, decision_state(grounds.get(number, ())))
        for number, made_on in read.days(reader)
    ]
    return {number: state for number, _, state in sorted(found, key=lambda each: _order(*each))}


def _order(number: int, made_on: date, state: GroundState) -> tuple[int, int, int]:
    return (worst_first(state), -made_on.toordinal(), -number)


def decided(reader: Reader, number: int, today: date) -> Decided:
    """One decision, and what has become of it, read from the journal.

    Raises:
        NotFoundError: there is none of that number.
    """
    from discoverycli.store.read import decisions as read

    (found,) = judged_decisions(_facts(reader, [read.one(reader, number)], today, with_words=True))
    return found


def _facts(
    reader: Reader, decisions: Sequence[DecisionFact], today: date, *, with_words: bool
) -> DecisionFacts:
    from discoverycli.store.read import decisions as read

    grounds = [ground for decision in decisions for ground in decision.grounds]
    numbers = sorted({each.number for each in grounds if each.number is not None})
    standings = read.standings(reader, numbers, today)
    doubted = {
        each.number
        for each in grounds
        if each.number is not None and _state(each, standings) is GroundState.UNDERMINED
    }
    others = [each.code for each in grounds if each.number is None] if with_words else []
    return DecisionFacts(
        decisions, standings, read.steps(reader, sorted(doubted)), read.words(reader, others)
    )


def undermined_decisions(reader: Reader, today: date) -> tuple[Decided, ...]:
    """The decisions that later evidence has undermined: a team has to look at them again."""
    from discoverycli.store.read import decisions as read

    found = decision_states(reader, today)
    numbers = [number for number, state in found.items() if state is GroundState.UNDERMINED]
    return judged_decisions(_facts(reader, read.some(reader, numbers), today, with_words=False))


def judged_decisions(facts: DecisionFacts) -> tuple[Decided, ...]:
    """What has become of each decision, in the order of the list."""
    decided = [
        Decided(each, tuple(_judged(ground, each.made_on, facts) for ground in each.grounds))
        for each in facts.decisions
    ]
    by_order = [(_order(each.fact.number, each.fact.made_on, each.state), each) for each in decided]
    return tuple(each for _, each in sorted(by_order, key=lambda pair: pair[0]))


def _judged(ground: GroundFact, made_on: date, facts: DecisionFacts) -> Ground:
    if ground.number is None or ground.then is None:
        return Ground(ground, None, None, None, facts.words.get(ground.code))
    now, state, step = facts.standings[ground.number], _state(ground, facts.standings), None
    if state is GroundState.UNDERMINED:
        steps = [*facts.steps[ground.number], *([now.aged] if now.aged else [])]
        step = undermining(ground.then.stood, steps, holds=ground.holds, made_on=made_on)
    return Ground(ground, now, state, step, now.text)


def _state(ground: GroundFact, standings: Mapping[int, NowFact]) -> GroundState:
    assert ground.number is not None
    assert ground.then is not None
    return ground_state(ground.then.stood, standings[ground.number].unparked, holds=ground.holds)


class DecisionsListing(NamedTuple):
    """The decisions that are shown, and how many there are of each state."""

    decided: Sequence[Decided]
    totals: Mapping[GroundState, int]


def decisions_report(reader: Reader, asked: Scope) -> DecisionsListing:
    """The report, read from the journal."""
    from discoverycli.store.read import decisions as read

    found = decision_states(reader, asked.today)
    some = read.some(reader, list(found)[: asked.most])
    facts = _facts(reader, some, asked.today, with_words=asked.most is None)
    return DecisionsListing(judged_decisions(facts), Counter(found.values()))


class RestingDecision(NamedTuple):
    """A decision that rests on a hypothesis, and what that is to it today."""

    decision: DecisionFact
    state: GroundState


def resting_decisions(
    decisions: Iterable[DecisionFact], unparked: Verdict
) -> tuple[RestingDecision, ...]:
    """The state of a hypothesis as a ground of each decision that was made on it.

    Args:
        decisions: with that ground alone.
        unparked: the verdict on the hypothesis, as if it were not parked.
    """
    found = []
    now = Stood(unparked.status, unparked.was)
    for each in decisions:
        (ground,) = each.grounds
        assert ground.then is not None
        found.append(
            RestingDecision(each, ground_state(ground.then.stood, now, holds=ground.holds))
        )
    return tuple(found)
