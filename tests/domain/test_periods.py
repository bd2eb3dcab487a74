"""Proves what a week, a month and a quarter are, and how they are called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.periods import between, day_name, month_of, quarter_of, week_of
from discoverycli.errors import InputError

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (week_of(date(2026, 11, 20)), "Week 2026-W47 · Mon 16 – Sun 22 Nov 2026"),
        (week_of(date(2026, 10, 1)), "Week 2026-W40 · Mon 28 Sep – Sun 4 Oct 2026"),
        (week_of(date(2027, 1, 1)), "Week 2026-W53 · Mon 28 Dec 2026 – Sun 3 Jan 2027"),
        (month_of(date(2026, 2, 14)), "Month 2026-02 · Sun 1 – Sat 28 Feb 2026"),
        (quarter_of(date(2026, 11, 20)), "Quarter 2026-Q4 · Thu 1 Oct – Thu 31 Dec 2026"),
        (between(date(2026, 11, 20), date(2026, 11, 20)), "Fri 20 – Fri 20 Nov 2026"),
    ],
)
def test_a_title_says_the_name_and_both_days(period, title):
    assert str(period) == title


@given(DAYS)
def test_every_day_is_in_its_own_week_month_and_quarter(day):
    for period in (week_of(day), month_of(day), quarter_of(day)):
        assert period.first <= day <= period.last


@given(DAYS)
def test_the_day_after_a_period_begins_the_next_one(day):
    for make in (week_of, month_of, quarter_of):
        period = make(day)
        after = make(period.last + timedelta(days=1))
        assert after.first == period.last + timedelta(days=1)
        assert after.name != period.name


@given(DAYS, DAYS)
def test_only_a_monday_to_sunday_is_an_iso_week(one, other):
    period = between(min(one, other), max(one, other))
    assert (period.week is not None) == (
        period.first.weekday() == 0 and period.last == period.first + timedelta(days=6)
    )


def test_days_in_the_wrong_order_are_refused_with_the_right_one():
    with pytest.raises(InputError) as caught:
        between(date(2026, 11, 20), date(2026, 11, 1))
    assert caught.value.message == "2026-11-20 is after 2026-11-01"
    assert caught.value.hint == "--since 2026-11-01 --until 2026-11-20"


def test_a_day_is_named_as_people_say_it():
    assert day_name(date(2026, 11, 5)) == "Thu 5 Nov 2026"
