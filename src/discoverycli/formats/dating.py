"""Decides when an imported interview was held, without guessing."""

from __future__ import annotations

from dataclasses import dataclass

from discoverycli.domain.text.dates import (
    AmbiguousDateError,
    UnreadableDateError,
    YearMissingError,
    date_in_file_name,
    parse_written,
    read_written,
)
from discoverycli.domain.text.words import clip
from discoverycli.domain.vocabulary import InterviewDate, Precision
from discoverycli.errors import InputError
from discoverycli.formats.entries import ImportOptions, Problem, ProblemKind, Source

# What `read_written` remarks on a misspelt month: only one month can be meant, so it is no problem.
_SPELLING = " is read as "


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date as it is written, and its line. `in_passing`: it may be no date at all."""

    text: str
    line: int
    in_passing: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """When an interview was held, as far as that is certain, and what the user should settle."""

    held: InterviewDate
    problems: tuple[Problem, ...] = ()


def settle_date(source: Source, written: DateLine | None, options: ImportOptions) -> Dated:
    """The date of an interview: what the file says, else what its name says, else undated.

    A file name that spells out the year, month and day also settles a written date that it fits:
    one without a year, or one of two readings. A file name that says something else does not
    change what is written; it is listed. "undated" means that nobody knows, and is no problem.
    """
    unknown = InterviewDate.unknown()
    if written is not None and written.text.strip().casefold() == str(unknown):
        return Dated(unknown)
    named = date_in_file_name(source.name)
    if written is None:
        return _by_name_alone(source, named)
    problems: list[tuple[str, ProblemKind]] = []
    quoted = f"'{clip(written.text)}'"
    held = unknown
    try:
        held, remark = read_written(written.text, order=options.date_order, year=options.year)
        odd = [part for part in (remark or "").split("; ") if part and _SPELLING not in part]
        if odd:
            problems.append(("; ".join(odd), ProblemKind.ODD_DATE))
        if named is not None and not _may_be_the_same(held, named):
            message = f"says {held}, but the file's name says {named}; the file wins"
            problems.append((message, ProblemKind.CONTRADICTION))
    except AmbiguousDateError as error:
        if named is not None and named.precision is Precision.DAY and named.day in error.readings:
            return Dated(named)
        readings = " or ".join(day.isoformat() for day in error.readings)
        message = f"{quoted} is {readings}; --date-order mdy or dmy settles it"
        problems.append((message, ProblemKind.AMBIGUOUS_DATE))
    except YearMissingError:
        if (fitting := _in_the_year_of(named, written, options)) is not None:
            return Dated(fitting)
        problems.append((f"{quoted} names no year; --year YEAR settles it", ProblemKind.NO_YEAR))
    except UnreadableDateError:
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
        held = parse_written(written.text, order=options.date_order, year=named.day.year)
    except InputError:
        return None
    return held if _may_be_the_same(held, named) else None


def _may_be_the_same(one: InterviewDate, other: InterviewDate) -> bool:
    """Whether two dates, each known to a day, month or year, have a day in common."""
    return max(filter(None, (one.first, other.first))) <= min(filter(None, (one.day, other.day)))
