"""Defines options that several commands take, and reads their values as words of the vocabulary."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import typer

from discoverycli.cli import complete
from discoverycli.context import context
from discoverycli.domain.text.words import join_words, one_line, require_storable
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewKind,
    Rung,
    Stakeholder,
    Word,
    parse_choice,
)
from discoverycli.errors import InputError


def code(letters: str, metavar: str | None, told: str, default: Any = ...) -> Any:
    """An argument that takes a code of these letters; of people, or a name."""
    completes = complete.codes_or_people if "P" in letters else complete.codes
    return typer.Argument(default, metavar=metavar, help=told, autocompletion=completes(letters))


def text(metavar: str | None, told: str, *names: str, completes: Any = None) -> Any:
    """An option that takes words and may be left out."""
    return typer.Option(None, *names, metavar=metavar, help=told, autocompletion=completes)


def choice(kind: type[StrEnum], *names: str, told: str = "{}.", metavar: str | None = None) -> Any:
    """An option that takes a word of a list; `{}` in its help becomes the words."""
    words = [each.value for each in kind]
    return text(metavar, told.format(join_words(words, "or")), *names, completes=lambda: words)


HYPOTHESIS = code("H", "CODE", "A code such as H3, or words of it.")
PERSON = code("P", "PERSON", "A code such as P7, or a name: ana, 'Ana @ Acme'.")
SERVES = choice(
    Stakeholder,
    metavar="WHOM",
    told="Whom it serves: current, future, company; repeat it or use commas.",
)
SEGMENT = typer.Option(None, help="The segment they belong to.")
CHANNEL = choice(Channel)
VIA = typer.Option(None, help="Who passed it on, of a proxy.")
KIND = choice(InterviewKind)
YES = typer.Option(False, "--yes", "-y", help="Do not ask.")
SURE = typer.Option(False, "--yes", "-y", help="A day over a year ahead is right.")


def word(kind: type[Word], text: str | None, what: str) -> Word | None:
    """The word that an option spells; `None` if the option was not given.

    Raises:
        InputError: naming the allowed words, when it is none of them.
    """
    return None if text is None else parse_choice(kind, text, what)


def words(kind: type[Word], texts: list[str] | None, what: str) -> tuple[Word, ...]:
    """The words of an option that can be repeated or hold commas.

    Raises:
        InputError: as `word`.
    """
    parts = [part for text in texts or () for part in text.split(",")]
    return tuple(parse_choice(kind, part, what) for part in parts if part.strip())


def whom(texts: list[str] | None) -> tuple[Stakeholder, ...]:
    """Whom `--serves` names. Raises `InputError` as `word`."""
    return words(Stakeholder, texts, "stakeholder")


def rung(text: str | None) -> Rung | None:
    """The rung that `--rung` names, where it is given. Raises `InputError` as `word`."""
    if text is None:
        return None
    try:
        return Rung.of(text.strip())
    except ValueError:
        allowed = ", ".join(each.word for each in Rung)
        raise InputError(f"'{text}' is not a rung of the ladder", f"one of: {allowed}") from None


def one_text(words: Sequence[str] | None, *before: str) -> str:
    """Joins the words of a command to one text; `before` are the words in front of them.

    Raises:
        InputError: several of them were quoted, so they may be as many texts.
    """
    quoted = [word for word in words or () if len(word.split()) > 1]
    if len(quoted) > 1:
        command = shlex.join(["disco", *context().command.split(), *before])
        raise InputError(
            f"{len(quoted)} quoted texts, and this command takes one at a time",
            f"{command} {shlex.quote(quoted[0])}",
        )
    return " ".join(words or ())


def line(text: str) -> str:
    """An option's text on one line. Raises `InputError` when no journal could store it."""
    return one_line(require_storable(text))


def line_or_none(text: str | None) -> str | None:
    """As `line`, of an option that may be left out."""
    return None if text is None else line(text)
