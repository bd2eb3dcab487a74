"""Owns settling when an imported interview was held, without guessing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from datetime import date

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


def settle(source: Source, written: DateLine | None, options: ImportOptions) -> Dated:
    """The date of an interview: what the file says, else what its name says, else undated.

    A file name that spells out the year, month and day also settles a written date that it fits:
    one without a year, or one of two readings. A file name that says something else does not
    change what is written; it is listed. "undated" means that nobody knows, and is no problem.
    """
    if written is not None and written.text.strip().casefold() == str(InterviewDate.unknown()):
        return Dated(InterviewDate.unknown())
    named = date_in_file_name(source.name)
    if written is None:
        return _by_name_alone(source, named)
    try:
        found = read_written(written.text, order=options.date_order, year=options.year)
    except AmbiguousDateError as error:
        return _ambiguous(source, written, error, named)
    except YearMissingError:
        return _without_year(source, written, named, options)
    except UnreadableDateError:
        return _unreadable(source, written, named)
    problems = []
    odd = [part for part in (found.remark or "").split("; ") if part and _SPELLING not in part]
    if odd:
        problems.append(_problem(source, written, "; ".join(odd), ProblemKind.ODD_DATE))
    if named is not None and not _may_be_the_same(found.held, named):
        message = f"says {found.held}, but the file's name says {named}; the file wins"
        problems.append(_problem(source, written, message, ProblemKind.CONTRADICTION))
    return Dated(found.held, tuple(problems))


def _by_name_alone(source: Source, named: InterviewDate | None) -> Dated:
    if named is not None:
        return Dated(named)
    message = "has no date, so it is kept undated; a line 'Date: 2026-11-20' would date it"
    return Dated(
        InterviewDate.unknown(), (Problem(source.path, None, message, ProblemKind.NO_DATE),)
    )


def _ambiguous(
    source: Source, written: DateLine, error: AmbiguousDateError, named: InterviewDate | None
) -> Dated:
    if named is not None and named.precision is Precision.DAY and named.day in error.readings:
        return Dated(named)
    readings = " or ".join(day.isoformat() for day in error.readings)
    message = f"'{clip(written.text)}' is {readings}; --date-order mdy or dmy settles it"
    problem = _problem(source, written, message, ProblemKind.AMBIGUOUS_DATE)
    return Dated(InterviewDate.unknown(), (problem,))


def _without_year(
    source: Source, written: DateLine, named: InterviewDate | None, options: ImportOptions
) -> Dated:
    fitting = _in_the_year_of(named, written, options)
    if fitting is not None:
        return Dated(fitting)
    message = f"'{clip(written.text)}' names no year; --year YEAR settles it"
    return Dated(
        InterviewDate.unknown(), (_problem(source, written, message, ProblemKind.NO_YEAR),)
    )


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


def _unreadable(source: Source, written: DateLine, named: InterviewDate | None) -> Dated:
    if written.in_passing:
        return _by_name_alone(source, named)
    message = f"'{clip(written.text)}' is not a date, so the interview is kept undated"
    if named is not None:
        message = f"'{clip(written.text)}' is not a date; {named} is taken from the file's name"
    problem = _problem(source, written, message, ProblemKind.UNREADABLE_DATE)
    return Dated(named or InterviewDate.unknown(), (problem,))


def _may_be_the_same(one: InterviewDate, other: InterviewDate) -> bool:
    """Whether two dates, each known to a day, month or year, have a day in common."""
    (first, last), (other_first, other_last) = _span(one), _span(other)
    return first <= other_last and other_first <= last


def _span(held: InterviewDate) -> tuple[date, date]:
    assert held.first is not None
    assert held.day is not None
    return held.first, held.day


def _problem(source: Source, written: DateLine, message: str, kind: ProblemKind) -> Problem:
    return Problem(source.path, written.line, message, kind)
