"""`disco next`: what it says before there is anything, and what it does with a code."""

from __future__ import annotations

from typing import Any


def test_without_a_journal_it_says_how_to_begin(disco: Any) -> None:
    result = disco("next", ok=False)
    assert (result.code, result.out) == (3, "")
    assert "disco log" in result.err


def test_an_empty_journal_says_what_to_type(disco: Any) -> None:
    disco("init")
    assert "write one down: disco hypotheses add" in " ".join(disco("next").out.split())
    assert disco("next", "--json").data == []


def test_where_everything_is_settled_it_says_so(disco: Any) -> None:
    disco("hypotheses", "add", "They pay for it")
    disco("hypotheses", "park", "H1", "--reason", "later", "--until", "2027-01-04")
    assert "every opinion is settled or put aside" in disco("next").out


def test_without_people_every_opinion_is_a_call_to_find_some(disco: Any) -> None:
    disco("hypotheses", "add", "Clubs pay for audits", "--serves", "future", "--segment", "clubs")
    out = " ".join(disco("next").out.split())
    assert "Nobody left to ask about 1 open opinion" in out
    assert "5 prospects of the segment clubs" in out


def test_a_code_in_either_case_and_words_of_an_opinion_show_it(disco: Any) -> None:
    disco("hypotheses", "add", "Clubs pay for audits")
    disco("log", "Ana Silva @ Acme", "words", "--as", "prospect", "--on", "2026-11-18")
    pages = {disco("next", code).out for code in ("H1", "h1", "pay for audits")}
    assert len(pages) == 1
    page = pages.pop()
    assert page.startswith("H1 Clubs pay for audits\n")
    assert "When did you last pay for audits? Walk me through it." in page
    assert "Ana Silva" in page


def test_a_code_that_is_none_is_refused(disco: Any) -> None:
    disco("hypotheses", "add", "Clubs pay for audits")
    assert disco("next", "H9", ok=False).code == 3
    assert disco("next", "P1", ok=False).code in (2, 3)


def test_long_lists_are_cut_on_a_screen_and_whole_for_programs(disco: Any) -> None:
    disco("log", "Ana Silva @ Acme", "words", "--as", "prospect", "--on", "2026-11-18")
    for number in range(8):
        disco("hypotheses", "add", f"Clubs pay for audit {number}")
    out = disco("next").out
    assert "Then (5 of 8)" in out
    assert [f"H{n} " in out for n in range(1, 9)] == [True] * 5 + [False] * 3
    assert len(disco("next", "--json").data) == 8
