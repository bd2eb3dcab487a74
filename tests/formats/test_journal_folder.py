"""A journal as a folder of Markdown: its notes are notes, and its tables hold together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from discoverycli.domain.note.notes import parse_note
from discoverycli.domain.snapshot import VERSION, Snapshot
from discoverycli.errors import InputError
from discoverycli.formats import journal_folder
from discoverycli.formats.journal_markdown import FILES, dump
from discoverycli.store.read import journal as reading
from discoverycli.store.reader import open_reader

NOW = b"disco: %d" % VERSION


@pytest.fixture
def snapshot(disco: Callable[..., object], journal_path: Path) -> Snapshot:
    disco(
        "log",
        "Ana | Silva @ Acme; Ben @ Acme",
        "H: they lose a day\nH+ did: yes @Ben\n!pain much",
        "--as",
        "prospect",
        "--segment",
        "clinics",
        "--on",
        "2026-10",
        "--title",
        "First: call",
    )
    disco("log", "Cy", "--as", "current", "--via", "sales", "--", "---\nno front matter\n---\n")
    disco("people", "consent", "P1", "--scope", "quote")
    with open_reader(journal_path) as reader:
        return reading.read_journal(reader).in_memory()


@pytest.fixture
def files(snapshot: Snapshot) -> dict[str, bytes]:
    return {name: "".join(text).encode() for name, text in dump(snapshot)}


def test_the_main_file_comes_last_so_that_half_an_export_is_none(snapshot: Snapshot) -> None:
    names = [name for name, _ in dump(snapshot)]
    assert names[-1] == "journal.md"
    assert sorted(names) == sorted([*FILES, "interviews/I1.md", "interviews/I2.md"])


def test_an_interview_is_a_note_that_can_be_read_by_itself(files: dict[str, bytes]) -> None:
    note = parse_note(files["interviews/I1.md"].decode())
    assert [who.name for who in note.head.with_] == ["Ana | Silva", "Ben"]
    assert (note.head.as_, note.head.segment, note.head.on) == ("prospect", "clinics", "2026-10")
    assert note.head.title == "First: call"
    assert note.body == "H: they lose a day\nH+ did: yes @Ben\n!pain much"
    assert len(note.evidence) == 1


def test_a_body_that_looks_like_front_matter_stays_a_body(
    files: dict[str, bytes], snapshot: Snapshot
) -> None:
    note = parse_note(files["interviews/I2.md"].decode())
    assert note.body == snapshot.interviews[1].notes
    assert note.head.via == "sales"


def test_what_is_too_long_for_a_front_matter_is_still_in_the_tables(snapshot: Snapshot) -> None:
    first, second = snapshot.interviews
    long = replace(snapshot, interviews=(replace(first, title="x" * 70_000), second))
    files = {name: "".join(text).encode() for name, text in dump(long)}
    assert len(files["interviews/I1.md"]) < 1000
    assert journal_folder.load("folder", files) == long


def refused(files: dict[str, bytes]) -> str:
    with pytest.raises(InputError) as caught:
        journal_folder.load("folder", files)
    return caught.value.message


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("people.md", b"| prospect |", b"| friend |", "folder/people.md, line 13, relation: 'friend'"),
        ("people.md", b"| 1 |", b"| one |", "folder/people.md, line 13, version: 'one'"),
        ("people.md", b"Ana \\|", b"Ana |", "folder/people.md, line 13: the row has not 12 cells"),
        ("people.md", b"## People", b"## Persons", "folder/people.md: the table 'People' is missing"),
        ("people.md", b"| code |", b"| kode |", "folder/people.md, line 9: the columns are not code"),
        ("people.md", b"Ana \\|", b"Ana &", "line 13, name: '&' needs a backslash"),
        ("statements.md", b"| I1 |", b"| I7 |", "line 7, interview: 'I7' is not in interviews.md"),
        ("statements.md", b"| no |", b"| maybe |", "verbatim: 'maybe' is neither true nor false"),
        ("evidence.md", b"| P2 |", b"| P9 |", "folder: I1 needs P9"),
        ("journal.md", NOW, b"disco: 9", "was written by a newer disco"),
        ("journal.md", NOW, b"disco: x", "folder/journal.md: its version is not a number"),
        ("journal.md", b"| Statements | 1 |", b"| Statements | 2 |", "another number of rows"),
        ("journal.md", b"| H | 1 |", b"| H | 01 |", "last: '01' is not a whole number"),
        ("journal.md", b"| H | 1 |", b"| H | -1 |", "last: '-1' is not a whole number"),
        ("interviews/I1.md", b"2026-10", b"2026-09", "I1.md: its front matter is not what the tables"),
        ("interviews/I1.md", b"!pain much", b"!pain\x00much", "I1.md: the text holds a NUL character at line 14"),
        ("interviews/I1.md", b"!pain much", b"\xff", "folder/interviews/I1.md: it is not UTF-8"),
    ],
)  # fmt: skip
def test_a_change_that_does_not_fit_is_refused_and_its_place_named(
    files: dict[str, bytes], file: str, old: bytes, new: bytes, says: str
) -> None:
    assert old in files[file]
    assert says in refused(files | {file: files[file].replace(old, new, 1)})


@pytest.mark.parametrize("file", [*FILES, "interviews/I2.md"])
def test_a_missing_file_is_named(files: dict[str, bytes], file: str) -> None:
    del files[file]
    assert refused(files) == f"folder/{file}: it is missing"


NEW_TABLES = (
    b"Referrals", b"Criteria in words", b"Predictions", b"Decisions", b"Grounds", b"Whys",
)  # fmt: skip


def before_reasons(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same export as version 2 wrote it."""
    people = files["people.md"].partition(b"\n## Referrals")[0]
    hypotheses = files["hypotheses.md"].partition(b"\n## Criteria in words")[0]
    main = files["journal.md"].replace(NOW, b"disco: 2")
    for table in NEW_TABLES:
        main = re.sub(rb"\| " + table + rb" \| \d+ \|\n", b"", main)
    return files | {"people.md": people, "hypotheses.md": hypotheses, "journal.md": main}


def test_a_folder_from_before_there_was_consent_is_read_as_having_none(
    files: dict[str, bytes], snapshot: Snapshot
) -> None:
    files = before_reasons(files)
    people = files["people.md"].partition(b"\n## Consent")[0]
    main = files["journal.md"].replace(b"disco: 2", b"disco: 1").replace(b"| Consent | 1 |\n", b"")
    old = journal_folder.load("folder", files | {"people.md": people, "journal.md": main})
    assert old == replace(snapshot, consents=(), referrals=(), decisions=(), whys=())


def test_a_folder_from_before_there_were_decisions_is_read_as_having_none(
    files: dict[str, bytes], snapshot: Snapshot
) -> None:
    old = journal_folder.load("folder", before_reasons(files))
    assert old == replace(snapshot, referrals=(), decisions=(), whys=())


def test_more_rows_than_an_export_may_have_are_refused(
    files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discoverycli.formats.journal_folder.MAX_EXPORT_RECORDS", 20)
    assert refused(files) == "folder holds more than 20 records, the limit for an export"


def test_a_table_cut_off_between_two_rows_is_noticed(files: dict[str, bytes]) -> None:
    lines = files["people.md"].splitlines(keepends=True)
    assert "folder/people.md" in refused(files | {"people.md": b"".join(lines[:-1])})


def test_a_note_that_no_table_knows_is_not_dropped_silently(files: dict[str, bytes]) -> None:
    assert refused(files | {"interviews/I9.md": b"words"}).startswith("folder/interviews/I9.md")


def test_a_table_too_many_is_not_dropped_silently(files: dict[str, bytes]) -> None:
    more = files["jobs.md"] + b"\n## More\n\n| a |\n| --- |\n"
    assert "this table does not belong here" in refused(files | {"jobs.md": more})
