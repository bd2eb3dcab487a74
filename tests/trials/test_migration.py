"""A journal of every released schema comes up to date whole, or stays what it was."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event
from sqlmodel import SQLModel
from tests.files import dump
from tests.trials.conftest import Trial, mostly_bulk

from discoverycli.context import bring_up_to_date
from discoverycli.errors import JournalError
from discoverycli.store.engine import make_engine
from discoverycli.store.file_checks import SCHEMA, check_file
from discoverycli.store.models import every  # noqa: F401 - fills the metadata
from discoverycli.store.writer import ensure_journal

KEPT = Path(__file__).parent.parent / "fixtures" / "journals"
RELEASED = sorted(KEPT.glob("schema-*.db"), key=lambda path: int(path.stem.partition("-")[2]))
MIGRATE = """
import os
import sys
from pathlib import Path
from discoverycli.safety import upgrade
from discoverycli.context import bring_up_to_date
print("ready", flush=True)
sys.stdin.readline()
bring_up_to_date(Path(sys.argv[1]))
os._exit(0)
"""

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def test_a_journal_of_every_schema_but_the_newest_is_kept() -> None:
    assert [check_file(path) for path in RELEASED] == list(range(1, SCHEMA))


def rows(path: Path) -> Rows:
    """Every table's columns and rows, the index with what it finds in place of how it is kept."""
    connection = sqlite3.connect(path)
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' "
            "AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    found: Rows = {}
    for name in names:
        cursor = connection.execute(f"SELECT * FROM {name}")
        found[name] = ([head[0] for head in cursor.description], sorted(cursor, key=repr))
    connection.close()
    return found


def healthy(path: Path) -> bool:
    """Whether SQLite finds nothing wrong, neither in the pages nor in the keys."""
    connection = sqlite3.connect(path)
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()


@contextmanager
def failing_at(step: int) -> Iterator[list[str]]:
    """Lets the `step`-th statement of any connection fail; the statements that came so far."""
    seen: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)
        if len(seen) == step:
            raise sqlite3.OperationalError("disk I/O error")

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest, world: Path) -> Path:
    """A copy of a released journal."""
    copy = world / "journal.db"
    shutil.copyfile(request.param, copy)
    copy.chmod(0o600)
    return copy


@pytest.mark.trial("M1")
def test_a_fault_at_any_step_leaves_the_old_journal_and_trying_again_works(
    kept: Path, world: Path, trial: Trial
) -> None:
    old = kept.read_bytes()
    before = dump(kept)
    with failing_at(0) as seen:
        bring_up_to_date(kept)
    after = rows(kept)
    steps = len(seen)
    assert steps > 5
    for step in trial.some(range(1, steps + 1)):
        kept.write_bytes(old)
        with failing_at(step), pytest.raises(JournalError):
            bring_up_to_date(kept)
        trial.ran()
        trial.check(dump(kept) == before, f"step {step}: changed")
        trial.check(check_file(kept) < SCHEMA, f"step {step}: says it is new")
        bring_up_to_date(kept)
        trial.check(rows(kept) == after, f"step {step}: trying again came out otherwise")
        for backup in (world / "backups").glob("*"):
            backup.unlink()


@pytest.mark.trial("M2")
@pytest.mark.parametrize(
    "kept", mostly_bulk(RELEASED, RELEASED[0]), indirect=True, ids=lambda path: path.stem
)
def test_a_kill_at_any_moment_leaves_the_old_journal_or_the_new(
    kept: Path, world: Path, trial: Trial
) -> None:
    old = kept.read_bytes()
    before = rows(kept)
    lasts = killed(kept, None)
    after = rows(kept)
    chance = random.Random(2)
    ends = {"old": 0, "new": 0}
    for run in range(trial.count):
        for leftover in world.glob("journal.db*"):
            leftover.unlink()
        kept.write_bytes(old)
        killed(kept, chance.uniform(0, lasts))
        trial.ran()
        # Whoever opens it next recovers what the log beside it holds.
        trial.check(healthy(kept), f"{run}: damaged")
        found = rows(kept)
        trial.check(found in (before, after), f"{run}: neither old nor new")
        ends["new" if found == after else "old"] += 1
        bring_up_to_date(kept)
        trial.check(rows(kept) == after, f"{run}: the next start came out otherwise")
    assert trial.fast or ends["old"], f"every kill came too late: {ends}"


def killed(path: Path, after: float | None) -> float:
    """Brings a journal up to date in a process of its own, which is killed after some seconds;
    how long it worked."""
    child = subprocess.Popen(
        [sys.executable, "-c", MIGRATE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin
    assert child.stdout
    assert child.stdout.readline() == b"ready\n"
    child.stdin.write(b"\n")
    child.stdin.flush()
    began = time.monotonic()
    if after is not None:
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
    child.communicate()
    assert after is not None or child.returncode == 0
    return time.monotonic() - began


@pytest.mark.trial("M3")
def test_no_row_and_no_value_is_lost_on_the_way(kept: Path, trial: Trial) -> None:
    before = rows(kept)
    bring_up_to_date(kept)
    after = rows(kept)
    for table, (columns, content) in before.items():
        heads, now = after[table]
        places = [heads.index(column) for column in columns]
        kept_rows = sorted((tuple(row[n] for n in places) for row in now), key=repr)
        same = (
            kept_rows == content
            if table != "search"
            else all(map(_still_finds, content, kept_rows))
        )
        trial.ran()
        trial.check(same, f"{table}: changed")
        trial.check(content or table in EMPTY, f"{table}: nothing in it to lose")
    trial.check(healthy(kept), "something points at nothing")


def _still_finds(was: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    """Whether a row of the index, which is made anew, has all the words it had; more may be."""
    return was[:3] == now[:3] and set(was[3].split()) <= set(now[3].split())


EMPTY: set[str] = set()
"""Tables that the kept journals may have without a row."""


@pytest.mark.trial("M6")
def test_a_journal_brought_up_to_date_has_the_tables_of_a_new_one(
    kept: Path, world: Path, trial: Trial
) -> None:
    """In SQLite. There is no team store on PostgreSQL yet, so that half is not run."""
    fresh = world / "fresh.db"
    ensure_journal(fresh)
    bring_up_to_date(kept)
    for path in (kept, fresh):
        trial.ran()
        differences = compared(path)
        trial.check(not differences, f"{path.name}: {differences}")
    trial.check(shape(kept) == shape(fresh), "the shape differs from that of a new journal")


def compared(path: Path) -> list[Any]:
    """What Alembic would change to make the file what the models say."""
    engine = make_engine(path)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "compare_type": True,
                    "include_object": lambda _o, name, *_rest: not name.startswith("search"),
                },
            )
            return list(compare_metadata(context, SQLModel.metadata))
    finally:
        engine.dispose()


def shape(path: Path) -> dict[str, Any]:
    """Columns, keys and indexes of every table, as SQLite sees them."""
    connection = sqlite3.connect(path)
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    ]
    found = {
        name: [
            sorted(connection.execute(f"PRAGMA {each}({name})").fetchall(), key=repr)
            for each in ("table_xinfo", "foreign_key_list")
        ]
        + [
            sorted(
                (row[2:], connection.execute(f"PRAGMA index_xinfo({row[1]})").fetchall())
                for row in connection.execute(f"PRAGMA index_list({name})")
            )
        ]
        for name in names
    }
    connection.close()
    return found
