"""Recovery: backups that find their own damage, restores that are killed, drafts that outlive all."""

from __future__ import annotations

import errno
import os
import random
import shlex
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pexpect
import pytest
from sqlalchemy import Engine
from tests.conftest import Disco, Result
from tests.trials.conftest import Trial
from tests.trials.warm import warm

from discoverycli.safety import restore
from discoverycli.store import drafts, engine, file_checks, schema_steps, writer
from discoverycli.store.backup_folder import SIGNATURE, BackupState, folder_of, state_of

NOTE = """---
with: {who}
as: prospect
on: 2026-11-{day:02}
---
Words of call {number}, kept letter for letter.
> exact words of call {number}
!pain did: lost an hour in call {number} #payroll
!workaround keeps a macro for call {number}
{mark}
- [ ] send the summary of call {number} by 2026-12-01
"""


def tell(disco: Disco, calls: int) -> None:
    """Logs some calls: the first writes down an opinion and a job, the others bear on them."""
    for number in range(1, calls + 1):
        mark = "H1+ did: saw it\nJ1+ a spreadsheet" if number > 1 else "H: an opinion\nJ: pay bills"
        note = NOTE.format(
            who=f"Caller {number} @ Organisation {number}",
            day=1 + number % 20,
            number=number,
            mark=mark,
        )
        disco("log", "-", typed=note)


def flip(data: bytes, chance: random.Random) -> bytes:
    """One byte of `data` with some of its bits the other way round; most often one of a row, for
    most of a small file is empty."""
    place = chance.randrange(len(data))
    while chance.random() < 0.9 and not data[place]:
        place = chance.randrange(len(data))
    wrong = data[place] ^ chance.randrange(1, 256)
    return data[:place] + bytes([wrong]) + data[place + 1 :]


@pytest.mark.trial("R1")
def test_a_flipped_byte_in_a_backup_is_always_found(
    trial: Trial, disco: Disco, journal_path: Path
) -> None:
    tell(disco, 3)
    backup = Path(disco("backup", "--json").data["path"])
    whole, before = backup.read_bytes(), journal_path.read_bytes()
    chance = random.Random(1)
    for run in range(trial.count):
        backup.write_bytes(flip(whole, chance))
        result = disco("restore", backup.stem, "--yes", ok=False)
        trial.ran()
        trial.check(result.code == 4, f"{run}: restored ({result.code})")
        trial.check("damaged" in result.err, f"{run}: {result.err}")
        trial.check("Traceback" not in result.err, f"{run}: {result.err}")
        trial.check(journal_path.read_bytes() == before, f"{run}: the journal was changed")
    assert disco("backup", "--list", "--json").data[0]["state"] == "damaged"
    backup.write_bytes(whole)
    assert disco("restore", backup.stem, "--yes", "--json").data["interviews"] == 3


READING = (
    ("hypotheses", "--all"),
    ("report", "--week"),
    ("people",),
    ("search", "words"),
    ("show", "I2"),
    ("hypotheses", "show", "H1"),
    ("jobs",),
    ("export", "--format", "json"),
    ("people", "show", "P1"),
    ("report", "cadence"),
    ("report", "balance"),
)
WRITING = (
    ("log", "Caller 1", "H1+ did: words"),
    ("hypotheses", "edit", "H1", "--importance", "5"),
    ("people", "edit", "P1", "--role", "owner"),
    ("edit", "I2", "--minutes", "45"),
    ("jobs", "add", "reconcile invoices"),
)


@pytest.mark.trial("R1")
def test_a_flipped_byte_in_the_journal_is_no_bug_to_any_command(
    trial: Trial, disco: Disco, journal_path: Path
) -> None:
    tell(disco, 3)
    whole = journal_path.read_bytes()
    chance = random.Random(2)
    for run in range(trial.count):
        for commands in (READING, WRITING):
            command = commands[run % len(commands)]
            journal_path.write_bytes(flip(whole, chance))
            for beside in ("-wal", "-shm"):
                journal_path.with_name(journal_path.name + beside).unlink(missing_ok=True)
            result = disco(*command, ok=False)
            trial.ran()
            trial.check(
                result.code in (0, 2, 3, 4) and "Traceback" not in result.err,
                f"{run}: {command} ended with {result.code}: {result.err}",
            )


def dump(journal: Path) -> list[str]:
    """Everything in a journal, as any other program sees it."""
    connection = sqlite3.connect(journal)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return list(connection.iterdump())
    finally:
        connection.close()


_LEAVES_A_LOG = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA wal_autocheckpoint=0")
for number in range(20):
    connection.execute("UPDATE person SET role = ?", (f"role {number} " * 50,))
os._exit(0)
"""


class Battle:
    """A journal with a log that another program left beside it, and a backup of other content."""

    def __init__(self, disco: Disco, journal: Path) -> None:
        self.journal = journal
        tell(disco, 3)
        disco("log", "Long @ Winded", typed=f"{'blah ' * 20_000}\n" * 4)
        self.backup = Path(disco("backup", "--json").data["path"])
        disco("hypotheses", "add", "an opinion of later")
        disco("log", "Late @ Comer", "H2+ did: came later")
        subprocess.run([sys.executable, "-c", _LEAVES_A_LOG, str(journal)], check=True)
        self.files = {
            path: path.read_bytes()
            for path in journal.parent.glob("**/*")
            if path.is_file() and not path.name.endswith("-shm")
        }
        assert journal.with_name(f"{journal.name}-wal").stat().st_size > 50_000
        self.old = dump(journal)
        self.reset()
        disco("restore", self.backup.stem, "--yes")
        self.new = dump(journal)
        assert "came later" in "".join(self.old)
        assert "came later" not in "".join(self.new)

    def reset(self) -> None:
        """Everything is as it was, the log included."""
        for path in self.journal.parent.glob("**/*"):
            if path.is_file() and path not in self.files:
                path.unlink()
        for path, data in self.files.items():
            path.write_bytes(data)

    def judge(self, trial: Trial, said: str) -> str:
        """That the journal holds the old content or the new, and that only we can read it."""
        found = dump(self.journal)
        state = "old" if found == self.old else "new" if found == self.new else "wrong"
        trial.ran()
        trial.check(state != "wrong", f"{said}: neither old nor new")
        open_ = [p.name for p in self.journal.parent.glob("**/*") if p.stat().st_mode & 0o077]
        trial.check(not open_, f"{said}: readable by others: {open_}")
        return state

    def leftovers(self) -> list[str]:
        """What a restore that was killed leaves unfinished."""
        return [
            path.name
            for path in self.journal.parent.glob("**/.*")
            if ".restore" in path.name or path.name.endswith(".new")
        ]


@pytest.fixture
def battle(disco: Disco, journal_path: Path) -> Battle:
    return Battle(disco, journal_path)


@pytest.mark.trial("R2")
def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new(
    trial: Trial, battle: Battle, disco: Disco, tmp_path: Path
) -> None:
    restore = ("restore", battle.backup.stem, "--yes")
    with warm(tmp_path / "streams") as starter:
        battle.reset()
        whole = starter.run(*restore, journal=battle.journal)
        assert whole.code == 0, whole
        chance = random.Random(3)
        for run in trial.share(0, 2):
            battle.reset()
            moment = chance.uniform(0.0 if run % 4 == 0 else 0.5, 1.5) * whole.seconds
            ended = starter.start(*restore, journal=battle.journal).signal_after(
                moment, signal.SIGKILL
            )
            state = battle.judge(trial, f"killed after {moment:.3f} s of {whole.seconds:.3f}")
            trial.check(ended.code != 0 or state == "new", f"{run}: done, but {state}")
    disco(*restore)
    assert dump(battle.journal) == battle.new
    assert battle.leftovers() == []


_KILLS_ITSELF = """
import os, pathlib, signal, sys
from datetime import UTC, datetime
from discoverycli.safety import restore
journal, backup, last = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
restore.PAGES = 1
steps = 0
def step():
    global steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)
restore.restore(journal, restore.verify(backup, journal), datetime.now(UTC), step=step)
"""


@pytest.mark.trial("R2")
def test_a_restore_killed_at_any_page_leaves_the_old_or_the_new(
    trial: Trial, battle: Battle
) -> None:
    pages = battle.backup.stat().st_size // 4096
    runs = list(trial.share(1, 2))
    for run, at in enumerate(runs):
        battle.reset()
        last = 1 + run * pages // (len(runs) - 1)
        arguments = [str(battle.journal), str(battle.backup), str(last)]
        done = subprocess.run([sys.executable, "-c", _KILLS_ITSELF, *arguments], check=False)
        state = battle.judge(trial, f"{at}: killed at page {last} of {pages}")
        killed = done.returncode == -signal.SIGKILL
        trial.check(killed or (done.returncode, state) == (0, "new"), f"page {last}: {done}")
        # The last page is in place before the transaction ends, or just after.
        trial.check(not killed or last >= pages or state == "old", f"{last} of {pages}: {state}")


@pytest.mark.trial("M4")
def test_a_migration_that_fails_gives_everything_back(
    trial: Trial, disco: Disco, journal_path: Path, tmp_path: Path
) -> None:
    tell(disco, 3)
    whole, before = journal_path.read_bytes(), dump(journal_path)
    for run in range(trial.count):
        fault = FAULTS[run % len(FAULTS)]
        shutil.rmtree(folder_of(journal_path), ignore_errors=True)
        journal_path.write_bytes(whole)
        with one_schema_ahead(tmp_path / str(run), STEP.format(fault=fault)):
            result = disco("hypotheses", ok=False)
        trial.ran()
        failed = result.code == 4 and "is as it was" in result.err
        trial.check(failed == (fault != "pass"), f"{run}: {fault}: {result}")
        trial.check(fault == "pass" or dump(journal_path) == before, f"{run}: {fault}: changed")
        (made,) = folder_of(journal_path).glob("*-before-upgrade.db")
        trial.check(state_of(made) is BackupState.AS_MADE, f"{run}: no checksum holds")
        for path in (made, Path(f"{made}{SIGNATURE}"), journal_path):
            trial.check(stat.S_IMODE(path.stat().st_mode) == 0o600, f"{run}: mode of {path.name}")
        trial.check(dump(made) == before, f"{run}: the backup is not what the journal was")
        journal_path.unlink()
        disco("restore", made.stem, "--yes")
        trial.check(dump(journal_path) == before, f"{run}: the backup is restored otherwise")


STEP = '''"""A step of a trial."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = None


def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("nickname", sa.Text(), nullable=True))
    op.execute("UPDATE statement SET text = text || '!'")
    {{fault}}
'''.format(number=f"{file_checks.SCHEMA + 1:04}")

FAULTS = (
    "raise RuntimeError",
    'op.execute("DELETE FROM evidence")',
    'op.execute("SELECT nothing FROM nowhere")',
    'op.execute("UPDATE evidence SET person_id = 99")',
    'op.execute("DROP TABLE theme")',
    # A step that ends the transaction on its own, and then fails.
    "op.get_bind().connection.driver_connection.commit(); raise RuntimeError",
    'op.get_bind().connection.driver_connection.execute("COMMIT"); op.execute("DROP TABLE person")',
    "raise MemoryError",
    'op.execute("INSERT INTO theme SELECT statement_id, NULL FROM theme")',
    "pass",
)
"""What goes wrong after a step has changed things; the last is none."""


@contextmanager
def one_schema_ahead(folder: Path, step: str) -> Iterator[None]:
    """A program that knows one step more."""
    shutil.copytree(schema_steps.FOLDER, folder)
    following = file_checks.SCHEMA + 1
    (folder / "versions" / f"{following:04}_a_step.py").write_text(step)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema_steps, "FOLDER", folder)
        for module in (file_checks, schema_steps, restore):
            patch.setattr(module, "SCHEMA", following)
        yield


Trouble: TypeAlias = Callable[[int], AbstractContextManager[None]]
Writer: TypeAlias = Callable[[Path, bytes], int]


class Call(NamedTuple):
    """A call that is being logged: the command line, its standard input, and what was said."""

    arguments: tuple[str, ...]
    typed: str
    said: tuple[str, ...]


_LONG = "a long line " * 4000

CALLS = (
    Call(("log", "Ana @ Acme", f"!pain did: lost four hours {_LONG}"), "", ("lost four hours",)),
    Call(
        ("log", "Ben @ Bolt", "-m", "> I hate Sundays", "-m", "H: they type twice", "-m", _LONG),
        "", ("> I hate Sundays", "H: they type twice"),
    ),
    Call(
        ("log", "-"), f"---\nwith: Cy @ Core\nas: prospect\n---\nFirst words.\n{_LONG}\nLast words.",
        ("First words.", "Last words."),
    ),
    Call(("log", "Dan @ Dune"), f"piped words\n!workaround a macro\n{_LONG}\n", ("piped words",)),
    Call(("log", "Eve @ Echo", "--edit"), "", ("written in the editor", "and another line")),
)  # fmt: skip
"""Five ways to type something."""


@pytest.fixture
def writes(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that writes a note."""
    script = world / "editor.sh"
    lines = f"written in the editor\n{_LONG}\nand another line\n"
    (world / "words.txt").write_text(lines)
    script.write_text(f'#!/bin/sh\ncat {shlex.quote(str(world / "words.txt"))} >> "$1"\n')
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))


def judge_draft(trial: Trial, disco: Disco, call: Call, result: Result) -> None:
    """That every word of a call that could not be stored is in its draft."""
    said = f"{call.arguments[:2]}"
    if not trial.check("kept in " in result.err, f"{said}: no draft: {result.err[:300]}"):
        return
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    text = draft.read_text()
    trial.check(all(words in text for words in call.said), f"{said}: the draft lacks words")
    trial.check(" log --resume" in result.err.partition("\n  then: ")[2], f"{said}: {result.err}")
    trial.check(stat.S_IMODE(draft.stat().st_mode) == 0o600, f"{said}: others can read it")


def judge_resumed(trial: Trial, disco: Disco, call: Call) -> None:
    """That going on with the draft stores every word, and takes the draft away."""
    result = disco("log", "--resume", "--json", ok=False)
    said = f"{call.arguments[:2]} resumed"
    if trial.check(result.code == 0, f"{said}: {result.code} {result.err[:300]}"):
        notes = disco("show", result.data["interview"], "--json").data["notes"]
        trial.check(all(words in notes for words in call.said), f"{said}: words are missing")
    left = [path for path in drafts.files(Path.cwd() / "drafts") if path.suffix == ".md"]
    trial.check(not left, f"{said}: {left} is left")


def fail_and_resume(trial: Trial, disco: Disco, trouble: Trouble, code: int) -> None:
    """Logs every call in trouble and goes on with its draft when that is over."""
    disco("log", "Zoe @ Zenith", "the first")
    for place, call in enumerate(CALLS):
        with trouble(place):
            result = disco(*call.arguments, typed=call.typed, ok=False)
            trial.ran()
            trial.check(result.code == code, f"{place}: exit {result.code}: {result.err[:300]}")
            judge_draft(trial, disco, call, result)
        judge_resumed(trial, disco, call)


def engines_with(*settings: str) -> Callable[..., Engine]:
    """A maker of engines with more settings."""
    make = engine.make_engine
    return lambda path, _=(): make(path, (*engine.SETTINGS, *settings))


@pytest.mark.trial("R4")
@pytest.mark.usefixtures("writes")
def test_a_lock_loses_no_words(trial: Trial, disco: Disco, journal_path: Path) -> None:
    @contextmanager
    def locked(_place: int) -> Iterator[None]:
        other = sqlite3.connect(journal_path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "BUSY_SECONDS", 0.1)
            yield
        other.close()

    fail_and_resume(trial, disco, locked, 4)


@pytest.mark.trial("R4")
@pytest.mark.usefixtures("writes")
def test_a_full_disk_loses_no_words(
    trial: Trial, disco: Disco, journal_path: Path, world: Path, tmp_path: Path
) -> None:
    (tmp_path / "temporary").mkdir()

    def full_for_drafts(path: Path, data: bytes, write: Writer = drafts._write) -> int:
        if path.is_relative_to(world):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    @contextmanager
    def full(place: int) -> Iterator[None]:
        connection = sqlite3.connect(journal_path)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(writer, "make_engine", engines_with(f"PRAGMA max_page_count={pages}"))
            if place % 2:  # the disk of the drafts is the same one
                patch.setattr(drafts, "_write", full_for_drafts)
            yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
        fail_and_resume(trial, disco, full, 4)


@pytest.mark.trial("R4")
@pytest.mark.usefixtures("writes")
def test_a_journal_that_may_not_be_written_loses_no_words(
    trial: Trial, disco: Disco, journal_path: Path
) -> None:
    """What stands for a login that is refused, as long as there is no server to log in to."""

    @contextmanager
    def refused(_place: int) -> Iterator[None]:
        journal_path.chmod(0o400)
        root = os.geteuid() == 0  # who may write everywhere, unless the file system refuses
        if root:
            subprocess.run(["chattr", "+i", str(journal_path)], check=False, capture_output=True)
        try:
            with pytest.MonkeyPatch.context() as patch:
                if os.access(journal_path, os.W_OK) and can_be_written(journal_path):
                    refuses = engines_with("PRAGMA query_only=ON")
                    patch.setattr(writer, "make_engine", refuses)
                yield
        finally:
            if root:
                subprocess.run(
                    ["chattr", "-i", str(journal_path)], check=False, capture_output=True
                )
            journal_path.chmod(0o600)

    fail_and_resume(trial, disco, refused, 4)


def can_be_written(path: Path) -> bool:
    try:
        path.open("ab").close()
    except OSError:
        return False
    return True


def on_terminal(*arguments: str) -> pexpect.spawn[str]:
    """A real `disco` on a real terminal."""
    return pexpect.spawn(
        sys.executable, ["-m", "discoverycli", *arguments], encoding="utf-8", timeout=30
    )


def interrupt(terminal: pexpect.spawn[str], *, again: bool = True) -> Result:
    """Ctrl-C, and what comes of it. Python does not hear one that comes between the prompt and
    its waiting for an answer; whoever types presses it once more."""
    said = ""
    for _ in range(30):
        terminal.sendintr()
        ended = terminal.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=1 if again else 30) == 0
        said = terminal.before or ""
        if ended:
            break
    terminal.close()
    code = terminal.exitstatus if terminal.exitstatus is not None else -1
    return Result(code, "", said.replace("\r\n", "\n"))


@pytest.mark.trial("R4")
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_ctrl_c_at_a_prompt_loses_no_words(trial: Trial, disco: Disco, lines: int) -> None:
    said = ("!pain did: four hours", "> I hate it", "J: reconcile invoices")[:lines]
    terminal = on_terminal("log", "Ana @ Acme", "--as", "prospect", "--on", "yesterday")
    for line in said:
        terminal.expect([r">> ", r"\.\. "])
        terminal.send(f"{line}\r")
    terminal.expect(r"\.\. ")
    result = interrupt(terminal)
    trial.ran()
    trial.check(result.code == 130, f"exit {result.code}")
    call = Call(("log", "Ana @ Acme"), "", said)
    judge_draft(trial, disco, call, result)
    judge_resumed(trial, disco, call)


@pytest.mark.trial("R4")
@pytest.mark.parametrize("goes_on", [False, True], ids=["ended by it", "used to it"])
def test_ctrl_c_in_the_editor_loses_no_words(
    trial: Trial, disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    script = world / "editor.sh"
    before, after = ("trap '' INT", "sleep 1") if goes_on else ("", "exec sleep 30")
    script.write_text(
        f'#!/bin/sh\n{before}\necho "before it" >> "$1"\necho typing\n{after}\n'
        'echo "after it" >> "$1"\n'
    )
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))
    terminal = on_terminal("log", "Ana @ Acme", "--edit")
    terminal.expect("typing")
    result = interrupt(terminal, again=False)
    trial.ran()
    if goes_on:
        trial.check(result.code == 0, f"exit {result.code}: {result.err}")
        notes = disco("show", "I1", "--json").data["notes"]
        trial.check("before it\nafter it" in notes, f"the editor was ended: {notes}")
        return
    monkeypatch.delenv("EDITOR")
    call = Call(("log", "Ana @ Acme", "--edit"), "", ("before it",))
    trial.check(result.code == 130, f"exit {result.code}: {result.err}")
    judge_draft(trial, disco, call, result)
    judge_resumed(trial, disco, call)


_HOLDS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for text in sys.argv[2].split(";"):
    connection.execute(text).fetchall()
print("held", flush=True)
time.sleep(40)
"""
LOCKS = (
    "BEGIN IMMEDIATE",
    "BEGIN EXCLUSIVE",
    "PRAGMA locking_mode=EXCLUSIVE;BEGIN EXCLUSIVE;UPDATE person SET role = 'x'",
)
"""How another program may hold a journal: against writers, or against readers too."""

_AT_ONCE = 3


@pytest.mark.bulk
@pytest.mark.trial("C3")
def test_a_lock_held_for_long_ends_in_time_and_loses_no_words(
    trial: Trial, disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journals = [world / f"run-{run}" / "journal.db" for run in range(trial.count)]
    for path in journals:
        disco("log", "Zoe @ Zenith", "the first", "--journal", str(path))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        done = list(pool.map(log_against_a_lock, range(trial.count), journals))
    for run, (path, (result, seconds)) in enumerate(zip(journals, done, strict=True)):
        trial.ran()
        said = f"{run}: {LOCKS[run % len(LOCKS)]}"
        trial.check(result.code == 4, f"{said}: exit {result.code}: {result.err}")
        trial.check(seconds <= 32, f"{said}: {seconds:.1f} s")
        trial.check("is busy: another program is writing to it" in result.err, f"{said}: {result}")
        trial.check("Traceback" not in result.err, f"{said}: {result.err}")
        monkeypatch.setenv("DISCO_JOURNAL", str(path))
        monkeypatch.chdir(path.parent)
        call = Call(("log", "Ana @ Acme"), "", ("!pain did: waited for long",))
        judge_draft(trial, disco, call, result)
        judge_resumed(trial, disco, call)


def log_against_a_lock(run: int, path: Path) -> tuple[Result, float]:
    """Logs while another program holds the journal for 40 seconds, and how long that took."""
    # Cold starts at the same moment would be on each other's clock.
    time.sleep(1.5 * (run % _AT_ONCE))
    command = [sys.executable, "-c", _HOLDS, str(path), LOCKS[run % len(LOCKS)]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "discoverycli", "log", "Ana @ Acme", "!pain did: waited for long"],
            env={**os.environ, "DISCO_JOURNAL": str(path)}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.monotonic() - began
        holder.kill()
    return Result(done.returncode, done.stdout, done.stderr), seconds
