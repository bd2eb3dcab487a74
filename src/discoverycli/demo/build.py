"""Fills the demonstration's journal, each call as if it was logged on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from discoverycli import clock
from discoverycli.demo import story
from discoverycli.demo.story import Call
from discoverycli.domain.decisions import Leaning
from discoverycli.domain.note.interview import Interview, interview_of
from discoverycli.domain.note.notes import parse_note
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Code, InterviewDate

if TYPE_CHECKING:
    from sqlmodel import Session

AUTHOR, COLLEAGUE = "Robin", "Kim"
_REST = 90


class Told(NamedTuple):
    """How much was written."""

    interviews: int
    hypotheses: int
    jobs: int


def tell(session: Session, today: date) -> Told:
    """Writes the whole story into an empty journal, with dates that end on `today`."""
    from discoverycli.store.write import hypotheses, interviews, jobs, predictions, verdicts

    first = min(day for day, _ in _dated(today))
    for belief in story.BELIEFS:
        opinion = hypotheses.Opinion(
            belief.text, belief.risk_class, belief.origin, belief.importance, belief.serves
        )
        made = hypotheses.add(session, opinion, author=AUTHOR, today=first)
        verdicts.reevaluate(session, [made.id], today=first)
    for number, sure in story.SURE.items():
        for author, percent in zip((AUTHOR, COLLEAGUE), sure, strict=True):
            predictions.add(session, number, percent, author=author, today=first)
    for text in story.JOBS:
        jobs.add(session, jobs.NewJob(text), author=AUTHOR, today=first)
    for day, call in _dated(today):
        note, at = _interview(call, day), f"{day}T17:00:00+00:00"
        stored = interviews.add(
            session, note, author=call.author, today=day, logged_at=at, rule=Rule()
        )
        verdicts.reevaluate(session, stored.touched, today=day, interview=stored.number)
    later = today + timedelta(days=_REST)
    hypotheses.park(session, story.PARKED, reason=story.PARKED_REASON, until=later, today=today)
    verdicts.reevaluate(session, range(1, len(story.BELIEFS) + 1), today=today)
    _conclude(session, today)
    return Told(len(story.CALLS), len(story.BELIEFS), len(story.JOBS))


def _conclude(session: Session, today: date) -> None:
    from discoverycli.store import sql
    from discoverycli.store.write import decisions, people, why

    for choice in story.CHOICES:
        day = today - timedelta(weeks=choice.weeks_ago)
        leaning = Leaning(Code("H", choice.hypothesis))
        decisions.decide(session, choice.text, [leaning], author=choice.author, today=day)
    numbers = dict(map(tuple, sql.rows(session, "SELECT name, id FROM person")))
    for person, by in story.SENT:
        people.edit(session, numbers[person], people.PersonChange(referred_by=numbers[by]))
    said = "SELECT id FROM statement WHERE text LIKE :words"
    heard = sql.value(session, said, {"words": f"{story.HEARD_WHY}%"})
    root = Code("H", 1)
    for wanted in (why.Wanted(root, heard=heard), why.Wanted(root, story.GUESSED_WHY, under=1)):
        why.add(session, wanted, author=AUTHOR, today=today)


def _dated(today: date) -> Iterator[tuple[date, Call]]:
    """What this week still has ahead is told as heard today."""
    monday = today - timedelta(days=today.weekday())
    for call in story.CALLS:
        yield min(monday + timedelta(days=call.weekday - 7 * call.weeks_ago), today), call


def _interview(call: Call, day: date) -> Interview:
    note = parse_note(call.note)
    due = {
        mark.line: clock.read_day(mark.due, today=day, prefer="future")
        for mark in note.followups
        if mark.due is not None
    }
    return interview_of(note, InterviewDate.on(day), due)
