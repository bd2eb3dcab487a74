"""The words on the command line of `disco log`: which of them are lines of the note."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.cli.calls.log_words import Piece, body_of, in_order, read_name
from discoverycli.domain.note.marks import begins_line
from discoverycli.domain.note.notes import parse_note


def body(*words: str) -> str:
    return body_of([Piece(word) for word in words])


LINES = [
    (("!pain did: four hours", "H1+ did: typed it"), "!pain did: four hours\nH1+ did: typed it"),
    (("H1+ did: typed it", "H2- says: never"), "H1+ did: typed it\nH2- says: never"),
    (("some", "words", "!pain x"), "some words\n!pain x"),
    (("!pain", "did:", "four", "hours", "H1+", "did:", "typed"), "!pain did: four hours\nH1+ did: typed"),
    (("> I hate it", "J2+ a macro"), "> I hate it\nJ2+ a macro"),
    (("H1? unsure", "- [ ] send it"), "H1? unsure\n- [ ] send it"),
    (("H1? unsure", "-", "[", "]", "send", "it"), "H1? unsure\n- [ ] send it"),
    (("H1? unsure", "-", "[x]", "sent", "it"), "H1? unsure\n- [x] sent it"),
    (("said", "-", "H1+", "did:", "x"), "said\n- H1+ did: x"),
    (("!pain x", "- a list", "* of three", "3. things"), "!pain x\n- a list\n* of three\n3. things"),
    (("!pain x", "## Later", "words"), "!pain x\n## Later words"),
    (("!pain x", "H: they type", "H+ did: typed"), "!pain x\nH: they type\nH+ did: typed"),
    (("one", "two\nH1+ did: x", "three"), "one\ntwo\nH1+ did: x\nthree"),
    (("one\n", "two"), "one\ntwo"),
    (("it", "costs", "3", "-", "4", "hours", "#waste"), "it costs 3 - 4 hours #waste"),
    (("!pain", "", "x"), "!pain x"),
    (("[x]", "marks", "the", "spot"), "[x] marks the spot"),
    ((), ""),
]  # fmt: skip


@pytest.mark.parametrize(("words", "note"), LINES)
def test_an_argument_that_begins_with_a_mark_begins_a_line_and_text_goes_on(words, note) -> None:  # type: ignore[no-untyped-def]
    assert body(*words) == note


def test_messages_begin_lines_where_they_were_typed() -> None:
    pieces = in_order(["a", "H+ did: b"], ["H: c", "d"], [1, 1])
    assert body_of(pieces) == "a\nH: c\nd\nH+ did: b"


_WORDS = st.one_of(
    st.sampled_from(["!pain did: x", "H1+", "did:", "H2- never", "> hm", "-", "[ ]", "- [ ] go", "J1+"]),
    st.text("ab -\n[]>!H1+?:", max_size=6),
)  # fmt: skip


@given(st.lists(_WORDS, max_size=8))
def test_no_mark_of_an_argument_ends_up_inside_a_line_and_no_letter_is_lost(words) -> None:  # type: ignore[no-untyped-def]
    note = body(*words)
    assert "".join(note.split()) == "".join("".join(words).split())
    begun = [line for line in note.split("\n") if begins_line(line)]
    assert len(begun) >= sum(begins_line(word) for word in words if "\n" not in word) - sum(
        word.strip(" ") in ("-", "+", "1.") for word in words
    )


def test_several_quoted_marks_are_as_many_pieces(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("hypotheses", "add", "they pay for it")
    disco("log", "Uwe @ Dorn Bikes", "H1+ did: keyed it", "H2- paid: a student", "--as", "prospect")
    stances = [
        (e["hypothesis"], e["stance"]) for e in disco("show", "I1", "--json").data["evidence"]
    ]
    assert stances == [("H1", "supports"), ("H2", "refutes")]


@pytest.mark.parametrize("arguments", [
    ("-m", "H: new here", "H+ did: saw it"),
    ("H: new here", "-m", "H+ did: saw it"),
    ("-m", "H:", "new", "here", "-m", "H+", "did:", "saw", "it"),
    ("--message=H: new here", "-m", "H+ did: saw it"),
])  # fmt: skip
def test_marks_keep_their_order_with_and_without_a_message_option(disco, arguments) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe @ Dorn Bikes", *arguments)
    shown = disco("show", "I1", "--json").data
    assert shown["notes"] == "H: new here\nH+ did: saw it"
    assert [(e["hypothesis"], e["text"]) for e in shown["evidence"]] == [("H1", "saw it")]


def test_a_name_may_come_behind_its_messages(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "-m", "!pain did: x", "Uwe @ Dorn Bikes", "> words")
    shown = disco("show", "I1", "--json").data
    assert shown["people"][0]["name"] == "Uwe"
    assert shown["notes"] == "!pain did: x\n> words"


@pytest.mark.parametrize("before", [(), ("--as", "prospect"), ("--json",), ("-m", "!pain x")])
def test_a_promise_needs_no_dashes_before_it(disco, before) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe @ Dorn Bikes", *before, "- [ ] send it by friday", "- a thought")
    shown = disco("show", "I1", "--json").data
    assert shown["notes"].endswith("- [ ] send it by friday\n- a thought")
    assert [each["due_on"] for each in shown["followups"]] == ["2026-11-27"]


def test_a_value_that_begins_with_a_dash_stays_the_value_of_its_option(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe", "--title", "- a title", "words", "--", "- [ ] send it")
    shown = disco("show", "I1", "--json").data
    assert (shown["title"], shown["notes"]) == ("- a title", "words\n- [ ] send it")


@pytest.mark.parametrize("command", [
    ("hypotheses", "add"), ("hypotheses", "decide"), ("hypotheses", "support", "H1", "I1"),
    ("jobs", "add"), ("jobs", "lint"), ("why", "H1"),
])  # fmt: skip
def test_two_quoted_texts_are_not_made_one(disco, command) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they", "type", "'it twice'")
    disco("log", "Uwe @ Dorn Bikes", "hello")
    result = disco(*command, "sort the post", "close the books", ok=False)
    assert result.code == 2
    assert "2 quoted texts, and this command takes one at a time" in result.err
    assert hinted(result.err) == [*command, "sort the post"]
    assert len(disco("hypotheses", "--json").data) == 1
    assert disco("jobs", "--json").data == []


def reading(line: str) -> tuple[str, str, bool]:
    who, *words = shlex.split(line)
    found = read_name(who, [Piece(word) for word in words])
    return found.who, body_of(found.pieces), found.doubt is not None


READ = [
    ("Maria Lopez @ Dorn '!pain x'", "Maria Lopez @ Dorn", "!pain x"),
    ("Maria Lopez @Dorn '!pain x'", "Maria Lopez @ Dorn", "!pain x"),
    ("Maria Lopez@Dorn '!pain x'", "Maria Lopez @ Dorn", "!pain x"),
    ("Maria Lopez@ Dorn '!pain x'", "Maria Lopez @ Dorn", "!pain x"),
    ("Maria@ Dorn '!pain x'", "Maria @ Dorn", "!pain x"),
    ("Maria Lopez Garcia @ dorn took four", "Maria Lopez Garcia @ dorn", "took four"),
    ("Maria Lopez @ 'Dorn Bikes' '!pain x'", "Maria Lopez @ Dorn Bikes", "!pain x"),
    ("Maria @ 'Dorn Bikes' Took four", "Maria @ Dorn Bikes", "Took four"),
    ("'Maria Lopez' @ Dorn '!pain x'", "Maria Lopez @ Dorn", "!pain x"),
    ("'Maria Lopez' Took four", "Maria Lopez", "Took four"),
    ("'Maria @ Dorn' Took @ four", "Maria @ Dorn", "Took @ four"),
    ("田中 太郎 @ 会社 '!pain x'", "田中 太郎 @ 会社", "!pain x"),
    ("Maria @ Dorn 140 invoices", "Maria @ Dorn", "140 invoices"),
    ("Maria some words '!pain x'", "Maria", "some words\n!pain x"),
    ("Maria wrote from m@dorn.example", "Maria", "wrote from m@dorn.example"),
    ("m@dorn.example wrote", "m@dorn.example", "wrote"),
    ("P7 met Tom @ lunch", "P7", "met Tom @ lunch"),
    ("P7 @ Dorn moved", "P7 @ Dorn", "moved"),
    ("'!pain x' 'H1- y'", "", "!pain x\nH1- y"),
]
DOUBTED = [
    ("Maria @ Dorn Bikes '!pain x'", "Maria @ Dorn Bikes", "!pain x"),
    ("Maria@Dorn Bikes", "Maria @ Dorn Bikes", ""),
    ("'Maria Lopez' @ Dorn Bikes > x", "Maria Lopez @ Dorn Bikes", "> x"),
    ("Maria Lopez '!pain x'", "Maria Lopez", "!pain x"),
    ("Maria Lopez", "Maria Lopez", ""),
    ("Participant 4 '!pain x'", "Participant 4", "!pain x"),
    ("maria lopez @ dorn '!pain x'", "maria lopez @ dorn", "!pain x"),
    ("maria lopez '!pain x'", "maria lopez", "!pain x"),
    ("maria lopez 'pays late' '!pain x'", "maria lopez", "pays late\n!pain x"),
    ("Maria de la Cruz @ Dorn '!pain x'", "Maria de la Cruz @ Dorn", "!pain x"),
    ("Maria met us over lunch @ the fair", "Maria", "met us over lunch @ the fair"),
    ("Maria @ '!pain x'", "Maria", "!pain x"),
]


@pytest.mark.parametrize(("line", "who", "note"), READ)
def test_a_name_without_quotes_is_read_as_it_was_meant(line, who, note) -> None:  # type: ignore[no-untyped-def]
    assert reading(line) == (who, note, False)


@pytest.mark.parametrize(("line", "who", "note"), DOUBTED)
def test_a_name_that_can_be_read_in_two_ways_is_in_doubt(line, who, note) -> None:  # type: ignore[no-untyped-def]
    assert reading(line) == (who, note, True)


_NAMES = st.sampled_from(
    ["Maria", "maria", "Lopez", "@", "@Dorn", "Dorn", "4", "took", "!pain", "H1+", "Uwe@", "x y"]
)


@given(_NAMES, st.lists(_NAMES, max_size=6))
def test_reading_a_name_loses_no_letter(who, words) -> None:  # type: ignore[no-untyped-def]
    found = read_name(who, [Piece(word) for word in words])
    got = f"{found.who} {body_of(found.pieces)}"
    assert sorted("".join(got.replace("@", "").split())) == sorted(
        "".join("".join((who, *words)).replace("@", "").split())
    )


def kept_in(error: str) -> Path:
    """The draft that an error names."""
    return Path(error.partition("kept in ")[2].splitlines()[0])


def hinted(error: str) -> list[str]:
    """The command that an error says to try."""
    command = error.partition("  try: ")[2].splitlines()[0]
    return shlex.split(command)[1:]


@pytest.mark.parametrize("words", [
    ("Maria", "@", "Dorn", "Bikes", "!pain did: x", "-m", "> hm", "- [ ] send it"),
    ("Maria", "Lopez", "!pain did: x", "--as", "prospect", "--on", "last friday"),
    ("maria", "lopez", "@", "dorn", "- [ ] send it", "-m", "-x"),
    ("maria", "lopez", "!pain did: x"),
    ("Maria", "met", "us", "over", "lunch", "@", "the", "fair"),
])  # fmt: skip
def test_the_hint_for_a_name_in_doubt_works_and_so_does_its_draft(
    disco, world: Path, words
) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", *words, ok=False)
    assert result.code == 2
    assert not (world / "journal.db").exists()
    kept = parse_note(kept_in(result.err).read_text())
    disco(*hinted(result.err))
    shown = disco("show", "I1", "--json").data
    assert shown["notes"] == kept.body
    (who,) = kept.head.with_
    assert [(each["name"], each["organisation"]) for each in shown["people"]] == [
        (who.name, who.organisation)
    ]
    assert "No change: this is I1" in disco("log", "--resume").out


@pytest.mark.parametrize(("typed", "name"), [
    ("Maria Lopez pays too late", "Maria Lopez"),
    ("Maria Lopez pays late '!pain slow'", "Maria Lopez"),
    ("Jean Luc Picard Smith Jones '!pain five'", "Jean Luc Picard Smith Jones"),
    ("Ana Silva at Acme '!pain x'", "Ana Silva"),
    ("Ana Silva '(Acme)' '!pain x'", "Ana Silva"),
    ("Ana Silva @ Acme Uses Excel daily", "Ana Silva @ Acme Uses Excel"),
])  # fmt: skip
def test_words_with_capitals_behind_a_first_name_are_in_doubt_and_kept(
    disco, world: Path, typed: str, name: str
) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", *shlex.split(typed), ok=False)
    assert result.code == 2
    assert hinted(result.err)[:2] == ["log", name]
    assert kept_in(result.err).is_file()
    assert "then:" not in result.err
    assert not (world / "journal.db").exists()


@pytest.mark.parametrize(("words", "body"), [
    (("words", "-only on fridays"), "words\n-only on fridays"),
    (("-mostly manual work",), "-mostly manual work"),
    (("-5% of revenue lost",), "-5% of revenue lost"),
    (("lost", "-20", "hours"), "lost\n-20 hours"),
    (("words", "-yesterday it broke"), "words\n-yesterday it broke"),
    (("-m!pain did: x", "-mThey said so"), "!pain did: x\nThey said so"),
])  # fmt: skip
def test_an_argument_with_a_dash_that_is_no_option_is_words(
    disco, world: Path, words, body
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Bo @ X", *words)
    assert disco("show", "I1", "--json").data["notes"] == body
    assert sorted(path.name for path in world.iterdir()) == ["journal.db"]


def test_words_in_a_hint_stay_what_they_are_however_the_program_was_started(  # type: ignore[no-untyped-def]
    disco, world: Path, monkeypatch
) -> None:
    monkeypatch.setattr("sys.argv", [str(world / "bin" / "disco")])
    result = disco("log", "Maria", "Lopez", "> uses disco log daily", ok=False)
    assert result.code == 2
    wanted = [str(world / "bin" / "disco"), "log", "Maria Lopez", "> uses disco log daily"]
    assert shlex.split(result.err.partition("  try: ")[2].splitlines()[0]) == wanted


def test_a_name_that_is_a_mark_names_nobody(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("log", "!pain did: x", "H1- says: y", ok=False)
    assert result.code == 2
    assert "nobody was named" in result.err
    assert (
        "!pain did: x\nH1- says: y"
        in Path(result.err.partition("kept in ")[2].splitlines()[0]).read_text()
    )


@pytest.mark.parametrize("name", ["uwe.md", "uwe.TXT", "two words.markdown", "in/uwe"])
def test_a_file_behind_a_name_is_the_note(disco, world: Path, name) -> None:  # type: ignore[no-untyped-def]
    (world / "in").mkdir()
    (world / name).write_text("They pay late.\n!pain did: x\n")
    disco("log", "Uwe Dorn", name, "--as", "prospect")
    shown = disco("show", "I1", "--json").data
    assert [each["name"] for each in shown["people"]] == ["Uwe Dorn"]
    assert shown["notes"] == "They pay late.\n!pain did: x\n"


def test_a_dash_behind_a_name_is_the_pipe(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Uwe", "@", "Dorn", "-", typed="!pain did: x\n")
    shown = disco("show", "I1", "--json").data
    assert (shown["people"][0]["organisation"], shown["notes"]) == ("Dorn", "!pain did: x\n")


BESIDE = [
    (("Uwe Dorn", "-m", "-"), "-m takes words", ["log", "Uwe Dorn", "-"]),
    (("Uwe", "some words", "-"), "other words", ["log", "Uwe", "-"]),
    (("-", "Uwe Dorn"), "other words", ["log", "Uwe Dorn", "-"]),
    (("uwe.md", "Uwe Dorn"), "other words", ["log", "Uwe Dorn", "uwe.md"]),
    (("uwe.md", "!pain x"), "other words", ["log", "uwe.md"]),
    (("Uwe Dorn", "uwe.md", "!pain x"), "other words", ["log", "Uwe Dorn", "uwe.md"]),
    (("Uwe", "sent", "uwe.md"), "other words", ["log", "Uwe", "-m", "sent uwe.md"]),
    (("Uwe Dorn", "uwe.md", "--edit"), "--edit", ["log", "Uwe Dorn", "uwe.md"]),
    (("Uwe", "Dorn", "uwe.md"), "may be one name", ["log", "Uwe Dorn", "uwe.md"]),
    (("Uwe", "gone.md"), "there is no file", ["log", "Uwe", "-m", "gone.md"]),
    (("Uwe", "in/"), "is a folder", ["import", "in/"]),
    (("in/",), "is a folder", ["import", "in/"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message", "hint"), BESIDE)
def test_what_would_be_left_out_beside_a_file_or_the_pipe_is_refused(  # type: ignore[no-untyped-def]
    disco, world: Path, words, message, hint
) -> None:
    (world / "in").mkdir()
    (world / "in" / "a.md").write_text("---\nwith: Uwe\n---\nwords\n")
    (world / "uwe.md").write_text("---\nwith: Uwe\n---\nwords\n")
    result = disco("log", *words, typed="piped", ok=False)
    assert result.code == (3 if "gone.md" in words else 2)
    assert message in result.err
    assert hinted(result.err) == hint
    assert not (world / "journal.db").exists()
    disco(*hint, typed="piped")


def test_words_that_only_name_a_file_stay_words(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "uwe.md").write_text("words")
    (world / "plain").write_text("words")
    for words in ("see uwe.md", "a and/or b", "e.g.", "plain"):
        disco("log", "Uwe", words)
    notes = [disco("show", f"I{n}", "--json").data["notes"] for n in (1, 2, 3, 4)]
    assert notes == ["see uwe.md", "a and/or b", "e.g.", "plain"]


ODD = [
    (b"", "uwe.md is empty"),
    ("words".encode("utf-16"), "uwe.md is UTF-16, not UTF-8 text"),
    (b"\xff\xd8\xff", "uwe.md is not UTF-8 text (byte 1)"),
    (b"a\0b", "the text holds a NUL character at line 1, column 2"),
]


@pytest.mark.parametrize(("data", "message"), ODD)
def test_a_file_that_is_no_text_is_refused_in_one_sentence(
    disco, world: Path, data, message
) -> None:  # type: ignore[no-untyped-def]
    (world / "uwe.md").write_bytes(data)
    result = disco("log", "Uwe Dorn", "uwe.md", ok=False)
    assert result.code == 2
    assert result.err.startswith(f"disco: {message}\n  try: ")
    assert result.err.count("\n") == 2


def test_a_file_that_may_not_be_read_says_so(disco, world: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (world / "uwe.md").write_text("words")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = disco("log", "Uwe Dorn", "uwe.md", ok=False)
    assert (result.code, result.err) == (
        2,
        "disco: uwe.md cannot be read: permission denied\n  try: chmod u+r uwe.md\n",
    )


def test_the_output_of_another_program_is_read_from_where_the_shell_puts_it(disco) -> None:  # type: ignore[no-untyped-def]
    out, into = os.pipe()
    os.write(into, b"!pain did: x\n")
    os.close(into)
    disco("log", "Uwe Dorn", f"/dev/fd/{out}")
    os.close(out)
    assert disco("show", "I1", "--json").data["notes"] == "!pain did: x\n"


def test_a_name_typed_beside_a_note_counts_and_says_so(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "uwe.md").write_text("---\nwith: Zoe\non: 2026-11-02\n---\nwords\nH9+ x\n")
    result = disco("log", "Uwe", "uwe.md", ok=False)
    assert "the note says with: others" in result.err
    assert "line 6: there is no H9" in result.err
    disco("hypotheses", "add", "they pay late")
    (world / "uwe.md").write_text("---\nwith: Zoe\non: 2026-11-02\n---\nwords\nH1+ x\n")
    disco("log", "Uwe", "uwe.md")
    shown = disco("show", "I1", "--json").data
    assert (shown["people"][0]["name"], shown["held_on"]) == ("Uwe", "2026-11-02")
