"""Shows a journal without names: for whatever is meant for others.

Temporary views stand before the tables of the same name on one reading connection, so that every
query there gets pseudonyms, and words only of those who agreed to be quoted. Nothing else has to
know: what is not read cannot be printed.

A column shows only what is named here; any other is empty, so that a new one hides by itself.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import Final

from discoverycli.domain.consent import Basis, ConsentFact, Scope, State, state
from discoverycli.domain.text.pseudonyms import Pseudonyms
from discoverycli.domain.text.words import text_key
from discoverycli.domain.vocabulary import Relation
from discoverycli.store.read import known_names
from discoverycli.store.search_index import INSERT, MAKE, NOUNS, entries
from discoverycli.store.values import day, known_day

WITHHELD: Final = "[withheld: no consent to quote]"
"""Stands for the words of somebody who has not agreed, or no longer agrees, to be quoted."""

_CLEAN = "disco_clean({0})"
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

_AUTHOR = f"'{known_names.AUTHOR}'"

KEPT: Final = {
    "change": "noun key operation_id",
    "consent": "person_id scope basis given_on expires_on withdrawn_on",
    "counter": "name last",
    "decision": "id uid made_on version",
    "erasure": "person_uid erased_on finished",
    "evidence": "id hypothesis_id interview_id person_id statement_id stance rung linked line "
    "added_on",
    "followup": "id interview_id person_id ours due_on done_on line",
    "ground": "decision_id position code hypothesis_id holds status was votes_for votes_against "
    "asked revision",
    "hire": "id job_id interview_id person_id hired rung line",
    "hypothesis": "id uid risk_class origin importance serves created_on parked_until version",
    "interview": "id uid held_on precision kind channel minutes logged_at contact version",
    "job": "id uid type serves created_on version",
    "memo": "hypothesis_id computed_on steady_until status result",
    "movement": "id hypothesis_id moved_on was status interview_id",
    "operation": "id at command undoes undone_by sealed",
    "organisation": "id uid",
    "participation": "interview_id person_id position relation",
    "pause": "id first_on last_on",
    "person": "id uid organisation_id relation period_days snoozed_until last_contact created_on "
    "version referred_by_id",
    "prediction": "id hypothesis_id percent revision made_on",
    "revision": "hypothesis_id number voices majority lived prospects against fresh_days made_on",
    "statement": "id interview_id person_id line kind rung verbatim",
    "theme": "statement_id",
    "why": "id hypothesis_id statement_id number parent_id heard_id added_on",
}
"""Table → the columns that show as they are: numbers, days, words of the vocabulary."""

CHANGED: Final[dict[str, dict[str, str]]] = {
    "consent": {"author": _AUTHOR},
    "decision": {"text": _CLEAN, "reason": _CLEAN, "author": _AUTHOR},
    "evidence": {"text": _WORDS, "author": _AUTHOR},
    "followup": {"text": _WORDS},
    "hire": {"text": _WORDS},
    "hypothesis": {
        "text": _CLEAN,
        "text_key": "disco_key(text)",
        "segment": _CLEAN,
        "parked_reason": _CLEAN,
        "author": _AUTHOR,
    },
    "interview": {
        "date_text": _CLEAN,
        "via": "disco_via(via)",
        "title": "disco_title(title, source)",
        "study": _CLEAN,
        "notes": _NOTES,
        "author": _AUTHOR,
    },
    "job": {
        "text": _CLEAN,
        "text_key": "disco_key(text)",
        "situation": _CLEAN,
        "motivation": _CLEAN,
        "outcome": _CLEAN,
        "segment": _CLEAN,
        "author": _AUTHOR,
    },
    "operation": {"author": _AUTHOR},
    "organisation": {"name": "'Organisation ' || id", "name_key": "'organisation ' || id"},
    "participation": {"segment": _CLEAN},
    "pause": {"reason": _CLEAN, "author": _AUTHOR},
    "person": {
        "name": "'Person ' || id",
        "name_key": "'person ' || id",
        "former_names": "'[]'",
        "segment": _CLEAN,
    },
    "prediction": {"author": _AUTHOR},
    "revision": {"reason": _CLEAN, "author": _AUTHOR, "right_if": _CLEAN, "wrong_if": _CLEAN},
    "statement": {"text": _WORDS},
    "theme": {"name": _CLEAN},
    "why": {"text": _WHY, "author": _AUTHOR},
}
"""Table → what stands in a column's place; `{0}` is the column."""

HIDDEN: Final = {"change": "before", "interview": "source content_hash", "person": "role"}
"""Table → the columns that are empty, on purpose."""

_CONSENTS = (
    "SELECT person_id, basis, given_on, expires_on, withdrawn_on FROM consent WHERE scope = ?"
)
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
        go_betweens = known_names.go_betweens(connection.execute)
        self.clean = Pseudonyms(known_names.everybody(connection.execute))
        quoting = _quoting(connection, today)
        for name, function in (
            ("disco_clean", lambda text: None if text is None else self.clean(text)),
            ("disco_key", lambda text: text_key(self.clean(text))),
            ("disco_via", go_betweens.get),
            ("disco_quotes", lambda person: person in quoting),
        ):
            connection.create_function(name, 1, function, deterministic=True)
        connection.create_function("disco_title", 2, self._title, deterministic=True)
        for table in sorted(KEPT):
            connection.execute(_view(connection, table))

    def _title(self, title: str | None, source: str | None) -> str | None:
        """A title without names; none that is the name of the imported file."""
        if title is None or (source and PurePath(source.partition("#")[0]).stem == title):
            return None
        return self.clean(title)

    def index(self) -> None:
        """Makes a search index of what shows; the journal's own one holds names and all words."""
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
    """The view that stands before a table."""
    kept, changed = KEPT[table].split(), CHANGED.get(table, {})
    shown = []
    for row in connection.execute(f"PRAGMA main.table_info({table})"):
        column = row[1]
        instead = "NULL" if column not in kept else column
        shown.append(f"{changed.get(column, instead).format(column)} AS {column}")
    return f"CREATE TEMP VIEW {table} AS SELECT {', '.join(shown)} FROM main.{table}"  # noqa: S608


def _quoting(connection: sqlite3.Connection, today: date) -> frozenset[int]:
    """The people who agree, on that day, that their words are shown to others."""
    rows = connection.execute(_CONSENTS, (Scope.QUOTE.value,))
    consents = (
        (
            person,
            ConsentFact(Scope.QUOTE, Basis(basis), known_day(given), day(ends), day(withdrawn)),
        )
        for person, basis, given, ends, withdrawn in rows
    )
    return frozenset(person for person, fact in consents if state(fact, today) is State.GIVEN)
