"""What evidence cannot tell: who was never asked, what stands narrow, who agrees to everything."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.balance import rests_on_customers_only
from discoverycli.domain.gaps import (
    LEAST,
    Agreeing,
    HeardEvidence,
    Narrow,
    Unasked,
    agreement,
    could_refute,
    narrow,
    was_asked,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    Relation,
    Rung,
    Stakeholder,
    Stance,
)
from discoverycli.domain.votes import EvidenceFact

TODAY = date(2026, 11, 20)
CURRENT, FUTURE, COMPANY = Stakeholder.CURRENT, Stakeholder.FUTURE, Stakeholder.COMPANY


def piece(hypothesis: int = 1, person: int = 1, **more: object) -> HeardEvidence:
    made = HeardEvidence(hypothesis, person, person, True, "prospect", None, "Robin")
    return made._replace(**more)  # type: ignore[arg-type]


pieces = st.builds(
    HeardEvidence,
    hypothesis=st.integers(1, 6),
    person=st.integers(1, 4),
    interview=st.integers(1, 6),
    supports=st.sampled_from([True, True, True, True, False]),
    relation=st.sampled_from([each.value for each in Relation if each is not Relation.INTERNAL]),
    segment=st.sampled_from([None, "labs", " Labs", "clinics"]),
    interviewer=st.sampled_from(["Robin", "Kim"]),
)
journals = st.lists(pieces, max_size=30)


# Who could refute it


@pytest.mark.parametrize(
    ("serves", "segment", "whom"),
    [
        ((), None, ()),
        ((COMPANY,), "", ()),
        ((FUTURE,), None, (Unasked.PROSPECTS,)),
        ((CURRENT,), "labs", (Unasked.CUSTOMERS, Unasked.SEGMENT)),
        (
            (CURRENT, FUTURE, COMPANY),
            "labs",
            (Unasked.PROSPECTS, Unasked.CUSTOMERS, Unasked.SEGMENT),
        ),
    ],
)
def test_whom_it_serves_and_whom_it_is_about_could_refute_it(
    serves: tuple[Stakeholder, ...], segment: str | None, whom: tuple[Unasked, ...]
) -> None:
    assert could_refute(serves, segment) == (Unasked.ANYBODY, *whom)


@pytest.mark.parametrize(
    ("whom", "heard", "asked"),
    [
        (Unasked.ANYBODY, [], False),
        (Unasked.ANYBODY, [("former", None)], True),
        (Unasked.PROSPECTS, [("current", None), ("unknown", None)], False),
        (Unasked.PROSPECTS, [("current", None), ("prospect", None)], True),
        (Unasked.CUSTOMERS, [("prospect", "labs"), ("former", "labs")], False),
        (Unasked.CUSTOMERS, [("current", None)], True),
        (Unasked.SEGMENT, [("prospect", None), ("prospect", "clinics")], False),
        (Unasked.SEGMENT, [("prospect", " dental  LABS")], True),
    ],
)
def test_who_was_asked_is_told_by_what_they_were_on_that_day(
    whom: Unasked, heard: list[tuple[str, str | None]], asked: bool
) -> None:
    assert was_asked(whom, "Dental labs", heard) is asked


# On narrow ground


@pytest.mark.parametrize(
    ("support", "lived", "about", "reasons"),
    [
        ([piece(), piece(relation="current", interviewer="Kim")], 2, None, ()),
        ([piece(interviewer="Kim"), piece()], 1, None, (Narrow.ONE_DEED,)),
        ([piece(interviewer="Kim"), piece()], 0, None, (Narrow.NO_DEED,)),
        ([piece(), piece(person=2)], 2, None, (Narrow.ONE_INTERVIEWER,)),
        (
            [piece(relation="current"), piece(relation="current", interviewer="Kim")],
            2,
            None,
            (Narrow.CUSTOMERS_ONLY,),
        ),
        (
            [piece(segment="labs"), piece(segment=" LABS", interviewer="Kim")],
            2,
            None,
            (Narrow.ONE_SEGMENT,),
        ),
        ([piece(segment="labs"), piece(segment="labs", interviewer="Kim")], 2, "Labs", ()),
        ([piece(segment="labs"), piece(interviewer="Kim")], 2, None, ()),
    ],
)
def test_a_validation_is_narrow_for_these_reasons(
    support: list[HeardEvidence], lived: int, about: str | None, reasons: tuple[Narrow, ...]
) -> None:
    assert narrow(support, lived, about) == reasons


def test_where_interviewers_are_hidden_nothing_is_said_of_them() -> None:
    assert narrow([piece()], 2, None, authors_known=False) == ()


@given(journals)
def test_customers_only_is_what_the_balance_says(journal: list[HeardEvidence]) -> None:
    evidence = [
        EvidenceFact(
            number, 1, Stance.SUPPORTS if each.supports else Stance.REFUTES, Rung.DID, each.person,
            None, Relation(each.relation), Channel.DIRECT, InterviewDate.on(TODAY),
        )
        for number, each in enumerate(journal)
    ]  # fmt: skip
    support = [each for each in journal if each.supports]
    assert (Narrow.CUSTOMERS_ONLY in narrow(support, 2, None)) is rests_on_customers_only(
        evidence, Rule(), today=TODAY
    )


@given(st.lists(pieces, min_size=1, max_size=12), pieces, st.integers(0, 3))
def test_more_support_never_makes_the_ground_narrower(
    support: list[HeardEvidence], one_more: HeardEvidence, lived: int
) -> None:
    before = narrow(support, lived, "labs")
    after = narrow([*support, one_more], lived, "labs")
    assert set(after) <= set(before)


# Who agrees to everything


def test_three_opinions_and_nothing_but_support_is_agreeing_to_everything() -> None:
    found = agreement([piece(2), piece(5), piece(9), piece(9)])
    assert found.people == (Agreeing(1, (2, 5, 9), 4),)
    assert (found.of_people, found.of_interviews) == (1, 1)
    assert found.interviews == ()


def test_two_opinions_are_too_few_to_tell() -> None:
    assert LEAST == 3
    found = agreement([piece(2), piece(5), piece(5)])
    assert (found.people, found.of_people) == ((), 0)


def test_a_single_answer_that_is_no_support_is_enough_to_tell_opinions_apart() -> None:
    found = agreement([piece(2), piece(5), piece(9), piece(9, supports=False)])
    assert (found.people, found.of_people) == ((), 1)


def test_an_interview_is_named_where_somebody_speaks_who_is_not() -> None:
    first = [piece(number, 1, interview=4) for number in (1, 2, 3)]
    second = [piece(1, 1, interview=5, supports=False)]
    found = agreement([*first, *second])
    assert (found.people, found.interviews) == ((), (Agreeing(4, (1, 2, 3), 3),))
    assert (found.of_people, found.of_interviews) == (1, 1)


@given(journals, st.randoms())
def test_the_order_of_evidence_never_matters(
    journal: list[HeardEvidence], chance: random.Random
) -> None:
    other = list(journal)
    chance.shuffle(other)
    assert agreement(other) == agreement(journal)
    assert narrow(other, 1, None) == narrow(journal, 1, None)


@given(journals)
def test_what_is_said_twice_names_nobody_else(journal: list[HeardEvidence]) -> None:
    once, twice = agreement(journal), agreement([*journal, *journal])
    assert [each[:2] for each in twice.people] == [each[:2] for each in once.people]
    assert [each[:2] for each in twice.interviews] == [each[:2] for each in once.interviews]
    assert (twice.of_people, twice.of_interviews) == (once.of_people, once.of_interviews)


@given(journals, st.integers(1, 4), st.integers(1, 6))
def test_only_what_is_no_support_clears_somebody_who_agrees(
    journal: list[HeardEvidence], person: int, hypothesis: int
) -> None:
    before = {each.number for each in agreement(journal).people}
    support = piece(hypothesis, person, interview=99)
    assert before <= {each.number for each in agreement([*journal, support]).people}
    doubt = support._replace(supports=False)
    assert before - {person} == {each.number for each in agreement([*journal, doubt]).people}
