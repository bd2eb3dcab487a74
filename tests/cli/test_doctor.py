"""`disco doctor`: names what is wrong and what to type, and mends what loses no word."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.conftest import TODAY, Disco, Result

from discoverycli import clock
from discoverycli.main import main
from discoverycli.safety import doctor

NOTE = """---
with: Ana Silva @ Acme
as: prospect
segment: clinics
---
!pain did: four hours a month #payroll
H: they type it twice
H+ did: twice a week
J: reconcile supplier invoices before month end
J+ a student
- [ ] send it by friday
"""


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts of other tests wait in the system's folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a journal that is well in every way, with a fresh backup."""
    folder = tmp_path_factory.mktemp("written") / ".disco"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISCO_TODAY", TODAY.isoformat())
        patch.setenv("DISCO_AUTHOR", "Robin")
        patch.setenv("DISCO_JOURNAL", str(folder / "journal.db"))
        (folder.parent / "note.md").write_text(NOTE)
        for command in (
            ("log", str(folder.parent / "note.md")),
            ("log", "Ben @ Acme", "H1-: says never"),
            ("hypotheses", "add", "owners want an export"),
            ("people", "edit", "P2", "--role", "owner", "--as", "partner"),
            ("config", "set", "cadence.goal", "2"),
            ("backup",),
        ):
            assert main(command) == 0
    return folder


@pytest.fixture
def journal(written: Path, world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that journal, in a folder of its own."""
    shutil.copytree(written, world / ".disco")
    monkeypatch.setenv("DISCO_JOURNAL", str(world / ".disco" / "journal.db"))
    return world / ".disco" / "journal.db"


def change(*statements: str) -> Callable[[Path], None]:
    """Damage by SQL."""

    def damage(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return damage


def said(result: Result, check: str) -> list[dict[str, Any]]:
    return [row for row in result.data if row["check"] == check and row["state"] != "ok"]


def words(path: Path) -> object:
    """Every row but the index's, or the bytes of a file that cannot be read any more."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        names = [
            name.decode()
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith((b"search", b"sqlite"))
        ]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    except sqlite3.DatabaseError:
        return path.read_bytes()
    finally:
        connection.close()


def bytes_at(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


def page_of(path: Path, name: str) -> tuple[int, int]:
    """Where the first page of a table or index begins, and how large pages are."""
    connection = sqlite3.connect(path)
    size: int = connection.execute("PRAGMA page_size").fetchone()[0]
    root: int = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
    ).fetchone()[0]
    connection.close()
    return (root - 1) * size, size


def smash(table: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        place, size = page_of(path, table)
        bytes_at(path, place, b"\xa5" * size)

    return damage


def aged(path: Path, text: str = "x") -> None:
    """A file that nobody has touched for two hours."""
    path.parent.mkdir(exist_ok=True, mode=0o700)
    path.write_text(text)
    path.chmod(0o600)
    old = clock.now().timestamp() - 7200
    os.utime(path, (old, old))


def without_index_entry(path: Path) -> None:
    """A row that an index does not know."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name='hire_by_job'").fetchone()
    row = connection.execute(
        "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name='hire_by_job'"
    ).fetchone()
    connection.execute("DELETE FROM sqlite_schema WHERE name='hire_by_job'")
    connection.commit()
    connection.close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO hire (id, job_id, interview_id, person_id, hired, rung, text, line) "
        "SELECT id + 100, job_id, interview_id, person_id, hired, rung, 'more', line FROM hire"
    )
    connection.execute("UPDATE counter SET last = 1000")
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", row)
    assert sql
    connection.commit()
    connection.close()


def half_a_log(path: Path) -> None:
    """A journal whose program was killed: its last words are in the log beside it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE person SET period_days = 77 WHERE id = 1")
    connection.commit()
    for end in ("", "-wal"):
        shutil.copy2(f"{path}{end}", f"{path}{end}.copy")
    connection.close()
    for end in ("", "-wal"):
        shutil.move(f"{path}{end}.copy", f"{path}{end}")
        Path(f"{path}{end}").chmod(0o600)


class Damage(NamedTuple):
    check: str
    says: str
    do: Callable[[Path], object]
    fixable: bool = True
    state: str = "fault"


PREDICTION = "INSERT INTO prediction (id, hypothesis_id, author, percent, revision, made_on) VALUES"
NUMBERED = "INSERT OR REPLACE INTO counter VALUES ('prediction', 9), ('D', 9), ('why', 9)"
DECISION = "INSERT INTO decision VALUES (1, 'd', 'build it', NULL, 'Robin', '2026-11-20', 1)"
WHY = (
    "INSERT INTO why (id, hypothesis_id, statement_id, number, parent_id, text, author, added_on) "
    "VALUES"
)

DAMAGES: dict[str, Damage] = {
    "index emptied": Damage("search", "lacks", change("DELETE FROM search")),
    "index of another text": Damage(
        "search", "something else of S1", change("UPDATE search SET body = 'x' WHERE code = 'S1'")
    ),
    "index with a stranger": Damage(
        "search", "nothing stands for", change("INSERT INTO search VALUES ('I9','interview','','','')")
    ),
    "index broken": Damage("search", "damaged", change("DELETE FROM search_data")),
    "index garbled": Damage(
        "search", "damaged", change("UPDATE search_data SET block = x'0102' WHERE id > 10")
    ),
    "index without a part": Damage("search", "not whole", change("DROP TABLE search_idx")),
    "verdict of another kind": Damage(
        "verdicts", "H1", change("UPDATE memo SET result = replace(result, '\"asked\":', '\"asked\":9')")
    ),
    "verdict unreadable": Damage("verdicts", "H1", change("UPDATE memo SET result = '{'")),
    "verdict of another status": Damage(
        "verdicts", "H1", change("UPDATE memo SET status = 'validated'")
    ),
    "verdict on nothing": Damage(
        "references", "memo",
        change("INSERT INTO memo VALUES (99, '2026-11-20', NULL, 'testing', '{}')"),
    ),
    "last contact": Damage(
        "contacts", "P1", change("UPDATE person SET last_contact = '2020-01-01' WHERE id = 1")
    ),
    "contact": Damage("contacts", "I1", change("UPDATE interview SET contact = 0 WHERE id = 1")),
    "name key": Damage("names", "P1", change("UPDATE person SET name_key = 'else' WHERE id = 1")),
    "text key": Damage("names", "H2", change("UPDATE hypothesis SET text_key = 'else' WHERE id = 2")),
    "counter behind": Damage("codes", "H", change("UPDATE counter SET last = 1 WHERE name = 'H'")),
    "counter gone": Damage("codes", "P, I", change("DELETE FROM counter")),
    "criteria lost": Damage(
        "criteria", "H2", change("DELETE FROM revision WHERE hypothesis_id = 2")
    ),
    "index dropped": Damage("schema", "theme_by_name", change("DROP INDEX theme_by_name")),
    "index on another column": Damage(
        "schema", "theme_by_name",
        change("DROP INDEX theme_by_name", "CREATE INDEX theme_by_name ON theme (statement_id)"),
    ),
    "index not whole": Damage("pages", "does not fit", without_index_entry),
    "journal for all to read": Damage("rights", "journal.db", lambda p: p.chmod(0o644)),
    "folder for all to read": Damage("rights", "others", lambda p: p.parent.chmod(0o755)),
    "settings for all to read": Damage(
        "rights", "config.yaml", lambda p: (p.parent / "config.yaml").chmod(0o664)
    ),
    "backup for all to read": Damage(
        "rights", "backups/", lambda p: next(p.parent.glob("backups/*.db")).chmod(0o640)
    ),
    "draft for all to read": Damage(
        "rights", "drafts/a.md",
        lambda p: (aged(p.parent / "drafts" / "a.md"), (p.parent / "drafts" / "a.md").chmod(0o644)),
    ),
    "half a journal": Damage(
        "unfinished", ".journal.db.", lambda p: aged(p.parent / ".journal.db.0123456789ab.new"),
        state="notice",
    ),
    "half an export": Damage(
        "unfinished", "all.json", lambda p: aged(Path.cwd() / ".all.json.0123456789ab.new"),
        state="notice",
    ),
    "half a backup": Damage(
        "unfinished", "backups/",
        lambda p: aged(p.parent / "backups" / ".journal.0123456789ab.new"), state="notice",
    ),
    "an empty draft": Damage(
        "unfinished", "drafts/", lambda p: aged(p.parent / "drafts" / "x.md", ""), state="notice",
    ),
    # From here on nobody but a person can say what is right.
    "rows that point at nothing": Damage(
        "references", "the job it points at", change("DELETE FROM job WHERE id = 1"), fixable=False
    ),
    "a table gone": Damage("schema", "table pause", change("DROP TABLE pause"), fixable=False),
    "a column gone": Damage(
        "schema", "columns reason", change("ALTER TABLE pause DROP COLUMN reason"), fixable=False
    ),
    "a column too many": Damage(
        "schema", "other", change("ALTER TABLE pause ADD COLUMN other TEXT"), fixable=False
    ),
    "a word of no list": Damage(
        "values", "person.relation", change("UPDATE person SET relation = 'friend'"), fixable=False
    ),
    "a day that is none": Damage(
        "values", "interview.held_on", change("UPDATE interview SET held_on = '2026-02-31'"),
        fixable=False,
    ),
    "text that is none": Damage(
        "values", "cannot be read",
        change("UPDATE interview SET via = CAST(x'ff' AS TEXT)"), fixable=False,
    ),
    "former names": Damage(
        "values", "former names", change("UPDATE person SET former_names = 'x'"), fixable=False
    ),
    "a speaker who was not there": Damage(
        "people", "P2 in I1", change("UPDATE evidence SET person_id = 2 WHERE interview_id = 1"),
        fixable=False,
    ),
    "an interview with nobody": Damage(
        "people", "I2", change("DELETE FROM participation WHERE interview_id = 2"), fixable=False
    ),
    "first criteria lost": Damage(
        "criteria", "former", change("UPDATE revision SET number = 2"), fixable=False
    ),
    "a belief beyond all measure": Damage(
        "reasons", "percentage", change(NUMBERED, f"{PREDICTION} (1, 1, 'R', 101, 1, '2026-11-20')"),
        fixable=False,
    ),
    "a belief in no criteria": Damage(
        "reasons", "criteria", change(NUMBERED, f"{PREDICTION} (1, 1, 'Robin', 50, 9, '2026-11-20')"),
        fixable=False,
    ),
    "a decision on something else": Damage(
        "reasons", "D1", change(NUMBERED, DECISION, "INSERT INTO ground (decision_id, position, code, "
        "hypothesis_id) VALUES (1, 0, 'H1', 2)"),
        fixable=False,
    ),
    "an answer to two questions": Damage(
        "reasons", "two things", change(NUMBERED, f"{WHY} (1, 1, 1, 1, NULL, 'x', 'Robin', '2026-11-20')"),
        fixable=False,
    ),
    "an answer below another's": Damage(
        "reasons", "hangs below",
        change(NUMBERED, f"{WHY} (1, 1, NULL, 1, NULL, 'x', 'Robin', '2026-11-20')",
               f"{WHY} (2, 2, NULL, 1, 1, 'x', 'Robin', '2026-11-20')"),
        fixable=False,
    ),
    "answers in a circle": Damage(
        "reasons", "go in a circle",
        change(NUMBERED, f"{WHY} (1, 1, NULL, 1, NULL, 'x', 'Robin', '2026-11-20')",
               f"{WHY} (2, 1, NULL, 2, 1, 'x', 'Robin', '2026-11-20')",
               "UPDATE why SET parent_id = 2 WHERE id = 1"),
        fixable=False,
    ),
    "people who sent each other": Damage(
        "reasons", "P1, P2",
        change("UPDATE person SET referred_by_id = 3 - id WHERE id < 3"), fixable=False,
    ),
    "a change of no operation": Damage(
        "record", "not there: 1", change("DELETE FROM operation WHERE id = 1"), fixable=False
    ),
    "taken back by nothing": Damage(
        "record", "taken back", change("UPDATE operation SET undone_by = 2 WHERE id = 1"),
        fixable=False,
    ),
    "a backup changed": Damage(
        "backups", "not as they were made",
        lambda p: bytes_at(next(p.parent.glob("backups/*.db")), 5000, b"\xff"), fixable=False,
    ),
    "settings not understood": Damage(
        "settings", "goal", lambda p: (p.parent / "config.yaml").write_text("cadence:\n  goal: x\n"),
        fixable=False,
    ),
    "a page of people": Damage("journal", "", smash("person"), fixable=False),
    "cut off": Damage(
        "journal", "", lambda p: os.truncate(p, p.stat().st_size // 2 // 4096 * 4096), fixable=False
    ),
}  # fmt: skip


def test_a_healthy_journal_is_well_and_stays_as_it_is(disco: Disco, journal: Path) -> None:
    before = journal.read_bytes()
    result = disco("doctor")
    assert result.out.startswith("Well\n")
    listed = disco("doctor", "--json").data
    assert {row["state"] for row in listed} == {"ok"}
    assert {row["check"] for row in listed} == {*doctor.NAMES, "journal"}
    assert not any(row["fixed"] or row["try"] for row in listed)
    assert disco("doctor", "--fix").out == result.out
    assert journal.read_bytes() == before


@pytest.mark.parametrize("name", [name for name, each in DAMAGES.items() if each.fixable])
def test_what_loses_no_word_is_named_and_mended(disco: Disco, journal: Path, name: str) -> None:
    damage = DAMAGES[name]
    damage.do(journal)
    found = disco("doctor", "--json", ok=False)
    rows = said(found, damage.check)
    assert any(damage.says in row["said"] for row in rows), found
    assert {row["state"] for row in rows} == {damage.state}
    assert all("--fix" in row["try"] for row in rows)
    assert found.code == (4 if damage.state == "fault" else 0)
    mended = disco("doctor", "--fix", "--json")
    assert any(row["fixed"] and damage.says in row["said"] for row in mended.data), mended
    assert not [row for row in mended.data if row["fixed"] and row["state"] != "ok"]
    assert mended.err == ""
    again = disco("doctor", "--json")
    assert not [row for row in again.data if row["state"] != "ok" and row["check"] != "drafts"]
    assert disco("search", "hours").out.count("four") >= 1


@pytest.mark.parametrize("name", [name for name, each in DAMAGES.items() if not each.fixable])
def test_what_a_person_must_decide_is_named_and_left_alone(
    disco: Disco, journal: Path, name: str
) -> None:
    damage = DAMAGES[name]
    damage.do(journal)
    found = disco("doctor", "--json", ok=False)
    assert found.code == 4, found
    rows = said(found, damage.check) or said(found, "pages")
    assert any(damage.says in row["said"] for row in rows), found
    assert all(row["try"] for row in found.data if row["state"] == "fault")
    text = disco("doctor", ok=False)
    assert text.out.startswith("Not well")
    before = words(journal)
    fixed = disco("doctor", "--fix", "--json", ok=False)
    assert fixed.code == 4
    assert not any(row["fixed"] for row in fixed.data if row["check"] == damage.check)
    assert words(journal) == before


# --- What cannot be opened -----------------------------------------------------------------------


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (y)")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    change("PRAGMA user_version=99")(path)


CLOSED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "missing": ("there is no journal", lambda p: p.unlink()),
    "text": ("is not a journal", lambda p: p.write_text("words " * 100)),
    "empty": ("is not a journal", lambda p: p.write_bytes(b"")),
    "another program's": ("another program", foreign),
    "newer": ("newer disco", newer),
    "a folder": ("is not a file", lambda p: (p.unlink(), p.mkdir(mode=0o700))),
    "a pipe": ("is not a file", lambda p: (p.unlink(), os.mkfifo(p, 0o600))),
    "a link to nothing": (
        "leads nowhere", lambda p: (p.unlink(), p.symlink_to(p.parent / "gone")),
    ),
    "a link to itself": (
        "levels of symbolic links", lambda p: (p.unlink(), p.symlink_to(p.name)),
    ),
    "its head smashed": ("is not a journal", lambda p: bytes_at(p, 0, b"\0" * 100)),
    "its schema smashed": ("", lambda p: bytes_at(p, 100, b"\xff" * 3000)),
    "a trigger": (
        "no journal has",
        change("CREATE TRIGGER t AFTER INSERT ON pause BEGIN DELETE FROM person; END"),
    ),
    "a view": ("no journal has", change("CREATE VIEW v AS SELECT randomblob(1000000000)")),
}  # fmt: skip


@pytest.mark.parametrize("name", CLOSED)
def test_a_journal_that_cannot_be_opened_says_why_and_what_to_type(
    disco: Disco, journal: Path, name: str
) -> None:
    says, do = CLOSED[name]
    do(journal)
    before = journal.read_bytes() if journal.is_file() else None
    found = disco("doctor", "--json", ok=False)
    assert found.code == 4
    assert found.err == ""
    (row,) = [row for row in said(found, "journal") if row["state"] == "fault"]
    assert says in row["said"]
    assert row["try"]
    for each in found.data:
        assert "Error" not in each["said"]
    if name == "a link to itself":  # whatever looks there says the same
        faults = [each["said"] for each in found.data if each["state"] == "fault"]
        assert len(faults) > 1
        assert all(each.endswith(says) for each in faults)
    if name not in ("newer", "a folder", "a pipe", "a link to itself"):
        assert row["try"] == "disco restore" or name in ("missing", "a link to nothing")
    assert disco("doctor", "--fix", ok=False).code == 4
    assert (journal.read_bytes() if journal.is_file() else None) == before


BEYOND: dict[str, Callable[[Path], object]] = {
    "whom a hypothesis serves": change("UPDATE hypothesis SET serves = 'zzz'"),
    "a schema number of none": lambda p: bytes_at(p, 60, b"\0" * 4),
    "its schema smashed": lambda p: bytes_at(p, 100, b"\xff" * 3000),
    "a trigger": CLOSED["a trigger"][1],
    "a view": CLOSED["a view"][1],
    "interviews smashed": smash("interview"),
    "no interviews": change("DROP TABLE interview"),
} | {
    name: each.do
    for name, each in DAMAGES.items()
    if not each.fixable
    and each.check in ("journal", "pages", "schema", "references", "values", "people", "criteria")
}
"""Damage that no repair mends."""


@pytest.mark.parametrize("name", BEYOND)
def test_without_a_backup_what_is_said_to_type_about_damage_works(
    disco: Disco, journal: Path, name: str, monkeypatch: pytest.MonkeyPatch, world: Path
) -> None:
    folder = world / "it's here"
    journal.parent.rename(folder)
    shutil.rmtree(folder / "backups")
    journal = folder / "journal.db"
    monkeypatch.setenv("DISCO_JOURNAL", str(journal))
    BEYOND[name](journal)
    found = disco("doctor", "--json", ok=False)
    assert found.code == 4
    checks = ("journal", "pages", "schema", "references", "values", "people", "criteria")
    hints = {row["try"] for row in found.data if row["check"] in checks and row["state"] != "ok"}
    assert hints
    for command in (("export",), ("people",), ("hypotheses",), ("show", "I1"), ("backup",)):
        result = disco(*command, ok=False)
        if result.code:
            assert result.code == 4, result
            hints.add(result.err.partition("  try: ")[2].rstrip("\n"))
    for hint in hints - {"", *(each for each in hints if "doctor --fix" in each)}:
        command = hint.partition(", which ")[0]
        if command.startswith("disco edit "):
            continue
        if command.startswith("disco "):
            assert command.startswith("disco export "), hint
            disco(*shlex.split(command)[1:])
            continue
        start, way = f"sqlite3 {shlex.quote(str(journal))} ", command.split()[-3]
        assert command == f"{start}{way} > saved.sql"
        assert way == (".recover" if name in ("its schema smashed", "cut off") else ".dump")
        assert disco("export", ok=False).code
        if shutil.which("sqlite3") is None:
            warnings.warn(
                "the sqlite3 program is not installed: its rescue was not run", stacklevel=1
            )
            continue
        done = subprocess.run(["/bin/sh", "-c", command], check=False, capture_output=True)
        # Some builds of the sqlite3 program come without `.recover`.
        assert done.returncode == 0 or (way == ".recover" and b"SQL logic error" in done.stderr)
        assert (world / "saved.sql").stat().st_size > 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_journal_nobody_has_the_right_to_open_says_so(disco: Disco, journal: Path) -> None:
    journal.chmod(0o000)
    found = disco("doctor", "--json", ok=False)
    assert found.code == 4
    assert "cannot be opened" in said(found, "journal")[0]["said"]
    assert "its owner" in said(found, "rights")[0]["said"]
    assert disco("doctor", "--fix").out.startswith("Well")


def test_a_busy_journal_says_so(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.store import connection, reader

    monkeypatch.setattr(reader, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(journal, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        found = disco("doctor", "--json", ok=False)
    finally:
        other.close()
    assert found.code == 4
    row = said(found, "journal")[0]
    assert "busy" in row["said"]
    assert row["try"] == "again in a moment"


def test_a_writer_beside_it_is_no_fault(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.safety.checks import database

    monkeypatch.setattr(database, "PATIENCE", 0.1)
    other = sqlite3.connect(journal, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        found = disco("doctor", "--json")
    finally:
        other.close()
    assert "busy" in said(found, "search")[0]["said"]
    assert "another program has the journal open" in said(found, "log")[0]["said"]
    assert disco("doctor").out.startswith("Well\n")


def test_an_older_journal_is_brought_up_to_date_only_when_asked(
    disco: Disco, journal: Path
) -> None:
    stored = Path(__file__).parent.parent / "fixtures" / "journals"
    shutil.copy(next(stored.glob("*1*.db")), journal)
    journal.chmod(0o600)
    before = journal.read_bytes()
    found = disco("doctor", "--json")
    assert "older version" in said(found, "journal")[0]["said"]
    assert journal.read_bytes() == before
    mended = disco("doctor", "--fix", "--json", ok=False).data
    assert any(row["fixed"] and "older" in row["said"] for row in mended)
    assert not said(disco("doctor", "--json", ok=False), "journal")


# --- What lies beside it -------------------------------------------------------------------------


def test_a_log_that_was_left_behind_is_taken_in(disco: Disco, journal: Path) -> None:
    half_a_log(journal)
    found = disco("doctor", "--json").data
    (row,) = [row for row in found if row["check"] == "log"]
    assert "left behind" in row["said"]
    assert not Path(f"{journal}-wal").exists()
    assert disco("show", "P1", "--json").data["period_days"] == 77


def test_a_log_without_its_journal_is_not_to_be_lost(disco: Disco, journal: Path) -> None:
    half_a_log(journal)
    journal.rename(journal.parent / "aside.db")
    log = Path(f"{journal}-wal").read_bytes()
    found = disco("doctor", "--json", ok=False)
    assert "nowhere else" in said(found, "log")[0]["said"]
    for command in (("log", "Ana @ Acme", "words"), ("init",), ("doctor", "--fix")):
        assert disco(*command, ok=False).code == 4
    assert Path(f"{journal}-wal").read_bytes() == log
    (journal.parent / "aside.db").rename(journal)
    assert disco("show", "P1", "--json").data["period_days"] == 77


def test_a_synced_folder_and_a_link_are_noticed(
    disco: Disco, journal: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world / "Dropbox").mkdir()
    (world / "Dropbox" / "team.db").symlink_to(journal)
    monkeypatch.setenv("DISCO_JOURNAL", str(world / "Dropbox" / "team.db"))
    found = disco("doctor", "--json")
    assert "Dropbox keeps" in said(found, "sync")[0]["said"]
    assert str(journal) in said(found, "link")[0]["said"]


def test_a_link_is_followed_to_the_rights_of_what_it_leads_to(
    disco: Disco, journal: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world / "team.db").symlink_to(journal)
    (world / "linked").symlink_to(journal.parent)
    journal.chmod(0o644)
    monkeypatch.setenv("DISCO_JOURNAL", str(world / "team.db"))
    found = disco("doctor", "--json", ok=False)
    assert ".disco/journal.db" in said(found, "rights")[0]["said"]
    disco("doctor", "--fix")
    assert journal.stat().st_mode & 0o777 == 0o600
    half_a_log(journal)
    assert any("left behind" in row["said"] for row in disco("doctor", "--json").data)
    monkeypatch.setenv("DISCO_JOURNAL", str(world / "linked" / "journal.db"))
    (row,) = [row for row in disco("doctor", "--json").data if row["check"] == "link"]
    assert (row["state"], str(journal.parent) in row["said"]) == ("ok", True)


def test_whoever_meets_a_broken_index_is_sent_to_the_doctor(disco: Disco, journal: Path) -> None:
    change("DELETE FROM search_data")(journal)
    for command in (("search", "hours"), ("log", "Ana @ Acme", "words")):
        met = disco(*command, ok=False)
        assert met.code == 4
        assert "search index" in met.err
        assert "disco doctor --fix" in met.err
    disco("doctor", "--fix")
    disco("log", "--resume")
    assert "words" in disco("search", "words").out


def test_a_disk_that_is_full_or_shared_is_noticed(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.safety import synced_folders
    from discoverycli.safety.checks import environment

    usage = shutil.disk_usage(journal)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: usage._replace(free=60_000_000))
    assert not said(disco("doctor", "--json"), "disk")
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: usage._replace(free=20_000_000))
    assert "nearly full: 20 MB" in said(disco("doctor", "--json"), "disk")[0]["said"]
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert said(disco("doctor", "--json", ok=False), "disk")[0]["state"] == "fault"
    monkeypatch.undo()
    monkeypatch.setenv("DISCO_JOURNAL", str(journal))
    monkeypatch.setattr(synced_folders, "network", lambda _: "nfs4")
    assert "nfs4" in said(disco("doctor", "--json"), "disk")[0]["said"]


def test_a_journal_without_a_log_is_tried_for_one_and_nothing_is_left_of_that(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.safety.checks import environment

    change("PRAGMA journal_mode=DELETE")(journal)
    before = sorted(journal.parent.iterdir())
    assert not said(disco("doctor", "--json"), "disk")
    assert sorted(journal.parent.iterdir()) == before
    monkeypatch.setattr(environment, "_shares_memory", lambda _: False)
    assert "network disk" in said(disco("doctor", "--json"), "disk")[0]["said"]


def test_a_folder_that_anybody_may_write_to_is_a_fault(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCO_JOURNAL", str(world / "journal.db"))
    disco("log", "Ana @ Acme", "words")
    world.chmod(0o755)
    assert not said(disco("doctor", "--json"), "rights")
    world.chmod(0o777)
    row = said(disco("doctor", "--json", ok=False), "rights")[0]
    assert "anybody" in row["said"]
    assert row["try"].startswith("chmod o-w")
    assert disco("doctor", "--fix", ok=False).code == 4


def test_drafts_are_counted_and_never_removed(disco: Disco, journal: Path) -> None:
    for name in ("20261118-101010-abcdef.md", "20261119-101010-abcdef.md"):
        aged(journal.parent / "drafts" / name)
    aged(journal.parent / "drafts" / ".20261119-101010-abcdef.md.abcdef.new")
    rows = said(disco("doctor", "--json"), "drafts")
    assert "2 texts" in rows[0]["said"]
    assert rows[0]["try"] == "disco log --resume"
    assert "being kept" in rows[1]["said"]
    disco("doctor", "--fix")
    assert len(list((journal.parent / "drafts").iterdir())) == 3


def test_a_file_that_may_still_be_written_is_left_alone(disco: Disco, journal: Path) -> None:
    fresh = journal.parent / ".journal.db.0123456789ab.new"
    aged(fresh)
    os.utime(fresh, (clock.now().timestamp(), clock.now().timestamp() - 60))
    assert not said(disco("doctor", "--json"), "unfinished")
    disco("doctor", "--fix")
    assert fresh.exists()


def test_backups_are_missed_when_there_is_none_or_only_an_old_one(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = next(journal.parent.glob("backups/*.db"))
    monkeypatch.setenv("DISCO_TODAY", "2026-12-30")
    assert not said(disco("doctor", "--json"), "backups")  # nothing has changed since
    disco("log", "Ana @ Acme", "words")
    row = said(disco("doctor", "--json"), "backups")[0]
    assert "2026-11-20" in row["said"]
    assert row["try"] == "disco backup"
    Path(f"{backup}.sha256").unlink()
    assert any("checksum" in r["said"] for r in said(disco("doctor", "--json"), "backups"))
    backup.unlink()
    assert "no backup yet" in said(disco("doctor", "--json"), "backups")[0]["said"]
    disco("backup")
    assert not said(disco("doctor", "--json"), "backups")


def test_too_many_backups_and_copies_elsewhere_are_noticed(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discoverycli.safety.checks import environment

    monkeypatch.setattr(environment, "MOST_BACKUPS", 0)
    shutil.copy(journal, journal.parent / "journal.before-upgrade-20260101T000000Z.db")
    found = disco("doctor", "--json", ok=False)
    assert "1 backup" in said(found, "backups")[0]["said"]
    assert "before-upgrade" in said(found, "copies")[0]["said"]


# --- What people were promised -------------------------------------------------------------------


def test_people_who_are_kept_too_long_are_listed_with_what_to_type(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("people", "consent", "P1", "--scope", "quote", "--until", "2026-12-01")
    monkeypatch.setenv("DISCO_TODAY", "2026-12-02")
    row = said(disco("doctor", "--json"), "consent")[0]
    assert row["state"] == "notice"
    assert row["try"] == "disco people consent P1 --scope quote"
    monkeypatch.setenv("DISCO_TODAY", "2029-01-01")
    row = said(disco("doctor", "--json"), "retention")[0]
    assert "P1, P2" in row["said"]
    assert "disco people forget P1" in row["try"]
    assert disco("doctor", "--json").code == 0


def test_an_erasure_that_was_held_up_is_finished(disco: Disco, journal: Path) -> None:
    disco("people", "forget", "P2", "--yes")
    assert not said(disco("doctor", "--json"), "forgotten")
    change("UPDATE erasure SET finished = 0")(journal)
    row = said(disco("doctor", "--json", ok=False), "forgotten")[0]
    assert row["state"] == "fault"
    mended = disco("doctor", "--fix", "--json").data
    assert any(row["fixed"] for row in mended if row["check"] == "forgotten")
    assert not said(disco("doctor", "--json"), "forgotten")


def test_somebody_forgotten_who_is_here_again_is_a_fault(disco: Disco, journal: Path) -> None:
    change(
        "INSERT INTO erasure SELECT uid, '2026-11-19', 1 FROM person WHERE id = 2",
        "UPDATE counter SET last = last",
    )(journal)
    row = said(disco("doctor", "--json", ok=False), "forgotten")[0]
    assert row["try"] == "disco people forget P2"


def test_what_was_written_later_than_now_is_noticed(
    disco: Disco, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCO_TODAY", "2026-11-10")
    rows = said(disco("doctor", "--json"), "clock")
    assert "I1, I2" in rows[0]["said"]
    assert "operation 1" in rows[1]["said"]
    assert {row["state"] for row in rows} == {"notice"}


# --- How it says it ------------------------------------------------------------------------------


def test_every_format_says_the_same(disco: Disco, journal: Path) -> None:
    change("DELETE FROM search")(journal)
    rows = disco("doctor", "--json", ok=False).data
    table = disco("doctor", "--format", "csv", ok=False).out.splitlines()
    assert table[0] == "check,state,said,try,fixed"
    assert len(table) == len(rows) + 1
    assert "| fault" in disco("doctor", "--format", "markdown", ok=False).out
    target = Path("report.json")
    assert disco("doctor", "--json", "--output", str(target), ok=False).code == 4
    assert target.exists()


def test_a_repair_that_fails_is_said_and_the_others_are_made(disco: Disco, journal: Path) -> None:
    change(
        "UPDATE hypothesis SET text = (SELECT text FROM hypothesis WHERE id = 1) WHERE id = 2",
        "DELETE FROM counter",
    )(journal)
    fixed = disco("doctor", "--fix", "--json", ok=False)
    assert fixed.code == 4
    assert "names cannot be mended" in fixed.err
    assert any(row["fixed"] for row in fixed.data if row["check"] == "codes")
    assert said(fixed, "names")


def test_what_follows_from_wrong_rows_waits_for_them(disco: Disco, journal: Path) -> None:
    change(
        "UPDATE interview SET held_on = 'someday' WHERE id = 1",
        "UPDATE person SET last_contact = NULL",
    )(journal)
    row = said(disco("doctor", "--json", ok=False), "contacts")[0]
    assert row["try"].startswith("the other faults first")
    disco("doctor", "--fix", ok=False)
    connection = sqlite3.connect(journal)
    assert connection.execute("SELECT DISTINCT last_contact FROM person").fetchall() == [(None,)]
    connection.close()


def test_nothing_is_written_to_a_file_whose_pages_are_damaged(disco: Disco, journal: Path) -> None:
    change("UPDATE person SET last_contact = NULL", "DELETE FROM search")(journal)
    smash("interview_by_day")(journal)
    before = journal.read_bytes()
    found = disco("doctor", "--json", ok=False)
    assert said(found, "pages")[0]["try"] == "disco restore"
    assert said(found, "contacts")[0]["try"].startswith("the other faults first")
    assert disco("doctor", "--fix", ok=False).code == 4
    assert journal.read_bytes() == before


def test_mending_is_one_operation_and_leaves_words_and_codes_as_they_are(
    disco: Disco, journal: Path
) -> None:
    change("UPDATE person SET last_contact = NULL", "DELETE FROM search")(journal)
    disco("doctor", "--fix")
    assert next(each["command"] for each in disco("history", "--json").data) == "doctor"
    assert disco("people", "show", "P2", "--json").data["relation"] == "partner"


def test_settings_that_are_not_understood_do_not_stop_a_repair(disco: Disco, journal: Path) -> None:
    (journal.parent / "config.yaml").write_text("x: [")
    change("DELETE FROM search")(journal)
    found = disco("doctor", "--fix", "--json", ok=False)
    assert any(row["fixed"] for row in found.data if row["check"] == "search")
    assert said(found, "settings")


def test_without_fix_it_only_looks(disco: Disco, journal: Path) -> None:
    change("DELETE FROM search", "DELETE FROM counter", "UPDATE memo SET result = '{'")(journal)
    journal.chmod(0o644)
    before = journal.read_bytes(), sorted(journal.parent.rglob("*"))
    disco("doctor", ok=False)
    assert (journal.read_bytes(), sorted(journal.parent.rglob("*"))) == before
    assert journal.stat().st_mode & 0o777 == 0o644


def test_what_is_said_to_remove_is_quoted_for_a_shell(disco: Disco, world: Path) -> None:
    journal = str(world / "our team's notes" / "journal.db")
    disco("log", "Ana @ Acme", "words", "--journal", journal)
    disco("backup", "--journal", journal)
    (backup,) = (world / "our team's notes" / "backups").glob("*.db")
    backup.chmod(0o600)
    backup.write_bytes(backup.read_bytes()[:-100])
    found = disco("doctor", "--journal", journal, "--json", ok=False).data
    (hint,) = [each["try"] for each in found if "then rm" in (each["try"] or "")]
    assert shlex.split(hint.partition("then ")[2]) == ["rm", str(backup)]


def test_a_pipe_in_the_journals_place_is_not_waited_for_where_there_is_no_copy(
    disco: Disco, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.db", 0o600)
    found = disco("doctor", "--journal", str(tmp_path / "pipe.db"), ok=False)
    assert found.code == 4
    assert "is not a file" in " ".join(found.out.split())
