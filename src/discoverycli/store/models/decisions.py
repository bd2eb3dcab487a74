"""Declares decisions and what they rest on."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text

from discoverycli.domain.vocabulary import Status
from discoverycli.store.columns import Day, Flag, Word

# What these tables point at has to be known.
from discoverycli.store.models import hypotheses  # noqa: F401
from discoverycli.store.models.rows import CLEANED, KEPT, STRICT, Row, field


class Decision(Row, table=True):
    """What was chosen. What it was chosen on stands in `ground`, as it was on that day."""

    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, unique=True)
    text: str = field(Text, CLEANED)
    reason: str | None = field(Text, CLEANED, default=None)
    author: str = field(Text, CLEANED)
    made_on: date = field(Day, KEPT)
    version: int = field(Integer, KEPT)


class Ground(Row, table=True):
    """What a decision rests on: that it holds, or that it does not, and its verdict then."""

    __table_args__: ClassVar[Any] = (Index("ground_by_hypothesis", "hypothesis_id"), STRICT)
    decision_id: int = field(Integer, KEPT, foreign_key="decision.id", primary_key=True)
    position: int = field(Integer, KEPT, primary_key=True)
    code: str = field(Text, KEPT, of="Code")
    hypothesis_id: int | None = field(Integer, KEPT, default=None, foreign_key="hypothesis.id")
    holds: bool = field(Flag, KEPT, "whether it rests on that being so", server_default="1")
    status: Status | None = field(Word(Status), KEPT, "then", default=None)
    was: Status | None = field(Word(Status), KEPT, "before it was parked", default=None)
    votes_for: int | None = field(Integer, KEPT, default=None)
    votes_against: int | None = field(Integer, KEPT, default=None)
    asked: int | None = field(Integer, KEPT, default=None)
    revision: int | None = field(Integer, KEPT, default=None)
