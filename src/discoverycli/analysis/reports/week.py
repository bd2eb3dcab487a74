"""Calculates the report for the stand-up: whom did we hear, do we keep the habit, what changed, and
what is next?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.analysis.reports import balance, cadence
from discoverycli.analysis.reports.scope import Scope
from discoverycli.domain.balance import Window
from discoverycli.domain.people import Due, due
from discoverycli.domain.periods import Period
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Relation, Status
from discoverycli.store.read import contacts, followups
from discoverycli.store.read.hypotheses import any_decided, expired, movements_in

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.decisions import Decided, Ground
    from discoverycli.analysis.reports.balance import Mix
    from discoverycli.analysis.reports.cadence import Habit
    from discoverycli.domain.facts.contacts import ContactCounts, ContactFact, FollowupFact
    from discoverycli.domain.facts.opinions import HypothesisFact, Standing
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


class WeekChange(NamedTuple):
    """A hypothesis that moved. `by_time`: nothing but time has moved it."""

    number: int
    text: str
    on: date
    was: Status
    status: Status
    interview: int | None
    by_time: bool = False


class UnderminedDecision(NamedTuple):
    """A decision that is undermined, and what undermined it in the period; `None`: not then."""

    decided: Decided
    by: Ground | None


class NextPerson(NamedTuple):
    """Someone to talk to next, and why."""

    due: Due
    why: str


class WeekReport(NamedTuple):
    """The report.

    Args:
        logged: whether the journal holds any interview.
        contacts: of the period, the newest first; `counts` says how many there are.
        booked: all that are still to come, the next one first.
        undermined: the decisions that are undermined, the latest made first.
        changes: in the order they happened.
        open: the hypotheses that nobody outside has settled, riskiest first.
        parking: the hypotheses whose parking is about to end.
        followups: the first promises that are open.
        promises: how many promises are open, and how many of them overdue.
        due: who is due, the latest first, and `people_due` how many; `next` is whom to ask.
    """

    scope: Scope
    logged: bool
    contacts: Sequence[ContactFact]
    counts: ContactCounts
    booked: Sequence[ContactFact]
    habit: Habit
    mix: Mix
    undermined: Sequence[UnderminedDecision]
    changes: Sequence[WeekChange]
    open: Sequence[Standing]
    parking: Sequence[HypothesisFact]
    followups: Sequence[FollowupFact]
    promises: tuple[int, int]
    due: Sequence[Due]
    people_due: int
    next: Sequence[NextPerson]

    @property
    def is_past(self) -> bool:
        """Whether the period is over; then the report leaves out what is next."""
        return self.scope.period.last < self.scope.today


def week_report(reader: Reader, scope: Scope) -> WeekReport:
    """The report on the day and the period that are asked for."""
    period, today = scope.period, scope.today
    days = Window(period.first, period.last)
    standings = hypotheses.standings(reader, today)
    people, people_due = _people(reader, scope)
    late = due(people, today=today, periods=scope.periods)
    booked, mix = contacts.booked(reader, today), balance.mix(reader, scope)
    return WeekReport(
        scope=scope,
        logged=contacts.any_logged(reader),
        contacts=contacts.interviews_in(reader, days, today, scope.most),
        counts=contacts.count(reader, days, today),
        booked=booked,
        habit=cadence.cadence_report(reader, scope),
        mix=mix,
        undermined=_undermined(reader, scope),
        changes=_changes(reader, scope, standings),
        open=hypotheses.riskiest(
            each for each in standings if each.verdict.status in hypotheses.OPEN
        ),
        parking=_parking(standings, scope),
        followups=followups.open_followups(reader, scope.most),
        promises=followups.counts(reader, today),
        due=late,
        people_due=people_due,
        next=tuple(_next(late, booked, mix)),
    )


def _people(reader: Reader, scope: Scope) -> tuple[Sequence[PersonFact], int]:
    """Who can be due, or enough of them for the latest; and how many are due."""
    from discoverycli.store.read import people

    if scope.most is not None:
        return people.latest_contact(reader, scope.today, scope.periods, scope.most)
    everybody = people.everybody(reader, scope.today)
    return everybody, len(due(everybody, today=scope.today, periods=scope.periods))


def _undermined(reader: Reader, scope: Scope) -> list[UnderminedDecision]:
    if not any_decided(reader):
        return []
    from discoverycli.analysis.beliefs import decisions

    found = decisions.undermined_decisions(reader, scope.today)
    return [UnderminedDecision(each, _by(each, scope.period)) for each in found]


def _by(decided: Decided, period: Period) -> Ground | None:
    """What undermined a decision in the period, the last of it."""
    found = [
        (each.step.on, each.fact.code, each)
        for each in decided.shaken
        if each.step is not None and period.first <= each.step.on <= period.last
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _changes(reader: Reader, scope: Scope, standings: Sequence[Standing]) -> list[WeekChange]:
    """What moved in the period, by writing or by time alone, in the order it happened."""
    first, last = scope.period.first, scope.period.last
    moved = [WeekChange(*each) for each in movements_in(reader, first, last)]
    now = {each.hypothesis.number: each for each in standings}
    for number, was, since in expired(reader, scope.today):
        hypothesis, verdict = now[number]
        if verdict.status is not was and first <= since <= last:
            moved.append(
                WeekChange(number, hypothesis.text, since, was, verdict.status, None, True)
            )
    return sorted(moved, key=lambda each: each.on)


def news(changes: Iterable[WeekChange]) -> list[WeekChange]:
    """Each hypothesis once: from what it was at first to what it is at last, refuted first.

    One that returned to its first status is reported from the day it returned.
    """
    found: dict[int, WeekChange] = {}
    for change in changes:
        before = found.get(change.number)
        if before is not None and before.was is not change.status:
            change = change._replace(was=before.was)
        found[change.number] = change
    return sorted(found.values(), key=lambda each: (_NEWS.index(each.status), each.number))


def _parking(standings: Iterable[Standing], scope: Scope) -> list[HypothesisFact]:
    until = max(scope.period.last, scope.today + LOOK_AHEAD)
    ending = [
        (hypothesis.parked_until, hypothesis.number, hypothesis)
        for hypothesis, verdict in standings
        if verdict.status is Status.PARKED
        and hypothesis.parked_until is not None
        and hypothesis.parked_until <= until
    ]
    return [hypothesis for _, _, hypothesis in sorted(ending)]


def _next(late: Iterable[Due], booked: Iterable[ContactFact], mix: Mix) -> Iterator[NextPerson]:
    """Whom to ask: who is due and has no date yet; prospects first while they are too few."""
    dated = {person.number for contact in booked for person in contact.people}
    free = [each for each in late if each.person.number not in dated]
    if not mix.balance.kept:
        free.sort(key=lambda each: each.person.relation is not Relation.PROSPECT)
    for each in free[:NEXT_SHOWN]:
        short = not mix.balance.kept and each.person.relation is Relation.PROSPECT
        more = ", and prospects are short of their target" if short else ""
        yield NextPerson(each, f"{heard(each)}{more}")


def heard(item: Due) -> str:
    """What someone is to the company, and how long ago they were heard."""
    if item.days_since is None:
        return f"{item.person.relation}, never heard yet"
    return f"{item.person.relation}, last heard {pluralize(item.days_since, 'day')} ago"
