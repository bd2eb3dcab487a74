"""Tells the week on one screen, and fits each section to the room there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.reports.week import heard, news
from discoverycli.domain.periods import Period, day_name
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.verdicts import lacks
from discoverycli.domain.vocabulary import Channel, InterviewDate, Precision, Relation
from discoverycli.pages import keys
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.beliefs.decisions import GROUND
from discoverycli.pages.calls.statement_tables import ATTENDEE
from discoverycli.pages.fields import Field, KeysOf, Shape, inner
from discoverycli.pages.phrases import and_more, code, label, overdue_days
from discoverycli.pages.reports import balance, cadence
from discoverycli.render.blocks import Block, Cell, Column, Lines, Note, Page, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.decisions import Decided, Ground
    from discoverycli.analysis.reports.week import (
        NextPerson,
        UnderminedDecision,
        WeekChange,
        WeekReport,
    )
    from discoverycli.domain.facts.contacts import ContactAttendee, ContactFact, FollowupFact
    from discoverycli.domain.facts.opinions import HypothesisFact
    from discoverycli.domain.people import Due


class _Met(NamedTuple):
    contact: ContactFact
    today: date

    @property
    def not_counted(self) -> str | None:
        """Why it is no contact: `booked`, `proxy` or `internal`; `None` when it is one."""
        held, today = self.contact.held, self.today
        if held.first is not None and held.first > today:
            return "booked"
        if self.contact.counts:
            return None
        return "proxy" if self.contact.channel is Channel.PROXY else "internal"


CONTACT: Shape[_Met] = Shape(
    "contact",
    "An interview in the week.",
    Field("code", "I", "the interview", lambda m: m.contact.number),
    Field("held_on", "date", "when", lambda m: m.contact.held, flat=lambda m: str(m.contact.held)),
    Field("precision", "text", "day, month, year or unknown", lambda m: m.contact.held.precision),
    KeysOf(keys.CALL, lambda m: m.contact),
    Field("counted", "flag", "whether it is a contact of ours", lambda m: m.not_counted is None),
    Field("not_counted", "text?", "why not"),
    Field("people", ATTENDEE.many, "who was heard",
          lambda m: m.contact.people, flat=lambda m: _people(m.contact)),
)  # fmt: skip
_CHANGE: Shape[WeekChange] = inner(
    Field("code", "H", "which", lambda c: c.number),
    Field("text", "text", "its words"),
    Field("from", "text", "the status before", lambda c: c.was),
    Field("to", "text", "the status after", lambda c: c.status),
    Field("on", "day", "when"),
    Field("interview", "I?", "the interview that moved it"),
    Field("by_time", "flag", "nothing but time has moved it"),
)
_UNDERMINED: Shape[UnderminedDecision] = inner(
    Field("code", "D", "which", lambda u: u.decided.fact.number),
    Field("text", "text", "what was chosen", lambda u: u.decided.fact.text),
    Field("made_on", "day", "when", lambda u: u.decided.fact.made_on),
    Field("in_period", "flag", "whether a change of status in the period undermined it",
          lambda u: u.by is not None),
    Field("grounds", GROUND.many, "what is undermined of it", lambda u: u.decided.shaken),
)  # fmt: skip
_PARKED: Shape[HypothesisFact] = inner(
    KeysOf(keys.OPINION, lambda h: h),
    Field("parked_until", "day", "the day to look again"),
    Field("parked_reason", "text", "why it was put aside"),
)
_FOLLOWUP: Shape[tuple[FollowupFact, date]] = inner(
    Field("interview", "I", "where it was promised", lambda p: p[0].interview),
    Field("person", "P", "whom it concerns", lambda p: p[0].person),
    KeysOf(keys.NAMED, lambda p: p[0]),
    Field("ours", "flag", "true: we promised; false: they did", lambda p: p[0].ours),
    Field("text", "text", "what", lambda p: p[0].words),
    Field("due_on", "day?", "by when", lambda p: p[0].due_on),
    Field("overdue_days", "whole?", "0 when it is not overdue; null without a day",
          lambda p: overdue_days(p[0].due_on, p[1])),
)  # fmt: skip
_DUE: Shape[Due] = Shape(
    "due",
    "Someone whose turn it is.",
    KeysOf(keys.PERSON, lambda d: d.person),
    Field("relation", "text", "what they are to us", lambda d: d.person.relation),
    Field("last_contact", "day?", "the last counted contact", lambda d: d.person.last_contact),
    Field("days_since", "whole?", "days since then"),
    Field("period_days", "whole?", "how often to hear them"),
    Field("due_in_days", "whole?", "days until their turn; negative when it is over"),
)
_NEXT: Shape[NextPerson] = Shape(
    "next",
    "The same, with the reason.",
    KeysOf(_DUE, lambda n: n.due),
    Field("why", "text", "why now"),
)
_WEEK: Shape[WeekReport] = Shape(
    "week",
    "The week, or another period, on one screen.",
    Field("week", "week?", "the ISO week; null for any other period",
          lambda w: w.scope.period.week),
    Field("period", "text?", "what the period is called; null between two dates",
          lambda w: w.scope.period.name or None),
    Field("first_day", "day", "its first day", lambda w: w.scope.period.first),
    Field("last_day", "day", "its last day", lambda w: w.scope.period.last),
    Field("today", "day", "the day it was asked on", lambda w: w.scope.today),
    Field("interviews", CONTACT.many, "whom we heard", lambda w: _met(w, w.contacts)),
    Field("booked", CONTACT.many, "interviews dated after today", lambda w: _met(w, w.booked)),
    Field("cadence", cadence.HABIT.one, "the habit", lambda w: w.habit.cadence),
    KeysOf(balance.MIX, lambda w: w.mix),
    Field("changed", _CHANGE.many, "hypotheses that moved", lambda w: w.changes),
    Field("undermined", _UNDERMINED.many, "decisions that are undermined today, the latest made "
          "first"),
    Field("unvalidated", hypotheses.HYPOTHESIS.many, "opinions nobody outside has validated, "
          "riskiest first", lambda w: w.open),
    Field("parking_ends", _PARKED.many, "parked hypotheses to look at again", lambda w: w.parking),
    Field("due", _DUE.many, "people whose turn it is, the latest first"),
    Field("followups", _FOLLOWUP.many, "open promises, the most overdue first",
          lambda w: [(each, w.scope.today) for each in w.followups]),
    Field("next", _NEXT.many, "whom to call next"),
)  # fmt: skip
_SHEET = "code held_on kind channel via minutes not_counted people"


def week_page(week: WeekReport) -> Page:
    """The report as a page that fits a screen of 80 × 40; its data is never cut."""
    return Page(
        title=str(week.scope.period),
        blocks=blocks(week),
        data=_WEEK.data(week),
        table=lambda: CONTACT.sheet(_met(week, week.contacts), _SHEET),
        footnotes=_footnotes(week),
    )


def _met(week: WeekReport, contacts: Iterable[ContactFact]) -> list[_Met]:
    return [_Met(each, week.scope.today) for each in contacts]


def _people(contact: ContactFact) -> str:
    return "; ".join(f"{label(each)} ({each.relation})" for each in contact.people)


def _footnotes(week: WeekReport) -> tuple[str, ...]:
    if not week.is_past:
        return ()
    return (f"Streak, opinions, promises and next are as of {day_name(week.scope.today)}.",)


SCREEN = 39
"""Lines at 80 columns at the most: a terminal of 40 lines shows its prompt too."""
OPINIONS_SHOWN = 5
BOOKED_SHOWN = 2
_NAMED = 2
"""People of one interview who are named; of the others there is only the number."""
_FOOTNOTE = 2
"""Lines that a footnote may take, the empty one before it among them."""
Row = tuple[Cell, ...]


def _columns(heads: str) -> tuple[Column, ...]:
    """Columns by their heads: one with `…` is cut to the room there is, `>` aligns to the right."""
    return tuple(
        Column(
            head.strip(">…"),
            align="right" if head.startswith(">") else "left",
            flex=head.endswith("…"),
            lines=int(head.endswith("…")),
        )
        for head in heads.split(", ")
    )


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


def blocks(week: WeekReport) -> tuple[Block, ...]:
    """The sections of the screen, in their order."""
    if not week.logged:
        lists = [each for each in (_opinions(week), _talk(week)) if each]
        return (Note(cadence.NOTHING_YET), *cut(lists, SCREEN - 3))
    weeks = -(-((week.mix.window.last - week.mix.window.first).days + 1) // 7)
    bars = balance.bars(week.mix, f"Balance and channel, {pluralize(weeks, 'week')}")
    habit = _habit(week)
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


def _habit(week: WeekReport) -> Lines:
    kept = week.habit.cadence
    strip = (cadence.strip(kept.weeks),) if kept.weeks else ()
    now = "" if week.is_past else f": this week is {cadence.this_week(kept)}"
    return Lines((*strip, cadence.figures(kept)), f"The habit{now}", mark="")


def _contacts(week: WeekReport) -> Listed:
    today = week.scope.today
    counts = week.counts
    parts = [f"{counts.counted} counted"]
    parts += [f"{counts.others} not counted"] if counts.others else []
    parts += [f"{counts.booked} booked"] if counts.booked else []
    held = [each for each in week.contacts if _Met(each, today).not_counted != "booked"]
    rows = sorted(held, key=lambda each: not each.counts)
    total = counts.counted + counts.others
    if not total and counts.booked:
        rows = [each for each in week.booked if _is_in(each.held, week.scope.period)]
    return Listed(
        f"Contacts: {', '.join(parts)}",
        _columns("day, code, who…, how…"),
        tuple(_contact(each, today) for each in rows),
        "newest" if total else "first",
        total=total or counts.booked,
        least=4,
        empty="nobody is booked yet"
        if week.scope.period.first > today
        else "nobody in these days: disco log 'PERSON @ ORGANISATION' WORDS",
    )


def _is_in(held: InterviewDate, period: Period) -> bool:
    if held.first is None or held.day is None:
        return False
    return period.first <= held.first and held.day <= period.last


def _contact(contact: ContactFact, today: date) -> Row:
    reason = _Met(contact, today).not_counted
    people = sorted(contact.people, key=lambda each: each.relation is Relation.INTERNAL)
    via = f" via {contact.via}" if contact.via else ""
    how = f"{people[0].relation}, {contact.channel} {contact.kind}"
    if reason:
        how = f"booked: {how}" if reason == "booked" else f"not counted: {reason}{via}"
    exact = contact.held.precision is Precision.DAY
    day = _day(contact.held.day, today) if exact else str(contact.held)
    said = Span(how, Tone.DIM) if reason else how
    return (day, code("I", contact.number), _named(people), said)


def _named(people: Sequence[ContactAttendee]) -> str:
    named, more = people[:_NAMED], and_more(len(people) - _NAMED)
    if len({each.organisation for each in named}) > 1:
        return ", ".join(label(each) for each in named) + more
    *colleagues, last = named
    return ", ".join([*(each.name for each in colleagues), label(last)]) + more


def _changed(week: WeekReport) -> Listed:
    today = week.scope.today
    rows = [_undermined_row(each.decided, each.by) for each in week.undermined if each.by]
    for each in news(week.changes):
        because = _because(each.interview, each.on)
        now = hypotheses.status(each)
        rows.append((code("H", each.number), f"{each.was} →", now, because, each.text))
    rows += [
        (code("H", each.number), "parked until", _day(each.parked_until, today), "", each.text)
        for each in week.parking
    ]
    before = sum(each.by is None for each in week.undermined)
    older = f" · {before} undermined before: disco report decisions" if before else ""
    return Listed(
        f"What changed{older}",
        _columns("code, from, to, because, opinion…"),
        tuple(rows),
        "first",
        empty="no opinion moved",
    )


def _undermined_row(decided: Decided, by: Ground) -> Row:
    assert by.now is not None
    assert by.step is not None
    decision = code("D", decided.fact.number)
    ground = (Span(by.fact.code, Tone.CODE), " ", hypotheses.status(by.now.today.stood))
    because = _because(by.step.interview, by.step.on)
    return (decision, Span("undermined by", Tone.BAD), ground, because, decided.fact.text)


def _because(interview: int | None, on: date) -> Cell:
    return code("I", interview) if interview else f"{on.day} {on:%b}"


def _opinions(week: WeekReport) -> Listed:
    rows: list[Row] = []
    for hypothesis, verdict in week.open[:OPINIONS_SHOWN]:
        votes = f"{verdict.votes_for}–{verdict.votes_against}"
        first, *more = lacks(verdict) or ("",)
        lacking = f"{first}, …" if more else first
        opinion = (code("H", hypothesis.number), hypothesis.text)
        rows.append((*opinion, votes, verdict.asked, lacking))
    return Listed(
        "Opinions nobody outside has validated",
        _columns("code, opinion…, votes, >asked, still lacks…"),
        tuple(rows),
        "riskiest",
        total=len(week.open),
        empty="none is open: disco hypotheses add 'WHO does WHAT because WHY'",
        least=OPINIONS_SHOWN,
        headed=True,
    )


def _promised(week: WeekReport) -> Listed | None:
    still_open, overdue = week.promises
    if not still_open:
        return None
    return Listed(
        f"Promised: {still_open} open, {overdue} overdue",
        _columns("due, whose, what…, with…, code"),
        tuple(_promise(each, week.scope.today) for each in week.followups),
        "first",
        total=still_open,
    )


def _promise(each: FollowupFact, today: date) -> Row:
    whose = "ours" if each.ours else "theirs"
    return (_when(each.due_on, today), whose, each.words, label(each), code("I", each.interview))


def _talk(week: WeekReport) -> Listed | None:
    rows = [_contact(each, week.scope.today) for each in week.booked[:BOOKED_SHOWN]]
    rows += [_due_row(each) for each in week.next]
    if not rows:
        return None
    first = ", prospects first: they are too few" if not week.mix.balance.kept else ""
    return Listed(
        f"Next: {len(week.booked) or 'nobody'} booked, {week.people_due or 'nobody'} due{first}",
        _columns("when, code, who…, why…"),
        tuple(rows),
        least=3,
    )


def _due_row(item: NextPerson) -> Row:
    person, left = item.due.person, item.due.due_in_days
    when = "due today" if not left else Span(f"{pluralize(-left, 'day')} over", Tone.WARN)
    return (when, code("P", person.number), label(person), heard(item.due))


def _when(day: date | None, today: date) -> Cell:
    if day is None:
        return Span("no date", Tone.DIM)
    if day < today:
        return Span(f"{pluralize((today - day).days, 'day')} over", Tone.BAD)
    return "today" if day == today else _day(day, today)


def _day(day: date | None, today: date) -> str:
    return "" if day is None else day_name(day, year=today.year)
