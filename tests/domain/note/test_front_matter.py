from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from discoverycli.domain.note.front_matter import (
    MAX_BYTES,
    has_front_matter,
    read_front_matter,
    scan_front_matter,
    write_field,
    write_front_matter,
)
from discoverycli.errors import InputError, LineError

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
AWKWARD = st.text(st.sampled_from("ab :#\"'\\[]{},@-!&*|>%`\n\r\t\u2028\ufeff=~?\x85\xa0é🙂"))
TEXTS = STORABLE | AWKWARD
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True)
FIELDS = st.dictionaries(KEYS, TEXTS | st.none() | st.lists(TEXTS, max_size=5), max_size=6)


def fields_of(*lines: str) -> dict[str, str | list[str] | None]:
    return read_front_matter("\n".join(["---", *lines, "---", ""]))[0]


@given(FIELDS, TEXTS)
def test_what_is_written_reads_back_the_same_and_the_body_stays_letter_for_letter(
    fields: dict[str, str | list[str] | None], body: str
) -> None:
    text = write_front_matter(fields) + body
    read, rest, first_line = read_front_matter(text)
    assert read == fields
    assert list(read) == list(fields)
    assert rest == body
    assert first_line == text[: len(text) - len(body)].count("\n") + 1


@given(AWKWARD | st.lists(AWKWARD).map("\n".join))
@example("'")
@example("[")
@example('"\\U00110000"')
@example('"\\ud800"')
def test_any_front_matter_is_read_or_refused_with_its_line(block: str) -> None:
    text = f"---\n{block}\n---\nbody"
    try:
        fields, body, first_line = read_front_matter(text)
    except LineError as error:
        refused = error
    else:
        assert text.split("\n")[first_line - 1 :] == body.split("\n")
        assert all(isinstance(value, str | list | None) for value in fields.values())
        return
    assert 1 <= refused.line <= text.count("\n") + 1
    assert refused.message.startswith(f"line {refused.line}: ")
    assert refused.hint


@given(TEXTS.filter(lambda text: not has_front_matter(text)))
def test_text_without_front_matter_is_all_body(text: str) -> None:
    assert read_front_matter(text) == ({}, text, 1)


def test_a_body_may_hold_dashes_windows_lines_and_blanks_at_its_ends() -> None:
    body = "  \r\n---\r\nkey: value\r\n---\r\n  end  "
    assert read_front_matter(f"---\r\nwith: Ana\r\n---  \r\n{body}") == ({"with": "Ana"}, body, 4)


def test_front_matter_may_be_empty_and_may_end_the_text() -> None:
    assert read_front_matter("---\n---") == ({}, "", 2)
    assert read_front_matter("---\n---\n") == ({}, "", 3)


def test_a_byte_order_mark_does_not_hide_the_front_matter() -> None:
    assert read_front_matter("\ufeff---\nas: prospect\n---\n")[0] == {"as": "prospect"}


def test_values_are_text_whatever_they_look_like() -> None:
    assert fields_of("a: no", "b: 12:30:00", "c: 2026-11-20", "d: ~", "e: @Acme") == {
        "a": "no",
        "b": "12:30:00",
        "c": "2026-11-20",
        "d": "~",
        "e": "@Acme",
    }


def test_a_comment_needs_a_blank_before_it() -> None:
    assert fields_of("# all comment", "a: C# shop # seen", "b: # nothing", 'c: "x # y" # z') == {
        "a": "C# shop",
        "b": None,
        "c": "x # y",
    }


def test_lists_stand_on_one_line_or_below_their_key() -> None:
    fields = fields_of(
        "a: [one, \"two, too\", 'it''s']  # three",
        "b:",
        "  - one",
        "",
        "# between",
        "- 'two'",
        "c:",
    )
    assert fields == {"a": ["one", "two, too", "it's"], "b": ["one", "two"], "c": None}
    assert fields_of("a: []", "b: [ ]") == {"a": [], "b": []}


def test_quotes_hold_what_would_mean_something_else() -> None:
    assert fields_of(r'a: "one\ntwo \"three\" \\ \x41\u00e9\U0001F600"', "b: ''") == {
        "a": 'one\ntwo "three" \\ Aé😀',
        "b": "",
    }


def test_keys_may_be_in_either_case_and_need_no_blank_behind_the_colon() -> None:
    assert fields_of("With:Ana", "Meeting Time : July") == {"with": "Ana", "meeting time": "July"}


def test_each_field_knows_its_line() -> None:
    front = scan_front_matter("---\n# comment\nwith: Ana\n\nas: prospect\n---\nbody")
    assert front.lines == {"with": 3, "as": 5}
    assert front.body_line == 7


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("as: current\nAS: prospect", 3, "'as' is already on line 2"),
        ("just words", 2, "this is not a field"),
        ("a:\n  b: nested", 3, "may not be indented"),
        ("a: text\n- item", 3, "below no field"),
        ("- item", 2, "below no field"),
        ("a:\n-", 3, "list item is empty"),
        ("a:\n- [x]", 3, "list in a list"),
        ("a:\n- name: Ana", 3, "fields of its own"),
        ("a: [x, [y]]", 2, "list in a list"),
        ("a: [x,, y]", 2, "list item is empty"),
        ("a: [x, y", 2, "list is never closed"),
        ('a: ["x" y]', 2, "comma is missing"),
        ('a: "x', 2, "quotation mark is never closed"),
        ("a: 'x", 2, "quotation mark is never closed"),
        ('a: "x" y', 2, "more stands after the closing quote"),
        ("a: [x] y", 2, "more stands after the closing bracket"),
        (r'a: "\q"', 2, "is no character"),
        (r'a: "\x00"', 2, "is no character"),
        (r'a: "\ud800"', 2, "is no character"),
        ("a: |", 2, "cannot start with |"),
        ("a: {b: c}", 2, "cannot start with {"),
        ("a: &anchor x", 2, "cannot start with &"),
        ("a: *anchor", 2, "cannot start with *"),
        ("a: - b", 2, "cannot start with -"),
    ],
)
def test_what_is_no_front_matter_of_ours_is_refused_with_its_line(
    block: str, line: int, message: str
) -> None:
    with pytest.raises(LineError, match=f"^line {line}: ") as raised:
        read_front_matter(f"---\n{block}\n---\n")
    assert message in raised.value.message
    assert raised.value.line == line


def test_front_matter_that_is_never_closed_is_an_error_on_its_first_line() -> None:
    with pytest.raises(LineError, match=r"^line 1: .*never closed"):
        read_front_matter("---\nwith: Ana\n\nwords")


def test_front_matter_has_a_longest_length_in_both_directions() -> None:
    longest = {"a": "x" * (MAX_BYTES - len("a: \n"))}
    assert read_front_matter(write_front_matter(longest))[0] == longest
    with pytest.raises(LineError, match="longer than 64 KB"):
        read_front_matter(f"---\na: {'é' * (MAX_BYTES // 2)}\n---\n")
    with pytest.raises(InputError, match="longer than 64 KB"):
        write_front_matter({"a": "é" * (MAX_BYTES // 2)})


def test_the_writer_quotes_only_what_needs_it() -> None:
    fields = {"a": "Ana Silva @ Acme", "b": "no: yes", "c": ["1 # 2", "(x)"], "d": None, "e": []}
    assert write_front_matter(fields) == (
        '---\na: Ana Silva @ Acme\nb: "no: yes"\nc:\n  - "1 # 2"\n  - "(x)"\nd:\ne: []\n---\n'
    )


@pytest.mark.parametrize("value", ["a\0b", "\ud800", ["fine", "\udfff"]])
def test_the_writer_refuses_what_no_database_stores(value: str | list[str]) -> None:
    with pytest.raises(InputError):
        write_front_matter({"a": value})


@pytest.mark.parametrize("key", ["", "With", "a b", "1a", "a:"])
def test_a_key_that_is_no_word_is_the_callers_mistake(key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        write_field(key, "value")


@given(st.dictionaries(KEYS, AWKWARD | st.lists(AWKWARD, max_size=3), min_size=1, max_size=4))
def test_what_is_written_is_yaml_to_other_programs(fields: dict[str, str | list[str]]) -> None:
    block = write_front_matter(fields).removeprefix("---\n").removesuffix("---\n")
    assert yaml.load(block, Loader=yaml.BaseLoader) == fields
