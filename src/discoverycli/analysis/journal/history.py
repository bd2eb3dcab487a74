"""Gathers the past of one thing: how did it become what it is, and who changed what?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.vocabulary import Code
from discoverycli.store.read import operations
from discoverycli.store.read.evidence import part_names

if TYPE_CHECKING:
    from discoverycli.domain.facts.journal import ChangeFact, OperationFact
    from discoverycli.domain.facts.people import PartNames
    from discoverycli.store.reader import Reader

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
