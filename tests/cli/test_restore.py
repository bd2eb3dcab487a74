"""`disco restore`: what it says, asks, refuses and keeps; and that codes are never given twice."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pexpect
import pytest

from discoverycli.safety import restore
from discoverycli.store import connection, file_checks
from discoverycli.store.backup_folder import BackupState, folder_of, sign, state_of

FIXTURES = Path(__file__).parent.parent / "fixtures" / "journals"


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return list(connection.iterdump())
    finally:
        connection.close()


def without_counters(lines: list[str]) -> list[str]:
    return [line for line in lines if 'INTO "counter"' not in line]


@pytest.fixture
def saved(disco, once, journal_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """A backup of a journal with I1, P1 and H1, which goes on to I3, P2, H2 and J1."""

    @once
    def tell() -> None:
        disco("log", "Ana @ Acme", "H: they type it twice\n!pain did: four hours")
        disco("backup")
        disco("log", "Ben @ Bolt", "H1+ did: typed it\nJ: pay bills")
        disco("log", "Ana @ Acme", "H: they would pay\n> words of later")

    (made,) = folder_of(journal_path).glob("*.db")
    return made


def test_without_a_name_it_lists_what_there_is_and_what_to_type(disco, saved: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("restore")
    assert saved.stem in result.out
    assert f"disco restore {saved.stem}" in " ".join(result.out.split())
    assert disco("restore", "--json").data == disco("backup", "--list", "--json").data


def test_a_restore_says_before_what_it_takes_away(disco, saved: Path, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("edit", "I1", "--minutes", "30")
    before = journal_path.read_bytes()
    result = disco("restore", saved.stem, ok=False)
    assert result.code == 2
    assert result.out == ""
    lines = result.err.splitlines()
    assert lines[0].startswith(f"{saved.name}, made 20")
    assert lines[0].endswith(": 1 interview, 1 person, 1 hypothesis, 0 jobs")
    assert lines[1] == (
        "will be gone: 2 interviews (I2, I3), 1 person (P2), 1 hypothesis (H2), 1 job (J1), "
        "and whatever was changed since"
    )
    assert lines[2] == "will be as before: 1 interview (I1)"
    assert "needs a yes" in result.err
    assert result.err.endswith("try: --yes\n")
    assert journal_path.read_bytes() == before
    assert len(disco("backup", "--list", "--json").data) == 1


def test_a_restored_journal_is_the_backup_and_there_is_a_way_back(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path
) -> None:
    later = dump(journal_path)
    data = disco("restore", saved.name, "--yes", "--json").data
    assert without_counters(dump(journal_path)) == without_counters(dump(saved))
    assert (data["interviews"], data["people"], data["hypotheses"], data["jobs"]) == (1, 1, 1, 0)
    assert data["gone"] == ["I2", "I3", "P2", "H2", "J1"]
    assert data["before"].endswith("-before-restore.db")
    assert dump(saved.parent / data["before"]) == later
    back = disco("restore", data["before"].removesuffix(".db"), "--yes", "--json").data
    assert back["back"] == ["I2", "I3", "P2", "H2", "J1"]
    assert dump(journal_path) == later
    assert stat.S_IMODE(journal_path.stat().st_mode) == 0o600
    leftovers = {path.name for path in journal_path.parent.iterdir()}
    assert leftovers == {"journal.db", "backups"}


def test_a_code_that_was_given_is_never_given_again(disco, saved: Path) -> None:  # type: ignore[no-untyped-def]
    disco("restore", saved.stem, "--yes")
    data = disco("log", "Cy @ Core", "H: another\nJ: ship goods\n!pain x", "--json").data
    assert data["interview"] == "I4"
    assert data["people"][0]["code"] == "P3"
    assert disco("hypotheses", "show", "another", "--json").data["code"] == "H3"
    assert disco("jobs", "--json").data[0]["code"] == "J2"
    disco("search", "another")


def test_a_journal_that_is_gone_is_made_again_with_codes_of_its_own(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path
) -> None:
    disco("backup")
    journal_path.unlink()
    result = disco("restore", saved.stem, "--yes")
    assert "there is no journal yet" in result.err
    assert stat.S_IMODE(journal_path.stat().st_mode) == 0o600
    assert disco("log", "Cy @ Core", "x", "--json").data["interview"] == "I4"


def test_a_file_from_anywhere_can_be_restored(disco, saved: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    elsewhere = tmp_path / "elsewhere.db"
    shutil.copy(saved, elsewhere)
    result = disco("restore", str(elsewhere), "--yes")
    assert "it has no checksum" in result.err
    assert len(disco("people", "--json").data) == 1
    fresh = tmp_path / "new" / "deep" / "journal.db"
    disco("restore", str(elsewhere), "--yes", "--journal", str(fresh))
    assert stat.S_IMODE(fresh.parent.stat().st_mode) == 0o700
    assert without_counters(dump(fresh)) == without_counters(dump(saved))


def test_a_slip_of_the_pen_is_answered_with_the_nearest_backup(disco, saved: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("restore", saved.stem[:-1], "--yes", ok=False)
    assert result.code == 3
    assert f"try: disco restore {saved.stem}" in result.err


@pytest.mark.parametrize("broken", ["hash", "bytes", "cut", "text", "empty", "newer", "foreign"])
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path, broken: str
) -> None:
    data, signed = saved.read_bytes(), Path(f"{saved}.sha256")
    if broken == "hash":
        signed.write_text("0" * 64 + f"  {saved.name}\n")
    elif broken == "bytes":
        saved.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    elif broken == "newer":
        saved.write_bytes(data[:60] + (99).to_bytes(4, "big") + data[64:])
    elif broken == "foreign":
        saved.write_bytes(data[:68] + bytes(4) + data[72:])
    else:
        saved.write_bytes(
            {"cut": data[: len(data) // 2], "text": b"dear diary", "empty": b""}[broken]
        )
    before, copy = journal_path.read_bytes(), saved.read_bytes()
    for _ in range(2):  # with a checksum, and without
        result = disco("restore", saved.stem, "--yes", ok=False)
        assert result.code == (0 if broken == "hash" and not signed.exists() else 4), result
        if result.code:
            assert "try: another backup" in result.err
            assert journal_path.read_bytes() == before
        assert saved.read_bytes() == copy
        if broken == "bytes":
            break  # in the middle of a text, no check but the checksum can tell
        signed.unlink(missing_ok=True)


def test_the_journal_itself_is_no_backup_and_a_half_copied_one_is_refused(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path, tmp_path: Path
) -> None:
    assert disco("restore", str(journal_path), "--yes", ok=False).code == 2
    shutil.copy(saved, tmp_path / "copy.db")
    (tmp_path / "copy.db-wal").write_bytes(b"the newest words")
    result = disco("restore", str(tmp_path / "copy.db"), "--yes", ok=False)
    assert result.code == 2
    assert "copy.db-wal beside it holds a part of it" in result.err


def test_an_older_backup_is_brought_up_to_date_on_the_way(disco, saved: Path) -> None:  # type: ignore[no-untyped-def]
    old = FIXTURES / "schema-1.db"
    before = old.read_bytes()
    assert file_checks.check_file(old) == 1
    data = disco("restore", str(old), "--yes", "--json").data
    assert file_checks.check_file(Path(data["journal"])) == file_checks.SCHEMA
    assert len(disco("people", "--json").data) == data["people"]
    assert old.read_bytes() == before
    assert int(disco("log", "Cy @ Core", "x", "--json").data["interview"][1:]) > 3


DAMAGES = {
    "text": lambda data: b"dear diary\n" * 30,
    "empty": lambda data: b"",
    "header": lambda data: bytes(100) + data[100:],
    "schema": lambda data: data[:100] + os.urandom(3996) + data[4096:],
    "pages": lambda data: data[:8192] + os.urandom(len(data) - 8192),
    "cut": lambda data: data[: len(data) // 3],
    "unnumbered": lambda data: data[:60] + bytes(4) + data[64:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_is_put_aside_and_the_backup_takes_its_place(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path, damage: str
) -> None:
    ruined = DAMAGES[damage](journal_path.read_bytes())
    journal_path.write_bytes(ruined)
    data = disco("restore", saved.stem, "--yes", "--json").data
    assert without_counters(dump(journal_path)) == without_counters(dump(saved))
    if data["aside"] is None:
        kept = saved.parent / data["before"]
        assert state_of(kept) is BackupState.AS_MADE
    else:
        aside = Path(data["aside"])
        assert re.fullmatch(r"journal\.damaged-\d{8}T\d{6}Z\.db", aside.name)
        assert aside.read_bytes() == ruined
        assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert disco("log", "Cy @ Core", "x").code == 0


@pytest.mark.parametrize("table", ["counter", "interview", "person", "theme"])
def test_a_journal_that_lacks_a_table_can_be_restored(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path, table: str
) -> None:
    other = sqlite3.connect(journal_path)
    other.execute(f"DROP TABLE {table}")
    other.close()
    data = disco("restore", saved.stem, "--yes", "--json").data
    assert without_counters(dump(journal_path)) == without_counters(dump(saved))
    assert data["aside"] or (saved.parent / data["before"]).exists()


def test_a_log_without_its_journal_never_gets_into_the_restored_one(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path
) -> None:
    other = sqlite3.connect(journal_path, isolation_level=None)
    other.execute("PRAGMA wal_autocheckpoint=0")
    other.execute("UPDATE person SET name = 'of the lost journal'")
    log = journal_path.with_name("journal.db-wal").read_bytes()
    other.close()
    journal_path.unlink()
    journal_path.with_name("journal.db-wal").write_bytes(log)
    data = disco("restore", saved.stem, "--yes", "--json").data
    assert without_counters(dump(journal_path)) == without_counters(dump(saved))
    assert Path(data["aside"]).name.endswith(".db-wal")
    assert Path(data["aside"]).read_bytes() == log


@pytest.mark.parametrize("whose", ["foreign", "newer", "folder"])
def test_what_is_not_ours_is_not_replaced(disco, saved: Path, journal_path: Path, whose) -> None:  # type: ignore[no-untyped-def]
    data = journal_path.read_bytes()
    journal_path.unlink()
    if whose == "folder":
        journal_path.mkdir()
    elif whose == "foreign":
        journal_path.write_bytes(data[:68] + b"else" + data[72:])
    else:
        journal_path.write_bytes(data[:60] + (99).to_bytes(4, "big") + data[64:])
    before = journal_path.read_bytes() if whose != "folder" else b""
    result = disco("restore", saved.stem, "--yes", ok=False)
    assert result.code == 4
    assert whose == "folder" or journal_path.read_bytes() == before
    assert len(list(saved.parent.glob("*.db"))) == 1


def test_a_journal_with_parts_of_somebody_else_is_put_aside(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path
) -> None:
    other = sqlite3.connect(journal_path)
    other.execute("CREATE TRIGGER theirs AFTER INSERT ON person BEGIN DELETE FROM interview; END")
    other.close()
    data = disco("restore", saved.stem, "--yes", "--json").data
    assert Path(data["aside"]).exists()
    assert without_counters(dump(journal_path)) == without_counters(dump(saved))


def test_pages_of_another_size_are_made_to_fit(disco, saved: Path, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    other = sqlite3.connect(saved, isolation_level=None)
    for text in ("PRAGMA page_size=8192", "VACUUM"):
        other.execute(text)
    other.close()
    sign(saved)
    disco("restore", saved.stem, "--yes")
    assert without_counters(dump(journal_path)) == without_counters(dump(saved))


def test_a_reader_that_began_before_goes_on_reading_what_was(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path
) -> None:
    reader = sqlite3.connect(journal_path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM interview").fetchone() == (3,)
    disco("restore", saved.stem, "--yes")
    assert reader.execute("SELECT count(*) FROM interview").fetchone() == (3,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM interview").fetchone() == (1,)
    reader.close()


def test_what_others_store_meanwhile_is_in_the_journal_or_in_the_backup_before_it(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path
) -> None:
    stop, stored = threading.Event(), list[str]()

    def write() -> None:
        number = 0
        while not stop.is_set():
            other = sqlite3.connect(journal_path, isolation_level=None, timeout=30)
            number += 1
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO pause (first_on, last_on, author) VALUES "
                          "('2026-01-01', '2026-01-02', ?)", (f"writer {number}",))  # fmt: skip
            other.execute("COMMIT")
            stored.append(f"writer {number}")
            other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        befores = [disco("restore", saved.stem, "--yes", "--json").data["before"] for _ in range(4)]
    finally:
        stop.set()
        writer.join()
    found: set[str] = set()
    for path in (journal_path, *(saved.parent / before for before in befores)):
        connection = sqlite3.connect(path)
        found |= {row[0] for row in connection.execute("SELECT author FROM pause")}
        connection.close()
    assert len(stored) > 10
    assert set(stored) <= found


@pytest.mark.process
def test_two_restores_at_once_do_not_mix(disco, saved: Path, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    other = Path(disco("backup", "--json").data["path"])
    commands = [
        [sys.executable, "-m", "discoverycli", "restore", path.stem, "--yes"]
        for path in (saved, other, saved, other)
    ]
    processes = [subprocess.Popen(command, stdout=-1, stderr=-1) for command in commands]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in processes]
    assert [each[-1] for each in ended] == [0] * 4, ended
    assert without_counters(dump(journal_path)) in (
        without_counters(dump(saved)),
        without_counters(dump(other)),
    )
    assert len(list(saved.parent.glob("*-before-restore*.db"))) == 4


def test_a_busy_journal_is_left_as_it_is(  # type: ignore[no-untyped-def]
    disco, saved: Path, journal_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(journal_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = disco("restore", saved.stem, "--yes", ok=False)
    other.close()
    assert result.code == 4
    assert "is busy: another program is writing to it" in result.err
    assert disco("show", "I3").code == 0
    assert not list(journal_path.parent.glob(".*"))


def test_the_backup_that_was_restored_stays_however_old(disco, saved: Path) -> None:  # type: ignore[no-untyped-def]
    disco("config", "set", "backups.keep", "1")
    data = disco("restore", saved.stem, "--yes", "--json").data
    assert saved.exists()
    assert (saved.parent / data["before"]).exists()


def on_terminal(*arguments: str) -> pexpect.spawn:  # type: ignore[type-arg]
    return pexpect.spawn(
        sys.executable, ["-m", "discoverycli", *arguments], encoding="utf-8", timeout=30,
        dimensions=(40, 200),
    )  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize(("answer", "interviews"), [("y", 1), ("n", 3), ("", 3)])
def test_it_asks_on_a_terminal(disco, saved: Path, answer: str, interviews: int) -> None:  # type: ignore[no-untyped-def]
    terminal = on_terminal("restore", saved.stem)
    terminal.expect("will be gone: 2 interviews")
    terminal.expect(r"\? \[y/N\] ")
    terminal.send(f"{answer}\r")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == (0 if answer == "y" else 2)
    assert len(disco("export").data["interviews"]) == interviews


@pytest.mark.process
def test_ctrl_c_at_the_question_changes_nothing(disco, saved: Path, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    before = journal_path.read_bytes()
    terminal = on_terminal("restore", saved.stem)
    terminal.expect(r"\? \[y/N\] ")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert journal_path.read_bytes() == before
    assert len(list(saved.parent.glob("*.db"))) == 1


def test_a_long_restore_shows_how_far_it_is(disco, saved: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(restore, "PAGES", 1)
    source = restore.verify(saved, saved.parent.parent / "journal.db")
    steps = []
    at = source.made_at
    assert at is not None
    restore.restore(saved.parent.parent / "journal.db", source, at, step=lambda: steps.append(1))
    assert abs(len(steps) - source.steps) <= 1
    assert source.steps > 20
