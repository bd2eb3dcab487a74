"""Owns plain SQL inside a writing session: for looking up, where mapped objects cost too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlmodel import Session

Parameters = Mapping[str, Any]


def rows(session: Session, text: str, parameters: Parameters | None = None) -> Sequence[Any]:
    """All rows of a query."""
    return session.connection().exec_driver_sql(text, _plain(parameters)).fetchall()


def row(session: Session, text: str, parameters: Parameters | None = None) -> Any:
    """The first row of a query, or `None`."""
    return session.connection().exec_driver_sql(text, _plain(parameters)).first()


def value(session: Session, text: str, parameters: Parameters | None = None) -> Any:
    """The first field of the first row, or `None`."""
    found = row(session, text, parameters)
    return None if found is None else found[0]


def run(session: Session, text: str, parameters: Parameters | None = None) -> None:
    """A statement that changes rows."""
    session.connection().exec_driver_sql(text, _plain(parameters))


def _plain(parameters: Parameters | None) -> dict[str, Any]:
    return {name: _stored(each) for name, each in (parameters or {}).items()}


def _stored(each: Any) -> Any:
    if isinstance(each, date):
        return each.isoformat()
    if isinstance(each, Enum):
        return each.value
    return int(each) if isinstance(each, bool) else each
