"""What `safe` spells out, what it leaves alone, and encodings that lack characters."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.render.safe import encodable, holds_everything, safe

BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def acts(char: str) -> bool:
    """Whether the Unicode tables call a character a control, a separator or a surrogate."""
    return (
        unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"}
        or unicodedata.bidirectional(char) in BIDI_CONTROLS
    ) and char not in "\n\t"


def test_no_control_or_bidi_character_of_all_unicode_passes() -> None:
    everything = map(chr, range(sys.maxunicode + 1))
    assert [char for char in everything if acts(char) and safe(char) == char] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b[2J", "\\u{1b}[2J"),
        ("\x9b31m", "\\u{9b}31m"),
        ("a\u202eb", "a\\u{202e}b"),
        ("\ud800", "\\u{d800}"),
        ("\U000e0041", "\\u{e0041}"),
        ("overwritten\rby", "overwritten\\u{d}by"),
    ],
)
def test_what_acts_on_a_terminal_is_spelled_out(typed: str, shown: str) -> None:
    assert safe(typed) == shown


@pytest.mark.parametrize(
    "typed", ["[bold]x[/]", "naïve 王小明 👩‍💻 क्‍ष", "two\nlines\tand a tab", "\\u{1b}", ""]
)
def test_what_only_looks_odd_stays_as_typed(typed: str) -> None:
    assert safe(typed) == typed


def test_windows_line_ends_become_newlines() -> None:
    assert safe("one\r\ntwo") == "one\ntwo"


@given(st.text(st.characters(exclude_categories=())))
def test_a_second_time_changes_nothing(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_acts_is_left_in_any_text(text: str) -> None:
    assert not any(map(acts, safe(text)))


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "cp437", "gb2312"]))
def test_any_text_can_be_written_in_any_encoding(text: str, encoding: str) -> None:
    encodable(text, encoding).encode(encoding)


def test_marks_get_stand_ins_and_letters_are_spelled() -> None:
    assert encodable("✓ █▌ José 王", "ascii") == "+ #= Jos\\u{e9} \\u{738b}"
    assert encodable("✓ José", "latin-1") == "+ José"


def test_only_unicode_encodings_hold_everything() -> None:
    assert holds_everything("utf-8")
    assert holds_everything("utf-16")
    assert not holds_everything("cp1252")
