"""Owns storing planned absences."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from discoverycli.errors import InputError
from discoverycli.store import sql
from discoverycli.store.codes import next_number

_SAME = "SELECT id FROM pause WHERE first_on = :first AND last_on = :last"
_ADD = """
INSERT INTO pause (id, first_on, last_on, reason, author)
VALUES (:id, :first, :last, :reason, :author)
"""


def add(session: Session, first: date, last: date, *, reason: str | None, author: str) -> None:
    """Keeps a planned absence.

    Raises:
        InputError: it ends before it begins, or is kept already.
    """
    if last < first:
        raise InputError(f"{last} is before {first}", "--pause FROM..TO, earlier day first")
    days: dict[str, Any] = {"first": first, "last": last}
    if sql.value(session, _SAME, days) is not None:
        raise InputError(f"{first}..{last} is paused already", "disco report cadence")
    number = next_number(session, "pause")
    sql.run(session, _ADD, {**days, "id": number, "reason": reason, "author": author})


def remove(session: Session, first: date, last: date) -> None:
    """Takes a planned absence back. Raises `InputError` when there is none of these days."""
    number = sql.value(session, _SAME, {"first": first, "last": last})
    if number is None:
        raise InputError(f"{first}..{last} is not paused", "disco report cadence")
    sql.run(session, "DELETE FROM pause WHERE id = :number", {"number": number})
