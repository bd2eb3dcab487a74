"""The list of people, and one person, calculated."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from discoverycli.analysis.people import people as report
from discoverycli.domain.people import PersonFact, due_in_days
from discoverycli.domain.vocabulary import Relation

TODAY = date(2026, 11, 20)


@st.composite
def persons(draw: st.DrawFn) -> list[PersonFact]:
    found = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        days = draw(st.none() | st.integers(0, 400))
        found.append(
            PersonFact(
                number=number,
                name=f"Person {number}",
                organisation=draw(st.sampled_from([None, "Acme", "Bolt"])),
                organisation_id=None,
                relation=draw(st.sampled_from(Relation)),
                segment=draw(st.sampled_from([None, "clinics"])),
                last_contact=None if days is None else TODAY - timedelta(days=days),
                period_days=draw(st.none() | st.integers(1, 90)),
                snoozed_until=draw(st.none() | st.just(TODAY + timedelta(days=5))),
                interviews=1,
            )
        )
    return found


@given(persons())
def test_everybody_is_listed_once_those_who_are_due_first(people: list[PersonFact]) -> None:
    listing = report.people_listing(people, report.PeopleFilter(), TODAY)
    assert sorted(each.person.number for each in listing.listed) == [p.number for p in people]
    days = [each.due_in_days for each in listing.listed]
    assert days == [due_in_days(each.person, today=TODAY) for each in listing.listed]
    assert all(day is not None and day <= 0 for day in days[: listing.due])
    assert not any(day is not None and day <= 0 for day in days[listing.due :])
    assert sorted(days, key=lambda day: day is None) == days


@given(persons())
def test_asking_for_those_who_are_due_gives_the_beginning_of_the_list(
    people: list[PersonFact],
) -> None:
    whole = report.people_listing(people, report.PeopleFilter(), TODAY)
    some = report.people_listing(people, report.PeopleFilter(due=True), TODAY)
    assert some.listed == whole.listed[: whole.due]


@given(persons(), st.sampled_from(Relation))
def test_a_filter_leaves_the_others_in_their_order(
    people: list[PersonFact], relation: Relation
) -> None:
    whole = report.people_listing(people, report.PeopleFilter(), TODAY).listed
    some = report.people_listing(people, report.PeopleFilter(relation=relation), TODAY).listed
    assert some == tuple(each for each in whole if each.person.relation is relation)
