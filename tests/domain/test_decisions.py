"""Proves what later evidence does to a decision: its grounds, its state, and since when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.decisions import (
    GroundState,
    StatusStep,
    Stood,
    against,
    decision_state,
    ground_state,
    means_not,
    undermining,
    worst_first,
)
from discoverycli.domain.vocabulary import Status

VALIDATED, REFUTED, MIXED = Status.VALIDATED, Status.REFUTED, Status.MIXED
TESTING, UNVALIDATED = Status.TESTING, Status.UNVALIDATED
STALE, PARKED = Status.STALE, Status.PARKED
OPEN = (UNVALIDATED, TESTING, MIXED)

AWAKE = [
    *(Stood(status) for status in (*OPEN, VALIDATED, REFUTED)),
    *(Stood(STALE, was) for was in (VALIDATED, REFUTED)),
]
PARKED_ONES = [Stood(PARKED, each.status) for each in AWAKE if each.status is not STALE]
UNKNOWN = Stood(PARKED, STALE)
ANY = st.sampled_from([*AWAKE, *PARKED_ONES, UNKNOWN])
KNOWN = st.sampled_from([*AWAKE, *PARKED_ONES])
STATES = st.sampled_from([each for each in GroundState if each is not GroundState.UNFOUNDED])
MADE = date(2026, 11, 2)


def turned(stood: Stood) -> Stood:
    """The same with validated and refuted exchanged."""
    other = {VALIDATED: REFUTED, REFUTED: VALIDATED}
    was = stood.was and other.get(stood.was, stood.was)
    return Stood(other.get(stood.status, stood.status), was)


def awake(stood: Stood) -> Stood:
    """The same, but for being parked."""
    return Stood(stood.was) if stood.status is PARKED and stood.was else stood


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        (Stood(VALIDATED), Stood(VALIDATED), GroundState.STANDS),
        (Stood(VALIDATED), Stood(STALE, VALIDATED), GroundState.AGED),
        (Stood(VALIDATED), Stood(STALE, REFUTED), GroundState.UNDERMINED),
        (Stood(VALIDATED), Stood(MIXED), GroundState.UNDERMINED),
        (Stood(VALIDATED), Stood(TESTING), GroundState.UNDERMINED),
        (Stood(VALIDATED), Stood(UNVALIDATED), GroundState.UNDERMINED),
        (Stood(VALIDATED), Stood(REFUTED), GroundState.UNDERMINED),
        (Stood(VALIDATED), Stood(PARKED, VALIDATED), GroundState.STANDS),
        (Stood(VALIDATED), Stood(PARKED, MIXED), GroundState.UNDERMINED),
        (Stood(PARKED, VALIDATED), Stood(VALIDATED), GroundState.STANDS),
        (Stood(TESTING), Stood(TESTING), GroundState.INCONCLUSIVE),
        (Stood(TESTING), Stood(MIXED), GroundState.INCONCLUSIVE),
        (Stood(TESTING), Stood(VALIDATED), GroundState.CONFIRMED),
        (Stood(TESTING), Stood(REFUTED), GroundState.UNDERMINED),
        (Stood(TESTING), Stood(STALE, REFUTED), GroundState.UNDERMINED),
        (Stood(TESTING), Stood(STALE, VALIDATED), GroundState.INCONCLUSIVE),
        (Stood(STALE, VALIDATED), Stood(STALE, VALIDATED), GroundState.INCONCLUSIVE),
        (Stood(STALE, VALIDATED), Stood(VALIDATED), GroundState.CONFIRMED),
        (Stood(STALE, REFUTED), Stood(STALE, REFUTED), GroundState.INCONCLUSIVE),
        (Stood(STALE, REFUTED), Stood(REFUTED), GroundState.UNDERMINED),
        (Stood(PARKED, STALE), Stood(STALE, REFUTED), GroundState.INCONCLUSIVE),
        (Stood(REFUTED), Stood(REFUTED), GroundState.UNDERMINED),
        (Stood(REFUTED), Stood(TESTING), GroundState.INCONCLUSIVE),
        (Stood(REFUTED), Stood(VALIDATED), GroundState.CONFIRMED),
    ],
)
def test_a_ground_is_what_the_evidence_of_today_makes_of_the_verdict_of_that_day(
    then: Stood, now: Stood, state: GroundState
) -> None:
    assert ground_state(then, now, holds=True) is state


@given(ANY, ANY)
def test_leaning_on_a_refutation_is_leaning_on_a_validation_in_the_mirror(then, now):
    assert ground_state(then, now, holds=False) is ground_state(
        turned(then), turned(now), holds=True
    )


@given(KNOWN, KNOWN, st.booleans())
def test_parking_changes_nothing(then, now, holds):
    assert ground_state(then, now, holds=holds) is ground_state(
        awake(then), awake(now), holds=holds
    )


@given(ANY, st.booleans())
def test_a_verdict_of_that_day_that_is_still_there_is_no_news(then, holds):
    """Where nothing changed, nothing is undermined but what was made against a verdict."""
    state = ground_state(then, then, holds=holds)
    opposed = against(then, holds=holds) and awake(then).status is not STALE
    assert (state is GroundState.UNDERMINED) == opposed
    assert state is not GroundState.AGED
    assert state is not GroundState.CONFIRMED


@given(KNOWN, st.booleans())
def test_what_is_the_verdict_leaned_on_today_is_never_a_worry(then, holds):
    now = Stood(VALIDATED if holds else REFUTED)
    assert ground_state(then, now, holds=holds) in (GroundState.STANDS, GroundState.CONFIRMED)


@given(KNOWN, st.booleans())
def test_what_is_the_opposite_verdict_today_always_undermines(then, holds):
    now = Stood(REFUTED if holds else VALIDATED)
    assert ground_state(then, now, holds=holds) is GroundState.UNDERMINED


@given(st.lists(STATES))
def test_a_decision_is_its_worst_ground_in_any_order(states):
    found = decision_state(states)
    assert found is decision_state(reversed(states))
    assert found is decision_state(sorted(states))
    assert found is decision_state([*states, *states])
    if not states:
        assert found is GroundState.UNFOUNDED
    else:
        assert found in states
        assert all(worst_first(found) <= worst_first(each) for each in states)


def test_undermined_is_worse_than_aged_than_inconclusive_than_what_stands():
    order = [
        GroundState.UNDERMINED,
        GroundState.AGED,
        GroundState.INCONCLUSIVE,
        GroundState.CONFIRMED,
        GroundState.STANDS,
    ]
    assert sorted(set(order), key=worst_first) == order


@given(ANY)
def test_because_of_a_refuted_one_means_that_it_does_not_hold(then):
    assert means_not(then) == (awake(then) == Stood(REFUTED))


def test_what_undermined_a_ground_is_the_first_of_the_last_changes_against_it():
    steps = [
        StatusStep(date(2026, 10, 1), TESTING, VALIDATED, 4),
        StatusStep(date(2026, 11, 5), VALIDATED, MIXED, 7),
        StatusStep(date(2026, 11, 6), MIXED, VALIDATED, 8),
        StatusStep(date(2026, 11, 9), VALIDATED, STALE, by_time=True),
        StatusStep(date(2026, 11, 12), STALE, TESTING, 11),
        StatusStep(date(2026, 11, 18), TESTING, MIXED, 12),
    ]
    found = undermining(Stood(VALIDATED), steps, holds=True, made_on=MADE)
    assert found == steps[4]
    assert undermining(Stood(TESTING), steps, holds=True, made_on=MADE) is None


def test_a_change_before_the_decision_did_not_undermine_it():
    refuted = StatusStep(MADE, TESTING, REFUTED, 4)
    assert undermining(Stood(REFUTED), [refuted], holds=True, made_on=MADE) is None
    assert undermining(Stood(TESTING), [refuted], holds=True, made_on=MADE) == refuted
    before = refuted._replace(on=MADE - timedelta(days=1))
    assert undermining(Stood(TESTING), [before], holds=True, made_on=MADE) is None


@st.composite
def undermined(draw: st.DrawFn) -> tuple[Stood, bool, list[StatusStep]]:
    """A ground, and changes of which the last are against it, with any before and between."""
    then, holds = draw(KNOWN), draw(st.booleans())
    worse = [each for each in (VALIDATED, REFUTED, *OPEN) if is_undermined(then, each, holds)]
    silent = [STALE, PARKED]
    statuses = [
        *draw(st.lists(st.sampled_from(list(Status)), max_size=4)),
        draw(st.sampled_from(worse)),
        *draw(st.lists(st.sampled_from([*worse, *silent]), max_size=3)),
    ]
    steps, day, was = [], MADE, then.status
    for status in statuses:
        day += timedelta(days=draw(st.integers(0, 20)))
        if status is not was:
            steps.append(StatusStep(day, was, status))
            was = status
    return then, holds, steps


def is_undermined(then: Stood, now: Status, holds: bool) -> bool:
    return ground_state(then, Stood(now), holds=holds) is GroundState.UNDERMINED


@given(undermined())
def test_what_undermined_a_ground_came_no_earlier_than_it_and_speaks_against_it(told):
    then, holds, steps = told
    found = undermining(then, steps, holds=holds, made_on=MADE)
    if found is None:
        # Only changes of that very day back to where it stood say nothing.
        loud = [each for each in steps if each.status not in (STALE, PARKED)]
        assert all((each.on, each.status) == (MADE, then.status) for each in loud[-1:])
        return
    assert found in steps
    assert found.on >= MADE
    later = steps[max(at for at, step in enumerate(steps) if step == found) :]
    for step in later:
        if step.status not in (STALE, PARKED):
            assert is_undermined(then, step.status, holds)
