"""Reads dates as people write them in notes, file names and forms, in English.

Nothing is guessed: `8/9/2025` is ambiguous, `December 18th` lacks a year, and an impossible date
such as 31 February is unreadable, never some other day. The time of day and its zone are left
out; the date is the one that is written.
"""

import re
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import clip, nearest
from discoverycli.domain.vocabulary import InterviewDate, Precision
from discoverycli.errors import InputError

Order: TypeAlias = Literal["mdy", "dmy"]
"""Which of two numbers is the month."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A number outside is not taken for a year."""


class UnreadableDateError(InputError):
    """Text that is no date, or a date that no calendar has."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{clip(text)}' is not a date I can read",
            "2026-11-20, 20 November 2026, or 2026-11 for the month only",
        )


class YearMissingError(InputError):
    """A day or month whose year is not written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"'{clip(text)}' names no year", "the date with its year: 2026-11-20")


class AmbiguousDateError(InputError):
    """A date that can be read in more than one way; `readings` holds each, earliest first."""

    def __init__(self, text: str, readings: tuple[date, ...]) -> None:
        super().__init__(
            f"'{clip(text)}' can be read in more than one way",
            " or ".join(day.isoformat() for day in readings),
        )
        self.readings = readings


class Written(NamedTuple):
    """A date as read, and what looks odd about the way it was written."""

    held: InterviewDate
    remark: str | None = None


def parse_written(
    text: str, *, order: Order | None = None, year: int | None = None
) -> InterviewDate:
    """The date that `text` spells; `read_written` without its remark.

    Raises:
        InputError: as `read_written`.
    """
    return read_written(text, order=order, year=year).held


def read_written(text: str, *, order: Order | None = None, year: int | None = None) -> Written:
    """The date that `text` spells, known to the day, the month or the year.

    Args:
        text: the whole text must be a date, with or without a time of day.
        order: which number is the month where both could be.
        year: the year of a date that names none.

    Returns:
        The date, and a remark when its weekday is another, a month's name is misspelt, the
        numbers can only be read against `order`, or two dates are named (then only what they
        share is kept).

    Raises:
        UnreadableDateError: no date, or an impossible one.
        YearMissingError: no year is written and none is given.
        AmbiguousDateError: several readings and no `order`.
    """
    cleaned = _without_time(" ".join(text.split())) if len(text) <= _LONGEST else None
    if not cleaned:
        raise UnreadableDateError(text)
    asked = _Asked(text, order, year)
    for read in (_year_first, _numbers, _named, _weekday_and_numbers, _two_dates):
        written = read(cleaned, asked)
        if written is not None:
            return written
    raise UnreadableDateError(text)


def date_in_file_name(name: str) -> InterviewDate | None:
    """The one date in a file name, known to the day or the month; `None` for none or several.

    Reads `20211115-p8`, `P33-GMT20241009-155013`, `2016-03-23-interview`, `2016_03_23` and
    `2016-03`. An impossible date is none.
    """
    days = {_day(found[1], found[3], found[4]) for found in _DAY_IN_NAME.finditer(name)}
    months = {_month(found[1], found[2]) for found in _MONTH_IN_NAME.finditer(name)}
    read = {InterviewDate.on(day) for day in days if day} or {*filter(None, months)}
    return read.pop() if len(read) == 1 else None


def distance(day: date, today: date) -> str:
    """How far a day is from today: `5 days ago`, `yesterday`, `today`, `in 2 days`."""
    days = (day - today).days
    if abs(days) <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def is_far_ahead(held: InterviewDate, today: date) -> bool:
    """Whether a date is more than a year ahead, which is more often a slip than a plan."""
    first = held.first
    return first is not None and (first.year - 1, first.month, first.day) > today.timetuple()[:3]


def weekday_of(word: str) -> int | None:
    """The weekday that `word` names, Monday 0; at least its first three letters."""
    return _by_prefix(word.lower(), _WEEKDAYS)


class _Asked(NamedTuple):
    text: str
    order: Order | None
    year: int | None


_LONGEST = 120
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FILLERS = {"the", "of", "on"}

_LEAP_YEAR = 2024
"""Stands in for a missing year when a day is only asked whether it can exist."""

_AM_PM = r"(?i: ?[ap]\.?m\.?)"
_HOUR = (
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    rf"{_AM_PM}?|[0-9]{{1,2}}{_AM_PM}"
)
_ZONE = r"(?: ?(?:[Zz]|UTC|(?!OCT|SAT|SEPT)[A-Z]{1,4}T)(?![A-Za-z]))?(?: ?[-+][0-9]{2}:?[0-9]{2})?"
_TIME = Pattern(
    r"(?:(?<=[0-9])[Tt]|(?<![^\s,]))(?:[Aa][Tt] )?"
    rf"(?P<clock>(?:{_HOUR})(?: ?(?:-|–|to) ?(?:{_HOUR}))?){_ZONE}(?![^\s,.)])"
)
_CLOCK = Pattern(r"([0-9]{1,2})(?::([0-9]{2}))?(?::([0-9]{2})(?:[.,][0-9]+)?)?")
_LATEST = (24, 59, 60)

_YEAR_MONTH_DAY = Pattern(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_YEAR_MONTH = Pattern(r"([0-9]{4})[-/.]([0-9]{1,2})")
_YEAR = Pattern(r"[0-9]{4}")
_THREE_NUMBERS = Pattern(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_TWO_NUMBERS = Pattern(r"([0-9]{1,2})[-/.]([0-9]{1,2})")
_MONTH_YEAR = Pattern(r"([0-9]{1,2})[-/.]([0-9]{4})")
_SHORT_YEAR = Pattern(r"([0-9]{1,2})([-/])([A-Za-z]{3,9})\2([0-9]{2})")
_DAY_NUMBER = Pattern(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_YEAR_NUMBER = Pattern(r"([0-9]{4})|['’]([0-9]{2})")
_BETWEEN_WORDS = Pattern(r"[\s,.()]+|(?<=[A-Za-z])[-/](?=[0-9])|(?<=[0-9])[-/](?=[A-Za-z])")
_BESIDE_WEEKDAY = Pattern(r"[\s,()]+")
_BETWEEN_DATES = Pattern(r" (?:and|to|until|&|-) | ?[–—] ?", re.IGNORECASE)

_DAY_IN_NAME = Pattern(
    r"(?<![0-9])([0-9]{4})([-_.]?)([0-9]{2})\2([0-9]{2})(?:[0-9]{4}|[0-9]{6})?(?![0-9])"
)
_MONTH_IN_NAME = Pattern(r"(?<![0-9])([0-9]{4})[-_]([0-9]{2})(?![0-9])(?![-_.][0-9]{1,2}(?![0-9]))")


def _without_time(text: str) -> str | None:
    """`text` without its time of day; `None` when no clock shows that time."""
    found = _TIME.search(text)
    if found is None:
        return text.strip(" ,.")
    for parts in _CLOCK.finditer(found["clock"]):
        shown = zip(parts.groups(default="0"), _LATEST, strict=True)
        if any(int(number) > latest for number, latest in shown):
            return None
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(" ,.")


def _year_first(text: str, asked: _Asked) -> Written | None:
    """`2026-11-20`, `2026/11/20`, `20261120`, `2026-11`, `2026`."""
    held = None
    if found := _YEAR_MONTH_DAY.fullmatch(text):
        if day := _day(found[1] or found[5], found[3] or found[6], found[4] or found[7]):
            held = InterviewDate.on(day)
    elif found := _YEAR_MONTH.fullmatch(text):
        held = _month(found[1], found[2])
    elif not _YEAR.fullmatch(text):
        return None
    elif FIRST_YEAR <= int(text) <= LAST_YEAR:
        held = InterviewDate.in_year(int(text))
    if held is None:
        raise UnreadableDateError(asked.text)
    return Written(held)


def _numbers(text: str, asked: _Asked) -> Written | None:
    """`9/18/2025`, `18.9.25`, `9/2025`, and `9/18` with the year that was given."""
    if found := _THREE_NUMBERS.fullmatch(text):
        first, sign, second, year = found.groups()
        readings = _readings(_whole_year(year), first, second)
        if sign != "/" and len(year) == 2 and (day := _day(_whole_year(first), second, year)):
            readings["ymd"] = day
        return _pick(readings, asked)
    if (found := _MONTH_YEAR.fullmatch(text)) and (held := _month(found[2], found[1])):
        return Written(held)
    if found := _TWO_NUMBERS.fullmatch(text):
        if asked.year is not None:
            return _pick(_readings(asked.year, found[1], found[2]), asked)
        if _readings(_LEAP_YEAR, found[1], found[2]):
            raise YearMissingError(asked.text)
    return None


def _readings(year: int, first: str, second: str) -> dict[str, date]:
    both = {"mdy": _day(year, first, second), "dmy": _day(year, second, first)}
    return {order: day for order, day in both.items() if day}


def _pick(readings: dict[str, date], asked: _Asked) -> Written:
    if asked.order in readings:
        return Written(InterviewDate.on(readings[asked.order]))
    days = sorted(set(readings.values()))
    if not days:
        raise UnreadableDateError(asked.text)
    if len(days) > 1:
        raise AmbiguousDateError(asked.text, tuple(days))
    remark = f"it can only be {days[0]}, which is not in the order {asked.order}"
    return Written(InterviewDate.on(days[0]), remark if asked.order else None)


def _named(text: str, asked: _Asked) -> Written | None:
    """`Sept. 11th, Wednesday, 2024`, `10 July 2025`, `10-Jul-25`, `Feb 2026`."""
    if found := _SHORT_YEAR.fullmatch(text):
        text = f"{found[1]} {found[3]} {_whole_year(found[4])}"
    parts: dict[str, int] = {}
    remarks: list[str] = []
    for word in _BETWEEN_WORDS.split(text.lower()):
        if not word or word in _FILLERS:
            continue
        kind, number = _part(word) or ("", 0)
        if not kind and (name := _misspelt_month(word)):
            kind, number = "month", _MONTHS.index(name) + 1
            remarks.append(f"'{word}' is read as {name.title()}")
        if not kind or kind in parts:
            return None
        parts[kind] = number
    if "month" not in parts or ("weekday" in parts and "day" not in parts):
        return None
    return _composed(parts, remarks, asked)


def _part(word: str) -> tuple[str, int] | None:
    """What a word says of a date: its day, month, year or weekday."""
    if found := _DAY_NUMBER.fullmatch(word):
        return "day", int(found[1])
    if found := _YEAR_NUMBER.fullmatch(word):
        return "year", _whole_year(found[1] or found[2])
    if (weekday := weekday_of(word)) is not None:
        return "weekday", weekday
    month = _by_prefix(word, _MONTHS)
    return None if month is None else ("month", month + 1)


def _composed(parts: dict[str, int], remarks: list[str], asked: _Asked) -> Written:
    month, year = parts["month"], parts.get("year", asked.year)
    some_year = _LEAP_YEAR if year is None else year
    if "day" not in parts:
        held = _month(some_year, month)
    else:
        day = _day(some_year, month, parts["day"])
        held = InterviewDate.on(day) if day else None
        if day and day.weekday() != parts.get("weekday", day.weekday()):
            remarks.append(_other_weekday(day))
    if held is None:
        raise UnreadableDateError(asked.text)
    if year is None:
        raise YearMissingError(asked.text)
    return Written(held, "; ".join(remarks) or None)


def _weekday_and_numbers(text: str, asked: _Asked) -> Written | None:
    """`Friday, 2026-11-20`, `9/18/2025 (Thursday)`."""
    words = [word for word in _BESIDE_WEEKDAY.split(text) if word]
    weekdays = [weekday_of(word) for word in words]
    if len(words) != 2 or weekdays.count(None) != 1:
        return None
    numbers = words[weekdays.index(None)]
    written = _year_first(numbers, asked) or _numbers(numbers, asked)
    day = written.held.day if written else None
    if written is None or day is None or written.held.precision is not Precision.DAY:
        return None
    remark = None if day.weekday() in weekdays else _other_weekday(day)
    return Written(written.held, "; ".join(filter(None, (written.remark, remark))) or None)


def _other_weekday(day: date) -> str:
    return f"{day} is a {_WEEKDAYS[day.weekday()].title()}"


def _two_dates(text: str, asked: _Asked) -> Written | None:
    """`January 2025 and September 2025`: what both share, with a remark."""
    parts = _BETWEEN_DATES.split(text)
    if len(parts) != 2:
        return None
    try:
        second = parse_written(parts[1], order=asked.order, year=asked.year).day
        year = second.year if second else asked.year
        first = parse_written(parts[0], order=asked.order, year=year).day
    except UnreadableDateError:
        return None
    if first is None or second is None or first.year != second.year:
        return None
    if first.month != second.month:
        held = InterviewDate.in_year(first.year)
    else:
        held = InterviewDate.in_month(first.year, first.month)
    return Written(held, f"two dates are named, and only {held} is in both")


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(year: str | int, month: str | int) -> InterviewDate | None:
    return InterviewDate.in_month(int(year), int(month)) if _day(year, month, 1) else None


def _whole_year(text: str) -> int:
    """Of two digits, 70 to 99 are of the last century."""
    number = int(text)
    return number if len(text) == 4 else number + (1900 if number >= 70 else 2000)


def _misspelt_month(word: str) -> str | None:
    """Wants the same first letter and nearly all the others."""
    if len(word) < 4:
        return None
    return nearest(word, [name for name in _MONTHS if name[0] == word[0]], cutoff=0.8)


def _by_prefix(word: str, names: tuple[str, ...]) -> int | None:
    """Wants three letters at least."""
    if len(word) < 3:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)
