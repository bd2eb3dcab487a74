"""Reads the words on the command line of `disco log`: which of them are lines of the note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from discoverycli.domain.marks import begins_line, mark_at

_LONGEST_MARK = 3
"""A mark is at most three arguments of its own, as in `- [ ] send it` without quotes."""


class Piece(NamedTuple):
    """One argument. `line` says that it was given with `-m`, so it begins a line."""

    text: str
    line: bool = False


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

    An argument that begins with a mark begins a line, and so does a message. One that holds line
    breaks stands apart from its neighbours. Any other goes on with the line above.
    """
    pieces = [piece for piece in pieces if piece.text]
    texts = [piece.text for piece in pieces]
    body = ""
    ends = bulleted = False
    for index, (text, line) in enumerate(pieces):
        at = mark_at(" ".join(texts[index : index + _LONGEST_MARK]))
        holds_lines = "\n" in text
        new = line or holds_lines or ends or begins_line(text) or at is not None
        gap = "\n" if new and not (bulleted and not line) else " "
        body += text if not body or body.endswith("\n") else gap + text
        ends = holds_lines
        # The bullet of a mark, or of a promise, may be an argument of its own.
        bulleted = at is not None and at > len(text)
    return body
