"""Declares what people agreed to."""

from datetime import date

from sqlalchemy import Integer, Text

from discoverycli.store.columns import Day

# What these tables point at has to be known.
from discoverycli.store.models import people  # noqa: F401
from discoverycli.store.models.rows import CLEANED, KEPT, Row, field


class Consent(Row, table=True):
    """What a person has agreed to, one row a scope."""

    person_id: int = field(Integer, KEPT, foreign_key="person.id", primary_key=True)
    scope: str = field(Text, KEPT, of="Scope", primary_key=True)
    basis: str = field(Text, KEPT, of="Basis")
    given_on: date = field(Day, KEPT)
    expires_on: date | None = field(Day, KEPT, default=None)
    withdrawn_on: date | None = field(Day, KEPT, default=None)
    author: str = field(Text, CLEANED)
