"""Many programs at one journal: nothing is lost, nobody fails, every report adds up."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from tests.trials.conftest import Trial
from tests.trials.crowd import crowd

TOGETHER = 16
A_FEW = 4


@pytest.mark.trial("C1")
def test_of_all_that_many_processes_add_nothing_is_lost(disco, world: Path, trial: Trial) -> None:  # type: ignore[no-untyped-def]
    together, times = (A_FEW, 20) if trial.fast else (TOGETHER, 200)
    for run in range(trial.count):
        journal = world / f"run-{run}" / "journal.db"
        disco("log", "Ana @ Acme", "words", "--minutes", "1", "--journal", str(journal))
        told = crowd(["add_up"] * together, journal, times)
        trial.ran()
        wrong = [each for each in told if "slowest" not in each]
        trial.check(not wrong, f"{run}: {wrong}")
        slowest = max(each.get("slowest", 0) for each in told)
        trial.check(slowest < 10, f"{run}: one took {slowest:.1f} s")
        connection = sqlite3.connect(journal)
        (minutes,) = connection.execute("SELECT minutes FROM interview").fetchone()
        (operations,) = connection.execute("SELECT count(*) FROM operation").fetchone()
        connection.close()
        trial.check(minutes == 1 + together * times, f"{run}: {minutes} of {1 + together * times}")
        trial.check(operations == 1 + together * times, f"{run}: {operations} were recorded")


@pytest.mark.trial("C2")
def test_many_first_runs_together_make_one_journal_that_holds_every_call(
    world: Path, trial: Trial
) -> None:
    together = A_FEW if trial.fast else TOGETHER
    for run in range(trial.count):
        journal = world / f"run-{run}" / ".disco" / "journal.db"
        told = crowd(["begin"] * together, journal, 1)
        trial.ran()
        wrong = [each for each in told if each.get("code") != 0]
        trial.check(not wrong, f"{run}: {wrong}")
        made = [each for each in told if "new journal" in each.get("err", "")]
        trial.check(len(made) == 1, f"{run}: {len(made)} say that they made it")
        connection = sqlite3.connect(journal)
        names = {name for (name,) in connection.execute("SELECT name FROM person")}
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        trial.check(names == {f"Person{me}" for me in range(together)}, f"{run}: {names}")
        trial.check(whole, f"{run}: damaged")
        left = [each.name for each in journal.parent.iterdir() if each.name != "journal.db"]
        trial.check(not left, f"{run}: left over: {left}")


@pytest.mark.trial("C4")
def test_reports_add_up_while_others_write(disco, world: Path, trial: Trial) -> None:  # type: ignore[no-untyped-def]
    journal = world / "journal.db"
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes", "--as", "prospect")
    readers = writers = 4
    told = crowd(["read"] * readers + ["write"] * writers, journal, trial.count // readers)
    for each in told:
        trial.check("error" not in each and not each.get("bad"), json.dumps(each)[:2000])
        trial.ran(each.get("read", 0))
    logged = sum(each.get("logged", 0) for each in told)
    trial.check(trial.fast or logged > 20, f"only {logged} were written meanwhile")
    connection = sqlite3.connect(journal)
    (stored,) = connection.execute("SELECT count(*) FROM interview").fetchone()
    connection.close()
    trial.check(stored == logged + 1, f"{stored} of {logged + 1} are stored")
