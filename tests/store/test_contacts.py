"""Proves which interviews belong to which days, however much of their date is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.balance import Window
from discoverycli.domain.vocabulary import Channel, InterviewDate, InterviewKind, Relation
from discoverycli.store.models.interviews import Interview, Participation
from discoverycli.store.models.people import Person
from discoverycli.store.read import contacts
from discoverycli.store.reader import open_reader
from discoverycli.store.writer import open_journal

TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2025, 6, 1), date(2028, 1, 31))


@st.composite
def dates_known_in_part(draw):
    day = draw(DAYS)
    return draw(
        st.sampled_from(
            [
                InterviewDate.on(day),
                InterviewDate.in_month(day.year, day.month),
                InterviewDate.in_year(day.year),
            ]
        )
    )


def stored(path: Path, dates: list[InterviewDate], counts: list[bool]) -> None:
    with open_journal(path) as session:
        session.add(
            Person.build(id=1, uid="1", name="Ana", name_key="ana", created_on=date(2025, 1, 1))
        )
        session.flush()
        for number, (held, contact) in enumerate(zip(dates, counts, strict=True), start=1):
            session.add(
                Interview.build(
                    id=number,
                    uid=str(number),
                    held_on=held.day,
                    precision=held.precision,
                    kind=InterviewKind.INTERVIEW,
                    channel=Channel.DIRECT if contact else Channel.PROXY,
                    notes="",
                    author="Robin",
                    logged_at="2026-11-20T12:00:00",
                    contact=contact,
                )
            )
            session.flush()
            session.add(
                Participation.build(
                    interview_id=number, person_id=1, position=0, relation=Relation.PROSPECT
                )
            )


@examples(0.3)
@given(
    st.lists(st.tuples(dates_known_in_part(), st.booleans()), max_size=25),
    DAYS,
    DAYS,
    st.integers(1, 6),
)
def test_an_interview_belongs_to_days_that_hold_all_of_its_own(interviews, one, other, most):
    days = Window(min(one, other), max(one, other))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        stored(path, [held for held, _ in interviews], [counts for _, counts in interviews])
        with open_reader(path) as reader:
            whole = contacts.interviews_in(reader, days, TODAY)
            first = contacts.interviews_in(reader, days, TODAY, most)
            counts = contacts.count(reader, days, TODAY)
            booked = contacts.booked(reader, TODAY)
    within = [h for h, _ in interviews if days.first <= h.first and h.day <= days.last]
    assert sorted(each.held.day for each in whole) == sorted(h.day for h in within)
    assert [each.held.day for each in whole] == sorted((h.day for h in within), reverse=True)
    to_come = [each for each in whole if each.held.first > TODAY]
    held = [each for each in whole if each not in to_come]
    assert counts == (
        sum(each.counts for each in held),
        sum(not each.counts for each in held),
        len(to_come),
    )
    assert sorted(held, key=lambda each: not each.counts)[:most] == sorted(
        first, key=lambda each: not each.counts
    )
    assert [each.held.day for each in booked] == sorted(
        h.day for h, _ in interviews if h.first > TODAY
    )


def test_the_running_month_and_year_are_not_still_to_come():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        stored(
            path,
            [
                InterviewDate.in_month(2026, 11),
                InterviewDate.in_year(2026),
                InterviewDate.in_month(2026, 12),
            ],
            [True] * 3,
        )
        with open_reader(path) as reader:
            assert [str(each.held) for each in contacts.booked(reader, TODAY)] == ["2026-12"]


def test_a_date_that_is_not_known_belongs_to_no_days():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        stored(path, [InterviewDate.unknown()], [True])
        with open_reader(path) as reader:
            everything = Window(date(1900, 1, 1), date(2199, 12, 31))
            assert contacts.interviews_in(reader, everything, TODAY) == []
            assert contacts.any_logged(reader)
