"""Shell completion, asked for by a real bash."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pexpect
import pytest

BASH = shutil.which("bash") or "bash"


@pytest.fixture
def shell(disco, world: Path) -> pexpect.spawn:  # type: ignore[no-untyped-def]
    """A bash that has read the completion script, with `disco` on its path."""
    disco("log", "Ana Silva @ Acme & Sons", "H: they type it twice\nJ: reconcile invoices on time")
    disco("log", "Ben Ito @ Bolt", "words")
    (world / "completion").write_text(disco("completion", "bash").out)
    (world / "disco").write_text(f'#!/bin/sh\nexec {sys.executable} -m discoverycli "$@"\n')
    (world / "disco").chmod(0o700)
    bash = pexpect.spawn(BASH, ["--norc", "--noprofile"], encoding="utf-8", timeout=20)
    bash.sendline("PATH=$PWD:$PATH; PS1='ready> '; bind 'set bell-style none'; . ./completion")
    bash.expect("ready> $")
    return bash


@pytest.mark.process
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("disco hyp\t", "disco hypotheses "),
        ("disco show H\t", "disco show H1 "),
        ("disco people show P\t\t", "P1"),
        ("disco log An\t", r"disco log Ana\\ Silva\\ @\\ Acme\\ \\&\\ Sons "),
        ("disco log Ana --as pros\t", "disco log Ana --as prospect "),
    ],
)  # fmt: skip
def test_a_real_bash_completes_commands_codes_and_names(shell, typed, completed) -> None:  # type: ignore[no-untyped-def]
    shell.send(typed)
    shell.expect(completed)


@pytest.mark.process
def test_a_completed_name_is_one_word_again(shell, disco) -> None:  # type: ignore[no-untyped-def]
    shell.send("disco log An\t")
    shell.expect("Sons ")
    shell.sendline("four hours")
    shell.expect("logged I3: Ana Silva @ Acme & Sons|logged .*I3")
    assert disco("show", "I3", "--json").data["people"][0]["code"] == "P1"


def test_completion_of_a_journal_that_is_not_there_is_silent(disco, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from discoverycli.cli import complete

    assert complete.people("a") == []
    (world / "journal.db").write_text("not a journal")
    assert complete.codes("H")("H") == []


def test_proposals_are_escaped_against_patterns(disco) -> None:  # type: ignore[no-untyped-def]
    from discoverycli.cli import complete

    disco("log", "100% Ana @ Acme", "x")
    assert complete.people("100%") == [("100% Ana @ Acme", "")]
    assert complete.people("1_") == []


def test_decisions_are_completed_by_their_codes(disco) -> None:  # type: ignore[no-untyped-def]
    from discoverycli.cli import complete

    disco("hypotheses", "add", "they type it twice")
    disco("hypotheses", "decide", "Ship the import", "--because", "H1")
    assert complete.codes("ISPHJD")("d") == [("D1", "Ship the import")]


def test_an_unknown_shell_is_an_error(disco) -> None:  # type: ignore[no-untyped-def]
    assert disco("completion", "powershell", ok=False).code == 2


def test_behind_an_at_known_organisations_are_completed(disco) -> None:  # type: ignore[no-untyped-def]
    from discoverycli.cli import complete

    disco("log", "Ana Silva @ Acme Dental", "x")
    assert complete.people("Ben Ito @ acm") == [("Ben Ito @ Acme Dental", "")]
    assert complete.people("ana") == [("Ana Silva @ Acme Dental", "")]
    assert complete.people("Ana Silva @") == [("Ana Silva @ Acme Dental", "")]


def test_what_a_shell_or_the_helps_markup_would_obey_is_not_proposed(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from discoverycli.cli import complete

    for name in ("Ana Silva", "Anb \\", "Anc \x1b[2J", "And \u202e"):
        disco("log", f"{name} @ Acme", "words")
    disco("hypotheses", "add", "see [/] and \\ and \x1b[2J")
    assert complete.people("an") == [("Ana Silva @ Acme", "")]
    assert complete.codes("H")("H") == [("H1", "see (/) and / and /u{1b}(2J")]
    monkeypatch.setenv("_DISCO_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "disco hypotheses show H")
    disco()
