"""Owns whom the signed lines of a note mean: those it is with, by every name the journal knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.note.notes import Head, Note, note_of

if TYPE_CHECKING:
    from discoverycli.store.reader import Reader


def known(reader: Reader, head: Head, text: str, body: str) -> Note:
    """The note of a head and a body, where everybody in the head is known by name and by code,
    and whoever had another name before by that too.

    Args:
        reader: the open journal.
        head: whom the note is with; it stays what it is.
        text: the whole note, whose lines the marks count.
        body: its end.
    """
    from discoverycli.store.read.speakers import names_of

    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    names = {who.name: names_of(reader, who) for who in head.with_}
    return note_of(head, body, first_line=first_line, known=names)
