"""Makes entries of what a format read: fills in the options, settles the date, escapes marks."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from discoverycli.domain.note.marks import escape_markers
from discoverycli.domain.note.notes import (
    MOST_MARKS,
    Head,
    Note,
    has_too_many_marks,
    note_of,
    render_note,
)
from discoverycli.domain.text import dates
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.domain.vocabulary import InterviewDate, Precision
from discoverycli.errors import InputError
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

# What `read_written` remarks on a misspelt month: only one month can be meant, so it is no problem.
_SPELLING = " is read as "


class DateLine(NamedTuple):
    """A date as it is written, and its line. `in_passing`: it may be no date at all."""

    text: str
    line: int
    in_passing: bool = False


class Dated(NamedTuple):
    """When an interview was held, as far as that is certain, and what the user should settle."""

    held: InterviewDate
    problems: tuple[Problem, ...] = ()


class Draft(NamedTuple):
    """What a format found out about one interview, before the import's options are applied."""

    head: Head
    text: str
    written: DateLine | None


def assemble_each(
    source: Source, parts: Iterable[tuple[int | None, Callable[[], Draft]]], options: ImportOptions
) -> Result:
    """The entries of a file's interviews; one that is refused does not lose the others.

    Args:
        parts: for each interview its line, if it has one, and what reads it.
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
    return Result((entry,), tuple(problem._replace(file=name) for problem in problems))


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


def settle_date(source: Source, written: DateLine | None, options: ImportOptions) -> Dated:
    """The date of an interview: what the file says, else what its name says, else undated.

    A file name that spells out the year, month and day also settles a written date that it fits:
    one without a year, or one of two readings. A file name that says something else does not
    change what is written; it is listed. "undated" means that nobody knows, and is no problem.
    """
    unknown = InterviewDate.unknown()
    if written is not None and written.text.strip().casefold() == str(unknown):
        return Dated(unknown)
    named = dates.date_in_file_name(source.name)
    if written is None:
        return _by_name_alone(source, named)
    problems: list[tuple[str, ProblemKind]] = []
    quoted = f"'{clip(written.text)}'"
    held = unknown
    try:
        held, remark = dates.read_written(written.text, order=options.date_order, year=options.year)
        odd = [part for part in (remark or "").split("; ") if part and _SPELLING not in part]
        if odd:
            problems.append(("; ".join(odd), ProblemKind.ODD_DATE))
        if named is not None and not _may_be_the_same(held, named):
            message = f"says {held}, but the file's name says {named}; the file wins"
            problems.append((message, ProblemKind.CONTRADICTION))
    except dates.AmbiguousDateError as error:
        if named is not None and named.precision is Precision.DAY and named.day in error.readings:
            return Dated(named)
        readings = " or ".join(day.isoformat() for day in error.readings)
        message = f"{quoted} is {readings}; --date-order mdy or dmy settles it"
        problems.append((message, ProblemKind.AMBIGUOUS_DATE))
    except dates.YearMissingError:
        if (fitting := _in_the_year_of(named, written, options)) is not None:
            return Dated(fitting)
        problems.append((f"{quoted} names no year; --year YEAR settles it", ProblemKind.NO_YEAR))
    except dates.UnreadableDateError:
        if written.in_passing:
            return _by_name_alone(source, named)
        message = f"{quoted} is not a date, so the interview is kept undated"
        if named is not None:
            held, message = named, f"{quoted} is not a date; {named} is taken from the file's name"
        problems.append((message, ProblemKind.UNREADABLE_DATE))
    return Dated(held, tuple(Problem(source.path, written.line, *each) for each in problems))


def _by_name_alone(source: Source, named: InterviewDate | None) -> Dated:
    if named is not None:
        return Dated(named)
    message = "has no date, so it is kept undated; a line 'Date: 2026-11-20' would date it"
    problem = Problem(source.path, None, message, ProblemKind.NO_DATE)
    return Dated(InterviewDate.unknown(), (problem,))


def _in_the_year_of(
    named: InterviewDate | None, written: DateLine, options: ImportOptions
) -> InterviewDate | None:
    """What a date without a year is in the file name's year, if that is the file name's date."""
    if named is None or named.day is None:
        return None
    try:
        held = dates.parse_written(written.text, order=options.date_order, year=named.day.year)
    except InputError:
        return None
    return held if _may_be_the_same(held, named) else None


def _may_be_the_same(one: InterviewDate, other: InterviewDate) -> bool:
    """Whether two dates, each known to a day, month or year, have a day in common."""
    return max(filter(None, (one.first, other.first))) <= min(filter(None, (one.day, other.day)))
