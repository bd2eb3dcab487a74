"""Owns how values are given to programs: dates, and rows of a spreadsheet under the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from discoverycli.domain.vocabulary import InterviewDate
from discoverycli.render.blocks import Cell, Column, JsonValue, Table


def held_on(held: InterviewDate | None) -> str | None:
    """An interview's date: as much of it as is known."""
    return None if held is None or held.day is None else str(held)


def iso(day: date | None) -> str | None:
    """A day."""
    return None if day is None else day.isoformat()


def sheet(names: Sequence[str], rows: Sequence[Mapping[str, JsonValue]]) -> Table:
    """Rows of what programs get as a spreadsheet, under the same names."""
    return Table(
        tuple(Column(name) for name in names),
        tuple(tuple(_cell(row[name]) for name in names) for row in rows),
    )


def _cell(value: JsonValue) -> Cell:
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    assert value is None or isinstance(value, (str, int, float))
    return value
