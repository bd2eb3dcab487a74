from __future__ import annotations

import pytest

from discoverycli.domain.note.notes import Head, Who, render_note
from discoverycli.domain.vocabulary import Channel, InterviewDate, InterviewKind, Relation
from discoverycli.formats import Entry, ImportOptions, Problem, ProblemKind, read

NOTE = """\
---
with: Ana Silva @ Acme
on: 2026-11-20
minutes: 30
---
They close the month by hand.

> it is a nightmare
!pain did: took four hours
H: bookkeepers re-key invoices
H+ paid: hired a student
"""


def entry(text: str, options: ImportOptions | None = None) -> Entry:
    result = read("notes/ana.md", text.encode(), options)
    assert len(result.entries) == 1, result.problems
    return result.entries[0]


def problem(text: str) -> Problem:
    result = read("notes/ana.md", text.encode())
    assert len(result.problems) == 1, result
    return result.problems[0]


def test_a_note_is_read_with_its_marks_and_its_body_letter_for_letter() -> None:
    read_ = entry(NOTE)
    assert read_.note.head.with_ == (Who("Ana Silva", "Acme"),)
    assert read_.note.body == NOTE.partition("30\n---\n")[2]
    assert len(read_.note.statements) == 2
    assert [mark.code for mark in read_.note.evidence] == ["H@10"]
    assert str(read_.held) == "2026-11-20"
    assert read_.date_text == "2026-11-20"
    assert read_.title == "ana"


def test_options_fill_in_what_the_note_leaves_open_and_change_nothing_else() -> None:
    options = ImportOptions(
        relation=Relation.PROSPECT,
        segment="clinics",
        study="spring",
        channel=Channel.PROXY,
        via="sales",
        kind=InterviewKind.VISIT,
    )
    head = entry(NOTE, options).note.head
    assert (head.as_, head.segment, head.study) == ("prospect", "clinics", "spring")
    assert (head.channel, head.via, head.kind) == ("proxy", "sales", "visit")
    own = entry(NOTE.replace("minutes: 30", "as: current\nkind: demo"), options).note.head
    assert (own.as_, own.kind, own.segment) == ("current", "demo", "clinics")


def test_a_note_that_was_written_out_comes_back_the_same() -> None:
    head = Head(
        with_=(Who("Ana Silva", "Acme"), Who("O'Brien; Jr", None)),
        as_="prospect",
        on="undated",
        title="A: talk",
    )
    read_ = entry(render_note(head, "words\n"))
    assert read_.note.head == head
    assert read_.held == InterviewDate.unknown()


def test_a_code_of_ours_stays_a_code() -> None:
    assert entry("---\nwith: P7\non: 2026-11-20\n---\nwords\n").note.head.with_ == (Who("P7"),)


def test_a_slip_in_a_mark_is_listed_with_its_line_and_kept_as_text() -> None:
    text = "---\nwith: Ana\non: 2026-11-20\n---\n!pian slow\n"
    found = problem(text)
    assert (found.line, found.kind, found.refused) == (5, ProblemKind.SLIP, False)
    assert "!pain" in found.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nwith: Ana\ncolour: red\n---\nx\n", 3),
        ("---\nwith: Ana\nas: stranger\n---\nx\n", 3),
        ("---\nwith: Ana\nminutes: many\n---\nx\n", 3),
        ("---\nwith: Ana\nwith: Ben\n---\nx\n", 3),
        ("---\nwith:\n---\nx\n", 1),
        ("---\nwith: Ana\nno end\n", 1),
    ],
)
def test_a_wrong_head_is_refused_with_its_line(text: str, line: int) -> None:
    found = problem(text)
    assert (found.line, found.refused) == (line, True)


def test_an_ambiguous_date_in_a_note_is_listed_with_its_line() -> None:
    found = problem("---\nwith: Ana\non: 8/9/2026\n---\nx\n")
    assert (found.line, found.kind) == (3, ProblemKind.AMBIGUOUS_DATE)


def test_a_relative_date_means_nothing_in_a_file() -> None:
    found = problem("---\nwith: Ana\non: yesterday\n---\nx\n")
    assert found.kind is ProblemKind.UNREADABLE_DATE


def test_a_note_of_more_than_1_mb_is_refused_by_its_size() -> None:
    found = problem(NOTE + "x" * 1_100_000)
    assert found.kind is ProblemKind.TOO_LARGE
    assert "1 MB" in found.message
