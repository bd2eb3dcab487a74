"""Makes entries of what a format read: fills in the options, settles the date, escapes marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from discoverycli.domain.note.marks import escape_markers
from discoverycli.domain.note.notes import (
    MOST_MARKS,
    Head,
    Note,
    has_too_many_marks,
    note_of,
    render_note,
)
from discoverycli.domain.text.words import pluralize
from discoverycli.errors import InputError
from discoverycli.formats.dating import DateLine, settle_date
from discoverycli.formats.entries import (
    MAX_FIELD_BYTES,
    MAX_FRONT_MATTER_BYTES,
    Entry,
    ImportOptions,
    Problem,
    ProblemKind,
    RefusedError,
    Result,
    Source,
    too_large,
)
from discoverycli.formats.people import never_a_code

MAX_NAME_LENGTH = 200
_TOO_LARGE = "a text larger than 1 MB, the limit for an interview"

_WEB_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.){1,8}[a-zA-Z]{2,24}\b")
_PHONES = (
    re.compile(r"(?<![\w+.,/])\+\d(?:[ ()./-]{0,2}\d){7,14}(?!\w)"),
    re.compile(r"(?<![\w.,/+-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.,/+-])\(?0\d{2,4}\)?[ /-]\d{3,4}[ -]?\d{3,5}(?![\w-])"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format found out about one interview, before the import's options are applied."""

    head: Head
    text: str
    written: DateLine | None


def assemble_each(
    source: Source, parts: Iterable[tuple[int | None, Callable[[], Draft]]], options: ImportOptions
) -> Result:
    """The entries of a file's interviews; one that is refused does not lose the others.

    Args:
        source: the file.
        parts: for each interview its line, if it has one, and what reads it.
        options: what the user says about the whole import.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index, (line, draft) in enumerate(parts, 1):
        try:
            result = assemble(source, draft(), options, index=index)
        except RefusedError as error:
            problems.append(error.problem(source.numbered(index)[0], line))
            continue
        entries += result.entries
        problems += result.problems
    return Result(tuple(entries), tuple(problems))


def assemble(source: Source, draft: Draft, options: ImportOptions, *, index: int = 1) -> Result:
    """The one entry of a draft whose text was not written for this tool.

    Everything in it that would be a mark by chance is escaped, block quotes excepted: they are
    the participants' words.

    Args:
        source: the file.
        draft: what was found in it.
        options: what the user says about the whole import.
        index: the number of the interview in its file, from 1.

    Raises:
        RefusedError: as `make_entry`.
    """
    head = draft.head._replace(with_=tuple(map(never_a_code, draft.head.with_)))
    note = note_of(head, escape_markers(draft.text), foreign=True)
    return make_entry(source, note, draft.written, options, index=index)


def make_entry(
    source: Source, note: Note, written: DateLine | None, options: ImportOptions, *, index: int = 1
) -> Result:
    """The one entry of a note, with every problem that does not refuse it.

    Raises:
        RefusedError: a text larger than 1 MB, more than 10,000 marks, or names that no note could
            hold.
    """
    if len(note.body.encode()) > MAX_FIELD_BYTES:
        raise too_large(_TOO_LARGE)
    if has_too_many_marks(note):
        raise too_large(f"more than {MOST_MARKS:,} marks, the limit for an interview")
    name, (content_hash, *former) = source.numbered(index)
    dated = settle_date(source, written, options)
    # The file's own words win.
    given: dict[str, Any] = {
        field: value for field, value in options.head().items() if not getattr(note.head, field)
    }
    head = note.head._replace(**given, on=str(dated.held))
    _refuse_if_unwritable(head)
    entry = Entry(
        note=note._replace(head=head),
        held=dated.held,
        date_text=None if written is None else written.text,
        source=name,
        content_hash=content_hash,
        title=head.title or source.stem,
        former_hashes=tuple(former),
    )
    slips = (Problem(name, slip.line, slip.message, ProblemKind.SLIP) for slip in note.warnings)
    problems = (*dated.problems, *slips, *privacy_problems(name, note.body))
    return Result((entry,), tuple(replace(problem, file=name) for problem in problems))


def refuse_if_too_large(text: str) -> None:
    """Refuses the text of one interview that is too large for one, before anything is read.

    Raises:
        RefusedError: more than 1 MB of text below 64 KB of front matter.
    """
    if len(text.encode()) > MAX_FIELD_BYTES + MAX_FRONT_MATTER_BYTES:
        raise too_large(_TOO_LARGE)


def _refuse_if_unwritable(head: Head) -> None:
    """An imported interview can be edited and exported, so its head must fit a note's."""
    names = [name for who in head.with_ for name in (who.name, who.organisation or "")]
    if any(len(name) > MAX_NAME_LENGTH for name in names):
        raise RefusedError(f"a name of more than {MAX_NAME_LENGTH} characters is no name")
    try:
        render_note(head, "")
    except InputError as error:
        raise too_large(error.message) from None


def privacy_problems(path: str, text: str) -> list[Problem]:
    """One problem that counts e-mail addresses and telephone numbers, without repeating any."""
    text, emails = _EMAIL.subn(" ", _WEB_ADDRESS.sub(" ", text))
    phones = 0
    for pattern in _PHONES:
        text, found = pattern.subn(" ", text)
        phones += found
    held = [pluralize(emails, "e-mail address", "e-mail addresses")] if emails else []
    held += [pluralize(phones, "telephone number")] if phones else []
    if not held:
        return []
    message = f"holds {' and '.join(held)}; take out what nobody needs"
    return [Problem(path, None, message, ProblemKind.PRIVACY)]
