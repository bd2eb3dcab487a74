"""Sorts the words of `disco log`: who was heard, which file has the note, what is a line of it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from discoverycli.context import context
from discoverycli.domain.note.marks import begins_line, mark_at
from discoverycli.domain.note.notes import Head
from discoverycli.domain.note.slips import slips
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import InputError

EXAMPLE = "disco log 'Ana Silva @ Acme' 'what she said'"
NOTE_ENDINGS = (".md", ".txt", ".markdown")

_LONGEST_MARK = 3
"""A mark is at most three arguments of its own, as in `- [ ] send it` without quotes."""
_LONGEST_NAME = 4
_SIGN = Pattern(r"(?![^@]+@[^@]+\.[^@])([^@\\]*)@(.*)")
"""A word with the `@` between person and organisation; an e-mail address has none."""


class Piece(NamedTuple):
    """One argument. `line` says that it was given with `-m`, so it begins a line."""

    text: str
    line: bool = False


class Given(NamedTuple):
    """What stood on the command line."""

    who: str
    words: list[Piece]
    head: Head
    edit: bool
    resume: bool = False


def in_order(words: Sequence[str], messages: Sequence[str], before: Sequence[int]) -> list[Piece]:
    """Words and messages as they were typed.

    Args:
        words: the arguments without an option.
        messages: the values of `-m`.
        before: how many of `words` stand before each message.
    """
    pieces = [Piece(word) for word in words]
    for message, at in reversed(list(zip(messages, before, strict=True))):
        pieces.insert(at, Piece(message, line=True))
    return pieces


def body_of(pieces: Sequence[Piece]) -> str:
    """The note that arguments make, without the name.

    An argument that begins with a mark, or holds what looks like one, begins a line, and so does a
    message. One that holds line breaks stands apart from its neighbours. Any other goes on with
    the line above.
    """
    pieces = [piece for piece in pieces if piece.text]
    texts = [piece.text for piece in pieces]
    body = ""
    ends = bulleted = False
    for index, (text, line) in enumerate(pieces):
        at = mark_at(" ".join(texts[index : index + _LONGEST_MARK]))
        holds_lines = "\n" in text
        new = line or holds_lines or ends or begins_line(text) or at is not None or slips(text)
        gap = "\n" if new and not (bulleted and not line) else " "
        body += text if not body or body.endswith("\n") else gap + text
        ends = holds_lines
        # The bullet of a mark, or of a promise, may be an argument of its own.
        bulleted = at is not None and at > len(text)
    return body


class Reading(NamedTuple):
    """Who was heard and the words of the note; `doubt` says why it might be meant otherwise."""

    who: str
    pieces: list[Piece]
    doubt: str | None = None


def read_name(who: str, pieces: Sequence[Piece]) -> Reading:
    """Finds the name and the organisation that were typed without quotes.

    The shell has cut `Maria Lopez @ Acme` into four words. Words with a capital before the `@`
    are the name, and the word behind it is the organisation. Other readings are in doubt.
    """
    as_typed = Reading(who, list(pieces))
    whole = ";" in who or len(who.split()) > 1 or Code.parse(who) is not None
    if begins_line(who):
        return Reading("", [Piece(who), *pieces])
    if not who or (whole and "@" in who):
        return as_typed
    plain = _plain_words(pieces)
    ahead = 2 if plain and plain[0].startswith("@") else 1
    words = [who, *plain][: ahead if whole else None]
    for index, word in enumerate(words):
        if sign := _SIGN.fullmatch(word):
            name = [*words[:index], *filter(None, [sign[1]])]
            if not name:
                return as_typed
            if whole or _may_be_name(name):
                return _with_organisation(name, sign[2], as_typed.pieces[index:])
            text = Piece(" ".join(plain), line=True)
            return Reading(who, [text, *pieces[len(plain) :]], "the words hold an @")
    named = len([*takewhile(_begins_name, words)])
    if not named and len(plain) == 1 < len(pieces) and plain[0].isalpha():
        named = 2  # One word alone, and then a line: `maria lopez '!pain …'`.
    if whole or named < 2:
        return as_typed
    name_typed = " ".join(words[:named])
    doubt = f"'{name_typed}' may be one name, or a name and words"
    return Reading(name_typed, as_typed.pieces[named - 1 :], doubt)


def _with_organisation(name: list[str], organisation: str, behind: list[Piece]) -> Reading:
    """`behind` is what stands after the word of the `@`."""
    who = " ".join(name)
    quoted = False
    if not organisation and behind and not behind[0].line and not begins_line(behind[0].text):
        organisation, quoted = behind[0].text, len(behind[0].text.split()) > 1
        behind = behind[1:]
    if not organisation:
        return Reading(who, behind, f"no organisation stands behind '{who} @'")
    more = 0
    for word in [] if quoted else _plain_words(behind):
        if not word[0].isupper():
            break
        more += 1
    doubt = None
    if more:
        organisation = " ".join((organisation, *(piece.text for piece in behind[:more])))
        doubt = f"'{organisation}' may be one organisation, or one and words"
    elif not all(map(_begins_name, name)) and len(name) > 1:
        doubt = f"'{who}' may be one name, or a name and words"
    return Reading(f"{who} @ {organisation}", behind[more:], doubt)


def _plain_words(pieces: Sequence[Piece]) -> list[str]:
    words: list[str] = []
    for text, line in pieces:
        ends = line or not text or len(text.split()) != 1 or begins_line(text)
        if ends or text == "-" or text.lower().endswith(NOTE_ENDINGS):
            break
        words.append(text)
    return words


def _may_be_name(words: list[str]) -> bool:
    ends = _begins_name(words[0]) and _begins_name(words[-1])
    return len(words) <= (_LONGEST_NAME if ends else 2)


def _begins_name(word: str) -> bool:
    """No name begins with a small letter, in any script."""
    return word[0].isalnum() and not word[0].islower()


def source_of(given: Given) -> str | None:
    """What holds the whole note: a file, or `-` for standard input; `None` for the words typed.

    Raises:
        InputError: something else was typed beside it, and would be left out.
    """
    who, words = given.who, given.words
    if Piece("-", line=True) in words:
        raise InputError("-m takes words, and - takes the pipe", command_of(given, who, "-"))
    typed = [piece.text for piece in words if not piece.line]
    if who == "-" or _is_file(who):
        name = "" if not typed or begins_line(typed[0]) else typed[0]
        source, beside = who, bool(words)
    else:
        name = who
        among = [text for text in typed if _is_note_file(text)]
        source = (typed[-1:] if typed[-1:] == ["-"] else among or typed or [""])[0]
        beside = len(words) > 1
        if not (source == "-" or (among if beside else typed and _is_file(source))):
            return None
    if beside:
        message = f"{source} holds the whole note, and other words stand beside it"
        instead = [source]
        if source in typed[1:] and source != "-":
            instead = ["-m", body_of(words)]
        raise InputError(message, command_of(given, name, *instead))
    if given.edit:
        raise InputError(
            f"{source} holds the whole note, and --edit writes one",
            command_of(given._replace(edit=False), name, source),
        )
    return source


def _is_note_file(text: str) -> bool:
    return text.lower().endswith(NOTE_ENDINGS) and os.path.isfile(text)  # noqa: PTH113 - see below


def _is_file(text: str) -> bool:
    """Whether a single word means a file or a folder."""
    if len(text.split()) == 1 and text.lower().endswith(NOTE_ENDINGS):
        return True
    if os.sep in text:
        return os.path.exists(text)  # noqa: PTH110 - Path's own raises for long texts
    return bool(os.path.splitext(text)[1]) and os.path.isfile(text)  # noqa: PTH113, PTH122


def typed_again(pieces: Sequence[Piece]) -> list[str]:
    """The arguments that are read as these pieces."""
    words: list[str] = []
    for text, line in pieces:
        words += ["-m", text] if line or (text[:1] == "-" != text) else [text]
    return words


def command_of(given: Given, *words: str) -> str:
    """The command line with other words and the same options, quoted for a shell."""
    options = ["--edit"] if given.edit else []
    for name, value in given.head._asdict().items():
        if value:
            options += [f"--{name.rstrip('_')}", str(value)]
    if context().journal_option:
        options += ["--journal", str(context().journal_option)]
    return shlex.join(["disco", "log", *filter(None, words), *options])
