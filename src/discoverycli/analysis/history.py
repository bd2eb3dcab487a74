"""Owns the page of a thing's past. Answers: how did it become what it is, and who changed what?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import person_label
from discoverycli.domain.vocabulary import Code

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import ChangeFact, OperationFact
    from discoverycli.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Past:
    """A thing's recorded changes, by operation, and the names that they mention.

    `began`: whether the record holds how the thing was made.
    """

    code: Code
    changes: tuple[tuple[OperationFact, tuple[ChangeFact, ...]], ...]
    names: Mapping[tuple[str, int], str]
    began: bool


def load(reader: Reader, code: Code) -> Past:
    """Everything recorded about a thing."""
    from discoverycli.store.read import operations

    found = operations.history(reader, code)
    grouped = tuple(
        (operations.one(reader, number), tuple(changes))
        for number, changes in groupby(found, key=lambda each: each.operation)
    )
    main = MAIN[code.prefix]
    began = any(each.noun == main and each.before is None for each in found)
    return Past(code, grouped, _names(reader, found), began)


def _names(reader: Reader, changes: Iterable[ChangeFact]) -> dict[tuple[str, int], str]:
    """Who and what the changes mention, by table and number."""
    images = [image for each in changes for image in (each.before, each.after) if image]
    people = sorted({image["person_id"] for image in images if "person_id" in image})
    places = sorted({n for image in images if (n := image.get("organisation_id"))})
    found = {
        ("person", number): person_label(name, organisation)
        for number, name, organisation in reader.rows_in(
            "SELECT p.id, p.name, o.name FROM person p "
            "LEFT JOIN organisation o ON o.id = p.organisation_id WHERE p.id IN ({})",
            people,
        )
    }
    for number, name in reader.rows_in(
        "SELECT id, name FROM organisation WHERE id IN ({})", places
    ):
        found["organisation", number] = name
    return found


MAIN = {
    "H": "hypothesis", "I": "interview", "S": "statement", "J": "job", "P": "person",
    "D": "decision",
}  # fmt: skip
