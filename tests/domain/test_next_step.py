"""What to learn next: who fits an opinion, whose turn it is, who is a new voice, and the score."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.next_step import (
    OUTSIDE,
    AddressBook,
    Answered,
    Audience,
    Candidate,
    Pool,
    audience,
    in_turn,
    most_first,
    reach,
    score,
    surely_enough,
    uncertainty,
    whom,
)
from discoverycli.domain.people import DEFAULT_PERIODS, PersonFact, due
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.verdicts import Verdict, risk, verdict
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    Relation,
    Rung,
    Stakeholder,
    Stance,
)
from discoverycli.domain.votes import EvidenceFact, Voice, voices

TODAY = date(2026, 11, 20)
FUTURE, CURRENT, COMPANY = Stakeholder.FUTURE, Stakeholder.CURRENT, Stakeholder.COMPANY


def someone(
    number: int,
    organisation: int | None = None,
    relation: Relation = Relation.PROSPECT,
    segment: str | None = None,
    ago: int | None = 10,
    period: int | None = None,
) -> Candidate:
    voice = Voice(organisation, None) if organisation is not None else Voice(None, number)
    last = None if ago is None else TODAY - timedelta(days=ago)
    return Candidate(number, voice, relation, segment, last, period)


people = st.lists(
    st.builds(
        someone,
        st.integers(1, 10_000),
        st.none() | st.integers(1, 6),
        st.sampled_from(OUTSIDE),
        st.sampled_from([None, "clinics", " Clinics", "garages"]),
        st.none() | st.integers(0, 400),
        st.none() | st.sampled_from([0, 7, 30, 90]),
    ),
    max_size=30,
    unique_by=lambda each: each.number,
)
audiences = st.builds(
    audience,
    st.lists(st.sampled_from(Stakeholder), max_size=3),
    st.sampled_from([None, "clinics", "nobody's"]),
)
answers = st.frozensets(st.integers(1, 6).map(lambda n: Voice(n, None)), max_size=6)


def includes(who: Audience, relation: Relation, segment: str | None) -> bool:
    """Whether somebody of a relation and a segment is found for an audience."""
    asked = Candidate(1, Voice(None, 1), relation, segment, None, None)
    return bool(AddressBook([asked]).pool(who).people)


def fits(who: Audience, relation: Relation, segment: str | None) -> bool:
    """The same, spelled out."""
    return relation in who.relations and who.segment in (None, name_key(segment or ""))


def pool_of(found: Sequence[Candidate], who: Audience) -> Pool:
    return AddressBook(in_turn(found, today=TODAY)).pool(who)


def on_day(votes_for: int, votes_against: int = 0) -> Verdict:
    facts = [
        EvidenceFact(
            number,
            1,
            Stance.SUPPORTS if number < votes_for else Stance.REFUTES,
            Rung.DID,
            number,
            None,
            Relation.PROSPECT,
            Channel.DIRECT,
            InterviewDate.on(TODAY),
        )
        for number in range(votes_for + votes_against)
    ]
    return verdict(facts, Rule(), today=TODAY)


# Who fits


@pytest.mark.parametrize(
    ("serves", "wanted"),
    [
        ((FUTURE,), {"prospect", "unknown"}),
        ((CURRENT,), {"current"}),
        ((FUTURE, CURRENT), {"prospect", "unknown", "current"}),
        ((COMPANY,), {"prospect", "unknown", "current", "former", "partner"}),
        ((), {"prospect", "unknown", "current", "former", "partner"}),
        ((CURRENT, COMPANY), {"prospect", "unknown", "current", "former", "partner"}),
    ],
)
def test_whom_an_opinion_serves_says_who_fits_it(
    serves: tuple[Stakeholder, ...], wanted: set[str]
) -> None:
    assert set(audience(serves, None).relations) == wanted


def test_nobody_of_the_company_ever_fits() -> None:
    for serves in ((), *((each,) for each in Stakeholder)):
        assert not includes(audience(serves, None), Relation.INTERNAL, None)


def test_a_segment_that_is_named_has_to_be_theirs_whatever_its_case_and_blanks() -> None:
    who = audience((FUTURE,), "Dental  clinics")
    assert includes(who, Relation.PROSPECT, "dental Clinics ")
    assert not includes(who, Relation.PROSPECT, "garages")
    assert not includes(who, Relation.PROSPECT, None)
    assert includes(audience((FUTURE,), None), Relation.PROSPECT, "garages")


@given(people, audiences)
def test_an_address_book_finds_those_who_fit_and_are_ever_due(
    found: list[Candidate], who: Audience
) -> None:
    fitting = [
        each for each in in_turn(found, today=TODAY) if fits(who, each.relation, each.segment)
    ]
    pool = pool_of(found, who)
    assert list(pool.people) == fitting
    assert pool.voices == {each.voice for each in fitting}


# In turn


@given(people)
def test_people_come_in_the_order_in_which_they_are_due(found: list[Candidate]) -> None:
    facts = [
        PersonFact(
            each.number, "Ana", None, None, each.relation, each.segment, each.last_contact,
            each.period_days, None, 1,
        )
        for each in found
    ]  # fmt: skip
    ranked = due(facts, today=TODAY, periods=DEFAULT_PERIODS, within=10**6)
    assert [each.number for each in in_turn(found, today=TODAY)] == [
        each.person.number for each in ranked
    ]


def test_who_is_never_due_is_asked_nothing() -> None:
    quiet = {**DEFAULT_PERIODS, Relation.PARTNER: None}
    found = [someone(1, period=0), someone(2, relation=Relation.PARTNER), someone(3)]
    assert [each.number for each in in_turn(found, today=TODAY, periods=quiet)] == [3]


# Reach


@given(people, audiences, answers, st.integers(1, 8))
def test_reach_counts_the_voices_left_and_never_more_than_the_rule_asks_for(
    found: list[Candidate], who: Audience, answered: frozenset[Voice], most: int
) -> None:
    left = {
        each.voice
        for each in in_turn(found, today=TODAY)
        if fits(who, each.relation, each.segment) and each.voice not in answered
    }
    assert reach(pool_of(found, who), answered, most) == min(most, len(left))


@given(people, audiences, answers, st.integers(1, 8))
def test_a_pool_that_is_large_enough_needs_no_look_at_who_answered(
    found: list[Candidate], who: Audience, answered: frozenset[Voice], most: int
) -> None:
    pool = pool_of(found, who)
    if surely_enough(pool, len(answered), most):
        assert reach(pool, answered, most) == most


@given(people, audiences, answers, st.integers(1, 8), st.randoms())
def test_the_order_of_people_never_matters(
    found: list[Candidate],
    who: Audience,
    answered: frozenset[Voice],
    most: int,
    chance: random.Random,
) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    said = Answered(frozenset(), answered)
    assert pool_of(mixed, who) == pool_of(found, who)
    assert whom(pool_of(mixed, who), said, most) == whom(pool_of(found, who), said, most)


@given(people, audiences, answers, st.integers(1, 8))
def test_one_more_person_who_fits_and_was_not_asked_never_lowers_a_score(
    found: list[Candidate], who: Audience, answered: frozenset[Voice], most: int
) -> None:
    newcomer = someone(20_000, None, who.relations[0], who.segment)
    before = reach(pool_of(found, who), answered, most)
    after = reach(pool_of([*found, newcomer], who), answered, most)
    assert after == min(most, before + 1)
    doubt = on_day(0)
    assert score(5, doubt, after) >= score(5, doubt, before)


@given(people, audiences, answers, st.integers(1, 8), st.integers(1, 6))
def test_a_colleague_of_somebody_who_can_be_asked_or_has_answered_adds_no_reach(
    found: list[Candidate], who: Audience, answered: frozenset[Voice], most: int, organisation: int
) -> None:
    pool = pool_of(found, who)
    known = Voice(organisation, None) in pool.voices | answered
    colleague = someone(20_000, organisation, who.relations[0], who.segment)
    after = reach(pool_of([*found, colleague], who), answered, most)
    if known:
        assert after == reach(pool, answered, most)


def test_the_same_voice_saying_more_changes_neither_reach_nor_uncertainty() -> None:
    facts = [
        EvidenceFact(
            n,
            1,
            Stance.SUPPORTS,
            Rung.SAYS,
            7,
            3,
            Relation.PROSPECT,
            Channel.DIRECT,
            InterviewDate.on(TODAY),
        )
        for n in range(3)
    ]
    pool = pool_of([someone(7, 3), someone(8, 4), someone(9)], audience((), None))
    results = {
        (
            reach(pool, frozenset(voices(facts[:count], Rule(), today=TODAY)), 5),
            uncertainty(verdict(facts[:count], Rule(), today=TODAY)),
        )
        for count in (1, 2, 3)
    }
    assert results == {(2, 5)}


# Score


@given(st.integers(1, 5), st.integers(0, 6), st.integers(0, 6), st.integers(0, 100))
def test_the_score_is_importance_times_uncertainty_times_reach(
    importance: int, votes_for: int, votes_against: int, can_reach: int
) -> None:
    found = on_day(votes_for, votes_against)
    assert score(importance, found, can_reach) == importance * uncertainty(found) * can_reach
    assert score(importance, found, 1) == risk(importance, found)


def test_those_whom_nobody_can_be_asked_about_come_last_the_riskiest_first() -> None:
    doubt, known = on_day(0), on_day(3)
    keys = [
        most_first(1, known, 1, 1),
        most_first(5, doubt, 2, 0),
        most_first(3, doubt, 3, 0),
        most_first(5, doubt, 4, 5),
        most_first(5, doubt, 5, 5),
    ]
    assert [key[-1] for key in sorted(keys)] == [4, 5, 1, 2, 3]


# Whom


def test_one_of_each_new_voice_comes_first_then_whoever_has_not_answered() -> None:
    found = [
        someone(1, organisation=1, ago=100),  # has answered
        someone(2, organisation=1, ago=99),  # a colleague of theirs
        someone(3, organisation=2, ago=98),
        someone(4, organisation=2, ago=97),  # no new voice behind 3
        someone(5, ago=96),
    ]
    pool = pool_of(found, audience((), None))
    said = Answered(frozenset({1}), frozenset({Voice(1, None)}))
    assert [tuple(each) for each in whom(pool, said, 5)] == [
        (3, True),
        (5, True),
        (2, False),
        (4, False),
    ]
    assert [each.number for each in whom(pool, said, 1)] == [3]


@given(people, audiences, answers, st.integers(0, 8))
def test_there_are_as_many_new_voices_to_ask_as_reach_says(
    found: list[Candidate], who: Audience, answered: frozenset[Voice], most: int
) -> None:
    pool = pool_of(found, who)
    picks = whom(pool, Answered(frozenset(), answered), most)
    assert sum(each.new_voice for each in picks) == reach(pool, answered, most)
    assert len({each.number for each in picks}) == len(picks) == min(most, len(pool.people))
    assert sorted(picks, key=lambda each: not each.new_voice) == list(picks)
