"""What a call is prepared by: which opinions fit a person, and what would refute one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.prep import Fit, Refutation, fit, in_words, refutation
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    Status,
)
from discoverycli.domain.votes import EvidenceFact

TODAY = date(2026, 11, 20)
CURRENT, FUTURE, COMPANY = Stakeholder.CURRENT, Stakeholder.FUTURE, Stakeholder.COMPANY


@pytest.mark.parametrize(
    ("segment", "whose", "points"),
    [
        ("Clinics", "clinics ", 2),
        (None, "clinics", 1),
        (None, None, 1),
        ("clinics", "retail", 0),
        ("clinics", None, 0),
    ],
)
def test_an_opinion_about_their_segment_fits_best_and_one_about_another_least(
    segment: str | None, whose: str | None, points: int
) -> None:
    assert fit(segment, (), whose, Relation.PROSPECT).segment == points


@pytest.mark.parametrize(
    ("serves", "relation", "points"),
    [
        ((FUTURE,), Relation.PROSPECT, 2),
        ((FUTURE, COMPANY), Relation.FORMER, 2),
        ((CURRENT,), Relation.CURRENT, 2),
        ((CURRENT,), Relation.PROSPECT, 0),
        ((FUTURE,), Relation.UNKNOWN, 0),
        ((COMPANY,), Relation.PROSPECT, 1),
        ((), Relation.PARTNER, 1),
    ],
)
def test_an_opinion_fits_those_it_serves(
    serves: tuple[Stakeholder, ...], relation: Relation, points: int
) -> None:
    assert fit(None, serves, None, relation) == Fit(1, points)


def votes(votes_for: int, votes_against: int) -> list[EvidenceFact]:
    sides = [Stance.SUPPORTS] * votes_for + [Stance.REFUTES] * votes_against
    return [
        EvidenceFact(
            n,
            1,
            side,
            Rung.DID,
            n,
            None,
            Relation.PROSPECT,
            Channel.DIRECT,
            InterviewDate.on(TODAY),
        )
        for n, side in enumerate(sides, start=1)
    ]


def test_what_would_refute_it_is_told_in_words_with_what_there_is() -> None:
    nothing = verdict([], Rule(), today=TODAY)
    assert in_words(refutation(nothing, Rule()), nothing) == "4 voices against, one of them did"
    some = verdict(votes(2, 1), Rule(), today=TODAY)
    assert refutation(some, Rule()) == Refutation(8, 1)
    told = in_words(refutation(some, Rule()), some)
    assert told == "8 voices against (1 now), one of them did"
    talk = Rule(lived=0, against=1, majority=51)
    assert in_words(refutation(nothing, talk), nothing) == "1 voice against"


@given(
    st.integers(0, 6),
    st.builds(
        Rule,
        majority=st.integers(51, 99),
        lived=st.integers(0, 3),
        against=st.integers(1, 6),
        voices=st.just(100),
    ),
)
def test_with_so_many_voices_against_it_is_refuted_and_with_one_fewer_it_is_not(
    votes_for: int, rule: Rule
) -> None:
    wanted = refutation(verdict(votes(votes_for, 0), rule, today=TODAY), rule)

    def status(against: int) -> Status:
        return verdict(votes(votes_for, against), rule, today=TODAY).status

    assert status(wanted.voices) is Status.REFUTED
    assert status(wanted.voices - 1) is not Status.REFUTED
