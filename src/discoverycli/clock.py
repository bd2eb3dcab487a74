"""Reads the clock, as no other module does, and dates that depend on today."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias

from discoverycli.domain.text.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    UnreadableDateError,
    YearMissingError,
    read_written,
    weekday_of,
)
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import clip
from discoverycli.domain.vocabulary import InterviewDate, month_end
from discoverycli.errors import InputError

Side: TypeAlias = Literal["past", "future"]
"""Where a date lies that does not say so itself: an interview's behind us, a promise's ahead."""


def today() -> date:
    """The day it is here, or the day that `DISCO_TODAY` sets.

    Raises:
        InputError: `DISCO_TODAY` holds no date.
    """
    return _frozen() or datetime.now().astimezone().date()


def now() -> datetime:
    """This moment in UTC, with its zone; on the day of `DISCO_TODAY` when that is set.

    Raises:
        InputError: `DISCO_TODAY` holds no date.
    """
    moment = datetime.now(UTC)
    frozen = _frozen()
    return moment if frozen is None else datetime.combine(frozen, moment.timetz())


def local(moment: str) -> datetime:
    """A stored moment (ISO 8601, with its zone) as the time of this place."""
    return datetime.fromisoformat(moment).astimezone()


def read_day(text: str, *, today: date, prefer: Side = "past") -> InterviewDate:
    """The date that a user typed: written out, or as seen from `today`.

    Beside every date of `text.dates`: `today`, `yesterday`, `tomorrow`, `last friday`, `friday`,
    `this monday`, `3 days ago`, `2 weeks ago`, `in 10 days`, `last month`, and before any of them
    `by` or `on`. A month or a year is known to the month or the year. An interview's date may also
    be `undated`.

    Args:
        text: what was typed; all of it must be understood.
        today: the day to count from.
        prefer: which way to look for a weekday, and for a date without a year. With "future",
            a week or the end of a period is its last day: `next week`, `end of month`.

    Returns:
        The date. A weekday alone is today or before it, for "future" after it. `this monday` is
        the one of the current week, for "future" never one that has passed.

    Raises:
        AmbiguousDateError: such as `8/9/2025`; the hint gives each reading.
        InputError: anything that is not wholly understood; never taken for today.
    """
    typed = _bare(text)
    words = typed.lower()
    if words in _NEAR_DAYS:
        return InterviewDate.on(today + timedelta(days=_NEAR_DAYS[words]))
    if words == str(InterviewDate.unknown()) and prefer == "past":
        return InterviewDate.unknown()
    held = _as_written(typed, today, prefer) or _as_weekday(words, today, prefer)
    if held is None and prefer == "future":
        held = _as_end_of_period(words, today)
    held = held or _as_span(words, today)
    if held is None:
        said = f"'{clip(text)}' is not a date I can read"
        raise InputError(said, _EXAMPLES[prefer].format(today=today))
    return held


def is_written_out(text: str) -> bool:
    """Whether a date that was typed names its year: `2026-11-20`, and not `friday` or `3 March`."""
    try:
        read_written(_bare(text))
    except InputError:
        return False
    return True


def _bare(text: str) -> str:
    return _PREPOSITION.sub("", " ".join(text.split()).rstrip(" .,;!"))


_PREPOSITION = Pattern(r"^(?:by|on|until|till) (?=\S)", re.IGNORECASE)
_TODAY = (
    *("now", "today", "this morning", "this afternoon", "this evening", "tonight", "eod", "cob"),
    *("end of day", "end of the day", "the end of the day", "close of business"),
)
_NEAR_DAYS = dict.fromkeys(_TODAY, 0) | {"yesterday": -1, "last night": -1, "tomorrow": 1}
_NEAR_DAYS |= dict.fromkeys(("day before yesterday", "the day before yesterday"), -2)
_NEAR_DAYS |= dict.fromkeys(("day after tomorrow", "the day after tomorrow"), 2)
_EXAMPLES = {
    "past": "{today}, yesterday, last friday, 3 days ago, or {today:%Y-%m} for the month only",
    "future": "{today}, tomorrow, friday, in 3 days, or {today:%Y-%m} for the month only",
}
_YEARS_TO_TRY = 9
"""29 February may be eight years away."""

_WEEKDAY = Pattern(r"(?:(last|past|this|next|coming) )?([a-z]{3,9})")
_PERIOD = Pattern(r"(?=\S+ )(?:(?:the )?end of )?(?:(?:the |this )?|(next) )(week|month|year)")
_SHORT = {"eow": "end of week", "eom": "end of month", "eoy": "end of year"}
_COUNTS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_COUNT = f"(?:[0-9]{{1,3}}|an?|{'|'.join(_COUNTS)})"
_SPAN = f"{_COUNT} (?:day|week|fortnight|month|year)s?"
_SPANS = Pattern(rf"{_SPAN}(?: and {_SPAN})? ago|in {_SPAN}(?: and {_SPAN})?|{_SPAN} from now")
_ONE_SPAN = Pattern(rf"({_COUNT}) (day|week|fortnight|month|year)")
_BESIDE = Pattern("(last|this|next) (month|year)")


def _frozen() -> date | None:
    text = os.environ.get("DISCO_TODAY", "").strip()
    if not text:
        return None
    try:
        frozen = date.fromisoformat(text)
        if FIRST_YEAR <= frozen.year <= LAST_YEAR:
            return frozen
    except ValueError:
        pass
    raise InputError(f"DISCO_TODAY is '{clip(text)}', which is no date", "DISCO_TODAY=2026-11-20")


def _as_written(typed: str, today: date, prefer: Side) -> InterviewDate | None:
    """A date without a year is the nearest on the side of `prefer`."""
    try:
        return _without_doubt(typed)
    except UnreadableDateError:
        return None
    except YearMissingError:
        pass
    step = -1 if prefer == "past" else 1
    for year in range(today.year, today.year + step * _YEARS_TO_TRY, step):
        try:
            held = _without_doubt(typed, year)
        except UnreadableDateError:
            continue
        if held.first and held.day and (held.first <= today if step < 0 else held.day >= today):
            return held
    return None


def _without_doubt(typed: str, year: int | None = None) -> InterviewDate:
    """Refuses a date that contradicts itself: the user is there to be asked."""
    written = read_written(typed, year=year)
    if written.remark:
        raise InputError(f"'{clip(typed)}' is in doubt: {written.remark}", str(written.held))
    return written.held


def _as_weekday(words: str, today: date, prefer: Side) -> InterviewDate | None:
    found = _WEEKDAY.fullmatch(words)
    weekday = weekday_of(found[2]) if found else None
    if found is None or weekday is None:
        return None
    days = weekday - today.weekday()
    which = found[1] or ("next" if prefer == "future" else "today or last")
    if which in ("next", "coming"):
        days = (days - 1) % 7 + 1
    elif which == "today or last":
        days = -(-days % 7)
    elif which != "this":
        days = days % 7 - 7
    elif prefer == "future":
        days %= 7
    return InterviewDate.on(today + timedelta(days=days))


def _as_end_of_period(words: str, today: date) -> InterviewDate | None:
    """`this week`, `end of next month`: the last day that is in time."""
    found = _PERIOD.fullmatch(_SHORT.get(words, words))
    if found is None:
        return None
    later = 1 if found[1] else 0
    if found[2] == "week":
        return InterviewDate.on(today + timedelta(days=6 - today.weekday() + 7 * later))
    if found[2] == "year":
        return InterviewDate.in_year(today.year + later)
    months = today.year * 12 + today.month - 1 + later
    return InterviewDate.in_month(months // 12, months % 12 + 1)


def _as_span(words: str, today: date) -> InterviewDate | None:
    """`3 days ago`, `in 2 months`, `last year`: known to its smallest unit, never to a day that no
    month has. Of a unit named twice the last counts."""
    if found := _BESIDE.fullmatch(words):
        units = {found[2]: ("last", "this", "next").index(found[1]) - 1}
    elif _SPANS.fullmatch(words):
        sign = -1 if words.endswith(" ago") else 1
        units = {each[2]: sign * _count(each[1]) for each in _ONE_SPAN.finditer(words)}
    else:
        return None
    months = 12 * (today.year + units.get("year", 0)) + today.month - 1 + units.get("month", 0)
    year, month = months // 12, months % 12 + 1
    days = units.get("day", 0) + 7 * units.get("week", 0) + 14 * units.get("fortnight", 0)
    try:
        last = month_end(date(year, month, 1)).day
        then = date(year, month, min(today.day, last)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= then.year <= LAST_YEAR:
        return None
    if not units.keys() <= {"month", "year"}:
        return InterviewDate.on(then)
    return InterviewDate.in_month(year, month) if "month" in units else InterviewDate.in_year(year)


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _COUNTS.index(word) + 1 if word in _COUNTS else 1
