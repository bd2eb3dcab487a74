"""Declares planned absences."""

from datetime import date

from sqlalchemy import Integer, Text

from discoverycli.store.columns import Day
from discoverycli.store.models.rows import CLEANED, KEPT, Row, field


class Pause(Row, table=True):
    """A planned absence: its weeks neither add to the habit nor break it."""

    id: int = field(Integer, KEPT, primary_key=True)
    first_on: date = field(Day, KEPT)
    last_on: date = field(Day, KEPT)
    reason: str | None = field(Text, CLEANED, default=None)
    author: str = field(Text, CLEANED)
