"""Declares what customers try to get done."""

from datetime import date

from sqlalchemy import Integer, Text

from discoverycli.domain.vocabulary import JobType
from discoverycli.store.columns import Day, Word
from discoverycli.store.models.rows import CLEANED, KEPT, Row, field


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
