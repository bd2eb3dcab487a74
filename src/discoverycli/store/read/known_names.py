"""Reads every name in the journal, with the pseudonym for pages without names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from discoverycli.domain.text.mentions import anonymous
from discoverycli.domain.text.person_names import is_placeholder, names_in
from discoverycli.domain.text.pseudonyms import NAME_REMOVED, Known, Words
from discoverycli.store.reader import Reader
from discoverycli.store.schema import with_column

AUTHOR: Final = "team"
"""Stands for every author."""

Rows = Callable[[str], Iterable[Any]]
"""Runs a query: what a reader and a plain connection have in common."""

_VIAS = "SELECT via FROM interview WHERE via IS NOT NULL GROUP BY via ORDER BY min(id)"
_AUTHORS = " UNION ".join(f"SELECT author FROM {table}" for table in with_column("author"))


_ROLES = "SELECT id, name, role FROM person WHERE role > ''"
_SEGMENTS = """
SELECT DISTINCT person_id, segment FROM participation WHERE segment LIKE '%.%'
UNION SELECT id, segment FROM person WHERE segment LIKE '%.%'
"""
_TITLES = """
SELECT i.title, min(p.id), count(*), min(p.name) FROM interview i
JOIN participation a ON a.interview_id = i.id JOIN person p ON p.id = a.person_id
WHERE i.title > '' AND (i.source IS NOT NULL OR i.title LIKE '%.%') GROUP BY i.id
"""

_ONE = """
SELECT p.name, p.former_names, o.name
FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id WHERE p.id = :person
"""


def every_known_name(rows: Rows) -> Iterator[Known]:
    """People, also by their former names, organisations, go-betweens and authors."""
    for number, name, former in rows("SELECT id, name, former_names FROM person"):
        if name != anonymous(number):  # a forgotten person has no name to take out
            yield Known(f"Person {number}", (name, *json.loads(former)))
    yield from told_elsewhere(rows)
    for number, name in rows("SELECT id, name FROM organisation"):
        yield Known(f"Organisation {number}", (name,), Words.FIRST)
    for name, pseudonym in go_between_pseudonyms(rows).items():
        yield Known(pseudonym, (name,), Words.CAPITAL)
    for (author,) in rows(_AUTHORS):
        yield Known(AUTHOR, (author,), Words.CAPITAL)


def told_elsewhere(rows: Rows) -> Iterator[Known]:
    """The names of people that importers have put into roles, segments and titles."""
    for number, name, role in rows(_ROLES):
        yield from _told(f"Person {number}", role, whole=is_placeholder(name))
    for number, segment in rows(_SEGMENTS):
        yield from _told(f"Person {number}", segment, whole=False)
    for title, number, count, name in rows(_TITLES):
        alone = count == 1
        pseudonym = f"Person {number}" if alone else NAME_REMOVED
        yield from _told(pseudonym, title, whole=alone and is_placeholder(name))


def _told(pseudonym: str, text: str, *, whole: bool) -> Iterator[Known]:
    for name in names_in(text, whole=whole):
        # A single word is a name only with a capital.
        yield Known(pseudonym, (name,), Words.ANY if " " in name else Words.CAPITAL)


def go_between_pseudonyms(rows: Rows) -> dict[str, str]:
    """Who passed words on, each with a number, in the order in which they first did."""
    return {via: f"go-between {number}" for number, (via,) in enumerate(rows(_VIAS), start=1)}


def every_name_of(reader: Reader, person: int) -> tuple[str, ...]:
    """What one person is and was called, and their organisation."""
    found = reader.rows(_ONE, {"person": person})
    return tuple(
        each
        for name, former, organisation in found
        for each in (name, *json.loads(former), organisation)
        if each
    )
