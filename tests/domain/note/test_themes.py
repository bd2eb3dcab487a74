from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discoverycli.domain.note.marks import parse_body
from discoverycli.domain.note.themes import tag, theme_name


def themes(words: str) -> tuple[str, ...]:
    (mark,) = parse_body(f"!pain {words}").statements
    return mark.themes


WHOLE = [
    "p&l", "r&d", "c++", "c#", "f#", "finance/tax", "v2.0", "v2.1", "q3-close", "don't", "e_mail",
    "50%off", "b2b/b2c", "a:b", "x=y", "o'brien’s", "überstunden", "वेतन", "工资", "ค่าแรง", "ops+dev",
]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_theme_is_kept_whole_at_the_end_and_inside(name: str) -> None:
    assert themes(f"waits #{name}") == themes(f"waits #{name} a day") == (name,)
    assert themes(f"waits #{name.upper()} #end") == (theme_name(name.upper()), "end")
    (mark,) = parse_body(f"!pain waits #{name}").statements
    assert mark.text == "waits"


@pytest.mark.parametrize(
    "typed", ["#tills.", "#tills,", "(#tills)", "#tills!", "#tills?", "“#tills”", "#tills:", "#tills…",
              "**#tills**", "_#tills_", "#tills;", "[#tills]", "#tills).", "#tills—always"]
)  # fmt: skip
def test_punctuation_of_the_sentence_is_no_part_of_a_theme(typed: str) -> None:
    (mark,) = parse_body(f"!pain it is {typed} always").statements
    assert mark.themes == ("tills",)
    assert mark.text == f"it is {typed.replace('#', '')} always"


def test_different_names_are_different_themes() -> None:
    found = {themes(f"x #{name}") for name in WHOLE}
    assert len(found) == len(WHOLE)


def test_a_theme_is_the_same_however_its_letters_are_composed() -> None:
    assert themes("x #cafe\u0301") == themes("x #caf\u00e9") == themes("x #CAFE\u0301") == ("café",)
    assert themes("x #tills\u200b") == ("tills",)


def test_several_themes_without_blanks_are_several() -> None:
    assert themes("x #tills#tax") == themes("x #tills,#tax") == ("tills", "tax")


def test_a_theme_that_cannot_be_kept_whole_is_warned_of() -> None:
    marks = parse_body("!pain waits #tills,tax\n!pain waits #tills(eu)\n!pain #tills, daily")
    assert [mark.themes for mark in marks.statements] == [("tills",)] * 3
    assert marks.statements[0].text == "waits tills,tax"
    assert [each.line for each in marks.warnings] == [1, 2]
    assert "'tills'" in marks.warnings[0].message


@pytest.mark.parametrize("word", ["#", "#1", "#+", "##x", "C#minor", "a#b", "#!", "#100%", "#_"])
def test_without_a_letter_or_behind_one_there_is_no_theme(word: str) -> None:
    assert tag(word) is None
    (mark,) = parse_body(f"!pain waits {word} daily").statements
    assert (mark.themes, mark.text) == ((), f"waits {word} daily")


@given(st.text(max_size=20))
@example("#ﬁ")
@example("#İ")
def test_the_name_of_a_theme_is_stable(typed: str) -> None:
    found = tag(f"#{typed}")
    if found is not None:
        assert found.name == theme_name(found.name)
        assert unicodedata.is_normalized("NFC", found.name)
        assert f"{found.before}#{found.typed}{found.behind}" == f"#{typed}"
