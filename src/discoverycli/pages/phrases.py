"""Words the codes, dates and stances that several pages share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from discoverycli.domain.periods import day_name
from discoverycli.domain.text.words import join_words, person_label
from discoverycli.domain.vocabulary import InterviewDate, Precision, Stance
from discoverycli.render.blocks import Inline, Span, Tone

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import HireLine
    from discoverycli.domain.facts.jobs import JobFact
    from discoverycli.domain.facts.opinions import EvidencePiece, HypothesisFact
    from discoverycli.domain.facts.people import NamedPerson
    from discoverycli.domain.jobs import JobFinding
    from discoverycli.domain.people import PersonFact
    from discoverycli.domain.votes import EvidenceFact, Reason


class Named(Protocol):
    """A person, or words of one."""

    @property
    def name(self) -> str:
        """What they are called."""

    @property
    def organisation(self) -> str | None:
        """Where they belong."""


STANCE_TONES = {Stance.SUPPORTS: Tone.GOOD, Stance.REFUTES: Tone.BAD}


def code(prefix: str, number: int) -> Span:
    """A code as it is shown: `H3`."""
    return Span(f"{prefix}{number}", Tone.CODE)


def joined(parts: Iterable[Iterable[str | Span]], between: str | Span) -> tuple[str | Span, ...]:
    """Several runs of text as one line, with `between` them."""
    found: list[str | Span] = []
    for each in parts:
        found += [between, *each] if found else each
    return tuple(found)


def out_of(title: str, shown: int, of: int) -> str:
    """`Promised (4 of 7)`; the title alone where all are shown."""
    return f"{title} ({shown} of {of})" if shown < of else title


def and_more(number: int) -> str:
    """` and 3 more`; nothing for none."""
    return f" and {number} more" if number > 0 else ""


def label(person: Named) -> str:
    """`Ana Silva @ Acme`."""
    return person_label(person.name, person.organisation)


def person_line(person: NamedPerson | PersonFact) -> tuple[str | Span, ...]:
    """`P7 Ana Silva @ Acme`."""
    return (code("P", person.number), f" {label(person)}")


def heard_from(who: str, heard: HireLine | EvidencePiece) -> tuple[str | Span, ...]:
    """Who said something, what they were to us then, and when and where it was heard."""
    via = f" via {heard.via}" if heard.via else ""
    where = Span(f", {heard.fact.relation}{via}, {heard.fact.held}, ", Tone.DIM)
    return (who, where, code("I", heard.interview))


def written_down(opinion: HypothesisFact | JobFact) -> list[str]:
    """Whom an opinion serves, which segment it is about, and who wrote it down when."""
    return [
        *([f"serves {join_words(opinion.serves)}"] if opinion.serves else []),
        *([f"segment {opinion.segment}"] if opinion.segment else []),
        f"written down {opinion.created_on} by {opinion.author}",
    ]


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
