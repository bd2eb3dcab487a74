"""Owns how a note gets in: from the command line, a file, standard input, an editor or prompts.

Whatever was typed is in a draft before anything is made of it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeGuard

from discoverycli import clock
from discoverycli.cli import speakers
from discoverycli.cli.here import here
from discoverycli.domain.notes import Head, Note, Who, parse_note, parse_people, render_note
from discoverycli.domain.words import clean_text
from discoverycli.errors import DiscoError, InputError, Interrupted, NotFoundError, reason
from discoverycli.store.drafts import Draft, is_draft, new_draft
from discoverycli.store.location import drafts_folder

LARGEST = 10 * 1024 * 1024
_FILE_ENDINGS = (".md", ".txt", ".markdown")
_EXAMPLE = "disco log 'Ana Silva @ Acme' 'what she said'"


class Given(NamedTuple):
    """What stood on the command line."""

    who: str
    words: tuple[str, ...]
    messages: tuple[str, ...]
    head: Head
    edit: bool


class Typed(NamedTuple):
    """A note, read, and the draft that holds it until the journal does."""

    note: Note
    draft: Draft | None
    numbered: bool = True
    """Whether the user knows its lines by number: not when it came on the command line."""


def gather(given: Given) -> Typed:
    """The note that was meant, from wherever it comes.

    Raises:
        InputError: there are no words, or they cannot be read; the draft is named.
        NotFoundError: a file that is not there.
    """
    given = _split_organisation(given)
    if given.who == "-" or _is_piped(given):
        return _from_stdin(given)
    if _names_a_file(given):
        return _from_file(given)
    body = "\n".join(part for part in (" ".join(given.words), *given.messages) if part)
    head = given.head._replace(with_=_people(given.who))
    if given.edit:
        return _from_editor(head, body)
    if body or not here().may_ask:
        return _from_words(head, body, given)
    from discoverycli.cli.ask import ask_note

    draft = _draft()
    with kept(draft):
        return read_typed(ask_note(head, draft), draft, Head())


def _split_organisation(given: Given) -> Given:
    """`Ana @ Acme words` without quotes: the shell has cut it into several words."""
    words = given.words
    if "@" in given.who or not given.who or not words or not words[0].startswith("@"):
        return given
    if words[0] == "@" and len(words) > 1:
        return given._replace(who=f"{given.who} @ {words[1]}", words=words[2:])
    return given._replace(who=f"{given.who} @ {words[0][1:]}", words=words[1:])


def _is_piped(given: Given) -> bool:
    nothing = not given.words and not given.messages and not given.edit
    return nothing and not given.who and not sys.stdin.isatty()


def _names_a_file(given: Given) -> bool:
    if not given.who or given.words or given.messages or given.edit:
        return False
    return given.who.endswith(_FILE_ENDINGS) or (os.sep in given.who and Path(given.who).is_file())


def _people(text: str) -> tuple[Who, ...]:
    return parse_people(text) if text else ()


def _from_words(head: Head, body: str, given: Given) -> Typed:
    if not body and given.who and not sys.stdin.isatty():
        return _from_stdin(given)
    typed = " ".join((given.who, *given.words, *given.messages))
    draft = _draft()
    with kept(draft):
        try:
            draft.keep(render_note(head, body))
        except (DiscoError, UnicodeError):
            draft.keep(os.fsencode(typed))
        clean_text(typed)
        if not given.who:
            raise InputError("nobody was named", _EXAMPLE)
        return read_typed(render_note(head, body), draft, Head())._replace(numbered=False)


def _from_stdin(given: Given) -> Typed:
    data = sys.stdin.buffer.read(LARGEST + 1)
    draft = _draft()
    with kept(draft):
        draft.keep(data)
        text = decode(data, "standard input")
        head = given.head._replace(with_=_people(given.who if given.who != "-" else ""))
        return read_typed(text, draft, head)


def _from_file(given: Given) -> Typed:
    text, draft = read_file(given.who, _EXAMPLE)
    return Typed(_checked(_read(text, given.head)), draft)


def read_file(name: str, instead: str) -> tuple[str, Draft | None]:
    """What is in a note file; it is a draft itself where it lies among the drafts.

    Raises:
        NotFoundError: there is none; `instead` is the hint.
        InputError: it cannot be read, or is no UTF-8.
    """
    path = Path(name)
    try:
        if not path.is_file():
            raise NotFoundError(f"there is no file {path}", instead)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {reason(error)}", "check its rights") from None
    drafted = is_draft(path, drafts_folder(here().journal))
    return decode(data, str(path)), Draft(path) if drafted else None


def _from_editor(head: Head, body: str) -> Typed:
    from discoverycli.cli.editor import edit_text, needs_somebody
    from discoverycli.domain.notes import is_untouched, note_template

    draft = _draft()
    with kept(draft):
        draft.keep(render_note(head, body) if body else "")
        needs_somebody(_EXAMPLE)
        draft.keep(note_template(head) + body)
        edit_text(draft.path)
        text = decode(draft.text(), str(draft.path))
        if is_untouched(text, head):
            draft.discard()
            raise InputError("nothing was written, so nothing was logged", _EXAMPLE)
        return read_typed(text, draft, Head())


def read_typed(text: str, draft: Draft, head: Head) -> Typed:
    """Reads a note; what `head` holds overrules what the note says itself."""
    with kept(draft):
        note = _read(clean_text(text), head)
        if head != Head():
            draft.keep(render_note(note.head, note.body))
        return Typed(_checked(note), draft)


def _read(text: str, overruling: Head) -> Note:
    """A note, read; what `overruling` holds stands for what its head says."""
    note = parse_note(text)
    given = {name: value for name, value in overruling._asdict().items() if value}
    if given:
        text = render_note(note.head._replace(**given), note.body)
        # Who speaks on a line depends on who was there, so the body is read again.
        note = parse_note(text)
    if not os.path.lexists(here().journal):
        return note
    with here().reader() as reader:
        return speakers.known(reader, note.head, text, note.body)


def _checked(note: Note) -> Note:
    if not note.head.with_:
        raise InputError("nobody was named", "a line 'with: PERSON @ ORGANISATION', or " + _EXAMPLE)
    if not note.body.strip():
        raise InputError("there are no words to log", _EXAMPLE)
    return note


def decode(data: bytes, what: str) -> str:
    """The text of `data`, which must be UTF-8.

    Raises:
        InputError: it is not, or there is too much of it.
    """
    if len(data) > LARGEST:
        raise InputError(f"{what} is larger than {LARGEST // 1024 // 1024} MB", "a smaller note")
    try:
        return clean_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{what} is not UTF-8 text (byte {error.start + 1})", "save it as UTF-8, then again"
        ) from None


def _draft() -> Draft:
    stamp: datetime = clock.now()
    return new_draft(drafts_folder(here().journal), f"{stamp:%Y%m%d-%H%M%S}")


@contextmanager
def kept(draft: Draft | None) -> Iterator[None]:
    """Whatever stops the work inside says where the draft is; one without words goes."""
    try:
        yield
    except DiscoError as error:
        if error.draft is None and _holds_words(draft):
            error.draft = str(draft.path)
        raise
    except KeyboardInterrupt:
        if not _holds_words(draft):
            raise
        raise Interrupted("interrupted, and nothing was stored", draft=str(draft.path)) from None


def _holds_words(draft: Draft | None) -> TypeGuard[Draft]:
    """Whether there is anything in a draft to come back to; one without is taken away."""
    if draft is None or not draft.path.exists():
        return False
    if draft.text().strip():
        return True
    draft.discard()
    return False
