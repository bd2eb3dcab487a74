"""The journal on disk: how it is made, opened, shared, refused and left behind."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from discoverycli.errors import JournalError, NotFoundError
from discoverycli.store.engine import make_engine
from discoverycli.store.file_checks import APPLICATION_ID, SCHEMA, check_file
from discoverycli.store.models import every, people  # noqa: F401 - the whole metadata
from discoverycli.store.reader import open_reader
from discoverycli.store.sql import insert, rows
from discoverycli.store.writer import open_journal, share_rights


@pytest.fixture
def ready_made() -> None:
    """Here every journal is built as users build it."""


def test_every_connection_has_the_measured_settings(journal_path: Path) -> None:
    with open_journal(journal_path):
        pass
    engine = make_engine(journal_path)
    for _ in range(100):
        with engine.connect() as connection:
            answers = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in (
                    "journal_mode", "synchronous", "foreign_keys", "secure_delete",
                    "trusted_schema", "cell_size_check", "mmap_size", "fullfsync",
                )
            }  # fmt: skip
        assert answers == {
            "journal_mode": "wal", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1,
            "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "fullfsync": 1,
        }  # fmt: skip


def test_a_new_journal_is_for_its_owner_only_whatever_the_umask(world: Path) -> None:
    for umask in (0o000, 0o022, 0o077):
        before = os.umask(umask)
        try:
            path = world / f"new-{umask:o}" / "deep" / "journal.db"
            with open_journal(path):
                held_open = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
        finally:
            os.umask(before)
        assert set(held_open.values()) == {0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_one_single_file_is_left_when_no_command_runs(journal_path: Path) -> None:
    with open_journal(journal_path):
        pass
    with open_reader(journal_path) as reader:
        reader.rows("SELECT * FROM interview")
    with pytest.raises(ZeroDivisionError), open_journal(journal_path):
        raise ZeroDivisionError
    assert [p.name for p in journal_path.parent.iterdir()] == ["journal.db"]


def test_an_error_inside_keeps_nothing(journal_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_journal(journal_path) as session:
        session.add(people.Organisation.build(id=1, uid="u", name="Acme", name_key="acme"))
        session.flush()
        raise ZeroDivisionError
    with open_reader(journal_path) as reader:
        assert reader.rows("SELECT * FROM organisation") == []


def test_the_migrations_make_exactly_the_tables_of_the_models(journal_path: Path) -> None:
    with open_journal(journal_path):
        pass
    memory = create_engine("sqlite://")
    SQLModel.metadata.create_all(memory)
    with memory.connect() as connection, open_reader(journal_path) as reader:
        wanted = shape(lambda sql: [tuple(row) for row in connection.exec_driver_sql(sql)])
        assert shape(reader.rows) == wanted


def shape(rows: Callable[[str], Sequence[tuple[Any, ...]]]) -> dict[str, list[Any]]:
    """What SQLite says of every table and index, however it was written."""
    found: dict[str, list[Any]] = {}
    for kind, name, sql in rows(
        "SELECT type, name, sql FROM sqlite_schema "
        "WHERE name NOT LIKE 'search%' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ):
        if kind == "index":
            found[name] = [*rows(f"PRAGMA index_xinfo({name})")]
            continue
        unique = [row for row in rows(f"PRAGMA index_list({name})") if row[3] != "c"]
        keys = sorted(row[2:] for row in rows(f"PRAGMA foreign_key_list({name})"))
        columns = [*rows(f"PRAGMA table_xinfo({name})")]
        found[name] = [columns, keys, len(unique), "STRICT" in sql, "ROWID" in sql]
    return found


def test_rows_are_stored_by_the_names_of_their_columns(journal_path: Path) -> None:
    with open_journal(journal_path) as session:
        insert(session, "counter", {"name": "Q", "last": 1}, {"last": 2, "name": "R"})
        assert rows(session, "SELECT name, last FROM counter WHERE name > 'P' ORDER BY 1") == [
            ("Q", 1),
            ("R", 2),
        ]


def test_every_table_is_strict(journal_path: Path) -> None:
    with open_journal(journal_path):
        pass
    with open_reader(journal_path) as reader:
        loose = reader.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND strict = 0 AND name NOT LIKE 'sqlite_%'"
        )
    assert loose == []


@pytest.fixture
def wrong_files(world: Path) -> dict[str, Path]:
    """Ten things that are no journal of ours."""
    good = world / "good.db"
    with open_journal(good):
        pass
    data = good.read_bytes()
    made = {name: world / f"{name}.db" for name in (
        "text", "picture", "empty", "truncated", "smashed", "foreign", "newer", "unnumbered",
    )}  # fmt: skip
    made["text"].write_text("dear diary\n" * 30)
    made["picture"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    made["empty"].write_bytes(b"")
    made["truncated"].write_bytes(data[: len(data) // 3])
    made["smashed"].write_bytes(data[:4096] + os.urandom(len(data) - 4096))
    foreign = sqlite3.connect(made["foreign"])
    foreign.execute("CREATE TABLE theirs (a)")
    foreign.close()
    for name, pragma in (("newer", f"user_version={SCHEMA + 1}"), ("unnumbered", "user_version=0")):
        made[name].write_bytes(data)
        changed = sqlite3.connect(made[name])
        changed.execute("PRAGMA journal_mode=DELETE")
        changed.execute(f"PRAGMA {pragma}")
        changed.close()
    made["folder"] = world / "folder.db"
    made["folder"].mkdir()
    (made["folder"] / "inside").write_text("x")
    made["pipe"] = world / "pipe.db"
    os.mkfifo(made["pipe"])
    return made


def test_ten_wrong_files_are_refused_with_a_reason_and_left_as_they_are(
    disco, wrong_files: dict[str, Path]
) -> None:  # type: ignore[no-untyped-def]
    before = {n: p.read_bytes() for n, p in wrong_files.items() if p.is_file()}
    for name, path in wrong_files.items():
        target = str(path) if name != "folder" else str(path / "inside")
        for arguments in (("log", "Ana @ Acme", "precious words"), ("hypotheses",)):
            result = disco(*arguments, "--journal", target, ok=False)
            assert result.code == 4, (name, arguments, result)
            assert "Traceback" not in result.err
            assert "try:" in result.err
            if arguments[0] == "log":
                assert "your text is kept in" in result.err
    assert {n: p.read_bytes() for n, p in wrong_files.items() if p.is_file()} == before


def test_a_journal_of_an_unknown_place_is_not_found(world: Path) -> None:
    with pytest.raises(NotFoundError):
        check_file(world / "nowhere.db")


def test_a_journal_says_whose_it_is(journal_path: Path) -> None:
    with open_journal(journal_path):
        pass
    with open_reader(journal_path) as reader:
        assert reader.value("PRAGMA application_id") == APPLICATION_ID
        assert reader.value("PRAGMA user_version") == SCHEMA


def test_a_reader_cannot_change_anything(journal_path: Path) -> None:
    with open_journal(journal_path):
        pass
    with pytest.raises(JournalError), open_reader(journal_path) as reader:
        reader.rows("DELETE FROM interview RETURNING id")


def can_be_written(path: Path) -> bool:
    try:
        path.open("ab").close()
    except OSError:
        return False
    return True


def test_a_journal_on_a_read_only_disk_can_be_read(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    journal_path.chmod(0o400)
    journal_path.parent.chmod(0o500)
    if os.geteuid() == 0:  # root may write everywhere, so the file system is asked to refuse
        subprocess.run(["chattr", "+i", str(journal_path)], check=False)
    try:
        if can_be_written(journal_path):
            pytest.skip("this file system refuses root nothing")
        assert disco("hypotheses", "--json").data[0]["code"] == "H1"
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", str(journal_path)], check=False)
        journal_path.parent.chmod(0o700)


def test_a_journal_that_was_read_only_for_a_while_can_be_written_again(  # type: ignore[no-untyped-def]
    disco, journal_path: Path
) -> None:
    disco("log", "Ana @ Acme", "the first")
    for end in ("-wal", "-shm"):  # as SQLite makes them for a journal that may only be read
        journal_path.with_name(journal_path.name + end).touch(mode=0o400)
    if os.access(journal_path.with_name("journal.db-shm"), os.W_OK):
        pytest.skip("this system refuses root nothing")
    disco("log", "Ana @ Acme", "the second")
    assert [p.name for p in journal_path.parent.iterdir()] == ["journal.db"]


def test_files_beside_a_journal_get_its_rights_where_they_were_read_only(  # type: ignore[no-untyped-def]
    disco, journal_path: Path, monkeypatch
) -> None:
    disco("log", "Ana @ Acme", "the first")
    log = journal_path.with_name("journal.db-wal")
    log.touch(mode=0o400)
    # Root may write everywhere, so the rights are asked for as anybody else would find them.
    monkeypatch.setattr(os, "access", lambda path, _: bool(Path(path).stat().st_mode & 0o200))
    share_rights(journal_path)
    assert log.stat().st_mode & 0o777 == journal_path.stat().st_mode & 0o777 == 0o600


LOG = "from discoverycli.main import main; import sys; sys.exit(main(sys.argv[1:]))"


def start_log(words: str) -> subprocess.Popen[str]:
    """A real `disco log` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", LOG, "log", "Ana @ Acme", words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.bulk
@pytest.mark.parametrize("first_run", [True, False], ids=["first run", "existing journal"])
def test_sixteen_logs_at_once_leave_sixteen_interviews(disco, first_run: bool) -> None:  # type: ignore[no-untyped-def]
    if not first_run:
        disco("log", "Ben @ Acme", "before")
    processes = [start_log(f"words of process {number}") for number in range(16)]
    answers = [p.communicate(timeout=600) for p in processes]
    assert [p.returncode for p in processes] == [0] * 16, answers
    assert sum("logged I" in out for out, _ in answers) == 16
    with open_reader(Path(os.environ["DISCO_JOURNAL"])) as reader:
        notes = {row[0] for row in reader.rows("SELECT notes FROM interview")}
        people = reader.value("SELECT count(*) FROM person WHERE name = 'Ana'")
    assert {f"words of process {number}" for number in range(16)} <= {n.strip() for n in notes}
    assert people == 1
    assert not list(Path.cwd().glob("drafts/*"))


@pytest.mark.bulk
def test_a_killed_log_leaves_the_old_or_the_new_state(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ben @ Acme", "H: they type it twice")
    acknowledged = 0
    for number in range(20):
        process = start_log(f"H1+ did: words {number}")
        assert process.stdout is not None
        try:
            # From a moment in the imports to the moment after the answer.
            process.communicate(timeout=0.35 + 0.05 * number)
            acknowledged += 1
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            acknowledged += "logged" in out
    with open_reader(journal_path) as reader:
        assert reader.value("PRAGMA integrity_check") == "ok"
        assert reader.rows("PRAGMA foreign_key_check") == []
        stored = reader.value("SELECT count(*) FROM interview")
        evidence = reader.value("SELECT count(*) FROM evidence")
    assert stored - 1 == evidence >= acknowledged


def test_logged_is_printed_after_the_commit(disco, journal_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "the first")
    from discoverycli import context as surroundings

    seen: list[int] = []
    show = surroundings.Context.show

    def looking(self, page) -> None:  # type: ignore[no-untyped-def]
        with open_reader(journal_path) as reader:  # another connection sees only what is committed
            seen.append(reader.value("SELECT count(*) FROM interview"))
        show(self, page)

    monkeypatch.setattr(surroundings.Context, "show", looking)
    disco("log", "Ana @ Acme", "the second")
    assert seen == [2]


def test_a_lock_held_by_another_program_ends_in_a_plain_message_and_a_draft(
    disco, journal_path: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "the first")
    monkeypatch.setattr("discoverycli.store.engine.BUSY_SECONDS", 0.2)
    other = sqlite3.connect(journal_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        result = disco("log", "Ana @ Acme", "words typed in a hurry", ok=False)
    finally:
        other.close()
    assert result.code == 4
    assert "busy" in result.err
    draft = Path(result.err.partition("kept in ")[2].splitlines()[0])
    assert "words typed in a hurry" in draft.read_text()
    assert disco("log", str(draft)).out.startswith("logged I2")
    assert not draft.exists()


def test_a_full_disk_loses_nothing(disco, journal_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "the first")
    from discoverycli.store import engine, writer

    pages = sqlite3.connect(journal_path).execute("PRAGMA page_count").fetchone()[0]
    full = (*engine.SETTINGS, f"PRAGMA max_page_count={pages}")
    with monkeypatch.context() as patch:
        patch.setattr(
            writer,
            "make_engine",
            lambda path, settings=full, make=make_engine: make(path, settings),
        )
        result = disco("log", "Ana @ Acme", "long " * 20_000, ok=False)
    assert result.code == 4
    assert "no room" in result.err
    assert "kept in" in result.err
    assert len(disco("people", "--json").data) == 1
    for number in range(20):
        disco("log", "Ana @ Acme", f"afterwards {number}")


def test_a_wrong_schema_number_makes_one_backup_and_not_one_a_command(  # type: ignore[no-untyped-def]
    disco, journal_path: Path
) -> None:
    disco("log", "Ana @ Acme", "words")
    with closing(sqlite3.connect(journal_path)) as connection:
        connection.execute("PRAGMA user_version=1")
    said = {disco(*call, ok=False).err for call in (("people",), ("report",), ("people",))}
    (message,) = said
    backups = journal_path.parent / "backups"
    assert len([*backups.glob("*.db")]) == len([*backups.glob("*.sha256")]) == 1
    assert "is as it was" in message
    assert f"try: the version that wrote it; a backup is at {backups}" in message


def test_a_schema_number_below_nothing_is_damage(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words")
    with closing(sqlite3.connect(journal_path)) as connection:
        connection.execute("PRAGMA user_version=-5")
    assert "is damaged: it has no schema number" in disco("people", ok=False).err
