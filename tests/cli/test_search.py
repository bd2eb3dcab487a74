"""`disco search`: where words were heard or written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

FORMATS = [
    ("80.txt", "table"),
    ("60.txt", "table"),
    ("md", "markdown"),
    ("csv", "csv"),
    ("json", "json"),
]


@pytest.mark.parametrize(("ending", "format_"), FORMATS)
def test_the_places_look_as_agreed(told, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    golden(f"search/invoices.{ending}", told("search", "invoices", "--format", format_).out)


def codes(result) -> list[str]:  # type: ignore[no-untyped-def]
    return [each["code"] for each in result.data]


def test_a_place_has_the_promised_keys(told) -> None:  # type: ignore[no-untyped-def]
    (hit,) = told("search", "four", "hours", "--json").data
    assert hit == {
        "code": "S2",
        "noun": "statement",
        "title": "pain",
        "snippet": "took four hours last Friday to reconcile #payroll",
        "held_on": "2026-10-01",
        "people": [{"code": "P1", "name": "Ana Silva", "organisation": "Acme"}],
    }


def test_a_statement_stands_for_its_interview(told) -> None:  # type: ignore[no-untyped-def]
    assert codes(told("search", "macro", "--json")) == ["S3"]
    assert codes(told("search", "macro", "--noun", "interviews", "--json")) == ["I1"]
    assert codes(told("search", "macro friday", "--json")) == ["I1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("spreadsheet", {"I1", "I2"}),
        ("SPREADSH", {"I1", "I2"}),
        ("chloe", {"P3"}),
        ("acme ana", {"P1", "I2"}),
        ("owners cash", {"H2", "I4"}),
        ("bank calls", {"J2", "I4"}),
        ("re-key", {"H1", "I1", "I2"}),
        ("xyzzy", set()),
    ],
)
def test_words_are_found_in_every_noun(told, words, found) -> None:  # type: ignore[no-untyped-def]
    assert set(codes(told("search", words, "--json"))) == found


def test_the_kinds_can_be_narrowed_and_the_places_limited(told) -> None:  # type: ignore[no-untyped-def]
    assert codes(told("search", "cash", "--noun", "hypothesis", "--json")) == ["H2"]
    assert set(
        codes(told("search", "cash", "--kind", "jobs", "--kind", "hypotheses", "--json"))
    ) == {"J2", "H2"}
    assert len(told("search", "the", "--limit", "1", "--json").data) == 1


def test_the_words_are_marked_in_markdown_and_nowhere_in_json(told) -> None:  # type: ignore[no-untyped-def]
    assert "keeps a **macro** for it" in told("search", "macro", "--format", "markdown").out
    assert "**" not in told("search", "macro", "--json").out


def test_no_place_is_no_error_and_says_what_to_try(told) -> None:  # type: ignore[no-untyped-def]
    nothing = told("search", "xyzzy")
    assert "Nothing here holds “xyzzy”" in nothing.out
    assert "the beginning of a word finds more" in nothing.out
    assert "disco search" not in nothing.out
    assert "fewer words find more" in told("search", "xyzzy", "macro").out
    assert "There is no word in that" in told("search", "!!!").out
    assert told("search", "!!!", "--json").data == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("macro", "--noun", "intervieuws"), "try: --noun interviews"),
        (("macro", "--noun", "xyz"), "try: one of: interviews, statements"),
        (("macro", "--limit", "0"), "--limit"),
        ((), "WORDS"),
    ],
)
def test_what_is_not_understood_is_an_error(told, arguments, said) -> None:  # type: ignore[no-untyped-def]
    result = told("search", *arguments, ok=False)
    assert (result.code, result.out) == (2, "")
    assert said.lower() in result.err.lower()


def test_what_is_edited_is_found_by_its_new_words_only(told) -> None:  # type: ignore[no-untyped-def]
    told("edit", "I1", "--file", "-", typed="!workaround keeps a script for it\n")
    assert codes(told("search", "macro", "--json")) == []
    assert codes(told("search", "script", "--json")) == ["S9"]


def test_any_text_can_be_searched_for(told) -> None:  # type: ignore[no-untyped-def]
    syntax = st.sampled_from(
        ["AND", "OR", "NOT", "NEAR(", '"', "*", "^", ":", "title:", "-", "(", ")", "{", "+", "a*"]
    )
    words = st.lists(st.one_of(syntax, st.text(st.characters(), max_size=8)), max_size=40)

    @examples(0.5)
    @given(words)
    def check(found: list[str]) -> None:
        assert told("search", "--json", "--", " ".join(found) or " ").code == 0

    check()


def test_a_statement_is_found_by_its_theme_in_the_place_of_its_interview(told) -> None:  # type: ignore[no-untyped-def]
    assert set(codes(told("search", "payroll", "--json"))) == {"S2", "S5"}
    assert codes(told("search", "payroll", "hours", "--json")) == ["S2"]
    told("edit", "I1", "--file", "-", typed="!pain did: took four hours #invoicing\n")
    assert "S2" not in codes(told("search", "payroll", "--json"))
    assert "#invoicing" in told("search", "invoicing", "--noun", "statements").out
