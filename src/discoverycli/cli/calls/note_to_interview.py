"""Turns a note as typed into an interview: settles its dates, and asks about likely slips."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from discoverycli import clock
from discoverycli.context import Context, context
from discoverycli.domain.note.interview import Interview, interview_of
from discoverycli.domain.note.marks import FollowupMark, Warning_
from discoverycli.domain.note.notes import Note
from discoverycli.domain.text.dates import AmbiguousDateError, distance, is_far_ahead
from discoverycli.domain.text.words import clip, join_words
from discoverycli.domain.vocabulary import InterviewDate, Precision
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from sqlmodel import Session

    from discoverycli.store.write.marks import Stored


def settle(note: Note, where: Context) -> Interview:
    """The interview that a note describes, on the day the command runs.

    Raises:
        InputError: a date or a word that cannot be understood.
    """
    on, today = note.head.on, where.today
    held = clock.read_day(on, today=today) if on else InterviewDate.on(today)
    due, doubts = due_days(note, held, today)
    if doubts:
        every = sorted((*note.warnings, *doubts), key=lambda each: each.line)
        note = note._replace(warnings=tuple(every))
    return interview_of(note, held, due, otherwise=where.settings.relation)


def confirm_day(held: InterviewDate, where: Context, *, yes: bool, hint: str) -> None:
    """Asks about a day that is more than a year ahead.

    Raises:
        InputError: the answer is no, or there is nobody to ask and no `--yes`.
    """
    if yes or not is_far_ahead(held, where.today):
        return
    said = f"{held} is more than a year ahead"
    if not where.may_ask:
        raise InputError(said, hint)
    where.confirm(f"{said}: is that right", yes=False)


def add_interview(session: Session, interview: Interview, where: Context, *, again: bool) -> Stored:
    """Stores an interview now, by the author and with the rules of this context.

    Raises:
        DiscoError: as `interviews.add`.
    """
    from discoverycli.store.write import interviews

    return interviews.add(
        session,
        interview,
        author=where.author,
        today=where.today,
        logged_at=clock.now().isoformat(timespec="seconds"),
        rule=where.settings.rule_for(()),
        again=again,
    )


def spoken_day(held: InterviewDate, typed: str | None, today: date) -> str:
    """A day with its weekday, and how far it is unless it was typed with its year."""
    if held.precision is not Precision.DAY or held.day is None:
        return str(held)
    far = f" ({distance(held.day, today)})" if typed and not clock.is_written_out(typed) else ""
    return f"{held.day:%A} {held}{far}"


def due_days(
    note: Note, held: InterviewDate, today: date
) -> tuple[dict[int, InterviewDate], tuple[Warning_, ...]]:
    """The day of each promise in a note, by line, and a warning for each that cannot be read.

    Args:
        note: the note, read.
        held: when it was said, which `friday` is seen from; where that day is not known, only
            dates are read that are the same from any.
        today: the day the command runs.
    """
    said = held.day or today
    dated = held.precision is Precision.DAY
    days: dict[int, InterviewDate] = {}
    doubts: list[Warning_] = []
    for mark in note.followups:
        if mark.due is None:
            continue
        try:
            days[mark.line] = _read(mark.due, said, dated=dated)
        except InputError as error:
            if not mark.done:
                doubts.append(_doubt(note, mark, error, today))
    return days, tuple(doubts)


def _read(due: str, said: date, *, dated: bool) -> InterviewDate:
    held = clock.read_day(due, today=said, prefer="future")
    later = said + timedelta(days=400)
    if not dated and clock.read_day(due, today=later, prefer="future") != held:
        raise InputError(f"'{due}' depends on the day of the interview, which is not known", "")
    return held


def _doubt(note: Note, mark: FollowupMark, error: InputError, today: date) -> Warning_:
    assert mark.due is not None
    if not isinstance(error, AmbiguousDateError):
        example = today + timedelta(days=7)
        said = f"{error.message}, so there is no due day; write it as {example}"
        return Warning_(mark.line, said)
    line = note.body.split("\n")[mark.line - note.body_line]
    days = [day.isoformat() for day in error.readings]
    once = line.count(mark.due) == 1 and "<!--" not in note.body
    meant = tuple(line.replace(mark.due, day) for day in days) if once else ()
    which = join_words((f"'{day}'" for day in days), "or")
    return Warning_(
        mark.line, f"{error.message}, so there is no due day; did you mean {which}?", meant
    )


_MOST_ASKED = 10
"""Slips of a note that are asked about; the others are warned of."""


def ask_about_slips(
    interview: Interview,
    again: Callable[[str], Interview],
    known: Collection[str] = (),
    *,
    numbered: bool = True,
) -> Interview:
    """The interview, with the lines that the user wants read as they were meant.

    Args:
        interview: what the note says as it stands.
        again: the interview of the same note with another body.
        known: lines that are stored already as they stand.
        numbered: whether the user knows the note's lines by number.
    """
    left = {line.rstrip() for line in known}
    while context().may_ask and (body := _as_meant(interview.note, left, numbered)) is not None:
        interview = again(body)
    if context().format != "table" or context().output is not None:
        context().note(*(warning_text(each, numbered) for each in interview.note.warnings))
    return interview


def warning_text(warning: Warning_, numbered: bool) -> str:
    """A warning as the user reads it."""
    return f"line {warning.line}: {warning.message}" if numbered else warning.message


def _as_meant(note: Note, left: set[str], numbered: bool) -> str | None:
    """The body with lines as meant, or `None`. Lines that the user leaves as is join `left`."""
    lines = note.body.split("\n")
    new = list(lines)
    for warning in [each for each in note.warnings if each.meant][:_MOST_ASKED]:
        index = warning.line - note.body_line
        line = lines[index]
        if line.rstrip() in left or new[index] != line:
            continue
        context().note(warning_text(warning, numbered))
        meant = _choice(warning)
        if meant is None:
            left.add(line.rstrip())
        else:
            new[index] = meant.replace("\n", "\r\n") + "\r" if line.endswith("\r") else meant
    return None if new == lines else "\n".join(new)


def _choice(warning: Warning_) -> str | None:
    """What the user chooses for a line; `None` leaves it as it is."""
    ask, meant = context().ask, warning.meant
    if len(meant) == 1:
        return meant[0] if ask("  read it as meant? [y/N]") in ("y", "yes") else None
    for number, each in enumerate(meant, 1):
        context().note(f"  {number}  {clip(each)}")
    answer = ask(f"  which one? [1-{len(meant)}, empty: none]")
    chosen = int(answer) if answer.isdecimal() and len(answer) < 3 else 0
    return meant[chosen - 1] if 1 <= chosen <= len(meant) else None
