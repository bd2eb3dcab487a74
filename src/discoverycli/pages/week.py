"""Owns how the week fits one screen: what each section says, and which rows there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.week import NextPerson, UnderminedDecision, Week, heard, news
from discoverycli.domain.people import Due
from discoverycli.domain.periods import Period, day_name
from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.domain.verdicts import lacks
from discoverycli.domain.vocabulary import Channel, InterviewDate, Precision, Relation
from discoverycli.pages import balance, cadence, hypotheses
from discoverycli.render.blocks import (
    Bars,
    Block,
    Cell,
    Column,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
)

if TYPE_CHECKING:
    from discoverycli.analysis.decisions import Decided, Ground
    from discoverycli.domain.facts.calls import ContactAttendee, ContactFact, FollowupFact


def week_page(week: Week) -> Page:
    """The report as a page that fits a screen of 80 × 40; its data is never cut."""

    return Page(
        title=str(week.scope.period),
        blocks=blocks(week),
        data=_data(week),
        table=_sheet(week),
        footnotes=_footnotes(week),
    )


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
    return (f"Streak, opinions, promises and next are as of {day_name(week.scope.today)}.",)


def _data(week: Week) -> dict[str, JsonValue]:
    today, period = week.scope.today, week.scope.period
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
        "undermined": [_shaken(each) for each in week.undermined],
        "unvalidated": hypotheses.HYPOTHESIS.rows(week.open),
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


def _shaken(shaken: UnderminedDecision) -> dict[str, JsonValue]:
    from discoverycli.pages import decisions

    fact = shaken.decided.fact
    return {
        "code": f"D{fact.number}",
        "text": fact.text,
        "made_on": fact.made_on,
        "in_period": shaken.by is not None,
        "grounds": decisions.GROUND.rows(shaken.decided.shaken),
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
                not_counted(each, week.scope.today),
                "; ".join(
                    f"{person_label(person.name, person.organisation)} ({person.relation})"
                    for person in each.people
                ),
            )
            for each in week.contacts
        ),
    )


SCREEN = 39
"""Lines at 80 columns at the most: a terminal of 40 lines shows its prompt too."""
OPINIONS_SHOWN = 5
BOOKED_SHOWN = 2
_NAMED = 2
"""People of one interview who are named; of the others there is only the number."""
_FOOTNOTE = 2
"""Lines that a footnote may take, the empty one before it among them."""
Row = tuple[Cell, ...]


class Listed(NamedTuple):
    """A section of rows, one line each.

    Args:
        title: what the rows are.
        columns: their heads are printed where the section is `headed`.
        rows: all of them, in the order they are cut from the end.
        which: what the rows shown are where there are more: `newest`, `riskiest`.
        total: how many there are, where more are known of than are given.
        empty: what to say when there are none.
        least: rows that get room before any section gets more.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    which: str = ""
    total: int = 0
    empty: str = ""
    least: int = 2
    headed: bool = False

    @property
    def frame(self) -> int:
        """Its lines besides rows: an empty one, the title, and heads or what it says instead."""
        return 3 if self.headed or not self.rows else 2

    def table(self, shown: int) -> Table:
        """The section with its first rows."""
        total = max(self.total, len(self.rows))
        more = f" · {self.which} {shown} of {total}" if self.which and shown < total else ""
        rows = self.rows[:shown]
        return Table(self.columns, rows, self.title + more, self.empty, self.headed)


def blocks(week: Week) -> tuple[Block, ...]:
    """The sections of the screen, in their order."""
    if not week.logged:
        lists = [each for each in (_opinions(week), _talk(week)) if each]
        return (Note(cadence.NOTHING_YET), *cut(lists, SCREEN - 3))
    habit, bars = _habit(week), _bars(week)
    sections = (_contacts(week), _changed(week), _opinions(week), _promised(week), _talk(week))
    spent = 1 + (2 + len(habit.items)) + (2 + len(bars.bars)) + _FOOTNOTE * week.is_past
    contacts, *others = cut([each for each in sections if each], SCREEN - spent)
    return (contacts, habit, bars, *others)


def cut(sections: Sequence[Listed], lines: int) -> list[Table]:
    """Sections that take so many lines together at the most, with their least rows at least."""
    given = [min(each.least, len(each.rows)) for each in sections]
    room = lines - sum(given) - sum(each.frame for each in sections)
    while room > 0:
        waiting = [i for i, each in enumerate(sections) if given[i] < len(each.rows)]
        if not waiting:
            break
        for index in waiting[:room]:
            given[index] += 1
        room -= len(waiting[:room])
    return [each.table(shown) for each, shown in zip(sections, given, strict=True)]


def _habit(week: Week) -> Lines:
    kept = week.habit.cadence
    strip = (cadence.strip(kept.weeks),) if kept.weeks else ()
    now = "" if week.is_past else f": this week is {cadence.this_week(kept)}"
    return Lines((*strip, cadence.figures(kept)), f"The habit{now}", mark="")


def _bars(week: Week) -> Bars:
    weeks = -(-((week.mix.window.last - week.mix.window.first).days + 1) // 7)
    return balance.bars(week.mix, f"Balance and channel, {pluralize(weeks, 'week')}")


def _contacts(week: Week) -> Listed:
    """Whom we heard; of a period to come, who is booked."""
    today = week.scope.today
    counts = week.counts
    parts = [f"{counts.counted} counted"]
    parts += [f"{counts.others} not counted"] if counts.others else []
    parts += [f"{counts.booked} booked"] if counts.booked else []
    held = [each for each in week.contacts if not_counted(each, today) != "booked"]
    rows = sorted(held, key=lambda each: not each.counts)
    total = counts.counted + counts.others
    if not total and counts.booked:
        rows = [each for each in week.booked if _is_in(each.held, week.scope.period)]
    return Listed(
        f"Contacts: {', '.join(parts)}",
        (
            Column("day"),
            Column("code"),
            Column("who", flex=True, lines=1),
            Column("how", flex=True, lines=1),
        ),
        tuple(_contact(each, today) for each in rows),
        "newest" if total else "first",
        total=total or counts.booked,
        least=4,
        empty="nobody is booked yet"
        if week.scope.period.first > today
        else "nobody in these days: disco log 'PERSON @ ORGANISATION' WORDS",
    )


def _is_in(held: InterviewDate, period: Period) -> bool:
    """Whether all the days of a date are in the period."""
    if held.first is None or held.day is None:
        return False
    return period.first <= held.first and held.day <= period.last


def _contact(contact: ContactFact, today: date) -> Row:
    reason = not_counted(contact, today)
    people = sorted(contact.people, key=lambda each: each.relation is Relation.INTERNAL)
    via = f" via {contact.via}" if contact.via else ""
    how = f"{people[0].relation}, {contact.channel} {contact.kind}"
    if reason:
        how = f"booked: {how}" if reason == "booked" else f"not counted: {reason}{via}"
    exact = contact.held.precision is Precision.DAY
    return (
        _day(contact.held.day, today) if exact else str(contact.held),
        Span(f"I{contact.number}", Tone.CODE),
        _named(people),
        Span(how, Tone.DIM) if reason else how,
    )


def _named(people: Sequence[ContactAttendee]) -> str:
    """The first people of an interview; colleagues share their organisation's name."""
    named, others = people[:_NAMED], len(people) - _NAMED
    more = f" and {others} more" if others > 0 else ""
    if len({each.organisation for each in named}) > 1:
        return ", ".join(person_label(each.name, each.organisation) for each in named) + more
    *colleagues, last = named
    return (
        "".join(f"{each.name}, " for each in colleagues)
        + person_label(last.name, last.organisation)
        + more
    )


def _changed(week: Week) -> Listed:
    """The decisions that this undermined, what moved, then what is about to be looked at again."""
    today = week.scope.today
    rows = [_undermined_block(each.decided, each.by) for each in week.undermined if each.by]
    rows += [
        (
            Span(f"H{each.number}", Tone.CODE),
            f"{each.was} →",
            Span(each.status.value, hypotheses.TONES[each.status]),
            Span(f"I{each.interview}", Tone.CODE)
            if each.interview
            else f"{each.on.day} {each.on:%b}",
            each.text,
        )
        for each in news(week.changes)
    ]
    rows += [
        (
            Span(f"H{each.number}", Tone.CODE),
            "parked until",
            _day(each.parked_until, today),
            "",
            each.text,
        )
        for each in week.parking
    ]
    before = sum(each.by is None for each in week.undermined)
    older = f" · {before} undermined before: disco report decisions" if before else ""
    return Listed(
        f"What changed{older}",
        (
            Column("code"),
            Column("from"),
            Column("to"),
            Column("because"),
            Column("opinion", flex=True, lines=1),
        ),
        tuple(rows),
        "first",
        empty="no opinion moved",
    )


def _undermined_block(decided: Decided, by: Ground) -> Row:
    assert by.now is not None
    assert by.step is not None
    status = by.now.today.stood.status
    return (
        Span(f"D{decided.fact.number}", Tone.CODE),
        Span("undermined by", Tone.BAD),
        (Span(by.fact.code, Tone.CODE), " ", Span(status.value, hypotheses.TONES[status])),
        Span(f"I{by.step.interview}", Tone.CODE)
        if by.step.interview
        else f"{by.step.on.day} {by.step.on:%b}",
        decided.fact.text,
    )


def _opinions(week: Week) -> Listed:
    return Listed(
        "Opinions nobody outside has validated",
        (
            Column("code"),
            Column("opinion", flex=True, lines=1),
            Column("votes"),
            Column("asked", align="right"),
            Column("still lacks", flex=True, lines=1),
        ),
        tuple(
            (
                Span(f"H{each.hypothesis.number}", Tone.CODE),
                each.hypothesis.text,
                f"{each.verdict.votes_for}–{each.verdict.votes_against}",
                each.verdict.asked,
                _lacking(lacks(each.verdict)),
            )
            for each in week.open[:OPINIONS_SHOWN]
        ),
        "riskiest",
        total=len(week.open),
        empty="none is open: disco hypotheses add 'WHO does WHAT because WHY'",
        least=OPINIONS_SHOWN,
        headed=True,
    )


def _lacking(missing: Sequence[str]) -> str:
    """The first thing that is missing, and whether it is the only one."""
    return ", ".join([*missing[:1], *(["…"] if len(missing) > 1 else [])])


def _promised(week: Week) -> Listed | None:
    still_open, overdue = week.promises
    if not still_open:
        return None
    return Listed(
        f"Promised: {still_open} open, {overdue} overdue",
        (
            Column("due"),
            Column("whose"),
            Column("what", flex=True, lines=1),
            Column("with", flex=True, lines=1),
            Column("code"),
        ),
        tuple(_promise(each, week.scope.today) for each in week.followups),
        "first",
        total=still_open,
    )


def _promise(each: FollowupFact, today: date) -> Row:
    return (
        _when(each.due_on, today),
        "ours" if each.ours else "theirs",
        each.words,
        person_label(each.name, each.organisation),
        Span(f"I{each.interview}", Tone.CODE),
    )


def _talk(week: Week) -> Listed | None:
    """Who is booked, then whom to ask."""
    rows = [_contact(each, week.scope.today) for each in week.booked[:BOOKED_SHOWN]]
    rows += [_due_block(each) for each in week.next]
    if not rows:
        return None
    first = ", prospects first: they are too few" if not week.mix.balance.kept else ""
    return Listed(
        f"Next: {len(week.booked) or 'nobody'} booked, {week.people_due or 'nobody'} due{first}",
        (
            Column("when"),
            Column("code"),
            Column("who", flex=True, lines=1),
            Column("why", flex=True, lines=1),
        ),
        tuple(rows),
        least=3,
    )


def _due_block(item: NextPerson) -> Row:
    person, left = item.due.person, item.due.due_in_days
    when = "due today" if not left else Span(f"{pluralize(-left, 'day')} over", Tone.WARN)
    return (
        when,
        Span(person.code, Tone.CODE),
        person_label(person.name, person.organisation),
        heard(item.due),
    )


def _when(day: date | None, today: date) -> Cell:
    if day is None:
        return Span("no date", Tone.DIM)
    if day < today:
        return Span(f"{pluralize((today - day).days, 'day')} over", Tone.BAD)
    return "today" if day == today else _day(day, today)


def _day(day: date | None, today: date) -> str:
    """A day as people say it; its year where it is another one."""
    return "" if day is None else day_name(day, year=today.year)
