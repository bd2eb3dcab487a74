"""`disco import`: everything that can be read is stored at once, and the rest is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OURS = """---
with: Ana Silva @ Acme
as: prospect
on: {on}
---
!pain did: four hours #payroll
{words}
"""
THEIRS = """# Interview with {organisation}

**Date:** {date}
**Interviewee:** {name}, Engineer, {organisation}

## What is hard?

{words}
"""


def ours(
    name: str, words: str = "H: they type it twice\nH+ did: on Friday", on: str = "2026-11-02"
) -> str:
    Path(name).write_text(OURS.format(words=words, on=on))
    return name


def theirs(
    name: str, *, date: str = "2026-03-04", who: str = "Ben Cole", at: str = "Umbrella"
) -> str:
    Path(name).parent.mkdir(exist_ok=True)
    words = f"The nightly jobs of {name} take four hours and nobody knows why."
    Path(name).write_text(THEIRS.format(date=date, name=who, organisation=at, words=words))
    return name


def counted(data: dict[str, Any]) -> tuple[int, ...]:
    assert data["read"] == data["stored"] + data["skipped"] + data["refused"]
    assert data["interviews"] == data["stored"]
    return tuple(data[key] for key in ("files", "read", "stored", "skipped", "refused"))


def test_notes_of_ours_and_of_others_come_in_together(disco) -> None:  # type: ignore[no-untyped-def]
    data = disco("import", ours("a.md"), theirs("notes/b.md"), "--as", "current", "--json").data
    assert counted(data) == (2, 2, 2, 0, 0)
    assert (data["people"], data["statements"], data["hypotheses"], data["jobs"]) == (2, 1, 1, 0)
    assert data["moved"] == [{"code": "H1", "from": "unvalidated", "to": "testing"}]
    first, second = (disco("show", code, "--json").data for code in ("I1", "I2"))
    assert (first["held_on"], first["people"][0]["relation"]) == ("2026-11-02", "prospect")
    assert (second["held_on"], second["people"][0]["relation"]) == ("2026-03-04", "current")
    assert second["people"][0]["organisation"] == "Umbrella"


def test_the_answer_is_a_screen_and_creates_the_journal(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("import", ours("a.md"), theirs("b.md"))
    assert result.out.startswith("stored 2 interviews from 2 files")
    assert "2 new people · 1 statement · 1 new hypothesis" in result.out
    assert "H1: unvalidated → testing" in result.out
    assert "1 interview with nobody known to be a prospect or a customer: --as" in result.out
    assert f"new journal: {journal_path}" in result.err


def test_the_same_content_is_stored_once(disco) -> None:  # type: ignore[no-untyped-def]
    ours("a.md")
    Path("copy.md").write_bytes(Path("a.md").read_bytes())
    theirs("notes/b.md")
    again = ["import", "a.md", "copy.md", "a.md", "notes", "--json"]
    assert counted(disco(*again).data) == (3, 3, 2, 1, 0)
    data = disco(*again).data
    assert counted(data) == (3, 3, 0, 3, 0)
    assert (data["updated"], data["people"], data["statements"]) == (0, 0, 0)
    assert len(disco("people", "--json").data) == 2


def test_an_option_later_fills_in_what_was_missing_and_nothing_else(disco) -> None:  # type: ignore[no-untyped-def]
    theirs("a.md", date="8/9/2025")
    theirs("b.md", date="December 18th", who="Cy Dahl")
    theirs("c.md", date="2026-03-04", who="Dee Eck")
    data = disco("import", "a.md", "b.md", "c.md", "--json").data
    kinds = {problem["file"]: problem["kind"] for problem in data["problems"]}
    assert kinds == {"a.md": "ambiguous-date", "b.md": "no-year"}
    settle = ["import", "a.md", "b.md", "c.md", "--date-order", "dmy", "--year", "2025"]
    result = disco(*settle)
    assert "3 skipped: here already, 2 of them completed" in result.out
    held = [disco("show", f"I{n}", "--json").data["held_on"] for n in (1, 2, 3)]
    assert held == ["2025-09-08", "2025-12-18", "2026-03-04"]
    assert disco(*settle, "--json").data["updated"] == 0
    data = disco(*settle, "--year", "2024", "--date-order", "mdy", "--json").data
    assert (data["updated"], data["problems"]) == (0, [])
    assert disco("show", "I1", "--json").data["held_on"] == "2025-09-08"


def test_the_relation_can_be_said_later_and_verdicts_follow(disco) -> None:  # type: ignore[no-untyped-def]
    Path("a.md").write_text(
        "---\nwith: Ana @ Acme\n---\nH: they type it twice\nH+ did: on Friday\n"
    )
    disco("import", "a.md")
    assert disco("show", "H1", "--json").data["votes_for"] == 0  # no date, so it never counts
    data = disco("import", "a.md", "--as", "internal", "--segment", "clinics", "--json").data
    assert (data["skipped"], data["updated"]) == (1, 1)
    person = disco("show", "I1", "--json").data["people"][0]
    assert person["relation"] == "internal"
    assert disco("import", "a.md", "--as", "prospect", "--json").data["updated"] == 0
    assert disco("show", "I1", "--json").data["people"][0]["relation"] == "internal"


def test_a_date_settled_later_lets_evidence_count(disco) -> None:  # type: ignore[no-untyped-def]
    note = "---\nwith: Ana @ Acme\nas: prospect\non: 9/11\n---\nH: they type it twice\nH+ did: x\n"
    Path("a.md").write_text(note)
    disco("import", "a.md")
    assert disco("show", "H1", "--json").data["status"] == "unvalidated"
    data = disco("import", "a.md", "--year", "2026", "--date-order", "dmy", "--json").data
    assert data["moved"] == [{"code": "H1", "from": "unvalidated", "to": "testing"}]


def test_a_code_that_nothing_has_refuses_its_note_alone_and_names_the_line(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    ours("a.md", words="H1+ did: on Friday")
    ours("b.md", words="H7+ did: on Monday\nH: a new one")
    ours("c.md", words="J: find a van\nJ+ hired one", on="2026-11-03")
    data = disco("import", "a.md", "b.md", "c.md", "--json").data
    assert counted(data) == (3, 3, 2, 0, 1)
    assert data["problems"] == [
        {
            "file": "b.md",
            "line": 7,
            "message": "there is no H7",
            "kind": "not-stored",
            "refused": True,
        }
    ]
    assert data["hypotheses"] == 0  # what b.md began to store did not stay
    assert data["jobs"] == 1


def test_nothing_that_can_be_read_ends_with_2_and_makes_no_journal(  # type: ignore[no-untyped-def]
    disco, journal_path: Path
) -> None:
    Path("form.md").write_text("# Questions\n\n## What is hard?\n\n## What else?\n")
    Path("text.docx").write_bytes(b"PK\x03\x04")
    result = disco("import", "form.md", "text.docx", "--json", ok=False)
    assert result.code == 2
    assert counted(result.data) == (2, 2, 0, 0, 2)
    assert {problem["refused"] for problem in result.data["problems"]} == {True}
    assert "nothing could be read" in result.err
    assert not journal_path.exists()


def test_some_that_cannot_be_read_do_not_fail_the_rest(disco) -> None:  # type: ignore[no-untyped-def]
    Path("bad.yaml").write_text("a: [")
    result = disco("import", "bad.yaml", ours("a.md"))
    assert "1 refused" in result.out
    assert "bad.yaml:2 not readable as YAML" in result.out


def test_a_dry_run_says_the_same_and_stores_nothing(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    command = ["import", ours("a.md"), theirs("b.md", date="8/9/2025"), "--json"]
    dry = disco(*command, "--dry-run").data
    assert not journal_path.exists()
    wet = disco(*command).data
    assert {**dry, "dry_run": False} == wet
    again = disco(*command, "--dry-run", "--date-order", "dmy").data
    assert (again["skipped"], again["updated"], again["dry_run"]) == (2, 1, True)
    assert disco("show", "I2", "--json").data["held_on"] is None
    assert "would store 1 interview" in disco("import", ours("c.md", "x"), "--dry-run").out


def test_a_screen_of_problems_is_short_and_counts_the_rest(disco) -> None:  # type: ignore[no-untyped-def]
    for n in range(30):
        theirs(f"a{n:02}.md", date="8/9/2025", who=f"Person {chr(65 + n)} Doe")
    for n in range(3):
        theirs(f"b{n}.md", date="May 1st", who=f"Other {chr(65 + n)} Doe")
    result = disco("import", ".")
    lines = [line for line in result.out.splitlines() if line.startswith("  ! ") and ".md:" in line]
    assert 10 <= len(lines) <= 15
    assert "Dates with two readings (30): --date-order mdy or dmy settles them" in result.out
    assert "Dates without a year (3): --year YEAR settles them" in result.out
    assert "… and 2" in result.out
    assert all(len(line) <= 80 for line in result.out.splitlines())
    rows = disco("import", ".", "--format", "csv").out.splitlines()
    assert rows[0] == "file,line,kind,message,refused"
    assert len(rows) == 34


def test_files_that_are_no_interviews_in_a_folder_are_passed_over_by_name(disco) -> None:  # type: ignore[no-untyped-def]
    theirs("notes/a.md")
    Path("notes/README.md").write_text("about")
    Path("notes/photo.png").write_bytes(b"x")
    result = disco("import", "notes")
    assert "2 files passed over: README.md, photo.png" in result.out


def test_the_format_can_be_forced(disco) -> None:  # type: ignore[no-untyped-def]
    theirs("talk.text")
    assert disco("import", "talk.text", ok=False).code == 2
    assert disco("import", "talk.text", "--format-of", "interview", "--json").data["stored"] == 1
    result = disco("import", "talk.text", "--format-of", "novel", ok=False)
    assert "'novel' is not a format to read" in result.err
    assert "note" in result.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("missing.md",), "there is no file 'missing.md'"),
        (("a.md", "--as", "friend"), "'friend' is not a relation"),
        (("a.md", "--channel", "radio"), "'radio' is not a channel"),
        (("a.md", "--kind", "chat"), "'chat' is not a kind of interview"),
        (("a.md", "--date-order", "ymd"), "'ymd' is not an order of dates"),
        (("a.md", "--year", "20"), "year"),
        (("empty",), "there is nothing to import in 'empty'"),
    ],
)
def test_what_is_not_understood_is_an_error_and_stores_nothing(  # type: ignore[no-untyped-def]
    disco, journal_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    ours("a.md")
    Path("empty").mkdir()
    result = disco("import", *arguments, ok=False)
    assert result.code == (3 if arguments == ("missing.md",) else 2)
    assert says in result.err
    assert not journal_path.exists()


def test_promises_count_from_the_day_of_the_talk_imported_or_logged(disco) -> None:  # type: ignore[no-untyped-def]
    note = ours("a.md", "- [ ] send the summary by friday", on="2026-03-03")
    for journal, command in (("a.db", "import"), ("b.db", "log")):
        disco("--journal", journal, command, note)
        shown = disco("--journal", journal, "show", "I1", "--json").data
        assert shown["followups"][0]["due_on"] == "2026-03-06"


def test_a_logged_promise_of_a_talk_without_a_day_names_its_date(disco) -> None:  # type: ignore[no-untyped-def]
    words = ("- [ ] send it by friday", "- [ ] call by 2026-12-01", "--on", "2026-10")
    logged = disco("log", "Ana", *words, "--json").data
    due = [each["due_on"] for each in disco("show", "I1", "--json").data["followups"]]
    assert due == [None, "2026-12-01"]
    assert "depends on the day of the interview" in logged["warnings"][0]["message"]


def test_only_named_files_are_opened(disco, world: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    import sys

    (world / "secret.md").write_text("secret")
    disco("init")
    Path("in").mkdir()
    Path("in/link.md").symlink_to(world / "secret.md")
    Path("in/a.md").write_text(
        "---\nwith: ../secret.md\ntitle: file:///etc/passwd\n---\n![x](../secret.md)\n"
    )
    Path("in/b.yaml").write_text("authored_by: Ana\nquotes:\n  - content: x\nimage: ../secret.md\n")
    opened: list[str] = []
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event in ("open", "socket.connect"):
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)
    disco("import", "in", ok=False)
    watching = False
    assert not [path for path in opened if "secret" in path or "passwd" in path]
    assert any("a.md" in path for path in opened)


Exporting = Callable[[], list[str]]


@pytest.fixture
def journal(disco, world: Path, once) -> Path:  # type: ignore[no-untyped-def]
    """Exports of a journal, and another journal in use."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "they type it twice", "--journal", "there.db")
        disco(
            "log",
            "Ana @ Acme",
            "H1+ did: on Friday\n!pain much\r\n",
            "--as",
            "prospect",
            "--journal",
            "there.db",
        )
        disco("export", "--output", "j.json", "--journal", "there.db")
        disco("export", "--format", "markdown", "--output", "folder", "--journal", "there.db")

    return world


@pytest.mark.parametrize("path", ["j.json", "folder"])
def test_an_export_is_known_by_itself_and_comes_in_whole(disco, journal: Path, path: str) -> None:  # type: ignore[no-untyped-def]
    data = disco("import", path, "--json").data
    assert (data["read"], data["stored"], data["people"], data["hypotheses"]) == (1, 1, 1, 1)
    assert data["files"] == (1 if path == "j.json" else 9)
    assert disco("export").out == (journal / "j.json").read_text()
    assert counted(disco("import", "j.json", "folder", "--json").data)[1:] == (2, 0, 2, 0)


def test_an_export_beside_other_things_says_what_it_changed(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "something else")
    result = disco("import", "j.json")
    assert "Notes with codes from elsewhere (1)" in result.out
    assert "the note of I1 keeps the codes it was written with: H1 is H2" in " ".join(
        result.out.split()
    )
    assert disco("show", "I1", "--json").data["evidence"][0]["hypothesis"] == "H2"


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_the_last_contact_with_somebody_new_is_that_of_the_interviews_here(
    disco, form: str
) -> None:  # type: ignore[no-untyped-def]
    """An interview that is here stays as it is, so whom its newer version names was not heard."""
    one, two = ("--journal", "a.db"), ("--journal", "b.db")
    disco("log", "Ana Silva @ Acme", "!pain did: one", "--on", "2026-11-18", *one)
    disco("export", "--format", form, "--output", "first", *one)
    disco("import", "first", *two)
    disco("log", "Bob Stone @ Other", "!pain two", "--as", "former", "--on", "2026-11-10", *one)
    disco("edit", "I1", "--with", "Bob Stone @ Other; Cy Hall @ Third", "--as", "current", *one)
    disco("export", "--format", form, "--output", "second", *one)
    disco("import", "second", *two)
    people = {each["name"]: each for each in disco("people", "--json", *two).data}
    assert {name: (each["last_contact"], each["interviews"]) for name, each in people.items()} == {
        "Ana Silva": ("2026-11-18", 1), "Bob Stone": ("2026-11-10", 1), "Cy Hall": (None, 0)
    }  # fmt: skip
    assert people["Bob Stone"]["relation"] == "former"
    found = disco("doctor", "--json", *two, ok=False).data
    assert [each["said"] for each in found if each["state"] == "fault"] == []


def test_options_that_an_export_has_no_use_for_are_not_ignored(disco, journal: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("import", "j.json", "--as", "current", ok=False)
    assert result.code == 2
    assert "'j.json' is an export, which says everything itself" in result.err


def test_a_damaged_export_stores_nothing_of_anything(
    disco, journal: Path, journal_path: Path
) -> None:  # type: ignore[no-untyped-def]
    whole = json.loads((journal / "j.json").read_text())
    whole["interviews"][0]["people"][0]["relation"] = 5
    (journal / "bad.json").write_text(json.dumps(whole))
    result = disco("import", ours("a.md"), "bad.json", ok=False)
    assert result.code == 2
    assert "bad.json: interviews[0].people[0].relation: 5 is none of: prospect" in result.err
    assert not journal_path.exists()


def test_a_date_written_into_the_file_later_dates_the_interview_that_is_here(disco) -> None:  # type: ignore[no-untyped-def]
    words = "# Interview with Umbrella\n\n**Interviewee:** Ben Cole, Engineer\n{}\n## Hard?\n\nThe jobs.\n"
    Path("a.md").write_text(words.format(""))
    Path("b.md").write_text("---\nwith: Ana @ Acme\non: undated\n---\nwords of hers\n")
    disco("import", "a.md", "b.md")
    Path("a.md").write_text(words.format("**Date:** 2026-03-04\n"))
    Path("b.md").write_text("---\nwith: Ana @ Acme\non: 2026-05\n---\nwords of hers\n")
    data = disco("import", "a.md", "b.md", "--json").data
    assert counted(data) == (2, 2, 0, 2, 0)
    assert data["updated"] == 2
    held = [disco("show", f"I{n}", "--json").data["held_on"] for n in (1, 2)]
    assert held == ["2026-03-04", "2026-05"]
    assert disco("import", "a.md", "b.md", "--json").data["updated"] == 0


def test_other_words_under_the_same_name_are_stored_and_named(disco) -> None:  # type: ignore[no-untyped-def]
    disco("import", ours("a.md", "the first"))
    data = disco("import", ours("a.md", "the second"), "--json").data
    assert counted(data) == (1, 1, 1, 0, 0)
    assert [(p["file"], p["kind"], p["refused"]) for p in data["problems"]] == [
        ("a.md", "changed", False)
    ]
    assert "I1" in data["problems"][0]["message"]
