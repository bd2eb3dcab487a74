"""`disco prep`: one page before a call."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

FORMATS = [("80.txt", "table"), ("60.txt", "table"), ("md", "markdown"), ("csv", "csv")]
KEYS = {
    *("code", "name", "organisation", "relation", "segment", "role", "last_contact", "consent"),
    *("period_days", "due_in_days", "interviews", "forgotten", "referred_by", "first_heard"),
    *("last_heard", "days_since", "heard_in", "booked", "words", "followups", "hypotheses"),
    *("colleagues", "unasked", "open"),
}
ASKED = """---
with: Ana Silva @ Acme
on: 2026-04-02
channel: proxy
via: Sam of sales
---
!money paid: they bought a second scanner
H2+ paid: signed for two years
!compliment a lovely tool
"""


@pytest.fixture
def before_a_call(told, once, journal_path: Path):  # type: ignore[no-untyped-def]
    """`disco` with more of Ana: what she was never asked, who sent her, what is overdue."""

    @once
    def tell() -> None:
        _build(told, journal_path)

    return told


def _build(told, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    for text, more in (
        ("Owners sign without a trial", ("--importance", "5")),
        ("Clinics lose claims to typing errors", ("--segment", "clinics", "--importance", "2")),
        ("Shops close early in summer", ("--segment", "retail", "--importance", "5")),
        ("Current customers want more users", ("--serves", "current", "--importance", "5")),
        ("Audits cost a week", ("--serves", "future", "--wrong-if", "three say a day is enough")),
        ("Nobody reads the annual report", ("--rule", "lived=0 against=2")),
    ):
        told("hypotheses", "add", text, *more)
    told("log", "-", typed=ASKED)
    told("log", "Ana Silva @ Acme", "H3+ did: signed in March", "--on", "2026-04-20")
    told("log", "Ana Silva @ Acme", "to come", "--on", "2026-12-05")
    connection = sqlite3.connect(journal_path)
    with connection:
        connection.execute("UPDATE person SET referred_by_id = 3 WHERE id = 1")
    connection.close()


@pytest.mark.parametrize(("ending", "format_"), [*FORMATS, ("json", "json")])
def test_the_page_looks_as_agreed(before_a_call, golden, monkeypatch, ending, format_) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", ending.partition(".")[0] if format_ == "table" else "80")
    golden(f"prep/ana.{ending}", before_a_call("prep", "ana", "--format", format_).out)


def test_the_page_fits_one_screen(before_a_call, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", "80")
    lines = before_a_call("prep", "ana").out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_the_keys_are_those_that_are_promised(before_a_call) -> None:  # type: ignore[no-untyped-def]
    assert set(before_a_call("prep", "P1", "--json").data) == KEYS


def test_interviews_are_counted_up_to_today_and_those_to_come_apart(before_a_call) -> None:  # type: ignore[no-untyped-def]
    found = before_a_call("prep", "ana", "--json").data
    assert found["heard_in"] == ["I2", "I1", "I7", "I6"]
    assert (found["first_heard"], found["last_heard"], found["days_since"]) == (
        "2026-04-02",
        "2026-11-12",
        8,
    )
    assert found["booked"] == [{"code": "I8", "held_on": "2026-12-05"}]
    out = before_a_call("prep", "ana").out
    assert "4 interviews since Thu 2 Apr 2026, the last 8 days ago" in out


def test_their_own_words_come_first_and_praise_never(before_a_call) -> None:  # type: ignore[no-untyped-def]
    words = before_a_call("prep", "ana", "--json").data["words"]
    assert words[0]["text"] == "I spend every Friday on this."
    assert words[0]["verbatim"]
    assert [each["told"] for each in words] == [False] * (len(words) - 2) + [True] * 2
    assert "a lovely tool" not in str(words)
    ranked = ("nice", "would", "says", "did", "paid", "keeps")
    first_hand = [ranked.index(each["rung"]) for each in words if not each["told"]][1:]
    assert first_hand == sorted(first_hand, reverse=True)
    chloe = before_a_call("prep", "chloé", "--json").data
    assert [each["text"] for each in chloe["words"]] == ["the same here"]


def test_promises_both_ways_and_the_overdue_ones_first(before_a_call) -> None:  # type: ignore[no-untyped-def]
    found = before_a_call("prep", "ana", "--json").data["followups"]
    assert [(each["ours"], each["overdue_days"]) for each in found] == [(True, 7), (False, 0)]
    out = before_a_call("prep", "ana").out
    assert "we: send the summary, due 2026-11-13, 7 days overdue, I1" in out
    promised = "they: an introduction to their head of finance, due 2026-12-01, I1"
    assert promised in " ".join(out.split())
    assert out.count("introduction") == 1


def test_what_is_done_is_no_longer_promised(told, journal_path) -> None:  # type: ignore[no-untyped-def]
    connection = sqlite3.connect(journal_path)
    with connection:
        connection.execute("UPDATE followup SET done_on = '2026-11-14' WHERE ours = 1")
    connection.close()
    assert [each["ours"] for each in told("prep", "ana", "--json").data["followups"]] == [False]


def test_open_hypotheses_they_were_never_asked_those_that_fit_first(before_a_call) -> None:  # type: ignore[no-untyped-def]
    found = before_a_call("prep", "ana", "--json").data
    open_ = {each["code"]: each for each in found["open"]}
    assert found["unasked"] == len(open_)
    # H1 to H3 she spoke about; H4 is about her segment, H7 about prospects, H5 about others.
    assert [each["code"] for each in found["open"]] == ["H4", "H7", "H8", "H6", "H5"]
    assert [open_[code]["fits_segment"] for code in ("H4", "H7", "H5")] == [2, 1, 0]
    assert [open_[code]["fits_relation"] for code in ("H4", "H7", "H6")] == [1, 2, 0]
    for code, each in open_.items():
        page = before_a_call("hypotheses", "show", code, "--json").data
        assert "P1" not in {piece["person"] for piece in page["evidence"]}
        assert page["status"] in ("unvalidated", "testing", "mixed", "stale")
        for key in ("text", "status", "risk", "segment", "votes_for", "votes_against", "asked"):
            assert each[key] == page[key]


def test_what_would_prove_us_wrong_is_as_written_down_else_by_the_rule(before_a_call) -> None:  # type: ignore[no-untyped-def]
    open_ = {each["code"]: each for each in before_a_call("prep", "ana", "--json").data["open"]}
    assert open_["H7"]["wrong_if"] == "three say a day is enough"
    assert open_["H8"]["wrong_if"] is None
    assert open_["H8"]["wrong_by"] == {"voices": 4, "lived": 0}
    assert open_["H5"]["wrong_by"] == {"voices": 4, "lived": 1}
    out = before_a_call("prep", "ana").out
    assert "three say a day is enough" in " ".join(out.split())
    assert "4 voices against, one of them did" in " ".join(out.split())


def test_a_screen_shows_five_of_them_and_programs_get_all(told) -> None:  # type: ignore[no-untyped-def]
    for number in range(9):
        told("hypotheses", "add", f"opinion number {number}")
    assert "(5 of 10)" in told("prep", "ana").out
    found = told("prep", "ana", "--json").data
    assert (len(found["open"]), found["unasked"]) == (10, 10)


def test_a_colleague_who_says_otherwise_is_named(before_a_call) -> None:  # type: ignore[no-untyped-def]
    found = before_a_call("prep", "ana", "--json").data
    assert found["colleagues"] == [
        {
            "hypothesis": "H1",
            "stance": "supports",
            "person": "P2",
            "name": "Ben Okoro",
            "theirs": "refutes",
        }
    ]
    assert "colleagues differ: P2 Ben Okoro refuted H1" in before_a_call("prep", "ana").out
    assert "colleagues differ: P1 Ana Silva confirmed H1" in before_a_call("prep", "ben").out


def test_words_that_are_too_old_are_to_be_asked_again(before_a_call) -> None:  # type: ignore[no-untyped-def]
    assert "too old, ask again: H3 (did, confirmed, 2026-04-20)" in before_a_call("prep", "P1").out
    told = {each["code"]: each for each in before_a_call("prep", "P1", "--json").data["hypotheses"]}
    assert (told["H3"]["counted"], told["H3"]["reason"]) == (False, "old")
    assert (told["H2"]["counted"], told["H2"]["reason"]) == (False, "proxy")


def test_who_sent_them_is_named(before_a_call) -> None:  # type: ignore[no-untyped-def]
    found = before_a_call("prep", "ana", "--json").data
    assert found["referred_by"] == {
        "code": "P3",
        "name": "Chloé Durand",
        "organisation": "Bolt & Co",
    }
    assert "P3 Chloé Durand @ Bolt & Co" in before_a_call("prep", "ana").out


def test_consent_is_said_or_how_to_ask_for_it(told) -> None:  # type: ignore[no-untyped-def]
    assert "not asked yet: disco people consent P1" in told("prep", "ana").out
    told("people", "consent", "ana", "--scope", "notes")
    assert "notes given, recording not asked, quote not asked" in told("prep", "ana").out


def test_our_own_people_are_told_to_have_no_vote(told) -> None:  # type: ignore[no-untyped-def]
    assert "internal: what they say has no vote" in told("prep", "robin").out


def test_who_was_never_heard_is_told_so(told) -> None:  # type: ignore[no-untyped-def]
    told("log", "New Name @ New Practice", "to come", "--on", "2026-12-02", "--as", "prospect")
    out = told("prep", "New Name").out
    assert "never: everything is still to be found out" in out
    assert "I6 Wed 2 Dec 2026" in out
    found = told("prep", "New Name", "--json").data
    assert (found["heard_in"], found["days_since"], found["words"]) == ([], None, [])
    assert found["unasked"] == 2


def test_of_a_forgotten_person_nothing_is_left_to_say(before_a_call) -> None:  # type: ignore[no-untyped-def]
    before_a_call("people", "forget", "ana", "--yes")
    out = before_a_call("prep", "P1").out
    assert "Forgotten: nothing they said is kept, and nobody is left to call." in out
    assert "disco log" not in out
    found = before_a_call("prep", "P1", "--json").data
    assert found["forgotten"]
    assert (found["words"], found["followups"], found["hypotheses"]) == ([], [], [])
    assert (found["colleagues"], found["referred_by"]) == ([], None)


def test_who_sent_somebody_is_gone_once_forgotten(before_a_call) -> None:  # type: ignore[no-untyped-def]
    before_a_call("people", "forget", "chloé", "--yes")
    assert "Durand" not in before_a_call("prep", "ana", "--json").out


def test_names_and_words_are_hidden_from_others(before_a_call) -> None:  # type: ignore[no-untyped-def]
    for format_ in ("table", "markdown", "json", "csv"):
        out = before_a_call("prep", "ana", "--anonymous", "--format", format_).out
        for hidden in ("Ana", "Silva", "Acme", "Chloé", "Ben", "every Friday", "summary"):
            assert hidden not in out
    assert "Person 1 @ Organisation 1" in before_a_call("prep", "ana", "--anonymous").out


@pytest.mark.parametrize(("who", "code"), [("nobody", 3), ("P99", 3), ("H1", 2), ("", 2)])
def test_who_is_not_known_is_refused(told, who, code) -> None:  # type: ignore[no-untyped-def]
    result = told("prep", who, ok=False)
    assert result.code == code
    assert result.out == ""
    assert "try:" in result.err


def test_without_a_journal_it_says_what_to_type(disco) -> None:  # type: ignore[no-untyped-def]
    result = disco("prep", "P1", ok=False)
    assert result.code == 3
    assert "disco log" in result.err
