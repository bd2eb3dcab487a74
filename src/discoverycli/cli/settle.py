"""Owns turning a note as typed into an interview: dates resolved, words checked."""

from __future__ import annotations

from datetime import date

from discoverycli import clock
from discoverycli.cli.here import Here
from discoverycli.domain.interviews import Attendee, Interview
from discoverycli.domain.notes import Head, Note
from discoverycli.domain.vocabulary import Channel, Held, InterviewKind, Relation, choose
from discoverycli.errors import InputError


def settle(note: Note, where: Here) -> Interview:
    """The interview that a note describes, on the day the command runs.

    Raises:
        InputError: a date or a word that cannot be understood.
    """
    head = note.head
    relation = choose(Relation, head.as_, "relation") if head.as_ else None
    return Interview(
        attendees=tuple(
            Attendee(who, relation or where.settings.relation, head.segment) for who in head.with_
        ),
        note=note,
        held=clock.read_day(head.on, today=where.today) if head.on else Held.on(where.today),
        kind=choose(InterviewKind, head.kind, "kind") if head.kind else InterviewKind.INTERVIEW,
        channel=_channel(head),
        via=head.via,
        minutes=head.minutes,
        title=head.title,
        study=head.study,
        due=due_days(note, where.today),
    )


def _channel(head: Head) -> Channel:
    """Words that came via someone are not first-hand, unless it is said that we were there."""
    if head.channel:
        return choose(Channel, head.channel, "channel")
    return Channel.PROXY if head.via else Channel.DIRECT


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
