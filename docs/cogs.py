"""Owns what the generated pages are made of: the real program, run in a world of its own.

`python -m cogapp -r -I docs docs/cli.md README.md` writes the pages; `--check` compares them.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import cog

TODAY = "2026-11-20"


class World:
    """An empty home and working folder, a fixed day, and a screen of 80 columns."""

    def __init__(self, today: str = TODAY) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="disco-docs-"))
        kept = {
            k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
        }
        self.environment = {
            **kept,
            "HOME": str(self.folder),
            "DISCO_TODAY": today,
            "DISCO_AUTHOR": "Robin",
            "COLUMNS": "80",
            # Help pages without boxes, whose looks change from version to version.
            "TYPER_USE_RICH": "0",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }

    def run(self, line: str) -> tuple[str, int]:
        """What a command line prints, both streams, and its exit code."""
        words = shlex.split(line)
        assert words[0] == "disco", line
        done = subprocess.run(
            [sys.executable, "-m", "discoverycli", *words[1:]],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        text = done.stdout.replace(str(self.folder), "~")
        return "\n".join(row.rstrip() for row in text.splitlines()).strip("\n"), done.returncode


def tour() -> None:
    """The README's tour: commands, and what they print."""
    world = World()
    for words, line in TOUR:
        text, _code = world.run(line)
        cog.outl(f"\n{words}\n")
        cog.outl(f"```console\n$ {line}\n{text}\n```")
    cog.outl("")


TOUR = (
    (
        "Write down what the team believes. It is an opinion, and says so:",
        "disco hypotheses add 'bookkeepers lose a day a month to typing invoices twice' "
        "--importance 5 --serves future",
    ),
    (
        "Log a call, right after it. Only who and the words are mandatory:",
        "disco log 'Ana Silva @ Acme Dental' 'H1+ did: typed 140 invoices twice last month' "
        "--as prospect --on yesterday",
    ),
    ("Before a decision, look at what nobody outside has validated:", "disco hypotheses"),
    ("In the stand-up, read the week:", "disco report --week"),
)


def commands() -> None:
    """Every command's help page, from the command list itself."""
    from discoverycli.main import COMMANDS

    world = World()
    _section("##", "disco", world.run("disco --help")[0])
    for name in COMMANDS:
        text, _code = world.run(f"disco {name} --help")
        _section("##", f"disco {name}", text)
        for below in re.findall(r"^  (\w+)  ", text.partition("\nCommands:\n")[2], re.MULTILINE):
            _section("###", f"disco {name} {below}", world.run(f"disco {name} {below} --help")[0])


def _section(marks: str, line: str, text: str) -> None:
    cog.outl(f"\n{marks} `{line}`\n\n```text\n{text}\n```")


def exit_codes() -> None:
    """The table of exit codes, from the code itself."""
    from discoverycli.errors import ExitCode

    meanings = {
        ExitCode.DONE: "done",
        ExitCode.CHECK_SAYS_NO: "a `--check` says no",
        ExitCode.USAGE: "wrong usage or input",
        ExitCode.NOT_FOUND: "not found",
        ExitCode.JOURNAL: "the journal cannot be opened, is busy, full or damaged",
        ExitCode.BUG: "a bug in disco",
        ExitCode.INTERRUPTED: "interrupted",
    }
    cog.outl("\n| code | means |\n|---|---|")
    for code in ExitCode:
        cog.outl(f"| {int(code)} | {meanings[code]} |")
    cog.outl("")
