"""Defines the tables of the journal, one line a field: its type, its privacy, its meaning.

Columns are defined nowhere else: `docs/write_schema.py` writes `store/schema.py` from this module,
and everything that has to know them (checks, the guard, exports, pages without names, forgetting)
follows from that. Rows are built with `Row.build`, which validates; plain construction of a table
class does not. Identifiers are the numbers of the printed codes (`H3` is row 3) and come from
`counter`, so that no code is ever reused, not even after a deletion."""

from datetime import date
from typing import Any, ClassVar, Final, TypeVar

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

KEPT: Final = "kept"
"""Shown to anybody as it is: numbers, days, words of a list."""
WORDS: Final = "words"
"""What people said: shown to others where they agreed to be quoted, and without names."""
CLEANED: Final = "cleaned"
"""What we wrote, or a name: shown to others without names."""
HIDDEN: Final = "hidden"
"""Never shown to others. So is a column that is not marked."""


def field(
    kind: Any,
    privacy: str,
    means: str = "",
    *,
    of: str = "",
    server_default: str | None = None,
    **how: Any,
) -> Any:
    """A field of a class.

    Args:
        kind: the type of its column.
        privacy: what others are shown of it.
        means: what it says, where its name does not.
        of: what it holds, where the type does not say: a list of words, `Code`, `moment`.
        server_default: what older rows have.
        how: more for `Field`.
    """
    info = {"privacy": privacy, "of": of}
    described = {"info": info, "doc": means, "server_default": server_default}
    return Field(sa_type=kind, sa_column_kwargs=described, **how)


def column(
    name: str, kind: Any, privacy: str, means: str = "", *, of: str = "", to: str = "", **how: Any
) -> Column[Any]:
    """As `field`, of a table without a class; `to` is the column it points at."""
    points_at = [ForeignKey(to)] if to else []
    how.setdefault("nullable", False)
    info = {"privacy": privacy, "of": of}
    return Column(name, kind, *points_at, info=info, doc=means, **how)


def table(name: str, means: str, *parts: Column[Any] | Index, **how: Any) -> None:
    """A table that is only ever written by plain SQL. It has no class: mapping one costs every
    command that writes about as much as a hundred rows."""
    Table(name, SQLModel.metadata, *parts, comment=means, **STRICT, **how)


class Row(SQLModel):
    """What every table shares."""

    __table_args__: ClassVar[Any] = STRICT
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

    def take(self, change: object, *names: str) -> None:
        """Sets the columns of these names that a change gives: what is left out (`None`) stays, and
        an empty value takes away what is there."""
        for name in names:
            value = getattr(change, name)
            if value is not None:
                setattr(self, name, value or None)


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


class Hypothesis(Row, table=True):
    """An opinion that could turn out wrong. It has no status: evidence gives it one."""

    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, unique=True)
    text: str = field(Text, CLEANED)
    text_key: str = field(Text, CLEANED, "what its words are compared by", unique=True)
    risk_class: HypothesisClass = field(Word(HypothesisClass), KEPT)
    origin: Origin = field(Word(Origin), KEPT)
    importance: int = field(Integer, KEPT, of="Importance", ge=1, le=5)
    serves: str = field(Text, KEPT, of="Serves", default="")
    segment: str | None = field(Text, CLEANED, default=None)
    author: str = field(Text, CLEANED)
    created_on: date = field(Day, KEPT)
    parked_reason: str | None = field(Text, CLEANED, default=None)
    parked_until: date | None = field(Day, KEPT, default=None)
    version: int = field(Integer, KEPT, default=1)


table(
    "revision",
    "The criteria of a hypothesis. They freeze with the first counted evidence.",
    column("hypothesis_id", Integer, KEPT, to="hypothesis.id", primary_key=True),
    column("number", Integer, KEPT, primary_key=True),
    column("voices", Integer, KEPT, "how many have to be heard"),
    column("majority", Integer, KEPT, "the percentage of them who support it"),
    column("lived", Integer, KEPT, "how many of them from their own experience"),
    column("prospects", Integer, KEPT, "how many of them are no customers yet"),
    column("against", Integer, KEPT, "how many voices against it refute it"),
    column("fresh_days", Integer, KEPT, "how long evidence counts"),
    column("reason", Text, CLEANED, "why the criteria were changed", nullable=True),
    column("author", Text, CLEANED),
    column("made_on", Day, KEPT),
    column("right_if", Text, CLEANED, "what we would see were it true", nullable=True),
    column("wrong_if", Text, CLEANED, "what we would see were it not", nullable=True),
)

table(
    "decision",
    "What was chosen. What it was chosen on stands in `ground`, as it was on that day.",
    column("id", Integer, KEPT, primary_key=True),
    column("uid", Text, KEPT, unique=True),
    column("text", Text, CLEANED),
    column("reason", Text, CLEANED, nullable=True),
    column("author", Text, CLEANED),
    column("made_on", Day, KEPT),
    column("version", Integer, KEPT),
)

table(
    "why",
    "An answer to why, under a hypothesis or a statement, or under another answer.",
    column("id", Integer, KEPT, primary_key=True),
    column("hypothesis_id", Integer, KEPT, to="hypothesis.id", nullable=True),
    column("statement_id", Integer, KEPT, to="statement.id", nullable=True),
    column("number", Integer, KEPT, "among the answers under that hypothesis or statement"),
    column("parent_id", Integer, KEPT, "the answer it is under", to="why.id", nullable=True),
    column("text", Text, WORDS),
    column("heard_id", Integer, KEPT, "where it was heard", to="statement.id", nullable=True),
    column("author", Text, CLEANED),
    column("added_on", Day, KEPT),
    Index("why_by_hypothesis", "hypothesis_id", "number"),
    Index("why_by_statement", "statement_id", "number"),
    Index("why_by_heard", "heard_id"),
    Index("why_by_parent", "parent_id"),
)


class Job(Row, table=True):
    """What a customer tries to get done: a statement, or a story in three parts."""

    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, unique=True)
    text: str = field(Text, CLEANED)
    text_key: str = field(Text, CLEANED, "what its words are compared by", unique=True)
    type: JobType = field(Word(JobType), KEPT)
    situation: str | None = field(Text, CLEANED, default=None)
    motivation: str | None = field(Text, CLEANED, default=None)
    outcome: str | None = field(Text, CLEANED, default=None)
    serves: str = field(Text, KEPT, of="Serves", default="")
    segment: str | None = field(Text, CLEANED, default=None)
    author: str = field(Text, CLEANED)
    created_on: date = field(Day, KEPT)
    version: int = field(Integer, KEPT, default=1)


table(
    "pause",
    "A planned absence: its weeks neither add to the habit nor break it.",
    column("id", Integer, KEPT, primary_key=True),
    column("first_on", Day, KEPT),
    column("last_on", Day, KEPT),
    column("reason", Text, CLEANED, nullable=True),
    column("author", Text, CLEANED),
)


class Person(Row, table=True):
    """Someone who was heard. Names live here and nowhere else but in free text."""

    __table_args__: ClassVar[Any] = (
        Index("person_by_name", "name_key"),
        Index("person_by_organisation", "organisation_id"),
        Index("person_by_referrer", "referred_by_id"),
        STRICT,
    )
    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, unique=True)
    name: str = field(Text, CLEANED)
    name_key: str = field(Text, CLEANED, "what the name is compared by")
    former_names: str = field(
        Text, CLEANED, "a JSON list, for old notes", default="[]", server_default="[]"
    )
    organisation_id: int | None = field(Integer, KEPT, default=None, foreign_key="organisation.id")
    relation: Relation = field(
        Word(Relation), KEPT, "as in their last interview, or set", default=Relation.UNKNOWN
    )
    segment: str | None = field(Text, CLEANED, default=None)
    role: str | None = field(Text, HIDDEN, "it may say who it is", default=None)
    period_days: int | None = field(Integer, KEPT, "how often to talk; 0: never", default=None)
    snoozed_until: date | None = field(Day, KEPT, default=None)
    last_contact: date | None = field(Day, KEPT, default=None)
    created_on: date = field(Day, KEPT)
    version: int = field(Integer, KEPT, default=1)
    referred_by_id: int | None = field(Integer, KEPT, default=None, foreign_key="person.id")


table(
    "consent",
    "What a person has agreed to, one row a scope.",
    column("person_id", Integer, KEPT, to="person.id", primary_key=True),
    column("scope", Text, KEPT, of="Scope", primary_key=True),
    column("basis", Text, KEPT, of="Basis"),
    column("given_on", Day, KEPT),
    column("expires_on", Day, KEPT, nullable=True),
    column("withdrawn_on", Day, KEPT, nullable=True),
    column("author", Text, CLEANED),
)


class Organisation(Row, table=True):
    """Where people work; all of one are one voice."""

    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, unique=True)
    name: str = field(Text, CLEANED)
    name_key: str = field(Text, CLEANED, "what the name is compared by", unique=True)


table(
    "operation",
    "One command that changed the journal.",
    column("id", Integer, KEPT, primary_key=True),
    column("at", Text, KEPT, "in UTC", of="moment"),
    column("author", Text, CLEANED),
    column("command", Text, KEPT, "without its words"),
    column("undoes", Integer, KEPT, to="operation.id", nullable=True),
    column("undone_by", Integer, KEPT, to="operation.id", nullable=True),
    column("sealed", Flag, KEPT, "it can never be taken back", server_default="0"),
)

table(
    "prediction",
    "How sure someone was of a hypothesis, and of which of its criteria, before evidence.",
    column("id", Integer, KEPT, primary_key=True),
    column("hypothesis_id", Integer, KEPT, to="hypothesis.id"),
    column("author", Text, CLEANED),
    column("percent", Integer, KEPT, of="Percent"),
    column("revision", Integer, KEPT),
    column("made_on", Day, KEPT),
    Index("prediction_by_hypothesis", "hypothesis_id"),
)

table(
    "ground",
    "What a decision rests on: that it holds, or that it does not, and its verdict then.",
    column("decision_id", Integer, KEPT, to="decision.id", primary_key=True),
    column("position", Integer, KEPT, primary_key=True),
    column("code", Text, KEPT, of="Code"),
    column("hypothesis_id", Integer, KEPT, to="hypothesis.id", nullable=True),
    column("holds", Flag, KEPT, "whether it rests on that being so", server_default="1"),
    column("status", Word(Status), KEPT, "then", nullable=True),
    column("was", Word(Status), KEPT, "before it was parked", nullable=True),
    column("votes_for", Integer, KEPT, nullable=True),
    column("votes_against", Integer, KEPT, nullable=True),
    column("asked", Integer, KEPT, nullable=True),
    column("revision", Integer, KEPT, nullable=True),
    Index("ground_by_hypothesis", "hypothesis_id"),
)

table(
    "theme",
    "A tag on a statement, without its #.",
    column("statement_id", Integer, KEPT, to="statement.id", primary_key=True),
    column("name", Text, CLEANED, primary_key=True),
    Index("theme_by_name", "name"),
)

table(
    "movement",
    "A change of a hypothesis' status.",
    column("id", Integer, KEPT, primary_key=True),
    column("hypothesis_id", Integer, KEPT, to="hypothesis.id"),
    column("moved_on", Day, KEPT, "when the team learnt of it"),
    column("was", Word(Status), KEPT),
    column("status", Word(Status), KEPT),
    column("interview_id", Integer, KEPT, to="interview.id", nullable=True),
    Index("movement_by_day", "moved_on"),
)

table(
    "memo",
    "A verdict as calculated on computed_on.",
    column("hypothesis_id", Integer, KEPT, to="hypothesis.id", primary_key=True),
    column("computed_on", Day, KEPT),
    column("steady_until", Day, KEPT, "until then only writing changes it", nullable=True),
    column("status", Word(Status), KEPT),
    column("result", Text, KEPT, "the verdict as JSON"),
)

table(
    "counter",
    "The highest number given so far.",
    column("name", Text, KEPT, "the letter of a code, or a table without codes", primary_key=True),
    column("last", Integer, KEPT),
)

table(
    "change",
    "A row as it was before an operation.",
    column("noun", Text, KEPT, primary_key=True),
    column("key", Text, KEPT, primary_key=True),
    column("operation_id", Integer, KEPT, primary_key=True),
    column("before", Text, HIDDEN, "as JSON; NULL where there was none", nullable=True),
    Index("change_by_operation", "operation_id"),
    sqlite_with_rowid=False,
)

table(
    "erasure",
    "Who was forgotten, by random identity alone, so that no backup brings them back.",
    column("person_uid", Text, KEPT, primary_key=True),
    column("erased_on", Day, KEPT),
    column("finished", Flag, KEPT),
)
