"""Says which words each thing is found by in the search index, from its rows as they are now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from discoverycli.domain.text.search_words import keys, tagged

NOUNS = ("interview", "statement", "hypothesis", "job", "person")

MAKE = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "code UNINDEXED, noun UNINDEXED, title, body, keys, "
    "tokenize='unicode61 remove_diacritics 2')"
)
"""The index. `keys` holds what the tokenizer does not see: words of scripts without spaces, words
of others than Latin without their marks, and themes as such."""

INSERT = "INSERT INTO search (rowid, code, noun, title, body, keys) VALUES (?, ?, ?, ?, ?, ?)"

INSERT_OLDER = "INSERT INTO search (rowid, code, noun, title, body) VALUES (?, ?, ?, ?, ?)"
"""As `INSERT`, into the index of a journal before schema 4, which has no `keys`."""

Rows = Callable[[str, Sequence[Any]], Iterable[Any]]
"""Runs a query with parameters: what a session and a plain connection have in common."""


class Entry(NamedTuple):
    """A row of the search index, in the order of its columns behind the row's number."""

    row: int
    code: str
    noun: str
    title: str
    body: str
    keys: str


def entry(noun: str, number: int, title: str, body: str, themes: Iterable[str] = ()) -> Entry:
    """What the index holds for a thing; `themes` are those of a statement."""
    code = f"{noun[0].upper()}{number}"
    return Entry(
        row_number(noun, number),
        code,
        noun,
        title,
        tagged(body, themes),
        keys(title, body, themes=themes),
    )


def row_number(noun: str, number: int) -> int:
    """The row a thing has in the index: known beforehand, so that no search is needed for it."""
    return number * len(NOUNS) + NOUNS.index(noun)


def person_words(*words: str | None) -> str:
    """What a person is found by beside the name: organisation, role, segment, former names."""
    return " · ".join(word for word in words if word)


_SELECT = {
    "interview": "SELECT t.id, t.title, t.notes FROM interview t",
    "statement": "SELECT t.id, t.kind, t.text FROM statement t",
    "hypothesis": "SELECT t.id, t.text, t.segment FROM hypothesis t",
    "job": "SELECT t.id, t.text, t.segment FROM job t",
    "person": "SELECT t.id, t.name, o.name, t.role, t.segment, t.former_names "
    "FROM person t LEFT JOIN organisation o ON o.id = t.organisation_id",
}
_THEMES = "SELECT statement_id, name FROM theme"
_SOME = "{} WHERE {} IN (SELECT value FROM json_each(?))"


def entries(rows: Rows, noun: str, numbers: Sequence[int] | None = None) -> Iterator[Entry]:
    """What the index ought to hold for the things of a kind: for all, or for those of `numbers`
    that are there."""
    select, themes = _SELECT[noun], _THEMES
    some: tuple[str, ...] = ()
    if numbers is not None:
        some = (json.dumps(sorted(numbers)),)
        select, themes = _SOME.format(select, "t.id"), _SOME.format(themes, "statement_id")
    tags: dict[int, list[str]] = {}
    if noun == "statement":
        for statement, name in rows(themes, some):
            tags.setdefault(statement, []).append(name)
    for number, title, *rest in rows(select, some):
        if noun == "person":
            organisation, role, segment, former = rest
            body = person_words(organisation, role, segment, *json.loads(former))
        else:
            body = rest[0] or ""
        yield entry(noun, number, title or "", body, tags.get(number, ()))
