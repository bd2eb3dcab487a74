"""Stores planned absences."""

from __future__ import annotations

from sqlmodel import Session

from discoverycli.domain.cadence import Pause
from discoverycli.errors import InputError
from discoverycli.store import sql
from discoverycli.store.sql import next_number

_SAME = "SELECT id FROM pause WHERE first_on = :first AND last_on = :last"
_ADD = """
INSERT INTO pause (id, first_on, last_on, reason, author)
VALUES (:id, :first, :last, :reason, :author)
"""


def add(session: Session, pause: Pause, *, author: str) -> None:
    """Keeps a planned absence. Raises `InputError` when one of these days is kept already."""
    days = {"first": pause.first, "last": pause.last}
    if sql.value(session, _SAME, days) is not None:
        raise InputError(f"{pause.first}..{pause.last} is paused already", "disco report cadence")
    more = {"id": next_number(session, "pause"), "reason": pause.reason or None, "author": author}
    sql.run(session, _ADD, {**days, **more})


def remove(session: Session, pause: Pause) -> None:
    """Takes a planned absence back. Raises `InputError` when there is none of these days."""
    number = sql.value(session, _SAME, {"first": pause.first, "last": pause.last})
    if number is None:
        raise InputError(f"{pause.first}..{pause.last} is not paused", "disco report cadence")
    sql.run(session, "DELETE FROM pause WHERE id = :number", {"number": number})
