"""`disco edit`: an interview's note in the editor, from a file, or one field of it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

EDITOR = """
import pathlib, sys
file = pathlib.Path(sys.argv[-1])
text = file.read_text(encoding="utf-8")
pathlib.Path("seen.txt").write_text("\\n".join([*sys.argv[1:-1], text]), encoding="utf-8")
for change in pathlib.Path("changes.txt").read_text(encoding="utf-8").splitlines():
    old, _, new = change.partition(" => ")
    assert old in text, old
    text = text.replace(old, new.replace("|", "\\n"))
file.write_text(text, encoding="utf-8")
"""


class Editor:
    """An editor that makes changes: `OLD => NEW`, with `|` for a new line."""

    def __init__(self, world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        (world / "editor.py").write_text(EDITOR)
        script = shlex.quote(str(world / "editor.py"))
        monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {script}")
        self.will()

    def will(self, *changes: str) -> None:
        (self.world / "changes.txt").write_text("\n".join(changes), encoding="utf-8")

    @property
    def seen(self) -> str:
        return (self.world / "seen.txt").read_text(encoding="utf-8")


@pytest.fixture
def editor(world: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    return Editor(world, monkeypatch)


def drafts(world: Path) -> list[Path]:
    return sorted((world / "drafts").glob("*")) if (world / "drafts").exists() else []


def interview(told, code: str):  # type: ignore[no-untyped-def]
    """An interview for programs, without the lines of its marks."""
    found = told("show", code, "--json").data
    for each in found["statements"]:
        del each["line"]
    return found


def test_the_editor_gets_the_whole_note(told, editor) -> None:  # type: ignore[no-untyped-def]
    told("edit", "I1")
    head, _, body = editor.seen.lstrip("\n").partition("---\n")[2].partition("---\n")
    assert head == (
        "with: Ana Silva @ Acme\nas: prospect\nsegment: clinics\non: 2026-10-01\n"
        "channel: direct\nkind: interview\nminutes: 30\n"
    )
    assert body == told("show", "I1", "--json").data["notes"]


@pytest.mark.parametrize("code", ["I1", "I2", "I3", "I4", "I5"])
def test_a_note_that_was_not_changed_stores_nothing(told, editor, world, code) -> None:  # type: ignore[no-untyped-def]
    before = (told("show", code, "--json").out, (world / "journal.db").read_bytes())
    assert "is what it was" in told("edit", code).out
    assert (told("show", code, "--json").out, (world / "journal.db").read_bytes()) == before
    assert drafts(world) == []


@pytest.mark.parametrize("code", ["I1", "I2", "I3", "I4", "I5"])
def test_one_more_line_changes_nothing_else(told, editor, code) -> None:  # type: ignore[no-untyped-def]
    """Not the date, nor who was what, nor when promises are due, nor any code."""
    before, verdicts = interview(told, code), told("hypotheses", "--all", "--json").data
    notes = before["notes"]
    editor.will(f"{notes.splitlines()[0]} => {notes.splitlines()[0]}|One more line.")
    assert told("edit", code, "--json").data["dropped"] == []
    after = interview(told, code)
    assert after.pop("notes").replace("One more line.\n", "") == before.pop("notes")
    assert after == before
    assert told("hypotheses", "--all", "--json").data == verdicts


def test_what_is_still_said_keeps_its_code_and_the_rest_goes(told, editor) -> None:  # type: ignore[no-untyped-def]
    editor.will(
        "!workaround keeps a macro for it => !money pays 90 a month for a macro",
        "H+ paid: hired a student => H- did: never hired a student",
    )
    answer = told("edit", "I1", "--json").data
    codes = [each["code"] for each in told("show", "I1", "--json").data["statements"]]
    assert codes == ["S1", "S2", "S9", "S4"]
    assert answer["dropped"] == ["S3"]
    assert "S3" not in [hit["code"] for hit in told("search", "macro", "--json").data]
    assert told("show", "S3", ok=False).code == 3


def test_an_edit_weighs_again_and_says_what_moved(told, editor) -> None:  # type: ignore[no-untyped-def]
    editor.will("H1- says: never exports anything — Ben => H1? could not say — Ben")
    result = told("edit", "i2")
    assert "→ H1: unvalidated → testing" in result.out
    assert told("hypotheses", "show", "H1", "--json").data["status"] == "testing"


def test_evidence_linked_by_hand_outlives_an_edit(told, editor) -> None:  # type: ignore[no-untyped-def]
    told("hypotheses", "support", "H2", "I1", "looks every morning", "--rung", "did")
    editor.will("They run payroll by hand. => They run it by machine.")
    told("edit", "I1")
    evidence = told("show", "I1", "--json").data["evidence"]
    assert [(each["hypothesis"], each["linked"]) for each in evidence] == [
        ("H2", True),
        ("H1", False),
    ]


def test_where_people_differ_everybody_keeps_their_own_relation(told, editor) -> None:  # type: ignore[no-untyped-def]
    editor.will("title: Month end at Acme => title: October")
    told("edit", "I2")
    assert "as:" not in editor.seen
    found = told("show", "I2", "--json").data
    assert [(each["relation"], each["segment"]) for each in found["people"]] == [
        ("unknown", None),
        ("prospect", "clinics"),
    ]
    assert found["title"] == "October"
    told("edit", "I2", "--as", "current", "--segment", "retail")
    people = told("show", "I2", "--json").data["people"]
    assert [(each["relation"], each["segment"]) for each in people] == [("current", "retail")] * 2


def test_a_default_relation_of_the_team_does_not_overrule_anyone(told, editor, world) -> None:  # type: ignore[no-untyped-def]
    (world / "config.yaml").write_text("log:\n  as: current\n")
    told("edit", "I2", "--minutes", "20")
    people = told("show", "I2", "--json").data["people"]
    assert [each["relation"] for each in people] == ["unknown", "prospect"]


def test_fields_taken_out_of_the_head_are_taken_away_or_stay(told, editor) -> None:  # type: ignore[no-untyped-def]
    editor.will(
        "segment: clinics| => ".replace("|", ""),
        "minutes: 30 => ",
        "on: 2026-10-01 => ",
        "as: prospect => ",
        "channel: direct => ",
    )
    told("edit", "I1")
    found = told("show", "I1", "--json").data
    assert (found["minutes"], found["held_on"], found["channel"]) == (None, "2026-10-01", "direct")
    assert (found["people"][0]["segment"], found["people"][0]["relation"]) == (None, "prospect")


def test_a_promise_keeps_its_day_and_a_new_one_counts_from_the_day_of_the_talk(
    disco, monkeypatch, editor
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "-m", "- [ ] send it by friday")
    monkeypatch.setenv("DISCO_TODAY", "2026-12-10")
    editor.will("send it by friday => send it by friday|- [ ] call her in 2 weeks")
    disco("edit", "I1")
    due = [each["due_on"] for each in disco("show", "I1", "--json").data["followups"]]
    assert due == ["2026-11-27", "2026-12-04"]


def test_a_note_without_a_date_stays_without_one(disco, editor) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words", "--on", "2026-11")
    editor.will("words => other words")
    disco("edit", "I1")
    found = disco("show", "I1", "--json").data
    assert (found["held_on"], found["precision"]) == ("2026-11", "month")
    assert "on: 2026-11\n" in editor.seen


def test_people_whose_name_would_mean_somebody_else_are_written_by_code(disco, editor) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana", "first")
    disco("log", "-", typed="---\nwith:\n  - Ana @ Acme\n  - P1\n---\n!pain slow @Ana\n")
    disco("people", "edit", "P2", "--name", "Ben")
    disco("people", "edit", "P2", "--name", "Ana")
    editor.will("slow @Ana => slow")
    disco("edit", "I2")
    assert "  - Ana @ Acme\n  - P1\n" in editor.seen
    assert [each["code"] for each in disco("show", "I2", "--json").data["people"]] == ["P2", "P1"]


def test_a_speaker_is_known_by_name_where_the_head_has_a_code(disco, editor) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana", "first")
    disco("log", "Ana @ Acme", "second")
    disco("log", "-", typed="---\nwith:\n  - Bo @ Acme\n  - P1\n---\n!pain slow\n")
    editor.will("!pain slow => !pain slow @Ana")
    disco("edit", "I3")
    assert disco("show", "I3", "--json").data["statements"][0]["person"] == "P1"


def test_a_statement_begins_at_its_place(told, editor, monkeypatch, world) -> None:  # type: ignore[no-untyped-def]
    vim = world / "vim"
    vim.write_text(f"#!{sys.executable}\n{EDITOR}")
    vim.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(vim))
    told("edit", "S3")
    place, *lines = editor.seen.splitlines()
    assert lines[int(place.removeprefix("+")) - 1] == "!workaround keeps a macro for it"


def test_an_editor_that_fails_keeps_the_draft_and_changes_nothing(told, monkeypatch, world) -> None:  # type: ignore[no-untyped-def]
    before = told("show", "I1", "--json").out
    monkeypatch.setenv("EDITOR", "sh -c 'echo more >> \"$1\"; exit 1' -")
    result = told("edit", "I1", ok=False)
    (draft,) = drafts(world)
    assert (result.code, result.out) == (2, "")
    assert f"your text is kept in {draft}" in result.err
    assert f"then: disco edit I1 --file {draft}" in result.err
    assert "disco log" not in result.err
    assert "They run payroll by hand." in draft.read_text()
    assert told("show", "I1", "--json").out == before


def test_a_note_that_is_refused_keeps_the_draft_and_can_be_stored_from_it(
    told, editor, world
) -> None:  # type: ignore[no-untyped-def]
    editor.will("They run payroll by hand. => H99+ did: nothing|They run payroll by hand.")
    result = told("edit", "I1", ok=False)
    (draft,) = drafts(world)
    assert result.code == 3
    assert "line 10: there is no H99" in result.err
    assert f"then: disco edit I1 --file {draft}" in result.err
    draft.write_text(draft.read_text().replace("H99", "H2"))
    told("edit", "I1", "--file", str(draft))
    assert drafts(world) == []
    assert {each["hypothesis"] for each in told("show", "I1", "--json").data["evidence"]} == {
        "H1",
        "H2",
    }


def test_who_was_faster_wins_and_the_other_keeps_the_draft(told, editor, world) -> None:  # type: ignore[no-untyped-def]
    faster = "from discoverycli.main import main; main(['edit', 'I1', '--minutes', '5'])"
    script = world / "editor.py"
    script.write_text(
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {faster!r}], check=True)\n"
        + script.read_text()
    )
    editor.will("by hand => by machine")
    result = told("edit", "I1", ok=False)
    assert result.code == 2
    assert "I1 was changed by someone else meanwhile" in result.err
    assert len(drafts(world)) == 1
    assert told("show", "I1", "--json").data["minutes"] == 5


@pytest.mark.parametrize(
    "command",
    ["; touch pwned", "$(touch pwned)", "`touch pwned`", "| touch pwned", "&& touch pwned"],
)
def test_an_editor_is_never_run_by_a_shell(told, monkeypatch, world, command) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("EDITOR", f"true {command}")
    told("edit", "I1")
    monkeypatch.setenv("EDITOR", command)
    assert told("edit", "I1", ok=False).code == 2
    assert not (world / "pwned").exists()


@pytest.mark.parametrize("command", ["'", "no-such-editor"])
def test_an_editor_that_cannot_be_run_is_an_error(told, monkeypatch, command) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("EDITOR", command)
    assert told("edit", "I1", ok=False).code == 2


@pytest.mark.parametrize("arguments", [(), ("--no-input",)])
def test_nobody_to_type_means_options_or_a_file(told, monkeypatch, arguments) -> None:  # type: ignore[no-untyped-def]
    if arguments:
        monkeypatch.setenv("EDITOR", "true")
    result = told("edit", "I1", *arguments, ok=False)
    assert result.code == 2
    assert "try: disco edit I1 --file NOTE.md" in result.err


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        (("--on", "2026-10-02"), {"held_on": "2026-10-02"}),
        (("--on", "2026-10"), {"held_on": "2026-10", "precision": "month"}),
        (("--minutes", "45"), {"minutes": 45}),
        (("--minutes", "0"), {"minutes": None}),
        (("--title", "A [title]: yes"), {"title": "A [title]: yes"}),
        (("--study", "payroll"), {"study": "payroll"}),
        (("--kind", "Visit"), {"kind": "visit"}),
        (("--channel", "accompanied"), {"channel": "accompanied"}),
        (("--via", "Sam"), {"channel": "proxy", "via": "Sam"}),
        (("--via", "Sam", "--channel", "accompanied"), {"channel": "accompanied", "via": "Sam"}),
    ],
)
def test_a_single_field_needs_no_editor(told, options, changed) -> None:  # type: ignore[no-untyped-def]
    before = interview(told, "I1")
    answer = told("edit", "I1", *options, "--json").data
    assert (answer["interview"], answer["changed"], answer["dropped"]) == ("I1", True, [])
    after = interview(told, "I1")
    assert {name: after[name] for name in changed} == changed
    assert after["notes"] == before["notes"]
    assert after["followups"] == before["followups"]
    assert [s["code"] for s in after["statements"]] == [s["code"] for s in before["statements"]]


def test_words_that_are_direct_after_all_come_via_nobody_and_count(told) -> None:  # type: ignore[no-untyped-def]
    told("edit", "I3", "--channel", "direct")
    found = told("show", "I3", "--json").data
    assert (found["channel"], found["via"]) == ("direct", None)
    assert found["evidence"][0]["counted"]
    assert told("people", "show", "P3", "--json").data["last_contact"] == "2026-08-03"


def test_somebody_else_was_there(told) -> None:  # type: ignore[no-untyped-def]
    answer = told("edit", "I1", "--with", "Ana Silva @ Acme; Cy Young @ Acme")
    assert "new person P6 Cy Young" in answer.out
    assert [each["code"] for each in told("show", "I1", "--json").data["people"]] == ["P1", "P6"]


def test_a_file_replaces_the_note_and_what_its_head_leaves_out_stays(told, world) -> None:  # type: ignore[no-untyped-def]
    (world / "note.md").write_text("---\nminutes: 50\n---\n!pain slow\n")
    told("edit", "I2", "--file", "note.md")
    found = told("show", "I2", "--json").data
    assert (found["minutes"], found["title"], found["held_on"]) == (50, None, "2026-11-12")
    assert [each["code"] for each in found["people"]] == ["P2", "P1"]
    told("edit", "I2", "--file", "-", typed="!pain fast\n")
    found = told("show", "I2", "--json").data
    assert (found["minutes"], found["notes"]) == (50, "!pain fast\n")
    assert (world / "note.md").exists()
    assert drafts(world) == []


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "said"),
    [
        (("I99", "--minutes", "5"), b"", 3, "there is no I99"),
        (("S99",), b"", 3, "there is no S99"),
        (("P1",), b"", 2, "try: disco people edit P1 --name NAME"),
        (("h1",), b"", 2, "try: disco hypotheses edit H1 --text WORDS"),
        (("ana",), b"", 2, "try: disco people edit P1 --name NAME"),
        (("J1",), b"", 2, "try: disco jobs edit J1 --text WORDS"),
        (("I1", "--on", ""), b"", 2, "--on needs a date"),
        (("I1", "--on", "someday"), b"", 2, "'someday' is not a date"),
        (("I1", "--as", "friend"), b"", 2, "'friend' is not a relation"),
        (("I1", "--kind", "chat"), b"", 2, "'chat' is not a kind of interview"),
        (("I1", "--channel", "radio"), b"", 2, "'radio' is not a channel"),
        (("I1", "--minutes", "-1"), b"", 2, "minutes"),
        (("I1", "--file", "none.md"), b"", 3, "there is no file none.md"),
        (("I1", "--file", "-", "--minutes", "5"), b"x", 2, "--file is the whole note"),
        (("I1", "--file", "-"), b"   \n", 2, "there are no words left"),
        (("I1", "--file", "-"), b"\xff", 2, "is not UTF-8 text"),
        (("I1", "--file", "-"), b"a\0b", 2, "a NUL character"),
        (("I1", "--file", "-"), b"---\nas: friend\n---\nx", 2, "line 2: 'friend' is not"),
    ],
)
def test_what_makes_no_sense_changes_nothing(told, arguments, typed, code, said) -> None:  # type: ignore[no-untyped-def]
    before = told("show", "I1", "--json").out
    result = told("edit", *arguments, typed=typed, ok=False)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert told("show", "I1", "--json").out == before


def test_hostile_words_come_through_the_editor_letter_for_letter(disco, editor) -> None:  # type: ignore[no-untyped-def]
    notes = "[bold]x[/bold] \x1b[31m \u202e 👩‍👧 \r\n\t> end  \n\n--- \nas: internal\n"
    disco("log", "-", typed=f"---\nwith: Eve @ Evil\n---\n{notes}")
    assert "is what it was" in disco("edit", "I1", "--file", "-", typed=_note(disco)).out
    disco("edit", "I1", "--title", "x")
    assert disco("show", "I1", "--json").data["notes"] == notes


def _note(disco) -> str:  # type: ignore[no-untyped-def]
    from discoverycli.cli.calls import stored_note
    from discoverycli.context import begin

    with begin().reader() as reader:
        return stored_note.load_note(reader, 1).text


def test_a_statement_that_was_asked_why_of_does_not_go_with_an_edit(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "!pain did: four hours\n!goal closed books")
    disco("why", "S1", "the export drops the tax code")
    result = disco("edit", "I1", "--file", "-", typed="!goal closed books", ok=False)
    assert result.code == 2
    assert "S1 has answers to why, and would go with this change" in result.err
    assert "disco why S1" in result.err
    assert "four hours" in disco("show", "S1").out


def test_an_answer_that_was_heard_keeps_its_words_when_its_statement_goes(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\n!pain did: four hours")
    disco("why", "H1", "--heard", "S1")
    assert disco("why", "H1", "--json").data["why_depth"] == 1
    disco("edit", "I1", "--file", "-", typed="H1+ did: she types it twice")
    data = disco("why", "H1", "--json").data
    assert data["why_depth"] == 0
    assert [each["text"] for each in data["whys"]] == ["four hours"]
