from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.note.marks import parse_body
from discoverycli.domain.note.notes import Who
from discoverycli.formats import Entry, ImportOptions, Problem, ProblemKind, read

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"
ANSWER = "\n## What is hard?\n\nWaiting.\n"


def entry(text: str, path: str = "talks/one.md", options: ImportOptions | None = None) -> Entry:
    result = read(path, text.encode(), options)
    assert len(result.entries) == 1, result.problems
    return result.entries[0]


def fixture(name: str, options: ImportOptions | None = None) -> tuple[Entry, tuple[Problem, ...]]:
    result = read(name, (FIXTURES / name).read_bytes(), options)
    assert len(result.entries) == 1, result.problems
    return result.entries[0], result.problems


def refused(text: str, path: str = "talks/one.md") -> Problem:
    result = read(path, text.encode())
    assert result.entries == ()
    (problem,) = result.problems
    assert problem.refused
    return problem


def test_bold_labels_with_a_list_of_attendees() -> None:
    found, problems = fixture("adopters/kite-adopter-interview-oakline.md")
    assert found.note.head.with_ == (
        Who("Greta Lindqvist", "Oakline", "Head of Platform"),
        Who("Tomas Vrba", "Oakline", "Build Engineer"),
    )
    assert str(found.held) == "2025-03-14"
    assert found.note.head.study == "Kite"
    assert found.title == "Kite Adopter Interview – Oakline"
    assert problems == ()


def test_those_who_led_the_talk_are_text_and_no_participants() -> None:
    found, _ = fixture("adopters/kite-adopter-interview-oakline.md")
    first = found.note.body.split("\n")[0]
    assert first == "Interviewers: Priya Nair, Sponsor of Kite; Omar Haddad"


def test_the_participants_quote_is_a_statement_and_chance_marks_are_escaped() -> None:
    found, _ = fixture("adopters/kite-adopter-interview-oakline.md")
    (quote,) = found.note.statements
    assert quote.text == "We lost a whole Friday each month to the nightly jobs."
    assert "\\!important jobs" in found.note.body
    assert found.note.warnings == ()


def test_nested_lists_of_an_anonymous_adopter() -> None:
    found, (problem,) = fixture("adopters/kite-adopter-interview-adopter-7.md")
    assert found.note.head.with_ == (
        Who("Release Engineer 1", "Kite Adopter 7", "Release Engineer"),
        Who("Release Engineer 2", "Kite Adopter 7", "Release Engineer"),
        Who("Release Team Lead", "Kite Adopter 7", "Release Team Lead"),
    )
    assert (problem.kind, problem.line) == (ProblemKind.NO_YEAR, 3)
    assert found.date_text == "November 4th"
    assert str(found.held) == "undated"


def test_bare_labels_with_two_people_below_front_matter() -> None:
    found, (problem,) = fixture("adopters/kite-adopter-interview-harbour.md")
    assert found.note.head.with_ == (
        Who("Mira Sol", "Harbour", "Senior Engineer"),
        Who("Jon Abara", "Harbour", "Engineer"),
    )
    assert (problem.kind, problem.line) == (ProblemKind.AMBIGUOUS_DATE, 9)


def test_a_blog_post_names_its_organisation_in_the_title_and_people_in_the_opening() -> None:
    found, problems = fixture("blog/2019-03-04-interview-with-brightwater.md")
    assert found.note.head.with_ == (Who("Noor Jansen", "Brightwater"),)
    assert found.note.body.startswith("Interviewer: Lena Fox\n\n*Another week")
    assert str(found.held) == "2019-03-04"
    assert problems == ()


def test_where_nobody_is_named_the_interviewee_of_the_organisation_was_heard() -> None:
    found = entry(f"# Interview with Brightwater\n\nDate: 2019-03-04\n{ANSWER}")
    assert found.note.head.with_ == (Who("Interviewee", "Brightwater"),)


def test_adopter_3_of_two_projects_are_two_organisations() -> None:
    names = {
        entry(f"# {project} Adopter Interview - Adopter 3\n{ANSWER}").note.head.with_[0]
        for project in ("Kite", "Otter")
    }
    assert {who.organisation for who in names} == {"Kite Adopter 3", "Otter Adopter 3"}


def test_a_number_without_a_study_is_listed_and_the_option_settles_it() -> None:
    text = f"# Participant 2, July 9, 2024\n{ANSWER}"
    result = read("talks/p2.md", text.encode())
    assert result.entries[0].note.head.with_ == (Who("Participant 2"),)
    assert [problem.kind for problem in result.problems] == [ProblemKind.UNSCOPED]
    settled = read("talks/p2.md", text.encode(), ImportOptions(study="kiosk"))
    assert settled.entries[0].note.head.with_ == (Who("kiosk Participant 2"),)
    assert settled.problems == ()


def test_a_code_in_the_first_line_and_a_date_with_its_year_first() -> None:
    found = entry(f"P4.Kiosk interviews.2022.3.7 9:45am\n{ANSWER}", "P4 Kiosk.md")
    assert found.note.head.with_ == (Who("Participant 4"),)
    assert str(found.held) == "2022-03-07"
    assert found.note.body.startswith("P4.Kiosk interviews")


def test_a_labelled_organisation_and_role_belong_to_the_one_person() -> None:
    text = (
        f"Name: Ana Silva\nCompany: Acme\nRole: Nurse\nDate: 2024-02-03\nDuration: 45 min\n{ANSWER}"
    )
    head = entry(text).note.head
    assert head.with_ == (Who("Ana Silva", "Acme", "Nurse"),)
    assert head.minutes == 45


def test_a_person_in_the_title_is_not_taken_for_an_organisation() -> None:
    for text in (
        f"# Interview with Ana Silva\n\nInterviewee: Ana Silva, Nurse, Acme\n{ANSWER}",
        f"# Interview with Ana Silva, Nurse, Acme\n{ANSWER}",
        f"# Interview with Ana Silva\n\nCompany: Acme\nRole: Nurse\n{ANSWER}",
    ):
        assert entry(text).note.head.with_ == (Who("Ana Silva", "Acme", "Nurse"),)


def test_attendees_without_sides_are_all_heard_but_the_author() -> None:
    text = f"---\nauthor: Omar Haddad\nattendees: [Ana Silva, Omar Haddad]\n---\n{ANSWER}"
    assert [who.name for who in entry(text).note.head.with_] == ["Ana Silva"]


def test_attendees_beside_a_named_participant_are_text() -> None:
    text = f"Participant: Ana Silva\nAttendees: Ben Okoro\n{ANSWER}"
    found = entry(text)
    assert [who.name for who in found.note.head.with_] == ["Ana Silva"]
    assert found.note.body.startswith("Also present: Ben Okoro")


def test_what_a_document_says_about_itself_is_not_lost() -> None:
    text = f"---\nparticipant: Ana Silva\nmood: cheerful\n---\n**Place:** Ghent\n{ANSWER}"
    body = entry(text).note.body
    assert body == "mood: cheerful\n\n**Place:** Ghent\n\n## What is hard?\n\nWaiting."


def test_a_field_that_cannot_be_used_stays_as_a_line() -> None:
    text = f"Participants: Ana Silva; Ben Okoro\nRole: Nurse\nLength: an hour or so\n{ANSWER}"
    assert entry(text).note.body.startswith("Role: Nurse\nMinutes: an hour or so\n\n## What")


def test_the_files_own_segment_and_study_win_over_the_options() -> None:
    text = f"Participant: Ana\nSegment: clinics\nStudy: spring\n{ANSWER}"
    head = entry(text, options=ImportOptions(segment="banks", study="autumn")).note.head
    assert (head.segment, head.study) == ("clinics", "spring")


def test_the_option_wins_over_a_study_read_off_the_title() -> None:
    text = f"# Kite Adopter Interview - Adopter 3\n{ANSWER}"
    head = entry(text, options=ImportOptions(study="autumn")).note.head
    assert (head.study, head.with_[0].organisation) == ("autumn", "Kite Adopter 3")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ProblemKind.EMPTY),
        ("# Kite Adopter Interview - Oakline\n\nDate: 2024-02-03\n", ProblemKind.EMPTY),
        ("Interviewee: [Name]\nDate: [Date]\n\n1. How long?\n2. Why?\n", ProblemKind.TEMPLATE),
        ("# Read me\n\nThis folder holds interviews.\n", ProblemKind.NOT_AN_INTERVIEW),
        ("---\ntitle: Test\ndate: 2024-02-03\n---\nWe tried it.\n", ProblemKind.NOT_AN_INTERVIEW),
        ("Interviewee: TBD\n\nThey like it.\n", ProblemKind.NOT_AN_INTERVIEW),
        ("---\ntitle: a: b\n---\nText\n", ProblemKind.UNREADABLE),
        ("Participant: Ana\n\n" + "x" * 1_100_000, ProblemKind.TOO_LARGE),
    ],
)
def test_what_is_no_interview_is_refused_with_the_reason(text: str, kind: ProblemKind) -> None:
    assert refused(text).kind is kind


@pytest.mark.parametrize("name", ["adopters/_questions.md", "adopters/README.md"])
def test_guides_and_read_mes_never_become_interviews(name: str) -> None:
    assert read(name, (FIXTURES / name).read_bytes()).entries == ()


def test_an_address_in_the_text_is_counted_as_a_privacy_remark() -> None:
    result = read(
        "a.md", f"Participant: Ana\nDate: 2024-02-03\n{ANSWER}ana@acme.example\n".encode()
    )
    assert [problem.kind for problem in result.problems] == [ProblemKind.PRIVACY]


def test_a_code_block_left_open_is_listed() -> None:
    result = read("a.md", f"Participant: Ana\nDate: 2024-02-03\n{ANSWER}```\n> lost\n".encode())
    assert [problem.kind for problem in result.problems] == [ProblemKind.SLIP]


LINES = st.sampled_from(
    ["H1+ yes", "- H2- no", "!pain did: slow", "* !wow", "- [ ] call", "H: new", "J: job",
     "J2+ hired", "- H3? open", "> a quote", "words", "", "```", "<!-- x", "-->", "## Heading"]
)  # fmt: skip


@given(st.lists(LINES, max_size=10))
def test_an_imported_text_holds_no_marks_but_quotes(lines: list[str]) -> None:
    text = "Participant: Ana\n\nWords first.\n\n" + "\n".join(lines)
    note = entry(text).note
    assert (note.evidence, note.jobs, note.new, note.followups) == ((), (), (), ())
    assert all(statement.verbatim for statement in note.statements)
    quotes = parse_body("Words first.\n\n" + "\n".join(lines).rstrip("\n")).statements
    assert len(note.statements) == sum(line.verbatim for line in quotes)


def test_a_number_in_the_heading_that_is_another_in_the_files_name_is_listed() -> None:
    text = f"# Participant 2, July 9, 2024\n{ANSWER}".encode()
    (problem,) = read("2024-07-09-p3.md", text, ImportOptions(study="kiosk")).problems
    assert (problem.kind, problem.line) == (ProblemKind.CONTRADICTION, 1)
    assert read("2024-07-09-p2.md", text, ImportOptions(study="kiosk")).problems == ()
