"""A journal that holds what no journal holds: a command that fails for it is no bug."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest


def change(journal: Path, text: str) -> None:
    connection = sqlite3.connect(journal, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute(text)
    connection.close()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("UPDATE person SET relation = 'prospfct'", ("people",)),
        ("UPDATE person SET relation = 'prospfct'", ("people", "edit", "P1", "--role", "x")),
        ("UPDATE interview SET held_on = '2026-99-99'", ("show", "I1")),
        ("UPDATE memo SET result = '{'", ("hypotheses",)),
        ("UPDATE hypothesis SET serves = 'everybody'", ("hypotheses",)),
        ("UPDATE hypothesis SET serves = 'future,current'", ("doctor",)),
        ("UPDATE hypothesis SET importance = 9", ("hypotheses",)),
        ("UPDATE job SET serves = 'nobody'", ("jobs",)),
        ("UPDATE operation SET at = 'at noon'", ("history",)),
        ("UPDATE ground SET code = 'the first'", ("export",)),
        ("UPDATE prediction SET percent = -7000", ("doctor",)),
        *(
            (f"UPDATE change SET before = '{before}' WHERE noun = 'person'", command)
            for before, command in (
                ("[]", ("history", "P1")),
                ("7", ("history", "P1")),
                ("null", ("doctor",)),
                ("{}", ("doctor",)),
                ('{"name": 1}', ("doctor",)),
                ("[]", ("undo", "4", "--yes")),
            )
        ),
        ("UPDATE hypothesis SET text = CAST(x'ff41' AS TEXT)", ("hypotheses",)),
    ],
)
def test_what_stands_there_wrongly_is_said(disco, journal_path: Path, text: str, command) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they print it")
    disco("hypotheses", "predict", "H1", "70")
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes\nJ: count the till at night")
    disco("people", "edit", "P1", "--name", "Ana Silva")
    disco("hypotheses", "decide", "print less", "--because", "H2")
    change(journal_path, text)
    result = disco(*command, ok=False)
    assert result.code == 4, result
    if command != ("doctor",):
        assert f"{journal_path} is damaged" in result.err
        assert "try: " in result.err
    for word in ("prospfct", "everybody", "nobody", "noon", "the first"):
        assert word not in result.err


@pytest.mark.parametrize("text", ["UPDATE hypothesis SET serves = 'everybody'"])
def test_words_typed_into_a_damaged_journal_are_kept(disco, journal_path: Path, text: str) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "they print it")
    change(journal_path, text)
    result = disco("log", "Ben @ Bolt", "H1+ did: words to keep", ok=False)
    if result.code:
        assert (result.code, "is damaged" in result.err) == (4, True), result
        assert "your text is kept in" in result.err


def test_a_bug_is_a_bug_when_the_journal_is_well(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")

    def broken(*_arguments: object) -> None:
        raise KeyError("CANARY")

    monkeypatch.setattr("discoverycli.analysis.people.people.people_listing", broken)
    result = disco("people", ok=False)
    assert result.code == 70
    assert "CANARY" not in result.err


def test_looking_for_damage_never_hides_what_failed_first(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")

    def broken(*_arguments: object) -> None:
        raise KeyError("CANARY")

    monkeypatch.setattr("discoverycli.analysis.people.people.people_listing", broken)
    monkeypatch.setattr("discoverycli.safety.doctor.look", broken)
    assert disco("people", ok=False).code == 70
