"""Declares what the program writes for itself: operations, changes, cached verdicts, counters."""

from sqlalchemy import Index, Integer, Text

from discoverycli.domain.vocabulary import Status
from discoverycli.store.columns import Day, Flag, Word

# What these tables point at has to be known.
from discoverycli.store.models import hypotheses, interviews  # noqa: F401
from discoverycli.store.models.rows import CLEANED, HIDDEN, KEPT, column, table

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
    "erasure",
    "Who was forgotten, by random identity alone, so that no backup brings them back.",
    column("person_uid", Text, KEPT, primary_key=True),
    column("erased_on", Day, KEPT),
    column("finished", Flag, KEPT),
)
