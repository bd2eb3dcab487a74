"""Owns the tables: one class a table, one line a field.

Rows are built with `Row.build`, which validates; plain construction of a table class does not.
Identifiers are the numbers of the printed codes (`H3` is row 3) and come from `Counter`, so
that no code is ever given twice, not even after a deletion.
"""

from datetime import date
from typing import Any, ClassVar, TypeVar

from pydantic import ConfigDict
from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text
from sqlmodel import Field, SQLModel

from discoverycli.domain.text.words import require_storable
from discoverycli.domain.vocabulary import (
    Channel,
    HypothesisClass,
    InterviewKind,
    JobType,
    Origin,
    Precision,
    Relation,
    Rung,
    Stance,
    StatementKind,
    Status,
)
from discoverycli.store.columns import Day, Flag, Step, Word

R = TypeVar("R", bound="Row")
STRICT: dict[str, Any] = {"sqlite_strict": True}


class Row(SQLModel):
    """What every table shares."""

    # A table's validator is built when its first row is: a command touches few of them.
    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]

    @classmethod
    def build(cls: type[R], **values: Any) -> R:
        """A row of checked values.

        Raises:
            InputError: a text that not every database can store.
        """
        for value in values.values():
            if isinstance(value, str):
                require_storable(value)
        return cls.model_validate(values)


class Organisation(Row, table=True):
    __table_args__: ClassVar[Any] = (STRICT,)
    id: int = Field(primary_key=True)
    uid: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text, unique=True)


class Person(Row, table=True):
    """Someone who was heard. Names live here and nowhere else but in free text.

    `former_names` is a JSON list: old notes go on naming who spoke as they did then.
    """

    __table_args__: ClassVar[Any] = (
        Index("person_by_name", "name_key"),
        Index("person_by_organisation", "organisation_id"),
        Index("person_by_referrer", "referred_by_id"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    uid: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text)
    former_names: str = Field(default="[]", sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    relation: Relation = Field(default=Relation.UNKNOWN, sa_type=Word(Relation))
    segment: str | None = Field(default=None, sa_type=Text)
    role: str | None = Field(default=None, sa_type=Text)
    period_days: int | None = Field(default=None)
    snoozed_until: date | None = Field(default=None, sa_type=Day)
    last_contact: date | None = Field(default=None, sa_type=Day)
    created_on: date = Field(sa_type=Day)
    version: int = Field(default=1)
    referred_by_id: int | None = Field(default=None, foreign_key="person.id")


class Interview(Row, table=True):
    """One contact on one day. `notes` is what was written, letter for letter."""

    __table_args__: ClassVar[Any] = (
        Index("interview_by_contact", "contact", "precision", "held_on"),
        Index("interview_by_day", "held_on", "precision", "channel", "contact", "minutes"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    uid: str = Field(sa_type=Text, unique=True)
    held_on: date | None = Field(default=None, sa_type=Day)
    precision: Precision = Field(sa_type=Word(Precision))
    date_text: str | None = Field(default=None, sa_type=Text)
    kind: InterviewKind = Field(sa_type=Word(InterviewKind))
    channel: Channel = Field(sa_type=Word(Channel))
    via: str | None = Field(default=None, sa_type=Text)
    minutes: int | None = Field(default=None)
    title: str | None = Field(default=None, sa_type=Text)
    study: str | None = Field(default=None, sa_type=Text)
    notes: str = Field(sa_type=Text)
    source: str | None = Field(default=None, sa_type=Text)
    content_hash: str | None = Field(default=None, sa_type=Text, unique=True)
    author: str = Field(sa_type=Text)
    logged_at: str = Field(sa_type=Text)
    contact: bool = Field(sa_type=Flag)
    version: int = Field(default=1)


class Participation(Row, table=True):
    """A person in an interview, with what they were to the company on that day."""

    __table_args__: ClassVar[Any] = (Index("participation_by_person", "person_id"), STRICT)
    interview_id: int = Field(primary_key=True, foreign_key="interview.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    position: int
    relation: Relation = Field(sa_type=Word(Relation))
    segment: str | None = Field(default=None, sa_type=Text)


class Statement(Row, table=True):
    """One thing heard, as marked on line `line` of the interview's notes."""

    __table_args__: ClassVar[Any] = (Index("statement_by_interview", "interview_id"), STRICT)
    id: int = Field(primary_key=True)
    interview_id: int = Field(foreign_key="interview.id")
    person_id: int = Field(foreign_key="person.id")
    line: int
    kind: StatementKind = Field(sa_type=Word(StatementKind))
    rung: Rung = Field(sa_type=Step(Rung))
    verbatim: bool = Field(sa_type=Flag)
    text: str = Field(sa_type=Text)


class Hypothesis(Row, table=True):
    """An opinion that could turn out wrong. It has no status: evidence gives it one."""

    __table_args__: ClassVar[Any] = (STRICT,)
    id: int = Field(primary_key=True)
    uid: str = Field(sa_type=Text, unique=True)
    text: str = Field(sa_type=Text)
    text_key: str = Field(sa_type=Text, unique=True)
    risk_class: HypothesisClass = Field(sa_type=Word(HypothesisClass))
    origin: Origin = Field(sa_type=Word(Origin))
    importance: int = Field(ge=1, le=5)
    serves: str = Field(default="", sa_type=Text)
    segment: str | None = Field(default=None, sa_type=Text)
    author: str = Field(sa_type=Text)
    created_on: date = Field(sa_type=Day)
    parked_reason: str | None = Field(default=None, sa_type=Text)
    parked_until: date | None = Field(default=None, sa_type=Day)
    version: int = Field(default=1)


class Evidence(Row, table=True):
    """What one person's words in one interview say about a hypothesis.

    `linked` evidence was added by hand afterwards; the rest is read from the interview's notes
    and follows them when they are edited.
    """

    __table_args__: ClassVar[Any] = (
        Index("evidence_by_hypothesis", "hypothesis_id", "person_id"),
        Index("evidence_by_interview", "interview_id"),
        Index("evidence_by_statement", "statement_id"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    hypothesis_id: int = Field(foreign_key="hypothesis.id")
    interview_id: int = Field(foreign_key="interview.id")
    person_id: int = Field(foreign_key="person.id")
    statement_id: int | None = Field(default=None, foreign_key="statement.id")
    stance: Stance = Field(sa_type=Word(Stance))
    rung: Rung = Field(sa_type=Step(Rung))
    text: str = Field(sa_type=Text)
    linked: bool = Field(default=False, sa_type=Flag)
    line: int = Field(default=0)
    author: str = Field(sa_type=Text)
    added_on: date = Field(sa_type=Day)


class Job(Row, table=True):
    """What a customer tries to get done: a statement, or a story in three parts."""

    __table_args__: ClassVar[Any] = (STRICT,)
    id: int = Field(primary_key=True)
    uid: str = Field(sa_type=Text, unique=True)
    text: str = Field(sa_type=Text)
    text_key: str = Field(sa_type=Text, unique=True)
    type: JobType = Field(sa_type=Word(JobType))
    situation: str | None = Field(default=None, sa_type=Text)
    motivation: str | None = Field(default=None, sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)
    serves: str = Field(default="", sa_type=Text)
    segment: str | None = Field(default=None, sa_type=Text)
    author: str = Field(sa_type=Text)
    created_on: date = Field(sa_type=Day)
    version: int = Field(default=1)


class Hire(Row, table=True):
    """Someone hired something for a job, or fired it."""

    __table_args__: ClassVar[Any] = (
        Index("hire_by_job", "job_id"),
        Index("hire_by_interview", "interview_id"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    job_id: int = Field(foreign_key="job.id")
    interview_id: int = Field(foreign_key="interview.id")
    person_id: int = Field(foreign_key="person.id")
    hired: bool = Field(sa_type=Flag)
    rung: Rung = Field(sa_type=Step(Rung))
    text: str = Field(sa_type=Text)
    line: int = Field(default=0)


class Followup(Row, table=True):
    """A promise: `ours`, or else a commitment of theirs."""

    __table_args__: ClassVar[Any] = (
        Index("followup_by_due", "done_on", "due_on"),
        Index("followup_by_interview", "interview_id"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    interview_id: int = Field(foreign_key="interview.id")
    person_id: int = Field(foreign_key="person.id")
    ours: bool = Field(sa_type=Flag)
    text: str = Field(sa_type=Text)
    due_on: date | None = Field(default=None, sa_type=Day)
    done_on: date | None = Field(default=None, sa_type=Day)
    line: int = Field(default=0)


# What is only ever written by plain SQL has no class: mapping one costs every command that writes
# about as much as a hundred rows.

Table(
    "counter",
    SQLModel.metadata,
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
    comment="The highest number given so far for a code letter, or for a table without codes.",
    **STRICT,
)

Theme = Table(
    "theme",
    SQLModel.metadata,
    Column("statement_id", Integer, ForeignKey("statement.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Index("theme_by_name", "name"),
    comment="A tag on a statement, without its #.",
    **STRICT,
)

Revision = Table(
    "revision",
    SQLModel.metadata,
    Column("hypothesis_id", Integer, ForeignKey("hypothesis.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("voices", Integer, nullable=False),
    Column("majority", Integer, nullable=False),
    Column("lived", Integer, nullable=False),
    Column("prospects", Integer, nullable=False),
    Column("against", Integer, nullable=False),
    Column("fresh_days", Integer, nullable=False),
    Column("reason", Text),
    Column("author", Text, nullable=False),
    Column("made_on", Day, nullable=False),
    Column("right_if", Text),
    Column("wrong_if", Text),
    comment="The criteria of a hypothesis. They freeze with the first counted evidence.",
    **STRICT,
)

Prediction = Table(
    "prediction",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("hypothesis_id", Integer, ForeignKey("hypothesis.id"), nullable=False),
    Column("author", Text, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_on", Day, nullable=False),
    Index("prediction_by_hypothesis", "hypothesis_id"),
    comment="How sure someone was of a hypothesis, and of which of its criteria, before evidence.",
    **STRICT,
)

Decision = Table(
    "decision",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("reason", Text),
    Column("author", Text, nullable=False),
    Column("made_on", Day, nullable=False),
    Column("version", Integer, nullable=False),
    comment="What was chosen. What it was chosen on stands in `ground`, as it was on that day.",
    **STRICT,
)

Ground = Table(
    "ground",
    SQLModel.metadata,
    Column("decision_id", Integer, ForeignKey("decision.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("hypothesis_id", Integer, ForeignKey("hypothesis.id")),
    Column("holds", Flag, nullable=False, server_default="1"),
    Column("status", Word(Status)),
    Column("was", Word(Status)),
    Column("votes_for", Integer),
    Column("votes_against", Integer),
    Column("asked", Integer),
    Column("revision", Integer),
    Index("ground_by_hypothesis", "hypothesis_id"),
    comment="What a decision rests on: that it holds, or that it does not, and its verdict then.",
    **STRICT,
)

Why = Table(
    "why",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("hypothesis_id", Integer, ForeignKey("hypothesis.id")),
    Column("statement_id", Integer, ForeignKey("statement.id")),
    Column("number", Integer, nullable=False),
    Column("parent_id", Integer, ForeignKey("why.id")),
    Column("text", Text, nullable=False),
    Column("heard_id", Integer, ForeignKey("statement.id")),
    Column("author", Text, nullable=False),
    Column("added_on", Day, nullable=False),
    Index("why_by_hypothesis", "hypothesis_id", "number"),
    Index("why_by_statement", "statement_id", "number"),
    Index("why_by_heard", "heard_id"),
    Index("why_by_parent", "parent_id"),
    comment="An answer to why, under a hypothesis or a statement, or under another answer.",
    **STRICT,
)

Table(
    "memo",
    SQLModel.metadata,
    Column("hypothesis_id", Integer, ForeignKey("hypothesis.id"), primary_key=True),
    Column("computed_on", Day, nullable=False),
    Column("steady_until", Day),
    Column("status", Word(Status), nullable=False),
    Column("result", Text, nullable=False),
    comment="A verdict as calculated on computed_on; only writing changes it up to steady_until.",
    **STRICT,
)

Movement = Table(
    "movement",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("hypothesis_id", Integer, ForeignKey("hypothesis.id"), nullable=False),
    Column("moved_on", Day, nullable=False),
    Column("was", Word(Status), nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("interview_id", Integer, ForeignKey("interview.id")),
    Index("movement_by_day", "moved_on"),
    comment="A change of a hypothesis' status, on the day the team learnt of it.",
    **STRICT,
)

Pause = Table(
    "pause",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("first_on", Day, nullable=False),
    Column("last_on", Day, nullable=False),
    Column("reason", Text),
    Column("author", Text, nullable=False),
    comment="A planned absence: its weeks neither add to the habit nor break it.",
    **STRICT,
)

Table(
    "operation",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("operation.id")),
    Column("undone_by", Integer, ForeignKey("operation.id")),
    Column("sealed", Flag, nullable=False, server_default="0"),
    comment="One command that changed the journal. A sealed one cannot be taken back.",
    **STRICT,
)

Table(
    "change",
    SQLModel.metadata,
    Column("noun", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("operation_id", Integer, primary_key=True),
    Column("before", Text),
    Index("change_by_operation", "operation_id"),
    comment="A row as it was before an operation, as JSON; NULL where there was none.",
    sqlite_with_rowid=False,
    **STRICT,
)

Consent = Table(
    "consent",
    SQLModel.metadata,
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("basis", Text, nullable=False),
    Column("given_on", Day, nullable=False),
    Column("expires_on", Day),
    Column("withdrawn_on", Day),
    Column("author", Text, nullable=False),
    comment="What a person has agreed to, one row a scope.",
    **STRICT,
)

Table(
    "erasure",
    SQLModel.metadata,
    Column("person_uid", Text, primary_key=True),
    Column("erased_on", Day, nullable=False),
    Column("finished", Flag, nullable=False),
    comment="Who was forgotten, by random identity alone, so that no backup brings them back.",
    **STRICT,
)
