"""What the journal says of interviews and of what was said in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.note.due_days import without_due
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    InterviewKind,
    Relation,
    Rung,
    Stance,
    StatementKind,
)
from discoverycli.domain.votes import EvidenceFact

if TYPE_CHECKING:
    from discoverycli.domain.note.interview import Origin
    from discoverycli.domain.note.notes import Head


class AttendeeFact(NamedTuple):
    """Someone in an interview, with what they were to the company on that day."""

    number: int
    name: str
    organisation: str | None
    relation: Relation
    segment: str | None


class InterviewFact(NamedTuple):
    """An interview with its people, in the order of its note.

    `notes` is what was written, letter for letter; `head` holds the fields above it, without who
    and when.
    """

    number: int
    held: InterviewDate
    origin: Origin
    kind: InterviewKind
    channel: Channel
    head: Head
    notes: str
    author: str
    logged_at: str
    version: int
    people: tuple[AttendeeFact, ...]


class StatementFact(NamedTuple):
    """One thing heard; `line` is where its mark stands in the note it was read from."""

    number: int
    interview: int
    held: InterviewDate
    person: int
    name: str
    organisation: str | None
    line: int
    kind: StatementKind
    rung: Rung
    verbatim: bool
    text: str
    themes: tuple[str, ...]


class EvidenceLine(NamedTuple):
    """A piece of evidence with its words, and the criteria it is judged by."""

    fact: EvidenceFact
    rule: Rule
    interview: int
    statement: int | None
    text: str
    name: str
    organisation: str | None
    hypothesis: str
    linked: bool


class HireLine(NamedTuple):
    """Someone hired or fired something for a job.

    `fact` is made for `domain.jobs.job_voices`: the job's number stands as `hypothesis`, hired
    is `supports` and fired `refutes`.
    """

    fact: EvidenceFact
    interview: int
    text: str
    name: str
    organisation: str | None
    job: str
    via: str | None

    @property
    def hired(self) -> bool:
        """Whether something was hired, rather than fired."""
        return self.fact.stance is Stance.SUPPORTS


class PromiseFact(NamedTuple):
    """A promise: `ours`, or else the person's."""

    interview: int
    person: int
    name: str
    organisation: str | None
    ours: bool
    text: str
    due_on: date | None
    done_on: date | None

    @property
    def words(self) -> str:
        """What was promised; without the due day, where there is one to show beside it."""
        return self.text if self.due_on is None else without_due(self.text)
