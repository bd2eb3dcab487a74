"""`disco undo`: takes the last change back, or a named one, or says what stands in its way."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest
from sqlalchemy import Integer
from sqlmodel import SQLModel

from discoverycli.store import change_log
from discoverycli.store.schema import KEYS
from discoverycli.store.write import undo


def test_undo_takes_the_last_change_back_and_undoing_that_puts_it_back(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes", "--as", "prospect")
    result = disco("undo", "--yes")
    assert "taken back: 1 (log by Robin, 2026-11-" in result.out
    assert "· gone: P1, 1 organisation, I1, H1, 1 piece of evidence" in result.out
    assert "disco undo 2 puts it back" in result.out
    assert disco("people", "--json").data == []
    again = disco("undo", "2", "--yes", "--json").data
    assert again["moved"] == []
    assert {each["noun"]: each["removed"] for each in again["touched"]}["person"] == 1
    assert disco("hypotheses", "--json").data[0]["status"] == "testing"
    assert disco("search", "twice", "--json").data


def test_what_moves_by_it_is_said(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("log", "Ana @ Acme", "H1+ did: yes", "--as", "prospect")
    assert "→ H1: testing → unvalidated" in disco("undo", "--yes").out
    assert disco("hypotheses", "show", "H1", "--json").data["moved"] == []
    assert "→ H1: unvalidated → testing" in disco("undo", "3", "--yes").out


def test_a_verdict_that_others_keep_up_stays_and_one_that_rests_on_it_moves(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes", "--as", "prospect")
    disco("log", "Ben @ Bolt", "H1+ did: yes", "--as", "prospect")
    disco("log", "Cy @ Crop", "H1+ did: yes", "--as", "prospect")
    assert disco("undo", "2", "--yes", "--json").data["moved"] == []
    assert disco("hypotheses", "--json").data[0]["votes_for"] == 2
    disco("hypotheses", "edit", "H1", "--rule", "voices=2 majority=75", "--reason", "enough")
    assert disco("hypotheses", "--all", "--json").data[0]["status"] == "validated"
    moved = disco("undo", "3", "--yes", "--json").data["moved"]
    assert moved == [{"code": "H1", "from": "validated", "to": "testing"}]
    assert disco("hypotheses", "show", "H1", "--json").data["moved"][-1]["to"] == "testing"


def test_a_later_change_of_the_same_field_stands_in_the_way_and_is_named(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("hypotheses", "edit", "H1", "--importance", "4")
    disco("hypotheses", "edit", "H1", "--importance", "5")
    result = disco("undo", "2", "--yes", ok=False)
    assert result.code == 2
    assert "2 cannot be taken back: 3 (hypotheses edit) came later and changes H1" in result.err
    assert "try: disco undo 3 first" in result.err
    disco("undo", "3", "--yes")
    disco("undo", "2", "--yes")
    assert disco("hypotheses", "show", "H1", "--json").data["importance"] == 3


def test_a_later_change_of_another_field_stays(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("hypotheses", "edit", "H1", "--importance", "5")
    disco("hypotheses", "edit", "H1", "--segment", "clinics")
    disco("undo", "2", "--yes")
    found = disco("hypotheses", "show", "H1", "--json").data
    assert (found["importance"], found["segment"]) == (3, "clinics")


def test_what_later_ones_build_on_stays_and_they_are_named(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice", "--as", "prospect")
    disco("log", "Ben @ Acme", "words", "--as", "prospect")
    result = disco("undo", "1", "--yes", ok=False)
    assert result.code == 2
    assert "2 (log) came later and builds on it by P2" in result.err
    disco("log", "Dee @ Bolt", "H1+ did: yes")
    disco("undo", "2", "--yes")
    result = disco("undo", "1", "--yes", ok=False)
    assert "3 (log) came later" in result.err


def test_words_that_were_given_to_another_meanwhile_stand_in_the_way(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("undo", "--yes")
    disco("hypotheses", "add", "they type it twice")
    result = disco("undo", "2", "--yes", ok=False)
    assert result.code == 2
    assert "3 (hypotheses add) came later and has the words of H2" in result.err
    assert [each["code"] for each in disco("hypotheses", "--json").data] == ["H2"]


def test_what_comes_back_needs_what_it_points_at(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("log", "Ana @ Acme", "H1+ did: yes", "--as", "prospect")
    note = world / "note.md"
    note.write_text("---\nwith: Ana @ Acme\n---\nnothing about it\n")
    disco("edit", "I1", "--file", str(note))
    disco("undo", "1", "--yes")
    result = disco("undo", "3", "--yes", ok=False)
    assert result.code == 2
    assert "4 (undo) came later and took away H1" in result.err


def test_codes_that_were_taken_back_are_not_given_again(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words")
    disco("undo", "--yes")
    assert "logged I2" in disco("log", "Ana @ Acme", "words").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("undo", "--yes"), 3, "there is nothing to take back"),
        (("undo", "9", "--yes"), 3, "there is no operation 9"),
        (("undo", "I1", "--yes"), 2, "'I1' is not the number of an operation"),
        (("undo", "9" * 30, "--yes"), 2, "is not the number of an operation"),
    ],
)
def test_what_cannot_be_taken_back_is_said(disco, words, code: int, said: str) -> None:  # type: ignore[no-untyped-def]
    disco("init", ".", ok=False)
    disco("hypotheses", "add", "they type it twice")
    disco("undo", "--yes")
    result = disco(*words, ok=False)
    assert (result.code, said in result.err) == (code, True), result


def test_an_operation_goes_back_once(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    disco("undo", "--yes")
    result = disco("undo", "1", "--yes", ok=False)
    assert (result.code, "1 was taken back by 2 already" in result.err) == (2, True)
    assert "try: disco undo 2, which does it again" in result.err


def test_without_a_terminal_it_needs_a_yes_and_changes_nothing_else(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice")
    result = disco("undo", ok=False)
    assert (result.code, "try: --yes" in result.err) == (2, True)
    assert len(disco("hypotheses", "--json").data) == 1


@pytest.mark.process
def test_on_a_terminal_it_says_what_goes_and_asks(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words")
    for answer, left in (("n", 1), ("y", 0)):
        child = pexpect.spawn(
            sys.executable, ["-m", "discoverycli", "undo"], encoding="utf-8", timeout=30
        )
        child.expect("goes: P1, 1 organisation, I1")
        child.expect(r"take back 1 \(log by Robin, .*\)\? \[y/N\]")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == (2 if left else 0)
        assert len(disco("people", "--json").data) == left


def test_the_keys_that_readers_know_are_those_of_the_tables() -> None:
    tables = SQLModel.metadata.tables
    for table in change_log.recorded():
        key = list(tables[table].primary_key.columns)
        assert KEYS.get(table, ("id",)) == tuple(column.name for column in key)
        assert len(key) > 1 or isinstance(key[0].type, Integer), "`has_key` takes it for a number"
    for noun, columns in undo.DERIVED.items():
        assert noun in change_log.recorded()
        assert columns <= {column.name for column in tables[noun].columns}


def test_criteria_that_evidence_counts_by_are_not_rewritten_by_taking_their_edit_back(
    disco,
) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they type it twice", "--rule", "voices=9")
    disco("hypotheses", "edit", "H1", "--rule", "voices=3")
    edited = disco("history", "--json").data[0]["operation"]
    disco("log", "Ana @ Acme", "H1+ did: typed it twice", "--as", "prospect")
    result = disco("undo", str(edited), "--yes", ok=False)
    assert result.code == 2
    assert "the criteria of H1 are frozen" in result.err
    assert "voices=3" in disco("hypotheses", "show", "H1").out


def test_the_last_change_of_somebody_else_needs_its_number(  # type: ignore[no-untyped-def]
    disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("hypotheses", "add", "they type it twice")
    monkeypatch.setenv("DISCO_AUTHOR", "Zoë Ortiz")
    disco("hypotheses", "add", "they print it")
    monkeypatch.setenv("DISCO_AUTHOR", "Robin")
    before = disco("history", "--json").data
    for call in (("undo",), ("undo", "--yes"), ("undo", "--json", "--yes")):
        result = disco(*call, ok=False)
        assert (result.code, result.out) == (2, "")
        assert "the last change, 2, is by Zoë Ortiz\n  try: disco undo 2" in result.err
    assert disco("history", "--json").data == before
    assert "by Zoë Ortiz" in disco("undo", "2", "--yes").out
    monkeypatch.setenv("DISCO_AUTHOR", "Zoë Ortiz")
    result = disco("undo", "--yes", ok=False)  # the last change that stands
    assert "the last change, 1, is by Robin" in result.err
    assert "by Robin" in disco("undo", "3", "--yes").out


@pytest.mark.parametrize("name", ["robin", "ROBIN ", "  Robin"])
def test_ones_own_last_change_needs_no_number_however_the_name_is_typed(  # type: ignore[no-untyped-def]
    disco, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    disco("hypotheses", "add", "they type it twice")
    monkeypatch.setenv("DISCO_AUTHOR", name)
    disco("undo", "--yes")
