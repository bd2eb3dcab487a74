"""Stores planned absences."""

from __future__ import annotations

from sqlmodel import Session

from discoverycli.domain.cadence import Pause
from discoverycli.errors import InputError
from discoverycli.store import sql
from discoverycli.store.models import pauses as models
from discoverycli.store.sql import next_number

_SAME = "SELECT id FROM pause WHERE first_on = :first_on AND last_on = :last_on"


def add(session: Session, pause: Pause, *, author: str) -> None:
    """Keeps a planned absence. Raises `InputError` when one of these days is kept already."""
    days = {"first_on": pause.first, "last_on": pause.last}
    if sql.value(session, _SAME, days) is not None:
        raise InputError(f"{pause.first}..{pause.last} is paused already", "disco report cadence")
    kept = {"id": next_number(session, "pause"), "reason": pause.reason or None, "author": author}
    models.Pause.build(**days, **kept).store(session)


def remove(session: Session, pause: Pause) -> None:
    """Takes a planned absence back. Raises `InputError` when there is none of these days."""
    number = sql.value(session, _SAME, {"first_on": pause.first, "last_on": pause.last})
    if number is None:
        raise InputError(f"{pause.first}..{pause.last} is not paused", "disco report cadence")
    sql.run(session, "DELETE FROM pause WHERE id = :number", {"number": number})
