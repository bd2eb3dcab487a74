"""Owns the report for the stand-up, which answers: whom did we hear, do we keep the habit, what
changed, and what is next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis import balance, cadence, hypotheses
from discoverycli.analysis.scope import Scope
from discoverycli.domain.balance import Window
from discoverycli.domain.people import Due, due
from discoverycli.domain.periods import Period
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Relation, Status

if TYPE_CHECKING:
    from discoverycli.analysis.balance import BalanceFacts, Mix
    from discoverycli.analysis.cadence import CadenceFacts, Habit
    from discoverycli.analysis.decisions import Decided, Ground
    from discoverycli.domain.facts.calls import ContactCounts, ContactFact, FollowupFact
    from discoverycli.domain.facts.opinions import (
        ExpiredFact,
        HypothesisFact,
        MovementFact,
        Standing,
    )
    from discoverycli.domain.people import PersonFact
    from discoverycli.store.reader import Reader


NEXT_SHOWN = 5
LOOK_AHEAD = timedelta(days=7)
"""How far after today a parking's end is told."""
_NEWS = (
    Status.REFUTED,
    Status.VALIDATED,
    Status.MIXED,
    Status.STALE,
    Status.TESTING,
    Status.UNVALIDATED,
    Status.PARKED,
)
"""What a team should hear first, first."""


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """All that the report is made of.

    `logged`: whether the journal holds any interview. `contacts`: those of the period, or else
    the newest; `counts`: how many there are. `promises`: how many are open, and how
    many of them overdue. `due`: how many people are; all of them are among `people`, or else
    enough for the latest.
    """

    logged: bool
    contacts: Sequence[ContactFact]
    counts: ContactCounts
    booked: Sequence[ContactFact]
    habit: CadenceFacts
    balance: BalanceFacts
    movements: Sequence[MovementFact]
    expired: Sequence[ExpiredFact]
    standings: Sequence[Standing]
    followups: Sequence[FollowupFact]
    promises: tuple[int, int]
    people: Sequence[PersonFact]
    due: int
    undermined: Sequence[Decided]


class Change(NamedTuple):
    """A hypothesis that moved. `by_time`: nothing but time has moved it."""

    number: int
    text: str
    on: date
    was: Status
    status: Status
    interview: int | None
    by_time: bool


class UnderminedDecision(NamedTuple):
    """A decision that is undermined, and what undermined it in the period; `None`: not then."""

    decided: Decided
    by: Ground | None


class Next(NamedTuple):
    """Someone to talk to next, and why."""

    due: Due
    why: str


@dataclass(frozen=True, slots=True)
class Week:
    """The report, calculated.

    Args:
        contacts: of the period, the newest first; `counts` says how many there are.
        booked: all that are still to come, the next one first.
        shaken: the decisions that are undermined, the latest made first.
        changes: in the order they happened; `news` has each hypothesis once, refuted ones first.
        opinions: that nobody outside has settled, riskiest first.
        parking: the hypotheses whose parking is about to end.
        followups: what is open, the first of it; `promises` says how much there is.
        due: who is due, the latest first, and `people_due` how many; `next` is whom to ask.
    """

    asked: Scope
    logged: bool
    contacts: tuple[ContactFact, ...]
    counts: ContactCounts
    booked: tuple[ContactFact, ...]
    habit: Habit
    mix: Mix
    shaken: tuple[UnderminedDecision, ...]
    changes: tuple[Change, ...]
    news: tuple[Change, ...]
    opinions: tuple[Standing, ...]
    parking: tuple[HypothesisFact, ...]
    followups: tuple[FollowupFact, ...]
    promises: tuple[int, int]
    due: tuple[Due, ...]
    people_due: int
    next: tuple[Next, ...]

    @property
    def is_past(self) -> bool:
        """Whether the period is over, so that what is next is no part of it."""
        return self.asked.period.last < self.asked.today


def load(reader: Reader, asked: Scope) -> WeekFacts:
    """Everything the report needs, in one consistent view of the journal."""
    from discoverycli.store.read import contacts, followups, movements

    period, today = asked.period, asked.today
    days = Window(period.first, period.last)
    people, late = _people(reader, asked)
    return WeekFacts(
        logged=contacts.any_logged(reader),
        contacts=contacts.load(reader, days, today, asked.most),
        counts=contacts.count(reader, days, today),
        booked=contacts.booked(reader, today),
        habit=cadence.load(reader),
        balance=balance.load(reader, asked),
        movements=movements.load(reader, period.first, period.last),
        expired=movements.expired(reader, today),
        standings=hypotheses.load(reader, today),
        followups=followups.load(reader, asked.most),
        promises=followups.counts(reader, today),
        people=people,
        due=late,
        undermined=_undermined(reader, today),
    )


def _undermined(reader: Reader, today: date) -> Sequence[Decided]:
    """The decisions that are undermined. A journal without any costs a look."""
    from discoverycli.store.read import movements

    if not movements.any_decided(reader):
        return ()
    from discoverycli.analysis import decisions

    return decisions.undermined(reader, today)


def _people(reader: Reader, asked: Scope) -> tuple[Sequence[PersonFact], int]:
    """Who can be due, and how many are."""
    if asked.most is not None:
        from discoverycli.store.read import due as read

        return read.latest(reader, asked.today, asked.periods, asked.most)
    from discoverycli.store.read import people

    everybody = people.everybody(reader, asked.today)
    return everybody, len(due(everybody, today=asked.today, periods=asked.periods))


def calculate(facts: WeekFacts, asked: Scope) -> Week:
    """The report on the day and the period that are asked for."""
    today = asked.today
    mix = balance.calculate(facts.balance, asked)
    changes = _changes(facts, asked.period)
    late = due(facts.people, today=today, periods=asked.periods)
    return Week(
        asked=asked,
        logged=facts.logged,
        contacts=tuple(facts.contacts),
        counts=facts.counts,
        booked=tuple(facts.booked),
        habit=cadence.calculate(facts.habit, asked),
        mix=mix,
        shaken=tuple(
            UnderminedDecision(each, _by(each, asked.period)) for each in facts.undermined
        ),
        changes=tuple(changes),
        news=tuple(news(changes)),
        opinions=tuple(
            hypotheses.riskiest(
                each for each in facts.standings if each.verdict.status in hypotheses.OPEN
            )
        ),
        parking=_parking(facts.standings, asked),
        followups=tuple(facts.followups),
        promises=facts.promises,
        due=tuple(late),
        people_due=facts.due,
        next=tuple(_next(late, facts.booked, mix)),
    )


def news(changes: Iterable[Change]) -> list[Change]:
    """Each hypothesis once: from what it was at first to what it is at last, refuted first.

    One that came back to where it was is told from where it came back.
    """
    found: dict[int, Change] = {}
    for change in changes:
        before = found.get(change.number)
        if before is not None and before.was is not change.status:
            change = change._replace(was=before.was)
        found[change.number] = change
    return sorted(found.values(), key=lambda each: (_NEWS.index(each.status), each.number))


def _changes(facts: WeekFacts, period: Period) -> list[Change]:
    """What moved in the period, by writing or by time alone, in the order it happened."""
    moved = [Change(*each, by_time=False) for each in facts.movements]
    now = {each.hypothesis.number: each for each in facts.standings}
    for number, was, since in facts.expired:
        standing = now[number]
        status = standing.verdict.status
        if status is not was and period.first <= since <= period.last:
            moved.append(Change(number, standing.hypothesis.text, since, was, status, None, True))
    return sorted(moved, key=lambda each: each.on)


def _by(decided: Decided, period: Period) -> Ground | None:
    """What undermined a decision in the period, the last of it."""
    found = [
        (each.step.on, each.fact.code, each)
        for each in decided.shaken
        if each.step is not None and period.first <= each.step.on <= period.last
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _parking(standings: Iterable[Standing], asked: Scope) -> tuple[HypothesisFact, ...]:
    """The hypotheses to look at again before the period or the next days are over."""
    until = max(asked.period.last, asked.today + LOOK_AHEAD)
    ending = [
        (each.hypothesis.parked_until, each.hypothesis.number, each.hypothesis)
        for each in standings
        if each.verdict.status is Status.PARKED
        and each.hypothesis.parked_until is not None
        and each.hypothesis.parked_until <= until
    ]
    return tuple(hypothesis for _, _, hypothesis in sorted(ending))


def _next(late: Iterable[Due], booked: Iterable[ContactFact], mix: Mix) -> Iterator[Next]:
    """Whom to ask: who is due and has no date yet; prospects first while they are too few."""
    dated = {person.number for contact in booked for person in contact.people}
    free = [each for each in late if each.person.number not in dated]
    if not mix.balance.kept:
        free.sort(key=lambda each: each.person.relation is not Relation.PROSPECT)
    for each in free[:NEXT_SHOWN]:
        yield Next(each, _why(each, prefer=not mix.balance.kept))


def _why(item: Due, *, prefer: bool) -> str:
    short = prefer and item.person.relation is Relation.PROSPECT
    return f"{heard(item)}{', and prospects are short of their target' if short else ''}"


def heard(item: Due) -> str:
    """What someone is to the company, and how long ago they were heard."""
    if item.days_since is None:
        return f"{item.person.relation}, never heard yet"
    return f"{item.person.relation}, last heard {pluralize(item.days_since, 'day')} ago"


def week_report(reader: Reader, asked: Scope) -> Week:
    """The report, read from the journal."""
    return calculate(load(reader, asked), asked)
