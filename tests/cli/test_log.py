"""`disco log`: every way in, the answer, and what happens to words that cannot be stored."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from pathlib import Path

import pexpect
import pytest

NOTE = """---
with: Ana Silva @ Acme Dental
as: prospect
segment: clinics
on: 2026-11-18
minutes: 30
---
Anything, in Markdown.  \r
> I hate the last Sunday of the month

!pain did: four hours last Friday #payroll
H: bookkeepers type invoices twice
H+ paid: hired a student
J: reconcile supplier invoices before month end
J+ a spreadsheet
!commit an introduction to their head of finance by 2026-12-01
- [ ] send the summary by friday
no final newline"""


def shown(disco, code: str):  # type: ignore[no-untyped-def]
    return disco("show", code, "--json").data


def test_everything_on_one_line(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco(
        "log", "Ana Silva @ Acme", "took four hours", "--as", "prospect", "--on", "yesterday"
    )
    assert "logged I1: Ana Silva @ Acme (prospect), Thursday 2026-11-19" in result.out
    assert "new person P1 Ana Silva" in result.out
    assert "new organisation Acme" in result.out
    assert shown(disco, "I1")["notes"] == "took four hours"


def test_words_and_organisation_need_no_quotes(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana", "@", "Acme", "took", "four", "hours")
    disco("log", "Ben", "@Acme", "took", "five")
    data = disco("log", "Cy @ Acme", "x", "--json").data
    assert data["people"][0]["organisation"] == "Acme"
    assert shown(disco, "I1")["notes"] == "took four hours"
    assert shown(disco, "I2")["people"][0]["organisation"] == "Acme"


def test_several_messages_are_lines(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "-m", "!pain did: four hours", "-m", "> never again")
    assert [s["kind"] for s in shown(disco, "I1")["statements"]] == ["pain", "context"]


@pytest.mark.parametrize("way", ["file", "dash", "pipe"])
def test_a_note_file_and_standard_input_are_kept_letter_for_letter(disco, world: Path, way) -> None:  # type: ignore[no-untyped-def]
    if way == "file":
        (world / "call.md").write_bytes(NOTE.encode())
        result = disco("log", "call.md", "--json")
    else:
        result = disco("log", *(["-"] if way == "dash" else []), "--json", typed=NOTE)
    data = result.data
    assert data["interview"] == "I1"
    assert data["moved"] == [{"code": "H1", "from": "unvalidated", "to": "testing"}]
    assert data["draft"] is None
    interview = shown(disco, "I1")
    assert interview["notes"] == NOTE.split("---\n", 2)[2]
    assert interview["held_on"] == "2026-11-18"
    assert interview["minutes"] == 30
    assert {f["due_on"] for f in interview["followups"]} == {"2026-12-01", "2026-11-20"}
    assert not (world / "drafts").exists()


def test_options_overrule_what_a_note_file_says(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "call.md").write_text(NOTE)
    disco("log", "call.md", "--as", "current", "--on", "2026-11-02")
    interview = shown(disco, "I1")
    assert interview["held_on"] == "2026-11-02"
    assert interview["people"][0]["relation"] == "current"


def test_piped_words_after_a_name_are_the_note(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", typed="!pain did: four hours\n")
    assert shown(disco, "I1")["statements"][0]["text"] == "four hours"


def test_the_very_first_log_without_a_terminal_stores_and_says_where(
    disco, monkeypatch, world
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DISCO_JOURNAL")
    result = disco("log", "Ana @ Acme", "the very first words")
    path = Path(result.err.partition("new journal: ")[2].strip())
    assert path.is_file()
    assert Path.home() in path.parents
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert shown(disco, "I1")["notes"] == "the very first words"


def test_relation_and_segment_are_those_of_the_last_interview(disco) -> None:  # type: ignore[no-untyped-def]
    disco(
        "log", "Ana @ Acme", "x", "--as", "prospect", "--segment", "clinics", "--on", "2026-10-01"
    )
    disco("log", "Ana @ Acme", "y")
    disco("log", "Ana @ Acme", "z", "--as", "current")
    relations = [shown(disco, f"I{n}")["people"][0]["relation"] for n in (1, 2, 3)]
    assert relations == ["prospect", "prospect", "current"]
    person = disco("people", "--json").data[0]
    assert (person["relation"], person["segment"]) == ("current", "clinics")


def test_it_says_what_it_moved(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice", "--serves", "future")
    organisations = ("Acme", "Bolt", "Core", "Dune", "Echo")
    answers = [
        disco("log", f"Ana @ {name}", "H1+ did: yes", "--as", "prospect").out
        for name in organisations
    ]
    assert "H1: unvalidated → testing" in answers[0]
    assert "→ H1" not in answers[1]
    assert "H1: testing → validated" in answers[4]


def test_what_came_via_someone_is_not_first_hand(disco) -> None:  # type: ignore[no-untyped-def]
    assert (
        disco("log", "Ana @ Acme", "x", "--via", "Otto from sales", "--json").data["channel"]
        == "proxy"
    )


def test_two_people_of_one_name_are_told_apart(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "x")
    disco("log", "Ana @ Bolt", "y")
    result = disco("log", "Ana", "z", ok=False)
    assert result.code == 2
    assert "P1 Ana @ Acme, P2 Ana @ Bolt" in result.err
    assert disco("log", "p2", "z", "--json").data["people"][0]["organisation"] == "Bolt"


def test_a_first_name_alone_is_not_guessed_but_asked_about(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    assert "or is it P1 Ana Silva @ Acme?" in disco("log", "Ana", "y").out


REFUSED = [
    (("log", "Ana @ Acme", "H9+ did: x"), 3, "there is no H9"),
    (("log", "Ana @ Acme", "J9+ x"), 3, "there is no J9"),
    (("log", "P9", "x"), 3, "there is no P9"),
    (("log", "Ana @ Acme", "x", "--on", "someday"), 2, "not a date"),
    (("log", "Ana @ Acme", "x", "--on", "2026-02-31"), 2, "not a date"),
    (("log", "Ana @ Acme", "x", "--on", " "), 2, "--on needs a date"),
    (("log", "Ana @ Acme", "x", "--as", "enemy"), 2, "not a relation"),
    (("log", "Ana @ Acme", "x", "--channel", "pigeon"), 2, "not a channel"),
    (("log", "Ana @ Acme", "x", "--kind", "chat"), 2, "not a kind"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED, ids=lambda v: str(v)[-24:])
def test_what_is_refused_says_where_the_draft_is(disco, arguments, code, message) -> None:  # type: ignore[no-untyped-def]
    result = disco(*arguments, ok=False)
    assert result.code == code
    assert message in result.err
    assert result.err.count("try:") == 1
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    assert arguments[2] in draft.read_text()
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stat.S_IMODE(draft.parent.stat().st_mode) == 0o700


def test_a_refused_note_stores_nothing_at_all(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ben @ Bolt", "x")
    disco("log", "New Person @ New Place", "H: new opinion", "-m", "H9+ did: x", ok=False)
    assert [p["name"] for p in disco("people", "--json").data] == ["Ben"]
    assert disco("hypotheses", "--all", "--json").data == []


def test_a_mended_draft_can_be_logged_and_is_then_gone(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "Ana @ Acme", "H9+ did: x", ok=False)
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    draft.write_text(draft.read_text().replace("H9+ did:", "!pain did:"))
    assert "logged I1" in disco("log", str(draft)).out
    assert not draft.exists()


@pytest.mark.parametrize("data", [b"caf\xe9", b"a\x00b", b"\xff\xfeh\x00i\x00", b"\xed\xa0\x80"])
def test_bytes_that_are_not_text_are_refused_with_the_draft_kept(disco, data) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "Ana @ Acme", typed=data, ok=False)
    assert result.code == 2
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    assert draft.read_bytes() == data


def test_an_argument_that_is_not_utf8_is_refused_with_the_draft_kept(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "Ana @ Acme", os.fsdecode(b"caf\xe9"), ok=False)
    assert result.code == 2
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    assert b"caf\xe9" in draft.read_bytes()


@pytest.mark.parametrize("arguments", [("log",), ("log", "Ana @ Acme"), ("log", "-")])
def test_no_words_at_all_is_an_error(disco, arguments) -> None:  # type: ignore[no-untyped-def]
    result = disco(*arguments, ok=False)
    assert result.code == 2
    assert "Traceback" not in result.err


def test_an_unknown_command_or_option_names_the_nearest_and_stores_nothing(disco, world) -> None:  # type: ignore[no-untyped-def]
    for arguments, nearest in (
        (("lgo", "Ana @ Acme", "x"), "disco log"),
        (("log", "Ana @ Acme", "x", "--segmnt", "y"), "--segment"),
        (("hypotheses", "shwo", "H1"), "disco hypotheses show"),
    ):
        result = disco(*arguments, ok=False)
        assert result.code == 2
        assert nearest in result.err
    assert not (world / "journal.db").exists()


def test_unknown_kinds_stay_text_with_a_warning(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "Ana @ Acme", "!pian four hours")
    assert "did you mean '!pain'" in result.out
    assert shown(disco, "I1")["statements"] == []


HOSTILE = "[bold] [/] \x1b[2J\x1b]0;title\x07 \x9b31m \u202e evil \u2066x\u2069 \U0001f600 [link=file:///etc/passwd]x"


@pytest.mark.parametrize("command", [
    ("show", "I1"), ("people",), ("hypotheses",), ("hypotheses", "show", "H1"), ("jobs",),
    ("report", "--week"), ("search", "evil"), ("people", "show", "P1"), ("show", "S1"),
])  # fmt: skip
def test_hostile_text_prints_harmlessly_and_comes_back_letter_for_letter(disco, command) -> None:  # type: ignore[no-untyped-def]
    note = f"> {HOSTILE}\nH: {HOSTILE}\nH+ did: {HOSTILE}\nJ: {HOSTILE}\nJ+ {HOSTILE}\n- [ ] {HOSTILE}\n"
    disco("log", f"{HOSTILE.replace('@', '')} @ Acme", typed=note)
    assert shown(disco, "I1")["notes"] == note
    assert disco("hypotheses", "--json").data[0]["text"] == HOSTILE
    for format_ in ("table", "markdown", "csv", "json"):
        out = disco(*command, "--format", format_).out
        assert not set(out) & set("\x1b\x07\x9b\u202e\u2066\u2069"), format_


def in_terminal(*arguments: str, rows: int = 40, columns: int = 80) -> pexpect.spawn:
    """A real `disco` on a real terminal."""
    return pexpect.spawn(
        sys.executable, ["-m", "discoverycli", *arguments], dimensions=(rows, columns),
        encoding="utf-8", timeout=30,
    )  # fmt: skip


@pytest.mark.process
def test_prompts_complete_known_people_and_log(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme Dental", "x", "--as", "prospect")
    terminal = in_terminal("log")
    terminal.expect("Who")
    terminal.send("ana\t\r")
    terminal.expect("They are")
    terminal.send("\r")
    terminal.expect("When")
    terminal.send("yesterday\r")
    terminal.expect("What did they say")
    terminal.expect(">> ")
    terminal.send("!pain did: four hours\r")
    terminal.expect(r"\.\. ")
    terminal.send("\r")
    terminal.expect("logged .*I2.*: Ana Silva @ Acme Dental \\(prospect\\), Thursday 2026-11-19")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


@pytest.mark.process
def test_a_prompt_asks_again_for_what_it_does_not_understand(disco) -> None:  # type: ignore[no-untyped-def]
    terminal = in_terminal("log", "Ana @ Acme")
    terminal.expect("They are")
    terminal.send("prospct\r")
    terminal.expect("'prospct' is not a relation")
    terminal.expect("They are")
    terminal.send("prospect\r")
    terminal.expect("When")
    terminal.send("someday\r")
    terminal.expect("'someday' is not a date")
    terminal.expect("When")
    terminal.send("\r")
    terminal.expect(">> ")
    terminal.send("words\r")
    terminal.expect(r"\.\. ")
    terminal.send("\r")
    terminal.expect("logged")
    terminal.expect(pexpect.EOF)
    (person,) = disco("people", "--json").data
    assert person["relation"] == "prospect"


@pytest.mark.process
def test_ctrl_c_at_a_prompt_keeps_what_was_typed(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ben @ Bolt", "x")
    terminal = in_terminal("log", "Ana @ Acme")
    terminal.expect("They are")
    terminal.send("prospect\r")
    terminal.expect("When")
    terminal.send("\r")
    terminal.expect(">> ")
    terminal.send("!pain did: four precious hours\r")
    terminal.expect(r"\.\. ")
    terminal.sendintr()
    # Python does not hear one that comes between the prompt and its waiting for an answer.
    while terminal.expect(["kept in", pexpect.TIMEOUT], timeout=2):
        terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    (draft,) = (world / "drafts").iterdir()
    assert "four precious hours" in draft.read_text()


def editor(world: Path, monkeypatch, script: str) -> None:  # type: ignore[no-untyped-def]
    """An $EDITOR that is a shell script with the note's path in $1."""
    path = world / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))


def test_the_editor_gets_the_template_and_its_note_is_logged(disco, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (world / "note.md").write_text("---\nwith: Ana @ Acme\n---\nwords")
    editor(world, monkeypatch, 'cp "$1" template.md; cp note.md "$1"')
    assert "logged I1: Ana @ Acme" in disco("log", "--edit").out
    template = (world / "template.md").read_text()
    assert "with:" in template
    assert "!pain" in template


def test_an_untouched_template_logs_nothing(disco, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    editor(world, monkeypatch, "true")
    result = disco("log", "--edit", ok=False)
    assert result.code == 2
    assert "nothing was written" in result.err
    assert not (world / "journal.db").exists()


def test_an_editor_that_fails_keeps_the_draft(disco, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    editor(world, monkeypatch, 'echo "typed before the crash" >> "$1"; exit 1')
    result = disco("log", "Ana @ Acme", "--edit", ok=False)
    assert result.code == 2
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    assert "typed before the crash" in draft.read_text()


def test_the_editor_is_called_without_a_shell(disco, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for command in (
        "touch pwned; true",
        "true $(touch pwned)",
        "true `touch pwned`",
        "'unbalanced",
    ):
        monkeypatch.setenv("EDITOR", command)
        disco("log", "Ana @ Acme", "--edit", ok=False)
    assert not (world / "pwned").exists()


@pytest.mark.process
def test_a_pipe_that_is_closed_early_ends_quietly(disco) -> None:  # type: ignore[no-untyped-def]
    for number in range(30):
        disco("log", f"Ana {number} @ Acme", "words")
    import subprocess

    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m discoverycli people | head -1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_json_is_one_object_with_stable_keys(disco) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(disco("log", "Ana @ Acme", "> words", "--json").out)
    assert {"interview", "people", "statements", "evidence", "moved", "draft"} <= set(data)


def test_a_speaker_is_known_by_name_where_the_note_has_a_code(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme; Ben Okoro @ Bolt", "x")
    note = "---\nwith: [P1, p2]\n---\n!pain did: x @Ben\n> quote — Ana Silva\n!goal y @P2\n"
    disco("log", "-", typed=note)
    said = disco("show", "I2", "--json").data["statements"]
    assert [(each["text"], each["name"]) for each in said] == [
        ("x", "Ben Okoro"), ("quote", "Ana Silva"), ("y", "Ben Okoro"),
    ]  # fmt: skip


def test_a_code_signs_a_line_of_somebody_who_is_there_by_name(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme; Ben @ Bolt", "x")
    disco("log", "Ana; Ben", "!pain did: x @P2")
    (said,) = disco("show", "I2", "--json").data["statements"]
    assert (said["text"], said["name"]) == ("x", "Ben")


def test_somebody_who_may_have_changed_organisation_is_asked_about(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    assert "or is it P1 Ana Silva @ Acme?" in disco("log", "Ana Silva @ Bolt", "y").out
    assert "or is it P1 Ana Silva @ Acme?" in disco("log", "Ana @ Acme", "y").out
    assert "or is it" not in disco("log", "An @ Elsewhere", "y").out


@pytest.mark.parametrize("arguments", [("log",), ("log", "-"), ("log", "--edit")])
def test_nothing_typed_leaves_no_draft(disco, world, arguments) -> None:  # type: ignore[no-untyped-def]
    result = disco(*arguments, ok=False)
    assert result.code == 2
    assert "kept" not in result.err
    assert not (world / "drafts").exists()


def test_words_are_kept_elsewhere_when_the_disk_of_the_drafts_is_full(
    disco, world, tmp_path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    def full_there(path: Path, data: bytes) -> int:
        if path.is_relative_to(world):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        path.write_bytes(data)
        return os.open(path, os.O_RDONLY)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    monkeypatch.setattr("discoverycli.store.drafts._write", full_there)
    result = disco("log", "Ana @ Acme", "H9+ did: precious", ok=False)
    assert result.code == 3
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    assert draft.is_relative_to(elsewhere)
    assert "precious" in draft.read_text()
    assert not (world / "drafts").exists()
    disco("hypotheses", "add", "an opinion")
    draft.write_text(draft.read_text().replace("H9", "H1"))
    disco("log", str(draft))
    assert not draft.exists()


def test_words_for_an_editor_that_cannot_open_are_kept(disco, world) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "Ana @ Acme", "her words", "--edit", ok=False)
    assert result.code == 2
    assert "there is nobody to type" in result.err
    (draft,) = (world / "drafts").iterdir()
    assert "her words" in draft.read_text()


def test_evidence_that_does_not_count_is_said_at_once(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    result = disco("log", "Ana @ Acme", "H1+ nice: lovely idea\nH1+ did: typed it twice")
    assert "kept, but not counted: H1: compliment" in result.out
    data = disco("log", "Ben @ Bolt", "H1+ did: told us", "--via", "Otto", "--json").data
    assert [(e["counted"], e["reason"]) for e in data["evidence"]] == [(False, "proxy")]


def test_the_relation_that_the_team_presumes_is_only_for_people_nothing_is_known_of(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "x", "--as", "current")
    disco("config", "set", "log.as", "prospect")
    assert disco("log", "Ana @ Acme", "y", "--json").data["people"][0]["relation"] == "current"
    assert disco("log", "Ben @ Bolt", "z", "--json").data["people"][0]["relation"] == "prospect"


def test_words_that_begin_with_a_dash_are_explained_where_no_note_is_typed(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("hypotheses", "add", "- [ ] send it by friday", ok=False)
    assert result.code == 2
    assert "-- '- [ ] WORDS'" in result.err
    disco("hypotheses", "add", "--", "- [ ] send it by friday")


def test_words_of_the_command_line_have_no_line_numbers(disco) -> None:  # type: ignore[no-untyped-def]
    assert "disco: there is no H9\n" in disco("log", "Ana @ Acme", "H9+ did: x", ok=False).err


def test_more_marks_than_an_interview_has_are_not_stored_and_the_words_are_kept(disco) -> None:  # type: ignore[no-untyped-def]
    refused = disco("log", "Ana Silva @ Acme", typed="- [ ] send it\n" * 10_001, ok=False)
    assert (refused.code, "10,000 marks, the limit" in refused.err) == (2, True)
    assert "--resume" in refused.err
    assert disco("log", "Ana Silva @ Acme", typed="- [ ] send it\n").code == 0
