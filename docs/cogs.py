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
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")}
        self.environment = {
            **kept,
            "HOME": str(self.folder),
            "DISCO_TODAY": today,
            "DISCO_AUTHOR": "Robin",
            "COLUMNS": "80",
            "TERMINAL_WIDTH": "80",
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
    for name in ("", *COMMANDS):
        _help(world, f"disco {name}".strip())


def _help(world: World, line: str) -> None:
    text, _code = world.run(f"{line} --help")
    cog.outl(f"\n## `{line}`\n\n```text\n{_plain(text)}\n```")
    for name in _below(text):
        below, _code = world.run(f"{line} {name} --help")
        cog.outl(f"\n### `{line} {name}`\n\n```text\n{_plain(below)}\n```")


def _below(text: str) -> list[str]:
    """The sub-commands a help page lists; those of `disco` itself have sections of their own."""
    if text.startswith(("Usage: disco [", " Usage: disco [")) or "Usage: disco [OPTIONS]" in text:
        return []
    boxes = re.findall(r"╭─ Commands ─+╮\n(.*?)╰", text, re.DOTALL)
    return [m[1] for box in boxes for m in re.finditer(r"^│ (\S+)", box, re.MULTILINE)]


def _plain(text: str) -> str:
    """A help page without the box drawing, whose width says nothing."""
    rows = []
    for row in text.splitlines():
        title = re.match(r"╭─ (.+?) ─*╮", row)
        if title:
            rows.append(f"{title[1]}:")
        elif not row.startswith("╰"):
            rows.append(re.sub(r"^│ (.*?)\s*│$", r"  \1", row).rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


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
