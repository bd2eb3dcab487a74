"""`disco hypotheses decide`: what was chosen, because of what, and how it is taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def tested(disco: Any, once: Any) -> Any:
    """H1 validated, H2 testing, H3 refuted, H4 that nobody was asked about; J1 and S1."""

    @once
    def tell() -> None:
        for text in ("owners pay", "owners sign", "nobody reads it", "insurers pay"):
            disco("hypotheses", "add", text)
        disco("jobs", "add", "reconcile invoices before month end")
        for name in ("Ana", "Ben", "Cy", "Dee", "Eve"):
            lines = ["H1+ did: paid", "H3- did: read it", "!pain did: four hours"]
            lines += ["H2+ says: yes"] if name in ("Ana", "Ben", "Cy") else []
            lines += (
                ["H2- did: not he"] if name == "Dee" else ["H2? could not say"][: name == "Eve"]
            )
            disco("log", f"{name} @ {name} & Co", "\n".join(lines), "--as", "prospect")

    return disco


def said(result: Any) -> str:
    """What a command printed, on one line."""
    return " ".join(result.out.split())


def test_a_decision_gets_a_code_and_says_which_verdict_it_rests_on(tested: Any) -> None:
    result = tested("hypotheses", "decide", "Ship", "the", "import", "--because", "h1")
    assert result.out.startswith("D1 is decided: Ship the import\n")
    assert "rests on H1 being so: validated, 5 for, 0 against, 5 of 5 asked" in said(result)
    assert "inconclusive" not in result.out


def test_a_decision_on_an_inconclusive_test_is_called_that(tested: Any) -> None:
    result = tested("hypotheses", "decide", "ship it", "--because", "H2")
    assert "decided on an inconclusive test: H2 is testing, 3 for, 1 against, 4 of 5 asked" in said(
        result
    )
    nobody = tested("hypotheses", "decide", "ship it", "--because", "H4")
    assert "on an inconclusive test: H4 is unvalidated, no votes" in said(nobody)
    not_so = tested("hypotheses", "decide", "wait", "--because-not", "H2")
    assert "4 of 5 asked, and it leans on H2 not being so" in said(not_so)
    assert [each["state"] for each in tested("report", "decisions", "--json").data] == [
        "inconclusive"
    ] * 3


def test_because_of_a_refuted_one_is_kept_as_its_not_being_so(tested: Any) -> None:
    result = tested("hypotheses", "decide", "drop it", "--because", "H3")
    assert "rests on H3 not being so, since it is refuted: 0 for, 5 against" in said(result)
    (ground,) = tested("show", "D1", "--json").data["grounds"]
    assert (ground["holds"], ground["status"], ground["state"]) == (False, "refuted", "stands")
    plain = tested("hypotheses", "decide", "drop it", "--because-not", "H3", "--json").data
    assert plain["grounds"] == [ground]


def test_a_decision_against_the_evidence_is_called_that(tested: Any) -> None:
    result = tested("hypotheses", "decide", "do not sell it", "--because-not", "H1")
    assert "decided against the evidence: H1 is validated, 5 for" in said(result)
    assert "! the last verdict on H1 says the opposite: did you mean --because?" in said(result)
    assert tested("show", "D1", "--json").data["state"] == "undermined"


def test_what_rests_on_no_hypothesis_is_said_so(tested: Any) -> None:
    result = tested("hypotheses", "decide", "hire", "--because", "S1", "--because", "J1",
                    "--because", "I2", "--reason", "she asked")  # fmt: skip
    assert "because of S1, J1 and I2" in said(result)
    assert "rests on no hypothesis" in said(result)
    data = tested("show", "D1", "--json").data
    assert (data["state"], data["reason"]) == ("unfounded", "she asked")
    assert [each["code"] for each in data["grounds"]] == ["S1", "J1", "I2"]


def test_words_mean_what_they_mean_elsewhere(tested: Any) -> None:
    data = tested("hypotheses", "decide", "ship", "--because", "insurers", "--json").data
    assert [each["code"] for each in data["grounds"]] == ["H4"]


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        (("ship",), 2, "a decision rests on something", "--because CODE"),
        (("ship", "--because", "H9"), 3, "there is no H9", "disco hypotheses --all"),
        (("ship", "--because", "S99"), 3, "there is no S99", "disco search WORDS"),
        (("ship", "--because", "H1", "--because", "h1"), 2, "H1 is named twice", "once"),
        (("ship", "--because", "H1", "--because-not", "H1"), 2, "H1 is named twice", "once"),
        (("ship", "--because-not", "J1"), 2, "J1 is a job", "a code such as H3"),
        (("ship", "--because", "P1"), 2, "P1 is a person", "a code such as H3 or J2"),
        (("  ", "--because", "H1"), 2, "a decision needs words", "disco hypotheses decide"),
        (("--because", "H1"), 2, "", ""),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_stored(
    tested: Any, words: tuple[str, ...], code: int, message: str, hint: str
) -> None:
    result = tested("hypotheses", "decide", *words, ok=False)
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert hint in result.err
    assert tested("report", "decisions", "--json").data == []


def test_without_a_journal_there_is_nothing_to_decide_on(disco: Any) -> None:
    assert disco("hypotheses", "decide", "ship", "--because", "H1", ok=False).code == 3


def test_deciding_moves_no_verdict(tested: Any) -> None:
    def pages() -> list[Any]:
        return [
            {key: value for key, value in tested("hypotheses", "show", f"H{n}", "--json").data.items()
             if key != "decisions"}
            for n in range(1, 5)
        ]  # fmt: skip

    before = pages()
    tested("hypotheses", "decide", "all", *(f"--because=H{n}" for n in range(1, 5)))
    assert pages() == before


def test_a_decision_is_taken_back_whole_and_put_back_as_it_was(tested: Any) -> None:
    tested("hypotheses", "decide", "ship", "--because", "H1", "--because", "S1")
    before = tested("show", "D1", "--json").data
    undone = tested("undo", "--yes")
    assert "gone: D1" in undone.out
    assert tested("show", "D1", ok=False).code == 3
    assert tested("hypotheses", "show", "H1", "--json").data["decisions"] == []
    tested("undo", str(undone_by(tested)), "--yes")
    assert tested("show", "D1", "--json").data == before
    tested("undo", "--yes")
    assert "D2 is decided" in tested("hypotheses", "decide", "ship", "--because", "H1").out


def undone_by(disco: Any) -> int:
    """The last operation."""
    return int(disco("history", "--json").data[0]["operation"])


def test_a_hypothesis_that_was_decided_on_is_not_taken_back_before(disco: Any) -> None:
    disco("hypotheses", "add", "owners pay")
    disco("hypotheses", "decide", "ship", "--because", "H1")
    result = disco("undo", "1", "--yes", ok=False)
    assert result.code == 2
    assert "2 (hypotheses decide) came later and builds on it" in result.err


def test_the_history_tells_a_decision_and_what_it_rested_on(tested: Any) -> None:
    tested("hypotheses", "decide", "ship", "--because", "H2", "--because-not", "H3",
           "--because", "S1", "--reason", "May is near")  # fmt: skip
    out = said(tested("history", "D1"))
    for line in (
        "decided on 2026-11-20: “ship”, because May is near",
        "rests on H2: testing, 3 for, 1 against, 5 asked",
        "rests on H3 not being so: refuted, 0 for, 5 against, 5 asked",
        "rests on S1",
    ):
        assert line in out
    assert "D1 rests on H2: testing" in said(tested("history", "H2"))
    listed = tested("history", "--json").data[0]
    assert [(each["noun"], each["made"], each["codes"]) for each in listed["touched"]] == [
        ("decision", 1, ["D1"]),
        ("ground", 3, []),
    ]
    assert tested("history").out.splitlines()[3].split()[-1] == "D1"
    tested("undo", "--yes")
    assert "gone: decided on 2026-11-20: “ship”" in tested("history", "D1").out


def test_the_history_tells_beliefs_and_answers_to_why(disco: Any, journal_path: Path) -> None:
    """As the record has them, whichever command writes them."""
    disco("hypotheses", "add", "owners pay")
    disco("log", "Ana @ Acme", "!pain did: four hours")
    disco("hypotheses", "decide", "ship", "--because", "H1")
    rows = {
        "prediction": {"id": 1, "hypothesis_id": 1, "author": "Robin", "percent": 80, "revision": 1,
                       "made_on": "2026-11-20"},
        "why": {"id": 1, "hypothesis_id": 1, "statement_id": None, "number": 1, "parent_id": None,
                "text": "they type it twice", "heard_id": 1, "author": "Robin",
                "added_on": "2026-11-20"},
    }  # fmt: skip
    with sqlite3.connect(journal_path) as connection:
        for noun, row in rows.items():
            marks = ", ".join(f":{name}" for name in row)
            connection.execute(f"INSERT INTO {noun} ({', '.join(row)}) VALUES ({marks})", row)
            connection.execute(
                "INSERT INTO change (operation_id, noun, key, before) VALUES (3, ?, '1', NULL)",
                (noun,),
            )
    connection.close()
    out = said(disco("history", "H1"))
    assert "Robin was 80 % sure of H1.1 on 2026-11-20" in out
    assert "why 1: “they type it twice” (S1)" in out
    assert "1 prediction, 1 answer to why, D1" in said(disco("history"))


@pytest.mark.parametrize("format_", ["table", "markdown", "json", "csv"])
def test_a_decision_is_shown_by_its_code_or_its_words_in_every_format(
    tested: Any, format_: str
) -> None:
    tested("hypotheses", "decide", "Ship the import", "--because", "H2", "--because", "S1")
    by_code = tested("show", "D1", "--format", format_)
    assert "Ship the import" in by_code.out or format_ == "csv"
    assert tested("show", "ship the", "--format", format_).out == by_code.out
    assert tested("history", "D1", "--format", format_).out.strip()
    assert tested("show", "D1", "--format", format_, "--anonymous").out


def test_names_in_a_decision_are_hidden_where_it_is_shared(tested: Any) -> None:
    tested("hypotheses", "decide", "Call Ana first", "--because", "H1", "--because", "S1",
           "--reason", "Ben & Co asked for it")  # fmt: skip
    for command in (("show", "D1"), ("report", "decisions"), ("hypotheses", "show", "H1")):
        out = tested(*command, "--anonymous", "--json").out
        assert "Ana" not in out
        assert "Ben" not in out
        assert "four hours" not in out
