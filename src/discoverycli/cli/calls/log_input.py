"""Owns how a note gets in: from the command line, a file, standard input, an editor or prompts.

Whatever was typed is in a draft before anything is made of it.
"""

import codecs
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard, cast

from discoverycli import clock
from discoverycli.cli.calls import speakers
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
    NoteParts,
    Who,
    has_too_many_marks,
    note_of,
    parse_people,
    render_note,
    split_note,
)
from discoverycli.domain.text.words import nearest, require_storable
from discoverycli.domain.vocabulary import Channel, Code, InterviewKind, Relation
from discoverycli.errors import (
    DiscoError,
    InputError,
    Interrupted,
    LineError,
    NotFoundError,
    reason,
)
from discoverycli.store.drafts import Draft, holds_words, is_draft, new_draft
from discoverycli.store.paths import FILE, FOLDER, drafts_folder

LARGEST = 10 * 1024 * 1024
NOBODY = "PERSON @ ORGANISATION"
MARKED = {"H": "a hypothesis", "J": "a job"}
"""What codes that begin a mark stand for."""
_STAMP = "%Y%m%d-%H%M%S"
_PIECE = 1 << 16
_HEAD = 10_000
"""As much of a draft as is looked at for what stopped it."""


class Typed(NamedTuple):
    """A note, read, and the draft that holds it until the journal does."""

    note: Note
    draft: Draft | None
    numbered: bool = True
    """Whether the user knows its lines by number: not when it came on the command line."""
    double_of: int | None = None
    """The interview that holds its words already."""


def gather(given: Given) -> Typed:
    """The note that was meant, from wherever it comes.

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
    if source == "-" or _is_piped(given):
        return _from_stdin(given)
    body = body_of(given.words)
    head = given.head._replace(with_=_people(given.who))
    if given.edit:
        return _from_editor(head, body)
    if body or not context().may_ask:
        return _from_words(head, body, given)
    from discoverycli.cli.calls.prompts import ask_note

    draft = _draft()
    with kept(draft):
        return read_typed(ask_note(head, draft), draft, Head())


def _refuse_nobody(given: Given) -> None:
    """Refuses a WHO that is no person.

    Raises:
        InputError: it names nobody, or an opinion or a job.
    """
    code = Code.parse(given.who)
    if code is not None and code.prefix in MARKED:
        raise InputError(f"{code} is {MARKED[code.prefix]}, not a person", naming())
    if given.who != "-":
        _people(given.who)


def naming() -> str:
    """What says whom the last draft is about."""
    return command_of(Given(NOBODY, [], Head(), edit=False), NOBODY, "--resume")


def _with_draft(error: InputError, given: Given) -> InputError:
    """An error about a command line, and a draft of the words that stand on it."""
    body = body_of(given.words)
    if body:
        draft = _draft()
        try:
            _refuse_nobody(given)
            draft.keep(render_note(given.head._replace(with_=_people(given.who)), body))
        except InputError:
            whole = [Piece(given.who), *given.words] if Code.parse(given.who) else given.words
            draft.keep(render_note(given.head, body_of(whole)))
            error.hint = naming()
        draft.release()
        # The hint holds all the words; the draft is for whoever does not take it.
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


def _is_piped(given: Given) -> bool:
    nothing = not given.words and not given.edit
    return nothing and not given.who and not sys.stdin.isatty()


def _people(text: str) -> tuple[Who, ...]:
    people = parse_people(text) if text else ()
    if people == parse_people(NOBODY):
        raise InputError(f"{NOBODY} is a placeholder", "their name instead")
    return people


def _from_words(head: Head, body: str, given: Given) -> Typed:
    if not body and given.who and not sys.stdin.isatty():
        return _from_stdin(given)
    typed = " ".join((given.who, *(piece.text for piece in given.words)))
    draft = _draft()
    with kept(draft):
        try:
            draft.keep(render_note(head, body))
        except (DiscoError, UnicodeError):
            draft.keep(typed.encode("utf-8", "surrogateescape"))
        require_storable(typed)
        if not given.who:
            raise InputError("nobody was named", naming())
        try:
            return read_typed(render_note(head, body), draft, Head())._replace(numbered=False)
        except LineError as error:
            raise InputError(error.reason, error.hint) from None


def _from_stdin(given: Given) -> Typed:
    draft = _draft()
    with kept(draft):
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


def _from_file(given: Given, name: str) -> Typed:
    apart = given.who != name
    text, draft = read_file(name, command_of(given, given.who, "-m", name) if apart else EXAMPLE)
    if not text.strip():
        raise InputError(f"{name} is empty", EXAMPLE)
    head = given.head._replace(with_=_people(given.who)) if apart else given.head
    if draft is not None:
        return read_typed(text, draft, head)
    parts = split_note(text)
    note = _marked(parts._replace(head=_overrule(parts.head, head)))
    if not note.head.with_:
        raise InputError("nobody was named", command_of(given, NOBODY, name))
    return Typed(_checked(note), None)


def read_file(name: str, instead: str) -> tuple[str, Draft | None]:
    """What is in a note file; it is a draft itself where it lies among the drafts.

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
    draft = _draft() if fleeting else draft_at(path)
    with kept(draft):
        if draft is not None and fleeting:
            draft.keep(data)
        return decode(data, str(path)), draft


def draft_at(path: Path) -> Draft | None:
    """The draft that a file is, held from now on; `None` for a file of somebody's own.

    Raises:
        InputError: another program is writing it.
    """
    if not is_draft(path, drafts_folder(context().journal)):
        return None
    draft = Draft(path)
    if not draft.hold():
        raise InputError(f"{path} is still being written elsewhere", "again when that is done")
    return draft


def _from_editor(head: Head, body: str) -> Typed:
    from discoverycli.cli.editor import needs_somebody
    from discoverycli.domain.note.notes import note_template

    draft = _draft()
    with kept(draft):
        draft.keep(render_note(head, body) if body else "")
        needs_somebody(EXAMPLE)
        draft.keep(note_template(head) + body)
        return read_typed(_edited(draft, head), draft, Head())


def _edited(draft: Draft, head: Head) -> str:
    """What a draft says once the editor is closed, which began with a template for `head`.

    Raises:
        InputError: nothing was written in it; it is then gone.
    """
    from discoverycli.cli.editor import edit_text
    from discoverycli.domain.note.notes import is_untouched

    with draft.lent():
        edit_text(draft, again=resuming())
    text = decode(draft.text(), str(draft.path))
    if is_untouched(text, head):
        draft.discard()
        raise InputError("nothing was written, so nothing was logged", EXAMPLE)
    return text


def _from_left(given: Given) -> Typed:
    """Goes on with the last draft that was left behind; a WHO is taken where it names nobody."""
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
        typed = read_typed(_overruled(text, head), draft, head)
        if given.head.on:  # said on purpose: the same words on another day are another talk
            return typed
        return typed._replace(double_of=_stored_since(typed.note, draft))


def _names_somebody(text: str) -> bool:
    try:
        return bool(split_note(text).head.with_)
    except DiscoError:
        return False


def _overruled(text: str, head: Head) -> str:
    """A draft with the options of the command line in the place of its own, which may be what
    could not be understood."""
    if not text.startswith("---"):
        return text
    begin, mark, rest = text.partition("\n---")
    for line in render_note(head, "").split("\n")[1:-2]:
        letters = line.replace("\\", r"\\")
        begin = re.sub(rf"(?m)^{line.partition(':')[0]}:.*$", letters, begin, count=1)
    return begin + mark + rest


def _stored_since(note: Note, draft: Draft) -> int | None:
    """The interview that has the people and words of a draft since it was made, on whatever day: a
    program that is killed just after it stored a note leaves the note's draft behind."""
    if not os.path.lexists(context().journal):
        return None
    from discoverycli.store.read.interviews import since

    name = draft.path.name  # as `_STAMP` made it
    day, time = (name[:4], name[4:6], name[6:8]), (name[9:11], name[11:13], name[13:15])
    made_at = f"{'-'.join(day)}T{':'.join(time)}"
    with context().reader() as reader:
        return since(reader, made_at, note.body, note.head.with_)


def read_typed(text: str, draft: Draft, head: Head) -> Typed:
    """Reads a note; what `head` holds overrules what the note says itself."""
    with kept(draft):
        parts = split_note(text)
        if head != Head():
            text = render_note(_overruled_head(parts.head, head), parts.body)
            draft.keep(text)
            _overrule(parts.head, head)
            parts = split_note(text)  # Lines are counted as they are in the draft.
        return Typed(_checked(_marked(parts)), draft)


def with_body(typed: Typed, body: str) -> Note:
    """A note with another body, which its draft holds from then on."""
    text = render_note(typed.note.head, body)
    if typed.draft is not None:
        typed.draft.keep(text)
    return _marked(split_note(text))


def _marked(parts: NoteParts) -> Note:
    """A note with its marks. Who speaks on a line depends on who was there, and on what the
    journal calls them."""
    head, body, first_line, _ = parts
    if not os.path.lexists(context().journal):
        return note_of(head, body, first_line=first_line)
    with context().reader() as reader:
        return speakers.known(reader, head, body, first_line)


def _overrule(said: Head, overruling: Head) -> Head:
    """The head of a note where the command line overrules it; says so where it names others.

    Raises:
        InputError: no note could have this head.
    """
    if overruling.with_ and said.with_ and said.with_ != overruling.with_:
        context().note("the note says with: others; who the command line names counts")
    head = _overruled_head(said, overruling)
    if head != said:
        try:
            split_note(render_note(head, ""))
        except LineError as error:
            raise InputError(error.reason, error.hint) from None
    return head


def _overruled_head(head: Head, overruling: Head) -> Head:
    """A head with what `overruling` holds in its place."""
    return head._replace(**{name: each for name, each in overruling._asdict().items() if each})


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


def _draft() -> Draft:
    name = f"{clock.now():{_STAMP}}"
    try:
        return new_draft(drafts_folder(context().journal), name)
    except DiscoError as error:  # where the journal is cannot be told: it is, with the words kept
        nowhere = Path(os.sep, FOLDER, FILE)
        return new_draft(drafts_folder(getattr(error, "journal", nowhere)), name, inside=False)


def resuming(draft: Draft | None = None) -> str:
    """What to type to go on with the last draft, or with one that may not be found as the last."""
    try:
        _ = context().journal
    except DiscoError:
        if draft is not None:
            return shlex.join(["disco", "log", str(draft.path)])
    option = context().journal_option
    return f"disco log --resume{f' --journal {shlex.quote(option)}' if option else ''}"


@contextmanager
def kept(draft: Draft | None) -> Iterator[None]:
    """Whatever stops the work inside says where the draft is, and leaves it to be gone on with;
    one without words goes."""
    try:
        yield
    except DiscoError as error:
        if not _left_behind(draft):
            error.hint = error.hint.replace(resuming(), "disco log --edit")
        elif error.draft is None:
            error.draft, error.resume_command = str(draft.path), _way_on(draft, error)
        raise
    except KeyboardInterrupt:
        if not _left_behind(draft):
            raise
        stopped = Interrupted("interrupted, and nothing was stored", draft=str(draft.path))
        stopped.resume_command = resuming()
        raise stopped from None
    except Exception as error:
        if _left_behind(draft):
            error.draft = str(draft.path)  # type: ignore[attr-defined]  # a bug says it as well
        raise


_OPTIONS = {"on": "DATE", "as": "RELATION", "kind": "KIND", "channel": "CHANNEL", "minutes": "N"}
"""The options of `disco log` that overrule what stands in a draft, and what they take."""
_WORDS: dict[str, type[StrEnum]] = {"as": Relation, "kind": InterviewKind, "channel": Channel}


def _way_on(draft: Draft, error: DiscoError) -> str:
    """What goes on with a draft: with the option in the place of what stopped it, if one can be."""
    again = resuming(draft)
    if again in error.hint or error.hint == naming():
        return ""
    if not isinstance(error, InputError):
        return again
    if option := re.match(r"--[a-z]+ [a-z]+(?=,)", error.hint):
        return f"{again} {option[0]}"
    head = draft.text()[:_HEAD].decode("utf-8", "replace").split("\n---", 1)[0]
    for key, takes in _OPTIONS.items():
        found = re.search(rf"^{key}: *(.+)$", head, re.MULTILINE)
        if found and not _is_understood(key, found[1]):
            close = nearest(found[1], [each.value for each in _WORDS.get(key, ())])
            return f"{again} --{key} {close or takes}"
    return again


def _is_understood(key: str, value: str) -> bool:
    try:
        on = split_note(f"---\nwith: A\n{key}: {value}\n---\n").head.on
        if on:
            clock.read_day(on, today=context().today)
    except DiscoError:
        return False
    return True


def _left_behind(draft: Draft | None) -> TypeGuard[Draft]:
    """Whether there is anything in a draft to come back to; one without is taken away."""
    if draft is None or not draft.path.exists():
        return False
    if holds_words(draft.path):
        draft.release()
        return True
    draft.discard()
    return False
