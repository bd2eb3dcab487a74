"""`disco log --resume`: going on with what could not be stored."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from discoverycli.store import drafts


def draft_of(result) -> Path:  # type: ignore[no-untyped-def]
    return Path(result.err.partition("kept in ")[2].splitlines()[0])


def notes(disco, code: str) -> str:  # type: ignore[no-untyped-def]
    found: str = disco("show", code, "--json").data["notes"]
    return found


def waiting(world: Path) -> list[str]:
    return [path.name for path in (world / "drafts").glob("*")]


def left_behind(disco, text: str, *, mended: str | None = None) -> Path:  # type: ignore[no-untyped-def]
    """A draft that was refused, and mended since if it was."""
    draft = draft_of(disco("log", "Ana @ Acme", f"H9+ did: {text}", ok=False))
    if mended is not None:
        draft.write_text(draft.read_text().replace(f"H9+ did: {text}", mended))
    return draft


def test_what_could_not_be_stored_is_stored_and_its_draft_is_gone(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    refused = disco("log", "Ana @ Acme", "H1+ did: typed it twice", ok=False)
    assert "then: disco log --resume\n" in refused.err
    disco("hypotheses", "add", "they type it twice")
    result = disco("log", "--resume")
    assert result.out.startswith("logged I1: Ana @ Acme")
    assert result.err == ""
    assert notes(disco, "I1") == "H1+ did: typed it twice"
    assert not (world / "drafts").exists()


def test_what_is_refused_again_keeps_its_draft(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    draft = left_behind(disco, "x")
    result = disco("log", "--resume", ok=False)
    assert result.code == 3
    assert draft_of(result) == draft
    assert waiting(world) == [draft.name]


def test_without_a_draft_there_is_nothing_to_go_on_with(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "--resume", ok=False)
    assert result.code == 3
    assert "there is no draft of a call to go on with" in result.err
    assert "try: disco log 'Ana Silva @ Acme' 'what she said'" in result.err


def test_the_last_draft_goes_first_and_the_others_are_named(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    first = left_behind(disco, "one", mended="the first")
    second = left_behind(disco, "two", mended="the second")
    os.utime(first, (1, 1))
    result = disco("log", "--resume")
    assert notes(disco, "I1") == "the second"
    assert result.err == f"another draft waits: {first}\n  then: disco log {first}\n"
    assert waiting(world) == [first.name]
    assert not second.exists()
    assert disco("log", "--resume").err == ""
    assert notes(disco, "I2") == "the first"


def test_drafts_of_an_edit_and_of_settings_are_told_with_their_own_way_on(  # type: ignore[no-untyped-def]
    disco, world: Path
) -> None:
    (world / "drafts").mkdir(mode=0o700)
    edit = world / "drafts" / "I12-0a1b2c.md"
    edit.write_text("an edited note")
    (world / "drafts" / "config-0a1b2c.md").write_text("cadence:\n")
    (world / "drafts" / "theirs.txt").write_text("no draft of ours")
    result = disco("log", "--resume", ok=False)
    assert result.code == 3
    left_behind(disco, "x", mended="the call")
    said = disco("log", "--resume").err
    assert f"another draft waits: {edit}\n  then: disco edit I12 --file {edit}\n" in said
    assert f"then: disco config edit --file {world / 'drafts' / 'config-0a1b2c.md'}\n" in said
    assert "theirs" not in said
    assert len(waiting(world)) == 3


def test_only_so_many_others_are_named(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    for number in range(9):
        left_behind(disco, f"x{number}", mended=f"call {number}")
    said = disco("log", "--resume").err
    assert said.count("another draft waits") == 5
    assert "and 3 more in" in said


def test_options_overrule_what_the_draft_says(disco) -> None:  # type: ignore[no-untyped-def]
    left_behind(disco, "x", mended="words")
    data = disco("log", "--resume", "--as", "prospect", "--on", "2026-11-02", "--json").data
    assert data["held_on"] == "2026-11-02"
    assert data["people"][0]["relation"] == "prospect"


def test_words_are_not_taken_beside_a_draft(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    draft = left_behind(disco, "x", mended="words")
    for words in (("Ana @ Acme",), ("-m", "words"), ("Ana", "words")):
        result = disco("log", "--resume", *words, ok=False)
        assert result.code == 2
    assert draft.exists()


def test_a_day_that_is_named_for_a_draft_is_that_of_another_talk(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    left_behind(disco, "Ana @ Acme", mended="words")
    (draft,) = (world / "drafts").iterdir()
    text = draft.read_text()
    disco("log", "-", typed=text)
    draft.write_text(text)
    assert "logged I2" in disco("log", "--resume", "--on", "yesterday").out


def test_bytes_that_are_no_text_stay_where_they_are(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", typed=b"caf\xe9", ok=False)
    result = disco("log", "--resume", ok=False)
    assert result.code == 2
    assert draft_of(result).read_bytes() == b"caf\xe9"


def test_the_journal_that_was_named_is_named_again(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    other = world / "other place" / "journal.db"
    result = disco("log", "Ana @ Acme", "H9+ did: x", "--journal", str(other), ok=False)
    assert f"then: disco log --resume --journal '{other}'\n" in result.err


def test_a_note_that_is_stored_already_is_not_stored_twice(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    """A program that is killed between the commit and its end leaves the draft behind."""
    draft = left_behind(disco, "x", mended="words that were stored")
    text = draft.read_text()
    disco("log", "--resume")
    (world / "drafts").mkdir(mode=0o700)
    draft.write_text(text)
    assert "No change: this is I1." in disco("log", "--resume").out
    assert not draft.exists()
    assert len(disco("export").data["interviews"]) == 1


MENDS = 'sed "s/H9+ did: /!pain did: /" "$1" > mended; cat mended > "$1"'


def editor(world: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path = world / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))


def on_terminal(*arguments: str) -> pexpect.spawn:  # type: ignore[type-arg]
    return pexpect.spawn(
        sys.executable, ["-m", "discoverycli", *arguments], encoding="utf-8", timeout=30
    )


@pytest.mark.process
def test_on_a_terminal_the_draft_is_in_the_editor_first(disco, world: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    left_behind(disco, "slip of the pen")
    editor(world, monkeypatch, MENDS)
    terminal = on_terminal("log", "--resume")
    terminal.expect("logged")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert notes(disco, "I1") == "!pain did: slip of the pen"


def test_without_a_terminal_the_editor_opens_only_when_asked_for(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch
) -> None:
    left_behind(disco, "slip")
    editor(world, monkeypatch, MENDS)
    assert disco("log", "--resume", ok=False).code == 3
    disco("log", "--resume", "--edit")
    assert notes(disco, "I1") == "!pain did: slip"


def test_a_draft_that_is_emptied_in_the_editor_is_gone(disco, world: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    left_behind(disco, "slip")
    editor(world, monkeypatch, ': > "$1"')
    result = disco("log", "--resume", "--edit", ok=False)
    assert "nothing was written" in result.err
    assert not (world / "drafts").exists()


@pytest.mark.process
@pytest.mark.parametrize("replaces", [False, True], ids=["in its place", "by a new file"])
def test_a_draft_in_somebodys_editor_is_not_taken(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch, replaces: bool
) -> None:
    """Some editors write a file of their own and give it the name of the one they were given."""
    write = 'cp "$1" "$1.tmp"; echo words >> "$1.tmp"; mv "$1.tmp" "$1"'
    editor(
        world,
        monkeypatch,
        f"{write if replaces else chr(58)}\nsleep 0.5\ntouch ready\nwhile [ ! -e go ]; do sleep 0.05; done\n"
        'echo "the last words" >> "$1"',
    )
    terminal = on_terminal("log", "Ana @ Acme", "--edit")
    deadline = time.monotonic() + 20
    while not (world / "ready").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    (held,) = (world / "drafts").glob("*.md")
    assert disco("log", "--resume", ok=False).code == 3
    result = disco("log", str(held), ok=False)
    assert result.code == 2
    assert "is still being written elsewhere" in result.err
    (world / "go").touch()
    terminal.expect("logged")
    terminal.expect(pexpect.EOF)
    assert "the last words" in notes(disco, "I1")
    assert not (world / "drafts").exists()


@pytest.mark.parametrize(("options", "way_on"), [
    (("--on", "freitag"), "--on DATE"),
    (("--on", "1/12/2026"), "--on DATE"),
    (("--kind", "nonsense"), "--kind KIND"),
    (("--as", "friend"), "--as RELATION"),
    (("--channel", "phone"), "--channel CHANNEL"),
    (("--on", "2028-05-05"), None),
])  # fmt: skip
def test_a_draft_with_a_wrong_option_says_which_to_give_anew(disco, options, way_on) -> None:  # type: ignore[no-untyped-def]
    said = disco("log", "Rosa @ Beta", "words", *options, ok=False).err
    if way_on is None:
        assert "try: disco log --resume --yes" in said
        assert "then:" not in said
        disco("log", "--resume", "--yes")
        return
    assert f"then: disco log --resume {way_on}" in said
    right = {"DATE": "2026-11-19", "KIND": "visit", "RELATION": "former", "CHANNEL": "accompanied"}
    option, takes = way_on.split()
    disco("log", "--resume", option, right[takes])
    assert right[takes] in disco("show", "I1", "--json").out


@pytest.mark.parametrize("who", ["Ines Ort @ Gamma", "Rosa Lind @ Gamma", "Rosa Line @ Beta"])
def test_a_draft_is_not_the_interview_of_another_with_the_same_words(disco, who: str) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they export it")
    disco("log", "Rosa Lind @ Beta", "H1- did: never", "--on", "2026-13-45", ok=False)
    disco("log", who, "H1- did: never")
    disco("log", "--resume", "--on", "2026-11-19")
    shown = [disco("show", code, "--json").data["people"][0] for code in ("I1", "I2")]
    assert [f"{each['name']} @ {each['organisation']}" for each in shown] == [
        who, "Rosa Lind @ Beta",
    ]  # fmt: skip


@pytest.mark.process
def test_a_program_that_is_killed_lets_its_draft_go(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    terminal = on_terminal("log", "Ana @ Acme", "--as", "prospect", "--on", "today")
    terminal.expect(">> ")
    terminal.send("typed before the end\r")
    terminal.expect(r"\.\. ")
    assert disco("log", "--resume", ok=False).code == 3
    terminal.kill(signal.SIGKILL)
    terminal.wait()
    disco("log", "--resume")
    assert "typed before the end" in notes(disco, "I1")


def test_drafts_elsewhere_are_found_by_the_journal_they_were_for(  # type: ignore[no-untyped-def]
    disco, world: Path, tmp_path: Path, monkeypatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (world / "drafts").write_text("no folder can be here")
    draft = left_behind(disco, "x", mended="words of this journal")
    assert draft.parent == temporary / f"disco-drafts-{os.getuid()}"
    other = world / "other" / "journal.db"
    assert disco("log", "--resume", "--journal", str(other), ok=False).code == 3
    disco("log", "--resume")
    assert notes(disco, "I1") == "words of this journal"
    assert not draft.exists()


def test_a_draft_that_somebody_else_planted_is_not_taken(  # type: ignore[no-untyped-def]
    disco, world: Path, tmp_path: Path, monkeypatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (tmp_path / "theirs.md").write_text("---\nwith: Ana\n---\nplanted")
    ours = temporary / f"disco-drafts-{os.getuid()}"
    ours.mkdir(mode=0o700)
    mark = drafts._mark(world / "drafts")
    (ours / f"20261120-120000{mark}0a1b2c.md").symlink_to(tmp_path / "theirs.md")
    assert disco("log", "--resume", ok=False).code == 3
    monkeypatch.setattr("os.getuid", lambda: 12345)
    theirs = temporary / "disco-drafts-12345"
    theirs.mkdir()
    (theirs / f"20261120-120000{mark}0a1b2c.md").write_text("---\nwith: Ana\n---\nplanted")
    assert disco("log", "--resume", ok=False).code == 3
    (world / "drafts").write_text("no folder can be here")
    result = disco("log", "Ana @ Acme", "words", ok=False)
    assert result.code == 4
    assert "nothing can be written to" in result.err


@pytest.mark.process
def test_an_editor_may_be_interrupted_without_ending_the_log(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch
) -> None:
    editor(world, monkeypatch, 'trap "" INT; kill -INT $PPID; sleep 0.1; echo words >> "$1"')
    done = subprocess.run(
        [sys.executable, "-m", "discoverycli", "log", "Ana @ Acme", "--edit"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "words" in notes(disco, "I1")


def test_a_journal_that_nobody_may_even_read_is_waited_for_once(  # type: ignore[no-untyped-def]
    disco, journal_path: Path, monkeypatch
) -> None:
    disco("log", "Ana @ Acme", "x")
    monkeypatch.setattr("discoverycli.store.reader.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(journal_path, isolation_level=None)
    for text in ("PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE", "UPDATE person SET role = 1"):
        other.execute(text)
    waited, connect = list[object](), sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **n: waited.append(a) or connect(*a, **n))
    result = disco("log", "Ben @ Bolt", "words", ok=False)
    other.close()
    assert len(waited) == 1
    assert result.code == 4
    assert "is busy" in result.err
    assert "words" in draft_of(result).read_text()
