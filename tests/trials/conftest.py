"""Owns how a trial counts: its runs, its failures, its seconds.

A trial's test is marked `@pytest.mark.trial("D1")` and takes the fixture `trial`. It makes
`trial.count` runs (fewer in CI than before a release), tells of each with `trial.ran()`, and of a
failure with `trial.check(...)`, which goes on; the test fails at its end if any run did.

`DISCO_TRIALS=release` asks for the release counts. `DISCO_TRIALS_RESULTS` names a folder that
gets one line of JSON a test, of which `table.py` makes docs/trials.md.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.trials.register import TRIALS

RELEASE = os.environ.get("DISCO_TRIALS", "ci") == "release"
_RESULTS = os.environ.get("DISCO_TRIALS_RESULTS")


class Trial:
    """The tally of one test."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entry = TRIALS[name]
        self.release = RELEASE
        self.runs = 0
        self.failures: list[str] = []

    @property
    def count(self) -> int:
        """How many runs to make."""
        count = self.entry.release if RELEASE else self.entry.ci
        assert count is not None, f"{self.name} has no fixed count"
        return count

    def share(self, part: int, parts: int) -> range:
        """The runs of one of several tests that share the trial's count."""
        return range(self.count)[part::parts]

    def ran(self, runs: int = 1) -> None:
        """Counts runs as made."""
        self.runs += runs

    def check(self, holds: object, said: str) -> bool:
        """Notes a failure, and goes on."""
        if not holds:
            self.failures.append(said)
        return bool(holds)


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """The tally of the trial that the test is marked with."""
    marker = request.node.get_closest_marker("trial")
    assert marker is not None, "a trial's test is marked with @pytest.mark.trial(ID)"
    tally = Trial(marker.args[0])
    began = time.monotonic()
    yield tally
    seconds = time.monotonic() - began
    # A test that raised has no tally to speak of: pytest tells of it by itself.
    report = request.node.stash.get(_REPORT, None)
    skipped = report is not None and report.skipped
    broke = report is not None and report.failed
    if _RESULTS:
        line = {
            "trial": tally.name,
            "test": request.node.name,
            "runs": tally.runs,
            "failures": len(tally.failures) + bool(broke),
            "seconds": round(seconds, 1),
            "skipped": str(report.longrepr[2]) if skipped else "",
            "release": RELEASE,
        }
        file = Path(_RESULTS) / f"{tally.name}-{os.getpid()}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a") as out:
            out.write(json.dumps(line) + "\n")
    if skipped or broke:
        return
    assert tally.runs > 0, f"{tally.name} made no run"
    shown = "\n  ".join(tally.failures[:20])
    assert not tally.failures, f"{tally.name}: {len(tally.failures)} of {tally.runs}\n  {shown}"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Writes down which tests of each trial are to run, so that one cut short is noticed."""
    if not _RESULTS:
        return
    Path(_RESULTS).mkdir(parents=True, exist_ok=True)
    for item in session.items:
        marker = item.get_closest_marker("trial")
        if marker is not None:
            with (Path(_RESULTS) / f"{marker.args[0]}-{os.getpid()}.planned").open("a") as out:
                out.write(f"{item.name}\n")


_REPORT: pytest.StashKey[pytest.TestReport] = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Lets the fixture know how its test went."""
    report = yield
    if report.when == "call" or report.skipped:
        item.stash[_REPORT] = report
    return report
