"""Durability of real processes: killed, interrupted, ended; and the settings it rests on."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Disco
from tests.trials.conftest import Trial
from tests.trials.odd_sqlite import NO_SHARED_MEMORY, open_as_always, open_otherwise
from tests.trials.spoken import acknowledged, look, note, who, words
from tests.trials.warm import Ended, Run, Warm, warm

from discoverycli.store.engine import SETTINGS, make_engine
from discoverycli.store.file_checks import BUSY_SECONDS
from discoverycli.store.reader import open_reader


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    with warm(tmp_path_factory.mktemp("streams")) as starter:
        yield starter


def log(starter: Warm, journal: Path, number: int, *, whole: bool = False) -> Run:
    """Begins to log a call, every other one from standard input."""
    if number % 2:
        return starter.start("log", "-", typed=note(number), journal=journal, whole=whole)
    return starter.start("log", who(number), words(number), journal=journal, whole=whole)


def log_cold(number: int) -> subprocess.Popen[bytes]:
    """Begins to log a call as a shell would."""
    return subprocess.Popen(
        [sys.executable, "-m", "discoverycli", "log", who(number), words(number)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


class Moments:
    """When to stop a log, in seconds after it is up: over all of its life, and most often between
    its transaction's first write and its end. Logs calls 1 and 2 to find out how long that is,
    and follows a machine that has more or less to do meanwhile."""

    def __init__(self, starter: Warm, journal: Path) -> None:
        self._chance = random.Random(1)
        assert log(starter, journal, 1).wait().code == 0
        run = log(starter, journal, 2)
        wal = journal.with_name(journal.name + "-wal")
        commit = 0.0
        while not commit and time.monotonic() - run.began < 5:
            with suppress(FileNotFoundError):
                commit = time.monotonic() - run.began if wal.stat().st_size else 0.0
            time.sleep(0.0002)
        self._end = run.wait().seconds
        self._commit = min(0.9, commit / self._end or 0.5)

    def next(self) -> float:
        """The next moment."""
        earliest = 0.0 if self._chance.random() < 0.4 else self._commit * 0.9
        return self._end * self._chance.uniform(earliest, 1.1)

    def was(self, *, late: bool) -> None:
        """Whether the last moment was after the end."""
        self._end *= 0.9 if late else 1.02


@pytest.mark.trial("D1")
def test_a_log_killed_at_any_moment_loses_nothing_acknowledged(
    trial: Trial, starter: Warm, journal_path: Path
) -> None:
    moments = Moments(starter, journal_path)
    process = log_cold(3)
    began = time.monotonic()
    assert b"logged" in process.communicate()[0]
    whole_life = time.monotonic() - began
    told, killed = {1, 2, 3}, 0
    cold = trial.count // 10  # the others are as warm as makes no difference
    for run, number in enumerate(range(4, 4 + trial.count)):
        if run < cold:
            process = log_cold(number)
            time.sleep(whole_life * (run + 0.5) / cold)
            process.kill()
            out, code = process.communicate()[0].decode(), process.returncode
        else:
            begun = log(starter, journal_path, number)
            ended = begun.signal_after(moments.next(), signal.SIGKILL)
            out, code = ended.out, ended.code
            moments.was(late=code == 0)
        killed += code == -signal.SIGKILL
        if acknowledged(out) or code == 0:
            told.add(number)
        seen = look(journal_path)
        trial.ran()
        trial.check(not seen.faults, f"call {number}: {seen.faults}")
        trial.check(not seen.lost(told), f"call {number}: lost {seen.lost(told)}")
    trial.check(
        trial.fast or killed > trial.count // 3, f"only {killed} were killed before their end"
    )


# What each setting of `SETTINGS` answers when it is asked for.
AS_SET = {
    "journal_mode": "wal", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1,
    "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "temp_store": 2, "fullfsync": 1,
    "busy_timeout": BUSY_SECONDS * 1000,
}  # fmt: skip
OF_A_READER = {
    "journal_mode": "wal", "query_only": 1, "trusted_schema": 0, "cell_size_check": 1,
    "mmap_size": 0, "busy_timeout": BUSY_SECONDS * 1000,
}  # fmt: skip


def answers(ask: Callable[[str], Any], settings: dict[str, Any]) -> dict[str, Any]:
    return {name: ask(f"PRAGMA {name}") for name in settings}


@pytest.mark.trial("D6")
def test_every_connection_has_every_setting(trial: Trial, disco: Disco, journal_path: Path) -> None:
    disco("log", who(1), words(1))
    asked = {pragma.removeprefix("PRAGMA ").partition("=")[0] for pragma in SETTINGS}
    trial.check(asked <= AS_SET.keys(), f"not looked at: {asked - AS_SET.keys()}")
    engine = make_engine(journal_path)
    for _ in range(0, trial.count, 10):
        with ExitStack() as stack:  # ten at a time are open beside each other
            for _ in range(10):
                connection = stack.enter_context(engine.connect())
                raw = connection.connection.cursor()
                found = answers(lambda sql, raw=raw: raw.execute(sql).fetchone()[0], AS_SET)
                trial.check(found == AS_SET, f"writer: {found}")
                reader = stack.enter_context(open_reader(journal_path))
                found = answers(reader.value, OF_A_READER)
                trial.check(found == OF_A_READER, f"reader: {found}")
                trial.ran()
                connection.rollback()
    engine.dispose()


def test_without_shared_memory_the_journal_is_as_durable_by_other_means(
    disco: Disco, journal_path: Path
) -> None:
    open_otherwise(vfs=NO_SHARED_MEMORY)
    try:
        disco("log", who(1), words(1))
        engine = make_engine(journal_path)
        with engine.connect() as connection:
            ask = connection.connection.cursor().execute
            found = answers(lambda sql: ask(sql).fetchone()[0], AS_SET)
        engine.dispose()
    finally:
        open_as_always()
    assert found == AS_SET | {"journal_mode": "delete"}
    assert look(journal_path).calls == {1}


def fine(starter: Warm, journal: Path, number: int, stop: float) -> Ended:
    ended = log(starter, journal, number, whole=True).wait()
    assert ended.code == 0, ended
    return ended


def wrong(starter: Warm, journal: Path, number: int, stop: float) -> Ended:
    """The transaction is under way when the code turns out to mean nothing."""
    bad = words(number) + "H9999+ did: no such opinion\n"
    ended = starter.run("log", who(number), bad, journal=journal, whole=True)
    assert ended.code == 3, ended
    assert "H9999" in ended.err
    return ended


def interrupted(starter: Warm, journal: Path, number: int, stop: float) -> Ended:
    run = log(starter, journal, number, whole=True)
    return run.signal_after(max(stop, 0.003), signal.SIGINT)


def says_no(starter: Warm, journal: Path, number: int, stop: float) -> Ended:
    """A check that fails because nothing was logged for months."""
    months_later = {"DISCO_TODAY": "2027-06-01"}
    ended = starter.run(
        "report", "cadence", "--check", journal=journal, environ=months_later, whole=True
    )
    assert ended.code == 1, ended
    return ended


EXITS = {"ok": fine, "error": wrong, "Ctrl-C": interrupted, "exit 1": says_no}


@pytest.mark.trial("D7")
@pytest.mark.parametrize("kind", EXITS)
def test_whatever_the_exit_one_file_is_left_and_holds_everything(
    trial: Trial, starter: Warm, journal_path: Path, tmp_path: Path, kind: str
) -> None:
    moments = Moments(starter, journal_path)
    told = {1, 2}
    stopped = 0
    for number in (3 + run for run in trial.share(list(EXITS).index(kind), len(EXITS))):
        ended = EXITS[kind](starter, journal_path, number, moments.next())
        moments.was(late=ended.code != 130)
        stopped += ended.code == 130
        if acknowledged(ended.out) or (ended.code == 0 and kind != "exit 1"):
            told.add(number)
        beside = [p.name for p in journal_path.parent.iterdir() if p.name != "drafts"]
        trial.ran()
        trial.check(beside == [journal_path.name], f"run {number}: {beside}")
        alone = tmp_path / "alone" / "journal.db"
        alone.parent.mkdir()
        shutil.copy(journal_path, alone)
        seen = look(alone)
        trial.check(not seen.faults, f"run {number}: {seen.faults}")
        trial.check(not seen.lost(told), f"run {number}: lost {seen.lost(told)}")
        ours = "Traceback" in ended.err and re.search("sqlalchemy|discoverycli/", ended.err)
        trial.check(not ours, f"run {number}: {ended.err}")  # else Python ends, and says so
        denied = "nothing was stored" in ended.err and number in seen.calls
        trial.check(not denied, f"run {number}: stored, and said not to be")
        shutil.rmtree(alone.parent)
    trial.check(trial.fast or kind != "Ctrl-C" or stopped, "none was interrupted")
