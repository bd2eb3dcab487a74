from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli import clock
from discoverycli.clock import Side, read_day
from discoverycli.domain.text.dates import AmbiguousDateError
from discoverycli.errors import InputError

SATURDAY = date(2026, 11, 21)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("today", "2026-11-21", "2026-11-21"),
        ("Now", "2026-11-21", "2026-11-21"),
        ("this morning", "2026-11-21", "2026-11-21"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("last night", "2026-11-20", "2026-11-20"),
        ("tomorrow", "2026-11-22", "2026-11-22"),
        ("the day before yesterday", "2026-11-19", "2026-11-19"),
        ("day after tomorrow", "2026-11-23", "2026-11-23"),
        ("2026-11-03", "2026-11-03", "2026-11-03"),
        ("on 2026-11-03", "2026-11-03", "2026-11-03"),
        ("By 2026-12-01.", "2026-12-01", "2026-12-01"),
        ("2026-11", "2026-11", "2026-11"),
        ("2026", "2026", "2026"),
        ("9/18/2025", "2025-09-18", "2025-09-18"),
        ("2024/03/21 12:05:19 PM AST", "2024-03-21", "2024-03-21"),
        ("Friday, 20 Nov 2026", "2026-11-20", "2026-11-20"),
        ("Friday 2026-11-20", "2026-11-20", "2026-11-20"),
        ("December 18th", "2025-12-18", "2026-12-18"),
        ("16th February", "2026-02-16", "2027-02-16"),
        ("21 November", "2026-11-21", "2026-11-21"),
        ("29 Feb", "2024-02-29", "2028-02-29"),
        ("October", "2026-10", "2027-10"),
        ("November", "2026-11", "2026-11"),
        ("12/18", "2025-12-18", "2026-12-18"),
        ("friday", "2026-11-20", "2026-11-27"),
        ("by friday", "2026-11-20", "2026-11-27"),
        ("on Mon", "2026-11-16", "2026-11-23"),
        ("saturday", "2026-11-21", "2026-11-28"),
        ("last friday", "2026-11-20", "2026-11-20"),
        ("last saturday", "2026-11-14", "2026-11-14"),
        ("past sunday", "2026-11-15", "2026-11-15"),
        ("this monday", "2026-11-16", "2026-11-23"),
        ("this saturday", "2026-11-21", "2026-11-21"),
        ("this sunday", "2026-11-22", "2026-11-22"),
        ("next friday", "2026-11-27", "2026-11-27"),
        ("next saturday", "2026-11-28", "2026-11-28"),
        ("coming monday", "2026-11-23", "2026-11-23"),
        ("3 days ago", "2026-11-18", "2026-11-18"),
        ("three days ago", "2026-11-18", "2026-11-18"),
        ("2 weeks ago", "2026-11-07", "2026-11-07"),
        ("a fortnight ago", "2026-11-07", "2026-11-07"),
        ("1 week and 2 days ago", "2026-11-12", "2026-11-12"),
        ("3 months ago", "2026-08", "2026-08"),
        ("last month", "2026-10", "2026-10"),
        ("a year ago", "2025", "2025"),
        ("in 10 days", "2026-12-01", "2026-12-01"),
        ("3 weeks from now", "2026-12-12", "2026-12-12"),
        ("in two months", "2027-01", "2027-01"),
        ("next month", "2026-12", "2026-12"),
        ("next year", "2027", "2027"),
        ("this week", None, "2026-11-22"),
        ("next week", None, "2026-11-29"),
        ("end of the week", None, "2026-11-22"),
        ("the end of next month", None, "2026-12"),
        ("end of year", None, "2026"),
        ("last week", None, None),
        ("week", None, None),
        ("month", None, None),
        ("", None, None),
        ("   ", None, None),
        ("by", None, None),
        ("12", None, None),
        ("3", None, None),
        ("2026-13-45", None, None),
        ("31 February", None, None),
        ("2026-02-30", None, None),
        ("stray words", None, None),
        ("tomorow", None, None),
        ("soon", None, None),
        ("ago", None, None),
        ("days ago", None, None),
        ("a few days ago", None, None),
        ("-3 days", None, None),
        ("3 days", None, None),
        ("last", None, None),
        ("next", None, None),
        ("friday friday", None, None),
        ("friday the 13th", None, None),
        ("friday at noon", None, None),
        ("2026-11-20 noonish", None, None),
        ("today or yesterday", None, None),
        ("999 years ago", None, None),
        ("99999 days ago", None, None),
        ("8/9/2025", None, None),
        ("8/9", None, None),
        ("Thursday 2026-11-20", None, None),
        ("Auguest 1st, 2024", None, None),
    ],
)
def test_a_typed_date_is_wholly_understood_or_refused(
    text: str, past: str | None, future: str | None
) -> None:
    sides: list[tuple[Side, str | None]] = [("past", past), ("future", future)]
    for side, held in sides:
        if held is not None:
            assert str(read_day(text, today=SATURDAY, prefer=side)) == held
            continue
        with pytest.raises(InputError) as raised:
            read_day(text, today=SATURDAY, prefer=side)
        assert f"'{text.strip()}" in raised.value.message.replace("   ", "")
        assert "20" in raised.value.hint


def test_a_refused_date_comes_with_examples_for_that_day() -> None:
    with pytest.raises(InputError) as raised:
        read_day("soon", today=SATURDAY, prefer="future")
    assert raised.value.message == "'soon' is not a date I can read"
    assert raised.value.hint == (
        "2026-11-21, tomorrow, friday, in 3 days, or 2026-11 for the month only"
    )


@pytest.mark.parametrize("side", ["past", "future"])
def test_every_example_in_a_hint_can_be_read(side: Side) -> None:
    with pytest.raises(InputError) as raised:
        read_day("soon", today=SATURDAY, prefer=side)
    for example in raised.value.hint.removesuffix(" for the month only").split(", "):
        assert read_day(example.removeprefix("or "), today=SATURDAY, prefer=side).day


def test_a_leap_day_that_no_year_nearby_has_is_refused() -> None:
    with pytest.raises(InputError, match="not a date I can read"):
        read_day("29 February", today=date(1904, 2, 28), prefer="past")


def test_an_ambiguous_date_names_both_days() -> None:
    with pytest.raises(AmbiguousDateError) as raised:
        read_day("8/9/2025", today=SATURDAY)
    assert raised.value.hint == "2025-08-09 or 2025-09-08"


def test_a_date_in_doubt_is_asked_for_with_the_date_it_would_be() -> None:
    with pytest.raises(InputError, match="2026-11-20 is a Friday") as raised:
        read_day("Thursday 2026-11-20", today=SATURDAY)
    assert raised.value.hint == "2026-11-20"


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_lies_within_a_week_on_the_side_that_was_asked_for(day: date, name: str) -> None:
    expected = {
        ("past", ""): range(-6, 1),
        ("past", "last "): range(-7, 0),
        ("past", "next "): range(1, 8),
        ("past", "this "): range(-6, 7),
        ("future", ""): range(1, 8),
        ("future", "last "): range(-7, 0),
        ("future", "next "): range(1, 8),
        ("future", "this "): range(7),
    }
    sides: list[Side] = ["past", "future"]
    for side in sides:
        for which in ("", "last ", "this ", "next "):
            read = read_day(which + name, today=day, prefer=side).day
            assert read is not None
            assert WEEKDAYS[read.weekday()] == name
            assert (read - day).days in expected[side, which]


@examples(0.4)
@given(DAYS, st.integers(0, 999))
def test_days_and_weeks_ago_are_counted_exactly(day: date, count: int) -> None:
    assert read_day(f"{count} days ago", today=day).day == day - timedelta(days=count)
    assert read_day(f"in {count} days", today=day).day == day + timedelta(days=count)
    if count < 500:
        assert read_day(f"{count} weeks ago", today=day).day == day - timedelta(weeks=count)


@examples(0.4)
@given(DAYS, st.integers(0, 99))
def test_months_ago_are_counted_in_the_calendar(day: date, count: int) -> None:
    held = read_day(f"{count} months ago", today=day)
    assert held.day is not None
    months = (day.year - held.day.year) * 12 + day.month - held.day.month
    assert (months, str(held.precision)) == (count, "month")


@given(st.text() | st.lists(st.sampled_from(["last", "in", "3", "days", "ago", "friday", "may"])))
def test_any_words_are_a_date_or_one_error(words: str | list[str]) -> None:
    text = words if isinstance(words, str) else " ".join(words)
    try:
        held = read_day(text, today=SATURDAY)
    except InputError:
        return
    assert held.day is not None


def test_today_is_what_disco_today_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCO_TODAY", " 2026-11-20 ")
    assert clock.today() == date(2026, 11, 20)
    assert clock.now().date() == date(2026, 11, 20)
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("value", ["", " "])
def test_without_disco_today_the_wall_clock_counts(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("DISCO_TODAY", value)
    before, moment, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    assert before <= moment <= after
    assert moment.tzinfo is UTC
    assert abs((clock.today() - moment.date()).days) <= 1


@pytest.mark.parametrize("value", ["yesterday", "2026-13-45", "0001-01-01", "9999-12-31", "20.11."])
def test_a_disco_today_that_is_no_date_is_an_error(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("DISCO_TODAY", value)
    for ask in (clock.today, clock.now):
        with pytest.raises(InputError, match="DISCO_TODAY is") as raised:
            ask()
        assert raised.value.hint == "DISCO_TODAY=2026-11-20"


@pytest.mark.process
def test_no_date_loads_a_library() -> None:
    script = (
        "import sys; from datetime import date; from discoverycli.clock import read_day\n"
        "dates = ('today', '2026-11-03', 'last friday', 'Dec 18', '3 days ago', 'in a fortnight')\n"
        "known = {*sys.modules}\n"
        "for text in dates:\n"
        "    read_day(text, today=date(2026, 11, 21))\n"
        "assert {*sys.modules} - known <= sys.stdlib_module_names\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
