from __future__ import annotations

from pathlib import Path

import pytest

from discoverycli.domain.note.notes import Who
from discoverycli.formats import ImportOptions, ProblemKind, Result, read, sniff

FIXTURE = Path(__file__).parents[1] / "fixtures" / "imports" / "adopters" / "kite-graduation-dd.md"


def sections(*texts: str, name: str = "kite-interviews.md", study: str | None = None) -> Result:
    return read(name, "\n\n".join(texts).encode(), ImportOptions(study=study))


def test_each_numbered_heading_is_an_interview_of_its_own() -> None:
    result = read("kite-graduation-dd.md", FIXTURE.read_bytes())
    second, third = result.entries
    assert second.note.head.with_ == (
        Who("Ida Marl", "Marl & Finch"),
        Who("Bo Finch", "Marl & Finch"),
    )
    assert (second.note.head.segment, str(second.held)) == ("Insurance", "2025-09")
    assert third.note.head.with_ == (Who("Interviewee", "kite Adopter 3"),)
    assert (third.note.head.segment, str(third.held)) == ("Rail/Transport", "2025-07")
    assert [entry.source[-2:] for entry in result.entries] == ["#2", "#3"]


def test_a_section_that_keeps_its_notes_elsewhere_is_refused_alone() -> None:
    (problem,) = read("kite-graduation-dd.md", FIXTURE.read_bytes()).problems
    assert (problem.file, problem.line) == ("kite-graduation-dd.md", 3)
    assert problem.kind is ProblemKind.EMPTY
    assert problem.refused


def test_numbers_carry_the_study_or_else_the_files_name() -> None:
    texts = ("## Adopter 1\n\nThey wait.", "## Adopter 2\n\nThey hope.")
    by_name = sections(*texts).entries
    by_study = sections(*texts, study="spring").entries
    assert by_name[0].note.head.with_[0].organisation == "kite Adopter 1"
    assert by_study[0].note.head.with_[0].organisation == "spring Adopter 1"
    assert len({entry.content_hash for entry in by_name}) == 2


def test_participants_are_people_with_a_role_behind_their_number() -> None:
    result = sections(
        "### Participant 1 - nurse\n\nDate: 2024-02-03\n\nShe waits.",
        "### Participant 2, 4 February 2024\n\nRole: doctor\nCompany: St Anna\n\nHe hopes.",
        "### Participant #3\n\nThey left.",
    )
    first, second, third = result.entries
    assert first.note.head.with_ == (Who("kite Participant 1", None, "nurse"),)
    assert str(first.held) == "2024-02-03"
    assert first.note.body == "She waits."
    assert second.note.head.with_ == (Who("kite Participant 2", "St Anna", "doctor"),)
    assert str(second.held) == "2024-02-04"
    assert third.note.head.with_ == (Who("kite Participant 3"),)
    assert [problem.kind for problem in result.problems] == [ProblemKind.NO_DATE]


def test_numbered_interviews_are_people_too() -> None:
    result = sections("# Interview 1\n\nShe waits.", "# Interview 2\n\nHe hopes.")
    names = [entry.note.head.with_[0].name for entry in result.entries]
    assert names == ["kite Interviewee 1", "kite Interviewee 2"]


def test_names_on_a_line_of_their_own_are_the_people() -> None:
    result = sections(
        "# Adopter 1 - Acme/Retail\n\nAna Silva, Nurse and Bo Ray, Doctor\n\nAcme waits.",
        "# Adopter 2 - Retail\n\nInterviewee: Cy Dee, Owner\n\nShe hopes.",
    )
    first, second = result.entries
    assert first.note.head.with_ == (
        Who("Ana Silva", "Acme", "Nurse"),
        Who("Bo Ray", "Acme", "Doctor"),
    )
    assert second.note.head.with_ == (Who("Cy Dee", "kite Adopter 2", "Owner"),)


@pytest.mark.parametrize(
    ("about", "organisation", "segment"),
    [
        ("Acme/Retail", "Acme", "Retail"),
        ("Acme / Retail", "Acme", "Retail"),
        ("Otter/Retail", "kite Adopter 1", "Otter/Retail"),
        ("Retail/Banking", "kite Adopter 1", "Retail/Banking"),
        ("Anonymous / Retail", "kite Adopter 1", "Retail"),
        ("Retail", "kite Adopter 1", "Retail"),
        ("", "kite Adopter 1", None),
    ],
)
def test_a_heading_names_an_organisation_only_if_the_text_speaks_of_it(
    about: str, organisation: str, segment: str | None
) -> None:
    result = sections(f"# Adopter 1 - {about}\n\nAcme sells. Retail waits.", "# Adopter 2\n\nMore.")
    head = result.entries[0].note.head
    assert (head.with_[0].organisation, head.segment) == (organisation, segment)


def test_a_section_ends_where_a_heading_above_it_begins() -> None:
    result = sections("## Adopter 1\n\nA.\n\n### More\n\nB.", "## Adopter 2\n\nC.", "# End\n\nD.")
    assert [entry.note.body for entry in result.entries] == ["A.\n\n### More\n\nB.", "C."]


def test_a_line_with_an_open_date_is_listed_with_its_own_line() -> None:
    result = sections("# Adopter 1\n\nA.\n\n8/9/2025", "# Adopter 2\n\nB.\n\nMay 2025")
    (problem,) = result.problems
    assert (problem.line, problem.kind) == (5, ProblemKind.AMBIGUOUS_DATE)


def test_a_date_behind_the_number_is_no_segment() -> None:
    result = sections("# Adopter 1 - 4 February 2024\n\nA.", "# Adopter 2\n\nB.\n\nMay 2025")
    first = result.entries[0]
    assert (str(first.held), first.note.head.segment) == ("2024-02-04", None)


def test_too_many_sections_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discoverycli.formats.collection.MAX_RECORDS", 1)
    (problem,) = sections("# Adopter 1\n\nA.", "# Adopter 2\n\nB.").problems
    assert problem.kind is ProblemKind.TOO_LARGE


def test_of_a_large_file_only_headings_with_a_number_are_looked_into(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    monkeypatch.setattr("discoverycli.formats.collection.plain", looked.append)
    many = "# words\n" * 1_000 + f"# {'interview ' * 1_000}\n"
    assert sniff("a.md", many) == "interview"
    assert looked == []


def test_a_section_that_is_too_large_is_refused_before_it_is_read() -> None:
    result = sections("# Interview 1\n\nA.", f"# Interview 2\n\n{'B. ' * 400_000}")
    assert [each.kind for each in result.problems if each.refused] == [ProblemKind.TOO_LARGE]
    assert len(result.entries) == 1


def test_one_numbered_heading_is_no_collection() -> None:
    assert sniff("a.md", "# Participant 2\n\n## What?\n") == "interview"
    assert sniff("a.md", "# Participant 2\n\nA\n\n# Participant 3\n\nB\n") == "collection"
