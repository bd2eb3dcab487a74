"""Who said what about an opinion, by organisation, by person and by segment."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.matrix import By, Votes, added_up, segment_key, votes, votes_by_segment
from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance
from discoverycli.domain.votes import EvidenceFact, Voice, Vote

TODAY = date(2026, 11, 20)
RULE = Rule()
FOR, AGAINST, OPEN = Stance.SUPPORTS, Stance.REFUTES, Stance.NEUTRAL
ALL = (By.ORGANISATIONS, By.PEOPLE)

_ids = count(1)


def heard(person: int, stance: Stance = FOR, organisation: int | None = None, **more: object):  # type: ignore[no-untyped-def]
    held = InterviewDate.on(TODAY - timedelta(days=10))
    fact = EvidenceFact(
        next(_ids), 1, stance, Rung.DID, person, organisation,
        Relation.PROSPECT, Channel.DIRECT, held,
    )  # fmt: skip
    return fact._replace(**more)  # type: ignore[arg-type]


facts = st.builds(
    EvidenceFact,
    id=st.integers(1, 10**6),
    hypothesis=st.just(1),
    stance=st.sampled_from([FOR, FOR, AGAINST, OPEN]),
    rung=st.sampled_from(Rung),
    person=st.integers(1, 12),
    organisation=st.just(None),
    relation=st.sampled_from(Relation),
    channel=st.sampled_from(Channel),
    held=st.integers(-30, 300).map(lambda ago: InterviewDate.on(TODAY - timedelta(days=ago))),
).map(lambda fact: fact._replace(organisation=fact.person // 2 if fact.person < 9 else None))
"""Two people an organisation up to the eighth; the others have none."""
segments = st.sampled_from([None, "labs", " Labs", "clinics", ""])
journals = st.lists(st.tuples(facts, segments), max_size=25)


def count_by(evidence: Sequence[EvidenceFact], by: By) -> dict[Voice, Vote]:
    return votes(evidence, RULE, today=TODAY, by=by)


@given(journals)
def test_the_votes_of_organisations_are_those_of_the_verdict(journal) -> None:  # type: ignore[no-untyped-def]
    evidence = [fact for fact, _ in journal]
    found = added_up(count_by(evidence, By.ORGANISATIONS).values())
    weighed = verdict(evidence, RULE, today=TODAY)
    assert found == (
        weighed.votes_for, weighed.votes_against, weighed.neutral, weighed.split,
    )  # fmt: skip
    assert found.asked == weighed.asked


@given(journals, st.randoms())
def test_the_order_of_evidence_never_matters(journal, chance: random.Random) -> None:  # type: ignore[no-untyped-def]
    other = list(journal)
    chance.shuffle(other)
    for by in ALL:
        assert count_by([f for f, _ in journal], by) == count_by([f for f, _ in other], by)
    assert votes_by_segment(journal, RULE, today=TODAY) == votes_by_segment(
        other, RULE, today=TODAY
    )


@given(journals)
def test_what_is_said_twice_changes_no_vote(journal) -> None:  # type: ignore[no-untyped-def]
    twice = [*journal, *((fact._replace(id=fact.id + 10**7), where) for fact, where in journal)]
    for by in ALL:
        assert count_by([f for f, _ in journal], by) == count_by([f for f, _ in twice], by)
    assert votes_by_segment(journal, RULE, today=TODAY) == votes_by_segment(
        twice, RULE, today=TODAY
    )


@given(journals)
def test_one_more_supporting_voice_is_one_more_cell_and_changes_no_other(journal) -> None:  # type: ignore[no-untyped-def]
    more = [*journal, (heard(99), "labs")]
    for by in ALL:
        before = count_by([f for f, _ in journal], by)
        assert count_by([f for f, _ in more], by) == {**before, Voice(None, 99): Vote.FOR}
    before_by = votes_by_segment(journal, RULE, today=TODAY)
    after_by = votes_by_segment(more, RULE, today=TODAY)
    labs = before_by.get("labs", Votes())
    assert after_by == {**before_by, "labs": labs._replace(votes_for=labs.votes_for + 1)}


@given(journals)
def test_people_vote_as_if_they_belonged_nowhere(journal) -> None:  # type: ignore[no-untyped-def]
    evidence = [fact for fact, _ in journal]
    alone = [fact._replace(organisation=None) for fact in evidence]
    assert count_by(evidence, By.PEOPLE) == count_by(alone, By.ORGANISATIONS)
    assert Vote.SPLIT not in count_by(evidence, By.PEOPLE).values()


@given(st.lists(facts, max_size=25))
def test_where_all_are_of_one_segment_its_votes_are_all_votes(evidence) -> None:  # type: ignore[no-untyped-def]
    spelled = [(fact, "labs" if fact.id % 2 else " LABS ") for fact in evidence]
    everybody = added_up(count_by(evidence, By.ORGANISATIONS).values())
    found = votes_by_segment(spelled, RULE, today=TODAY)
    assert found == ({"labs": everybody} if everybody.asked else {})


def test_an_organisation_of_two_segments_is_a_voice_in_each() -> None:
    pairs = [(heard(1, FOR, 7), "labs"), (heard(2, AGAINST, 7), "clinics")]
    found = votes_by_segment(pairs, RULE, today=TODAY)
    assert found == {"labs": Votes(votes_for=1), "clinics": Votes(votes_against=1)}
    assert count_by([fact for fact, _ in pairs], By.ORGANISATIONS) == {Voice(7, None): Vote.SPLIT}


@pytest.mark.parametrize(
    "change",
    [
        {"channel": Channel.PROXY},
        {"relation": Relation.INTERNAL},
        {"rung": Rung.WOULD},
        {"held": InterviewDate.on(TODAY - timedelta(days=181))},
        {"held": InterviewDate.on(TODAY + timedelta(days=1))},
        {"held": InterviewDate.unknown()},
    ],
)
def test_what_does_not_count_asks_nobody(change: dict[str, object]) -> None:
    fact = heard(1, FOR, 7, **change)
    assert all(count_by([fact], by) == {} for by in ALL)
    assert votes_by_segment([(fact, "labs")], RULE, today=TODAY) == {}


def test_a_segment_is_the_same_in_any_spelling_and_none_is_unknown() -> None:
    assert segment_key(" Dental  Labs") == segment_key("dental labs")
    assert segment_key("") is segment_key("  ") is segment_key(None) is None
