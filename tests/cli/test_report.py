"""Proves `disco report` through the real program: options, exit codes and the rival's defects."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from subprocess import run

import pytest

from discoverycli.cli.reports.report import REPORTS

TODAY = date(2026, 11, 20)


def log(disco, who, on, *options):
    disco("log", who, "words", "--on", on if isinstance(on, str) else on.isoformat(), *options)


def test_twelve_silent_weeks_end_the_streak_without_any_option(disco):
    first = TODAY - timedelta(weeks=18)
    for week in range(6):
        log(disco, f"Person {week} @ Org {week}", first + timedelta(weeks=week))
    data = disco("report", "cadence", "--json").data
    assert data["streak"] == 0
    assert data["floor_kept"] is False
    assert data["longest_gap_days"] > 80
    out = disco("report").out
    assert "streak 0 weeks" in out
    assert "floor of 14 broken" in out


def test_interviews_on_sunday_and_monday_never_give_more_than_all_weeks(disco):
    for number, day in enumerate(("2026-11-08", "2026-11-09", "2026-11-15", "2026-11-16")):
        log(disco, f"Person {number} @ Org", day)
    data = disco("report", "cadence", "--json").data
    assert data["coverage"] == 1.0
    assert [(week["week"], week["contacts"]) for week in data["weeks"]] == [
        ("2026-W45", 1),
        ("2026-W46", 2),
        ("2026-W47", 1),
    ]


def test_on_a_monday_with_nothing_logged_the_week_is_pending_and_the_streak_stands(
    disco, monkeypatch
):
    log(disco, "Ana @ Acme", "2026-11-12")
    log(disco, "Bo @ Beta", "2026-11-18")
    monkeypatch.setenv("DISCO_TODAY", "2026-11-23")
    data = disco("report", "--json").data["cadence"]
    assert (data["status"], data["streak"], data["this_week"]) == ("pending", 2, 0)
    assert "this week is pending, nothing logged and nothing booked yet" in disco("report").out


def test_the_title_says_which_days_the_report_is_about(disco):
    log(disco, "Ana @ Acme", "2026-11-18")
    titles = {
        (): "Week 2026-W47 · Mon 16 – Sun 22 Nov 2026",
        ("--week",): "Week 2026-W47 · Mon 16 – Sun 22 Nov 2026",
        ("--of", "2026-W46"): "Week 2026-W46 · Mon 9 – Sun 15 Nov 2026",
        ("--month", "--of", "2026-10"): "Month 2026-10 · Thu 1 – Sat 31 Oct 2026",
        ("--quarter", "--of", "1 July 2026"): "Quarter 2026-Q3 · Wed 1 Jul – Wed 30 Sep 2026",
        ("--since", "2026-11-02"): "Mon 2 – Fri 20 Nov 2026",
        ("--since", "2026-09", "--until", "2026-10"): "Tue 1 Sep – Sat 31 Oct 2026",
    }
    for options, title in titles.items():
        assert disco("report", *options).out.splitlines()[0] == title


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--since", "whenever"), "'whenever' is not a date I can read"),
        (("--of", "whenever"), "'whenever' is not a date I can read"),
        (("--of", "8/9/2025"), "'8/9/2025' can be read in more than one way"),
        (("--of", "2026-W60"), "'2026-W60' is not an ISO week"),
        (("--of", "0001-W01"), "'0001-W01' is too far away"),
        (("--since", "2026-11-20", "--until", "2026-11-01"), "2026-11-20 is after 2026-11-01"),
        (("--until", "2026-11-01"), "--until needs a --since"),
        (("--week", "--month"), "--week and --month exclude each other"),
        (("--month", "--since", "2026-11-01"), "--month and --since exclude each other"),
        (("--of", "2026-11-01", "--since", "2026-11-01"), "--of and --since exclude each other"),
        (("2026-W46",), "'2026-W46' is no report"),
        (("--month", "cadence"), "options of the week stand before 'cadence'"),
        (("nonsense",), "there is no command 'nonsense'"),
        (("--weather",), "there is no option --weather"),
        (("cadence", "--since", "whenever"), "'whenever' is not a date I can read"),
        (("cadence", "--weeks", "3", "--since", "2026-11-01"), "--weeks and --since exclude"),
        (("cadence", "--weeks", "0"), "--weeks needs a whole number from 1 to 1040"),
        (("cadence", "--weeks", "many"), "--weeks needs a whole number from 1 to 1040"),
        (("cadence", "--pause", "2026-12-24"), "'2026-12-24' is not FROM..TO"),
        (("cadence", "--pause", "soon..later"), "'soon' is not a date I can read"),
        (("cadence", "--pause", "2026-12-24..2026-12-01"), "before it begins"),
        (("cadence", "--unpause", "2026-12-01..2026-12-24"), "is not paused"),
        (("cadence", "--reason", "holidays"), "--reason belongs to --pause"),
        (("balance", "--since", "2027-01-01", "--until", "2027-02-01"), "is still to come"),
        (("--format", "yaml"), "'yaml' is not an output format"),
    ],
)
def test_what_cannot_be_understood_is_an_error_and_never_everything(disco, options, says):
    log(disco, "Ana @ Acme", "2026-11-18")
    result = disco("report", *options, ok=False)
    assert result.code == 2
    assert result.out == ""
    assert says in result.err
    assert "try: " in result.err


def test_without_a_journal_the_report_says_how_to_begin(disco):
    result = disco("report", ok=False)
    assert result.code == 3
    assert "disco log" in result.err


def test_the_check_is_quiet_while_the_week_is_met(disco):
    log(disco, "Ana @ Acme", "2026-11-18")
    result = disco("report", "cadence", "--check")
    assert result.out == "this week is met, 1 contact (streak 1 week)\n"


def test_the_check_fails_when_nothing_is_logged_or_booked(disco, monkeypatch):
    log(disco, "Ana @ Acme", "2026-11-18")
    monkeypatch.setenv("DISCO_TODAY", "2026-11-24")
    result = disco("report", "cadence", "--check", ok=False)
    assert result.code == 1
    assert result.err == ""
    assert result.out == (
        "this week is pending, nothing logged and nothing booked yet (streak 1 week)\n"
    )
    as_json = disco("report", "cadence", "--check", "--json", ok=False)
    assert (as_json.code, as_json.data["ok"]) == (1, False)


def test_the_check_writes_its_line_to_a_file_too(disco, world):
    log(disco, "Ana @ Acme", "2026-10-01")
    result = disco("report", "cadence", "--check", "--output", "check.txt", ok=False)
    assert result.code == 1
    assert (world / "check.txt").read_text() == result.out


def test_a_booking_this_week_satisfies_the_check(disco):
    log(disco, "Ana @ Acme", "2026-11-21")
    assert "nothing logged, 1 booked" in disco("report", "cadence", "--check").out


@pytest.mark.parametrize("options", [("--channel", "proxy", "--via", "Sam"), ("--as", "internal")])
def test_neither_a_proxy_nor_an_internal_talk_satisfies_the_check(disco, options):
    log(disco, "Ana @ Acme", "2026-11-18", *options)
    assert disco("report", "cadence", "--check", ok=False).code == 1
    assert disco("report", "cadence", "--json").data["weeks"][-1]["contacts"] == 0


def test_a_pause_is_kept_told_and_taken_back(disco):
    log(disco, "Ana @ Acme", "2026-11-04")
    days = "2026-11-16..2026-11-22"
    paused = disco("report", "cadence", "--pause", days, "--reason", "holidays")
    assert "paused Mon 16 – Sun 22 Nov 2026" in paused.err
    assert "Mon 16 – Sun 22 Nov 2026: holidays" in paused.out
    assert disco("report", "cadence", "--json").data["pauses"] == [
        {"first_day": "2026-11-16", "last_day": "2026-11-22", "reason": "holidays"}
    ]
    assert disco("report", "cadence", "--check").out.startswith("this week is paused")
    again = disco("report", "cadence", "--pause", days, ok=False)
    assert (again.code, "is paused already" in again.err) == (2, True)
    disco("report", "cadence", "--unpause", days)
    assert disco("report", "cadence", "--json").data["pauses"] == []


def test_the_settings_of_the_team_decide(disco, world):
    (world / "config.yaml").write_text(
        "cadence:\n  goal: 2\n  weeks: 4\nbalance:\n  prospects_percent: 80\n"
    )
    log(disco, "Ana @ Acme", "2026-08-18", "--as", "prospect")
    log(disco, "Ana @ Acme", "2026-11-18", "--as", "prospect")
    data = disco("report", "--json").data
    assert (data["cadence"]["goal"], data["cadence"]["status"]) == (2, "pending")
    assert len(data["cadence"]["weeks"]) == 4
    assert data["balance"]["target"] == 80


def test_every_report_prints_in_every_format(disco):
    log(disco, "Ana @ Acme", "2026-11-18")
    for name in REPORTS:
        for style in ("table", "markdown", "json", "csv"):
            assert disco("report", name, "--format", style).out, (name, style)


@pytest.mark.process
def test_a_report_imports_neither_the_object_mapper_nor_the_other_reports(disco, journal_path):
    log(disco, "Ana @ Acme", "2026-11-18")
    code = (
        "import sys; from discoverycli.main import main; main(['report', 'cadence', '--json']);"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('sqlmodel', 'sqlalchemy', 'pydantic', 'yaml', 'rich') "
        "or m.startswith(('discoverycli.analysis.', 'discoverycli.pages.'))], file=sys.stderr)"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = (
        *("analysis.reports", "analysis.reports.scope", "analysis.reports.cadence"),
        *("pages.reports", "pages.fields", "pages.reports.cadence"),
    )
    assert done.stderr.strip() == str([f"discoverycli.{name}" for name in rooms])
