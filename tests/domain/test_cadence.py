"""The habit of weekly contact: weeks, streak, coverage, gaps and pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.cadence import Cadence, Pause, WeekStatus, cadence, habit_at_risk
from discoverycli.domain.periods import iso_week, parse_week, week_bounds
from discoverycli.errors import InputError

TODAY = date(2026, 11, 20)  # Friday of 2026-W47
MONDAY = date(2026, 11, 16)
MET, MISSED, PENDING, PAUSED = (
    WeekStatus.MET,
    WeekStatus.MISSED,
    WeekStatus.PENDING,
    WeekStatus.PAUSED,
)


def weekly(*weeks_ago: int, weekday: int = 1) -> list[tuple[date, int]]:
    """One contact in each of these weeks; 0 is the running one."""
    return [(MONDAY + timedelta(days=weekday - 7 * ago), 1) for ago in weeks_ago]


def statuses(found: Cadence) -> list[WeekStatus]:
    return [week.status for week in found.weeks]


days = st.integers(-20, 200).map(lambda ago: TODAY - timedelta(days=ago))
histories = st.lists(st.tuples(days, st.integers(1, 3)), max_size=25)
pauses = st.lists(
    st.builds(
        lambda first, length: Pause(first, first + timedelta(length)), days, st.integers(0, 30)
    ),
    max_size=3,
)


# Weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 20), "2026-W47"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_week_is_named_by_iso_8601(day: date, week: str) -> None:
    assert iso_week(day) == week


@given(st.dates(date(1900, 1, 1), date(2999, 12, 1)))
def test_a_week_s_name_leads_back_to_its_monday(day: date) -> None:
    first, last = week_bounds(day)
    assert parse_week(iso_week(day)) == first
    assert first <= day <= last
    assert (first.weekday(), last.weekday()) == (0, 6)


def test_a_week_may_be_typed_carelessly() -> None:
    assert parse_week(" 2026w47 ") == MONDAY


@pytest.mark.parametrize("text", ["", "2026-47", "2026-W54", "2025-W53", "W47", "2026-W4711"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not an ISO week"):
        parse_week(text)


# The running week


def test_on_a_monday_with_nothing_logged_the_week_is_pending_and_the_streak_stands() -> None:
    found = cadence(weekly(1, 2, 3), today=MONDAY)
    assert (found.status, found.streak, found.this_week) == (PENDING, 3, 0)


def test_the_running_week_is_pending_until_its_last_day_ends() -> None:
    sunday = MONDAY + timedelta(days=6)
    assert cadence(weekly(1), today=sunday).streak == 1
    after = cadence(weekly(1), today=sunday + timedelta(days=1))
    assert (after.streak, statuses(after)) == (0, [MET, MISSED, PENDING])


def test_a_met_running_week_adds_to_the_streak() -> None:
    found = cadence(weekly(0, 1, 2), today=TODAY)
    assert (found.status, found.streak, found.this_week) == (MET, 3, 1)


def test_the_goal_is_contacts_in_one_week() -> None:
    found = cadence(weekly(1, 1, 2), today=TODAY, goal=2)
    assert (statuses(found), found.streak, found.coverage) == ([MISSED, MET, PENDING], 1, 0.5)


def test_a_booking_is_no_contact_yet() -> None:
    booked = [(TODAY + timedelta(days=1), 2), (TODAY + timedelta(days=3), 1)]
    found = cadence([*weekly(1), *booked], today=TODAY)
    assert (found.this_week, found.booked_this_week, found.status) == (0, 2, PENDING)
    assert found.last_contact == date(2026, 11, 10)
    assert found.days_since == 10


# Streak and coverage


def test_twelve_silent_weeks_end_the_streak_without_any_option() -> None:
    found = cadence(weekly(*range(13, 19)), today=TODAY)
    assert (found.streak, found.floor_kept, found.coverage) == (0, False, 0.0)
    assert found.longest_gap_days == found.days_since == 94
    assert statuses(found) == [MISSED] * 11 + [PENDING]


def test_sunday_and_monday_never_give_more_than_everything() -> None:
    sunday = MONDAY - timedelta(days=1)
    found = cadence([(sunday, 1), (MONDAY, 1)], today=MONDAY)
    assert (found.coverage, found.streak, found.weeks_met, found.weeks_counted) == (1.0, 2, 2, 2)


def test_many_contacts_in_one_week_are_one_met_week() -> None:
    found = cadence([(MONDAY, 9), (MONDAY + timedelta(days=1), 9)], today=TODAY)
    assert (found.streak, found.this_week, found.coverage) == (1, 18, 1.0)


def test_the_streak_reaches_beyond_the_weeks_shown() -> None:
    found = cadence(weekly(*range(40)), today=TODAY, weeks=3)
    assert (found.streak, len(found.weeks)) == (40, 3)


def test_weeks_before_the_first_contact_ever_are_not_missed() -> None:
    found = cadence(weekly(0, 2), today=TODAY)
    assert statuses(found) == [MET, MISSED, MET]
    assert found.coverage == pytest.approx(2 / 3)


def test_before_any_contact_there_is_nothing_to_judge() -> None:
    found = cadence([], today=TODAY)
    assert statuses(found) == [PENDING]
    assert (found.coverage, found.longest_gap_days, found.floor_kept) == (None, None, None)
    assert (found.last_contact, found.days_since, found.streak) == (None, None, 0)


def test_the_pending_week_is_not_held_against_coverage() -> None:
    assert cadence(weekly(1), today=TODAY).coverage == 1.0


def test_a_span_may_be_chosen_by_its_days() -> None:
    found = cadence(
        weekly(*range(20)), today=TODAY, since=date(2026, 9, 3), until=date(2026, 9, 15)
    )
    assert [week.week for week in found.weeks] == ["2026-W36", "2026-W37", "2026-W38"]
    assert (found.status, found.this_week) == (MET, 1)


def test_a_span_never_reaches_past_the_running_week_or_before_the_first_contact() -> None:
    found = cadence(
        weekly(1), today=TODAY, since=date(2020, 1, 1), until=TODAY + timedelta(days=90)
    )
    assert [week.week for week in found.weeks] == ["2026-W46", "2026-W47"]
    assert cadence(weekly(1), today=TODAY, until=date(2026, 1, 1)).weeks == ()


# Pauses


def test_a_planned_pause_neither_adds_nor_breaks() -> None:
    away = Pause(MONDAY - timedelta(days=14), MONDAY - timedelta(days=8), "summer")
    found = cadence(weekly(0, 1, 3, 4), today=TODAY, pauses=[away])
    assert statuses(found) == [MET, MET, PAUSED, MET, MET]
    assert (found.streak, found.coverage, found.pauses) == (4, 1.0, (away,))


def test_without_the_pause_the_same_weeks_break_the_streak() -> None:
    assert cadence(weekly(0, 1, 3, 4), today=TODAY).streak == 2


@pytest.mark.parametrize(("length", "status"), [(3, MISSED), (4, PAUSED)])
def test_a_pause_takes_most_of_a_week_to_excuse_it(length: int, status: WeekStatus) -> None:
    first = MONDAY - timedelta(days=14)
    away = Pause(first, first + timedelta(days=length - 1))
    assert statuses(cadence(weekly(3), today=TODAY, pauses=[away]))[1] is status


def test_overlapping_pauses_are_not_added_up() -> None:
    first = MONDAY - timedelta(days=14)
    twice = [Pause(first, first + timedelta(days=2))] * 2
    assert statuses(cadence(weekly(3), today=TODAY, pauses=twice))[1] is MISSED


def test_who_talks_to_someone_during_a_pause_has_met_the_week() -> None:
    away = Pause(MONDAY, MONDAY + timedelta(days=6))
    assert cadence(weekly(0), today=TODAY, pauses=[away]).status is MET
    assert cadence(weekly(1), today=TODAY, pauses=[away]).status is PAUSED


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(InputError) as refused:
        Pause(date(2026, 8, 15), date(2026, 8, 1))
    assert refused.value.hint == "2026-08-01..2026-08-15"


# Gaps and the floor


@pytest.mark.parametrize(("apart", "kept"), [(14, True), (15, False)])
def test_the_floor_is_two_weeks_between_contacts(apart: int, kept: bool) -> None:
    found = cadence([(TODAY - timedelta(days=apart), 1), (TODAY, 1)], today=TODAY)
    assert (found.longest_gap_days, found.floor_kept) == (apart, kept)


def test_the_silence_up_to_today_is_a_gap_too() -> None:
    found = cadence([(TODAY - timedelta(days=20), 1)], today=TODAY)
    assert (found.longest_gap_days, found.floor_kept) == (20, False)


def test_a_pause_shortens_the_gap_it_lies_in() -> None:
    away = Pause(TODAY - timedelta(days=15), TODAY - timedelta(days=6))
    found = cadence([(TODAY - timedelta(days=20), 1)], today=TODAY, pauses=[away])
    assert (found.longest_gap_days, found.floor_kept, found.days_since) == (10, True, 20)


def test_a_pause_shortens_no_gap_but_the_one_it_lies_in() -> None:
    contacts = [(TODAY - timedelta(days=20), 1), (TODAY - timedelta(days=2), 1)]
    away = Pause(TODAY - timedelta(days=60), TODAY - timedelta(days=20))
    later = Pause(TODAY + timedelta(days=1), TODAY + timedelta(days=9))
    found = cadence(contacts, today=TODAY, pauses=[away, later])
    assert found.longest_gap_days == 18


def test_a_day_shared_by_two_pauses_is_one_day_away() -> None:
    middle = TODAY - timedelta(days=10)
    away = [Pause(middle - timedelta(days=2), middle), Pause(middle, middle + timedelta(days=2))]
    found = cadence([(TODAY - timedelta(days=20), 1)], today=TODAY, pauses=away)
    assert found.longest_gap_days == 15


def test_a_silence_that_ended_before_the_weeks_shown_is_no_gap_in_them() -> None:
    found = cadence(weekly(40, *range(13)), today=TODAY)
    assert found.longest_gap_days == 7


def test_a_silence_that_began_before_the_weeks_shown_counts_from_their_first_day() -> None:
    found = cadence(weekly(30, *range(12)), today=TODAY)
    assert (found.longest_gap_days, found.floor_kept) == (7, True)
    late = cadence(weekly(30, *range(10)), today=TODAY)
    assert (late.longest_gap_days, late.floor_kept) == (15, False)


# The check


def test_the_habit_is_at_risk_when_nothing_is_logged_or_booked_this_week() -> None:
    assert habit_at_risk(cadence(weekly(1), today=TODAY))
    assert habit_at_risk(cadence([], today=TODAY))


def test_a_contact_a_booking_or_a_pause_keeps_the_habit_safe() -> None:
    assert not habit_at_risk(cadence(weekly(0), today=TODAY))
    assert not habit_at_risk(cadence([(TODAY + timedelta(days=2), 1)], today=TODAY))
    away = Pause(MONDAY, MONDAY + timedelta(days=20))
    assert not habit_at_risk(cadence(weekly(1), today=TODAY, pauses=[away]))


def test_a_booking_for_next_week_does_not_save_this_one() -> None:
    assert habit_at_risk(cadence([(TODAY + timedelta(days=3), 1)], today=TODAY))


# Any history


@given(histories, pauses, st.integers(1, 3))
def test_coverage_is_a_share_of_the_weeks_that_count(
    history: list[tuple[date, int]], away: list[Pause], goal: int
) -> None:
    found = cadence(history, today=TODAY, pauses=away, goal=goal)
    tally = statuses(found)
    assert found.weeks_met == tally.count(MET)
    assert found.weeks_counted == tally.count(MET) + tally.count(MISSED)
    assert found.coverage is None or 0 <= found.coverage <= 1
    assert (found.coverage is None) is (found.weeks_counted == 0)


@given(histories, pauses, st.randoms(use_true_random=False))
def test_the_order_of_contacts_and_pauses_does_not_matter(
    history: list[tuple[date, int]], away: list[Pause], random: object
) -> None:
    mixed, absences = list(history), list(away)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    random.shuffle(absences)  # type: ignore[attr-defined]
    assert cadence(mixed, today=TODAY, pauses=absences) == cadence(
        history, today=TODAY, pauses=away
    )


@given(histories, pauses, days)
def test_another_contact_never_shortens_the_streak_or_hides_a_week(
    history: list[tuple[date, int]], away: list[Pause], day: date
) -> None:
    before = cadence(history, today=TODAY, pauses=away)
    after = cadence([*history, (day, 1)], today=TODAY, pauses=away)
    assert after.streak >= before.streak
    assert len(after.weeks) >= len(before.weeks)


@given(histories, days)
def test_a_pause_never_shortens_the_streak(history: list[tuple[date, int]], day: date) -> None:
    away = Pause(day, day + timedelta(days=10))
    before, after = (cadence(history, today=TODAY), cadence(history, today=TODAY, pauses=[away]))
    assert after.streak >= before.streak


@given(histories, pauses)
def test_the_shown_weeks_follow_each_other_up_to_the_running_one(
    history: list[tuple[date, int]], away: list[Pause]
) -> None:
    found = cadence(history, today=TODAY, pauses=away)
    mondays = [week.first for week in found.weeks]
    assert mondays == [MONDAY - timedelta(weeks=n) for n in reversed(range(len(mondays)))]
    assert 1 <= len(mondays) <= 12


@pytest.mark.parametrize(
    "options",
    [
        {"goal": 0},
        {"weeks": 0},
        {"floor_days": -1},
        {"since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ],
)
def test_what_no_habit_can_be_measured_by_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        cadence([], today=TODAY, **options)  # type: ignore[arg-type]
    assert refused.value.hint


def test_one_week_one_day_and_no_floor_can_be_asked_for() -> None:
    found = cadence(weekly(0), today=TODAY, weeks=1, floor_days=0)
    assert (len(found.weeks), found.floor_kept) == (1, False)
    one_day = cadence(weekly(1, 2), today=TODAY, since=MONDAY, until=MONDAY)
    assert [(week.week, week.contacts) for week in one_day.weeks] == [("2026-W47", 0)]


def test_a_day_without_contacts_is_no_contact_day() -> None:
    assert cadence([(MONDAY, 0)], today=TODAY).last_contact is None


def test_contacts_without_a_day_are_carried_through() -> None:
    assert cadence([], today=TODAY, undated=3).undated == 3
