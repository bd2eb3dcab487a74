"""Takes a person out of the rows of a journal: what goes, what stays, what is re-evaluated.

What stays is a person without a name who was in certain interviews on certain days, so that counts
of contacts still add up. It works on a journal of any schema, so on backups too. Deleted words may
remain in the file: see `privacy/erasures.py`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlmodel import Session

from discoverycli.domain.note.marks import Names
from discoverycli.domain.note.speaker_lines import lines_of
from discoverycli.domain.snapshot import Snapshot
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.mentions import FORGOTTEN, Mentions, anonymous
from discoverycli.domain.text.person_names import is_placeholder, names_in
from discoverycli.domain.text.words import one_line
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import NotFoundError
from discoverycli.privacy.redact import Naming, Someone
from discoverycli.store import sql
from discoverycli.store.write import journal, search, verdicts
from discoverycli.store.write.journal import Merged
from discoverycli.store.write.verdicts import StatusChange

_WORDS = ("evidence", "hire", "followup", "statement")
"""Tables of what a person said; what points at another one goes before it."""

_SHORTEST_QUOTE = 12
"""Shorter words may be anybody's."""


@dataclass(slots=True)
class Gone:
    """What was taken out of a journal. Of `interviews` no word is left; of the `shared` ones the
    lines went that were theirs."""

    number: int
    uid: str
    names: tuple[str, ...]
    """Every name they had, the last one first."""
    named: Mentions
    """Finds them in other texts."""
    interviews: list[int] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    """Rows that were theirs, by table."""
    mentions: int = 0
    """How many other rows named them."""
    organisation: str | None = None
    """Their organisation, where nobody else belongs to it."""
    namesakes: list[int] = field(default_factory=list)
    moves: list[StatusChange] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Where something stays that may mean them: codes and the like."""


def person(
    session: Session,
    number: int,
    *,
    today: date,
    names: Iterable[str] = (),
    only: Collection[int] | None = None,
) -> Gone:
    """Forgets a person.

    Args:
        session: a journal of any schema.
        number: the person.
        today: the day it is done.
        names: names they had besides those that the journal knows.
        only: the interviews to look at; else all they were in.

    Raises:
        NotFoundError: there is no such person.
    """
    return _Forgetting(session, number, today, tuple(names), only).run()


def merge(
    session: Session,
    snapshot: Snapshot,
    *,
    today: date,
    forgotten: Collection[str] = (),
    step: Callable[[], None] = lambda: None,
) -> Merged:
    """As `store.write.journal.add`; people who were forgotten are forgotten in what comes in,
    too."""

    def again(number: int, names: Iterable[str], only: Collection[int]) -> list[StatusChange]:
        return person(session, number, today=today, names=names, only=only).moves

    return journal.add(session, snapshot, again, today=today, forgotten=forgotten, step=step)


def numbers_of(session: Session, uids: Collection[str]) -> dict[str, int]:
    """The people with these identities, by identity."""
    found = sql.rows_in(session, "SELECT uid, id FROM person WHERE uid IN ({})", [*uids])
    return {row[0]: row[1] for row in found}


_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"
_PERSON = "SELECT name, former_names FROM person WHERE id = ?"
_IMAGES = "SELECT before FROM change WHERE noun = 'person' AND key = ? AND before IS NOT NULL"
_TOLD = """
SELECT role FROM person WHERE id = ? UNION
SELECT i.title FROM interview i JOIN participation a ON a.interview_id = i.id
WHERE a.person_id = ? AND i.source IS NOT NULL
AND (SELECT count(*) FROM participation b WHERE b.interview_id = i.id) = 1
"""
_PARTS = """
SELECT p.id, p.name, p.former_names, a.relation
FROM participation a JOIN person p ON p.id = a.person_id
WHERE a.interview_id = ? ORDER BY a.position, p.id
"""
_LEFT_ALONE = """
SELECT o.name FROM organisation o WHERE o.id = :firm AND NOT EXISTS (
    SELECT 1 FROM person p
    WHERE p.organisation_id = o.id AND p.id <> :person AND p.name <> 'forgotten P' || p.id)
"""
_ANONYMISE = """
UPDATE person SET name = :name, name_key = :key, former_names = '[]', role = NULL, segment = NULL,
    period_days = 0, snoozed_until = NULL, version = version + 1
WHERE id = :person
"""
# They are never due again: a period of no days never ends.

_RESTING = "SELECT id FROM evidence WHERE statement_id IN ({})"
_WEIGHED = "SELECT hypothesis_id FROM evidence WHERE id IN ({})"
_DROP_IMAGE = "DELETE FROM change WHERE noun = ? AND key = ? AND operation_id = ?"
_NEW_IMAGE = "UPDATE change SET before = ? WHERE noun = ? AND key = ? AND operation_id = ?"
_REMEMBER = """
INSERT INTO erasure (person_uid, erased_on, finished)
SELECT uid, :today, 0 FROM person WHERE id = :person
ON CONFLICT (person_uid) DO UPDATE SET finished = 0
"""


@dataclass
class _Forgetting:
    session: Session
    number: int
    today: date
    names: tuple[str, ...]
    only: Collection[int] | None
    keys: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The rows that are or were theirs, by table, as `change` has them: old copies of them are
    deleted."""
    said: set[str] = field(default_factory=set)
    """What they said, also where it was filed under another once."""
    touched: set[int] = field(default_factory=set)
    """The hypotheses to weigh again."""

    def run(self) -> Gone:
        """In an order in which nothing points at a missing row."""
        self._find_records()
        uid = str(sql.value(self.session, "SELECT uid FROM person WHERE id = ?", (self.number,)))
        gone = Gone(
            self.number, uid, self.someone.names, self.naming.far,
            organisation=self.going, namesakes=self.naming.namesakes(),
        )  # fmt: skip
        notes = {number: self._note(number) for number in self.rooms}
        self._take_words(gone)
        for number, note in notes.items():
            self._take_interview(gone, number, note)
        self._take_name()
        gone.mentions = self.naming.take_out()
        self._take_records()
        with_keys = search.has_keys(self.session)
        for noun, numbers in self.naming.indexed.items():
            search.refresh(self.session, noun, numbers, with_keys=with_keys)
        if self._has("erasure"):
            sql.run(self.session, _REMEMBER, {"person": self.number, "today": self.today})
        gone.moves = verdicts.reevaluate(self.session, self.touched, today=self.today)
        gone.left = [*self.naming.left]
        return gone

    # --- What is theirs ----------------------------------------------------------------------

    @cached_property
    def tables(self) -> set[str]:
        return self._first(_TABLES)

    def _has(self, table: str) -> bool:
        return table in self.tables

    def _first(self, text: str, *parameters: Any) -> set[Any]:
        return {row[0] for row in sql.rows(self.session, text, parameters)}

    def _first_in(self, text: str, values: Iterable[Any]) -> set[Any]:
        return {row[0] for row in sql.rows_in(self.session, text, [*values])}

    @cached_property
    def someone(self) -> Someone:
        """The person, with every name in the journal or its change log."""
        row = sql.row(self.session, _PERSON, (self.number,))
        if row is None:
            raise NotFoundError(f"there is no P{self.number}", "disco people")
        now = Someone(self.number, (row[0], *json.loads(row[1])))
        names = [*now.names, *self.names]
        rows = sql.rows(self.session, _TOLD, (self.number, self.number))
        told = [(role, now.names[0]) for (role,) in rows if role]
        for image in self.images:
            names += [image["name"], *json.loads(image["former_names"])]
            told.append((image.get("role") or "", image["name"]))
        for text, name in told:
            found = names_in(text, whole=is_placeholder(name))
            names += [each for each in found if " " in each]
        real = [name for name in dict.fromkeys(names) if name != anonymous(self.number)]
        return Someone(self.number, tuple(real) or now.names)

    @cached_property
    def images(self) -> list[dict[str, Any]]:
        """What the change log has kept of the person's row."""
        rows = sql.rows(self.session, _IMAGES, (str(self.number),)) if self._has("change") else ()
        return [json.loads(row[0]) for row in rows]

    @cached_property
    def rooms(self) -> dict[int, Sequence[Someone]]:
        """The interviews they were in, each with everybody else there who is known."""
        in_all = "SELECT interview_id FROM participation WHERE person_id = ?"
        found = self._first(in_all, self.number)
        looked_at = found if self.only is None else found.intersection(self.only)
        return {
            number: [each for each, _ in self._parts(number) if self._stays(each)]
            for number in sorted(looked_at)
        }

    def _parts(self, interview: int) -> list[tuple[Someone, Relation]]:
        """Who was in an interview, in the order of its note, with their relation."""
        found = sql.rows(self.session, _PARTS, (interview,))
        return [(Someone(row[0], (row[1], *json.loads(row[2]))), Relation(row[3])) for row in found]

    def _stays(self, each: Someone) -> bool:
        return each.number != self.number and not each.is_forgotten

    @cached_property
    def firms(self) -> dict[int, str]:
        """Organisations that they were with and nobody else is with now, by number."""
        now = "SELECT organisation_id FROM person WHERE id = ? AND organisation_id IS NOT NULL"
        found = self._first(now, self.number)
        for image in self.images:
            found |= {image["organisation_id"]} - {None}
        firms = {}
        for number in sorted(found):
            name = sql.value(self.session, _LEFT_ALONE, {"person": self.number, "firm": number})
            if name is not None:
                firms[number] = name
        return firms

    @cached_property
    def going(self) -> str | None:
        own = "SELECT organisation_id FROM person WHERE id = ?"
        return self.firms.get(sql.value(self.session, own, (self.number,)))

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.session, self.tables, self.someone, self.rooms, self.going)

    # --- Words -------------------------------------------------------------------------------

    def _note(self, interview: int) -> str:
        """The words of an interview that stay: those of others, if anybody else was there.

        Where only colleagues were there besides, a line without a speaker was heard from the
        person, and goes."""
        notes = "SELECT notes FROM interview WHERE id = ?"
        body = str(sql.value(self.session, notes, (interview,)))
        parts = self._parts(interview)
        staying = {f"P{each.number}" for each in self.rooms[interview]}
        if not staying:
            return FORGOTTEN
        outside = any(
            relation is not Relation.INTERNAL for each, relation in parts if self._stays(each)
        )
        own = f"P{self.number}"
        known = {
            f"P{each.number}": Names(each.names[:1], each.names[1:])
            for each in (*(each for each, _ in parts), self.someone)
        }
        codes = [f"P{each.number}" for each, _ in parts]
        first = next((f"P{p.number}" for p, r in parts if r is not Relation.INTERNAL), codes[0])
        quotes = self._quotes(interview)
        lines = []
        for line in lines_of(body, codes, first, known):
            goes = line.whose == own if outside else line.whose not in staying
            goes = goes or (line.whose not in staying and _holds(line.text, quotes))
            lines.append(FORGOTTEN if goes and line.text.strip() else line.text)
        return "\n".join(lines)

    def _quotes(self, interview: int) -> set[str]:
        """What only they said in an interview, however its note marks it now."""
        said: dict[bool, set[str]] = {True: set(), False: set()}
        for noun in _WORDS:
            text = f"SELECT person_id, text FROM {noun} WHERE interview_id = ?"  # noqa: S608
            for whose, words in sql.rows(self.session, text, (interview,)):
                said[whose == self.number].add(one_line(words))
        return {words for words in said[True] - said[False] if len(words) >= _SHORTEST_QUOTE}

    def _take_words(self, gone: Gone) -> None:
        """Statements with themes, evidence, hires, promises, and consents."""
        statements = self._numbers("statement")
        for noun in _WORDS:
            numbers = self._numbers(noun)
            if noun == "evidence":  # also evidence that quotes a statement, under any person
                numbers |= self._first_in(_RESTING, statements)
                self.touched |= self._first_in(_WEIGHED, numbers)
            if noun == "statement":
                self._delete("theme", "statement_id", numbers)
                self.naming.indexed[noun] |= numbers
                self._take_answers(numbers)
            texts = f"SELECT text FROM {noun} WHERE id IN ({{}})"  # noqa: S608
            self.said |= self._first_in(texts, numbers)
            gone.counts[noun] = len(numbers)
            self.keys[noun] |= {str(number) for number in numbers}
            self._delete(noun, "id", numbers)
        if self._has("consent") and self.only is None:
            count = "SELECT count(*) FROM consent WHERE person_id = ?"
            gone.counts["consent"] = sql.value(self.session, count, (self.number,))
            self._delete("consent", "person_id", [self.number])

    def _take_answers(self, statements: Collection[int]) -> None:
        """Deletes answers to why under their statements with everything below, and the words of
        answers heard in one."""
        if not self._has("why"):
            return
        going = self._first_in("SELECT id FROM why WHERE statement_id IN ({})", statements)
        for number in going:
            sql.run(self.session, "UPDATE why SET parent_id = NULL WHERE id = ?", (number,))
        self._delete("why", "id", going)
        said = self._first_in("SELECT id FROM why WHERE heard_id IN ({})", statements)
        for number in said:
            blank = "UPDATE why SET text = ?, heard_id = NULL WHERE id = ?"
            sql.run(self.session, blank, (FORGOTTEN, number))
        self.keys["why"] |= {str(number) for number in going | said}

    def _numbers(self, noun: str) -> set[int]:
        text = f"SELECT id, interview_id FROM {noun} WHERE person_id = ?"  # noqa: S608
        found = sql.rows(self.session, text, (self.number,))
        return {row[0] for row in found if self.only is None or row[1] in self.only}

    def _delete(self, table: str, column: str, numbers: Collection[int]) -> None:
        for number in sorted(numbers):
            sql.run(self.session, f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608

    # --- Interviews --------------------------------------------------------------------------

    def _take_interview(self, gone: Gone, number: int, note: str) -> None:
        """Replaces a note by what is left of it. Where no speaker is left, the words around it go
        too. The hash of an imported file stays, which says nothing, so that the file is not stored
        again."""
        values: dict[str, Any] = {"notes": note}
        staying = self.rooms[number]
        relations = {each.number: relation for each, relation in self._parts(number)}
        if all(relations[each.number] is Relation.INTERNAL for each in staying):
            values |= dict.fromkeys({*self.naming.free("interview")} - {"notes", "via"})
            gone.interviews.append(number)
        else:
            gone.shared.append(number)
        self.keys["interview"].add(str(number))
        self.naming.write("interview", {"id": number}, values)
        # An unsigned line that is written into the note later is not theirs.
        sql.run(
            self.session,
            "UPDATE participation SET segment = NULL, position = "
            "(SELECT max(a.position) + 1 FROM participation a WHERE a.interview_id = :interview) "
            "WHERE interview_id = :interview AND person_id = :person",
            {"person": self.number, "interview": number},
        )

    # --- The person --------------------------------------------------------------------------

    def _take_name(self) -> None:
        name = anonymous(self.number)
        named = {"person": self.number, "name": name, "key": name_key(name)}
        sql.run(self.session, _ANONYMISE, named)
        if self._has("why"):
            # Their referrer would still show whom they know. People they sent keep theirs.
            alone = "UPDATE person SET referred_by_id = NULL WHERE id = ?"
            sql.run(self.session, alone, (self.number,))
        for number in self.firms:
            those = self._first("SELECT id FROM person WHERE organisation_id = ?", number)
            leave = "UPDATE person SET organisation_id = NULL WHERE organisation_id = ?"
            sql.run(self.session, leave, (number,))
            self._delete("organisation", "id", [number])
            self.keys["organisation"].add(str(number))
            self.naming.indexed["person"] |= those
        self.keys["person"].add(str(self.number))
        self.naming.indexed["person"].add(self.number)

    # --- The record of changes ---------------------------------------------------------------

    def _find_records(self) -> None:
        """Finds rows that once were theirs, and are another's now or gone."""
        if not self._has("change"):
            return
        for noun, key, before in sql.rows(self.session, "SELECT noun, key, before FROM change"):
            if noun == "participation" and json.loads(key)[1] == self.number:
                self.keys[noun].add(key)
                self.keys["interview"].add(str(json.loads(key)[0]))
            elif noun == "consent" and json.loads(key)[0] == self.number:
                self.keys[noun].add(key)
            elif noun in _WORDS and before:
                image = json.loads(before)
                if image["person_id"] == self.number:
                    self.keys[noun].add(key)
                    self.said.add(image["text"])

    def _take_records(self) -> None:
        """Deletes what was kept of their rows, takes their name out of what was kept of others, and
        seals every operation that lost something: it cannot be undone any more."""
        if not self._has("change"):
            return
        sealed: set[int] = set()
        rows = sql.rows(self.session, "SELECT noun, key, operation_id, before FROM change")
        for noun, key, operation, before in rows:
            place = (noun, key, operation)
            if self._is_theirs(noun, key) or self._holds_theirs(noun, before):
                sql.run(self.session, _DROP_IMAGE, place)
                sealed.add(operation)
            elif before is not None and (found := self._cleaned(noun, before, operation)):
                row = json.loads(before) | found
                image = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                sql.run(self.session, _NEW_IMAGE, (image, *place))
                sealed.add(operation)
        for operation in sorted(sealed):
            sql.run(self.session, "UPDATE operation SET sealed = 1 WHERE id = ?", (operation,))

    def _cleaned(self, noun: str, before: str, operation: int) -> dict[str, Any]:
        """The columns to change in an old row. What this command has recorded goes by itself."""
        own = operation > self.last
        where = None if own else f" before change {operation}"
        return self.naming.changes(noun, json.loads(before), where)

    @cached_property
    def last(self) -> int:
        return int(sql.value(self.session, "SELECT coalesce(max(id), 0) FROM operation"))

    def _is_theirs(self, noun: str, key: str) -> bool:
        if key in self.keys[noun]:
            return True
        if noun != "theme":
            return False
        statement, name = json.loads(key)
        return str(statement) in self.keys["statement"] or self.naming.is_named_by(statement, name)

    def _holds_theirs(self, noun: str, before: str | None) -> bool:
        """Whether an old row had words of theirs under another's name, before an edit."""
        if noun not in (*_WORDS, "why") or before is None:
            return False
        image = json.loads(before)
        if noun == "why":
            theirs = {str(image["heard_id"]), str(image["statement_id"])}
            return bool(theirs & self.keys["statement"]) or image["text"] in self.said
        room = str(image["interview_id"]) in self.keys["interview"]
        return room and image["text"] in self.said


def _holds(line: str, quotes: Collection[str]) -> bool:
    words = one_line(line)
    return any(quote in words for quote in quotes)
