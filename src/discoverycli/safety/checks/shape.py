"""Owns the shape of a journal as this version makes it: tables, columns, keys, indexes.

It stands here once more, in plain words, so that a journal can be looked over without the object
mapper; a test proves that it is what `store.models` says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from discoverycli.domain.consent import Basis, Scope
from discoverycli.domain.vocabulary import (
    Channel,
    HypothesisClass,
    InterviewKind,
    JobType,
    Origin,
    Precision,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    StatementKind,
    Status,
)
from discoverycli.store.values import serves_words

_TABLES = {
    "change": "noun* key* operation_id*=int before?",
    "consent": "person_id*>person=int scope*=Scope basis=Basis given_on=day expires_on?=day "
    "withdrawn_on?=day author",
    "counter": "name* last=int",
    "decision": "id*=int uid^ text reason? author made_on=day version=int",
    "erasure": "person_uid* erased_on=day finished=flag",
    "evidence": "id*=int hypothesis_id>hypothesis=int interview_id>interview=int "
    "person_id>person=int statement_id?>statement=int stance=Stance rung=Rung text linked=flag "
    "line=int author added_on=day",
    "followup": "id*=int interview_id>interview=int person_id>person=int ours=flag text "
    "due_on?=day done_on?=day line=int",
    "ground": "decision_id*>decision=int position*=int code=Code hypothesis_id?>hypothesis=int "
    "holds=flag status?=Status was?=Status votes_for?=int votes_against?=int asked?=int "
    "revision?=int",
    "hire": "id*=int job_id>job=int interview_id>interview=int person_id>person=int hired=flag "
    "rung=Rung text line=int",
    "hypothesis": "id*=int uid^ text text_key^ risk_class=HypothesisClass origin=Origin "
    "importance=Importance serves=Serves segment? author created_on=day parked_reason? "
    "parked_until?=day version=int",
    "interview": "id*=int uid^ held_on?=day precision=Precision date_text? kind=InterviewKind "
    "channel=Channel via? minutes?=int title? study? notes source? content_hash?^ author "
    "logged_at=moment contact=flag version=int",
    "job": "id*=int uid^ text text_key^ type=JobType situation? motivation? outcome? serves=Serves "
    "segment? author created_on=day version=int",
    "memo": "hypothesis_id*>hypothesis=int computed_on=day steady_until?=day status=Status result",
    "movement": "id*=int hypothesis_id>hypothesis=int moved_on=day was=Status status=Status "
    "interview_id?>interview=int",
    "operation": "id*=int at=moment author command undoes?>operation=int undone_by?>operation=int "
    "sealed=flag",
    "organisation": "id*=int uid^ name name_key^",
    "participation": "interview_id*>interview=int person_id*>person=int position=int "
    "relation=Relation segment?",
    "pause": "id*=int first_on=day last_on=day reason? author",
    "person": "id*=int uid^ name name_key former_names organisation_id?>organisation=int "
    "relation=Relation segment? role? period_days?=int snoozed_until?=day last_contact?=day "
    "created_on=day version=int referred_by_id?>person=int",
    "prediction": "id*=int hypothesis_id>hypothesis=int author percent=Percent revision=int "
    "made_on=day",
    "revision": "hypothesis_id*>hypothesis=int number*=int voices=int majority=int lived=int "
    "prospects=int against=int fresh_days=int reason? author made_on=day right_if? "
    "wrong_if?",
    "statement": "id*=int interview_id>interview=int person_id>person=int line=int "
    "kind=StatementKind rung=Rung verbatim=flag text",
    "theme": "statement_id*>statement=int name*",
    "why": "id*=int hypothesis_id?>hypothesis=int statement_id?>statement=int number=int "
    "parent_id?>why=int text heard_id?>statement=int author added_on=day",
}
"""Each column's name; `*` in the key, `^` unique, `?` may be absent; `>` the table it points at;
`=` what it holds, where that is not text."""

INDEXES = {
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
"""Name → the table, and its columns in their order."""

WORDS: Mapping[str, frozenset[str | int]] = {
    "Importance": frozenset(range(1, 6)),
    "Percent": frozenset(range(101)),
    "Serves": frozenset(
        serves_words(whom) for many in range(4) for whom in combinations(Stakeholder, many)
    ),
    **{
        kind.__name__: frozenset(member.value for member in kind)
        for kind in (
            Basis, Channel, HypothesisClass, InterviewKind, JobType, Origin, Precision, Relation,
            Rung, Scope, Stance, StatementKind, Status,
        )
    },
}  # fmt: skip
"""What a column of each word list may hold."""

_NUMBERS = ("int", "flag", "Rung", "Importance", "Percent")


class Column(NamedTuple):
    """A column. `kind` is `text`, `int`, `day`, `moment`, `Code`, `flag`, or the name of a list."""

    name: str
    kind: str
    required: bool
    key: int
    unique: bool
    points_at: str | None

    @property
    def type(self) -> str:
        """Its type in the file."""
        return "INTEGER" if self.kind in _NUMBERS else "TEXT"


_COLUMN = re.compile(r"(\w+)([*^?]*)(?:>(\w+))?(?:=(\w+))?")


def columns(table: str) -> list[Column]:
    """The columns of a table, in their order."""
    found, keys = [], 0
    for text in _TABLES[table].split():
        match = _COLUMN.fullmatch(text)
        assert match is not None
        name, marks, points_at, kind = match.groups()
        keys += "*" in marks
        found.append(
            Column(
                name,
                kind or "text",
                "?" not in marks,
                keys if "*" in marks else 0,
                "^" in marks,
                points_at,
            )
        )
    return found


def tables() -> dict[str, list[Column]]:
    """Every table with its columns."""
    return {table: columns(table) for table in _TABLES}


def make_index(name: str) -> str:
    """The SQL that makes an index."""
    table, names = INDEXES[name]
    return f"CREATE INDEX {name} ON {table} ({names})"
