"""Owns the report for the stand-up, which answers: whom did we hear, do we keep the habit, what
changed, and what is next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.balance import Window
from discoverycli.domain.people import Due, due
from discoverycli.domain.periods import Period, day_name
from discoverycli.domain.vocabulary import Channel, Relation, Status
from discoverycli.domain.words import counted, someone
from discoverycli.render.blocks import Column, JsonValue, Page, Table
from discoverycli.reports import balance, cadence, hypotheses
from discoverycli.reports.asked import Asked

if TYPE_CHECKING:
    from discoverycli.domain.people import PersonFact
    from discoverycli.reports.balance import BalanceFacts, Mix
    from discoverycli.reports.cadence import CadenceFacts, Habit
    from discoverycli.reports.decisions import Decided, Ground
    from discoverycli.store.read.contacts import ContactFact, Counts
    from discoverycli.store.read.followups import FollowupFact
    from discoverycli.store.read.hypotheses import HypothesisFact, Standing
    from discoverycli.store.read.movements import ExpiredFact, MovementFact
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
    counts: Counts
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


class Shaken(NamedTuple):
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

    asked: Asked
    logged: bool
    contacts: tuple[ContactFact, ...]
    counts: Counts
    booked: tuple[ContactFact, ...]
    habit: Habit
    mix: Mix
    shaken: tuple[Shaken, ...]
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


def page(reader: Reader, asked: Asked) -> Page:
    """The report, read from the journal."""
    return view(calculate(load(reader, asked), asked))


def load(reader: Reader, asked: Asked) -> WeekFacts:
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
    from discoverycli.reports import decisions

    return decisions.undermined(reader, today)


def _people(reader: Reader, asked: Asked) -> tuple[Sequence[PersonFact], int]:
    """Who can be due, and how many are."""
    if asked.most is not None:
        from discoverycli.store.read import due as read

        return read.latest(reader, asked.today, asked.periods, asked.most)
    from discoverycli.store.read import people

    everybody = people.everybody(reader, asked.today)
    return everybody, len(due(everybody, today=asked.today, periods=asked.periods))


def calculate(facts: WeekFacts, asked: Asked) -> Week:
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
        shaken=tuple(Shaken(each, _by(each, asked.period)) for each in facts.undermined),
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


def view(week: Week) -> Page:
    """The report as a page that fits a screen of 80 × 40; its data is never cut."""
    from discoverycli.reports.week_screen import blocks

    return Page(
        title=str(week.asked.period),
        blocks=blocks(week),
        data=_data(week),
        table=_sheet(week),
        footnotes=_footnotes(week),
    )


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


def _parking(standings: Iterable[Standing], asked: Asked) -> tuple[HypothesisFact, ...]:
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
    return f"{item.person.relation}, last heard {counted(item.days_since, 'day')} ago"


def not_counted(contact: ContactFact, today: date) -> str | None:
    """Why an interview is no contact: `booked`, `proxy` or `internal`; `None` when it is one."""
    if contact.held.first is not None and contact.held.first > today:
        return "booked"
    if contact.counts:
        return None
    return "proxy" if contact.channel is Channel.PROXY else "internal"


def _footnotes(week: Week) -> tuple[str, ...]:
    if not week.is_past:
        return ()
    return (f"Streak, opinions, promises and next are as of {day_name(week.asked.today)}.",)


def _data(week: Week) -> dict[str, JsonValue]:
    today, period = week.asked.today, week.asked.period
    return {
        "week": period.week,
        "period": period.name or None,
        "first_day": period.first,
        "last_day": period.last,
        "today": today,
        "interviews": [_interview(each, today) for each in week.contacts],
        "booked": [_interview(each, today) for each in week.booked],
        "cadence": cadence.data(week.habit.cadence),
        **balance.data(week.mix),
        "changed": [
            {
                "code": f"H{each.number}",
                "text": each.text,
                "from": each.was.value,
                "to": each.status.value,
                "on": each.on,
                "interview": None if each.interview is None else f"I{each.interview}",
                "by_time": each.by_time,
            }
            for each in week.changes
        ],
        "undermined": [_shaken(each) for each in week.shaken],
        "unvalidated": [hypotheses.data(each) for each in week.opinions],
        "parking_ends": [
            {
                "code": f"H{each.number}",
                "text": each.text,
                "parked_until": each.parked_until,
                "parked_reason": each.parked_reason,
            }
            for each in week.parking
        ],
        "due": [_due(each) for each in week.due],
        "followups": [_followup(each, today) for each in week.followups],
        "next": [{**_due(each.due), "why": each.why} for each in week.next],
    }


def _shaken(shaken: Shaken) -> dict[str, JsonValue]:
    from discoverycli.reports import decisions

    fact = shaken.decided.fact
    return {
        "code": f"D{fact.number}",
        "text": fact.text,
        "made_on": fact.made_on,
        "in_period": shaken.by is not None,
        "grounds": [decisions.ground_data(each) for each in shaken.decided.shaken],
    }


def _interview(contact: ContactFact, today: date) -> dict[str, JsonValue]:
    reason = not_counted(contact, today)
    return {
        "code": f"I{contact.number}",
        "held_on": str(contact.held),
        "precision": contact.held.precision.value,
        "kind": contact.kind.value,
        "channel": contact.channel.value,
        "via": contact.via,
        "minutes": contact.minutes,
        "title": contact.title,
        "counted": reason is None,
        "not_counted": reason,
        "people": [
            {
                "code": f"P{each.number}",
                "name": each.name,
                "organisation": each.organisation,
                "relation": each.relation.value,
            }
            for each in contact.people
        ],
    }


def _due(item: Due) -> dict[str, JsonValue]:
    person = item.person
    return {
        "code": person.code,
        "name": person.name,
        "organisation": person.organisation,
        "relation": person.relation.value,
        "last_contact": person.last_contact,
        "days_since": item.days_since,
        "period_days": item.period_days,
        "due_in_days": item.due_in_days,
    }


def _followup(each: FollowupFact, today: date) -> dict[str, JsonValue]:
    return {
        "interview": f"I{each.interview}",
        "person": f"P{each.person}",
        "name": each.name,
        "organisation": each.organisation,
        "ours": each.ours,
        "text": each.words,
        "due_on": each.due_on,
        "overdue_days": max((today - each.due_on).days, 0) if each.due_on else None,
    }


def _sheet(week: Week) -> Table:
    """The contacts of the period for a spreadsheet."""
    heads = ("code", "held_on", "kind", "channel", "via", "minutes", "not_counted", "people")
    return Table(
        tuple(Column(head) for head in heads),
        tuple(
            (
                f"I{each.number}",
                str(each.held),
                each.kind.value,
                each.channel.value,
                each.via,
                each.minutes,
                not_counted(each, week.asked.today),
                "; ".join(
                    f"{someone(person.name, person.organisation)} ({person.relation})"
                    for person in each.people
                ),
            )
            for each in week.contacts
        ),
    )
