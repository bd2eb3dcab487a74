"""Backups: whole, checked, signed, private; and which of them stay."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Disco
from tests.files import dump

from discoverycli.errors import InputError, JournalError, NotFoundError
from discoverycli.safety import backups
from discoverycli.safety.backups import BackupReason
from discoverycli.store import backup_folder
from discoverycli.store.backup_folder import BackupState, folder_of, sign, signed_digest, state_of
from discoverycli.store.file_checks import APPLICATION_ID

AT = datetime(2026, 11, 20, 14, 15, tzinfo=UTC)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(journal: Path) -> set[str]:
    folder = folder_of(journal)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.fixture
def journal(disco: Disco, journal_path: Path, once) -> Path:
    @once
    def tell() -> None:
        disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes\n!pain hurts")
        disco("log", "Ben @ Bolt", "H1- did: never")

    return journal_path


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_backup_is_the_whole_journal_for_its_owner_only(journal: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        made = backups.make(journal, AT)
    finally:
        os.umask(before)
    assert made.path == journal.parent / "backups" / "journal-20261120T141500Z.db"
    assert dump(made.path) == dump(journal)
    assert made.counts == (2, 2, 1, 0)
    signed = Path(f"{made.path}.sha256")
    assert {mode(made.path), mode(signed)} == {0o600}
    assert mode(made.path.parent) == 0o700
    digest = hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert signed.read_text() == f"{digest}  journal-20261120T141500Z.db\n"
    assert names(journal) == {made.path.name, signed.name}


def test_backups_of_one_second_do_not_replace_each_other(journal: Path) -> None:
    made = [backups.make(journal, AT) for _ in range(3)]
    assert [each.path.name for each in made] == [
        "journal-20261120T141500Z.db",
        "journal-20261120T141500Z-2.db",
        "journal-20261120T141500Z-3.db",
    ]
    assert [each.path for each in backups.listing(journal)] == [e.path for e in reversed(made)]


def test_what_is_stored_and_not_yet_in_the_file_is_in_the_backup(journal: Path) -> None:
    other = sqlite3.connect(journal, isolation_level=None)
    other.execute("PRAGMA wal_autocheckpoint=0")
    other.execute("UPDATE person SET role = 'only in the log'")
    made = backups.make(journal, AT)
    assert journal.with_name("journal.db-wal").stat().st_size
    other.close()
    assert "only in the log" in "".join(dump(made.path))


def test_a_backup_beside_a_writer_that_never_rests_is_of_one_moment(journal: Path) -> None:
    stop, began = threading.Event(), threading.Event()

    def write() -> None:
        other = sqlite3.connect(journal, isolation_level=None, timeout=30)
        number = 0
        while not stop.is_set():
            number += 1
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO theme VALUES (1, ?)", (f"a{number}",))
            other.execute("UPDATE person SET role = ?", (f"a{number}",))
            other.execute("COMMIT")
            began.set()
        other.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert began.wait(60)
        made = [backups.make(journal, AT) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    for each in made:
        copy = sqlite3.connect(each.path)
        last = copy.execute("SELECT max(CAST(substr(name, 2) AS INTEGER)) FROM theme").fetchone()
        assert copy.execute("SELECT DISTINCT role FROM person").fetchall() == [(f"a{last[0]}",)]
        copy.close()


def test_a_damaged_journal_has_no_backup_and_leaves_no_half_of_one(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    journal.write_bytes(data)
    with pytest.raises(backups.Broken, match="is damaged, so no backup"):
        backups.make(journal, AT)
    assert names(journal) == set()
    assert journal.read_bytes() == data


def test_no_journal_has_no_backup(journal_path: Path) -> None:
    with pytest.raises(NotFoundError):
        backups.make(journal_path, AT)
    assert not (journal_path.parent / "backups").exists()


def test_a_disk_without_room_leaves_nothing_behind(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backups, "sync", full)
    with pytest.raises(JournalError, match=os.strerror(errno.ENOSPC).lower()):
        backups.make(journal, AT)
    assert names(journal) == set()


def test_a_disk_that_knows_no_links_holds_backups_too(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_arguments: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backups.make(journal, AT, target=stick)
    assert made.path == stick / "journal-20261120T141500Z.db"
    assert dump(made.path) == dump(journal)
    assert (mode(made.path), state_of(made.path)) == (0o600, BackupState.AS_MADE)
    assert len(list(stick.iterdir())) == 2
    again = backups.make(journal, AT, target=stick)
    assert again.path.name == "journal-20261120T141500Z-2.db"


@pytest.mark.parametrize("there", ["x.db", "x.db.sha256", "link"])
def test_what_is_there_already_is_never_replaced(journal: Path, tmp_path: Path, there: str) -> None:
    target = tmp_path / "x.db"
    if there == "link":
        target.symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / there).write_text("theirs")
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match="is there already"):
        backups.make(journal, AT, target=target)
    assert {path.name for path in tmp_path.iterdir()} == before
    assert there == "link" or (tmp_path / there).read_text() == "theirs"
    assert not (tmp_path / "elsewhere").exists()


def test_what_a_killed_backup_left_is_taken_away_and_nothing_else(journal: Path) -> None:
    folder = folder_of(journal)
    folder.mkdir()
    ours = ".journal.0123456789ab.new"
    theirs = {".other.0123456789ab.new", "notes.txt", "journal-2026.db", ".journal.txt"}
    for name in {ours, *theirs}:
        (folder / name).write_text("words")
    made = backups.make(journal, AT)
    assert names(journal) == {*theirs, made.path.name, f"{made.path.name}.sha256"}


def test_one_program_at_a_time_is_at_the_backups(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_folder, "BUSY_SECONDS", 0.1)
    backups.make(journal, AT)
    handle = os.open(folder_of(journal), os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(JournalError, match="is busy"):
            backups.make(journal, AT)
    finally:
        os.close(handle)
    backups.make(journal, AT)


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (lambda path: None, BackupState.AS_MADE),
        (lambda path: Path(f"{path}.sha256").unlink(), BackupState.UNSIGNED),
        (lambda path: Path(f"{path}.sha256").write_text("nonsense"), BackupState.DAMAGED),
        (lambda path: Path(f"{path}.sha256").write_text(""), BackupState.DAMAGED),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), BackupState.DAMAGED),
        (lambda path: path.write_bytes(b""), BackupState.DAMAGED),
        (lambda path: path.write_text("text"), BackupState.DAMAGED),
    ],
)
def test_the_list_says_what_each_backup_is(journal: Path, damage, state: BackupState) -> None:  # type: ignore[no-untyped-def]
    made = backups.make(journal, AT)
    damage(made.path)
    (listed,) = backups.listing(journal)
    assert (listed.path, listed.made_at, listed.why, listed.state) == (
        made.path, AT, BackupReason.ASKED, state,
    )  # fmt: skip
    assert (listed.counts is None) == (state is BackupState.DAMAGED)


def test_only_files_with_the_name_of_a_backup_are_listed(journal: Path) -> None:
    made = backups.make(journal, AT)
    folder = folder_of(journal)
    for name in (
        "notes.db", "journal.db", "journal-20261120T141500.db", "journal-20261399T141500Z.db",
        "other-20261120T141500Z.db", "journal-20261120T141500Z-before-lunch.db",
        "journal-20261120T141500Z.db.bak",
    ):  # fmt: skip
        (folder / name).write_bytes(made.path.read_bytes())
    (folder / "journal-20261121T141500Z.db").symlink_to(made.path)
    (folder / "journal-20261122T141500Z.db").mkdir()
    assert [each.path for each in backups.listing(journal)] == [made.path]


stems = st.text("ab-.[]*?(+\\ é", min_size=1, max_size=8).filter(lambda text: text.strip("."))


@given(
    stem=stems,
    other=stems,
    why=st.sampled_from(BackupReason),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    place=st.integers(0, 20),
)
def test_a_name_says_when_and_why_and_whose(
    stem: str, other: str, why: BackupReason, at: datetime, place: int
) -> None:
    journal = Path("/folder") / f"{stem}.db"
    made = backups._names(journal, at, why)
    name = next(each for number, each in enumerate(made) if number == place)
    assert backups.parse_name(journal, name) == (at.replace(microsecond=0), why)
    if other != stem:
        assert backups.parse_name(Path("/folder") / f"{other}.db", name) is None


def fake(journal: Path, age: int, *, why: BackupReason, state: BackupState, schema: int) -> Path:
    """A file that passes for a backup, without the trouble of making one."""
    path = folder_of(journal) / next(backups._names(journal, AT - timedelta(days=age), why))
    header = bytearray(100)
    header[:16] = b"SQLite format 3\x00"
    header[60:64] = schema.to_bytes(4, "big")
    header[68:72] = APPLICATION_ID.to_bytes(4, "big")
    path.write_bytes(header)
    if state is not BackupState.UNSIGNED:
        sign(path)
    if state is BackupState.DAMAGED:
        path.write_bytes(header + b"x")
    return path


@given(
    kinds=st.lists(
        st.tuples(
            st.sampled_from(BackupReason),
            st.sampled_from(BackupState),
            st.integers(1, 2),
            st.booleans(),
        ),
        max_size=8,
    ),
    keep=st.integers(1, 4),
)
def test_the_newest_good_backups_stay_and_nothing_that_is_not_ours_goes(
    tmp_path_factory: pytest.TempPathFactory,
    kinds: list[tuple[BackupReason, BackupState, int, bool]],
    keep: int,
) -> None:
    journal = tmp_path_factory.mktemp("rotate") / "journal.db"
    folder_of(journal).mkdir()
    made = [
        fake(journal, age, why=why, state=state, schema=schema)
        for age, (why, state, schema, _) in enumerate(kinds)
    ]
    spare = [path for path, kind in zip(made, kinds, strict=True) if kind[3]]
    gone = set(backups.rotate(journal, keep, spare=spare))
    assert {path for path in made if not path.exists()} == gone
    assert not any(Path(f"{path}.sha256").exists() for path in gone)
    good = [p for p, kind in zip(made, kinds, strict=True) if kind[1] is BackupState.AS_MADE]
    assert not gone & {*good[:keep], *spare}
    for path, (why, state, schema, spared) in zip(made, kinds, strict=True):
        first = next(
            p for p, k in zip(made, kinds, strict=True)
            if (k[0], k[2]) == (why, schema)
        )  # fmt: skip
        newest_before_upgrade = why is BackupReason.UPGRADE and path == first
        stays = spared or newest_before_upgrade or state is BackupState.UNSIGNED
        older = len(good) >= keep and made.index(path) > made.index(good[keep - 1])
        assert (path in gone) == (older and not stays)


def test_a_backup_changed_on_purpose_can_be_signed_again(journal: Path) -> None:
    made = backups.make(journal, AT)
    made.path.write_bytes(made.path.read_bytes() + bytes(4096))
    assert state_of(made.path) is BackupState.DAMAGED
    sign(made.path)
    assert state_of(made.path) is BackupState.AS_MADE
    assert mode(Path(f"{made.path}.sha256")) == 0o600


def test_a_checksum_is_as_sha256sum_writes_it(tmp_path: Path) -> None:
    for name in ("plain.db", "with blank.db", "back\\slash.db", "new\nline.db"):
        path = tmp_path / name
        path.write_bytes(b"words")
        sign(path)
        assert signed_digest(path) == hashlib.sha256(b"words").hexdigest()
    line = Path(f"{tmp_path / 'back'}\\slash.db.sha256").read_text()
    assert line.startswith("\\")
    assert line.endswith("  back\\\\slash.db\n")
