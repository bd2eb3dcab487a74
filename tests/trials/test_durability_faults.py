"""Durability when the disk refuses: no room, and every single call that can fail."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.trials import full_disk
from tests.trials.conftest import Trial, mostly_bulk
from tests.trials.shim import loaded, shim
from tests.trials.spoken import acknowledged, in_drafts, look, note
from tests.trials.warm import Ended, Fault, Warm, warm

ROOT = Path(__file__).parents[2]


def limited(limit: str, mode: str, disk: Path) -> list[str]:
    """The command that tries one limit."""
    program = [sys.executable, full_disk.__file__, limit, mode, str(disk)]
    if limit != "tmpfs":
        return program
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        pytest.skip("no small file system can be mounted here: no unshare")
    alone = (
        ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    )
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "disco"]
    if subprocess.run([*alone, *mount, str(disk)], capture_output=True).returncode != 0:
        pytest.skip("no small file system can be mounted here: the system does not allow it")
    return [*alone, "sh", "-c", f'{" ".join(mount)} "$0" && exec "$@"', str(disk), *program]


@pytest.mark.trial("D4")
@pytest.mark.parametrize("mode", mostly_bulk(full_disk.MODES, "wal"))
@pytest.mark.parametrize("limit", mostly_bulk(full_disk.LIMITS, "RLIMIT_FSIZE"))
def test_a_full_disk_loses_nothing(trial: Trial, tmp_path: Path, limit: str, mode: str) -> None:
    assert trial.count == len(full_disk.LIMITS) * len(full_disk.MODES)
    disk, elsewhere = tmp_path / "disk", tmp_path / "elsewhere"
    disk.mkdir()
    elsewhere.mkdir()
    done = subprocess.run(
        limited(limit, mode, disk),
        capture_output=True,
        text=True,
        env=os.environ | {"TMPDIR": str(elsewhere), "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    trial.ran()
    for failure in json.loads(done.stdout):
        trial.check(False, failure)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Runs whose disk can fail; what the system's folder for temporary files is on does not."""
    place = tmp_path_factory.mktemp("faulty")
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    environ = loaded(shim(place)) | {"TMPDIR": str(elsewhere)}
    with warm(place / "streams", environ) as starter:
        yield starter


FAULTS = [(errno.EIO, False), (errno.ENOSPC, True)]
"""Which error, and whether all later calls fail too."""


def fail_each(
    starter: Warm, trial: Trial, tmp_path: Path, stored: int, error: int, on: bool, step: int
) -> int:
    """Logs the call after `stored` calls as often as there are calls that can fail in it.

    Returns:
        How often.
    """
    disk, told = tmp_path / "disk", tmp_path / "told"
    journal = disk / "journal.db"
    base = journal.read_bytes() if stored else b""
    number = stored + 1
    at = 1
    while True:
        shutil.rmtree(disk)
        disk.mkdir()
        told.unlink(missing_ok=True)
        if stored:
            journal.touch(mode=0o600)
            journal.write_bytes(base)
        fault = Fault(disk, at, error, on, told)
        ended = starter.run("log", "-", typed=note(number, whose=1), journal=journal, fault=fault)
        if not told.exists():
            assert ended.code == 0, "the log succeeds when nothing fails"
            return at // step
        trial.ran()
        what = f"{errno.errorcode[error]} at call {at}, {told.read_text().strip()}"
        judge(trial, journal, ended, number, what)
        if at % 10 == 0:
            after = starter.run("log", "-", typed=note(101), journal=journal)
            trial.check(after.code == 0, f"{what}: then {after}")
            trial.check(101 in look(journal).calls, f"{what}: then lost")
        at += step


def judge(trial: Trial, journal: Path, ended: Ended, number: int, what: str) -> None:
    """The old state or the new one, said as it is; the words are in one place or the other."""
    seen = look(journal)
    old = set(range(1, number))
    stored = number in seen.calls
    trial.check(not seen.faults, f"{what}: {seen.faults}")
    trial.check(old <= seen.calls <= old | {number}, f"{what}: {seen.calls}")
    trial.check(stored or ended.code == 4, f"{what}: exit {ended.code}, not stored: {ended}")
    trial.check(stored or not acknowledged(ended.out), f"{what}: a false 'logged'")
    trial.check("Traceback" not in ended.err, f"{what}: {ended.err}")
    if not stored:
        draft = Path(ended.err.partition("your text is kept in ")[2].partition("\n")[0])
        trial.check(in_drafts(draft.parent, number), f"{what}: not kept: {ended.err}")


@pytest.mark.trial("D5")
@pytest.mark.parametrize(("error", "on"), FAULTS, ids=["EIO once", "ENOSPC from there on"])
def test_whichever_call_fails_the_old_state_or_the_new_one_is_there(
    trial: Trial, faulty: Warm, tmp_path: Path, error: int, on: bool
) -> None:
    (tmp_path / "disk").mkdir()
    for number in (1, 2):
        ended = faulty.run("log", "-", typed=note(number), journal=tmp_path / "disk" / "journal.db")
        assert ended.code == 0, ended
    assert fail_each(faulty, trial, tmp_path, 2, error, on, 23 if trial.fast else 1) > 1


@pytest.mark.trial("D5")
@pytest.mark.parametrize(
    ("error", "on"), [FAULTS[0], pytest.param(*FAULTS[1], marks=pytest.mark.bulk)],
    ids=["EIO once", "ENOSPC from there on"],
)  # fmt: skip
def test_whichever_call_fails_a_first_run_leaves_a_journal_or_none(
    trial: Trial, faulty: Warm, tmp_path: Path, error: int, on: bool
) -> None:
    """Beside the trial's text, and so in CI for some of the calls only."""
    (tmp_path / "disk").mkdir()
    fail_each(
        faulty, trial, tmp_path, 0, error, on, 1 if trial.release else 61 if trial.fast else 17
    )
