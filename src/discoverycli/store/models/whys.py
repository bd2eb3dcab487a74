"""Declares answers to why."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text

from discoverycli.store.columns import Day

# What these tables point at has to be known.
from discoverycli.store.models import hypotheses, interviews  # noqa: F401
from discoverycli.store.models.rows import CLEANED, KEPT, STRICT, WORDS, Row, field


class Why(Row, table=True):
    """An answer to why, under a hypothesis or a statement, or under another answer."""

    __table_args__: ClassVar[Any] = (
        Index("why_by_hypothesis", "hypothesis_id", "number"),
        Index("why_by_statement", "statement_id", "number"),
        Index("why_by_heard", "heard_id"),
        Index("why_by_parent", "parent_id"),
        STRICT,
    )
    id: int = field(Integer, KEPT, primary_key=True)
    hypothesis_id: int | None = field(Integer, KEPT, default=None, foreign_key="hypothesis.id")
    statement_id: int | None = field(Integer, KEPT, default=None, foreign_key="statement.id")
    number: int = field(Integer, KEPT, "among the answers under that hypothesis or statement")
    parent_id: int | None = field(
        Integer, KEPT, "the answer it is under", default=None, foreign_key="why.id"
    )
    text: str = field(Text, WORDS)
    heard_id: int | None = field(
        Integer, KEPT, "where it was heard", default=None, foreign_key="statement.id"
    )
    author: str = field(Text, CLEANED)
    added_on: date = field(Day, KEPT)
