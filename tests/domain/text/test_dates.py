from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discoverycli.domain.text.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousDateError,
    Order,
    UnreadableDateError,
    YearMissingError,
    date_in_file_name,
    distance,
    is_far_ahead,
    parse_written,
    read_written,
    weekday_of,
)
from discoverycli.domain.vocabulary import InterviewDate, Precision
from discoverycli.errors import InputError

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("2017-07-11", "2017-07-11"),
        ("2017/7/1", "2017-07-01"),
        ("2017.07.11", "2017-07-11"),
        ("20211115", "2021-11-15"),
        ("2026-11", "2026-11"),
        ("2026/11", "2026-11"),
        ("11/2026", "2026-11"),
        ("2026", "2026"),
        ("9/18/2025", "2025-09-18"),
        ("18.9.2025", "2025-09-18"),
        ("8/8/2025", "2025-08-08"),
        ("02/15/26", "2026-02-15"),
        ("12/31/99", "1999-12-31"),
        ("2026-11-20T09:30:00Z", "2026-11-20"),
        ("2026-11-20t23:59:59.999+13:45", "2026-11-20"),
        ("2026-11-20 00:00:00.000000 +0000", "2026-11-20"),
        ("12/13/2024 9:12:35", "2024-12-13"),
        ("2024/03/21 12:05:19 PM AST", "2024-03-21"),
        ("Sept. 11th, Wednesday, 2024", "2024-09-11"),
        ("10th July 2025", "2025-07-10"),
        ("October 20th, 2025.", "2025-10-20"),
        ("the 3rd of May, 2025", "2025-05-03"),
        ("Feb 2026", "2026-02"),
        ("JANUARY 2026", "2026-01"),
        ("Fri, 20 Nov 2026 10:00:00 +0000", "2026-11-20"),
        ("July 1, 2025 at 3pm", "2025-07-01"),
        ("July 1, 2025, 10:00-11:30 a.m. CEST", "2025-07-01"),
        ("10-Jul-25", "2025-07-10"),
        ("10 July '25", "2025-07-10"),
        ("2025-Jul-10", "2025-07-10"),
        ("Friday, 2026-11-20", "2026-11-20"),
        ("9/18/2025 (Thursday)", "2025-09-18"),
        ("18 September 2025 (Thu)", "2025-09-18"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, held: str) -> None:
    written = read_written(text)
    assert (str(written.held), written.remark) == (held, None)
    assert str(parse_written(f"  {text.upper()}  ")) == held


@given(DAYS)
def test_every_unambiguous_spelling_of_a_day_is_that_day(day: date) -> None:
    month = MONTHS[day.month - 1]
    spellings = [
        day.isoformat(),
        f"{day.isoformat()}T12:00:00.000Z",
        f"{day:%Y/%m/%d} 1:05 pm EST",
        f"{ordinal(day.day)} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
        f"{day:%A}, {month.upper()} {ordinal(day.day)}, {day.year}",
        f"{day.day} {month[:4].lower()} {day.year}",
    ]
    for text in spellings:
        assert read_written(text).held == InterviewDate.on(day)
        assert read_written(text).remark is None


@given(DAYS)
def test_a_date_in_numbers_is_read_only_when_it_can_mean_one_day(day: date) -> None:
    mdy, dmy = f"{day.month}/{day.day}/{day.year}", f"{day.day}/{day.month}/{day.year}"
    assert (
        parse_written(mdy, order="mdy") == parse_written(dmy, order="dmy") == InterviewDate.on(day)
    )
    if day.day > 12 or day.day == day.month:
        assert parse_written(mdy) == parse_written(dmy) == InterviewDate.on(day)
        return
    for text in (mdy, dmy):
        with pytest.raises(AmbiguousDateError) as raised:
            parse_written(text)
        assert day in raised.value.readings
        assert raised.value.hint == " or ".join(map(str, sorted(raised.value.readings)))


@given(DAYS)
def test_a_date_without_a_year_is_never_given_one_silently(day: date) -> None:
    text = f"{MONTHS[day.month - 1]} {ordinal(day.day)}"
    with pytest.raises(YearMissingError):
        parse_written(text)
    assert parse_written(text, year=day.year) == InterviewDate.on(day)


@pytest.mark.parametrize("text", ["December 18th", "16th February", "Friday, July 19, 3:30pm",
                                  "12/18", "8/9", "29 February", "October"])  # fmt: skip
def test_a_missing_year_is_its_own_error(text: str) -> None:
    with pytest.raises(YearMissingError, match="names no year"):
        parse_written(text)


def test_a_given_year_fills_in_only_where_none_is_written() -> None:
    assert str(parse_written("October", year=2025)) == "2025-10"
    assert str(parse_written("12/18", year=2025)) == "2025-12-18"
    assert str(parse_written("18 Dec 2024", year=2025)) == "2024-12-18"
    with pytest.raises(AmbiguousDateError):
        parse_written("8/9", year=2025)
    with pytest.raises(UnreadableDateError):
        parse_written("29 February", year=2025)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hello", "12", "7", "1234", "2300-01-01", "2026-13-45", "2026-02-30", "2026-11-31",
        "31 February 2025", "29 February 2025", "30/2", "13/13/2025", "0/5/2025", "13/2026",
        "2026-11-20T25:00:00Z", "2026-11-20 10:75", "2026-11-20 noonish", "20 Nov 2026 or so",
        "July 10-12", "10-12 July 2025", "July 4 5", "Friday", "Friday 10", "Friday July 2025",
        "tuesdy 4 May 2025", "maybe 2025", "Decade 2025", "May May 2025", "2025 2026", "at 3pm",
        "10:30", "9/8-2025", "[Date]", "___", "N/A", "٣/٤/2025", "May 3 2025 " * 20,
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [None, "mdy", "dmy"])
def test_what_is_no_date_is_unreadable_and_never_something_else(
    text: str, order: Order | None
) -> None:
    with pytest.raises(UnreadableDateError, match="not a date I can read"):
        parse_written(text, order=order)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Auguest 1st, 2024", "August"),
        ("1 Febuary 2024", "February"),
        ("Setpember 1 2024", "September"),
        ("1 Ocotber 2024", "October"),
    ],
)
def test_a_misspelt_month_is_read_with_a_remark_when_it_is_clear(text: str, month: str) -> None:
    written = read_written(text)
    assert written.held == InterviewDate.on(date(2024, MONTHS.index(month) + 1, 1))
    assert written.remark is not None
    assert written.remark.endswith(f"is read as {month}")


@pytest.mark.parametrize("text", ["Thursday, Sept. 11th, 2024", "2024-09-11, Thu", "9/11/2024 thu"])
def test_a_contradicting_weekday_keeps_the_date_with_a_remark(text: str) -> None:
    written = read_written(text, order="mdy")
    assert written.held == InterviewDate.on(date(2024, 9, 11))
    assert written.remark == "2024-09-11 is a Wednesday"


def test_numbers_against_the_given_order_are_read_with_a_remark() -> None:
    written = read_written("9/18/2025", order="dmy")
    assert str(written.held) == "2025-09-18"
    assert written.remark == "it can only be 2025-09-18, which is not in the order dmy"


def test_two_digit_years_with_dashes_may_also_come_first() -> None:
    with pytest.raises(AmbiguousDateError) as raised:
        parse_written("26-02-15", order="mdy")
    assert raised.value.readings == (date(2015, 2, 26), date(2026, 2, 15))
    assert str(parse_written("26-02-15", order="dmy")) == "2015-02-26"
    assert str(parse_written("26/02/15")) == "2015-02-26"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("January 2025 AND September 2025", "2025"),
        ("10 July 2025 - 12 July 2025", "2025-07"),
        ("30 June to 2 July 2025", "2025"),
        ("2025-07-10 – 2025-07-12", "2025-07"),
    ],
)
def test_of_two_dates_only_what_they_share_is_kept_with_a_remark(text: str, held: str) -> None:
    written = read_written(text)
    assert str(written.held) == held
    assert written.remark == f"two dates are named, and only {held} is in both"


def test_two_dates_that_share_nothing_are_unreadable() -> None:
    with pytest.raises(UnreadableDateError):
        parse_written("December 2025 and January 2026")


@given(st.text(st.sampled_from("0123456789/-.:, TZ+'") | st.characters(), max_size=30))
@example("0000-00-00")
@example("99:99")
def test_any_text_is_a_date_within_bounds_or_one_of_three_errors(text: str) -> None:
    try:
        held = parse_written(text)
    except (UnreadableDateError, YearMissingError, AmbiguousDateError) as error:
        assert isinstance(error, InputError)
    else:
        assert held.day is not None
        assert FIRST_YEAR <= held.day.year <= LAST_YEAR
        assert held.precision is not Precision.UNKNOWN


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("20211115-p8-11AM", "2021-11-15"),
        ("P33-GMT20241009-155013_Recording.vtt", "2024-10-09"),
        ("2016-03-23-interview-with-x.md", "2016-03-23"),
        ("notes_2016_03_23.md", "2016-03-23"),
        ("notes 2016.03.23", "2016-03-23"),
        ("rec20241009155013.vtt", "2024-10-09"),
        ("2016-03-interviews", "2016-03"),
        ("2016-03-23_20160323", "2016-03-23"),
        ("2016-03-23_2016-03-24", None),
        ("2016-03_2016-04", None),
        ("2016-13-45-x", None),
        ("2016-02-31", None),
        ("2023-24 plan", None),
        ("P4", None),
        ("12345678", None),
        ("120160323", None),
        ("2016-0323", None),
        ("2016", None),
        ("", None),
    ],
)
def test_a_file_name_gives_its_one_date(name: str, held: str | None) -> None:
    read = date_in_file_name(name)
    assert (read and str(read)) == held


@given(DAYS, st.text("abc -_P.", max_size=8), st.sampled_from(["", "-", "_", "."]))
def test_a_date_is_found_anywhere_in_a_file_name(day: date, words: str, sign: str) -> None:
    name = f"{words}P{day:%Y}{sign}{day:%m}{sign}{day:%d} {words}"
    assert date_in_file_name(name) == InterviewDate.on(day)


@given(DAYS, st.integers(3, 9))
def test_a_weekday_is_known_by_its_first_three_letters(day: date, letters: int) -> None:
    assert weekday_of(f"{day:%A}"[:letters]) == day.weekday()
    assert weekday_of(f"{day + timedelta(7):%A}".upper()) == day.weekday()
    assert weekday_of(f"{day:%A}"[:2]) is None


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 15), "5 days ago"),
        (date(2026, 11, 19), "yesterday"),
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 21), "tomorrow"),
        (date(2026, 11, 22), "in 2 days"),
    ],
)
def test_how_far_a_day_is(day: date, said: str) -> None:
    assert distance(day, date(2026, 11, 20)) == said


@given(st.dates(date(1901, 1, 1), date(2190, 12, 31)), st.integers(-900, 900))
def test_only_what_is_more_than_a_year_ahead_is_far_ahead(today: date, days: int) -> None:
    found = is_far_ahead(InterviewDate.on(today + timedelta(days)), today)
    if days != 366:  # a leap day may lie between
        assert found is (days > 366)
    assert not is_far_ahead(InterviewDate.unknown(), today)


def test_a_month_is_far_ahead_when_its_first_day_is() -> None:
    today = date(2026, 11, 20)
    assert not is_far_ahead(InterviewDate.in_month(2027, 11), today)
    assert is_far_ahead(InterviewDate.in_month(2027, 12), today)
    assert not is_far_ahead(InterviewDate.in_year(2027), today)
    assert is_far_ahead(InterviewDate.in_year(2028), today)
    assert not is_far_ahead(InterviewDate.on(date(2025, 2, 28)), date(2024, 2, 29))
    assert is_far_ahead(InterviewDate.on(date(2025, 3, 1)), date(2024, 2, 29))
