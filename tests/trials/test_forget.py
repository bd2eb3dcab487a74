"""Forgetting: nothing of a person is in any file, nothing of others is lost, nobody comes back."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.trials.conftest import Trial
from tests.trials.forgettable import Disco, Story, rows_of

from discoverycli.privacy import erasures
from discoverycli.safety import backups
from discoverycli.store.backup_folder import BackupState
from discoverycli.store.connection import faults


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, of this test alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.trial("P1")
def test_nothing_of_a_forgotten_person_is_in_any_file_and_nobody_else_is_touched(
    disco: Disco, world: Path, elsewhere: Path, trial: Trial
) -> None:
    for run in range(trial.count):
        chance = random.Random(run)
        story = Story(disco, world / str(run), chance).tell(upgraded=run % 2 == 1)
        assert [*story.traces(elsewhere)], "there is nothing to forget"
        before = rows_of(story.journal)
        said = story.forget().data
        trial.ran()
        trial.check(said["finished"], f"{run}: {said}")
        for trace in story.traces(elsewhere):
            trial.check(False, f"{run}: {trace}")
        for fault in story.faults(before, rows_of(story.journal)):
            trial.check(False, f"{run}: {fault}")
        for fault in unsound(story):
            trial.check(False, f"{run}: {fault}")


@pytest.mark.bulk
@pytest.mark.trial("P1")
def test_nothing_is_left_where_a_large_journal_once_kept_a_row(
    disco: Disco, world: Path, elsewhere: Path, trial: Trial
) -> None:
    """SQLite moves rows as a file grows, and overwrites them only where they lie at the end."""
    for run in trial.share(0, 5):
        story = Story(disco, world / str(run), random.Random(run))
        story.opinions()
        story.alone()
        grow(story, 250)
        assert [*story.traces(elsewhere)], "there is nothing to forget"
        story.forget()
        trial.ran()
        for trace in story.traces(elsewhere):
            trial.check(False, f"{run}: {trace}")


def grow(story: Story, calls: int) -> None:
    """Imports many calls of every size, some with the person, and changes some of them."""
    chance, notes = story.chance, story.folder.parent / f"{story.folder.name}-notes"
    notes.mkdir()
    for number in range(calls):
        theirs = number % 5 == 0
        who = f"P{story.number}" if theirs else story.someone(number % 4)
        said = [
            f"!pain did: {chance.choice(story.quotes) if theirs else ''} {'blah ' * length} {number}"
            for length in chance.sample(range(1, 60), chance.randint(1, 8))
        ]
        words = "\n".join(["prose " * chance.randrange(400), *said])
        (notes / f"{number:03}.md").write_text(f"---\nwith: {who}\non: 2026-10-01\n---\n{words}\n")
    story.run("import", str(notes))
    for number in range(3, 250, 8):
        story.run("edit", f"I{number}", "--title", "t" * chance.randrange(1, 300))
    shutil.rmtree(notes)


def unsound(story: Story) -> Iterator[str]:
    """What is wrong with the files that are left."""
    connection = sqlite3.connect(story.journal, isolation_level=None)
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        yield "the journal is damaged"
    connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    connection.close()
    found = backups.listing(story.journal)
    if len(found) < 2:
        yield "a backup is gone"
    for each in found:
        if each.state is not BackupState.AS_MADE or faults(each.path):
            yield f"{each.path.name} is {each.state}, {faults(each.path)}"
    drafts = [path.read_text() for path in (story.folder / "drafts").glob("*.md")]
    if len(drafts) != 1 or story.others[3] not in drafts[0]:
        yield f"the drafts are {drafts}"
    doctor = story.run("doctor", "--json", ok=False).data
    if faulty := [each for each in doctor if each["state"] == "fault"]:
        yield f"doctor: {faulty}"


READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM interview").fetchone()
print("reading", flush=True)
sys.stdin.read()
"""


@contextmanager
def somebody_reading(journal: Path) -> Iterator[None]:
    """Another program in the middle of reading."""
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(journal)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == b"reading\n"
    try:
        yield
    finally:
        reader.communicate()
        assert reader.returncode == 0


@pytest.mark.trial("P2")
def test_a_reader_holds_forgetting_up_and_the_next_run_finishes_it(
    disco: Disco, world: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, trial: Trial
) -> None:
    for run in range(trial.count):
        # The first one waits as long as a user would.
        if run:
            monkeypatch.setattr(erasures, "WAIT_SECONDS", 0.1)
        story = Story(disco, world / str(run), random.Random(run)).tell(backups=run % 3 == 0)
        with somebody_reading(story.journal):
            for _ in range(2):
                done = story.forget(ok=False)
                said = "not finished: another program is reading the journal" in done.err
                trial.check(done.code == 4 and said, f"{run}: {done.code} {done.err}")
                trial.check(not done.data["finished"], f"{run}: it says that it is finished")
            again = story.run("doctor", "--fix", ok=False) if run % 2 else done
            trial.check(again.code != 0, f"{run}: mended while somebody was reading")
        last = story.run("doctor", "--fix", ok=False) if run % 2 else story.forget()
        trial.ran()
        trial.check(last.code == 0, f"{run}: {last}")
        finished = {row["finished"] for row in rows_of(story.journal)["erasure"].values()}
        trial.check(finished == {1}, f"{run}: not finished")
        for trace in story.traces(elsewhere):
            trial.check(False, f"{run}: {trace}")


@pytest.mark.trial("P3")
def test_whoever_was_forgotten_stays_so_when_an_older_backup_is_restored(
    disco: Disco, world: Path, elsewhere: Path, trial: Trial
) -> None:
    for run in range(trial.count):
        upgraded = run % 2 == 1
        story = Story(disco, world / str(run), random.Random(run)).tell(upgraded=upgraded)
        inside = sorted((story.folder / "backups").glob("*.db"))
        wanted = inside[run // 4 % len(inside)]
        copied = world / f"copy-of-{run}" / wanted.name
        copied.parent.mkdir()
        for end in ("", ".sha256"):
            shutil.copy(f"{wanted}{end}", f"{copied}{end}")
        story.forget()
        kind = run // 2 % 3
        if kind == 2:  # the journal is lost; only the list beside it knows
            story.journal.unlink()
        source = wanted if kind == 0 else copied
        done = story.run("restore", str(source), "--yes", ok=False)
        trial.ran()
        trial.check(done.code == 0, f"{run}: {done}")
        people = story.run("people", "--json", "--all").data
        names = [each["name"] for each in people if each["code"] == f"P{story.number}"]
        trial.check(names == [f"forgotten P{story.number}"], f"{run}: {names}")
        trial.check(len(people) > 1, f"{run}: others are gone")
        for trace in story.traces(elsewhere):
            trial.check(False, f"{run}: {trace}")
