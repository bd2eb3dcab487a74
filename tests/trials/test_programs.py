"""Other programs that we start: never through a shell, and no word is lost when they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from tests.conftest import Disco
from tests.trials.conftest import Trial

# --- H8 ---------------------------------------------------------------------------------------

EDITORS = {
    "two commands": "true; touch pwned",
    "a command inside": "true $(touch pwned)",
    "backticks": "true `touch pwned`",
    "and": "false && touch pwned || touch pwned",
    "a pipe": "true | touch pwned",
    "redirection": "true > pwned",
    "a variable": "${IFS}touch${IFS}pwned",
    "a quote": "true 'never closed",
    "a backslash": "true \\",
    "a newline": "true\ntouch pwned",
    "nothing": "",
    "blanks": "   ",
    "missing": "/nowhere/editor",
    "a folder": "/",
    "failing": "false",
    "killed": "sh -c 'kill -9 $$'",
}
PAGERS = ("two commands", "a command inside", "a quote", "nothing", "missing", "failing")
WORDS = "words that must not be lost"


@pytest.mark.trial("H8")
def test_no_editor_is_called_through_a_shell_and_no_word_is_lost(
    disco: Disco, trial: Trial, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(EDITORS) >= trial.count
    disco("log", "Ana @ Acme", WORDS)
    called: list[tuple[Any, Any]] = []
    popen = subprocess.Popen

    class Spy(popen):  # type: ignore[misc, valid-type]
        def __init__(self, args: Any, *rest: Any, **options: Any) -> None:
            called.append((args, options.get("shell")))
            super().__init__(args, *rest, **options)

    monkeypatch.setattr(subprocess, "Popen", Spy)
    monkeypatch.setattr(os, "system", lambda _: pytest.fail("os.system"))
    for name in ("EDITOR", "VISUAL"):
        other = [*EDITORS][::2] if name == "EDITOR" else [*EDITORS][1::2]
        for what, command in trial.some([*EDITORS.items()], 6):
            if what in other and not trial.release:
                continue
            with monkeypatch.context() as patch:
                patch.setenv(name, command)
                for call in (
                    ("log", "Bo @ Bolt", WORDS, "--edit"),
                    ("edit", "I1"),
                    ("config", "edit"),
                ):
                    shutil.rmtree(world / "drafts", ignore_errors=True)
                    before = len(called)
                    result = disco(*call, ok=False)
                    said = f"{name}={command!r} {call[0]}: {result}"
                    for args, shell in called[before:]:
                        trial.check(isinstance(args, list) and not shell, f"a shell by {said}")
                    trial.check(result.code in (0, 2), said)
                    if call[0] == "log" and result.code == 2:
                        kept = [path.read_text() for path in world.glob("drafts/*.md")]
                        trial.check(any(WORDS in text for text in kept), f"lost by {said}")
                        trial.check("your text is kept in" in result.err, f"nowhere by {said}")
            trial.check(WORDS in disco("show", "I1").out, f"{what} changed the journal")
            trial.check(not (world / "pwned").exists(), f"{name}={command!r} ran a command")
            trial.ran()


@pytest.mark.trial("H8")
def test_no_pager_is_called_through_a_shell_and_no_page_is_lost(
    disco: Disco, trial: Trial, world: Path
) -> None:
    disco("log", "Ana @ Acme", typed="".join(f"line {n}\n" for n in range(100)))
    for what in [*EDITORS] if trial.release else trial.some(PAGERS, 1):
        pager = EDITORS[what].replace("true", "cat")
        terminal = pexpect.spawn(
            sys.executable, ["-m", "discoverycli", "show", "I1"], dimensions=(24, 80),
            env={**os.environ, "PAGER": pager}, encoding="utf-8", timeout=60,
        )  # fmt: skip
        terminal.expect(pexpect.EOF)
        terminal.close()
        shown = str(terminal.before)
        trial.check(terminal.exitstatus == 0, f"PAGER={pager!r} ends with {terminal.exitstatus}")
        trial.check("line 99" in shown, f"PAGER={pager!r} shows {shown[:300]}")
        trial.check(not (world / "pwned").exists(), f"PAGER={pager!r} ran a command")
        trial.ran()
