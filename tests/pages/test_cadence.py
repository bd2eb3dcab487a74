"""Proves the report on the habit: the whole of it, in every format."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from discoverycli.domain.cadence import Cadence, Pause, cadence
from discoverycli.domain.vocabulary import InterviewDate
from discoverycli.pages.reports.cadence import strip, this_week
from discoverycli.render.text import plain

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "ending"), [("table", "txt"), ("json", "json"), ("markdown", "md"), ("csv", "csv")]
)
def test_every_format_of_the_habit_has_a_golden_file(disco, busy, golden, name, ending):
    disco("report", "cadence", "--pause", "2026-11-09..2026-11-15", "--reason", "trade fair")
    golden(f"cadence.{ending}", disco("report", "cadence", "--format", name).out)


def test_the_documented_keys_of_the_habit_are_there(disco, busy):
    data = disco("report", "cadence", "--json").data
    assert set(data) >= {
        *("weeks", "streak", "coverage", "longest_gap_days", "floor_kept", "this_week"),
        *("pauses", "undated"),
    }
    assert set(data["weeks"][0]) >= {"week", "contacts", "status"}


def test_contacts_without_a_day_are_listed_apart_and_in_no_week(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", InterviewDate.in_month(2026, 11))
        seed.log("Bo @ Beta", InterviewDate.in_year(2025))
        seed.log("Cy @ Gamma", InterviewDate.unknown())
        seed.log("Di @ Delta", InterviewDate.unknown(), channel="proxy")
    report = disco("report", "cadence")
    data = disco("report", "cadence", "--json").data
    assert "3 contacts in no week: the day is not known" in report.out
    assert data["undated"] == 3
    assert [(c["code"], c["held_on"]) for c in data["undated_contacts"]] == [
        ("I1", "2026-11"),
        ("I2", "2025"),
        ("I3", None),
    ]
    assert data["this_week"] == 0
    assert "Nothing is logged yet" not in report.out


def test_very_many_contacts_without_a_day_do_not_flood_the_screen(disco, seed):
    with seed.writing():
        for number in range(20):
            seed.log(f"Person {number} @ Acme", InterviewDate.unknown())
    assert "and 8 more: disco report cadence --json" in disco("report", "cadence").out
    assert len(disco("report", "cadence", "--json").data["undated_contacts"]) == 20


def test_the_weeks_of_a_date_range_decide_coverage_and_gap(disco, busy):
    data = disco("report", "cadence", "--since", "2026-09-14", "--until", "2026-10-04", "--json")
    assert [(week["week"], week["status"]) for week in data.data["weeks"]] == [
        ("2026-W38", "met"),
        ("2026-W39", "missed"),
        ("2026-W40", "met"),
    ]
    assert data.data["coverage"] == round(2 / 3, 4)
    assert data.data["longest_gap_days"] == 14


def test_so_many_weeks_are_shown_as_are_asked_for(disco, busy):
    assert len(disco("report", "cadence", "--weeks", "3", "--json").data["weeks"]) == 3


def made(*days: date, **more: object) -> Cadence:
    return cadence([(day, 1) for day in days], today=TODAY, **more)  # type: ignore[arg-type]


def test_each_sort_of_week_has_a_mark_of_its_own():
    away = Pause(date(2026, 11, 2), date(2026, 11, 8))
    line = plain(strip(made(date(2026, 10, 22), pauses=[away]).weeks))
    assert line == "✓ ✗ – ✗ ○   ✓ met  ✗ missed  ○ pending  – paused"


def test_a_long_strip_keeps_the_newest_weeks_on_one_line():
    days = [TODAY - timedelta(weeks=week) for week in range(100)]
    line = plain(strip(made(*days, weeks=100).weeks))
    assert line.startswith("… ✓✓✓")
    assert len(line) < 78


@pytest.mark.parametrize(
    ("habit", "words"),
    [
        (made(), "pending, nothing logged and nothing booked yet"),
        (made(TODAY + timedelta(days=1)), "pending, nothing logged, 1 booked"),
        (made(TODAY), "met, 1 contact"),
        (made(TODAY, TODAY, goal=2), "met, 2 of 2 contacts"),
        (made(TODAY, goal=2), "pending, 1 of 2 contacts and nothing more booked"),
        (made(pauses=[Pause(TODAY - timedelta(days=4), TODAY)]), "paused, nothing logged"),
    ],
)
def test_the_running_week_is_said_in_words(habit, words):
    assert this_week(habit) == words
