"""What beliefs were worth: the Brier score, its base rate, the deciles, and what is not scored."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.calibration import (
    ENOUGH,
    Belief,
    Unscored,
    deciles,
    heard_from,
    outcome,
    read_percent,
    score,
    unscored,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance, Status
from discoverycli.domain.votes import EvidenceFact, not_counted
from discoverycli.errors import InputError

TODAY = date(2026, 11, 20)

beliefs = st.builds(Belief, st.integers(0, 100), st.booleans())
some = st.lists(beliefs, min_size=1, max_size=60)

_ids = count(1)


def heard(held: InterviewDate, **more: object) -> EvidenceFact:
    parts = {
        "id": next(_ids), "hypothesis": 1, "stance": Stance.SUPPORTS, "rung": Rung.DID, "person": 1,
        "organisation": None, "relation": Relation.PROSPECT, "channel": Channel.DIRECT, "held": held,
    }  # fmt: skip
    return EvidenceFact(**{**parts, **more})  # type: ignore[arg-type]


# --- The score


def test_the_score_of_three_beliefs_is_what_the_formula_says_by_hand() -> None:
    found = score([Belief(90, True), Belief(70, False), Belief(50, True)])
    assert (found.beliefs, found.came_true) == (3, 2)
    assert found.brier == Fraction(1, 3) * (Fraction(1, 100) + Fraction(49, 100) + Fraction(1, 4))
    assert found.base_brier == Fraction(2, 9)


def test_no_belief_has_no_score() -> None:
    found = score([])
    assert (found.beliefs, found.came_true, found.brier, found.base_brier) == (0, 0, None, None)
    assert found.few


@given(some)
def test_a_score_is_from_zero_to_one(these: list[Belief]) -> None:
    found = score(these)
    assert found.brier is not None
    assert found.base_brier is not None
    assert 0 <= found.brier <= 1
    assert 0 <= found.base_brier <= Fraction(1, 4)


@given(some, st.randoms())
def test_no_order_of_the_beliefs_changes_anything(these: list[Belief], random: object) -> None:
    mixed = list(these)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert score(mixed) == score(these)
    assert deciles(mixed) == deciles(these)


@given(st.lists(st.booleans(), min_size=1))
def test_perfect_foresight_scores_zero_and_its_opposite_one(came_true: list[bool]) -> None:
    assert score(Belief(100 * each, each) for each in came_true).brier == 0
    assert score(Belief(100 * (not each), each) for each in came_true).brier == 1


@given(st.sampled_from([1, 2, 4, 5, 10, 20, 25, 50, 100]), st.data())
def test_one_who_always_says_the_base_rate_scores_as_the_base_rate(
    number: int, data: st.DataObject
) -> None:
    true = data.draw(st.integers(0, number))
    found = score(Belief(100 * true // number, place < true) for place in range(number))
    assert found.brier == found.base_brier


@given(some)
def test_nobody_who_always_says_the_same_beats_the_base_rate(these: list[Belief]) -> None:
    base = score(these).base_brier
    assert base is not None
    for percent in range(0, 101, 10):
        constant = score(Belief(percent, each.came_true) for each in these).brier
        assert constant is not None
        assert constant >= base


@given(some, st.integers(0, 100))
def test_being_surer_of_what_came_true_never_scores_worse(these: list[Belief], sure: int) -> None:
    first = these[0]
    better = first._replace(percent=max(first.percent, sure))
    if not first.came_true:
        better = first._replace(percent=min(first.percent, sure))
    assert score([better, *these[1:]]).squares <= score(these).squares


@pytest.mark.parametrize(("number", "few"), [(ENOUGH - 1, True), (ENOUGH, False)])
def test_below_thirty_beliefs_are_few(number: int, few: bool) -> None:
    assert score([Belief(50, True)] * number).few is few


# --- Deciles


@given(st.lists(beliefs, max_size=60))
def test_the_deciles_are_ten_and_add_up(these: list[Belief]) -> None:
    found = deciles(these)
    assert len(found) == 10
    assert sum(each.beliefs for each in found) == len(these)
    assert sum(each.came_true for each in found) == sum(each.came_true for each in these)
    assert sum(each.stated for each in found) == sum(each.percent for each in these)
    for each in found:
        assert (each.mean_stated is None) == (each.beliefs == 0)
        if each.mean_stated is not None:
            assert each.low <= 100 * each.mean_stated <= each.high


@pytest.mark.parametrize(
    ("percent", "low", "high"),
    [
        (0, 0, 9),
        (9, 0, 9),
        (10, 10, 19),
        (89, 80, 89),
        (90, 90, 100),
        (99, 90, 100),
        (100, 90, 100),
    ],
)
def test_a_percentage_is_in_one_decile(percent: int, low: int, high: int) -> None:
    full = [each for each in deciles([Belief(percent, True)]) if each.beliefs]
    assert [(each.low, each.high) for each in full] == [(low, high)]


# --- Outcomes, and what is not scored


@pytest.mark.parametrize(
    ("status", "was", "came_true"),
    [
        (Status.VALIDATED, None, True),
        (Status.REFUTED, None, False),
        (Status.STALE, Status.VALIDATED, True),
        (Status.STALE, Status.REFUTED, False),
        (Status.TESTING, None, None),
        (Status.MIXED, None, None),
        (Status.UNVALIDATED, None, None),
    ],
)
def test_what_is_validated_came_true_and_a_stale_one_counts_as_it_was(
    status: Status, was: Status | None, came_true: bool | None
) -> None:
    assert outcome(status, was) is came_true


def test_what_is_open_is_unresolved_and_what_was_heard_before_foreknown() -> None:
    assert unscored(None, foreknown=False) is Unscored.UNRESOLVED
    assert unscored(None, foreknown=True) is Unscored.UNRESOLVED
    assert unscored(False, foreknown=True) is Unscored.FOREKNOWN
    assert unscored(False, foreknown=False) is None


def test_only_what_counts_or_counted_is_heard_and_on_its_last_possible_day() -> None:
    def since(*facts: EvidenceFact) -> date | None:
        return heard_from(facts, Rule(), today=TODAY)

    old, month = InterviewDate.on(date(2025, 1, 5)), InterviewDate.in_month(2026, 10)
    assert since() is None
    assert since(heard(old)) == date(2025, 1, 5)
    assert since(heard(month)) == date(2026, 10, 31)
    assert since(heard(month), heard(old)) == date(2025, 1, 5)
    assert since(heard(InterviewDate.unknown())) is None
    assert since(heard(old, channel=Channel.PROXY)) is None
    assert since(heard(old, relation=Relation.INTERNAL)) is None
    assert since(heard(old, rung=Rung.WOULD)) is None
    assert since(heard(InterviewDate.on(TODAY + timedelta(days=1)))) is None


facts = st.builds(
    EvidenceFact,
    id=st.integers(1, 10**6),
    hypothesis=st.just(1),
    stance=st.sampled_from(Stance),
    rung=st.sampled_from(Rung),
    person=st.integers(1, 9),
    organisation=st.none(),
    relation=st.sampled_from(Relation),
    channel=st.sampled_from(Channel),
    held=st.integers(-30, 400).map(lambda ago: InterviewDate.on(TODAY - timedelta(days=ago))),
)


@given(st.lists(facts, max_size=20), st.integers(1, 400), st.randoms())
def test_neither_order_nor_the_age_limit_changes_since_when_something_was_heard(
    evidence: list[EvidenceFact], fresh: int, random: object
) -> None:
    mixed = list(evidence)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = heard_from(mixed, Rule(fresh_days=fresh), today=TODAY)
    assert found == heard_from(evidence, Rule(), today=TODAY)
    ageless = Rule(fresh_days=3650)
    counting = [f for f in evidence if not_counted(f, ageless, today=TODAY) is None]
    assert (found is None) == (not counting)


# --- How sure


@pytest.mark.parametrize(
    ("text", "percent"),
    [("70", 70), ("70%", 70), (" 70 % ", 70), ("0", 0), ("100%", 100), ("007", 7)],
)
def test_a_percentage_may_have_its_sign(text: str, percent: int) -> None:
    assert read_percent(text) == percent


@pytest.mark.parametrize(
    "text",
    ["", "0.7", "70.5%", "101", "-1", "seventy", "7e1", "%", "70%%", "٧٠", "1000", "70 or 80"],
)
def test_anything_else_is_no_percentage_and_says_what_is(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_percent(text)
    assert caught.value.hint == "a whole number from 0 to 100, such as 70%"
