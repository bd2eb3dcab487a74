from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.text.words import (
    clip,
    nearest,
    pluralize,
    require_storable,
    same_lines,
    some,
)
from discoverycli.errors import InputError

KINDS = ["pain", "goal", "obstacle", "workaround"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_the_door_lets_every_storable_text_through_unchanged(text: str) -> None:
    assert require_storable(text) == text


@given(st.text(st.characters(exclude_characters="\0\n"), max_size=20), st.sampled_from("\0\ud800"))
def test_the_door_names_where_the_first_bad_character_stands(before: str, bad: str) -> None:
    bad_before = sum(0xD800 <= ord(letter) <= 0xDFFF for letter in before)
    if bad_before:
        before = "".join(letter for letter in before if not 0xD800 <= ord(letter) <= 0xDFFF)
    with pytest.raises(InputError, match=f"line 3, column {len(before) + 1}$"):
        require_storable(f"one\ntwo\n{before}{bad} and more\0")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pian", "pain"), ("Obstcle", "obstacle"), ("GOAL", "goal"), ("work-around", "workaround")],
)
def test_a_slip_of_the_pen_finds_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert nearest(typed, KINDS) == meant


@pytest.mark.parametrize("typed", ["", "xyz", "pain" * 20])
def test_what_is_like_nothing_finds_nothing(typed: str) -> None:
    assert nearest(typed, KINDS) is None


def test_a_higher_cutoff_wants_more_letters_in_common() -> None:
    assert nearest("maybe", ["may"], cutoff=0.7) == "may"
    assert nearest("maybe", ["may"], cutoff=0.8) is None


@given(st.text(), st.integers(5, 80))
def test_a_clipped_text_is_one_short_line(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert "\n" not in clipped


def test_only_a_text_that_was_cut_ends_in_an_ellipsis() -> None:
    assert clip("four words on\na line") == "four words on a line"
    assert clip("abcdefghij", 5) == "abcd…"
    assert clip(" " * 500 + "lost", 10) == "…"


def test_a_counted_noun_is_singular_only_for_one() -> None:
    assert [pluralize(number, "week") for number in (0, 1, 2)] == ["0 weeks", "1 week", "2 weeks"]


LINES = st.lists(st.text("ab -#>", max_size=6), max_size=6)


@given(LINES, st.data())
def test_line_ends_blank_lines_and_blanks_at_the_end_make_no_other_note(
    lines: list[str], data: st.DataObject
) -> None:
    end = data.draw(st.sampled_from(("\n", "\r\n", "\r")))
    changed = ["\ufeff" if data.draw(st.booleans()) else ""]
    for line in lines:
        changed += [line, data.draw(st.sampled_from(("", " ", "\t  "))), end]
        changed += [data.draw(st.sampled_from(("", end, f"  {end}")))]
    assert same_lines("".join(changed)) == same_lines("\n".join(lines))


@given(LINES, LINES)
def test_notes_are_the_same_only_if_every_line_with_words_is(a: list[str], b: list[str]) -> None:
    kept = [[line.rstrip() for line in each if line.strip()] for each in (a, b)]
    assert (same_lines("\n".join(a)) == same_lines("\n".join(b))) is (kept[0] == kept[1])


def test_of_many_words_the_first_are_listed() -> None:
    assert some(["I1"]) == "I1"
    assert some([f"I{n}" for n in range(1, 6)]) == "I1, I2, I3, I4 and I5"
    assert some([f"I{n}" for n in range(1, 9)]) == "I1, I2, I3, I4 and 4 more"
