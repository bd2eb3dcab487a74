"""Writes docs/trials.md from the results of a release run: `python -m tests.trials.table FOLDER`."""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.trials.register import TRIALS

from discoverycli import __version__

HEAD = """# Trials

What the journal promises, tried in bulk. This page is written by `just trials`, which runs every
trial with the counts of a release; CI runs the same tests with smaller counts, and the README's
command with a few of each. A trial that did not run says why.

"""


def page(folder: Path) -> str:
    """The table, of all results in `folder`."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            result = json.loads(line)
            found[result["trial"]].append(result)
    if not all(result["release"] for results in found.values() for result in results):
        sys.exit("these are not the results of a release run")
    lines = [
        (
            f"Last run: {datetime.now(UTC):%Y-%m-%d}, disco {__version__}, Python "
            f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}.\n"
        ),
        "| trial | what is tried | passes when | runs | failures | seconds |",
        "|---|---|---|--:|--:|--:|",
    ]
    lines += [_line(name, found.get(name, []), planned(folder, name)) for name in TRIALS]
    return HEAD + "\n".join(lines) + "\n"


def planned(folder: Path, name: str) -> set[str]:
    """The tests that a trial was to run."""
    return {
        test for file in folder.glob(f"{name}-*.planned") for test in file.read_text().splitlines()
    }


def _line(name: str, results: list[dict[str, Any]], wanted: set[str]) -> str:
    entry = TRIALS[name]
    told = f"| {name} | {entry.what} | {entry.passes} "
    if entry.absent:
        return told + f"| not run: {entry.absent} | | |"
    if not results:
        why = "the run was cut short before it" if wanted else "the run left no result of it"
        return told + f"| not run: {why} | | |"
    runs = sum(result["runs"] for result in results)
    failures = sum(result["failures"] for result in results)
    seconds = sum(result["seconds"] for result in results)
    skipped = "; ".join(sorted({_reason(result["skipped"]) for result in results} - {""}))
    if skipped and not runs and not failures:
        return told + f"| not run: {skipped} | | |"
    shown = f"{runs:,}" + (f" (in part not run: {skipped})" if skipped else "")
    done = {result["test"] for result in results}
    if wanted - done:
        shown += f" ({len(wanted & done)} of {len(wanted)} tests: the run was cut short)"
    return told + f"| {shown} | {failures} | {seconds:,.0f} |"


def _reason(skipped: str) -> str:
    """Why a test was skipped, as a cell of the table can hold it."""
    return " ".join(skipped.removeprefix("Skipped: ").split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page(Path(sys.argv[1])))
