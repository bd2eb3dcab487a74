"""Owns what tests share: `disco(...)` runs the real `main()` in a world of its own."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.streams import streams

from discoverycli.main import main

settings.register_profile(
    "disco", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("disco")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Whoever starts the tests in the background has them ignore Ctrl-C, and so all they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

TODAY = date(2026, 11, 20)  # a Friday, in week 2026-W47


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON it printed."""
        return json.loads(self.out)


Disco = Callable[..., Result]


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, an empty working folder, a fixed day, and nothing of the real user's."""
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    for name in list(os.environ):
        if name.startswith(("DISCO_", "XDG_", "GIT_")) and name not in (
            "DISCO_CORPUS",
            "DISCO_CORPUS_REQUIRED",
            "DISCO_GOLDEN",
        ):
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DISCO_TODAY", TODAY.isoformat())
    monkeypatch.setenv("DISCO_AUTHOR", "Robin")
    monkeypatch.setenv("DISCO_JOURNAL", str(work / "journal.db"))
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def journal_path(world: Path) -> Path:
    """Where this test's journal is, or will be."""
    return world / "journal.db"


@pytest.fixture
def disco(world: Path) -> Disco:
    """Runs a command: `disco("log", "Ana @ Acme", "words", typed="standard input")`.

    `ok=True` (the default) asserts that it exits with 0; `ok=False` leaves the code to the test.
    """

    def run(*arguments: str, typed: str | bytes = b"", ok: bool = True) -> Result:
        data = typed if isinstance(typed, bytes) else typed.encode()
        with streams(data) as (out, err):
            code = main(list(arguments))
        result = Result(int(code), out.getvalue().decode(), err.getvalue().decode())
        if ok:
            assert result.code == 0, f"disco {arguments}: {result}"
        return result

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what tests tell by `record_property("told", …)`: figures to see when they pass, too."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "told":
                terminalreporter.write_line(str(value))
