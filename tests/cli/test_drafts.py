"""`disco drafts`: what was typed and is not in the journal; and which command lines leave a draft."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pexpect
import pytest

from discoverycli.domain.note.notes import parse_note
from discoverycli.store.drafts import Draft


@pytest.fixture
def waiting(disco) -> list[Path]:  # type: ignore[no-untyped-def]
    """Two drafts, the last one first."""
    paths = []
    for number, words in enumerate(("H8+ did: the first words", "H9+ did: the second")):
        refused = disco("log", "Uwe @ Dorn", words, ok=False)
        paths.append(Path(refused.err.partition("kept in ")[2].splitlines()[0]))
        os.utime(paths[-1], (1_790_000_000 + number, 1_790_000_000 + number))
    return paths[::-1]


def test_drafts_are_listed_the_last_first(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    rows = disco("drafts", "--json").data
    assert [row["path"] for row in rows] == [str(path) for path in waiting]
    assert rows[0] == {
        "path": str(waiting[0]),
        "of": "log",
        "made_at": "2026-09-21T14:13:21+00:00",
        "words": 4,
        "begins": "H9+ did: the second",
        "held": False,
    }
    table = disco("drafts").out
    assert table.startswith("2 drafts\n")
    assert "H8+ did: the first words" in table
    assert disco("drafts", "--format", "csv").out.count("\n") == 3
    assert "| H9+ did: the second |" in disco("drafts", "--format", "markdown").out


def test_without_drafts_everything_is_in_the_journal(disco) -> None:  # type: ignore[no-untyped-def]
    assert "Everything that was typed is in the journal." in disco("drafts").out
    assert disco("drafts", "--json").data == []


@pytest.mark.parametrize("name", ["path", "name", "stem", "beginning"])
def test_a_draft_is_shown_word_for_word_by_any_of_its_names(disco, waiting, name) -> None:  # type: ignore[no-untyped-def]
    waiting[1].unlink()
    path = waiting[0]
    named = {"path": str(path), "name": path.name, "stem": path.stem, "beginning": path.name[:6]}
    shown = disco("drafts", "show", named[name], "--json").data
    assert shown["text"] == path.read_text()
    assert f"disco log {path}" in disco("drafts", "show", named[name], "--format", "markdown").out


def test_a_name_of_no_draft_or_of_several_is_refused(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    for name, code in (("2026", 2), ("nope", 3), ("", 3), ("/", 3)):
        for command in ("show", "drop"):
            result = disco("drafts", command, name, ok=False)
            assert result.code == code
            assert "try: disco drafts" in result.err
    assert len(disco("drafts", "--json").data) == 2


def test_a_dropped_draft_is_none_and_can_still_be_logged(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    name = waiting[0].stem
    refused = disco("drafts", "drop", name, ok=False)
    assert refused.code == 2
    assert str(waiting[0]) in refused.err
    assert waiting[0].exists()
    (aside,) = disco("drafts", "drop", name, "--yes", "--json").data["dropped"]
    assert [row["path"] for row in disco("drafts", "--json").data] == [str(waiting[1])]
    assert not waiting[0].exists()
    for _ in range(9):
        disco("hypotheses", "add", f"opinion {_}")
    assert "logged I1: Uwe @ Dorn" in disco("log", aside).out
    assert not Path(aside).exists()


def test_a_drop_says_how_to_take_it_back(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    said = "".join(disco("drafts", "drop", waiting[0].name, "--yes").out.split())
    assert f"totakeitback:discolog{waiting[0]}.dropped" in said


@pytest.mark.parametrize("name", ["config-0a1b2c.md", "I12-0a1b2c.md"])
def test_doctor_names_the_last_draft_with_its_way_on(disco, world: Path, name) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe @ Dorn", "hello")
    (world / "drafts").mkdir(mode=0o700)
    (world / "drafts" / name).write_text("words")
    path = world / "drafts" / name
    of = "config edit" if name.startswith("config") else "edit I12"
    assert f"disco {of} --file {path}" in disco("doctor", "--json", ok=False).out


def test_what_was_dropped_long_ago_goes_with_the_next(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    (aside,) = disco("drafts", "drop", waiting[0].name, "--yes", "--json").data["dropped"]
    os.utime(aside, (1_700_000_000, 1_700_000_000))
    disco("drafts", "drop", waiting[1].name, "--yes")
    assert not Path(aside).exists()


@pytest.mark.process
def test_several_drafts_are_dropped_at_once_or_none(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    names = [path.name for path in waiting]
    assert disco("drafts", "drop", *names, "nope", "--yes", ok=False).code == 3
    assert len(disco("drafts", "--json").data) == 2
    assert len(disco("drafts", "drop", *names, names[0], "--yes", "--json").data["dropped"]) == 2


def test_one_draft_that_is_being_written_keeps_all_that_were_to_be_dropped(  # type: ignore[no-untyped-def]
    disco, waiting
) -> None:
    held = Draft(waiting[1])
    assert held.hold()
    names = [path.name for path in waiting]
    result = disco("drafts", "drop", *names, "--yes", ok=False)
    assert result.code == 2
    assert f"{waiting[1]} is still being written, so nothing was dropped" in result.err
    assert len(disco("drafts", "--json").data) == 2
    held.release()
    assert len(disco("drafts", "drop", *names, "--yes", "--json").data["dropped"]) == 2


def test_one_draft_that_cannot_be_renamed_keeps_all_that_were_to_be_dropped(  # type: ignore[no-untyped-def]
    disco, waiting
) -> None:
    in_the_way = waiting[1].with_name(f"{waiting[1].name}.dropped")
    in_the_way.mkdir()
    result = disco("drafts", "drop", *(path.name for path in waiting), "--yes", ok=False)
    assert (result.code, "cannot be dropped" in result.err) == (4, True)
    assert len(disco("drafts", "--json").data) == 2
    in_the_way.rmdir()
    assert len(disco("drafts", "drop", waiting[0].name, "--yes", "--json").data["dropped"]) == 1


def on_terminal(*arguments: str) -> pexpect.spawn:  # type: ignore[type-arg]
    return pexpect.spawn(
        sys.executable, ["-m", "discoverycli", *arguments], encoding="utf-8", timeout=60
    )


@pytest.mark.process
def test_on_a_terminal_dropping_is_asked_about(disco, waiting) -> None:  # type: ignore[no-untyped-def]
    terminal = on_terminal("drafts", "drop", waiting[0].name)
    terminal.expect("drop 1 draft")
    terminal.send("y\r")
    terminal.expect("Dropped 1 draft")
    terminal.expect(pexpect.EOF)
    assert not waiting[0].exists()


@pytest.mark.process
def test_a_draft_that_another_program_writes_is_listed_and_not_dropped(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    terminal = on_terminal("log", "Uwe @ Dorn", "--as", "prospect", "--on", "today")
    terminal.expect(">> ")
    terminal.send("still being typed\r")
    terminal.expect(r"\.\. ")
    (row,) = disco("drafts", "--json").data
    assert (row["held"], row["begins"]) == (True, "still being typed")
    result = disco("drafts", "drop", row["path"], "--yes", ok=False)
    assert (result.code, Path(row["path"]).exists()) == (2, True)
    assert "is still being written" in result.err
    terminal.send("\r")
    terminal.expect("logged")
    terminal.expect(pexpect.EOF)


# --- Drafts without words ------------------------------------------------------------------------


@pytest.mark.process
def test_a_name_without_words_leaves_no_draft(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe @ Dorn", "hello")
    terminal = on_terminal("log", "P1")
    for question in ("They are", "When", ">> "):
        terminal.expect(question)
        terminal.send("\r")
    terminal.expect("there are no words to log")
    terminal.expect(pexpect.EOF)
    assert not (world / "drafts").exists()


def editor(world: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path = world / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))


@pytest.mark.parametrize("command", [
    ("log", "--edit"), ("log", "Uwe @ Dorn", "--edit"), ("edit", "I1"), ("config", "edit"),
])  # fmt: skip
def test_an_editor_that_is_broken_off_untouched_leaves_no_draft(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch, command
) -> None:
    disco("log", "Uwe @ Dorn", "hello")
    for script, code in (("kill -INT $$", 130), ("exit 1", 2)):
        editor(world, monkeypatch, script)
        result = disco(*command, ok=False)
        assert result.code == code
        assert "kept in" not in result.err
        assert "--resume" not in result.err
        assert not (world / "drafts").exists()


@pytest.mark.parametrize("command", [("log", "--edit"), ("edit", "I1")])
def test_an_editor_that_is_broken_off_after_a_word_leaves_it(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch, command
) -> None:
    disco("log", "Uwe @ Dorn", "hello")
    editor(world, monkeypatch, 'echo word >> "$1"; kill -INT $$')
    result = disco(*command, ok=False)
    assert (result.code, "kept in" in result.err) == (130, True)
    assert "word" in disco("drafts", "--json").data[0]["begins"]


def test_a_head_alone_that_was_left_behind_is_not_gone_on_with(disco, world, waiting) -> None:  # type: ignore[no-untyped-def]
    empty = waiting[0].with_name("20271120-120000-0a1b2c.md")
    empty.write_text("---\nwith: Zoe\n# with help\n---\n\n")
    empty.chmod(0o600)
    assert [row["path"] for row in disco("drafts", "--json").data] == [str(p) for p in waiting]
    disco("hypotheses", "add", "they pay late")
    waiting[0].write_text(waiting[0].read_text().replace("H9", "H1"))
    assert "logged I1: Uwe @ Dorn" in disco("log", "--resume").out
    assert "20271120" not in disco("doctor", ok=False).out


# --- Mistyped options ----------------------------------------------------------------------------

WORDS = ("Uwe @ Dorn", "!pain did: x", "-m", "> hm", "- [ ] send it")
NOTE = "!pain did: x\n> hm\n- [ ] send it"
MISTYPED = [
    (("--segmnt", "food"), NOTE, "food"),
    (("--segmnt=food", "--as", "prospect"), NOTE, "food"),
    (("--bogus", "food"), f"{NOTE}\n--bogus food", None),
    (("--bogus=food",), f"{NOTE}\n--bogus=food", None),
    (("--segment", "food", "--on"), NOTE, "food"),
    (("--segment", "food", "--format", "xml"), NOTE, "food"),
    (("-x",), f"{NOTE}\n-x", None),
]


@pytest.mark.parametrize(("options", "note", "segment"), MISTYPED)
def test_an_option_that_is_wrong_leaves_the_words_in_a_draft(  # type: ignore[no-untyped-def]
    disco, world: Path, options, note, segment
) -> None:
    result = disco("log", *WORDS, *options, ok=False)
    assert result.code == 2
    assert "then: disco log --resume\n" in result.err
    (path,) = (world / "drafts").iterdir()
    assert str(path) in result.err
    kept = parse_note(path.read_text())
    assert (kept.body, kept.head.with_[0].name, kept.head.segment) == (note, "Uwe", segment)
    assert not (world / "journal.db").exists()
    assert "logged I1" in disco("log", "--resume").out


@pytest.mark.parametrize("command", [
    ("log", *WORDS, "--segmnt", "food"),
    ("log", *WORDS, "-on", "monday"),
    ("log", *WORDS, "-minutes=30"),
    ("log", *WORDS, "-message", "more"),
    ("log", *WORDS, "—as", "prospect"),
    ("log", "Uwe", "x", "–on", "friday"),
    ("log", *WORDS, "--via", "Sales", "Sam", "--as", "prospect"),
    ("log", *WORDS, "--title", "First", "call", "today"),
    ("log", *WORDS, "--on", "3", "days", "ago", "!pain it hurts"),
    ("history", "-json"),
    ("hypotheses", "add", "they pay late", "--importanc", "4"),
    ("jobs", "add", "close the books before supper", "--typ=core"),
])  # fmt: skip
def test_the_hint_for_a_mistyped_option_is_the_whole_command(disco, command) -> None:  # type: ignore[no-untyped-def]
    disco("init")
    result = disco(*command, ok=False)
    assert result.code == 2
    assert ("kept in" in result.err) is (command[0] == "log")
    assert not [path for path in Path.cwd().iterdir() if path.name not in ("drafts", "journal.db")]
    disco(*shlex.split(result.err.partition("  try: ")[2].splitlines()[0])[1:])


@pytest.mark.parametrize(("options", "behind"), [
    (("--minutes", "ten"), "--minutes N"),
    (("--as", "prospekt"), "--as prospect"),
    (("--channel", "direkt"), "--channel direct"),
    (("--via", "Sales Sam", "--channel", "direct"), "--channel proxy"),
])  # fmt: skip
def test_an_option_that_is_not_understood_is_named_for_the_draft(  # type: ignore[no-untyped-def]
    disco, options, behind
) -> None:
    result = disco("log", *WORDS, *options, ok=False)
    assert result.code == 2
    assert result.err.endswith(f"  then: disco log --resume {behind}\n")
    again = disco("log", "--resume", *behind.replace("N", "1h").split())
    assert "logged I1" in again.out
    shown = disco("show", "I1", "--json").data
    assert shown["notes"] == NOTE
    assert shown["minutes"] == (60 if "--minutes" in options else None)


def test_words_that_are_called_as_an_option_are_words(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Via @ Title", "on", "again", "--on", "monday")
    assert disco("show", "I1", "--json").data["notes"] == "on again"


def test_an_option_and_words_without_quotes_keep_their_order(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "--on", "monday", "took", "four", "hours", "-m", "> hm", "!pain x")
    assert disco("show", "I1", "--json").data["notes"] == "took four hours\n> hm\n!pain x"


@pytest.mark.parametrize("who", ["@ Dorn", ";", "H1", "j12", "", "PERSON @ ORGANISATION"])
def test_words_about_nobody_are_kept_and_the_hint_says_how_to_name_them(disco, who) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", who, "!pain did: x", "-m", "> hm", ok=False)
    assert (result.code, "then:" in result.err) == (2, False)
    hint = result.err.partition("  try: ")[2].splitlines()[0]
    assert hint == "disco log 'PERSON @ ORGANISATION' --resume"
    words = shlex.split(hint.replace("PERSON @ ORGANISATION", "Uwe @ Dorn"))[1:]
    assert "logged I1: Uwe @ Dorn" in disco(*words).out
    code = f"{who}\n" if who in ("H1", "j12") else ""
    assert disco("show", "I1", "--json").data["notes"] == f"{code}!pain did: x\n> hm"


def test_a_head_without_its_lines_is_told_so(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "-", typed="with: Uwe @ Dorn\n!pain did: x", ok=False)
    assert result.code == 2
    assert "  try: put 'with:' between two lines of ---\n  then: disco log --resume\n" in result.err
    (path,) = (Path.cwd() / "drafts").iterdir()
    path.write_text(path.read_text().replace("with: Uwe @ Dorn", "---\nwith: Uwe @ Dorn\n---"))
    assert "logged I1: Uwe @ Dorn" in disco("log", "--resume").out


def test_a_draft_that_names_somebody_is_given_to_nobody_else(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe @ Dorn", "H9+ did: x", ok=False)
    result = disco("log", "Ana", "--resume", ok=False)
    assert result.code == 2
    assert "the draft already names a person" in result.err
    assert result.err.count("kept in") == 1


@pytest.mark.parametrize("options", [("--bogus",), ("--chanel", "proxy"), ("--minutes", "x")])
def test_a_wrong_option_before_a_pipe_keeps_what_was_piped(disco, options) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "Uwe @ Dorn", *options, typed="H: one\nH+ did: precious", ok=False)
    assert result.code == 2
    (path,) = (Path.cwd() / "drafts").iterdir()
    assert str(path) in result.err
    kept = path.read_text()
    assert "with: Uwe @ Dorn\n" in kept
    assert kept.endswith("---\nH: one\nH+ did: precious")


def test_what_a_command_writes_into_a_file_name_is_kept(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    reading, writing = os.pipe()
    os.write(writing, b"H99+ did: precious")
    os.close(writing)
    result = disco("log", "Uwe @ Dorn", f"/dev/fd/{reading}", ok=False)
    os.close(reading)
    assert result.code == 3
    (path,) = (world / "drafts").iterdir()
    kept = parse_note(path.read_text())
    assert (kept.body, kept.head.with_[0].name) == ("H99+ did: precious", "Uwe")


def test_what_came_through_a_pipe_is_kept_when_an_option_is_wrong(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    for who in (("-",), ("Uwe", "-")):
        note = f"---\nwith: Uwe\n---\n{len(who)} words"
        result = disco("log", *who, "--segmnt", "food", typed=note, ok=False)
        assert "kept in" in result.err
        assert disco("log", "--resume", "--json").data["people"][0]["name"] == "Uwe"


def test_a_mistyped_option_beside_another_journal_keeps_the_words_there(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    other = world / "other" / "j.db"
    result = disco("log", *WORDS, "--segmnt", "x", "--journal", str(other), ok=False)
    assert f"then: disco log --resume --journal {other}\n" in result.err
    assert len(list((other.parent / "drafts").iterdir())) == 1
