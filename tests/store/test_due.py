"""Proves that finding the latest people in the database gives whom the rule puts first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.people import DEFAULT_PERIODS, due
from discoverycli.domain.vocabulary import Relation
from discoverycli.store.models.people import Person
from discoverycli.store.read.people import everybody, latest_contact
from discoverycli.store.reader import open_reader
from discoverycli.store.writer import open_journal

TODAY = date(2026, 11, 20)
PERSON = st.tuples(
    st.sampled_from(list(Relation)),
    st.none() | st.integers(0, 400),
    st.none() | st.sampled_from([0, 7, 30, 10**9]) | st.integers(1, 90),
    st.none() | st.integers(-5, 5),
)


@examples(0.25)
@given(st.lists(PERSON, max_size=40), st.integers(1, 5))
def test_the_latest_by_the_database_are_the_latest_by_the_rule(people, most):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        with open_journal(path) as session:
            for number, (relation, ago, period, snooze) in enumerate(people, start=1):
                session.add(
                    Person.build(
                        id=number,
                        uid=str(number),
                        name=f"Person {number}",
                        name_key=f"person {number}",
                        relation=relation,
                        period_days=period,
                        last_contact=None if ago is None else TODAY - timedelta(days=ago),
                        snoozed_until=None if snooze is None else TODAY + timedelta(days=snooze),
                        created_on=TODAY,
                    )
                )
        with open_reader(path) as reader:
            found = latest_contact(reader, TODAY, DEFAULT_PERIODS, most)
            whole = due(everybody(reader, TODAY), today=TODAY)
    assert found.total == len(whole)
    assert due(found.people, today=TODAY)[:most] == whole[:most]
    prospects = [each for each in whole if each.person.relation is Relation.PROSPECT]
    some = [each for each in due(found.people, today=TODAY) if each in prospects]
    assert some[:most] == prospects[:most]
