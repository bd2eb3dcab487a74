"""Files that are no journal of ours are refused, and left as they are."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Disco
from tests.trials.conftest import Trial
from tests.trials.hostile import OLDER, everything

from discoverycli.store import file_checks

COMMANDS = (
    ("people",),
    ("report", "cadence", "--pause", "2026-12-21..2026-12-27"),
    ("log", "Ana @ Acme", "what she said"),
)
"""One that reads, one that writes, and the one that must not lose a word."""

MakeFile = Callable[[Path], None]


def drafts(names: set[str]) -> set[str]:
    """Those of the names that are drafts, or their folder."""
    return {name for name in names if name.split("/")[0] == "drafts"}


def refused(disco: Disco, trial: Trial, what: str, path: Path) -> None:
    """Every command refuses the file, says why, and leaves everything as it was but a draft."""
    for command in COMMANDS:
        before = everything(path.parent)
        result = disco(*command, "--journal", str(path), ok=False)
        after = everything(path.parent)
        kept = drafts(set(after) - set(before))
        rest = {name: content for name, content in after.items() if name not in kept}
        said = f"{what}, {command[0]}: {result}"
        trial.check(result.code == 4, f"exit {result.code} of {said}")
        trial.check(result.err.startswith(f"disco: {path} "), f"no reason in {said}")
        trial.check("\n  try: " in result.err, f"no hint in {said}")
        trial.check(rest == before, f"changed by {said}")
        texts = [after[name] for name in kept if after[name] != "folder"]
        if command[0] == "log":
            trial.check(
                len(texts) == 1 and b"what she said" in texts[0],  # type: ignore[operator]
                f"the draft is gone with {said}",
            )
        else:
            trial.check(not kept, f"a draft of nothing by {said}")
        shutil.rmtree(path.parent / "drafts", ignore_errors=True)


# --- M5 ---------------------------------------------------------------------------------------


def _header(offset: int, number: int, size: int = 4) -> MakeFile:
    def smash(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(number.to_bytes(size, "big"))

    return smash


def _instead(make: MakeFile) -> MakeFile:
    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace


def _database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def _link_to_foreign(path: Path) -> None:
    target = path.with_name("theirs.sqlite")
    _database(target)
    path.symlink_to(target)


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _smash_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = bytes(each ^ 0x5A for each in data[100:])
    path.write_bytes(data)


WRONG: dict[str, MakeFile] = {
    "a newer schema": _header(60, file_checks.SCHEMA + 1),
    "another program's database": _instead(_database),
    "a text": _instead(lambda path: path.write_text("dear diary\n" * 100) and None),
    "a picture": _instead(
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)) and None
    ),
    "an empty folder": _instead(lambda path: path.mkdir()),
    "a pipe": _instead(lambda path: os.mkfifo(path)),
    "a link to another program's database": _instead(_link_to_foreign),
    "a link that leads nowhere": _instead(lambda path: path.symlink_to("nowhere.db")),
    "a journal cut in half": _truncate,
    "a journal with smashed pages": _smash_pages,
    "a smashed header": _header(0, 0x5A5A5A5A),
    "a file format to come": _header(18, 0x0303, 2),
    "a file format to come, for writing only": _header(18, 0x03, 1),
    "no schema number": _header(60, 0),
    "an empty file": _instead(lambda path: path.touch()),
    "a header and nothing else": lambda path: os.truncate(path, 100),
}


@pytest.mark.trial("M5")
def test_wrong_files_are_refused_with_a_reason_and_left_as_they_are(
    disco: Disco, trial: Trial, world: Path
) -> None:
    disco("log", "Ana @ Acme", "!pain did: four hours #payroll")
    assert len(WRONG) >= trial.count
    for number, (what, make) in enumerate(WRONG.items()):
        for journal in (world / "journal.db", *OLDER):
            path = world / f"wrong{number}-{journal.stem}" / "journal.db"
            path.parent.mkdir()
            shutil.copy(journal, path)
            make(path)
            refused(disco, trial, f"{what} in {journal.stem}", path)
            trial.ran()


# --- H9 ---------------------------------------------------------------------------------------

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT evil(i) FROM n) SELECT i AS id"
_SEARCH = "fts5(code UNINDEXED, noun UNINDEXED, title, body"


def _rewritten(table: str, was: str, becomes: str) -> str:
    """SQL that changes the text of a table's definition, behind SQLite's back."""
    was, becomes = was.replace("'", "''"), becomes.replace("'", "''")
    return (
        f"PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, '{was}', "
        f"'{becomes}') WHERE name = '{table}'; PRAGMA writable_schema=RESET"
    )


HOSTILE: dict[str, str] = {
    "a view": "CREATE VIEW people AS SELECT evil(name) AS name FROM person",
    "a trigger": "CREATE TRIGGER spy AFTER INSERT ON interview BEGIN SELECT evil(new.notes); END",
    "a trigger on reading's table": (
        "CREATE TRIGGER spy BEFORE INSERT ON pause BEGIN SELECT evil(1); END"
    ),
    "a virtual table": "CREATE VIRTUAL TABLE spy USING fts5vocab('search', 'row')",
    "a generated column": "ALTER TABLE person ADD COLUMN spy TEXT AS (evil(name))",
    "a check": _rewritten("person", "name TEXT NOT NULL", "name TEXT NOT NULL CHECK (evil(name))"),
    "a default": _rewritten("pause", "reason TEXT", "reason TEXT DEFAULT (evil(1))"),
    "an index on an expression": "CREATE INDEX spy ON person (evil(name))",
    "an index on an operator": "CREATE INDEX spy ON person (name LIKE role)",
    "an index with a condition": "CREATE INDEX spy ON person (name) WHERE evil(name)",
    "a table that is an endless view": (
        "ALTER TABLE person RENAME TO hidden; "
        f"CREATE VIEW person AS {_ENDLESS}, '' AS name, '' AS name_key FROM n"
    ),
    "a view that calls itself a table": (
        "CREATE VIEW spy AS SELECT evil(name) FROM person; PRAGMA writable_schema=ON; "
        "UPDATE sqlite_schema SET type = 'table' WHERE name = 'spy'; PRAGMA writable_schema=RESET"
    ),
    "a search index over a view": (
        "DROP TABLE search; CREATE VIEW spy AS SELECT evil(name) AS body FROM person; "
        f"CREATE VIRTUAL TABLE search USING {_SEARCH}, content='spy')"
    ),
    "a table of another program": "CREATE TABLE spy (words TEXT)",
}


class Spy:
    """Makes every connection know the function that the hostile journals call, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        connect = sqlite3.connect

        def connected(*args: object, **options: object) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **options)  # type: ignore[call-overload]
            connection.create_function("evil", 1, self.evil, deterministic=True)
            return connection

        monkeypatch.setattr(sqlite3, "connect", connected)

    def evil(self, value: object) -> object:
        """Stands for whatever a function could do; it ends what would not end by itself."""
        self.calls += 1
        if self.calls > 10_000:
            raise OverflowError
        return value


@pytest.mark.trial("H9")
def test_hostile_journals_are_refused_before_anything_in_them_runs(
    disco: Disco, trial: Trial, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("log", "Ana @ Acme", "!pain did: four hours #payroll\nH: bookkeepers lose a day")
    assert len(HOSTILE) >= trial.count
    spy = Spy(monkeypatch)
    for number, (what, sql) in enumerate(HOSTILE.items()):
        for journal in (world / "journal.db", *OLDER):
            path = world / f"hostile{number}-{journal.stem}" / "journal.db"
            path.parent.mkdir()
            shutil.copy(journal, path)
            connection = sqlite3.connect(path, isolation_level=None)
            connection.executescript(sql)
            connection.close()
            spy.calls = 0
            refused(disco, trial, f"{what} in {journal.stem}", path)
            ours = world / "journal.db"
            before = path.read_bytes(), ours.read_bytes()
            looked = disco("doctor", "--journal", str(path), ok=False)
            restored = disco("restore", str(path), "--yes", "--journal", str(ours), ok=False)
            trial.check(looked.code == 4, f"{what}: {looked}")
            trial.check(restored.code in (2, 4), f"{what}: {restored}")
            after = path.read_bytes(), ours.read_bytes()
            trial.check(after == before, f"changed by {what}: {looked} {restored}")
            trial.check(spy.calls == 0, f"{spy.calls} calls by {what} in {journal.stem}")
            trial.ran()


def test_the_guard_knows_every_table_and_no_other() -> None:
    from sqlmodel import SQLModel

    from discoverycli.store.models import every  # noqa: F401 - fills the metadata

    assert set(SQLModel.metadata.tables) == file_checks.TABLES


def test_a_journal_that_was_analysed_and_indexed_by_hand_is_still_ours(
    disco: Disco, journal_path: Path
) -> None:
    disco("log", "Ana @ Acme", "words")
    with sqlite3.connect(journal_path) as connection:
        connection.executescript("CREATE INDEX mine ON person (role, name); ANALYZE")
    connection.close()
    assert "Ana" in disco("people").out
    disco("log", "Ana @ Acme", "more words")
