"""Owns plain SQL inside a writing session: for looking up, where mapped objects cost too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from discoverycli.store.values import Parameters, in_lists, plain


def rows(session: Session, text: str, parameters: Parameters = ()) -> Sequence[Any]:
    """All rows of a query."""
    return session.connection().exec_driver_sql(text, _taken(parameters)).fetchall()


def row(session: Session, text: str, parameters: Parameters = ()) -> Any:
    """The first row of a query, or `None`."""
    return session.connection().exec_driver_sql(text, _taken(parameters)).first()


def value(session: Session, text: str, parameters: Parameters = ()) -> Any:
    """The first field of the first row, or `None`."""
    found = row(session, text, parameters)
    return None if found is None else found[0]


def run(session: Session, text: str, parameters: Parameters = ()) -> None:
    """A statement that changes rows."""
    session.connection().exec_driver_sql(text, _taken(parameters))


def rows_in(session: Session, text: str, values: Sequence[Any]) -> list[Any]:
    """All rows of a query with an `IN ({})`, for however many values."""
    found: list[Any] = []
    for marks, some in in_lists(values):
        found += rows(session, text.format(marks), some)
    return found


def _taken(parameters: Parameters) -> Any:
    """The driver takes a tuple or a dictionary, and no empty one."""
    return plain(parameters) or None
