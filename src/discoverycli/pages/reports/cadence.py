"""Tells whether the habit is kept: a strip of weeks, the streak, the coverage and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.cadence import Cadence, CadenceWeek, Pause, WeekStatus, habit_at_risk
from discoverycli.domain.periods import between, day_name
from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, facts, inner, present, table
from discoverycli.render.blocks import Facts, Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.reports.cadence import Habit
    from discoverycli.domain.facts.contacts import DatelessFact

NOTHING_YET = ToType("Nothing is logged yet. Start with: disco log 'PERSON @ ORGANISATION' WORDS")
MARKS = {
    WeekStatus.MET: Span("✓", Tone.GOOD),
    WeekStatus.MISSED: Span("✗", Tone.BAD),
    WeekStatus.PENDING: Span("○", Tone.WARN),
    WeekStatus.PAUSED: Span("–", Tone.DIM),
}
_SPACED = 16
"""Up to so many weeks stand apart in a strip."""
_LONGEST = 36
"""Weeks in a strip at the most."""
_DATELESS_SHOWN = 12
_WEEK: Shape[CadenceWeek] = inner(
    Field("week", "week", "which"),
    Field("first_day", "day", "its Monday", lambda w: w.first),
    Field("last_day", "day", "its Sunday", lambda w: w.last),
    Field("contacts", "whole", "contacts in it"),
    Field("status", "text", "met, pending, paused or missed"),
)
HABIT: Shape[Cadence] = Shape(
    "habit",
    "Contact as a weekly habit.",
    Field("goal", "whole", "contacts a week"),
    Field("this_week", "whole", "contacts in the running week"),
    Field("booked_this_week", "whole", "interviews still to come in it"),
    Field("status", "text", "of the running week: met, pending, paused or missed"),
    Field("streak", "whole", "met weeks in a row"),
    Field("coverage", "share?", "met weeks ÷ weeks that counted, 0 to 1",
          lambda c: None if c.coverage is None else round(c.coverage, 4)),
    Field("weeks_met", "whole", "met weeks shown"),
    Field("weeks_counted", "whole", "met and missed weeks shown"),
    Field("longest_gap_days", "whole?", "the longest silence"),
    Field("floor_days", "whole", "the longest silence allowed"),
    Field("floor_kept", "flag?", "whether it was kept"),
    Field("last_contact", "day?", "the last contact"),
    Field("days_since", "whole?", "days since then"),
    Field("at_risk", "flag", "nothing logged and nothing booked this week", habit_at_risk),
    Field("weeks", _WEEK.many, "week by week, the oldest first"),
)  # fmt: skip
_PAUSE: Shape[Pause] = inner(
    Field("first_day", "day", "from", lambda p: p.first),
    Field("last_day", "day", "to", lambda p: p.last),
    Field("reason", "text?", "why", lambda p: p.reason or None),
)
_DATELESS: Shape[DatelessFact] = inner(
    Field("code", "I", "the interview", lambda d: d.number),
    Field("held_on", "date?", "as much of the date as is known", lambda d: d.held),
    Field("precision", "text", "month, year or unknown", lambda d: d.held.precision),
)
_CADENCE: Shape[Habit] = Shape(
    "cadence",
    "The habit, with planned absences and what no week holds.",
    KeysOf(HABIT, lambda h: h.cadence),
    Field("pauses", _PAUSE.many, "planned absences", lambda h: h.cadence.pauses),
    Field("undated", "whole", "interviews whose day is not known", lambda h: h.cadence.undated),
    Field("undated_contacts", _DATELESS.many, "which these are", lambda h: h.dateless),
)
_CHECK: Shape[tuple[Habit, str]] = Shape(
    "check",
    "Whether the habit holds, in one line.",
    Field("ok", "flag", "false: nothing logged and nothing booked this week",
          lambda c: not c[0].at_risk),
    Field("message", "text", "the line", lambda c: c[1]),
    Field("this_week", "whole", "contacts in the running week", lambda c: c[0].cadence.this_week),
    Field("booked_this_week", "whole", "interviews still to come in it",
          lambda c: c[0].cadence.booked_this_week),
    Field("status", "text", "of the running week", lambda c: c[0].cadence.status),
    Field("streak", "whole", "met weeks in a row", lambda c: c[0].cadence.streak),
)  # fmt: skip
_WEEKS: tuple[Shown[CadenceWeek], ...] = (
    Shown("week", lambda w: w.week),
    Shown("from", lambda w: w.first),
    Shown("to", lambda w: w.last, drop=1),
    Shown("contacts", lambda w: w.contacts, align="right"),
    Shown("status", lambda w: (MARKS[w.status], f" {w.status}")),
)
_SHEET: tuple[Shown[CadenceWeek], ...] = (*_WEEKS[:-1], Shown("status", lambda w: w.status.value))


def cadence_page(habit: Habit) -> Page:
    """The report as a page."""
    kept = habit.cadence
    pauses = tuple(map(pause_words, kept.pauses))
    return Page(
        title=_title(kept),
        blocks=present(
            None if kept.last_contact or habit.dateless else Note(NOTHING_YET),
            Note(strip(kept.weeks)) if kept.weeks else None,
            _summary(kept),
            table(_WEEKS, kept.weeks, empty="no week to show"),
            Lines(pauses, "Planned absences") if pauses else None,
            _dateless(habit.dateless) if habit.dateless else None,
        ),
        data=_CADENCE.data(habit),
        table=lambda: table(_SHEET, kept.weeks),
    )


def strip(weeks: Sequence[CadenceWeek]) -> Inline:
    """A mark for each week, the running one last, and what the marks mean."""
    shown = weeks[-_LONGEST:]
    gap = " " if len(shown) <= _SPACED else ""
    spans: list[str | Span] = []
    if len(shown) < len(weeks):
        spans.append(Span("… ", Tone.DIM))
    for week in shown:
        spans += [MARKS[week.status], gap]
    legend = [f"{MARKS[s].text} {s}" for s in WeekStatus if any(w.status is s for w in shown)]
    return (*spans, Span(f"  {'  '.join(legend)}", Tone.DIM))


def figures(kept: Cadence) -> Inline:
    """Streak, coverage, longest gap and floor in one line."""
    return (
        Span(f"streak {pluralize(kept.streak, 'week')}", Tone.STRONG),
        f" · {coverage(kept)} · longest gap {gap_and_floor(kept)}",
    )


def coverage(kept: Cadence) -> str:
    """Met weeks out of those that count: `11 of 12 weeks`."""
    if not kept.weeks_counted:
        return "no week counts yet"
    return f"{kept.weeks_met} of {pluralize(kept.weeks_counted, 'week')}"


def gap_and_floor(kept: Cadence) -> str:
    """The longest silence, and whether it was one too many."""
    if kept.longest_gap_days is None:
        return "–"
    verb = "kept" if kept.floor_kept else "broken"
    return f"{pluralize(kept.longest_gap_days, 'day')} (floor of {kept.floor_days} {verb})"


def this_week(kept: Cadence) -> str:
    """How the running week stands: `pending, nothing logged and nothing booked yet`."""
    logged = pluralize(kept.this_week, "contact")
    if kept.goal > 1:
        logged = f"{kept.this_week} of {pluralize(kept.goal, 'contact')}"
    if kept.status is WeekStatus.MET:
        return f"met, {logged}"
    if not kept.this_week:
        logged = "nothing logged"
    booked = f"{kept.booked_this_week} booked" if kept.booked_this_week else ""
    if kept.status is WeekStatus.PENDING and not booked:
        booked = "and nothing booked yet" if not kept.this_week else "and nothing more booked"
        return f"pending, {logged} {booked}"
    return ", ".join(part for part in (kept.status.value, logged, booked) if part)


def check_page(habit: Habit) -> Page:
    """The one line of `--check`."""
    kept = habit.cadence
    streak = f" (streak {pluralize(kept.streak, 'week')})" if kept.streak else ""
    line = f"this week is {this_week(kept)}{streak}"
    return Page("", (Note(line),), _CHECK.data((habit, line)))


def pause_words(pause: Pause) -> str:
    """A planned absence with its reason."""
    reason = f": {pause.reason}" if pause.reason else ""
    return f"{between(pause.first, pause.last).days}{reason}"


def _title(kept: Cadence) -> str:
    if not kept.weeks:
        return "Cadence"
    span = between(kept.weeks[0].first, kept.weeks[-1].last)
    return f"Cadence · {pluralize(len(kept.weeks), 'week')} · {span}"


def _summary(kept: Cadence) -> Facts:
    last = "none yet"
    if kept.last_contact is not None and kept.days_since is not None:
        ago = "today" if not kept.days_since else f"{pluralize(kept.days_since, 'day')} ago"
        last = f"{day_name(kept.last_contact)}, {ago}"
    return facts(
        ("this week", this_week(kept)),
        ("streak", pluralize(kept.streak, "week")),
        ("coverage", coverage(kept)),
        ("longest gap", gap_and_floor(kept)),
        ("last contact", last),
    )


def _dateless(found: Sequence[DatelessFact]) -> Lines:
    shown, more = found[:_DATELESS_SHOWN], len(found) - _DATELESS_SHOWN
    items: list[Inline] = [(Span(f"I{each.number}", Tone.CODE), f" {each.held}") for each in shown]
    if more > 0:
        items.append(f"and {more} more: disco report cadence --json")
    title = f"{pluralize(len(found), 'contact')} in no week: the day is not known"
    return Lines(tuple(items), title)
