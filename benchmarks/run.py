"""Prints how long commands take, as ratios: to a bare import, and big journal to small journal.

`python benchmarks/run.py` makes two journals in a temporary folder (20 and 100,000 interviews) and
runs every command in turn with what it is compared to, A B A B …, so that a machine whose speed
drifts does not matter. A figure is the median of the ratios of processor time (user + system) pair
by pair, of whole processes, after one run that is not counted. `--runs` and `--interviews` change
the size; nothing is asserted here, and the exit code is 0 unless a command fails.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from make_journal import COMMON, fill

TODAY = date(2026, 11, 20)
DISCO = str(Path(sys.executable).with_name("disco"))

COLD = (
    ("disco --version", "import typer", 1.2),
    ("disco hypotheses", "import typer, rich.table, sqlite3", 1.5),
    ("disco report --week", "import typer, rich.table, sqlite3", 1.5),
    ("disco log 'Person 1' 'H1+ did: keyed it twice'", "import typer, sqlmodel", 1.2),
)
SCALE = (
    "disco hypotheses",
    "disco report --week",
    "disco search sunday shoebox",
    f"disco search {COMMON}",
    "disco people show P1",
    "disco log 'Person 1' 'H1+ did: keyed it twice'",
    "disco report fragile",
    "disco report matrix",
    "disco report gaps",
    "disco report stale",
    "disco report calibration",
    "disco report decisions",
    "disco report hypotheses",
    "disco next",
    "disco prep P1",
    "disco why H1",
    "disco hypotheses show H1",
    "completion of a hypothesis",
    "completion of a name",
)
LIMIT = 3.0


def words_of(line: str) -> list[str]:
    import shlex

    return [DISCO, *shlex.split(line)[1:]]


def environment(journal: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DISCO_", "PYTHONDONT"))}
    return {
        **kept,
        "DISCO_JOURNAL": str(journal),
        "DISCO_TODAY": TODAY.isoformat(),
        "DISCO_AUTHOR": "Robin",
    }


def completing(line: str) -> dict[str, str]:
    words, index = ("disco show H1", "2") if "hypothesis" in line else ("disco log Person", "2")
    return {"_DISCO_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": index}


def seconds(line: str, journal: Path) -> float:
    """Processor seconds of one whole process."""
    environ = environment(journal)
    if line.startswith("import "):
        command = [sys.executable, "-c", line]
    elif line.startswith("completion"):
        command, environ = [DISCO], {**environ, **completing(line)}
    else:
        command = words_of(line)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 and not line.startswith("completion"):
        raise SystemExit(f"{line} failed with {done.returncode}: {done.stderr}")
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def compare(
    one: str, journal: Path, other: str, beside: Path, runs: int
) -> tuple[float, float, float]:
    """Median seconds of `one` and of `other`, and the median of their ratios pair by pair."""
    pairs = []
    for run in range(runs + 1):
        pair = seconds(one, journal), seconds(other, beside)
        if run:
            pairs.append(pair)
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--interviews", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="disco-bench-") as folder:
        small, big = Path(folder) / "small" / "journal.db", Path(folder) / "big" / "journal.db"
        for path, size in ((small, 20), (big, options.interviews)):
            path.parent.mkdir()
            fill(path, size, TODAY)
        print(f"{'cold start, small journal':52} {'s':>7} {'beside':>7} {'ratio':>6} {'goal':>6}")
        for line, beside, goal in COLD:
            a, b, ratio = compare(line, small, beside, small, options.runs)
            print(f"{line:52} {a:7.3f} {b:7.3f} {ratio:6.2f} {goal:6.2f}  to {beside}")
        print()
        title = f"{options.interviews:,} interviews to 20"
        print(f"{title:52} {'s':>7} {'beside':>7} {'ratio':>6} {'goal':>6}")
        for line in SCALE:
            a, b, ratio = compare(line, big, line, small, options.runs)
            print(f"{line:52} {a:7.3f} {b:7.3f} {ratio:6.2f} {LIMIT:6.2f}")


if __name__ == "__main__":
    main()
