"""Reads the names of the people in a note's head, including their former names."""

from __future__ import annotations

import json
from collections.abc import Iterable

from discoverycli.domain.note.marks import Names
from discoverycli.domain.note.notes import Who
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.vocabulary import Code
from discoverycli.store.reader import Reader

_BY_CODE = "SELECT name, former_names FROM person WHERE id = :person"
_BY_NAME = """
SELECT p.id, p.former_names FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE p.name_key = :name AND (:organisation = '' OR o.name_key = :organisation)
"""


def names_in(reader: Reader, people: Iterable[Who]) -> dict[str, Names]:
    """Other names of each person in a note's head, by the name or code there."""
    return {who.name: names_of(reader, who) for who in people}


def names_of(reader: Reader, who: Who) -> Names:
    """Other names of someone in a note's head: their name or their code, and former names."""
    code = Code.parse(who.name)
    if code is not None and code.prefix == "P":
        rows = reader.rows(_BY_CODE, {"person": code.number})
        now = tuple(name for name, _ in rows)
    else:
        keys = {"name": name_key(who.name), "organisation": name_key(who.organisation or "")}
        rows = reader.rows(_BY_NAME, keys)
        now = (f"P{rows[0][0]}",) if len(rows) == 1 else ()
    return Names(now, tuple(name for *_, former in rows for name in json.loads(former)))
