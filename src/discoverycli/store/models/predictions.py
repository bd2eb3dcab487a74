"""Declares how sure people were of hypotheses."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text

from discoverycli.store.columns import Day

# What these tables point at has to be known.
from discoverycli.store.models import hypotheses  # noqa: F401
from discoverycli.store.models.rows import CLEANED, KEPT, STRICT, Row, field


class Prediction(Row, table=True):
    """How sure someone was of a hypothesis, and of which of its criteria, before evidence."""

    __table_args__: ClassVar[Any] = (Index("prediction_by_hypothesis", "hypothesis_id"), STRICT)
    id: int = field(Integer, KEPT, primary_key=True)
    hypothesis_id: int = field(Integer, KEPT, foreign_key="hypothesis.id")
    author: str = field(Text, CLEANED)
    percent: int = field(Integer, KEPT, of="Percent")
    revision: int = field(Integer, KEPT)
    made_on: date = field(Day, KEPT)
