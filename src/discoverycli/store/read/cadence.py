"""Reads what the habit is made of: days with contacts, contacts without one, absences."""

from __future__ import annotations

from datetime import date

from discoverycli.domain.cadence import Pause
from discoverycli.domain.facts.contacts import DatelessFact
from discoverycli.store.read.facts import facts
from discoverycli.store.reader import Reader
from discoverycli.store.values import known_day

_DAYS = """
SELECT held_on, count(*) FROM interview
WHERE contact = :yes AND precision = 'day' GROUP BY held_on
"""

_DATELESS = """
SELECT id, held_on, precision FROM interview
WHERE contact = :yes AND precision IN ('month', 'year', 'unknown')
ORDER BY held_on DESC, id DESC
"""

_PAUSES = "SELECT first_on, last_on, coalesce(reason, '') FROM pause ORDER BY first_on, last_on"


def contact_days(reader: Reader) -> list[tuple[date, int]]:
    """Every day with counted contacts and how many; days to come hold bookings."""
    return [(known_day(day), count) for day, count in reader.rows(_DAYS, {"yes": True})]


def dateless(reader: Reader) -> list[DatelessFact]:
    """The counted contacts whose day is not known, the newest first."""
    return facts(reader, DatelessFact, _DATELESS, {"yes": True})


def pauses(reader: Reader) -> list[Pause]:
    """The planned absences, by first day."""
    return facts(reader, Pause, _PAUSES)
