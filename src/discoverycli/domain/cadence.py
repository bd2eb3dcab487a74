"""Measures the habit of weekly contact: contact weeks, streak, coverage, gaps and pauses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from discoverycli.domain.periods import iso_week, week_bounds
from discoverycli.errors import InputError

GOAL = 1
"""Contacts a week."""

WEEKS_SHOWN = 12
"""Weeks in a report, the running one included."""

FLOOR_DAYS = 14
"""Contacts are never further apart than this."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MOST_OF_A_WEEK = 4


class WeekStatus(StrEnum):
    """How a week went."""

    MET = "met"
    MISSED = "missed"
    PENDING = "pending"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Pause:
    """A planned absence, from its first to its last day.

    Raises:
        InputError: it ends before it begins.
    """

    first: date
    last: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InputError(
                f"the pause ends on {self.last}, before it begins on {self.first}",
                f"{self.last}..{self.first}",
            )


class CadenceWeek(NamedTuple):
    """One ISO week, Monday to Sunday."""

    week: str
    first: date
    last: date
    contacts: int
    status: WeekStatus


class Cadence(NamedTuple):
    """How well the habit is kept.

    Args:
        goal: contacts that make a week met.
        weeks: the weeks shown, oldest first.
        streak: met weeks in a row up to now, over the whole history.
        weeks_met: shown weeks that were met.
        weeks_counted: shown weeks that could be: neither paused nor, unless met, running.
        longest_gap_days: the longest silence among the weeks shown; `None` before any contact.
        floor_days: the silence that is still allowed.
        this_week: contacts in the running week, up to today.
        booked_this_week: contacts dated after today and within the running week.
        status: of the running week.
        last_contact: the latest day with a contact, today at the latest.
        days_since: days from `last_contact` to today.
        pauses: as given, by first day.
        undated: contacts that count, but whose day is not known.
    """

    goal: int
    weeks: tuple[CadenceWeek, ...]
    streak: int
    weeks_met: int
    weeks_counted: int
    longest_gap_days: int | None
    floor_days: int
    this_week: int
    booked_this_week: int
    status: WeekStatus
    last_contact: date | None
    days_since: int | None
    pauses: tuple[Pause, ...]
    undated: int

    @property
    def coverage(self) -> float | None:
        """`weeks_met` ÷ `weeks_counted`, 0 to 1; `None` while no week counts."""
        return self.weeks_met / self.weeks_counted if self.weeks_counted else None

    @property
    def floor_kept(self) -> bool | None:
        """Whether no silence was longer than `floor_days`; `None` before any contact."""
        gap = self.longest_gap_days
        return None if gap is None else gap <= self.floor_days


def cadence(
    contacts: Iterable[tuple[date, int]],
    *,
    today: date,
    goal: int = GOAL,
    weeks: int = WEEKS_SHOWN,
    floor_days: int = FLOOR_DAYS,
    pauses: Iterable[Pause] = (),
    undated: int = 0,
    since: date | None = None,
    until: date | None = None,
) -> Cadence:
    """How well the habit of contact is kept on `today`.

    The last `weeks` weeks are shown, or those from `since` to `until`, never later than the
    running one. Weeks before the first contact ever are neither shown nor missed: there was no
    habit to break. Only the weeks shown decide coverage and the longest gap; the streak goes
    back as far as it reaches. See `docs/methods.md#cadence` for weeks, pauses and gaps.

    Args:
        contacts: days and how many counted contacts fell on each; only dates known to the day.
            Those after today are bookings and make no week.

    Raises:
        InputError: a goal or a number of weeks below 1, a negative floor, `since` after `until`.

    Method:
        ISO weeks with at least one contact, after continuous discovery's weekly touchpoints.
    """
    _check_range(goal, weeks, floor_days, since, until)
    history = _History(contacts, pauses, today, goal)
    shown = history.shown(since, until, weeks)
    went = Counter(week.status for week in shown)
    last = history.days[-1] if history.days else None
    return Cadence(
        goal=goal,
        weeks=shown,
        streak=history.streak(),
        weeks_met=went[WeekStatus.MET],
        weeks_counted=went[WeekStatus.MET] + went[WeekStatus.MISSED],
        longest_gap_days=history.longest_gap(shown),
        floor_days=floor_days,
        this_week=history.by_week[history.running],
        booked_this_week=history.booked,
        status=history.status(history.running),
        last_contact=last,
        days_since=None if last is None else (today - last).days,
        pauses=history.pauses,
        undated=undated,
    )


def habit_at_risk(cadence: Cadence) -> bool:
    """Whether the habit is about to break: nothing logged and nothing booked in a week at work."""
    return (
        cadence.status is not WeekStatus.PAUSED
        and cadence.this_week == 0
        and cadence.booked_this_week == 0
    )


class _History:
    def __init__(
        self, contacts: Iterable[tuple[date, int]], pauses: Iterable[Pause], today: date, goal: int
    ) -> None:
        self.pauses = tuple(sorted(pauses, key=lambda each: (each.first, each.last, each.reason)))
        self.away = _merged(self.pauses)
        self.today = today
        self.goal = goal
        self.running, sunday = week_bounds(today)
        days: set[date] = set()
        self.by_week = Counter[date]()
        self.booked = 0
        for day, count in contacts:
            if day <= today and count > 0:
                days.add(day)
                self.by_week[week_bounds(day)[0]] += count
            elif day <= sunday and count > 0:
                self.booked += count
        self.days = sorted(days)

    def status(self, monday: date) -> WeekStatus:
        """Met comes first, then paused, then running or over."""
        if self.by_week[monday] >= self.goal:
            return WeekStatus.MET
        if self._days_away(monday, monday + 6 * _DAY) >= _MOST_OF_A_WEEK:
            return WeekStatus.PAUSED
        return WeekStatus.PENDING if monday == self.running else WeekStatus.MISSED

    def shown(self, since: date | None, until: date | None, weeks: int) -> tuple[CadenceWeek, ...]:
        """The weeks asked for, from the week of the first contact to the running one."""
        last = self.running if until is None else min(week_bounds(until)[0], self.running)
        begin = self.running if not self.days else week_bounds(self.days[0])[0]
        reach = min((last - begin) // _WEEK + 1, weeks)
        monday = last - (reach - 1) * _WEEK
        if since is not None:
            monday = max(begin, week_bounds(since)[0])
        found: list[CadenceWeek] = []
        while monday <= last:
            name, sunday = iso_week(monday), monday + 6 * _DAY
            contacts, status = self.by_week[monday], self.status(monday)
            found.append(CadenceWeek(name, monday, sunday, contacts, status))
            monday += _WEEK
        return tuple(found)

    def streak(self) -> int:
        if not self.days:
            return 0
        begin, monday, streak = week_bounds(self.days[0])[0], self.running, 0
        while monday >= begin:
            status = self.status(monday)
            if status is WeekStatus.MISSED:
                break
            streak += status is WeekStatus.MET
            monday -= _WEEK
        return streak

    def longest_gap(self, shown: tuple[CadenceWeek, ...]) -> int | None:
        """The longest silence in days, less the days away in it.

        The silence at the end counts in full; one that ended among the weeks shown but began
        before them counts from their first day.
        """
        if not shown or not self.days:
            return None
        first, last = shown[0].first, min(shown[-1].last, self.today)
        marks = [day for day in self.days if day <= last]
        gaps = [
            self._gap(max(earlier, first), later)
            for earlier, later in pairwise(marks)
            if later >= first
        ]
        return max([*gaps, self._gap(marks[-1], last)])

    def _gap(self, earlier: date, later: date) -> int:
        return (later - earlier).days - self._days_away(earlier + _DAY, later)

    def _days_away(self, first: date, last: date) -> int:
        return sum(
            max(0, (min(last, end) - max(first, begin)).days + 1) for begin, end in self.away
        )


def _merged(pauses: tuple[Pause, ...]) -> tuple[tuple[date, date], ...]:
    """Spans that do not overlap, of pauses in the order of their first day."""
    spans: list[tuple[date, date]] = []
    for pause in pauses:
        first, last = pause.first, pause.last
        if spans and first <= spans[-1][1]:
            first, earlier = spans.pop()
            last = max(earlier, last)
        spans.append((first, last))
    return tuple(spans)


def _check_range(
    goal: int, weeks: int, floor_days: int, since: date | None, until: date | None
) -> None:
    if goal < 1:
        raise InputError(
            f"a goal of {goal} contacts a week asks for nothing", "a goal of 1 or more"
        )
    if weeks < 1:
        raise InputError(f"{weeks} weeks cannot be shown", "1 week or more")
    if floor_days < 0:
        raise InputError(f"{floor_days} days is no gap between contacts", "0 days or more")
    if since is not None and until is not None and since > until:
        raise InputError(f"{since} is after {until}", f"from {until} to {since}")
