"""Words the codes, dates and stances that several pages share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.periods import day_name
from discoverycli.domain.vocabulary import InterviewDate, Precision, Stance
from discoverycli.render.blocks import Inline, Span, Tone

if TYPE_CHECKING:
    from discoverycli.domain.jobs import JobFinding
    from discoverycli.domain.votes import EvidenceFact, Reason


STANCE_TONES = {Stance.SUPPORTS: Tone.GOOD, Stance.REFUTES: Tone.BAD}


def code(prefix: str, number: int) -> Span:
    """A code as it is shown: `H3`."""
    return Span(f"{prefix}{number}", Tone.CODE)


def when(held: InterviewDate) -> str:
    """A date as people say it: `Fri 20 Nov 2026`, or as much of it as is known."""
    if held.day is not None and held.precision is Precision.DAY:
        return day_name(held.day)
    return str(held)


def stance(fact: EvidenceFact) -> Span:
    """Which way a piece of evidence points."""
    return Span(fact.stance.value, STANCE_TONES.get(fact.stance, Tone.PLAIN))


def counts(reason: Reason | None) -> Inline:
    """Whether something counts: `yes`, or what it is instead."""
    return "yes" if reason is None else Span(f"no: {reason}", Tone.DIM)


def finding(found: JobFinding) -> str:
    """`verb: starts with 'to'; without it: reconcile invoices`."""
    return f"{found.part}: {found.message}; {found.hint}"


def overdue_days(due_on: date | None, today: date) -> int | None:
    """Days since something was due, 0 where it is not over yet; `None` without a day."""
    return None if due_on is None else max((today - due_on).days, 0)
