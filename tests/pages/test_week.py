"""Proves the week's one screen: what it shows, in which order, and that it fits."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.analysis.reports.week import WeekChange, news
from discoverycli.domain.vocabulary import InterviewDate, Status
from discoverycli.pages.reports.week import Listed, cut
from discoverycli.render.blocks import Column

STATUSES = st.sampled_from(list(Status))


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("period", [(), ("--month",), ("--quarter",), ("--of", "2026-10-20")])
def test_a_busy_week_fits_a_screen_of_forty_lines(disco, busy, monkeypatch, width, period):
    monkeypatch.setenv("COLUMNS", width)
    lines = disco("report", *period).out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= int(width)


@pytest.mark.parametrize("width", ["60", "80"])
def test_the_busy_week_reads_as_in_its_golden_file(disco, busy, golden, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    golden(f"week.{width}.txt", disco("report", "--week").out)


@pytest.mark.parametrize(("name", "ending"), [("json", "json"), ("markdown", "md"), ("csv", "csv")])
def test_every_format_of_the_week_has_a_golden_file(disco, busy, golden, name, ending):
    golden(f"week.{ending}", disco("report", "--format", name).out)


def test_the_json_of_a_busy_week_is_whole(disco, busy):
    data = disco("report", "--json").data
    assert len(data["interviews"]) == 7
    assert len(data["unvalidated"]) == 7
    assert len(data["followups"]) == 5
    assert len(data["due"]) == 7
    assert data["week"] == "2026-W47"
    assert (data["first_day"], data["last_day"]) == ("2026-11-16", "2026-11-22")


def test_the_documented_keys_are_there_even_in_an_empty_journal(disco, seed):
    with seed.writing():
        pass
    assert set(disco("report", "--json").data) >= {
        *("week", "first_day", "last_day", "interviews", "cadence", "balance", "channels"),
        *("changed", "unvalidated", "due", "followups", "next"),
    }
    assert set(disco("report", "--json").data["cadence"]) >= {
        *("goal", "this_week", "status", "streak", "coverage", "longest_gap_days")
    }


def test_an_empty_journal_says_what_to_type(disco, seed):
    with seed.writing():
        pass
    out = disco("report").out
    assert "Nothing is logged yet" in out
    assert "disco log 'PERSON @ ORGANISATION' WORDS" in out
    assert "disco hypotheses add" in out


def test_a_week_without_anybody_says_what_to_type(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-10-01")
    out = disco("report").out
    assert "Contacts: 0 counted" in out
    assert "nobody in these days: disco log" in out


def test_proxies_and_internal_talks_are_shown_but_never_counted(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-18", channel="proxy", via="Sam of sales")
        seed.log("Robin", "2026-11-19", relation="internal")
    report = disco("report")
    data = disco("report", "--json").data
    assert "Contacts: 0 counted, 2 not counted" in report.out
    assert "not counted: proxy via Sam of sales" in report.out
    assert "not counted: internal" in report.out
    assert [each["not_counted"] for each in data["interviews"]] == ["internal", "proxy"]
    assert data["cadence"]["this_week"] == 0
    assert data["cadence"]["status"] == "pending"
    assert data["balance"]["interviews"] == 0
    assert data["channels"]["proxy"]["count"] == 1
    assert data["channels"]["first_hand"]["count"] == 0


def test_an_interview_of_several_people_is_one_contact(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme; Bo @ Acme; Cy @ Acme", "2026-11-18")
    report = disco("report")
    assert "Contacts: 1 counted" in report.out
    assert "Ana, Bo @ Acme and 1 more" in report.out
    assert disco("report", "--json").data["cadence"]["this_week"] == 1


def test_what_is_still_to_come_is_booked_and_not_counted(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-11-22", logged="2026-11-18")
        seed.log("Bo @ Beta", "2026-12-03", logged="2026-11-18")
    out = disco("report").out
    data = disco("report", "--json").data
    assert "Contacts: 0 counted, 1 booked" in out
    assert "this week is pending, nothing logged, 1 booked" in out
    assert "Next: 2 booked" in out
    assert [each["code"] for each in data["booked"]] == ["I1", "I2"]
    assert [each["counted"] for each in data["interviews"]] == [False]
    assert data["cadence"]["booked_this_week"] == 1
    assert data["cadence"]["this_week"] == 0


def test_a_week_to_come_shows_who_is_booked(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-12-01", logged="2026-11-18")
        seed.log("Bo @ Beta", "2026-12-09", logged="2026-11-18")
    out = disco("report", "--of", "2026-12-09").out
    assert "Contacts: 0 counted, 1 booked" in out
    assert out.index("Bo @ Beta") < out.index("The habit")
    assert "nobody is booked yet" in disco("report", "--of", "2027-02-01").out


def test_a_contact_known_to_the_month_counts_for_the_month_and_for_no_week(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", InterviewDate.in_month(2026, 11))
    assert disco("report", "--json").data["interviews"] == []
    month = disco("report", "--month", "--json").data
    assert [each["held_on"] for each in month["interviews"]] == ["2026-11"]
    assert month["interviews"][0]["counted"]
    assert month["cadence"]["this_week"] == 0
    assert month["balance"]["interviews"] == 1


def test_a_month_known_contact_is_in_no_period_that_holds_only_some_of_its_days(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", InterviewDate.in_month(2026, 10))
        seed.log("Ana @ Acme", InterviewDate.in_year(2025))
    since = disco("report", "--since", "2026-10-02", "--json").data
    whole = disco("report", "--since", "2025-01-01", "--json").data
    assert since["interviews"] == []
    assert [each["held_on"] for each in whole["interviews"]] == ["2026-10", "2025"]


def test_what_changed_tells_refuted_opinions_first_and_each_once(disco, seed):
    with seed.writing():
        validated, refuted = seed.opinion("owners pay"), seed.opinion("owners decide")
        for number in range(5):
            seed.log(
                f"Person {number} @ Org {number}",
                f"2026-11-{number + 16}",
                f"H{validated}+ did: yes\nH{refuted}- did: no\n",
            )
    out = disco("report").out
    assert re.findall(r"unvalidated →\s+(\w+)", out) == ["refuted", "validated"]
    changed = disco("report", "--json").data["changed"]
    assert [(c["from"], c["to"], c["interview"]) for c in changed if c["code"] == "H1"] == [
        ("unvalidated", "testing", "I1"),
        ("testing", "validated", "I5"),
    ]


def test_an_opinion_that_only_time_has_changed_is_told_on_its_day(disco, seed, monkeypatch):
    with seed.writing():
        seed.opinion("owners pay", on="2026-05-01")
        for number in range(5):
            seed.log(f"Person {number} @ Org {number}", "2026-05-23", "H1+ did: yes\n")
    stale_on = date(2026, 5, 23) + timedelta(days=181)
    monkeypatch.setenv("DISCO_TODAY", (stale_on - timedelta(days=1)).isoformat())
    assert disco("report", "--json").data["changed"] == []
    monkeypatch.setenv("DISCO_TODAY", stale_on.isoformat())
    changed = disco("report", "--json").data["changed"]
    assert [(c["from"], c["to"], c["on"], c["by_time"]) for c in changed] == [
        ("validated", "stale", "2026-11-20", True)
    ]
    assert "validated →" in disco("report").out
    monkeypatch.setenv("DISCO_TODAY", "2026-12-20")
    assert disco("report", "--json").data["changed"] == []


def test_a_parking_that_ends_soon_is_told_before_it_ends(disco, busy):
    assert "parked until  Wed 25 Nov" in disco(
        "report", "--until", "2026-11-20", "--since", "2026-11-20"
    ).out.replace("   ", "  ")
    assert [each["code"] for each in disco("report", "--json").data["parking_ends"]] == ["H7"]


def test_promises_come_the_longest_overdue_first_ours_and_theirs(disco, busy):
    followups = disco("report", "--json").data["followups"]
    assert [each["overdue_days"] for each in followups] == [7, 2, 0, None, None]
    assert [each["ours"] for each in followups] == [False, True, False, True, True]


def test_prospects_go_first_while_they_are_too_few(disco, seed):
    with seed.writing():
        for number in range(4):
            seed.log(f"Customer {number} @ C{number}", "2026-09-01", relation="current")
        seed.log("Prospect @ P", "2026-10-15")
    data = disco("report", "--json").data
    assert data["due"][0]["relation"] == "current"
    assert data["next"][0]["name"] == "Prospect"
    assert "prospects are short of their target" in data["next"][0]["why"]
    assert "prospects first: they are too few" in disco("report").out


def test_someone_with_a_date_is_not_proposed_again(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-09-01")
        seed.log("Ana @ Acme", "2026-11-25", logged="2026-11-18")
    data = disco("report", "--json").data
    assert [each["code"] for each in data["due"]] == ["P1"]
    assert data["next"] == []


def test_a_logged_call_moves_the_due_date(disco, seed):
    with seed.writing():
        seed.log("Ana @ Acme", "2026-09-01")
    before = disco("report", "--json").data["due"]
    assert [(each["code"], each["due_in_days"]) for each in before] == [("P1", -50)]
    disco("log", "Ana @ Acme", "called again", "--on", "2026-11-19")
    assert disco("report", "--json").data["due"] == []


def test_a_past_period_says_that_what_is_next_is_as_of_today(disco, busy):
    out = disco("report", "--of", "2026-10-20").out
    assert "Streak, opinions, promises and next are as of Fri 20 Nov 2026." in out
    assert "this week is" not in out


@given(st.lists(st.tuples(st.integers(1, 4), STATUSES), max_size=12))
def test_news_has_each_opinion_once_and_ends_where_it_ended(steps):
    standing: dict[int, Status] = {}
    changes = []
    for number, status in steps:
        was = standing.get(number, Status.UNVALIDATED)
        if was is not status:
            changes.append(WeekChange(number, "", date(2026, 11, 20), was, status, None, False))
            standing[number] = status
    told = news(changes)
    assert {each.number: each.status for each in told} == standing
    assert len(told) == len(standing)
    assert all(each.was is not each.status for each in told)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.booleans()), min_size=1),
    st.integers(0, 60),
)
def test_sections_are_cut_to_the_room_and_none_below_its_least(shapes, lines):
    sections = [
        Listed("title", (Column("head"),), (("row",),) * rows, least=least, headed=head)
        for rows, least, head in shapes
    ]
    shown = [len(table.rows) for table in cut(sections, lines)]
    least = [min(rows, least) for rows, least, _ in shapes]
    assert all(low <= n <= len(s.rows) for low, n, s in zip(least, shown, sections, strict=True))
    spent = sum(shown) + sum(each.frame for each in sections)
    floor = sum(least) + sum(each.frame for each in sections)
    assert spent <= max(lines, floor)
    if any(n < len(s.rows) for n, s in zip(shown, sections, strict=True)):
        assert spent >= lines
