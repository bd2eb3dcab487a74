"""Owns storing planned absences."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from discoverycli.errors import InputError
from discoverycli.store.codes import next_number
from discoverycli.store.models import Pause


def add(session: Session, first: date, last: date, *, reason: str | None, author: str) -> Pause:
    """Keeps a planned absence.

    Raises:
        InputError: it ends before it begins, or is kept already.
    """
    if last < first:
        raise InputError(f"{last} is before {first}", "--pause FROM..TO, earlier day first")
    same = select(Pause).where(Pause.first_on == first, Pause.last_on == last)
    if session.exec(same).first() is not None:
        raise InputError(f"{first}..{last} is paused already", "disco report cadence")
    made = Pause.build(
        id=next_number(session, "pause"), first_on=first, last_on=last, reason=reason, author=author
    )
    session.add(made)
    return made


def remove(session: Session, first: date, last: date) -> None:
    """Takes a planned absence back. Raises `InputError` when there is none of these days."""
    same = select(Pause).where(Pause.first_on == first, Pause.last_on == last)
    found = session.exec(same).first()
    if found is None:
        raise InputError(f"{first}..{last} is not paused", "disco report cadence")
    session.delete(found)
