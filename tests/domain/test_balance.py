"""Who the contacts are with, and how they come about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.balance import (
    RelationCount,
    Share,
    Trend,
    Window,
    balance,
    channel_mix,
    earlier,
    rests_on_customers_only,
    window,
)
from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Channel, InterviewDate, Relation, Rung, Stance
from discoverycli.domain.votes import EvidenceFact
from discoverycli.errors import InputError

TODAY = date(2026, 11, 20)
PROSPECT, CURRENT, INTERNAL = Relation.PROSPECT, Relation.CURRENT, Relation.INTERNAL

counts = st.lists(
    st.builds(
        RelationCount,
        relation=st.sampled_from(Relation),
        interviews=st.integers(0, 40),
        minutes=st.integers(0, 900),
        people=st.integers(0, 40),
    ),
    max_size=8,
)


def contacts(prospects: int, current: int) -> list[RelationCount]:
    return [
        RelationCount(PROSPECT, prospects, 30 * prospects, prospects),
        RelationCount(CURRENT, current, 60 * current, 1),
    ]


@pytest.mark.parametrize(
    ("prospects", "current", "kept", "short_of"),
    [(6, 4, True, 0), (5, 5, False, 1), (0, 3, False, 4), (3, 9, False, 7), (1, 0, True, 0)],
)
def test_prospects_should_be_more_than_half_of_the_contacts(
    prospects: int, current: int, kept: bool, short_of: int
) -> None:
    found = balance(contacts(prospects, current))
    assert (found.kept, found.short_of) == (kept, short_of)


def test_interviews_minutes_and_people_are_shared_out_apart() -> None:
    found = balance(contacts(6, 4))
    assert (found.interviews, found.minutes, found.people) == (
        Share(6, 10),
        Share(180, 420),
        Share(6, 7),
    )
    assert found.interviews.share == 0.6
    assert [row.relation for row in found.rows] == [PROSPECT, CURRENT]


def test_our_own_people_are_in_no_total() -> None:
    found = balance([*contacts(1, 1), RelationCount(INTERNAL, 90, 900, 90)])
    assert found.internal == 90
    assert (found.interviews, found.minutes, found.people) == (
        Share(1, 2),
        Share(30, 90),
        Share(1, 2),
    )
    assert INTERNAL not in [row.relation for row in found.rows]


def test_an_unknown_relation_speaks_against_the_target() -> None:
    found = balance([*contacts(2, 0), RelationCount(Relation.UNKNOWN, 3, 0, 3)])
    assert (found.kept, found.interviews) == (False, Share(2, 5))


def test_half_and_a_hundredth_is_enough_by_default() -> None:
    assert balance(contacts(51, 49)).kept


def test_without_any_prospect_their_part_is_nothing() -> None:
    found = balance([RelationCount(CURRENT, 4, 120, 2)])
    assert (found.interviews, found.minutes, found.people, found.internal) == (
        Share(0, 4),
        Share(0, 120),
        Share(0, 2),
        0,
    )


def test_without_any_interview_there_is_nothing_to_keep() -> None:
    found = balance([RelationCount(INTERNAL, 3, 0, 3)])
    assert (found.kept, found.short_of, found.rows) == (None, 0, ())
    assert found.interviews.share is None


@given(counts, st.integers(0, 99))
def test_the_missing_interviews_are_the_fewest_that_bring_the_target(
    given_counts: list[RelationCount], target: int
) -> None:
    found = balance(given_counts, target=target)

    def kept_with(more: int) -> bool | None:
        extra = RelationCount(PROSPECT, more, 0, 0)
        return balance([*given_counts, extra], target=target).kept

    if found.kept is None:
        assert found.interviews.of == 0
        return
    assert kept_with(found.short_of)
    assert found.kept is (found.short_of == 0)
    assert found.short_of == 0 or not kept_with(found.short_of - 1)


@given(counts)
def test_the_parts_make_up_the_whole(given_counts: list[RelationCount]) -> None:
    found = balance(given_counts)
    assert sum(row.interviews.count for row in found.rows) == found.interviews.of
    assert sum(row.minutes.count for row in found.rows) == found.minutes.of
    assert sum(row.people.count for row in found.rows) == found.people.of


@pytest.mark.parametrize("target", [-1, 100])
def test_a_target_that_cannot_be_exceeded_is_refused(target: int) -> None:
    with pytest.raises(InputError, match="cannot be exceeded"):
        balance([], target=target)


def test_the_window_is_whole_weeks_and_the_running_one() -> None:
    assert window(TODAY) == (date(2026, 8, 31), TODAY)
    assert window(TODAY, 1) == (date(2026, 11, 16), TODAY)
    assert earlier(window(TODAY)) == (date(2026, 6, 8), date(2026, 8, 30))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_the_window_before_ends_where_the_window_begins(today: date, weeks: int) -> None:
    now = window(today, weeks)
    before = earlier(now)
    assert now.first - before.last == timedelta(days=1)
    assert before.last - before.first == timedelta(days=7 * weeks - 1)
    assert now.first.weekday() == before.first.weekday() == 0


def test_the_earlier_window_is_as_long_and_ends_the_day_before() -> None:
    week = Window(date(2026, 11, 16), date(2026, 11, 22))
    assert earlier(week) == Window(date(2026, 11, 9), date(2026, 11, 15))


def test_a_window_of_no_weeks_is_refused() -> None:
    with pytest.raises(InputError, match="no window"):
        window(TODAY, 0)


def test_channels_are_compared_with_the_window_before() -> None:
    found = channel_mix(
        {Channel.DIRECT: 6, Channel.ACCOMPANIED: 2, Channel.PROXY: 2},
        {Channel.DIRECT: 5, Channel.PROXY: 5},
    )
    assert [(row.channel, row.now, row.points, row.trend) for row in found.rows] == [
        ("direct", Share(6, 10), 10, Trend.UP),
        ("accompanied", Share(2, 10), 20, Trend.UP),
        ("proxy", Share(2, 10), -30, Trend.DOWN),
    ]
    assert (found.first_hand.now, found.first_hand.points) == (Share(8, 10), 30)


def test_less_than_half_a_point_is_steady() -> None:
    found = channel_mix({Channel.DIRECT: 999, Channel.PROXY: 1}, {Channel.DIRECT: 1})
    assert (found.rows[0].points, found.rows[0].trend) == (0, Trend.STEADY)


def test_there_is_no_trend_from_or_to_an_empty_window() -> None:
    for now, before in (({Channel.DIRECT: 3}, {}), ({}, {Channel.DIRECT: 3})):
        found = channel_mix(now, before)
        assert all(row.trend is None and row.points is None for row in found.rows)


def test_support_by_current_customers_alone_is_named() -> None:
    def support(relation: Relation, stance: Stance = Stance.SUPPORTS, ago: int = 5) -> EvidenceFact:
        held = InterviewDate.on(TODAY - timedelta(days=ago))
        return EvidenceFact(1, 1, stance, Rung.DID, 1, None, relation, Channel.DIRECT, held)

    def only(*evidence: EvidenceFact) -> bool:
        return rests_on_customers_only(evidence, Rule(), today=TODAY)

    assert only(support(CURRENT), support(PROSPECT, Stance.REFUTES))
    assert only(support(CURRENT), support(PROSPECT, ago=300))
    assert not only(support(CURRENT), support(PROSPECT))
    assert not only(support(CURRENT), support(Relation.FORMER))
    assert not only()
