"""Makes journals with somebody in them who is to be forgotten, and finds what is left of them.

Everything about the person is made of words that nothing else has: whatever is found afterwards,
in whatever file, is theirs.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.files import make_old

from discoverycli.domain.text.folding import name_key, text_key

Disco = Callable[..., Any]
Row = dict[str, Any]
Rows = dict[str, dict[tuple[Any, ...], Row]]

GONE = "[forgotten]"
KEYS = {
    "participation": ("interview_id", "person_id"),
    "revision": ("hypothesis_id", "number"),
    "consent": ("person_id", "scope"),
    "theme": ("statement_id", "name"),
    "memo": ("hypothesis_id",),
    "counter": ("name",),
    "change": ("noun", "key", "operation_id"),
    "erasure": ("person_uid",),
    "ground": ("decision_id", "position"),
}
ASIDE = ("memo", "counter", "change", "erasure", "operation", "movement")
"""What follows from other rows, or only goes forward."""


class Line(NamedTuple):
    """A line of a note: `whose` words it holds, `None` for everybody's."""

    text: str
    whose: str | None = None


@dataclass
class Story:
    """One random journal, made by the commands that people type.

    Args:
        disco: runs a command.
        folder: where the journal is; nothing else is in it.
        chance: what makes it another one each time.
    """

    disco: Disco
    folder: Path
    chance: random.Random
    number: int = 0
    """The person's."""
    notes: dict[int, list[Line]] = field(default_factory=dict)
    """The lines of the interviews that are still there, by number."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.journal = self.folder / "journal.db"
        self.organisation = self.word().title()
        self.former = self.name()
        self.now = self.former if self.chance.random() < 0.2 else self.name()
        self.others = [f"{self.word().title()} {self.word().title()}" for _ in range(4)]
        self.firms = [self.word().title() for _ in range(2)]
        self.quotes = [self.phrase() for _ in range(5)]
        self.shares_firm = self.chance.random() < 0.5
        self.goes = not self.shares_firm

    # --- Words -------------------------------------------------------------------------------

    def word(self) -> str:
        """A word that nothing else has."""
        pairs = [self.chance.choice("bdfgklmnprtvz") + self.chance.choice("aeiou") for _ in "....."]
        return "".join(pairs) + self.chance.choice("xqy")

    def phrase(self) -> str:
        """Five such words, at times beyond ASCII."""
        words = [self.word() for _ in range(5)]
        words[2] += self.chance.choice(("", "é", "ß", "東京", "“”"))
        return " ".join(words)

    def name(self) -> str:
        """A name of one, two or three parts."""
        first, middle, last = (self.word().title() for _ in range(3))
        kind = self.chance.randrange(6)
        if kind == 0:
            return first
        if kind == 1:
            return f"{first} {middle} {last}"
        if kind == 2:
            return f"{first}-{middle} {last.replace('a', 'á').replace('o', 'ö')}"
        return f"{first} {last}"

    def given(self, name: str) -> str:
        return name.split()[0]

    def email(self, name: str) -> str:
        plain = unicodedata.normalize("NFD", ".".join((name.split()[0], name.split()[-1])))
        local = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
        return f"{local}@{self.organisation.lower()}.example"

    @property
    def emails(self) -> list[str]:
        return [self.email(name) for name in self.names]

    @property
    def names(self) -> list[str]:
        return [*dict.fromkeys((self.former, self.now))]

    @property
    def needles(self) -> list[str]:
        """Everything that must not be found any more."""
        parts = [part for name in self.names for part in name.split()]
        bare = [plain(part) for part in parts]
        return [*dict.fromkeys((*self.names, *parts, *bare, *self.emails, *self.quotes))]

    @property
    def spellings(self) -> list[str]:
        """Their names as people write them, and machines; an `@` would say whose words they are."""
        found = []
        for name in self.names:
            first, last = name.split()[0], name.split()[-1]
            found += [name.lower(), name.upper(), plain(name), unicodedata.normalize("NFD", name)]
            found += [plain(f"{first}2024").lower(), last.lower()]
            if first != last:
                low, end = plain(first).lower(), plain(last).lower()
                found += [f"{low}{end}99", f"{low}%20{end}", f"{low}_{end}", f"{last}, {first}"]
                found += [f"{low[0]}{end}", f"{first} {last[0]}.", f"{last}{first}"]
        return [*dict.fromkeys(found)]

    def scrubbed(self, text: str | None, *, near: bool = False) -> str | None:
        """A text of others as it must be afterwards."""
        if text is None:
            return None
        parts = [part for name in self.names for part in name.split()]
        found = {*self.names, *self.emails, *parts, *self.spellings}
        if near and self.goes:
            found.add(self.organisation)
        for each in sorted(found, key=len, reverse=True):
            text = text.replace(each, GONE)
        return text

    # --- Commands ----------------------------------------------------------------------------

    def run(self, *words: str, **options: Any) -> Any:
        return self.disco(*words, "--journal", str(self.journal), **options)

    def log(self, people: list[str], lines: list[Line], *head: str, ok: bool = True) -> int:
        body = "\n".join(line.text for line in lines)
        named = "".join(f"  - {each}\n" for each in people)
        text = f"---\nwith:\n{named}{''.join(f'{each}{chr(10)}' for each in head)}---\n{body}"
        done = self.run("log", "-", "--json", typed=text, ok=ok)
        if not ok:
            return 0
        number = int(done.data["interview"][1:])
        self.notes[number] = lines
        return number

    def someone(self, index: int) -> str:
        firm = self.organisation if index == 0 and self.shares_firm else self.firms[index % 2]
        return f"{self.others[index]} @ {firm}"

    def tell(self, *, upgraded: bool = False, backups: bool = True) -> Story:
        """Everything that can happen to somebody in a journal; `upgraded`: part of it in one of
        the first version."""
        steps: list[Callable[[], None]] = [
            self.opinions, self.alone, self.mentioned, self.renamed, self.room, self.edited,
            self.agreed, self.spelled_otherwise, self.undone, self.reasoned, self.drafted,
        ]  # fmt: skip
        for index, step in enumerate(steps):
            step()
            if upgraded and index == 2:
                self.make_old()
            if backups and index in (3, 7):
                self.run("backup")
        if upgraded:
            old = next((self.folder / "backups").glob("*before-upgrade*.db"))
            shutil.copy(old, self.folder / "journal.before-upgrade-20250101T000000Z.db")
        return self

    def opinions(self) -> None:
        lines = [
            Line(f"H: owners {self.word()} twice"), Line(f"H+ did: {self.phrase()}", self.others[0]),
            Line(f"J: reconcile {self.word()} by hand"),
            Line(f"!pain did: {self.phrase()}", self.others[0]),
        ]  # fmt: skip
        self.log([self.someone(0)], lines, "as: prospect")

    def alone(self) -> None:
        """One note with the person alone, with all that can be marked."""
        name, quotes = self.former, self.quotes
        lines = [
            Line(f"{name} runs the books. Write to {self.email(name)}."),
            Line(f"> {quotes[0]} #{self.word()}"),
            Line(f"!pain did: {quotes[1]} #{self.given(name).lower()}"),
            Line(f"H1+ did: {quotes[2]}"),
            Line(f"J1+ did: {self.word()}"),
            Line(f"!goal {quotes[4]}"),
            Line(f"- [ ] send {self.word()} to {self.given(name)} by 2026-12-01"),
            Line(f"!commit {self.word()} by 2026-12-09"),
        ]
        head = ("as: prospect", f"segment: {self.word()}", f"title: Call with {name}")
        self.first = self.log([f"{name} @ {self.organisation}"], lines, *head)
        people = self.run("people", "--json").data
        self.number = next(int(each["code"][1:]) for each in people if each["name"] == name)

    def mentioned(self) -> None:
        """What others say about the person, and what is written elsewhere."""
        name, who = self.former, self.others[1]
        lines = [
            Line(f"{self.word()} knows {name} of {self.organisation} well"),
            Line(f"!surprise {self.given(name)} told me: {self.word()}", who),
            Line(f"H1- did: never met {self.email(name)}, {self.word()}", who),
            Line(f"> they ask\n> {self.given(name)} first", who),
        ]
        self.log([self.someone(1)], lines, f"title: On {name}", "as: current")
        opinion = f"{name} pays for {self.word()}"
        self.run("hypotheses", "add", opinion, "--segment", f"{self.given(name)}s")
        self.run("jobs", "add", f"help {name} with {self.word()}")

    def renamed(self) -> None:
        if self.now != self.former:
            self.run("people", "edit", f"P{self.number}", "--name", self.now)
        role = f"{self.word()} of {self.given(self.now)}"
        self.run("people", "edit", f"P{self.number}", "--role", role)

    def room(self) -> None:
        """A note with others in the room, the person first, or not."""
        other, name, quote = self.others[2], self.now, self.quotes[3]
        people = [self.someone(2), f"{name} @ {self.organisation}"]
        if self.chance.random() < 0.5:
            people.reverse()
        first = name if people[0].startswith(name) else other
        shared = [
            Line(f"Both {name} and {other} were there, at {self.organisation}."),
            Line(f"!pain did: {self.phrase()} @{self.given(other)}", other),
            Line(f"!workaround {quote} @{self.given(name)}", name),
            Line(f"H1+ did: {self.phrase()} — {other}", other),
            Line(f"H1- paid: {quote} — {name}", name),
            Line(f"> {quote}\n> {self.word()} — {self.given(name)}", name),
            Line(f"{self.given(name)}: {quote}", name),
            Line(f"!goal did: {self.phrase()}", first),
            Line(""),
            Line(f"{self.given(other)} agrees with {self.given(name)}, as ever."),
        ]
        self.second = self.log(people, shared, "as: prospect", f"study: {name} and others")

    def edited(self) -> None:
        """A line goes from the note; it stays in the record of changes."""
        lines = [line for line in self.notes[self.first] if self.quotes[4] not in line.text]
        kept = [*lines, Line(f"H1+ paid: {self.phrase()}")]
        text = "\n".join(line.text for line in kept)
        name = f"{self.now} @ {self.organisation}"
        file = self.folder.parent / f"{self.folder.name}.md"
        file.write_text(f"---\nwith: {name}\n---\n{text}\n", encoding="utf-8")
        self.run("edit", f"I{self.first}", "--file", str(file))
        self.notes[self.first] = kept
        said = self.run("show", f"I{self.first}", "--json").data["statements"]
        self.run("hypotheses", "support", "H2", said[0]["code"], "--rung", "did")

    def spelled_otherwise(self) -> None:
        """What others say about the person, in spellings of theirs; an opinion and a job that
        changed since, so that the record of changes has them as they were."""
        who, spellings = self.others[1], self.spellings
        lines = [Line(f"!pain did: asked {each}, {self.word()}", who) for each in spellings]
        lines.append(Line(f"so said {self.now} {self.email(self.now)} in {self.word()}", who))
        firm = f"{self.now} {self.word()}" if " " in self.now else self.firms[1]
        self.log([f"{who} @ {firm}"], lines, "as: current")
        said = self.chance.choice(spellings)
        self.run("hypotheses", "edit", "H2", "--importance", "5")
        self.run("hypotheses", "add", f"{self.word()} is what {said} sells")
        self.run("hypotheses", "edit", "H3", "--text", f"clinics {self.word()}")
        self.run("jobs", "edit", "J2", "--type", "social")

    def agreed(self) -> None:
        self.run("people", "consent", f"P{self.number}", "--scope", "notes,quote")

    def undone(self) -> None:
        """An interview that is there no more, but in the record of changes."""
        lines = [Line(f"> {self.quotes[0]}"), Line(f"{self.now} again, {self.email(self.now)}")]
        self.log([f"P{self.number}"], lines, "as: prospect")
        self.notes.popitem()
        self.run("undo", "--yes")

    def reasoned(self) -> None:
        """What was concluded from their words, and what names them in reasons."""
        said = self.run("show", f"I{self.first}", "--json").data["statements"]
        theirs = [each["code"] for each in said]
        other = self.run("search", "pain", "--json").data
        others = [each["code"] for each in other if each["code"][0] == "S"]
        self.run("why", "H1", "--heard", theirs[0])
        self.run("why", "H1", f"{self.now} said {self.word()}", "--under", "1")
        self.run("why", theirs[1], f"because of {self.word()}")
        self.run("why", theirs[1], f"and {self.word()}", "--under", "1")
        for code in others[:1]:
            if code not in theirs:
                self.run("why", code, f"{self.given(self.now)} asked for {self.word()}")
        reason = f"{self.email(self.now)} wants it"
        because = ("--because", "H1", "--because", theirs[0], "--reason", reason)
        self.run("hypotheses", "decide", f"call {self.now} about {self.word()}", *because)
        criteria = ("--right-if", f"{self.now} pays", "--wrong-if", f"{self.given(self.now)} goes")
        self.run("hypotheses", "add", f"owners {self.word()} daily", *criteria)

    def drafted(self) -> None:
        """What was typed and could not be stored, and what an editor leaves beside it."""
        self.log([f"{self.now} @ {self.organisation}"], [Line(f"H99+ {self.quotes[2]}")], ok=False)
        self.log([f"P{self.number}"], [Line(f"H99+ {self.quotes[1]}")], ok=False)
        self.log([self.someone(3)], [Line(f"H99+ {self.word()}")], ok=False)
        drafts = self.folder / "drafts"
        (drafts / ".note.md.swp").write_bytes(b"b0VIM\0" + self.now.encode() + b"\0")

    def make_old(self) -> None:
        """Makes the journal one of the first version."""
        make_old(self.journal)

    def forget(self, **options: Any) -> Any:
        return self.run("people", "forget", f"P{self.number}", "--yes", "--json", **options)

    # --- What is left ------------------------------------------------------------------------

    def traces(self, *elsewhere: Path) -> Iterator[str]:
        """Where anything of the person is found: the bytes of every file, and their names."""
        for place in (self.folder, *elsewhere):
            for path in sorted(place.rglob("*")) if place.is_dir() else ():
                data = path.read_bytes() if path.is_file() else b""
                both = lowered(data + os_name(path, place))
                for needle in self.needles:
                    if any(each in both for each in spelled(needle)):
                        yield f"{path.relative_to(place)}: {needle}"

    def faults(self, before: Rows, after: Rows) -> Iterator[str]:
        """What has become of others that should not have, and what should have and has not."""
        for table, rows in before.items():
            if table in ASIDE:
                continue
            for key, row in rows.items():
                there = after[table].get(key)
                for said in self._faults_of(table, row, there, before):
                    yield f"{table} {key}: {said}"
            for key in after[table].keys() - rows.keys():
                yield f"{table} {key} is new"

    def _faults_of(self, table: str, row: Row, there: Row | None, before: Rows) -> Iterator[str]:
        if self._is_theirs(table, row, before):
            if table in ("person", "participation", "interview"):
                yield from self._faults_of_theirs(table, there)
            elif there is not None:
                yield "is still there"
            return
        if there is None:
            yield "is gone"
            return
        near = table == "interview" and row["id"] == self.second
        near |= row.get("interview_id") == self.second
        for column, value in row.items():
            wanted = self.scrubbed(value, near=near) if isinstance(value, str) else value
            if column == "version":
                continue
            if table == "why" and self._was_said(row["heard_id"], before):
                wanted = {"text": GONE, "heard_id": None}.get(column, wanted)
            if column == "text_key":
                wanted = text_key(there["text"])
            if column == "name_key":
                wanted = name_key(there["name"])
            if near and column == "notes":
                wanted = self.note_after(before)
            if there[column] != wanted:
                yield f"{column} is {there[column]!r}, not {wanted!r}"

    def _was_said(self, statement: int | None, before: Rows) -> bool:
        """Whether a statement is theirs."""
        said = before["statement"].get((statement,))
        return said is not None and bool(said["person_id"] == self.number)

    def _is_theirs(self, table: str, row: Row, before: Rows) -> bool:
        if table == "why":
            return self._was_said(row["statement_id"], before)
        if table == "theme":
            statement = before["statement"][(row["statement_id"],)]
            named = row["name"] in {self.given(name).lower() for name in self.names}
            return named or statement["person_id"] == self.number
        if table == "interview":
            return bool(row["id"] == self.first)
        if table == "organisation":
            return self.goes and row["name"] == self.organisation
        if table == "person":
            return bool(row["id"] == self.number)
        return bool(row.get("person_id") == self.number)

    def _faults_of_theirs(self, table: str, there: Row | None) -> Iterator[str]:
        if there is None:
            yield "is gone, and no count explains itself any more"
        elif table == "person":
            firm = there["organisation_id"] is None
            if there["name"] != f"forgotten P{self.number}" or firm is not self.goes:
                yield f"is {there}"
        elif table == "interview" and there["notes"] != GONE:
            yield "still has words"

    def note_after(self, before: Rows) -> str:
        """What must be left of the note with others in the room."""
        lines = []
        for line in self.notes[self.second]:
            if line.whose in self.names:
                lines += [GONE] * (1 + line.text.count("\n"))
            else:
                lines.append(str(self.scrubbed(line.text, near=True)))
        return "\n".join(lines)


def os_name(path: Path, place: Path) -> bytes:
    return str(path.relative_to(place)).encode("utf-8", "surrogateescape")


def plain(text: str) -> str:
    """A text without accents."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def spelled(needle: str) -> set[bytes]:
    """How words may stand in a file, in small letters: composed or not, escaped in JSON or not."""
    forms = {needle.lower(), unicodedata.normalize("NFD", needle.lower())}
    return {form.encode() for form in forms} | {json.dumps(form)[1:-1].encode() for form in forms}


def lowered(data: bytes) -> bytes:
    """The bytes of a file in small letters, whatever its letters are."""
    text = data.decode("utf-8", "surrogateescape").lower()
    return text.encode("utf-8", "surrogateescape")


def rows_of(path: Path) -> Rows:
    """Every row of a journal, by table and key."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' "
            "AND name NOT LIKE 'sqlite_%'"
        )
    ]
    found: Rows = {}
    for table in tables:
        keys = KEYS.get(table, ("id",))
        rows = map(dict, connection.execute(f"SELECT * FROM {table}"))
        found[table] = {tuple(row[key] for key in keys): row for row in rows}
    connection.close()
    return found
