"""Reads the marks of a note, its speakers known by every name the journal has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.note.notes import Head, Note, note_of

if TYPE_CHECKING:
    from discoverycli.store.reader import Reader


def known(reader: Reader, head: Head, body: str, first_line: int) -> Note:
    """The note of a head and a body, where everybody in the head is known by name and by code,
    and whoever had another name before by that too.

    Args:
        reader: the open journal.
        head: whom the note is with; it stays what it is.
        body: its words, whose marks are read.
        first_line: the number of the body's first line in the note.
    """
    from discoverycli.store.read.speakers import names_of

    names = {who.name: names_of(reader, who) for who in head.with_}
    return note_of(head, body, first_line=first_line, known=names)
