"""Reads our own interview notes, as `disco export` writes them and people type them."""

import re

from discoverycli.domain.note.front_matter import has_front_matter
from discoverycli.domain.note.interview import check_via
from discoverycli.domain.note.notes import note_of, split_note
from discoverycli.errors import InputError, LineError
from discoverycli.formats.assembly import DateLine, make_entry, refuse_if_too_large
from discoverycli.formats.entries import ImportOptions, ProblemKind, RefusedError, Result, Source

_CLOSING = re.compile(r"^---[^\S\n]*$", re.MULTILINE)
_WITH = re.compile(r"^with:", re.MULTILINE | re.IGNORECASE)


def recognises(text: str) -> bool:
    """Whether `text` is one of our notes: its front matter says who the talk was `with`."""
    if not has_front_matter(text):
        return False
    start = text.find("\n") + 1
    closing = _CLOSING.search(text, start) if start else None
    return _WITH.search(text, start, closing.start() if closing else len(text)) is not None


def read(source: Source, options: ImportOptions) -> Result:
    """The interview of a note: strictly, so that nothing is read as something else.

    Marks mean what they mean, and a line with a slip is listed and kept as text.

    Raises:
        RefusedError: a front matter that is wrong, in itself or beside the options, naming its
            line, or a note with nobody.
    """
    refuse_if_too_large(source.text)
    try:
        head, body, body_line, lines = split_note(source.text)
        check_via(head.channel or options.channel, head.via or options.via)
    except LineError as error:
        raise RefusedError(error.reason, line=error.line) from None
    except InputError as error:
        raise RefusedError(error.message, line=lines["via" if head.via else "channel"]) from None
    if not head.with_:
        raise RefusedError("names nobody: 'with:' is empty", ProblemKind.NOT_AN_INTERVIEW, line=1)
    note = note_of(head, body, first_line=body_line)
    written = None if head.on is None else DateLine(head.on, lines.get("on", 1))
    return make_entry(source, note, written, options)
