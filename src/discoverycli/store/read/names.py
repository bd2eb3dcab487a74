"""Finds what a typed code or name means."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discoverycli.domain.text.folding import name_key, text_key
from discoverycli.domain.text.words import clip, join_words, nearest, person_label, require_storable
from discoverycli.domain.vocabulary import CODE_PREFIXES, Code
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store.reader import Reader
from discoverycli.store.values import like

if TYPE_CHECKING:
    from discoverycli.domain.note.marks import Names
    from discoverycli.domain.note.notes import Who

CANDIDATES = 6
"""How many things an ambiguous name lists at the most."""

_NEIGHBOURS = 2000
"""How many names are compared with one that nothing has."""

_TABLES = {"P": "person", "I": "interview", "S": "statement", "H": "hypothesis", "J": "job",
           "D": "decision"}  # fmt: skip
_LISTS = {
    "P": "disco people", "H": "disco hypotheses --all", "J": "disco jobs",
    "D": "disco report decisions",
}  # fmt: skip
_EXAMPLES = {"P": "P7", "I": "I12", "S": "S45", "H": "H3", "J": "J2", "D": "D4", "V": "V1"}
_FROM = {
    "P": "SELECT p.id, p.name, o.name FROM person p "
    "LEFT JOIN organisation o ON o.id = p.organisation_id",
    "H": "SELECT t.id, t.text, NULL FROM hypothesis t",
    "J": "SELECT t.id, t.text, NULL FROM job t",
    "I": "SELECT t.id, t.title, NULL FROM interview t",
    "D": "SELECT t.id, t.text, NULL FROM decision t",
}
_WORD_BEGINS = "({0} LIKE :start ESCAPE '!' OR {0} LIKE :inner ESCAPE '!')"
_TIERS: tuple[dict[str, str], ...] = (
    {"P": "p.name_key = :name", "H": "t.text_key = :text", "J": "t.text_key = :text"},
    {"P": "o.name_key = :name", "I": "t.title = :typed", "D": "t.text = :typed"},
    {"P": _WORD_BEGINS.format("p.name_key")},
    {"P": _WORD_BEGINS.format("o.name_key")},
    {"H": "t.text_key LIKE :words ESCAPE '!'", "J": "t.text_key LIKE :words ESCAPE '!'"},
    {"I": "lower(t.title) LIKE :words ESCAPE '!'"},
    {"D": "lower(t.text) LIKE :words ESCAPE '!'"},
)
"""How a name may fit, best first; the first tier in which anything fits decides."""

_WITH_ORGANISATION = (
    "p.name_key = :name AND o.name_key = :organisation",
    f"{_WORD_BEGINS.format('p.name_key')} AND o.name_key LIKE :organisation_start ESCAPE '!'",
)
_NEAR = {
    "P": "p.name_key LIKE :start ESCAPE '!' OR o.name_key LIKE :start ESCAPE '!'",
    **dict.fromkeys("HJ", "t.text_key LIKE :start ESCAPE '!'"),
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    code: Code
    name: str
    organisation: str | None

    @property
    def text(self) -> str:
        return person_label(self.name, self.organisation)

    def __str__(self) -> str:
        return f"{self.code} {clip(self.text, 40)}"


def resolve(reader: Reader, text: str, letters: str) -> Code:
    """The one thing that `text` means: a code in either case, or a name.

    A name is that of a person or of their organisation (`Ana`, `ana silva @ acme`), or words of
    a hypothesis, a job or a decision in their order, or an interview's title. The whole name
    goes before its beginning, a person's before an organisation's, and people before opinions.

    Args:
        reader: the open journal.
        text: what was typed.
        letters: the kinds of codes that are wanted, such as `P` or `HJ`.

    Raises:
        InputError: several things fit (they are listed), or a code of another kind.
        NotFoundError: nothing fits; the nearest one is suggested.
    """
    typed = " ".join(require_storable(text).split())
    if not typed:
        raise InputError("a code or a name is missing", _example(letters))
    code = Code.parse(typed)
    if code is not None and code.prefix in letters:
        return _existing(reader, code)
    found = _named(reader, typed, letters)
    if len(found) == 1:
        return found[0].code
    if found:
        raise _ambiguous(typed, found)
    if code is not None:
        raise _of_another_kind(code, letters)
    raise _unknown(reader, typed, letters)


def _existing(reader: Reader, code: Code) -> Code:
    if code.prefix not in _TABLES:
        raise _not_kept(code)
    exists = f"SELECT 1 FROM {_TABLES[code.prefix]} WHERE id = :id"
    if reader.value(exists, {"id": code.number}) is None:
        raise NotFoundError(f"there is no {code}", _LISTS.get(code.prefix, "disco search WORDS"))
    return code


def _not_kept(code: Code) -> NotFoundError:
    kind = CODE_PREFIXES[code.prefix]
    return NotFoundError(f"there is no {code}: no {kind} has been kept", "disco hypotheses")


def _named(reader: Reader, typed: str, letters: str) -> list[_Candidate]:
    if "@" in typed and "P" in letters:
        return _people_somewhere(reader, typed)
    name, text = name_key(typed), text_key(typed)
    parameters = {
        "typed": typed,
        "name": name,
        "text": text,
        "start": f"{like(name)}%",
        "inner": f"% {like(name)}%",
        "words": f"%{'%'.join(like(word) for word in text.split())}%",
    }
    for tier in _TIERS:
        found = [
            each
            for letter, condition in tier.items()
            if letter in letters
            for each in _fitting(reader, letter, condition, parameters)
        ]
        if found:
            return found
    return []


def _people_somewhere(reader: Reader, typed: str) -> list[_Candidate]:
    from discoverycli.domain.note.notes import parse_who

    who = parse_who(typed)
    if who.organisation is None:
        return _fitting(reader, "P", "p.name_key = :name", {"name": name_key(who.name)})
    name, organisation = name_key(who.name), name_key(who.organisation)
    parameters = {
        "name": name,
        "organisation": organisation,
        "start": f"{like(name)}%",
        "inner": f"% {like(name)}%",
        "organisation_start": f"{like(organisation)}%",
    }
    for condition in _WITH_ORGANISATION:
        if found := _fitting(reader, "P", condition, parameters):
            return found
    return []


def _fitting(
    reader: Reader,
    letter: str,
    condition: str,
    parameters: dict[str, str],
    most: int = CANDIDATES + 1,
) -> list[_Candidate]:
    alias = "p" if letter == "P" else "t"
    sql = f"{_FROM[letter]} WHERE {condition} ORDER BY {alias}.id LIMIT {most}"
    rows = reader.rows(sql, parameters)
    return [
        _Candidate(Code(letter, number), name, organisation) for number, name, organisation in rows
    ]


def _ambiguous(typed: str, found: list[_Candidate]) -> InputError:
    """Lists candidates by code, and on a terminal by name too."""
    more = ["others"] if len(found) > CANDIDATES else []
    some, hint = found[:CANDIDATES], f"the code: {found[0].code}"
    said = f"'{clip(typed)}' can be"
    error = InputError(f"{said} {join_words([*(each.code for each in some), *more], 'or')}", hint)
    error.private_message = f"{said} {join_words([*some, *more], 'or')}", hint
    return error


def _of_another_kind(code: Code, letters: str) -> InputError | NotFoundError:
    if code.prefix not in _TABLES:
        return _not_kept(code)
    kind = CODE_PREFIXES[code.prefix]
    article = "an" if kind == "interview" else "a"
    return InputError(f"{code} is {article} {kind}", _example(letters))


def _unknown(reader: Reader, typed: str, letters: str) -> NotFoundError:
    who = "nobody" if letters == "P" else "nothing"
    hint = _LISTS.get(letters, "disco search WORDS")
    close = _nearest(reader, typed, letters)
    said = f"{who} here is called '{clip(typed)}'"
    if close is None:
        return NotFoundError(said, hint)
    error = NotFoundError(said, str(close.code))
    error.private_message = said, f"{close.code}, {close.text}"
    return error


def _nearest(reader: Reader, typed: str, letters: str) -> _Candidate | None:
    key = name_key(typed)
    start = {"start": f"{like(key[:1])}%"}
    words: dict[str, _Candidate] = {}
    for letter in filter(_NEAR.get, letters):
        for each in _fitting(reader, letter, _NEAR[letter], start, _NEIGHBOURS):
            name, firm = each.name, each.organisation or ""
            for word in (name, name.partition(" ")[0], firm, each.text):
                words.setdefault(word, each)
    close = nearest(key, words)
    return words[close] if close else None


def _example(letters: str) -> str:
    return f"a code such as {' or '.join(_EXAMPLES[letter] for letter in letters[:2])}"


_FORMER = "SELECT name, former_names FROM person WHERE id = :person"
_NAMED_ALSO = """
SELECT p.id, p.former_names FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE p.name_key = :name AND (:organisation = '' OR o.name_key = :organisation)
"""


def names_in(reader: Reader, people: Iterable[Who]) -> dict[str, Names]:
    """Other names of each person in a note's head, by the name or code there."""
    return {who.name: names_of(reader, who) for who in people}


def names_of(reader: Reader, who: Who) -> Names:
    """Other names of someone in a note's head: their name or their code, and former names."""
    from discoverycli.domain.note.marks import Names

    code = Code.parse(who.name)
    if code is not None and code.prefix == "P":
        rows = reader.rows(_FORMER, {"person": code.number})
        now = tuple(name for name, _ in rows)
    else:
        keys = {"name": name_key(who.name), "organisation": name_key(who.organisation or "")}
        rows = reader.rows(_NAMED_ALSO, keys)
        now = (f"P{rows[0][0]}",) if len(rows) == 1 else ()
    return Names(now, tuple(name for *_, former in rows for name in json.loads(former)))
