"""Consent and retention: each state on its day, each person kept to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.consent import (
    Basis,
    ConsentFact,
    ConsentStanding,
    ConsentState,
    Kept,
    RetentionEnd,
    Scope,
    check_consent,
    kept,
    months_after,
    overdue_days,
    standing,
    state,
)
from discoverycli.errors import InputError

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
months = st.integers(1, 120)


@st.composite
def consents(draw: st.DrawFn, scope: Scope | None = None) -> ConsentFact:
    """Any consent whose days are in order."""
    begun = draw(days)
    later = st.none() | st.integers(0, 2000).map(lambda count: begun + DAY * count)
    return ConsentFact(
        scope or draw(st.sampled_from(Scope)), draw(st.sampled_from(Basis)), begun, draw(later),
        draw(later),
    )  # fmt: skip


def agreed(expires: date | None = None, withdrawn: date | None = None) -> ConsentFact:
    return ConsentFact(Scope.NOTES, Basis.CONSENT, date(2026, 1, 5), expires, withdrawn)


@pytest.mark.parametrize(
    ("consent", "on", "where"),
    [
        (None, TODAY, ConsentState.NOT_ASKED),
        (agreed(), date(2026, 1, 4), ConsentState.NOT_ASKED),
        (agreed(), date(2026, 1, 5), ConsentState.GIVEN),
        (agreed(expires=TODAY), TODAY, ConsentState.GIVEN),
        (agreed(expires=TODAY), TODAY + DAY, ConsentState.EXPIRED),
        (agreed(withdrawn=TODAY), TODAY - DAY, ConsentState.GIVEN),
        (agreed(withdrawn=TODAY), TODAY, ConsentState.WITHDRAWN),
        (agreed(expires=TODAY - DAY, withdrawn=TODAY), TODAY, ConsentState.WITHDRAWN),
    ],
)
def test_a_state_holds_to_the_day(
    consent: ConsentFact | None, on: date, where: ConsentState
) -> None:
    assert state(consent, on) is where


@given(consents(), days)
def test_what_has_ended_never_comes_back_by_itself(consent: ConsentFact, on: date) -> None:
    before, after = state(consent, on), state(consent, on + DAY)
    order = [
        ConsentState.NOT_ASKED,
        ConsentState.GIVEN,
        ConsentState.EXPIRED,
        ConsentState.WITHDRAWN,
    ]
    assert order.index(before) <= order.index(after)


@given(st.lists(consents(), max_size=6, unique_by=lambda each: each.scope), days)
def test_scopes_stand_for_themselves(found: list[ConsentFact], on: date) -> None:
    where = standing(found, on)
    assert where == standing(reversed(found), on)
    for scope in Scope:
        own = next((each for each in found if each.scope is scope), None)
        assert getattr(where, scope.value) is state(own, on)
    assert standing((), on) == ConsentStanding()


@given(st.none() | days, days, st.none() | consents(Scope.NOTES), months)
def test_a_person_is_kept_through_the_earliest_end_and_overdue_from_the_day_after(
    last: date | None, added: date, notes: ConsentFact | None, count: int
) -> None:
    end = kept(last, added, notes, count)
    ends = [months_after(last or added, count)]
    ends += [] if notes is None else filter(None, (notes.expires_on, notes.withdrawn_on))
    assert end.until == min(ends)
    assert [overdue_days(end, end.until + DAY * step) for step in (-1, 0, 1, 2)] == [0, 0, 1, 2]


def test_why_says_what_ends_it() -> None:
    last, added = date(2026, 1, 31), date(2020, 1, 1)
    assert kept(last, added, None, 1) == Kept(date(2026, 2, 28), RetentionEnd.RETENTION)
    assert kept(None, added, None) == Kept(date(2022, 1, 1), RetentionEnd.RETENTION)
    assert kept(last, added, agreed(expires=date(2026, 2, 1))).why is RetentionEnd.EXPIRED
    assert kept(last, added, agreed(withdrawn=date(2026, 2, 1))).why is RetentionEnd.WITHDRAWN
    assert kept(last, added, agreed(expires=date(2099, 1, 1))).why is RetentionEnd.RETENTION


@given(days, st.integers(0, 1200))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, count: int) -> None:
    later = months_after(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


def test_no_time_is_too_long() -> None:
    assert months_after(date(9999, 1, 1), 24) == date.max


@pytest.mark.parametrize("end", ["expires_on", "withdrawn_on"])
def test_a_consent_that_ends_before_it_begins_is_refused(end: str) -> None:
    assert check_consent(agreed()) == agreed()
    with pytest.raises(InputError, match="which is earlier"):
        check_consent(agreed()._replace(**{end: date(2026, 1, 4)}))
