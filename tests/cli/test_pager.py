"""`PAGER`: honoured for long pages on a terminal, never through a shell, never in a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest


@pytest.fixture
def long_note(disco, world: Path) -> Path:  # type: ignore[no-untyped-def]
    """An interview of a hundred lines, and a pager that says that it was called."""
    disco("log", "Ana @ Acme", typed="".join(f"line {n}\n" for n in range(100)))
    pager = world / "pager"
    pager.write_text('#!/bin/sh\necho PAGED "$#"\ncat\n')
    pager.chmod(0o700)
    return pager


def shown(*arguments: str) -> str:
    terminal = pexpect.spawn(
        sys.executable, ["-m", "discoverycli", *arguments], dimensions=(24, 80), encoding="utf-8"
    )
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    return str(terminal.before)


@pytest.mark.process
def test_a_long_page_goes_through_the_pager_with_its_arguments(long_note, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PAGER", f"{long_note} --one '--two three'")
    text = shown("show", "I1")
    assert "PAGED 2" in text
    assert "line 99" in text


@pytest.mark.process
def test_a_short_page_does_not(long_note, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PAGER", str(long_note))
    assert "PAGED" not in shown("people")
    assert "PAGED" not in shown("show", "I1", "--no-input")
    assert "PAGED" not in shown("show", "I1", "--json")


@pytest.mark.process
def test_a_pager_that_cannot_be_started_loses_nothing(long_note, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for command in ("/nowhere/less", "'unbalanced"):
        monkeypatch.setenv("PAGER", command)
        assert "line 99" in shown("show", "I1")


@pytest.mark.process
def test_the_pager_is_called_without_a_shell(long_note, monkeypatch, world: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PAGER", f"{long_note}; touch pwned $(touch pwned)")
    shown("show", "I1")
    assert not (world / "pwned").exists()


@pytest.mark.process
def test_a_pipe_is_never_paged(long_note, disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PAGER", str(long_note))
    assert "PAGED" not in disco("show", "I1").out
