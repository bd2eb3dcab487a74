"""Reads the real notes of other teams. They stand beside the project, not in it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from discoverycli.domain.note.notes import parse_note, render_note
from discoverycli.formats import Entry, ImportOptions, Problem, ProblemKind
from discoverycli.formats.files import expand, read_file

BESIDE = Path(__file__).parents[2].parent / "shared" / "corpus"
CORPUS = Path(os.environ.get("DISCO_CORPUS", BESIDE))

Collection = tuple[list[Entry], list[Problem]]
Read = Callable[..., Collection]


@pytest.fixture(scope="module")
def imported() -> Read:
    """Reads one collection; skips by name where the corpus is missing, unless it is required."""

    def imported(name: str, options: ImportOptions | None = None) -> Collection:
        folder = CORPUS / name
        if not folder.is_dir():
            missing = f"no corpus at {folder}: set DISCO_CORPUS"
            if os.environ.get("DISCO_CORPUS_REQUIRED") == "1":
                pytest.fail(missing)
            pytest.skip(missing)
        entries: list[Entry] = []
        problems: list[Problem] = []
        paths = [path for path in expand([str(folder)]).files if Path(path).parent == folder]
        for path in paths:
            result = read_file(path, options)
            entries += result.entries
            problems += result.problems
        return entries, problems

    return imported


@pytest.fixture(scope="module")
def blog(imported: Read) -> Collection:
    """The interviews with users of a monitoring system."""
    return imported("prometheus-user-interviews")


@pytest.fixture(scope="module")
def adopters(imported: Read) -> Collection:
    """The interviews with adopters, without those inside larger documents."""
    return imported("cncf-adopter-interviews")


@pytest.fixture(scope="module")
def stories(imported: Read) -> Collection:
    """The customer stories in YAML."""
    return imported("jenkins-user-stories")


def days(entries: list[Entry]) -> list[date]:
    return sorted(entry.held.day for entry in entries if entry.held.day is not None)


def organisations(entries: list[Entry]) -> set[str | None]:
    return {who.organisation for entry in entries for who in entry.note.head.with_}


def by_name(items: list[Problem]) -> dict[str, ProblemKind]:
    return {Path(item.file).name: item.kind for item in items}


def test_the_blog_gives_sixteen_interviews_and_no_problem(blog: Collection) -> None:
    entries, problems = blog
    assert len(entries) == 16
    assert problems == []
    assert (days(entries)[0], days(entries)[-1]) == (date(2016, 3, 23), date(2019, 6, 18))


def test_the_blog_names_sixteen_organisations(blog: Collection) -> None:
    found = organisations(blog[0])
    assert len(found) == 16
    assert {"Life360", "ShowMax", "iAdvize", "L’Atelier Animation", "ForgeRock"} <= found


def test_the_blog_keeps_every_question_and_who_asked(blog: Collection) -> None:
    bodies = [entry.note.body for entry in blog[0]]
    headings = [line for body in bodies for line in body.split("\n") if line.startswith("## ")]
    assert len(headings) == 96
    assert all(body.startswith("Interviewer: ") for body in bodies)


def test_twenty_one_adopters_are_read_and_the_template_is_not(adopters: Collection) -> None:
    entries, problems = adopters
    assert len(entries) == 21
    refused = {Path(item.file).name: item.kind for item in problems if item.refused}
    assert refused == {"_template-adopter-questions.md": ProblemKind.TEMPLATE}


def test_six_adopters_have_a_date_to_settle_and_no_other_problem(adopters: Collection) -> None:
    open_ = [item for item in adopters[1] if not item.refused]
    assert by_name(open_) == {
        "knative-adopter-interview-adopter-4.md": ProblemKind.NO_DATE,
        "knative-adopter-interview-gojek.md": ProblemKind.NO_DATE,
        "openfga-adopter-interview-docker.md": ProblemKind.AMBIGUOUS_DATE,
        "openfga-adopter-interview-readai.md": ProblemKind.AMBIGUOUS_DATE,
        "tekton-adopter-interview-adopter3.md": ProblemKind.NO_YEAR,
        "tekton-adopter-interview-shipwright.md": ProblemKind.NO_YEAR,
    }
    assert len(open_) == 6
    assert all(item.line == 3 for item in open_ if item.kind is not ProblemKind.NO_DATE)


def test_nineteen_adopters_carry_a_date_and_fifteen_of_them_are_certain(
    adopters: Collection,
) -> None:
    entries, _ = adopters
    assert sum(entry.date_text is not None for entry in entries) == 19
    assert len(days(entries)) == 15
    assert days(entries)[0] == date(2024, 8, 1)


def test_two_options_settle_every_date_that_is_written(imported: Read) -> None:
    entries, problems = imported(
        "cncf-adopter-interviews", ImportOptions(date_order="mdy", year=2025)
    )
    assert len(days(entries)) == 19
    assert days(entries)[-1] == date(2025, 12, 18)
    assert {item.kind for item in problems if not item.refused} == {ProblemKind.NO_DATE}


def test_anonymous_adopters_are_kept_apart_by_their_project(adopters: Collection) -> None:
    numbered = {name for name in organisations(adopters[0]) if name and "Adopter" in name}
    assert numbered == {"Knative Adopter 4", "Tekton Adopter 2", "Tekton Adopter 3"}


def test_adopters_are_people_with_roles_and_those_who_asked_are_not_among_them(
    adopters: Collection,
) -> None:
    people = {who for entry in adopters[0] for who in entry.note.head.with_}
    assert len(people) == 26
    assert sum(who.role is None for who in people) == 2
    assert sum(who.name == "Interviewee" for who in people) == 1
    asked = 0
    for entry in adopters[0]:
        first = entry.note.body.split("\n", 1)[0]
        asked += first.startswith("Interviewer")
        assert not any(who.name in first for who in entry.note.head.with_)
    assert asked == 11


def test_two_people_with_the_same_bare_role_are_numbered(adopters: Collection) -> None:
    (entry,) = (entry for entry in adopters[0] if "adopter3" in entry.source)
    names = [who.name for who in entry.note.head.with_]
    assert [name[-1] for name in names[:2]] == ["1", "2"]
    assert names[0][:-1] == names[1][:-1]
    assert len(names) == 3


def test_every_story_is_read_without_a_problem(stories: Collection) -> None:
    entries, problems = stories
    assert len(entries) == 194
    assert problems == []
    assert (days(entries)[0], days(entries)[-1]) == (date(2020, 4, 9), date(2025, 6, 27))
    assert len(days(entries)) == 194


def test_all_but_two_stories_have_one_quote_by_their_author(stories: Collection) -> None:
    entries, _ = stories
    assert Counter(len(entry.note.statements) for entry in entries) == {1: 192, 0: 2}
    for entry in entries:
        assert all(mark.speaker == entry.note.head.with_[0].name for mark in entry.note.statements)


def test_every_story_has_an_author_of_its_own(stories: Collection) -> None:
    names = [entry.note.head.with_ for entry in stories[0]]
    assert all(len(people) == 1 for people in names)
    assert len({people[0].name for people in names}) == 194


def test_stories_name_organisations_and_descriptions_name_none(stories: Collection) -> None:
    found = organisations(stories[0])
    assert {"Athemaster", "Thales Group", "CERN", "Topdanmark Forsikring A/S", "Tymit"} <= found
    assert {"Mühlemann & Popp", "Galgotias University", "AKKA I&S", "JD.com", "Roche"} <= found
    assert not {"IT Consultancy", "UK Retailer", "DevOps", "Banking Industry"} & found
    assert all(name is None or len(name.split()) <= 6 for name in found)


def test_the_places_of_139_stories_are_kept(stories: Collection) -> None:
    places = [
        line
        for entry in stories[0]
        for line in entry.note.body.split("\n")
        if line.startswith("Place: ")
    ]
    assert len(places) == 139


def test_eighteen_of_thirty_embedded_adopters_have_something_to_read(imported: Read) -> None:
    entries, problems = imported("cncf-adopter-interviews/due-diligence-with-embedded-interviews")
    assert len(entries) == 18
    assert Counter(item.kind for item in problems) == {
        ProblemKind.EMPTY: 12,
        ProblemKind.NO_DATE: 4,
    }
    assert {"Parseable", "Delivery Hero", "Intuit", "LinkedIn", "Sharper Image"} < organisations(
        entries
    )


def test_design_posts_needs_and_surveys_are_no_interviews(imported: Read) -> None:
    for name in (
        "dfe-teaching-vacancies/hypothesis-posts",
        "dfe-teaching-vacancies/user-needs",
        "otel-end-user/surveys",
        "va-gov-research/findings",
    ):
        entries, problems = imported(name)
        assert entries == []
        assert {item.kind for item in problems} <= {ProblemKind.NOT_AN_INTERVIEW}


def test_every_imported_interview_survives_being_written_out_as_a_note(
    blog: Collection, adopters: Collection, stories: Collection
) -> None:
    for entry in blog[0] + adopters[0] + stories[0]:
        head = entry.note.head
        note = parse_note(render_note(head, entry.note.body))
        assert note.body == entry.note.body
        assert note.head == head._replace(
            with_=tuple(who._replace(role=None) for who in head.with_)
        )
        assert [mark.text for mark in note.statements] == [
            mark.text for mark in entry.note.statements
        ]
        assert note.warnings == ()


def test_every_source_is_told_apart_by_its_hash(
    blog: Collection, adopters: Collection, stories: Collection
) -> None:
    hashes = [entry.content_hash for entry in blog[0] + adopters[0] + stories[0]]
    assert len(set(hashes)) == len(hashes)
