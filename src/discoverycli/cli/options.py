"""Owns how options become words of the vocabulary, and the options that several commands take."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from enum import StrEnum

import typer

from discoverycli.context import context
from discoverycli.domain.text.words import join_words, one_line, require_storable
from discoverycli.domain.vocabulary import Rung, Stakeholder, Word, parse_choice
from discoverycli.errors import InputError


def proposals(kind: type[StrEnum]) -> Callable[[], list[str]]:
    """Completes the words of a list."""
    return lambda: [each.value for each in kind]


def spelled(kind: type[StrEnum]) -> str:
    """The words of a list, for a help line: `direct, accompanied or proxy`."""
    return join_words(kind, "or")


SERVES = typer.Option(
    None,
    metavar="WHOM",
    help="Whom it serves: current, future, company; repeat it or use commas.",
    autocompletion=proposals(Stakeholder),
)


def word(kind: type[Word], text: str | None, what: str) -> Word | None:
    """The word that an option spells, where it is given.

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
    """The one text that the words of a command make; `before` is what stands before them.

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
