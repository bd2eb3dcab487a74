"""What the journal says of its own changes."""

from __future__ import annotations

from typing import Any, NamedTuple

Image = dict[str, Any]
"""The columns of a row as JSON, by name."""


class OperationFact(NamedTuple):
    """One command that changed the journal. `at` is in UTC, ISO 8601."""

    number: int
    at: str
    author: str
    command: str
    undoes: int | None
    undone_by: int | None
    sealed: bool


class TouchedRows(NamedTuple):
    """What an operation did to one kind of thing: how many rows it made, changed and removed,
    and the codes of some of them where they have any."""

    noun: str
    made: int
    changed: int
    removed: int
    codes: tuple[str, ...] = ()


class ChangeFact(NamedTuple):
    """What an operation did to one row; `before` or `after` is `None` where there was no row."""

    operation: int
    noun: str
    key: str
    before: Image | None
    after: Image | None


class TakenBack(NamedTuple):
    """A person whom an operation took out of the journal, and who is in its record alone."""

    number: int
    by: int
