"""Gathers recorded operations and the past of one thing: what was done, by whom, and what would
undoing it change?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from discoverycli.domain.vocabulary import Code
from discoverycli.store.read import operations
from discoverycli.store.read.evidence import part_names

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import ChangeFact, OperationFact, TouchedRows
    from discoverycli.domain.facts.people import PartNames
    from discoverycli.store.reader import Reader


_SOME = 3
"""How many codes of a kind are named before the rest is counted."""
Local: TypeAlias = Callable[[str], datetime]
"""Turns a stored moment into the time of the place."""
NOUNS = {
    "person": ("person", "people"),
    "organisation": ("organisation", "organisations"),
    "interview": ("interview", "interviews"),
    "participation": ("part in an interview", "parts in interviews"),
    "statement": ("statement", "statements"),
    "hypothesis": ("hypothesis", "hypotheses"),
    "revision": ("rule", "rules"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "job": ("job", "jobs"),
    "hire": ("mark on a job", "marks on jobs"),
    "followup": ("follow-up", "follow-ups"),
    "theme": ("theme", "themes"),
    "movement": ("change of a status", "changes of a status"),
    "pause": ("pause", "pauses"),
    "consent": ("consent", "consents"),
    "prediction": ("prediction", "predictions"),
    "why": ("answer to why", "answers to why"),
    "decision": ("decision", "decisions"),
    "ground": ("ground of a decision", "grounds of a decision"),
}
_ORDER = list(NOUNS)


class Operation(NamedTuple):
    """An operation and what it touched."""

    fact: OperationFact
    touched: tuple[TouchedRows, ...]


def latest_operations(reader: Reader, most: int | None) -> tuple[list[Operation], int]:
    """The last operations and how many there are in all."""
    facts = operations.latest(reader, most)
    return [_operation(reader, fact) for fact in facts], operations.count(reader)


def one_operation(reader: Reader, number: int | None) -> Operation:
    """One operation, or the last that stands.

    Raises:
        NotFoundError: there is none.
    """
    if number is None:
        return _operation(reader, operations.standing(reader))
    return _operation(reader, operations.one(reader, number))


def _operation(reader: Reader, fact: OperationFact) -> Operation:
    touched = operations.touched(reader, fact.number, _SOME)
    return Operation(fact, tuple(sorted(touched, key=lambda each: _ORDER.index(each.noun))))


def moment(at: str, local: Local) -> str:
    """A stored moment as the day and minute it was here."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


MAIN = {
    "H": "hypothesis", "I": "interview", "S": "statement", "J": "job", "P": "person",
    "D": "decision",
}  # fmt: skip
"""Code letter → the noun whose first change is how the thing was made."""


class Past(NamedTuple):
    """A thing's recorded changes, by operation, and the names that they mention.

    `began`: whether the record holds how the thing was made.
    """

    code: Code
    changes: Sequence[tuple[OperationFact, Sequence[ChangeFact]]]
    names: PartNames
    began: bool


def past_of(reader: Reader, code: Code) -> Past:
    """Everything recorded about a thing."""
    found = operations.history(reader, code)
    images = [image for each in found for image in (each.before, each.after) if image]
    people = {image["person_id"] for image in images if "person_id" in image}
    organisations = {number for image in images if (number := image.get("organisation_id"))}
    return Past(
        code,
        [
            (operations.one(reader, number), list(changes))
            for number, changes in groupby(found, key=lambda each: each.operation)
        ],
        part_names(reader, organisations, people),
        any(each.noun == MAIN[code.prefix] and each.before is None for each in found),
    )
