"""Declares hypotheses and their criteria."""

from datetime import date

from sqlalchemy import Integer, Text

from discoverycli.domain.vocabulary import HypothesisClass, Origin
from discoverycli.store.columns import Day, Word
from discoverycli.store.models.rows import CLEANED, KEPT, Row, field


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


class Revision(Row, table=True):
    """The criteria of a hypothesis. They freeze with the first counted evidence."""

    hypothesis_id: int = field(Integer, KEPT, foreign_key="hypothesis.id", primary_key=True)
    number: int = field(Integer, KEPT, primary_key=True)
    voices: int = field(Integer, KEPT, "how many have to be heard")
    majority: int = field(Integer, KEPT, "the percentage of them who support it")
    lived: int = field(Integer, KEPT, "how many of them from their own experience")
    prospects: int = field(Integer, KEPT, "how many of them are no customers yet")
    against: int = field(Integer, KEPT, "how many voices against it refute it")
    fresh_days: int = field(Integer, KEPT, "how long evidence counts")
    reason: str | None = field(Text, CLEANED, "why the criteria were changed", default=None)
    author: str = field(Text, CLEANED)
    made_on: date = field(Day, KEPT)
    right_if: str | None = field(Text, CLEANED, "what we would see were it true", default=None)
    wrong_if: str | None = field(Text, CLEANED, "what we would see were it not", default=None)
