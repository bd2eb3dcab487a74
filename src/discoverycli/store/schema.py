"""The tables of the journal as plain values, for code that must not import the object mapper.

What is between `fmt: off` and `fmt: on` is written by `docs/write_schema.py` from
`store/models/` and the steps of `store/migrations/`: change those, and write this anew.
"""

from typing import Final, NamedTuple

KEPT: Final = "kept"
WORDS: Final = "words"
CLEANED: Final = "cleaned"
HIDDEN: Final = "hidden"
_NUMBERS = ("int", "flag", "Rung", "Importance", "Percent")


class Column(NamedTuple):
    """A column. `kind` is `text`, `int`, `day`, `moment`, `Code`, `flag`, or one of `ALLOWED`;
    `key` its place in the key of its table, from 1 on; `points_at` a table."""

    name: str
    kind: str
    required: bool
    key: int
    unique: bool
    points_at: str | None
    privacy: str = HIDDEN

    @property
    def type(self) -> str:
        """Its type in the file."""
        return "INTEGER" if self.kind in _NUMBERS else "TEXT"


def _columns(text: str) -> tuple[Column, ...]:
    """Columns as they are written below: `?` says that a value may be absent."""
    made, keys = [], 0
    for each in text.split(", "):
        name, kind, *marks, privacy = each.split()
        key = unique = 0
        points_at = None
        for mark in marks:
            if mark == "key":
                key = keys = keys + 1
            elif mark == "unique":
                unique = 1
            else:
                points_at = mark[1:]
        required = kind[-1] != "?"
        made.append(Column(name, kind.rstrip("?"), required, key, bool(unique), points_at, privacy))
    return tuple(made)


# fmt: off
SCHEMA: Final = 5
"""The schema this version reads and writes; `PRAGMA user_version` of the file."""

TABLES: Final = {name: _columns(text) for name, text in {
    "change": "noun text key kept, key text key kept, operation_id int key kept, "
    "before text? hidden",
    "counter": "name text key kept, last int kept",
    "decision": "id int key kept, uid text unique kept, text text cleaned, reason text? cleaned, "
    "author text cleaned, made_on day kept, version int kept",
    "erasure": "person_uid text key kept, erased_on day kept, finished flag kept",
    "hypothesis": "id int key kept, uid text unique kept, text text cleaned, "
    "text_key text unique cleaned, risk_class HypothesisClass kept, origin Origin kept, "
    "importance Importance kept, serves Serves kept, segment text? cleaned, author text cleaned, "
    "created_on day kept, parked_reason text? cleaned, parked_until day? kept, version int kept",
    "interview": "id int key kept, uid text unique kept, held_on day? kept, "
    "precision Precision kept, date_text text? cleaned, kind InterviewKind kept, "
    "channel Channel kept, via text? cleaned, minutes int? kept, title text? cleaned, "
    "study text? cleaned, notes text words, source text? hidden, "
    "content_hash text? unique hidden, author text cleaned, logged_at moment kept, "
    "contact flag kept, version int kept",
    "job": "id int key kept, uid text unique kept, text text cleaned, "
    "text_key text unique cleaned, type JobType kept, situation text? cleaned, "
    "motivation text? cleaned, outcome text? cleaned, serves Serves kept, segment text? cleaned, "
    "author text cleaned, created_on day kept, version int kept",
    "operation": "id int key kept, at moment kept, author text cleaned, command text kept, "
    "undoes int? >operation kept, undone_by int? >operation kept, sealed flag kept",
    "organisation": "id int key kept, uid text unique kept, name text cleaned, "
    "name_key text unique cleaned",
    "pause": "id int key kept, first_on day kept, last_on day kept, reason text? cleaned, "
    "author text cleaned",
    "ground": "decision_id int key >decision kept, position int key kept, code Code kept, "
    "hypothesis_id int? >hypothesis kept, holds flag kept, status Status? kept, was Status? kept, "
    "votes_for int? kept, votes_against int? kept, asked int? kept, revision int? kept",
    "memo": "hypothesis_id int key >hypothesis kept, computed_on day kept, "
    "steady_until day? kept, status Status kept, result text kept",
    "movement": "id int key kept, hypothesis_id int >hypothesis kept, moved_on day kept, "
    "was Status kept, status Status kept, interview_id int? >interview kept",
    "person": "id int key kept, uid text unique kept, name text cleaned, name_key text cleaned, "
    "former_names text cleaned, organisation_id int? >organisation kept, relation Relation kept, "
    "segment text? cleaned, role text? hidden, period_days int? kept, snoozed_until day? kept, "
    "last_contact day? kept, created_on day kept, version int kept, "
    "referred_by_id int? >person kept",
    "prediction": "id int key kept, hypothesis_id int >hypothesis kept, author text cleaned, "
    "percent Percent kept, revision int kept, made_on day kept",
    "revision": "hypothesis_id int key >hypothesis kept, number int key kept, voices int kept, "
    "majority int kept, lived int kept, prospects int kept, against int kept, "
    "fresh_days int kept, reason text? cleaned, author text cleaned, made_on day kept, "
    "right_if text? cleaned, wrong_if text? cleaned",
    "consent": "person_id int key >person kept, scope Scope key kept, basis Basis kept, "
    "given_on day kept, expires_on day? kept, withdrawn_on day? kept, author text cleaned",
    "followup": "id int key kept, interview_id int >interview kept, person_id int >person kept, "
    "ours flag kept, text text words, due_on day? kept, done_on day? kept, line int kept",
    "hire": "id int key kept, job_id int >job kept, interview_id int >interview kept, "
    "person_id int >person kept, hired flag kept, rung Rung kept, text text words, line int kept",
    "participation": "interview_id int key >interview kept, person_id int key >person kept, "
    "position int kept, relation Relation kept, segment text? cleaned",
    "statement": "id int key kept, interview_id int >interview kept, person_id int >person kept, "
    "line int kept, kind StatementKind kept, rung Rung kept, verbatim flag kept, text text words",
    "evidence": "id int key kept, hypothesis_id int >hypothesis kept, "
    "interview_id int >interview kept, person_id int >person kept, "
    "statement_id int? >statement kept, stance Stance kept, rung Rung kept, text text words, "
    "linked flag kept, line int kept, author text cleaned, added_on day kept",
    "theme": "statement_id int key >statement kept, name text key cleaned",
    "why": "id int key kept, hypothesis_id int? >hypothesis kept, "
    "statement_id int? >statement kept, number int kept, parent_id int? >why kept, "
    "text text words, heard_id int? >statement kept, author text cleaned, added_on day kept",
}.items()}
"""Every table with its columns."""

LETTERS: Final = {
    "decision": "D",
    "hypothesis": "H",
    "interview": "I",
    "job": "J",
    "person": "P",
    "statement": "S",
}
"""Table → the letter of its codes."""

INDEXES: Final = {
    "change_by_operation": ("change", "operation_id"),
    "evidence_by_hypothesis": ("evidence", "hypothesis_id, person_id"),
    "evidence_by_interview": ("evidence", "interview_id"),
    "evidence_by_statement": ("evidence", "statement_id"),
    "followup_by_due": ("followup", "done_on, due_on"),
    "followup_by_interview": ("followup", "interview_id"),
    "ground_by_hypothesis": ("ground", "hypothesis_id"),
    "hire_by_interview": ("hire", "interview_id"),
    "hire_by_job": ("hire", "job_id"),
    "interview_by_contact": ("interview", "contact, precision, held_on"),
    "interview_by_day": ("interview", "held_on, precision, channel, contact, minutes"),
    "movement_by_day": ("movement", "moved_on"),
    "participation_by_person": ("participation", "person_id"),
    "person_by_name": ("person", "name_key"),
    "person_by_organisation": ("person", "organisation_id"),
    "person_by_referrer": ("person", "referred_by_id"),
    "prediction_by_hypothesis": ("prediction", "hypothesis_id"),
    "statement_by_interview": ("statement", "interview_id"),
    "theme_by_name": ("theme", "name"),
    "why_by_heard": ("why", "heard_id"),
    "why_by_hypothesis": ("why", "hypothesis_id, number"),
    "why_by_parent": ("why", "parent_id"),
    "why_by_statement": ("why", "statement_id, number"),
}
"""Name → the table, and its columns in order."""

ALLOWED: Final = {
    "Basis": ("consent", "contract", "interest"),
    "Channel": ("direct", "accompanied", "proxy"),
    "HypothesisClass": ("desirability", "viability", "feasibility", "usability", "ethical"),
    "Importance": range(1, 6),
    "InterviewKind": ("interview", "visit", "observation", "usability", "demo", "survey",
        "support", "other"),
    "JobType": ("core", "related", "emotional", "social", "consumption"),
    "Origin": ("team", "customer", "data"),
    "Percent": range(101),
    "Precision": ("day", "month", "year", "unknown"),
    "Relation": ("prospect", "current", "former", "partner", "internal", "unknown"),
    "Rung": (0, 1, 2, 3, 4, 5),
    "Scope": ("notes", "recording", "quote"),
    "Serves": ("", "current", "future", "company", "current,future", "current,company",
        "future,company", "current,future,company"),
    "Stance": ("supports", "refutes", "neutral"),
    "StatementKind": ("pain", "goal", "obstacle", "context", "surprise", "emotion", "workaround",
        "money", "commit", "request", "idea", "compliment", "guru", "secondhand"),
    "Status": ("unvalidated", "testing", "mixed", "stale", "validated", "refuted",
        "parked"),
}
"""What a column of each word list may hold."""

# fmt: on

KEYS: Final = {
    table: tuple(each.name for each in columns if each.key) for table, columns in TABLES.items()
}
"""Table → the columns of its key."""


def with_column(name: str) -> list[str]:
    """The tables that have a column of this name."""
    return [table for table, columns in TABLES.items() if any(c.name == name for c in columns)]


def make_index(name: str) -> str:
    """The SQL that makes an index."""
    table, names = INDEXES[name]
    return f"CREATE INDEX {name} ON {table} ({names})"
