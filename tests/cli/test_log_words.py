"""The words on the command line of `disco log`: which of them are lines of the note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.cli.log_words import Piece, body_of, in_order
from discoverycli.domain.marks import begins_line


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
    assert (result.code, result.err) == (
        2,
        "disco: 2 quoted texts, and this command takes one at a time\n"
        f"  try: disco {' '.join(command)} 'sort the post'\n",
    )
    assert len(disco("hypotheses", "--json").data) == 1
    assert disco("jobs", "--json").data == []
