"""Durability when the power goes: a real run is recorded, and every moment of it cut off."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import Disco
from tests.trials import powercut
from tests.trials.conftest import Trial, mostly_bulk
from tests.trials.odd_sqlite import NO_SHARED_MEMORY, open_as_always, open_otherwise
from tests.trials.powercut import Call, Disk, Done, Kind
from tests.trials.shim import recording, shim
from tests.trials.spoken import Seen, acknowledged, in_drafts, look, note, who, words

DISCO = (sys.executable, "-m", "discoverycli")
PLACE = Path("data", "disco", "journal.db")
"""Where the journal is on the disk: two folders that the first run makes."""


class Recorder:
    """Runs the program for real, and writes down what it does to one disk."""

    def __init__(self, place: Path, otherwise: dict[str, str]) -> None:
        self.disk = place / "disk"
        self.disk.mkdir()
        self.journal = self.disk / PLACE
        self.log = place / "calls"
        self._shim = shim(place)
        odd = str(Path(powercut.__file__).with_name("odd_sqlite.py"))
        self._program = (sys.executable, odd, json.dumps(otherwise)) if otherwise else DISCO

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        """One command; what it prints counts only once it has ended, as for a user."""
        environ = os.environ | {"DISCO_JOURNAL": str(self.journal)}
        environ |= recording(self._shim, self.disk, self.log)
        done = subprocess.run(
            [*self._program, *arguments], input=typed, capture_output=True, text=True, env=environ
        )
        return done.returncode, done.stdout, done.stderr

    def log_call(self, number: int) -> None:
        """Logs a call, in one of the ways there are, and notes what the program said about it."""
        powercut.say(self.log, began=number)
        if number % 3 == 0:
            # What overrules the note is written into its draft, which is so written twice.
            code, out, err = self.run("log", "-", "--minutes", "30", typed=note(number))
        elif number % 3 == 1:
            code, out, err = self.run("log", "-", typed=note(number))
        else:
            code, out, err = self.run("log", who(number), words(number))
        assert code == 0, err
        assert acknowledged(out)
        powercut.say(self.log, stored=number)

    def keep_call(self, number: int) -> None:
        """Logs a call that cannot be stored: the program says where its words are kept."""
        powercut.say(self.log, began=number)
        bad = words(number) + "H9999+ did: no such opinion\n"
        code, _, err = self.run("log", who(number), bad)
        assert code == 3, err
        assert "your text is kept in" in err
        powercut.say(self.log, kept=number)

    def real(self) -> dict[str, bytes | None]:
        """What is on the disk, as programs see it."""
        return {
            path.relative_to(self.disk).as_posix(): None if path.is_dir() else path.read_bytes()
            for path in self.disk.rglob("*")
            if not path.name.endswith("-shm")
        }

    def record(self) -> list[Done]:
        """Everything that was done to the disk."""
        return powercut.read_record(self.log, self.disk)


class Promise:
    """What the program has promised by some moment of the record."""

    def __init__(self) -> None:
        self.stored: set[int] = set()
        """Said to be logged."""
        self.safe: set[int] = set()
        """Said to be kept, or written down before anything else happened with them."""
        self._began: int | None = None
        self._drafted = False

    def take(self, done: Done) -> None:
        if done.call is Call.SAY:
            said = done.said
            self._began, self._drafted = said.get("began"), False
            self.stored |= {said["stored"]} if "stored" in said else set()
            self.safe |= {said["kept"]} if "kept" in said else set()
        elif self._began is not None:
            in_draft = "/drafts/" in done.path
            if self._drafted and not in_draft and done.call in (Call.CREATE, Call.WRITE):
                self.safe.add(self._began)  # the journal is touched: so the draft is finished
            self._drafted = self._drafted or in_draft


class Found(NamedTuple):
    """A disk after a power cut."""

    journal: Path
    promise: Promise
    when: str


def replays(
    before: Disk, record: list[Done], place: Path, count: int, seed: object
) -> Iterator[Found]:
    """So many disks: as evenly as can be over the moments of the record and the kinds of loss.
    Every moment at which something was just said is among them."""
    moments = [i for i, done in enumerate(record, 1) if done.call is Call.SAY]
    each = -(-count // len(Kind))
    rest = max(0, each - len(moments))
    moments = sorted([*moments, *(round(i * len(record) / max(1, rest)) for i in range(rest))])
    todo = [(moment, kind) for moment in moments for kind in Kind][:count]
    chance = random.Random(f"{seed}")
    promise = Promise()
    at = 0
    for moment, kind in todo:
        while at < moment:
            before.take(record[at])
            promise.take(record[at])
            at += 1
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        powercut.write_out(before.cut(kind, chance), place)
        yield Found(place / PLACE, promise, f"after call {moment} of {len(record)}, {kind.value}")


def broken(found: Found, seen: Seen) -> list[str]:
    """Which promises a disk breaks."""
    lost = seen.lost(found.promise.stored)
    gone = [
        number
        for number in sorted(found.promise.safe - seen.calls)
        if not in_drafts(found.journal.parent / "drafts", number)
    ]
    faults = list(seen.faults)
    if lost:
        faults.append(f"lost {lost}, which were acknowledged")
    if gone:
        faults.append(f"lost {gone}, which were in a draft")
    return [f"{found.when}: {fault}" for fault in faults]


Beside = Callable[[Path], AbstractContextManager[object]]


def nobody(journal: Path) -> AbstractContextManager[object]:
    return nullcontext()


_READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM interview").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def a_reader(journal: Path) -> Iterator[object]:
    """Another program has the journal open: whoever writes does not fold its log into it. It is
    a process of its own, since closing any file of the journal drops all locks of a process."""
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(journal)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    try:
        yield reader
    finally:
        reader.kill()
        reader.communicate()


SCENES: dict[str, tuple[dict[str, str], Beside]] = {
    "alone": ({}, nobody),
    "beside a reader": ({}, a_reader),
    "without shared memory": ({"vfs": NO_SHARED_MEMORY}, nobody),
}


def record_scene(
    disco: Disco, place: Path, otherwise: dict[str, str], beside: Beside, calls: Iterable[int]
) -> tuple[Disk, list[Done], Recorder]:
    """Several commands on a journal that was there before, with one call that cannot be stored."""
    recorder = Recorder(place, otherwise)
    open_otherwise(**otherwise)
    try:
        disco("log", "-", "--journal", str(recorder.journal), typed=note(1))
    finally:
        open_as_always()
    with beside(recorder.journal):
        before = Disk(recorder.disk)
        powercut.say(recorder.log, stored=1)
        for number in calls:
            if number == 3:
                recorder.keep_call(99)
            recorder.log_call(number)
    return before, recorder.record(), recorder


@pytest.mark.trial("D2")
@pytest.mark.parametrize("scene", mostly_bulk(SCENES, "alone"))
def test_a_power_cut_loses_nothing_acknowledged(
    trial: Trial, disco: Disco, tmp_path: Path, scene: str
) -> None:
    last = 9 if trial.release else 3 if trial.fast else 4
    disk, record, recorder = record_scene(disco, tmp_path, *SCENES[scene], range(2, last + 1))
    count = len(trial.share(list(SCENES).index(scene), len(SCENES)))
    said = len([done for done in record if done.call is Call.SAY])
    assert said == 2 * last + 1, "every answer is in the record"
    for number, found in enumerate(replays(disk, record, tmp_path / "found", count, scene)):
        trial.ran()
        for fault in broken(found, look(found.journal)):
            trial.check(False, fault)
        if number % 20 == 0:
            read_by_the_program(trial, disco, found)
    real = recorder.real()
    assert disk.seen() == real, "nothing was done to the disk that is not in the record"
    assert (scene == "beside a reader") == bool(real.get(f"{PLACE.as_posix()}-wal"))


def read_by_the_program(trial: Trial, disco: Disco, found: Found) -> None:
    """The commands find each acknowledged word too."""
    for number in found.promise.stored:
        answer = disco("search", f"last words of call {number}", "--json",
                       "--journal", str(found.journal), ok=False)  # fmt: skip
        trial.check(
            answer.code == 0 and f"ords of call {number}." in answer.out,
            f"{found.when}: search says {answer}",
        )


@pytest.mark.trial("D3")
def test_a_power_cut_during_the_first_run_loses_nothing_and_the_next_start_works(
    trial: Trial, disco: Disco, tmp_path: Path
) -> None:
    recorder = Recorder(tmp_path, {})
    before = Disk(recorder.disk)
    recorder.log_call(1)
    recorder.log_call(2)
    again = 101  # it writes its opinion down itself: there may be none to bear on
    for found in replays(before, recorder.record(), tmp_path / "found", trial.count, "first run"):
        trial.ran()
        held = look(found.journal)
        for fault in broken(found, held):
            trial.check(False, fault)
        result = disco("log", "-", "--journal", str(found.journal), typed=note(again), ok=False)
        trial.check(result.code == 0, f"{found.when}: the next start says {result.err}")
        seen = look(found.journal)
        trial.check(
            not seen.faults and seen.calls == held.calls | {again}, f"{found.when}: then {seen}"
        )


@pytest.mark.bulk
@pytest.mark.parametrize(
    ("scene", "weak"),
    [("alone", "OFF"), ("beside a reader", "NORMAL"), ("without shared memory", "FULL")],
)
def test_the_replay_finds_what_weaker_settings_lose(
    disco: Disco, tmp_path: Path, scene: str, weak: str
) -> None:
    otherwise, beside = SCENES[scene]
    before, record, _ = record_scene(
        disco, tmp_path, {**otherwise, "synchronous": weak}, beside, [2]
    )
    found = replays(before, record, tmp_path / "found", 120, weak)
    assert any(
        "acknowledged" in fault for each in found for fault in broken(each, look(each.journal))
    )
