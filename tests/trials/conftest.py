"""How a trial counts: its runs, its failures, its seconds.

A trial's test is marked `@pytest.mark.trial("D1")` and takes the fixture `trial`. It makes
`trial.count` runs (few in the fast set, more with `--bulk`, most with `--release`), tells of each
with `trial.ran()`, and of a failure with `trial.check(...)`, which goes on; the test fails at its
end if any run did. What goes through a list of cases takes `trial.some(cases)` of it.

`DISCO_TRIALS_RESULTS` names a folder that gets one line of JSON a test, of which `table.py` makes
docs/trials.md.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.trials.register import TRIALS

Case = TypeVar("Case")
_RESULTS = os.environ.get("DISCO_TRIALS_RESULTS")


def mostly_bulk(cases: Iterable[Any], *fast: Any) -> list[Any]:
    """Cases to parametrize a test with, of which the fast set runs those that are named."""
    marks = pytest.mark.bulk
    return [each if each in fast else pytest.param(each, marks=marks) for each in cases]


class Trial:
    """The tally of one test."""

    def __init__(self, name: str, chosen: str) -> None:
        self.name = name
        self.entry = TRIALS[name]
        self.fast = chosen == "fast"
        self.release = chosen == "release"
        self.runs = 0
        self.failures: list[str] = []

    @property
    def count(self) -> int:
        """How many runs to make."""
        count = self.entry.release if self.release else self.entry.ci
        if self.fast and self.entry.few is not None:
            count = self.entry.few
        assert count is not None, f"{self.name} has no fixed count"
        return count

    def share(self, part: int, parts: int) -> range:
        """The runs of one of several tests that share the trial's count."""
        return range(self.count)[part::parts]

    def some(self, cases: Sequence[Case], few: int = 3) -> Sequence[Case]:
        """The cases to try: all of them, or about so few from the first to the last."""
        return cases[:: max(1, len(cases) // few)] if self.fast else cases

    def ran(self, runs: int = 1) -> None:
        """Counts runs as made."""
        self.runs += runs

    def check(self, holds: object, said: str) -> bool:
        """Notes a failure, and goes on."""
        if not holds:
            self.failures.append(said)
        return bool(holds)


@pytest.fixture
def ready_made() -> None:
    """Here every journal is built as users build it."""


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """The tally of the trial that the test is marked with."""
    marker = request.node.get_closest_marker("trial")
    assert marker is not None, "a trial's test is marked with @pytest.mark.trial(ID)"
    tally = Trial(marker.args[0], request.config.option.set)
    began = time.monotonic()
    yield tally
    seconds = time.monotonic() - began
    # A test that raised has no tally to speak of: pytest tells of it by itself.
    report = request.node.stash.get(_REPORT, None)
    skipped = report is not None and report.skipped
    broke = report is not None and report.failed
    if not (skipped and report.when == "setup"):  # of which `_tell_skipped` has told
        _tell(tally, request.node.name, len(tally.failures) + bool(broke), seconds,
              str(report.longrepr[2]) if skipped else "")  # fmt: skip
    if skipped or broke:
        return
    assert tally.runs > 0, f"{tally.name} made no run"
    shown = "\n  ".join(tally.failures[:20])
    assert not tally.failures, f"{tally.name}: {len(tally.failures)} of {tally.runs}\n  {shown}"


def _tell(tally: Trial, test: str, failures: int, seconds: float, skipped: str) -> None:
    """Adds the line of a test to the results, if any are wanted."""
    if not _RESULTS:
        return
    line = {
        "trial": tally.name,
        "test": test,
        "runs": tally.runs,
        "failures": failures,
        "seconds": round(seconds, 1),
        "skipped": skipped,
        "release": tally.release,
    }
    file = Path(_RESULTS) / f"{tally.name}-{os.getpid()}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as out:
        out.write(json.dumps(line) + "\n")


def _tell_skipped(item: pytest.Item, report: pytest.TestReport) -> None:
    """Tells of a test that was skipped before it began, by a mark or a fixture."""
    marker = item.get_closest_marker("trial")
    if marker is not None:
        assert isinstance(report.longrepr, tuple)
        tally = Trial(marker.args[0], item.config.option.set)
        _tell(tally, item.name, 0, 0.0, str(report.longrepr[2]))


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
    if report.when == "setup" and report.skipped:
        _tell_skipped(item, report)
    return report
