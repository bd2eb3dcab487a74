from __future__ import annotations

import pytest

from discoverycli.formats.assembly import Dated, DateLine, settle_date
from discoverycli.formats.entries import ImportOptions, ProblemKind, Source

NO_OPTIONS = ImportOptions()


def settled(
    text: str | None, name: str = "talk.md", options: ImportOptions = NO_OPTIONS, **more: bool
) -> Dated:
    written = None if text is None else DateLine(text, 3, **more)
    return settle_date(Source(f"notes/{name}", "", ""), written, options)


def kinds(dated: Dated) -> list[ProblemKind]:
    return [problem.kind for problem in dated.problems]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("2026-03-04", "2026-03-04"),
        ("Nov. 4th, Monday, 2024", "2024-11-04"),
        ("Janaury 3rd, 2024", "2024-01-03"),
        ("May 21st, 2025.", "2025-05-21"),
        ("7th March 2025", "2025-03-07"),
        ("9/18/2025", "2025-09-18"),
        ("April, 2024", "2024-04"),
        ("2021-05-06T23:10:00.000+02:00", "2021-05-06"),
        ("2021-05-06T23:10:00.000Z", "2021-05-06"),
    ],
)
def test_a_date_that_can_mean_one_thing_is_taken_without_a_problem(text: str, held: str) -> None:
    dated = settled(text)
    assert str(dated.held) == held
    assert dated.problems == ()


def test_an_ambiguous_date_is_left_open_and_lists_both_readings_and_the_option() -> None:
    dated = settled("8/9/2025")
    assert str(dated.held) == "undated"
    (problem,) = dated.problems
    assert (problem.file, problem.line) == ("notes/talk.md", 3)
    assert problem.kind is ProblemKind.AMBIGUOUS_DATE
    for part in ("8/9/2025", "2025-08-09", "2025-09-08", "--date-order mdy or dmy"):
        assert part in problem.message


@pytest.mark.parametrize(("order", "held"), [("mdy", "2025-08-09"), ("dmy", "2025-09-08")])
def test_the_order_settles_an_ambiguous_date(order: str, held: str) -> None:
    dated = settled("8/9/2025", options=ImportOptions(date_order=order))  # type: ignore[arg-type]
    assert (str(dated.held), dated.problems) == (held, ())


def test_a_date_without_a_year_is_left_open_and_names_the_option() -> None:
    dated = settled("December 18th")
    assert str(dated.held) == "undated"
    assert kinds(dated) == [ProblemKind.NO_YEAR]
    assert "--year" in dated.problems[0].message


def test_the_year_settles_a_date_without_one() -> None:
    dated = settled("December 18th", options=ImportOptions(year=2025))
    assert (str(dated.held), dated.problems) == ("2025-12-18", ())


def test_an_interview_without_any_date_is_kept_undated_and_listed() -> None:
    dated = settled(None)
    assert str(dated.held) == "undated"
    assert kinds(dated) == [ProblemKind.NO_DATE]


def test_the_files_name_dates_what_the_file_does_not() -> None:
    dated = settled(None, "2016-03-23-interview.md")
    assert (str(dated.held), dated.problems) == ("2016-03-23", ())


def test_the_file_wins_over_its_name_and_the_contradiction_is_listed() -> None:
    dated = settled("2016-03-24", "2016-03-23-interview.md")
    assert str(dated.held) == "2016-03-24"
    assert kinds(dated) == [ProblemKind.CONTRADICTION]
    assert "2016-03-23" in dated.problems[0].message


@pytest.mark.parametrize("text", ["2016-03-23", "March 2016", "2016"])
def test_a_name_that_only_says_it_more_exactly_is_no_contradiction(text: str) -> None:
    assert settled(text, "2016-03-23-interview.md").problems == ()


@pytest.mark.parametrize(
    ("text", "name", "held"),
    [
        ("8/9/2025", "2025-09-08-talk.md", "2025-09-08"),
        ("Thursday, May 16, 10:15 am - 11 am", "2024-05-16-p3.md", "2024-05-16"),
    ],
)
def test_a_name_that_fits_settles_an_open_date(text: str, name: str, held: str) -> None:
    dated = settled(text, name)
    assert (str(dated.held), dated.problems) == (held, ())


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("8/9/2025", "2025-10-08-talk.md", ProblemKind.AMBIGUOUS_DATE),
        ("July 9", "2024-08-09-p3.md", ProblemKind.NO_YEAR),
        ("February 29", "2025-02-28-p3.md", ProblemKind.NO_YEAR),
        ("9/8", "2025-09-08-p3.md", ProblemKind.NO_YEAR),
    ],
)
def test_a_name_that_does_not_fit_settles_nothing(text: str, name: str, kind: ProblemKind) -> None:
    dated = settled(text, name)
    assert str(dated.held) == "undated"
    assert kinds(dated) == [kind]


def test_what_is_no_date_is_listed_and_the_files_name_helps_out() -> None:
    assert kinds(settled("whenever it was")) == [ProblemKind.UNREADABLE_DATE]
    dated = settled("30 February 2025", "2025-02-28-talk.md")
    assert str(dated.held) == "2025-02-28"
    assert kinds(dated) == [ProblemKind.UNREADABLE_DATE]


def test_words_behind_a_heading_need_not_be_a_date() -> None:
    dated = settled("Kiosk round 2", "2025-02-28-talk.md", in_passing=True)
    assert (str(dated.held), dated.problems) == ("2025-02-28", ())
    assert kinds(settled("Kiosk round 2", in_passing=True)) == [ProblemKind.NO_DATE]


def test_a_weekday_that_is_not_that_day_is_listed() -> None:
    dated = settled("Monday, 11 September 2024")
    assert str(dated.held) == "2024-09-11"
    assert kinds(dated) == [ProblemKind.ODD_DATE]


def test_undated_is_a_thing_one_may_know() -> None:
    dated = settled("undated", "2016-03-23.md")
    assert (str(dated.held), dated.problems) == ("undated", ())
