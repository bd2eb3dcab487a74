"""Forgetting in files: the list, the journal's own file, and its backups."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from datetime import date
from pathlib import Path

import pytest
from tests.files import make_old

from discoverycli.privacy import erasures
from discoverycli.privacy.erasures import Erasure, NotFinished
from discoverycli.safety import backups
from discoverycli.store import file_checks
from discoverycli.store.backup_folder import BackupState, folder_of, sign, state_of
from discoverycli.store.connection import faults

DAY = date(2026, 11, 20)


@pytest.fixture
def forgotten(disco):  # type: ignore[no-untyped-def]
    """`disco`, with Ana forgotten after a backup."""
    disco("log", "Ana Silva @ Acme", "!pain did: her words")
    disco("log", "Ben Okoro @ Bolt", "!pain did: his words")
    disco("backup")
    disco("people", "forget", "P1", "--yes")
    return disco


def uid_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    (uid,) = connection.execute("SELECT uid FROM person WHERE id = 1").fetchone()
    connection.close()
    return str(uid)


def test_the_list_lies_beside_the_journal_and_names_nobody(forgotten, journal_path) -> None:  # type: ignore[no-untyped-def]
    path = journal_path.with_name("journal.forgotten")
    assert path.read_text() == f"{uid_of(journal_path)} 2026-11-20\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_list_is_known_from_either_place(forgotten, journal_path) -> None:  # type: ignore[no-untyped-def]
    known = {uid_of(journal_path): Erasure(DAY, finished=True)}
    assert erasures.listed(journal_path) == known
    erasures.list_of(journal_path).unlink()
    assert erasures.listed(journal_path) == known
    erasures.finish(journal_path)
    assert erasures.list_of(journal_path).exists()
    journal_path.write_bytes(b"no journal")
    assert erasures.listed(journal_path) == known


def test_a_list_that_somebody_has_written_into_gives_what_can_be_read(journal_path) -> None:  # type: ignore[no-untyped-def]
    text = "abc 2026-11-20\nabd 2026-13-20\n\nodd%20id 2026-11-20 unfinished\nnonsense \xff\n"
    erasures.list_of(journal_path).write_text(text, encoding="latin-1")
    assert erasures.listed(journal_path) == {
        "abc": Erasure(DAY, finished=True), "odd id": Erasure(DAY, finished=False),
    }  # fmt: skip


def test_a_journal_behind_a_link_has_its_list_where_it_is(disco, world) -> None:  # type: ignore[no-untyped-def]
    real = world / "real"
    real.mkdir()
    (world / "link.db").symlink_to(real / "journal.db")
    disco("log", "Ana Silva @ Acme", "x", "--journal", str(real / "journal.db"))
    disco("people", "forget", "P1", "--yes", "--journal", str(world / "link.db"))
    assert (real / "journal.forgotten").exists()
    assert (world / "link.db").is_symlink()
    assert b"Ana Silva" not in (real / "journal.db").read_bytes()


def test_backups_are_new_files_with_a_checksum_that_fits(forgotten, journal_path) -> None:  # type: ignore[no-untyped-def]
    (backup,) = backups.listing(journal_path)
    assert backup.state is BackupState.AS_MADE
    assert backup.counts is not None
    assert backup.counts.people == 2
    assert faults(backup.path) == []
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    data = backup.path.read_bytes()
    assert b"her words" not in data
    assert b"his words" in data
    assert [path.name for path in backup.path.parent.iterdir() if path.suffix == ".new"] == []


def test_a_backup_without_a_checksum_stays_without(forgotten, journal_path) -> None:  # type: ignore[no-untyped-def]
    forgotten("backup")
    (folder_of(journal_path) / "mine.db").write_bytes(_with_ben(forgotten, journal_path))
    forgotten("people", "forget", "P2", "--yes")
    mine = folder_of(journal_path) / "mine.db"
    assert b"Okoro" not in mine.read_bytes()
    assert state_of(mine) is BackupState.UNSIGNED


def _with_ben(disco, journal_path: Path) -> bytes:  # type: ignore[no-untyped-def]
    return next(each.path.read_bytes() for each in backups.listing(journal_path))


def test_an_old_backup_put_back_into_the_folder_is_seen_to_by_the_next_run(  # type: ignore[no-untyped-def]
    disco, journal_path, world
) -> None:
    disco("log", "Ana Silva @ Acme", "x")
    disco("backup", "--output", str(world / "away.db"))
    disco("people", "forget", "P1", "--yes")
    put = folder_of(journal_path) / "journal-20260101T000000Z.db"
    put.write_bytes((world / "away.db").read_bytes())
    said = disco("people", "forget", "P1").out
    assert f"taken out of {put.name}" in " ".join(said.split())
    assert b"Ana Silva" not in put.read_bytes()


def test_a_backup_of_the_first_version_keeps_its_schema(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "H: they type it twice\nH+ did: x", "--as", "prospect")
    disco("log", "Ben Okoro @ Bolt", "Ana Silva told me")
    disco("backup")
    (backup,) = backups.listing(journal_path)
    make_old(backup.path)
    sign(backup.path)
    disco("people", "forget", "P1", "--yes")
    (after,) = backups.listing(journal_path)
    assert (after.schema, after.state) == (1, BackupState.AS_MADE)
    assert b"Silva" not in after.path.read_bytes()
    disco("restore", after.path.stem, "--yes")
    assert disco("hypotheses", "--all", "--json").data[0]["status"] == "unvalidated"


def test_a_backup_with_a_log_beside_it_is_not_whole(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    disco("backup")
    (backup,) = backups.listing(journal_path)
    log = backup.path.with_name(f"{backup.path.name}-wal")
    log.write_bytes(b"Ana Silva")
    result = disco("people", "forget", "P1", "--yes", ok=False)
    assert result.code == 4
    assert f"{backup.path} is not whole" in result.err
    assert log.read_bytes() == b"Ana Silva"


def test_a_writer_holds_it_up_like_a_reader(disco, journal_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    with monkeypatch.context() as patch:
        patch.setattr(erasures, "finish", lambda *_, **__: ())
        disco("people", "forget", "P1", "--yes")
    monkeypatch.setattr(erasures, "WAIT_SECONDS", 0.05)
    other = sqlite3.connect(journal_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotFinished, match="another program is writing"):
        erasures.finish(journal_path)
    other.close()
    erasures.finish(journal_path)


def test_what_a_killed_restore_has_left_beside_the_journal_goes(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    left = journal_path.with_name(f".{journal_path.name}.0123456789ab.restore")
    left.write_bytes(b"Ana Silva")
    disco("people", "forget", "P1", "--yes")
    assert not left.exists()


def test_a_damaged_journal_that_was_put_aside_is_named(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    aside = journal_path.with_name("journal.damaged-20261120T000000Z.db")
    aside.write_bytes(b"SQLite format 3\0 and no more")
    result = disco("people", "forget", "P1", "--yes", ok=False)
    assert result.code == 4
    assert str(aside) in result.err
    aside.unlink()
    disco("people", "forget", "P1", "--yes")


def test_a_journal_in_which_nobody_was_forgotten_has_nothing_to_finish(disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana Silva @ Acme", "x")
    assert erasures.finish(journal_path) == ()
    assert not erasures.list_of(journal_path).exists()


def _as_an_older_version_left_it(path: Path) -> None:
    """What is made of words was left in the record as it was."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(
        "UPDATE change SET before = json_set(before, '$.text_key', 'ana silva pays twice') "
        "WHERE noun = 'hypothesis' AND before IS NOT NULL"
    )
    assert connection.execute("SELECT changes()").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("again", [("doctor", "--fix"), ("people", "forget", "P1")])
def test_what_an_older_version_left_in_the_record_is_found_and_taken_out(  # type: ignore[no-untyped-def]
    disco, journal_path, again
) -> None:
    disco("log", "Ana Silva @ Acme", "x")
    disco("hypotheses", "add", "Ana Silva pays twice")
    disco("hypotheses", "edit", "H1", "--importance", "5")
    disco("backup")
    disco("people", "forget", "P1", "--yes")
    (backup,) = backups.listing(journal_path)
    for path in (journal_path, backup.path):
        _as_an_older_version_left_it(path)
    sign(backup.path)
    found = disco("doctor", "--json", ok=False).data
    said = [each["said"] for each in found if each["state"] == "fault"]
    assert said == [
        "the record of changes holds words that were taken out of the journal: H1",
        f"backups hold what was forgotten: {backup.path.name}",
    ]
    disco(*again)
    for path in (journal_path, backup.path):
        assert b"silva" not in path.read_bytes().lower()
    assert state_of(backup.path) is BackupState.AS_MADE
    assert disco("doctor").code == 0


def test_a_backup_alone_is_mended_too(forgotten, journal_path) -> None:  # type: ignore[no-untyped-def]
    forgotten("hypotheses", "add", "clinics pay twice")
    forgotten("hypotheses", "edit", "H1", "--importance", "5")
    newest = Path(forgotten("backup", "--json").data["path"])
    _as_an_older_version_left_it(newest)
    sign(newest)
    assert forgotten("doctor", ok=False).code == 4
    assert forgotten("doctor", "--fix").code == 0
    assert b"silva" not in newest.read_bytes().lower()


def test_a_name_that_was_given_again_and_taken_back_is_forgotten_again(  # type: ignore[no-untyped-def]
    forgotten, journal_path
) -> None:
    forgotten("people", "edit", "P1", "--name", "Ana Silva")
    forgotten("undo", "--yes")
    assert b"Ana Silva" in journal_path.read_bytes()
    assert "P1" in forgotten("doctor", ok=False).out
    forgotten("people", "forget", "P1", "--yes")
    assert b"Ana Silva" not in journal_path.read_bytes()
    assert forgotten("doctor").code == 0


# --- Backups of older versions ---------------------------------------------------------------

KEPT = Path(__file__).parent.parent / "fixtures" / "journals"
OLDER = range(1, file_checks.SCHEMA)
INES = (b"Falk", b"falk")


@pytest.fixture(params=OLDER, ids=lambda schema: f"schema-{schema}")
def upgraded(request, disco, journal_path):  # type: ignore[no-untyped-def]
    """The schema of a journal that an older version wrote and this one has upgraded. Beside it are
    a backup from before that, one that a restore made then, and one that a restore made since."""
    shutil.copyfile(KEPT / f"schema-{request.param}.db", journal_path)
    journal_path.chmod(0o600)
    disco("people")
    (before,) = backups.listing(journal_path)
    then = before.path.with_name("journal-20260101T000000Z-before-restore.db")
    shutil.copyfile(KEPT / f"schema-{request.param}.db", then)
    sign(then)
    disco("restore", before.path.stem, "--yes")
    assert sorted(each.schema for each in backups.listing(journal_path)) == [
        request.param, request.param, file_checks.SCHEMA,
    ]  # fmt: skip
    return request.param


def _with_ines(journal_path: Path) -> list[str]:
    files = [path for path in journal_path.parent.rglob("*") if path.is_file()]
    return [each.name for each in files if any(word in each.read_bytes() for word in INES)]


def _finds(path: Path, word: str) -> int:
    """In how many things the search index of a file finds a word; the index is whole."""
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    (found,) = connection.execute(
        "SELECT count(*) FROM search WHERE search MATCH ?", (word,)
    ).fetchone()
    connection.close()
    return int(found)


def _all_well(disco, journal_path: Path, schema: int) -> None:  # type: ignore[no-untyped-def]
    assert _with_ines(journal_path) == []
    assert erasures.listed(journal_path).popitem()[1].finished
    assert not [each for each in disco("doctor", "--json").data if each["state"] == "fault"]
    found = backups.listing(journal_path)
    assert sorted(each.schema for each in found) == [schema, schema, file_checks.SCHEMA]
    for each in found:
        assert each.state is BackupState.AS_MADE
        assert faults(each.path) == []
        assert _finds(each.path, "falk") == 0
        assert _finds(each.path, "reuter") > 0


def test_backups_of_every_older_schema_are_cleaned(upgraded, disco, journal_path) -> None:  # type: ignore[no-untyped-def]
    assert len(_with_ines(journal_path)) == 4
    data = disco("people", "forget", "Ines Falk-Meyer", "--yes", "--json").data
    assert (data["finished"], len(data["backups"])) == (True, 3)
    _all_well(disco, journal_path, upgraded)
    for each in backups.listing(journal_path):
        disco("restore", each.path.stem, "--yes")
        assert disco("people", "show", "P1", "--json").data["name"] == "forgotten P1"
        assert disco("doctor").code == 0


def test_a_forgetting_that_an_older_backup_has_stopped_is_finished_by_doctor(  # type: ignore[no-untyped-def]
    upgraded, disco, journal_path, monkeypatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise NotFinished("no", "again")

    with monkeypatch.context() as patch:
        patch.setattr(erasures, "finish", stopped)
        disco("people", "forget", "Ines Falk-Meyer", "--yes", ok=False)
    assert len(_with_ines(journal_path)) >= 3
    disco("doctor", "--fix")
    _all_well(disco, journal_path, upgraded)


def test_a_backup_from_before_a_column_of_words_is_cleaned_of_what_it_has(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ana Silva @ Acme", "her words", "--title", "what she told")
    path = Path(disco("backup", "--json").data["path"])
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE interview DROP COLUMN date_text")
    connection.close()
    sign(path)
    disco("people", "forget", "P1", "--yes")
    assert state_of(path) is BackupState.AS_MADE
    data = path.read_bytes()
    assert not [word for word in (b"Silva", b"her words", b"what she told") if word in data]


def test_a_backup_that_cannot_be_cleaned_is_named_and_the_others_are_done(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ana Silva @ Acme", "!pain did: her words")
    for _ in range(3):
        disco("backup")
    first, second, third = sorted(folder_of(journal_path).glob("*.db"))
    for path, change in (
        (first, "UPDATE person SET former_names = 'no list'"),
        (second, "DROP TABLE search"),
    ):
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(change)
        connection.close()
        sign(path)
    result = disco("people", "forget", "P1", "--yes", ok=False)
    assert result.code == 4
    assert f"not finished: {first} " in result.err
    assert "and 1 more file" in result.err
    assert f"try: rm {first}; then disco doctor --fix" in result.err
    assert b"Silva" not in third.read_bytes()
    again = disco("doctor", "--fix", ok=False)
    assert again.code == 4
    assert first.name in again.out
    assert f"not finished: {first} " in again.err
    assert f"try: rm {first}; then disco doctor --fix" in again.err
    for path in (first, second):
        path.unlink()
    assert disco("doctor", "--fix").code == 0
