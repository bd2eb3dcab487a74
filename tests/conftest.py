"""What tests share: `disco(...)` runs the real `main()` in a world of its own; and which tests run.

The fast set is what runs without an option: every test that is not marked `bulk`, with few runs a
trial and few examples a property, and always the same. `--bulk` runs what the fast set leaves out:
the marked tests, and every trial and property with the counts of CI and a fresh seed, which is
printed. `--release` does so with the counts of a release.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.streams import streams

from discoverycli.main import main

COMMON = settings(
    deadline=None,
    database=None,
    derandomize=False,  # which CI in the environment would turn on
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile("fast", COMMON, max_examples=25, derandomize=True)
settings.register_profile("bulk", COMMON, max_examples=200, print_blob=True)
settings.register_profile("release", COMMON, max_examples=1_000, print_blob=True)

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


READY: dict[object, bytes] = {}


@pytest.fixture(autouse=True)
def ready_made(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new journal is a copy of the first that was built here, which is four times as fast.

    Where building is what is tested, a fixture of this name that does nothing takes its place.
    """
    from discoverycli.store import file_checks, schema_steps

    build = schema_steps.build

    def copy(path: Path) -> None:
        steps = schema_steps.FOLDER, file_checks.SCHEMA
        if steps not in READY:
            first = tmp_path_factory.mktemp("ready") / "journal.db"
            first.touch()
            build(first)
            READY[steps] = first.read_bytes()
        path.write_bytes(READY[steps])

    monkeypatch.setattr(schema_steps, "build", copy)


Tell = Callable[[], object]


@pytest.fixture
def once(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Tell], None]:
    """What many tests begin with is made once and copied.

    Decorates what makes it. It is called for the first test that asks; each other one gets what it
    left in the working folder.
    """

    def make(tell: Tell) -> None:
        kept = tmp_path_factory.getbasetemp() / "once" / f"{tell.__module__}.{tell.__qualname__}"
        if kept.exists():
            shutil.copytree(kept, world, dirs_exist_ok=True)
        else:
            tell()
            shutil.copytree(world, kept)

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    """The sets of tests; without either option it is the fast one."""
    group = parser.getgroup("disco")
    for name, told in (
        ("bulk", "what the fast set leaves out: tests marked bulk, trials and properties in full"),
        ("release", "as --bulk, with the counts of a release"),
    ):
        group.addoption(
            f"--{name}", dest="set", action="store_const", const=name, default="fast", help=told
        )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Chooses the counts of properties before a test is read, and a seed for those that vary."""
    settings.load_profile(config.option.set)
    if config.option.set != "fast" and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = secrets.randbelow(2**32)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what belongs to the other set."""
    wanted, left = [], []
    for item in items:
        runs = not item.get_closest_marker("bulk") if config.option.set == "fast" else in_bulk(item)
        (wanted if runs else left).append(item)
    items[:] = wanted
    if hasattr(config, "workeroutput"):  # a worker of pytest-xdist, whose counts nobody adds up
        config.workeroutput["left"] = len(left)
    elif left:
        config.hook.pytest_deselected(items=left)


def in_bulk(item: pytest.Item) -> bool:
    """Whether a test runs with `--bulk`: in bulk only, or with other counts than in the fast set."""
    marked = any(item.get_closest_marker(name) for name in ("bulk", "trial", "hypothesis"))
    within = isinstance(item, pytest.Function) and "given" in item.function.__code__.co_names
    return marked or within  # a property may stand inside a test


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What the workers left out, each of them the same, is in the closing line too."""
    reporter = node.config.pluginmanager.get_plugin("terminalreporter")
    if not reporter.stats.get("deselected"):
        left = [SimpleNamespace()] * node.workeroutput.get("left", 0)
        node.config.hook.pytest_deselected(items=left)


STARTS: dict[str, bool] = {"any": True}
"""Whether the test that runs now may start a Python of its own."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test may start processes when that is its point, and in bulk."""
    marks = ("process", "bulk", "trial")
    STARTS["any"] = any(item.get_closest_marker(each) for each in marks)


def _no_process(event: str, about: tuple[Any, ...]) -> None:
    """A start of the program costs as much as twenty commands that run here."""
    ours = event == "os.forkpty"
    if event == "subprocess.Popen":
        words = [str(each) for each in about[1]]
        ours = words[0] == sys.executable and words[1:2] in (["-m"], ["-c"])
        ours = ours or "-m discoverycli" in " ".join(words)
    if ours and not STARTS["any"]:
        pytest.fail("this test starts a process: if that is its point, mark it `process`")


sys.addaudithook(_no_process)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what tests tell by `record_property("told", …)`: figures to see when they pass, too."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "told":
                terminalreporter.write_line(str(value))
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = report.fspath.removeprefix("tests/").rpartition("/")[0]
                seconds[folder or "others"] += report.duration
    said = ", ".join(f"{folder} {seconds[folder]:.0f}" for folder in sorted(seconds))
    terminalreporter.write_line(f"seconds by folder: {said}; all {seconds.total():.0f}")
    option = terminalreporter.config.option
    if option.set != "fast":
        terminalreporter.write_line(f"the seed was: --hypothesis-seed={option.hypothesis_seed}")
    elif terminalreporter.stats.get("deselected"):
        terminalreporter.write_line("deselected is the bulk set: --bulk runs it")
