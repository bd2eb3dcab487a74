"""Declares interviews and what was heard in them."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text

from discoverycli.domain.vocabulary import (
    Channel,
    InterviewKind,
    Precision,
    Relation,
    Rung,
    Stance,
    StatementKind,
)
from discoverycli.store.columns import Day, Flag, Step, Word

# What these tables point at has to be known.
from discoverycli.store.models import hypotheses, jobs, people  # noqa: F401
from discoverycli.store.models.rows import (
    CLEANED,
    HIDDEN,
    KEPT,
    STRICT,
    WORDS,
    Row,
    column,
    field,
    table,
)


class Interview(Row, table=True):
    """One contact on one day."""

    __table_args__: ClassVar[Any] = (
        Index("interview_by_contact", "contact", "precision", "held_on"),
        Index("interview_by_day", "held_on", "precision", "channel", "contact", "minutes"),
        STRICT,
    )
    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, "the same from journal to journal", unique=True)
    held_on: date | None = field(Day, KEPT, "the last day it can have been on", default=None)
    precision: Precision = field(Word(Precision), KEPT, "how much of the day is known")
    date_text: str | None = field(Text, CLEANED, "the date as an importer found it", default=None)
    kind: InterviewKind = field(Word(InterviewKind), KEPT)
    channel: Channel = field(Word(Channel), KEPT)
    via: str | None = field(Text, CLEANED, "who told us", default=None)
    minutes: int | None = field(Integer, KEPT, default=None)
    title: str | None = field(Text, CLEANED, default=None)
    study: str | None = field(Text, CLEANED, "what 'Participant 4' belongs to", default=None)
    notes: str = field(Text, WORDS, "what was written, letter for letter")
    source: str | None = field(Text, HIDDEN, "the file it was imported from", default=None)
    content_hash: str | None = field(Text, HIDDEN, "of that file", default=None, unique=True)
    author: str = field(Text, CLEANED, "who logged it")
    logged_at: str = field(Text, KEPT, "in UTC", of="moment")
    contact: bool = field(Flag, KEPT, "whether it counts: first-hand, with someone from outside")
    version: int = field(Integer, KEPT, "goes up with each change", default=1)


class Participation(Row, table=True):
    """A person in an interview, with what they were to the company on that day."""

    __table_args__: ClassVar[Any] = (Index("participation_by_person", "person_id"), STRICT)
    interview_id: int = field(Integer, KEPT, primary_key=True, foreign_key="interview.id")
    person_id: int = field(Integer, KEPT, primary_key=True, foreign_key="person.id")
    position: int = field(Integer, KEPT, "the order of the note")
    relation: Relation = field(Word(Relation), KEPT)
    segment: str | None = field(Text, CLEANED, default=None)


class Statement(Row, table=True):
    """One thing heard, as marked on line `line` of the interview's notes."""

    __table_args__: ClassVar[Any] = (Index("statement_by_interview", "interview_id"), STRICT)
    id: int = field(Integer, KEPT, primary_key=True)
    interview_id: int = field(Integer, KEPT, foreign_key="interview.id")
    person_id: int = field(Integer, KEPT, "whose words it holds", foreign_key="person.id")
    line: int = field(Integer, KEPT)
    kind: StatementKind = field(Word(StatementKind), KEPT)
    rung: Rung = field(Step(Rung), KEPT)
    verbatim: bool = field(Flag, KEPT, "whether these are their exact words")
    text: str = field(Text, WORDS)


table(
    "theme",
    "A tag on a statement, without its #.",
    column("statement_id", Integer, KEPT, to="statement.id", primary_key=True),
    column("name", Text, CLEANED, primary_key=True),
    Index("theme_by_name", "name"),
)


class Evidence(Row, table=True):
    """What one person's words in one interview say about a hypothesis."""

    __table_args__: ClassVar[Any] = (
        Index("evidence_by_hypothesis", "hypothesis_id", "person_id"),
        Index("evidence_by_interview", "interview_id"),
        Index("evidence_by_statement", "statement_id"),
        STRICT,
    )
    id: int = field(Integer, KEPT, primary_key=True)
    hypothesis_id: int = field(Integer, KEPT, foreign_key="hypothesis.id")
    interview_id: int = field(Integer, KEPT, foreign_key="interview.id")
    person_id: int = field(Integer, KEPT, foreign_key="person.id")
    statement_id: int | None = field(Integer, KEPT, default=None, foreign_key="statement.id")
    stance: Stance = field(Word(Stance), KEPT)
    rung: Rung = field(Step(Rung), KEPT)
    text: str = field(Text, WORDS)
    linked: bool = field(Flag, KEPT, "added by hand: it does not follow the notes", default=False)
    line: int = field(Integer, KEPT, "of the notes; 0: none", default=0)
    author: str = field(Text, CLEANED)
    added_on: date = field(Day, KEPT)


class Hire(Row, table=True):
    """Someone hired something for a job, or fired it."""

    __table_args__: ClassVar[Any] = (
        Index("hire_by_job", "job_id"),
        Index("hire_by_interview", "interview_id"),
        STRICT,
    )
    id: int = field(Integer, KEPT, primary_key=True)
    job_id: int = field(Integer, KEPT, foreign_key="job.id")
    interview_id: int = field(Integer, KEPT, foreign_key="interview.id")
    person_id: int = field(Integer, KEPT, foreign_key="person.id")
    hired: bool = field(Flag, KEPT)
    rung: Rung = field(Step(Rung), KEPT)
    text: str = field(Text, WORDS)
    line: int = field(Integer, KEPT, default=0)


class Followup(Row, table=True):
    """A promise."""

    __table_args__: ClassVar[Any] = (
        Index("followup_by_due", "done_on", "due_on"),
        Index("followup_by_interview", "interview_id"),
        STRICT,
    )
    id: int = field(Integer, KEPT, primary_key=True)
    interview_id: int = field(Integer, KEPT, foreign_key="interview.id")
    person_id: int = field(Integer, KEPT, foreign_key="person.id")
    ours: bool = field(Flag, KEPT, "or else a commitment of theirs")
    text: str = field(Text, WORDS)
    due_on: date | None = field(Day, KEPT, default=None)
    done_on: date | None = field(Day, KEPT, default=None)
    line: int = field(Integer, KEPT, default=0)
