"""Finds the note for `disco log`: on the command line, in a file, standard input, an editor,
prompts or a draft left behind.

Everything typed is in a draft before anything is made of it."""

import codecs
import os
import shlex
import sys
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple, cast

from discoverycli.cli.calls.kept_drafts import (
    NOBODY,
    draft_at,
    empty_draft,
    kept,
    kept_draft,
    made_at,
    naming,
    resuming,
    with_fields,
)
from discoverycli.cli.calls.log_words import (
    EXAMPLE,
    Given,
    Piece,
    body_of,
    command_of,
    read_name,
    source_of,
    typed_again,
)
from discoverycli.context import context
from discoverycli.domain.note.notes import (
    MOST_MARKS,
    Head,
    Note,
    Who,
    has_too_many_marks,
    note_of,
    parse_people,
    render_note,
    split_note,
)
from discoverycli.domain.text.words import require_storable
from discoverycli.domain.vocabulary import Code
from discoverycli.errors import DiscoError, InputError, LineError, NotFoundError, reason
from discoverycli.store.drafts import Draft

LARGEST = 10 * 1024 * 1024
MARKED = {"H": "a hypothesis", "J": "a job"}
"""What codes that begin a mark stand for."""
_PIECE = 1 << 16
_EMPTY = Head()


class TypedNote(NamedTuple):
    """A note, read, and the draft that holds it until the journal does."""

    note: Note
    draft: Draft | None
    numbered: bool = True
    """Whether the user knows its lines by number: not when it came on the command line."""
    double_of: int | None = None
    """The interview that holds its words already."""


def gather(given: Given) -> TypedNote:
    """The note that was meant, from any source.

    Raises:
        InputError: there are no words, or they cannot be read; the draft is named.
        NotFoundError: a file that is not there.
    """
    who, words, doubt = read_name(given.who, given.words)
    given = given._replace(who=who, words=words)
    if given.resume:
        return _from_left(given)
    try:
        source = source_of(given)
        if doubt is not None:
            raise InputError(doubt, command_of(given, given.who, *typed_again(given.words)))
        _refuse_nobody(given)
    except InputError as error:
        raise _with_draft(error, given) from None
    if source is not None and source != "-":
        return _from_file(given, source)
    body = body_of(given.words)
    piped = not sys.stdin.isatty() and not given.edit
    typed = (body or context().may_ask) if given.who else given.words
    if source == "-" or (piped and not typed):
        return _from_stdin(given)
    head = given.head._replace(with_=_people(given.who))
    if given.edit:
        return _from_editor(head, body)
    if body or not context().may_ask:
        return _from_words(head, body, given)
    from discoverycli.cli.calls.prompts import ask_note

    with kept_draft() as draft:
        return read_typed(ask_note(head, draft), draft)


def _refuse_nobody(given: Given) -> None:
    code = Code.parse(given.who)
    if code is not None and code.prefix in MARKED:
        raise InputError(f"{code} is {MARKED[code.prefix]}, not a person", naming())
    if given.who != "-":
        _people(given.who)


def _with_draft(error: InputError, given: Given) -> InputError:
    body = body_of(given.words)
    if body:
        draft = empty_draft()
        try:
            _refuse_nobody(given)
            draft.keep(render_note(given.head._replace(with_=_people(given.who)), body))
        except InputError:
            whole = [Piece(given.who), *given.words] if Code.parse(given.who) else given.words
            draft.keep(render_note(given.head, body_of(whole)))
            error.hint = naming()
        draft.release()
        # The hint holds all the words; the draft is for people who do not use the hint.
        error.draft, error.resume_command = str(draft.path), ""
        if "\n" in error.hint:
            error.hint = resuming(draft)
    return error


def keep_words(given: Given, error: Any) -> None:
    """Keeps the words of a command line that cannot be understood in a draft, which the error
    then names; those of the pipe as well, where no others are."""
    wrong = getattr(error, "option_name", None)
    words = [piece for piece in given.words if piece.text.partition("=")[0] != wrong]
    if not body_of(words):
        if sys.stdin.isatty():
            return
        given = given._replace(words=[])
    again: str | None = None
    try:
        draft = gather(given).draft
    except DiscoError as other:
        error.draft, again = other.draft, other.resume_command
    else:
        if draft is not None:
            draft.release()
            error.draft = str(draft.path)
    if not error.draft:
        return
    whole = isinstance(error, DiscoError) and error.hint.startswith("disco log ")
    error.resume_command = "" if whole else resuming() if again is None else again


def _people(text: str) -> tuple[Who, ...]:
    people = parse_people(text) if text else ()
    if people == parse_people(NOBODY):
        raise InputError(f"{NOBODY} is a placeholder", "their name instead")
    return people


def _from_words(head: Head, body: str, given: Given) -> TypedNote:
    typed = " ".join((given.who, *(piece.text for piece in given.words)))
    with kept_draft() as draft:
        try:
            draft.keep(render_note(head, body))
        except (DiscoError, UnicodeError):
            draft.keep(typed.encode("utf-8", "surrogateescape"))
        require_storable(typed)
        if not given.who:
            raise InputError("nobody was named", naming())
        try:
            return read_typed(render_note(head, body), draft)._replace(numbered=False)
        except LineError as error:
            raise InputError(error.reason, error.hint) from None


def _from_stdin(given: Given) -> TypedNote:
    with kept_draft() as draft:
        data, typed = b"", cast(BufferedReader, sys.stdin.buffer)
        try:
            while len(data) <= LARGEST and (more := typed.read1(_PIECE)):
                data += more
        finally:  # Ctrl-C as well, after lines that were typed
            draft.keep(data)
        text = decode(data, "standard input")
        if not text.strip():
            raise InputError("standard input is empty", EXAMPLE)
        head = given.head._replace(with_=_people(given.who if given.who != "-" else ""))
        return read_typed(text, draft, head)


def _from_file(given: Given, name: str) -> TypedNote:
    apart = given.who != name
    text, draft = read_file(name, command_of(given, given.who, "-m", name) if apart else EXAMPLE)
    if not text.strip():
        raise InputError(f"{name} is empty", EXAMPLE)
    head = given.head._replace(with_=_people(given.who)) if apart else given.head
    if draft is not None:
        return read_typed(text, draft, head)
    note = _read(text, head)
    if not note.head.with_:
        raise InputError("nobody was named", command_of(given, NOBODY, name))
    return TypedNote(_checked(note), None)


def read_file(name: str, instead: str) -> tuple[str, Draft | None]:
    """Reads a note file; a file among the drafts is held as the draft it is.

    Raises:
        NotFoundError: there is none; `instead` is the hint.
        InputError: it cannot be read, or is no UTF-8.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder", shlex.join(["disco", "import", name]))
        if not (path.is_file() or (path.is_fifo() and path.is_relative_to("/dev"))):
            raise NotFoundError(f"there is no file {path}", instead)
        fleeting = path.is_fifo()
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        hint = shlex.join(["chmod", "u+r", name])
        raise InputError(f"{path} cannot be read: {reason(error)}", hint) from None
    draft = empty_draft() if fleeting else draft_at(path)
    with kept(draft):
        if draft is not None and fleeting:
            draft.keep(data)
        return decode(data, str(path)), draft


def _from_editor(head: Head, body: str) -> TypedNote:
    from discoverycli.cli.editor import needs_somebody
    from discoverycli.domain.note.notes import note_template

    with kept_draft() as draft:
        draft.keep(render_note(head, body) if body else "")
        needs_somebody(EXAMPLE)
        draft.keep(note_template(head) + body)
        return read_typed(_edited(draft, head), draft)


def _edited(draft: Draft, head: Head) -> str:
    from discoverycli.cli.editor import edit_text
    from discoverycli.domain.note.notes import is_untouched

    with draft.lent():
        edit_text(draft, again=resuming())
    text = decode(draft.text(), str(draft.path))
    if is_untouched(text, head):
        draft.discard()
        raise InputError("nothing was written, so nothing was logged", EXAMPLE)
    return text


def _from_left(given: Given) -> TypedNote:
    """Goes on with the last draft left behind; a WHO counts only where it names nobody."""
    if given.words:
        raise InputError(
            "--resume goes on with a draft, and takes no other words", f"{resuming()} --edit"
        )
    from discoverycli.cli.calls.drafts import last_left

    draft = last_left()
    with kept(draft):
        from discoverycli.cli import editor

        if given.edit:
            editor.needs_somebody(resuming())
        if given.edit or (context().may_ask and editor.is_named()):
            text = _edited(draft, Head())
        else:
            text = decode(draft.text(), str(draft.path))
        if given.who and _names_somebody(text):
            raise InputError("the draft already names a person", f"{resuming()} --edit")
        head = given.head._replace(with_=_people(given.who))
        typed = read_typed(with_fields(text, head), draft, head)
        if given.head.on:  # --on was given: the same words on another day are another talk
            return typed
        return typed._replace(double_of=_stored_since(typed.note, draft))


def _names_somebody(text: str) -> bool:
    try:
        return bool(split_note(text).head.with_)
    except DiscoError:
        return False


def _stored_since(note: Note, draft: Draft) -> int | None:
    """A program killed just after storing leaves the draft of a stored note, of any day."""
    if not os.path.lexists(context().journal):
        return None
    from discoverycli.store.read.interviews import since

    with context().reader() as reader:
        return since(reader, made_at(draft), note.body, note.head.with_)


def read_typed(text: str, draft: Draft, overruling: Head = _EMPTY) -> TypedNote:
    """Reads a note; fields of `overruling` replace those of its head, in the draft too."""
    with kept(draft):
        if overruling != _EMPTY:
            own, body, *_ = split_note(text)
            text = render_note(_replaced(own, overruling), body)
            draft.keep(text)
            _overruled(own, overruling)
        return TypedNote(_checked(_read(text)), draft)


def with_body(typed: TypedNote, body: str) -> Note:
    """A note with another body, which its draft holds from then on."""
    text = render_note(typed.note.head, body)
    if typed.draft is not None:
        typed.draft.keep(text)
    return _read(text)


def _read(text: str, overruling: Head = _EMPTY) -> Note:
    own, body, first_line, _ = split_note(text)
    head = _overruled(own, overruling)
    known = {}
    if os.path.lexists(context().journal):
        from discoverycli.store.read.names import names_in

        with context().reader() as reader:
            known = names_in(reader, head.with_)
    return note_of(head, body, first_line=first_line, known=known)


def _replaced(head: Head, overruling: Head) -> Head:
    return head._replace(**{name: each for name, each in overruling._asdict().items() if each})


def _overruled(own: Head, overruling: Head) -> Head:
    """A head with what `overruling` holds in its place; notes it where the people differ."""
    if overruling.with_ and own.with_ and own.with_ != overruling.with_:
        context().note("the note says with: others; who the command line names counts")
    head = _replaced(own, overruling)
    if head != own:
        try:
            split_note(render_note(head, ""))
        except LineError as error:
            raise InputError(error.reason, error.hint) from None
    return head


def _checked(note: Note) -> Note:
    if not note.head.with_:
        bare = note.body.lstrip()[:5].lower() == "with:"
        hint = "put 'with:' between two lines of ---" if bare else naming()
        raise InputError("nobody was named", hint)
    if not note.body.strip():
        raise InputError("there are no words to log", EXAMPLE)
    if has_too_many_marks(note):
        most = f"more than {MOST_MARKS:,} marks, the limit for an interview"
        raise InputError(most, "log it as several interviews")
    return note


def decode(data: bytes, what: str) -> str:
    """The text of `data`, which must be UTF-8.

    Raises:
        InputError: it is not, or there is too much of it.
    """
    if len(data) > LARGEST:
        raise InputError(f"{what} is larger than {LARGEST // 1024 // 1024} MB", "a smaller note")
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        hint = shlex.join(["iconv", "-f", "UTF-16", "-t", "UTF-8", what])
        raise InputError(f"{what} is UTF-16, not UTF-8 text", f"{hint} > utf-8.md")
    try:
        return require_storable(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{what} is not UTF-8 text (byte {error.start + 1})", "save it as UTF-8, then again"
        ) from None
