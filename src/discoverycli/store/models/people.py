"""Declares people and where they work."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text

from discoverycli.domain.vocabulary import Relation
from discoverycli.store.columns import Day, Word
from discoverycli.store.models.rows import CLEANED, HIDDEN, KEPT, STRICT, Row, field


class Organisation(Row, table=True):
    """Where people work; all of one are one voice."""

    id: int = field(Integer, KEPT, primary_key=True)
    uid: str = field(Text, KEPT, unique=True)
    name: str = field(Text, CLEANED)
    name_key: str = field(Text, CLEANED, "what the name is compared by", unique=True)


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
