"""Defines the days a report is about: a week, a month, a quarter, or those between two dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from discoverycli.domain.vocabulary import month_end
from discoverycli.errors import InputError

_DAY = timedelta(days=1)
_WEEK_NAME = r"([0-9]{4})-?[Ww]([0-9]{1,2})"


def iso_week(day: date) -> str:
    """The name of a day's ISO 8601 week, such as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week_bounds(day: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def parse_week(text: str) -> date:
    """The Monday of the week that `text` names, such as `2026-W47`.

    Raises:
        InputError: no ISO week is written so, or that year has no such week.
    """
    match = re.fullmatch(_WEEK_NAME, text.strip())
    try:
        if match is None:
            raise ValueError(text)
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise InputError(f"'{text}' is not an ISO week", "a week like 2026-W47") from None


class Period(NamedTuple):
    """Days from `first` to `last`, both included. `name` is `Week 2026-W47`, or empty."""

    name: str
    first: date
    last: date

    def __str__(self) -> str:
        """As a title: `Week 2026-W47 · Mon 16 – Sun 22 Nov 2026`."""
        return f"{self.name} · {self.days}" if self.name else self.days

    @property
    def week(self) -> str | None:
        """The ISO week of exactly these days, such as `2026-W47`, else `None`."""
        monday, sunday = week_bounds(self.first)
        return iso_week(self.first) if (self.first, self.last) == (monday, sunday) else None

    @property
    def days(self) -> str:
        """First and last day; of the first only what the last does not say."""
        return f"{self._first_day()} – {day_name(self.last)}"

    def _first_day(self) -> str:
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%a} {self.first.day}"
        return day_name(self.first, year=self.last.year)


def day_name(day: date, *, year: int | None = None) -> str:
    """A day as people say it: `Fri 20 Nov 2026`; without the year that goes without saying."""
    return f"{day:%a} {day.day} {day:%b}{'' if day.year == year else f' {day.year}'}"


def week_of(day: date) -> Period:
    """The ISO week of a day."""
    return Period(f"Week {iso_week(day)}", *week_bounds(day))


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return Period(f"Month {day.year}-{day.month:02}", day.replace(day=1), month_end(day))


def quarter_of(day: date) -> Period:
    """The calendar quarter of a day."""
    number = (day.month + 2) // 3
    first, last_month = (date(day.year, 3 * number - back, 1) for back in (2, 0))
    return Period(f"Quarter {day.year}-Q{number}", first, month_end(last_month))


def between(first: date, last: date) -> Period:
    """The days from `first` to `last`.

    Raises:
        InputError: they are in the wrong order.
    """
    if first > last:
        raise InputError(f"{first} is after {last}", f"--since {last} --until {first}")
    return Period("", first, last)
