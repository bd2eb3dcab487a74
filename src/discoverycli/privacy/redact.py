"""Takes a person's name out of words that people wrote, and out of what is derived from them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from sqlmodel import Session

from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.mentions import FORGOTTEN, Mentions, Others, anonymous
from discoverycli.store import sql
from discoverycli.store.derived_keys import KEYS as MADE
from discoverycli.store.schema import KEPT, KEYS, LETTERS, TABLES, Column, with_column
from discoverycli.store.write import search

_SEEN_TO = {
    "author", "content_hash", "name_key", "text_key",
    "change.before", "person.former_names", "person.name", "theme.name",
}  # fmt: skip
"""Columns of text that are made of others, or that forgetting sees to one by one."""


def _free(table: str, columns: Iterable[Column]) -> Iterator[str]:
    """Columns that may name somebody: text, except what is shown to anybody; and a basis, which was
    not always one of a list."""
    for each in columns:
        where = {each.name, f"{table}.{each.name}"}
        typed = each.kind == "text" and each.privacy != KEPT
        if (typed and not where & _SEEN_TO) or "consent.basis" in where:
            yield each.name


FREE = {table: free for table, columns in TABLES.items() if (free := tuple(_free(table, columns)))}
"""The columns in which people write what they like, and so may name somebody."""

SIGNED = with_column("author")
"""The tables that say in `author` who wrote a row."""

_OTHER_PEOPLE = "SELECT id, name, former_names FROM person WHERE id <> ? ORDER BY id"
_VERSIONED = with_column("version")

Row = dict[str, Any]


class Someone(NamedTuple):
    """A person as the journal knows them: every name, the present one first."""

    number: int
    names: tuple[str, ...]

    @property
    def is_forgotten(self) -> bool:
        """Whether their name was erased before."""
        return self.names[0] == anonymous(self.number)


@dataclass
class Naming:
    """Finds one person in a journal.

    Args:
        session: the journal.
        tables: those it has.
        someone: the person.
        rooms: the interviews they were in, each with everybody else who was there.
        organisation: the name of their organisation, where it goes with them.
    """

    session: Session
    tables: Collection[str]
    someone: Someone
    rooms: Mapping[int, Sequence[Someone]]
    organisation: str | None

    def __post_init__(self) -> None:
        self._own = {name_key(name) for name in self.someone.names}
        others = sql.rows(self.session, _OTHER_PEOPLE, (self.someone.number,))
        self._people = [Someone(row[0], (row[1], *json.loads(row[2]))) for row in others]
        self._others = self._known()
        self._near: dict[int, Mentions] = {}
        self._themes: set[tuple[int, str]] = set()
        self.far = Mentions(self.someone.names, self._others)
        """Finds them where they need not be meant."""
        self.indexed: defaultdict[str, set[int]] = defaultdict(set)
        """What is found by other words now: numbers, by noun."""
        self.left = dict.fromkeys(self._left_in_names())
        """Where something stays that may mean them: codes and the like, each once."""

    def _left_in_names(self) -> Iterator[str]:
        """Other people who are called after them, and authors who may be."""
        mentions = Mentions(self.someone.names, whole=True)
        for each in self._people:
            if not each.is_forgotten and any(map(mentions.found_in, each.names)):
                yield f"P{each.number}"
        if any(map(self.far.left_in, self._authors())):
            yield "an author"

    def _known(self) -> Others:
        known = (each.names for each in self._people if not each.is_forgotten)
        others = tuple(chain.from_iterable(known))
        # Those who log are known too, and unless it is the person, a name they sign with is theirs.
        authors = (name for name in self._authors() if name_key(name) not in self._own)
        firms = [row[0] for row in sql.rows(self.session, "SELECT name FROM organisation")]
        self._called = Mentions(self.someone.names, Others(others), whole=True)
        """Finds them in what an organisation is called."""
        apart = (n for n in firms if n != self.organisation and not self._called.found_in(n))
        return Others((*others, *authors), tuple(apart))

    def _authors(self) -> Iterable[str]:
        for noun in (each for each in SIGNED if each in self.tables):
            for row in sql.rows(self.session, f"SELECT DISTINCT author FROM {noun}"):  # noqa: S608
                yield row[0]

    def namesakes(self) -> list[int]:
        """Other people who have one of their names."""
        return [
            each.number
            for each in self._people
            if not self._own.isdisjoint(map(name_key, each.names))
        ]

    def near(self, interview: int) -> Mentions:
        """Finds them in texts about an interview: one they were in, or any other."""
        if interview not in self.rooms:
            return self.far
        if interview not in self._near:
            present = [name for each in self.rooms[interview] for name in each.names]
            signed = "SELECT author FROM interview WHERE id = ?"
            author = sql.value(self.session, signed, (interview,))
            if author and name_key(author) not in self._own:
                present.append(author)
            self._near[interview] = Mentions(
                self.someone.names, self._others, present=present, organisation=self.organisation
            )
        return self._near[interview]

    def changes(self, noun: str, row: Mapping[str, Any], where: str | None = "") -> Row:
        """The columns of a row that change when their name is taken out: free columns, columns
        derived from these, and the author.

        Args:
            noun: the table.
            row: its columns, as far as they are asked for.
            where: what to say after its code when something stays that may mean them; `None` to say
                nothing.
        """
        interview = row.get("id") if noun == "interview" else row.get("interview_id")
        mentions = self.far if interview is None else self.near(interview)
        mentions = self._called if noun == "organisation" else mentions
        found: Row = {}
        for column in FREE.get(noun, ()):
            if not (text := row.get(column)):
                continue
            if (new := mentions.replaced(text)) != text:
                # A path without the name in it would be of no use.
                found[column] = None if column == "source" else new
            if where is not None and mentions.left_in(found.get(column, text) or ""):
                self.left[_code(noun, row) + where] = None
        author = row.get("author")
        if author and name_key(author) in self._own:
            found["author"] = FORGOTTEN
        if noun in MADE and (made := MADE[noun])[1] in found:
            found[made[2]] = made[3](found[made[1]])
        return found

    def take_out(self) -> int:
        """Takes the name out of every row.

        Returns:
            How many rows held it.
        """
        nouns = [each for each in dict.fromkeys((*FREE, *SIGNED)) if each in self.tables]
        return sum(map(self._take_out_of, nouns)) + self._take_out_of_themes()

    def _take_out_of(self, noun: str) -> int:
        columns = [*KEYS[noun], *self.free(noun)]
        columns += ["author"] if noun in SIGNED else []
        columns += self._columns(noun) & {"interview_id", "hypothesis_id", "statement_id"}
        names = [*dict.fromkeys(columns)]
        held = 0
        for values in sql.rows(self.session, f"SELECT {', '.join(names)} FROM {noun}"):  # noqa: S608
            row = dict(zip(names, values, strict=True))
            if found := self.changes(noun, row):
                self.write(noun, row, found)
                held += 1
        return held

    def _columns(self, noun: str) -> set[str]:
        return {row[1] for row in sql.rows(self.session, f"PRAGMA table_info({noun})")}

    def free(self, noun: str) -> list[str]:
        """The columns of `FREE` that a table of this journal has: one of an older schema may lack
        some."""
        there = self._columns(noun)
        return [each for each in FREE.get(noun, ()) if each in there]

    def write(self, noun: str, row: Mapping[str, Any], values: Row) -> None:
        """Changes columns of a row, and what follows from them."""
        if noun != "person" and noun in MADE and MADE[noun][1] in values:
            values = values | self._apart(noun, row["id"], values)
        parts = [f"{name} = :{name}" for name in values]
        parts += ["version = version + 1"] if noun in _VERSIONED else []
        which = " AND ".join(f"{name} = :_{name}" for name in KEYS[noun])
        keys = {f"_{name}": row[name] for name in KEYS[noun]}
        text = f"UPDATE {noun} SET {', '.join(parts)} WHERE {which}"  # noqa: S608
        sql.run(self.session, text, {**values, **keys})
        if noun in search.NOUNS:
            self.indexed[noun].add(row["id"])
        if noun == "organisation":
            those = "SELECT id FROM person WHERE organisation_id = ?"
            people = sql.rows(self.session, those, (row["id"],))
            self.indexed["person"].update(each[0] for each in people)

    def _apart(self, noun: str, number: int, values: Row) -> Row:
        """Two opinions that differed only in the name stay two."""
        _, column, key, made = MADE[noun]
        taken = f"SELECT 1 FROM {noun} WHERE {key} = :key AND id <> :number"  # noqa: S608
        text = values[column]
        known = {"key": made(text), "number": number}
        if sql.value(self.session, taken, known) is not None:
            text = f"{text} ({noun[0].upper()}{number})"
        return {column: text, key: made(text)}

    def _take_out_of_themes(self) -> int:
        """A theme that names them goes: what would be left of it says nothing."""
        rows = sql.rows(
            self.session,
            "SELECT t.statement_id, t.name, s.interview_id FROM theme t "
            "JOIN statement s ON s.id = t.statement_id",
        )
        gone = []
        for statement, name, interview in rows:
            if self.near(interview).found_in(name):
                gone.append((statement, name))
            elif self.near(interview).left_in(name):
                self.left[f"S{statement}"] = None
        for key in gone:
            sql.run(self.session, "DELETE FROM theme WHERE statement_id = ? AND name = ?", key)
        self.indexed["statement"].update(number for number, _ in gone)
        self._themes.update(gone)
        return len(gone)

    def is_named_by(self, statement: int, theme: str) -> bool:
        """Whether a theme that a statement has or had names them."""
        return (statement, theme) in self._themes or self.far.found_in(theme)


def _code(noun: str, row: Mapping[str, Any]) -> str:
    """Where to look at a row: its code, or that of its owner."""
    if noun in LETTERS:
        return f"{LETTERS[noun]}{row['id']}"
    for owner in ("interview", "hypothesis", "statement", "person"):
        if number := row.get(f"{owner}_id"):
            return f"{LETTERS[owner]}{number}"
    return f"{noun} {row['id']}"
