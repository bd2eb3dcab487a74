"""Shows a journal without names, to people outside the team.

Temporary views stand in front of the tables of the same name on one reading connection: every
query there gets pseudonyms, and words only of those who agreed to be quoted. No other module has to
know: what is not read cannot be printed.

`store/models/` says what a column shows; an unmarked column is empty, so that a new one hides by
itself."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from datetime import date
from itertools import islice
from pathlib import Path, PurePath
from typing import Final

from discoverycli.domain.consent import Basis, ConsentFact, ConsentState, Scope, state
from discoverycli.domain.text.folding import text_key
from discoverycli.domain.text.pseudonyms import Pseudonyms
from discoverycli.domain.vocabulary import Relation
from discoverycli.store.read import known_names
from discoverycli.store.reader import Reader, open_reader
from discoverycli.store.schema import CLEANED, KEPT, TABLES, WORDS
from discoverycli.store.search_index import INSERT, MAKE, NOUNS, entries
from discoverycli.store.values import day, known_day

WITHHELD: Final = "[withheld: no consent to quote]"
"""Stands for the words of somebody who has not agreed, or no longer agrees, to be quoted."""

_WORDS = f"""
CASE WHEN text = '' OR disco_quotes(person_id) THEN disco_clean(text) ELSE '{WITHHELD}' END
"""
_SAID_SOMETHING = " OR ".join(
    f"EXISTS (SELECT 1 FROM main.{table} s WHERE s.interview_id = a.interview_id "  # noqa: S608
    "AND s.person_id = a.person_id)"
    for table in ("statement", "evidence", "hire", "followup")
)
_NOTES = f"""
CASE
WHEN notes = '' THEN ''
WHEN EXISTS (SELECT 1 FROM main.participation a WHERE a.interview_id = interview.id)
 AND NOT EXISTS (
    SELECT 1 FROM main.participation a
    WHERE a.interview_id = interview.id AND NOT disco_quotes(a.person_id)
    AND (a.relation <> '{Relation.INTERNAL.value}' OR {_SAID_SOMETHING})
 )
THEN disco_clean(notes) ELSE '{WITHHELD}' END
"""  # noqa: S608 - constants
"""An interview's notes hold everybody's words: they show when all agreed who were in it, but for
colleagues who said nothing that was marked."""

_WHY = f"""
CASE WHEN heard_id IS NULL THEN disco_clean(text)
WHEN EXISTS (SELECT 1 FROM main.statement s WHERE s.id = heard_id AND disco_quotes(s.person_id))
THEN disco_clean(text) ELSE '{WITHHELD}' END
"""  # noqa: S608 - constants

_INSTEAD: Final = {
    "author": f"'{known_names.AUTHOR}'",
    "interview.via": "disco_via(via)",
    "interview.title": "disco_title(title, source)",
    "interview.notes": _NOTES,
    "organisation.name": "'Organisation ' || id",
    "organisation.name_key": "'organisation ' || id",
    "person.name": "'Person ' || id",
    "person.name_key": "'person ' || id",
    "person.former_names": "'[]'",
    "text_key": "disco_key(text)",
    "why.text": _WHY,
}
"""What stands in the place of a column, where that is not its text without names."""


def open_anonymous(path: Path, today: date) -> AbstractContextManager[Reader]:
    """As `store.reader.open_reader`, without names, and without words of people who do not agree,
    on this day, to be quoted."""
    return open_reader(path, lambda connection: Anonymizer(connection, today))


_CONSENTS = f"""
SELECT person_id, basis, given_on, expires_on, withdrawn_on FROM consent
WHERE scope = '{Scope.QUOTE.value}'
"""  # noqa: S608 - constants
_AT_ONCE = 1000


class Anonymizer:
    """What hides names on one connection.

    Args:
        connection: one for reading, in its transaction, before anything is read by a report; it
            must still be allowed to write (to its temporary schema alone).
        today: the day on which consent counts.
    """

    def __init__(self, connection: sqlite3.Connection, today: date) -> None:
        self._connection = connection
        self._indexed = False
        go_betweens = known_names.go_between_pseudonyms(connection.execute)
        self.clean = Pseudonyms(known_names.every_known_name(connection.execute))
        quoting = _quoting(connection, today)
        for name, function in (
            ("disco_clean", lambda text: None if text is None else self.clean(text)),
            ("disco_key", lambda text: text_key(self.clean(text))),
            ("disco_via", go_betweens.get),
            ("disco_quotes", lambda person: person in quoting),
        ):
            connection.create_function(name, 1, function, deterministic=True)
        connection.create_function("disco_title", 2, self._title, deterministic=True)
        for table in TABLES:
            connection.execute(_view(connection, table))

    def _title(self, title: str | None, source: str | None) -> str | None:
        """The name of an imported file is no title: it may name somebody."""
        if title is None or (source and PurePath(source.partition("#")[0]).stem == title):
            return None
        return self.clean(title)

    def index(self) -> None:
        """Makes a search index of the visible text; the journal's own holds names and all words."""
        if self._indexed:
            return
        self._indexed = True
        run = self._connection.execute
        run("PRAGMA query_only=OFF")
        run(MAKE.replace("TABLE search", "TABLE temp.search"))
        for noun in NOUNS:
            found = entries(lambda text, parameters: run(text, tuple(parameters)), noun)
            rows = (each._replace(body=each.body.replace(WITHHELD, "")) for each in found)
            while some := list(islice(rows, _AT_ONCE)):
                self._connection.executemany(INSERT.replace("search", "temp.search", 1), some)
        run("PRAGMA query_only=ON")


def _view(connection: sqlite3.Connection, table: str) -> str:
    privacy = {column.name: column.privacy for column in TABLES[table]}
    columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
    shown = ", ".join(f"{shown_as(table, c, privacy.get(c))} AS {c}" for c in columns)
    return f"CREATE TEMP VIEW {table} AS SELECT {shown} FROM main.{table}"  # noqa: S608


def shown_as(table: str, column: str, privacy: str | None) -> str:
    """The SQL for what others see of a column: nothing, unless the column is marked."""
    if privacy == KEPT:
        return column
    if privacy not in (CLEANED, WORDS):
        return "NULL"
    plain = _WORDS if privacy == WORDS else f"disco_clean({column})"
    return _INSTEAD.get(f"{table}.{column}") or _INSTEAD.get(column) or plain


def _quoting(connection: sqlite3.Connection, today: date) -> set[int]:
    agreed = set()
    for person, basis, given, ends, withdrawn in connection.execute(_CONSENTS):
        days = known_day(given), day(ends), day(withdrawn)
        fact = ConsentFact(Scope.QUOTE, Basis(basis), *days)
        if state(fact, today) is ConsentState.GIVEN:
            agreed.add(person)
    return agreed
