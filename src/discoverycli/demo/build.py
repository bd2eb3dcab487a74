"""Owns telling the demonstration's story into a journal, each call as if logged on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from discoverycli import clock
from discoverycli.demo.story import BELIEFS, CALLS, JOBS, PARKED, PARKED_REASON, Call
from discoverycli.domain.interviews import Interview, interview_of
from discoverycli.domain.notes import parse_note
from discoverycli.domain.vocabulary import Held

if TYPE_CHECKING:
    from sqlmodel import Session

AUTHOR = "Robin"
_REST = 90


class Told(NamedTuple):
    """How much was written."""

    interviews: int
    hypotheses: int
    jobs: int


def tell(session: Session, today: date) -> Told:
    """Writes the whole story into an empty journal, with dates that end on `today`."""
    from discoverycli.store.write import hypotheses, interviews, jobs, verdicts

    first = min(day for day, _ in _dated(today))
    for belief in BELIEFS:
        opinion = hypotheses.Opinion(
            belief.text, belief.risk_class, belief.origin, belief.importance, belief.serves
        )
        made = hypotheses.add(session, opinion, author=AUTHOR, today=first)
        verdicts.weigh(session, [made.id], today=first)
    for text in JOBS:
        jobs.add(session, jobs.Wanted(text), author=AUTHOR, today=first)
    for day, call in _dated(today):
        stored = interviews.add(
            session,
            _interview(call, day),
            author=AUTHOR,
            today=day,
            logged_at=f"{day}T17:00:00+00:00",
        )
        verdicts.weigh(session, stored.touched, today=day, interview=stored.number)
    hypotheses.park(
        session, PARKED, reason=PARKED_REASON, until=today + timedelta(days=_REST), today=today
    )
    verdicts.weigh(session, range(1, len(BELIEFS) + 1), today=today)
    return Told(len(CALLS), len(BELIEFS), len(JOBS))


def _dated(today: date) -> Iterator[tuple[date, Call]]:
    """Each call with its day; what this week still has ahead is told as heard today."""
    monday = today - timedelta(days=today.weekday())
    for call in CALLS:
        yield min(monday + timedelta(days=call.weekday - 7 * call.weeks_ago), today), call


def _interview(call: Call, day: date) -> Interview:
    note = parse_note(call.note)
    due = {
        mark.line: clock.read_day(mark.due, today=day, prefer="future")
        for mark in note.followups
        if mark.due is not None
    }
    return interview_of(note, Held.on(day), due)
