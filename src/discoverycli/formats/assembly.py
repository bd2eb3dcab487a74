"""Owns making an entry of what a format read: options filled in, date settled, marks escaped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from discoverycli.domain.note.notes import (
    MOST_MARKS,
    Head,
    Note,
    escape_markers,
    has_too_many_marks,
    note_of,
    render_note,
)
from discoverycli.errors import InputError
from discoverycli.formats.dating import DateLine, settle
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
)
from discoverycli.formats.people import never_a_code
from discoverycli.formats.privacy import privacy_problems

if TYPE_CHECKING:
    from enum import StrEnum

MAX_NAME_LENGTH = 200
_TOO_LARGE = "a text larger than 1 MB, the limit for an interview"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format found out about one interview, before the import's options are applied."""

    head: Head
    text: str
    written: DateLine | None


def assemble(source: Source, draft: Draft, options: ImportOptions, *, index: int = 1) -> Result:
    """The one entry of a draft whose text was not written for this tool.

    Everything in it that would be a mark by chance is escaped, block quotes excepted: they are
    the participants' words.

    Args:
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
        raise RefusedError(_TOO_LARGE, kind=ProblemKind.TOO_LARGE)
    if has_too_many_marks(note):
        message = f"more than {MOST_MARKS:,} marks, the limit for an interview"
        raise RefusedError(message, kind=ProblemKind.TOO_LARGE)
    name, (content_hash, *former) = source.numbered(index)
    dated = settle(source, written, options)
    head = _completed(note.head, options)._replace(on=str(dated.held))
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
        raise RefusedError(_TOO_LARGE, kind=ProblemKind.TOO_LARGE)


def _refuse_if_unwritable(head: Head) -> None:
    """Whatever is imported can be edited and exported, so its head must fit a note's."""
    names = [name for who in head.with_ for name in (who.name, who.organisation or "")]
    if any(len(name) > MAX_NAME_LENGTH for name in names):
        raise RefusedError(f"a name of more than {MAX_NAME_LENGTH} characters is no name")
    try:
        render_note(head, "")
    except InputError as error:
        raise RefusedError(error.message, kind=ProblemKind.TOO_LARGE) from None


def _completed(head: Head, options: ImportOptions) -> Head:
    """The head with the import's options wherever the file itself says nothing."""
    return head._replace(
        as_=head.as_ or _word(options.relation),
        segment=head.segment or options.segment,
        channel=head.channel or _word(options.channel),
        via=head.via or options.via,
        kind=head.kind or _word(options.kind),
        study=head.study or options.study,
    )


def _word(choice: StrEnum | None) -> str | None:
    return None if choice is None else choice.value
