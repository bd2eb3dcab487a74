"""Shows cadence as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.cadence import Cadence, Pause, Week, WeekStatus, habit_at_risk
from discoverycli.domain.periods import between, day_name
from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import InterviewDate
from discoverycli.pages.json_values import held_on
from discoverycli.render.blocks import (
    Block,
    Column,
    Facts,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import DatelessFact
from discoverycli.analysis.cadence import Habit

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


def cadence_page(habit: Habit) -> Page:
    """The report as a page."""
    kept = habit.cadence
    blocks: list[Block] = []
    if not kept.last_contact and not habit.dateless:
        blocks.append(Note(NOTHING_YET))
    if kept.weeks:
        blocks.append(Note(strip(kept.weeks)))
    blocks += [_summary(kept), _weeks(kept, marked=True)]
    if kept.pauses:
        blocks.append(Lines(tuple(pause_words(each) for each in kept.pauses), "Planned absences"))
    if habit.dateless:
        blocks.append(_dateless(habit.dateless))
    sheet = _weeks(kept, marked=False)
    return Page(_title(kept), tuple(blocks), {**data(kept), **_more(habit)}, sheet)


def strip(weeks: Sequence[Week]) -> Inline:
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
    """Met weeks of those that count: `11 of 12 weeks`."""
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
    values: dict[str, JsonValue] = {
        "ok": not habit.at_risk,
        "message": line,
        "this_week": kept.this_week,
        "booked_this_week": kept.booked_this_week,
        "status": kept.status.value,
        "streak": kept.streak,
    }
    return Page("", (Note(line),), values)


def pause_words(pause: Pause) -> str:
    """A planned absence with its reason."""
    reason = f": {pause.reason}" if pause.reason else ""
    return f"{between(pause.first, pause.last).days}{reason}"


def data(kept: Cadence) -> dict[str, JsonValue]:
    """The habit in figures, for programs."""
    return {
        "goal": kept.goal,
        "this_week": kept.this_week,
        "booked_this_week": kept.booked_this_week,
        "status": kept.status.value,
        "streak": kept.streak,
        "coverage": None if kept.coverage is None else round(kept.coverage, 4),
        "weeks_met": kept.weeks_met,
        "weeks_counted": kept.weeks_counted,
        "longest_gap_days": kept.longest_gap_days,
        "floor_days": kept.floor_days,
        "floor_kept": kept.floor_kept,
        "last_contact": kept.last_contact,
        "days_since": kept.days_since,
        "at_risk": habit_at_risk(kept),
        "weeks": [
            {
                "week": week.week,
                "first_day": week.first,
                "last_day": week.last,
                "contacts": week.contacts,
                "status": week.status.value,
            }
            for week in kept.weeks
        ],
    }


def _more(habit: Habit) -> dict[str, JsonValue]:
    return {
        "pauses": [
            {"first_day": pause.first, "last_day": pause.last, "reason": pause.reason or None}
            for pause in habit.cadence.pauses
        ],
        "undated": habit.cadence.undated,
        "undated_contacts": [
            {
                "code": f"I{each.number}",
                "held_on": held_on(each.held),
                "precision": each.held.precision.value,
            }
            for each in habit.dateless
        ],
    }


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
    return Facts(
        (
            ("this week", this_week(kept)),
            ("streak", pluralize(kept.streak, "week")),
            ("coverage", coverage(kept)),
            ("longest gap", gap_and_floor(kept)),
            ("last contact", last),
        )
    )


def _weeks(kept: Cadence, *, marked: bool) -> Table:
    return Table(
        (
            Column("week"),
            Column("from"),
            Column("to", drop=1),
            Column("contacts", align="right"),
            Column("status"),
        ),
        tuple(
            (
                week.week,
                week.first,
                week.last,
                week.contacts,
                (MARKS[week.status], f" {week.status}") if marked else week.status.value,
            )
            for week in kept.weeks
        ),
        empty="no week to show",
    )


def _dateless(facts: Sequence[DatelessFact]) -> Lines:
    """Contacts that count but are in no week."""
    items = [_dateless_words(each.number, each.held) for each in facts[:_DATELESS_SHOWN]]
    if len(facts) > _DATELESS_SHOWN:
        items.append(f"and {len(facts) - _DATELESS_SHOWN} more: disco report cadence --json")
    return Lines(
        tuple(items), f"{pluralize(len(facts), 'contact')} in no week: the day is not known"
    )


def _dateless_words(number: int, held: InterviewDate) -> Inline:
    return (Span(f"I{number}", Tone.CODE), f" {held}")
