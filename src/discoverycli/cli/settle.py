"""Owns turning a note as typed into an interview: dates resolved, words checked."""

from __future__ import annotations

from datetime import date

from discoverycli import clock
from discoverycli.cli.here import Here
from discoverycli.domain.interviews import Interview, interview_of
from discoverycli.domain.notes import Note
from discoverycli.domain.vocabulary import Held
from discoverycli.errors import InputError


def settle(note: Note, where: Here) -> Interview:
    """The interview that a note describes, on the day the command runs.

    Raises:
        InputError: a date or a word that cannot be understood.
    """
    on, today = note.head.on, where.today
    held = clock.read_day(on, today=today) if on else Held.on(today)
    return interview_of(note, held, due_days(note, today), otherwise=where.settings.relation)


def due_days(note: Note, today: date) -> dict[int, Held]:
    """The day of each promise in a note, by line, as seen from `today`. `by` may also begin other
    words: what is not a date is none."""
    days: dict[int, Held] = {}
    for mark in note.followups:
        if mark.due is None:
            continue
        try:
            days[mark.line] = clock.read_day(mark.due, today=today, prefer="future")
        except InputError:
            continue
    return days
