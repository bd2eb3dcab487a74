"""`disco why`: showing, adding and removing answers, and everything it refuses."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from discoverycli.domain.why import MOST_LEVELS, QUESTION

NOTE = "!pain did: they key every invoice twice\n> the export drops the tax code"


@pytest.fixture
def asked(disco: Any, once: Any) -> Any:
    """H1; S1 and S2 of a prospect, S3 passed on by sales, S4 of one of us."""

    @once
    def tell() -> None:
        disco("hypotheses", "add", "Bookkeepers lose a day a month")
        disco("log", "Ana Silva @ Acme", NOTE, "--as", "prospect", "--on", "2026-10-03")
        disco("log", "Bo Lund @ Birch", "!pain says: the bank sends no codes", "--as", "prospect",
              "--via", "Sam of sales")  # fmt: skip
        disco("log", "Gus Ode", "!pain says: nobody asked for it", "--as", "internal")

    return disco


def why(disco: Any, *arguments: str, ok: bool = True) -> Any:
    result = disco("why", "H1", *arguments, "--json", ok=ok)
    return result.data if ok else result


def said(disco: Any, *arguments: str) -> str:
    return " ".join(disco("why", *arguments).out.split())


# --- showing


def test_where_nobody_was_asked_the_next_question_is_given(asked: Any) -> None:
    out = said(asked, "h1")
    assert f"nobody has said why yet. Ask next time: {QUESTION}" in out
    assert "disco why H1 WORDS" in out
    found = why(asked)
    assert (found["code"], found["why_depth"], found["whys"]) == ("H1", 0, [])
    assert (found["backwards"], found["ask"]) == ([], QUESTION)


def test_words_of_a_hypothesis_do_for_its_code(asked: Any) -> None:
    assert asked("why", "bookkeepers lose", "--json").data["code"] == "H1"


def test_reading_a_chain_changes_nothing(asked: Any, journal_path: Path) -> None:
    why(asked, "because")
    before = journal_path.read_bytes()
    why(asked)
    assert journal_path.read_bytes() == before


# --- adding


def test_an_answer_without_a_statement_is_inferred(asked: Any) -> None:
    found = why(asked, "nobody", "has", "told the vendor")
    assert (found["added"], found["removed"], found["why_depth"]) == (1, [], 0)
    (answer,) = found["whys"]
    assert (answer["text"], answer["heard"]) == ("nobody has told the vendor", False)
    assert (answer["statement"], answer["person"], answer["reason"]) == (None, None, None)
    assert (answer["author"], answer["added_on"]) == ("Robin", "2026-11-20")
    out = said(asked, "H1")
    assert "1 nobody has told the vendor inferred" in out
    assert "The first of 1 answer that is not theirs is 1, 1 deep (inferred)." in out
    assert f"Ask next time, where answer 1 stands: {QUESTION}" in out


def test_an_answer_that_was_heard_names_its_statement_and_brings_its_words(asked: Any) -> None:
    out = said(asked, "H1", "--heard", "s1")
    assert "answer 1 is written down: heard S1 (Ana Silva @ Acme, 2026-10-03)" in out
    assert "Their own words go 1 deep. Of 1 answer, none is inferred." in out
    assert "Ask next time" not in out
    found = why(asked, "the vendor does not care", "--heard", "S2", "--under", "1")
    first, second = found["whys"]
    assert (first["text"], first["held_on"]) == ("they key every invoice twice", "2026-10-03")
    assert (second["text"], second["under"]) == ("the vendor does not care", 1)
    assert (found["why_depth"], found["ask"]) == (2, None)


def test_a_branch_reads_backwards_as_one_sentence(asked: Any) -> None:
    why(asked, "They key it twice.")
    found = why(asked, "the export drops the tax code!", "--under", "1")
    sentence = (
        "the export drops the tax code, therefore They key it twice, therefore Bookkeepers lose "
        "a day a month"
    )
    assert found["backwards"] == [{"numbers": [2, 1], "text": sentence}]
    assert sentence in said(asked, "H1")


@pytest.mark.parametrize(
    ("statement", "reason", "words"),
    [
        ("S3", "proxy", "heard, but passed on S3 (Bo Lund @ Birch via Sam of sales, 2026-11-20)"),
        ("S4", "internal", "heard, but from one of us S4 (Gus Ode, 2026-11-20)"),
    ],
)
def test_what_is_not_first_hand_from_outside_is_shown_and_not_counted(
    asked: Any, statement: str, reason: str, words: str
) -> None:
    out = said(asked, "H1", "--heard", statement)
    assert words in out
    assert "kept, but not counted as heard" in out
    found = why(asked)
    assert (found["whys"][0]["heard"], found["whys"][0]["reason"]) == (False, reason)
    assert found["why_depth"] == 0
    deeper = why(asked, "--heard", "S1", "--under", "1")
    assert (deeper["whys"][1]["heard"], deeper["why_depth"]) == (True, 0)


def test_why_can_be_asked_of_a_statement(asked: Any) -> None:
    found = asked("why", "S1", "--heard", "S2", "--json").data
    assert (found["code"], found["why_depth"]) == ("S1", 1)
    assert found["backwards"][0]["text"] == (
        "the export drops the tax code, therefore they key every invoice twice"
    )
    assert why(asked)["whys"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("",), 2, "needs words"),
        ((" . ",), 2, "needs words"),
        (("BECAUSE!",), 2, "answer 1 says that already"),
        (("x", "--under", "7"), 3, "H1 has no answer 7"),
        (("x", "--heard", "S99"), 3, "there is no S99"),
        (("x", "--heard", "H1"), 2, "H1 is a hypothesis"),
        (("--under", "1"), 2, "--under says where an answer goes"),
        (("x", "--remove", "1"), 2, "exclude each other"),
        (("", "--remove", "1"), 2, "exclude each other"),
        (("--heard", "S1", "--remove", "1"), 2, "exclude each other"),
        (("--remove", "7", "--yes"), 3, "H1 has no answer 7"),
        (("x", "--under", "0"), 2, "a whole number of 1 or more"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    asked: Any, arguments: tuple[str, ...], code: int, words: str
) -> None:
    why(asked, "because")
    before = why(asked)
    result = why(asked, *arguments, ok=False)
    assert (result.code, result.out) == (code, "")
    assert words in result.err
    assert "try: " in result.err
    assert why(asked) == before


def test_the_same_words_may_stand_in_two_places(asked: Any) -> None:
    for under in ((), ("--under", "1"), ("--under", "2")):
        why(asked, "because", *under)
    assert [each["level"] for each in why(asked)["whys"]] == [1, 2, 3]


def test_a_statement_is_not_its_own_reason(asked: Any) -> None:
    result = asked("why", "S1", "--heard", "S1", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "S1 cannot be its own reason" in result.err


def test_an_unknown_root_is_not_found(asked: Any) -> None:
    assert asked("why", "H9", "because", ok=False).code == 3
    assert asked("why", "S9", ok=False).code == 3
    assert "P1 is a person" in asked("why", "P1", ok=False).err


def test_a_chain_ends_somewhere(asked: Any) -> None:
    why(asked, "answer 1")
    for number in range(1, MOST_LEVELS):
        why(asked, f"answer {number + 1}", "--under", str(number))
    result = why(asked, "one too many", "--under", str(MOST_LEVELS), ok=False)
    assert result.code == 2
    assert f"a chain is {MOST_LEVELS} answers deep at the most" in result.err
    assert "one too many" not in result.err
    assert len(why(asked, "beside it", "--under", str(MOST_LEVELS - 1))["whys"]) == MOST_LEVELS + 1


def test_nothing_is_changed_where_names_are_to_be_hidden(asked: Any) -> None:
    assert asked("why", "H1", "because", "--anonymous", ok=False).code == 2
    assert why(asked)["whys"] == []


def test_others_see_no_name_and_no_word_without_consent(asked: Any) -> None:
    why(asked, "--heard", "S1")
    why(asked, "nobody told Ana Silva", "--under", "1")
    shown = said(asked, "H1", "--anonymous", "--format", "markdown")
    for hidden in ("Ana", "Acme", "key every invoice"):
        assert hidden not in shown
    assert "heard `S1` (Person 1 @ Organisation 1, 2026-10-03)" in shown
    assert "Their own words go 1 deep." in shown


# --- removing


@pytest.fixture
def chain(asked: Any, once: Any) -> Any:
    """Four answers: 1; 2 and 4 below it; 3 below 2."""

    @once
    def tell() -> None:
        for text, under in (("first", None), ("second", "1"), ("third", "2"), ("fourth", "1")):
            why(asked, text, *(("--under", under) if under else ()))

    return asked


def test_an_answer_goes_with_what_hangs_below_it_and_undo_brings_it_back(chain: Any) -> None:
    before = why(chain)
    after = why(chain, "--remove", "2", "--yes")
    assert (after["added"], after["removed"]) == (None, [2, 3])
    assert [each["number"] for each in after["whys"]] == [1, 4]
    chain("undo", "--yes")
    assert why(chain) == before


def test_a_number_is_given_once(chain: Any) -> None:
    why(chain, "--remove", "4", "--yes")
    assert why(chain, "fifth")["added"] == 5
    chain("undo", "--yes")
    assert why(chain, "sixth")["added"] == 6
    chain("hypotheses", "add", "Owners fear audits")
    assert chain("why", "H2", "first", "--json").data["added"] == 1


def test_without_a_terminal_removing_needs_a_yes_and_tells_no_words(chain: Any) -> None:
    result = why(chain, "--remove", "2", ok=False)
    assert (result.code, result.out) == (2, "")
    assert "from why H1 goes:" in result.err
    assert "second" not in result.err
    assert "--yes" in result.err
    assert len(why(chain)["whys"]) == 4


@pytest.mark.process
@pytest.mark.parametrize(("answer", "left"), [("y", 2), ("n", 4)])
def test_on_a_terminal_it_says_what_goes_and_asks(chain: Any, answer: str, left: int) -> None:
    terminal = pexpect.spawn(
        sys.executable, ["-m", "discoverycli", "why", "H1", "--remove", "2"], encoding="utf-8",
        timeout=20,
    )  # fmt: skip
    terminal.expect("2 second")
    terminal.expect("3 third")
    terminal.expect(r"take answer 2 and 1 answer below it away\? \[y/N\] ")
    terminal.send(f"{answer}\r")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == (0 if answer == "y" else 2)
    assert len(why(chain)["whys"]) == left


def test_a_circle_in_the_journal_can_be_shown_and_taken_away(
    chain: Any, journal_path: Path
) -> None:
    connection = sqlite3.connect(journal_path)
    with connection:
        connection.execute("UPDATE why SET parent_id = 3 WHERE id = 1")
    connection.close()
    assert [each["number"] for each in why(chain)["whys"]] == [1, 2, 3, 4]
    assert why(chain, "--remove", "3", "--yes")["removed"] == [3]
    assert why(chain, "--remove", "1", "--yes")["whys"] == []
