"""Whose turn it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.people import DEFAULT_PERIODS, PersonFact, due, due_in_days, period_of
from discoverycli.domain.vocabulary import Relation

TODAY = date(2026, 11, 20)


def person(
    number: int,
    ago: int | None,
    relation: Relation = Relation.PROSPECT,
    *,
    period: int | None = None,
    snoozed: int | None = None,
) -> PersonFact:
    return PersonFact(
        number=number,
        name=f"Person {number}",
        organisation=None,
        organisation_id=None,
        relation=relation,
        segment=None,
        last_contact=None if ago is None else TODAY - timedelta(days=ago),
        period_days=period,
        snoozed_until=None if snoozed is None else TODAY + timedelta(days=snoozed),
        interviews=0 if ago is None else 1,
    )


def due_codes(*people: PersonFact, within: int = 0) -> list[str]:
    return [item.person.code for item in due(people, today=TODAY, within=within)]


anybody = st.lists(
    st.builds(
        person,
        st.integers(1, 10**6),
        st.one_of(st.none(), st.integers(0, 400)),
        st.sampled_from(Relation),
        period=st.one_of(st.none(), st.integers(1, 200)),
        snoozed=st.one_of(st.none(), st.integers(-30, 30)),
    ),
    max_size=30,
    unique_by=lambda fact: fact.number,
)


def test_the_default_periods_cover_every_relation() -> None:
    assert dict(DEFAULT_PERIODS) == {
        Relation.PROSPECT: 30,
        Relation.CURRENT: 60,
        Relation.FORMER: 90,
        Relation.PARTNER: 90,
        Relation.UNKNOWN: 60,
        Relation.INTERNAL: None,
    }


def test_a_person_is_due_on_the_day_their_period_ends() -> None:
    assert due_codes(person(1, 29)) == []
    assert due_codes(person(1, 30)) == ["P1"]
    assert due_in_days(person(1, 29), today=TODAY) == 1
    assert due_in_days(person(1, 45), today=TODAY) == -15


def test_lateness_is_measured_in_the_person_s_own_period() -> None:
    weekly = person(1, 21, period=7)
    quarterly = person(2, 120, period=90)
    assert due_codes(quarterly, weekly) == ["P1", "P2"]
    late = due([weekly, quarterly], today=TODAY)
    assert [round(item.lateness, 2) for item in late] == [2.0, 0.33]
    assert [(item.days_since, item.due_in_days) for item in late] == [(21, -14), (120, -30)]


def test_a_person_s_own_period_comes_before_their_relation_s() -> None:
    assert period_of(person(1, 0, period=7)) == 7
    assert period_of(person(1, 0)) == 30
    assert period_of(person(1, 0), {Relation.PROSPECT: 14}) == 14
    assert period_of(person(1, 0), {}) is None


def test_our_own_people_are_never_due_unless_they_have_a_period() -> None:
    assert due_codes(person(1, 900, Relation.INTERNAL)) == []
    assert due_in_days(person(1, 900, Relation.INTERNAL), today=TODAY) is None
    assert due_codes(person(1, 900, Relation.INTERNAL, period=30)) == ["P1"]


def test_a_period_may_be_a_single_day() -> None:
    assert due_codes(person(1, 1, period=1)) == ["P1"]


@pytest.mark.parametrize("period", [0, -5])
def test_a_period_below_a_day_means_never(period: int) -> None:
    assert due_codes(person(1, 900, period=period)) == []


def test_someone_never_heard_is_due_today_after_all_who_are_late() -> None:
    never = person(1, None)
    found = due([never, person(2, 31), person(3, 30)], today=TODAY)
    assert [item.person.number for item in found] == [2, 3, 1]
    assert (found[-1].days_since, found[-1].due_in_days, found[-1].lateness) == (None, 0, 0.0)


def test_a_snooze_hides_a_person_until_its_day() -> None:
    assert due_codes(person(1, 90, snoozed=1)) == []
    assert due_codes(person(1, 90, snoozed=0)) == ["P1"]
    assert due_in_days(person(1, 90, snoozed=0), today=TODAY) == -60
    assert due_in_days(person(1, 90, snoozed=3), today=TODAY) == 3
    assert due_in_days(person(1, 5, snoozed=3), today=TODAY) == 25
    assert due_in_days(person(1, 90, snoozed=-3), today=TODAY) == -60


def test_those_due_soon_can_be_asked_for() -> None:
    people = person(1, 25), person(2, 10), person(3, 90, snoozed=4)
    assert due_codes(*people, within=5) == ["P3", "P1"]


def test_equals_are_listed_by_code() -> None:
    assert due_codes(person(9, 40), person(2, 40)) == ["P2", "P9"]


@given(anybody, st.randoms(use_true_random=False))
def test_the_order_people_are_stored_in_does_not_matter(
    people: list[PersonFact], random: object
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert due(shuffled, today=TODAY) == due(people, today=TODAY)


@given(anybody)
def test_exactly_those_whose_days_have_run_out_are_due(people: list[PersonFact]) -> None:
    left = {fact.number: due_in_days(fact, today=TODAY) for fact in people}
    found = due(people, today=TODAY)
    assert {item.person.number for item in found} == {
        number for number, days in left.items() if days is not None and days <= 0
    }
    assert all(item.due_in_days == left[item.person.number] for item in found)
    assert [item.lateness for item in found] == sorted(
        (item.lateness for item in found), reverse=True
    )


@given(anybody)
def test_a_contact_today_resets_everybody(people: list[PersonFact]) -> None:
    assert due([fact._replace(last_contact=TODAY) for fact in people], today=TODAY) == []
