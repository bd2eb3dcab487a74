"""What is wrong around a journal is no bug: one sentence, 4 or 2, and the words are kept."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Disco, Result

from discoverycli.store import log_copy


def kept(result: Result) -> str:
    """The words in the draft that an error names."""
    assert result.code in (2, 4), result
    (path,) = re.findall(r"your text is kept in (\S+)", result.err)
    return Path(path).read_text()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Beside pytest's own folder, which a second pytest shuts to all others when it starts."""
    with tempfile.TemporaryDirectory(prefix="disco-") as folder:
        yield Path(folder).resolve()


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))


# --- Who logs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [b"Jos\xe9 Ruiz", b"\xff", "Zoë".encode("utf-16")])
def test_a_name_of_any_encoding_in_gits_settings_does_not_stop_a_command(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, name: bytes
) -> None:
    monkeypatch.delenv("DISCO_AUTHOR")
    (world.parent / "home" / ".gitconfig").write_bytes(b'[user]\n\tname = "' + name + b'"\n')
    disco("log", "Ana @ Acme", "words")
    assert disco("history", "--json").data[0]["author"]


def test_a_name_of_any_encoding_in_the_environment_does_not_stop_a_command(
    disco: Disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCO_AUTHOR", os.fsdecode(b"Jos\xe9"))
    disco("log", "Ana @ Acme", "words")
    assert disco("history", "--json").data[0]["author"] == "Jos\ufffd"


@pytest.mark.process
@pytest.mark.parametrize("where", ["settings", "git", "environment"])
def test_a_name_with_an_accent_is_stored_whole_where_the_system_knows_only_ascii(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.delenv("DISCO_AUTHOR")
    if where == "settings":
        disco("config", "set", "log.author", "Zoé")
    elif where == "git":
        (world.parent / "home" / ".gitconfig").write_text("[user]\n\tname = Zoé\n", "utf-8")
    else:
        monkeypatch.setenv("DISCO_AUTHOR", "Zoé")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "discoverycli", "log", "Ana @ Acme", "words"],
        env=dict(os.environ) | plain,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done
    assert disco("history", "--json").data[0]["author"] == "Zoé"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_the_name_in_the_settings_and_in_git_is_not_read_in_the_encoding_of_the_system(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.delenv("DISCO_AUTHOR")
    monkeypatch.setattr("os.fsencode", lambda path: _encoded(path, encoding))
    (world.parent / "home" / ".gitconfig").write_text("[user]\n\tname = Zoé\n", "utf-8")
    disco("log", "Ana @ Acme", "words")
    disco("config", "set", "log.author", "Ragnheiður Ł")
    disco("log", "Ana @ Acme", "more words")
    authors = [each["author"] for each in disco("history", "--json").data]
    assert authors == ["Ragnheiður Ł", "Zoé"]


def _encoded(path: str | bytes | os.PathLike[str], encoding: str) -> bytes:
    name = os.fspath(path)
    return name if isinstance(name, bytes) else name.encode(encoding, "surrogateescape")


# --- What this user may not read ---------------------------------------------------------------

COMMANDS = (
    ("log", "Ben @ Bolt", "words to keep"), ("doctor",), ("doctor", "--fix"), ("report", "--week"),
    ("backup",), ("backup", "--list"), ("restore",), ("next",), ("people",), ("export",),
    ("hypotheses", "add", "they do"), ("config",), ("history",), ("undo", "--yes"),
    ("people", "forget", "P1", "--yes"), ("people", "--output", "out.json"),
)  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as somebody else")
def test_a_journal_that_may_not_be_read_is_said_plainly_by_every_command(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world / "locked" / "inner"
    journal = str(folder / "journal.db")
    disco("log", "Ana @ Acme", "words", "--journal", journal)
    for command in COMMANDS:  # imports all that they need, while it can be read
        disco(*command, "--journal", str(world / "warm.db"), ok=False)
    (world / "locked").chmod(0o700)
    os.chown(world, 54321, 54321)
    (world.parent / "temporary").chmod(0o777)
    for command in COMMANDS:
        result = _as_somebody(disco, (*command, "--journal", journal))
        said = result.err + result.out
        assert (result.code, "permission denied" in " ".join(said.split()).lower()) == (4, True), (
            command, result,
        )  # fmt: skip
        if command[0] == "log":
            assert "words to keep" in kept(result)


def _as_somebody(disco: Disco, command: tuple[str, ...]) -> Result:
    """Runs a command as another user, in a child of this process: it has imported everything."""
    for each in (Path.cwd(), *Path.cwd().parents):
        if each.stat().st_uid == 0 and each != Path("/"):
            each.chmod(each.stat().st_mode | 0o755)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setgid(54321)
        os.setuid(54321)
        result = disco(*command, ok=False)
        os.write(writing, repr((result.code, result.out, result.err)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    return Result(*eval(data))


def test_a_file_that_is_refused_in_a_way_nobody_foresaw_is_no_bug(
    disco: Disco, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("log", "Ana @ Acme", "words")

    def refuse(*_args: object, **_more: object) -> None:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), "/net/journal.db")

    monkeypatch.setattr("discoverycli.store.file_checks.os.read", refuse)
    result = disco("log", "Ben @ Bolt", "words to keep", ok=False)
    assert (result.code, "bug" in result.err) == (4, False)
    assert "/net/journal.db cannot be opened: stale file handle" in result.err
    assert "words to keep" in kept(result)


# --- Where there is no home ----------------------------------------------------------------------


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home and without a name."""
    import pwd

    def nobody(_user: object) -> None:
        raise KeyError("getpwuid(): uid not found")

    for name in ("HOME", "USER", "LOGNAME", "LNAME", "USERNAME", "DISCO_AUTHOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setattr(pwd, "getpwnam", nobody)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_the_journal_is_to_be_named(
    disco: Disco, monkeypatch: pytest.MonkeyPatch, world: Path
) -> None:
    monkeypatch.delenv("DISCO_JOURNAL")
    for command in (("people",), ("doctor",), ("config",), ("config", "trust"), ("backup",)):
        result = disco(*command, ok=False)
        assert (result.code, "there is no home folder" in result.err) == (4, True), result
    result = disco("log", "Ben @ Bolt", "words to keep", ok=False)
    assert "words to keep" in kept(result)
    assert "try: --journal PATH" in result.err
    (again,) = re.findall(r"then: disco (.*)", result.err)
    disco(*again.split(), "--journal", "named.db")
    assert "words to keep" in disco("show", "I1", "--journal", "named.db").out
    assert list(Path("temporary").parent.glob("**/~")) == []


@pytest.mark.usefixtures("homeless")
def test_without_a_home_a_named_journal_is_used_and_well(disco: Disco) -> None:
    disco("log", "Ana @ Acme", "words")
    disco("people", "--output", "people.json")
    found = {each["check"]: each["state"] for each in disco("doctor", "--json", ok=False).data}
    assert found["rights"] == "ok"


def test_a_folder_that_is_gone_is_said(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = world / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.delenv("DISCO_JOURNAL")
    for command in (("people",), ("doctor",), ("init",)):
        result = disco(*command, ok=False)
        assert (result.code, "the folder you are in is not there" in result.err) == (2, True)
    assert "words to keep" in kept(disco("log", "Ben @ Bolt", "words to keep", ok=False))


# --- How the journal is named --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["$HOME/j.db", "${HOME}/j.db", "'a b/j.db'", '"/tmp/j.db"', "~nobody-of-this-name/j.db",
     "x/$TEAM/j.db", "%HOME%/j.db", "x/~/j.db", "x/'y z'/j.db",
     "$(pwd)/j.db", "`pwd`/j.db", 'j.db"', '"j.db', " j.db", "j.db "],
)  # fmt: skip
def test_what_only_a_shell_reads_makes_no_folder(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("DISCO_JOURNAL", text)
    result = disco("log", "Ben @ Bolt", "words to keep", ok=False)
    assert (result.code, "what only a shell reads" in result.err) == (2, True)
    assert "words to keep" in kept(result)
    assert disco("people", "--journal", text, ok=False).code == 2
    assert list(world.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["~/j.db", "cost$5.db", "50%.db", "'s-gravenhage.db", "O'Neil.db", "a~b.db"]
)
def test_ordinary_names_are_taken(disco: Disco, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("DISCO_JOURNAL", text)
    disco("log", "Ana @ Acme", "words")
    assert Path(text).expanduser().exists()


def test_a_name_that_looks_so_and_is_there_is_used(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("log", "Ana @ Acme", "words")
    (world / "journal.db").rename(world / "$TEAM")
    monkeypatch.setenv("DISCO_JOURNAL", "$TEAM")
    assert "Ana" in disco("people").out


@pytest.mark.parametrize("name", ["who?.db", "a#b.db", "50%20.db", "x?mode=memory&y.db", "a;b.db"])
def test_signs_of_addresses_in_the_journals_path_are_letters(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DISCO_JOURNAL", str(world / name))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert disco("log", "Ana @ Acme", "words").err == f"new journal: {world / name}\n"
        assert disco("hypotheses", "add", "they do").err == ""
        disco("backup")
    assert (world / name).is_file()


# --- The editor ----------------------------------------------------------------------------------

EDITORS = {
    "removes it": 'rm "$1"',
    "makes it a folder": 'rm "$1"; mkdir "$1"',
    "makes it a pipe": 'rm "$1"; mkfifo "$1"',
    "makes it a link": 'rm "$1"; ln -s /etc/hostname "$1"',
    "makes it a loose link": 'rm "$1"; ln -s nowhere "$1"',
    "removes the folder": 'rm -r "$(dirname "$1")"',
    "removes it and fails": 'rm "$1"; exit 3',
}


@pytest.mark.parametrize("what", EDITORS)
def test_an_editor_that_leaves_no_file_takes_no_words(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    editor = world / "editor"
    editor.write_text(f"#!/bin/sh\n{EDITORS[what]}\n")
    editor.chmod(0o700)
    disco("log", "Ana @ Acme", "words")
    monkeypatch.setenv("EDITOR", str(editor))
    result = disco("log", "Ben @ Bolt", "words to keep", "--edit", ok=False)
    assert result.code == 2
    assert "words to keep" in kept(result)
    monkeypatch.setenv("EDITOR", "true")
    disco("log", "--resume")
    assert "words to keep" in disco("show", "I2").out
    monkeypatch.setenv("EDITOR", str(editor))
    for command in (("edit", "I1"), ("config", "edit")):
        assert disco(*command, ok=False).code == 2
    assert "words" in disco("show", "I1").out


# --- Settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["a folder", "a pipe", "bytes", "zeros", "a loop"])
def test_settings_that_cannot_be_read_stop_no_words(disco: Disco, world: Path, what: str) -> None:
    disco("log", "Ana @ Acme", "words")
    path = world / "config.yaml"
    if what == "a folder":
        path.mkdir()
    elif what == "a pipe":
        os.mkfifo(path)
    elif what == "a loop":
        path.symlink_to(path)
    else:
        path.write_bytes(b"\xff\xfe\x00" if what == "bytes" else bytes(100))
    result = disco("log", "Ben @ Bolt", "words to keep", ok=False)
    assert what == "a loop" or "words to keep" in kept(result)
    for command in (("config",), ("report", "--week"), ("config", "set", "cadence.goal", "2")):
        assert disco(*command, ok=False).code in (0, 2), command
    assert "settings" in disco("doctor", ok=False).out or what == "a loop"


# --- A log that is left where nobody may write -------------------------------------------------

READING = (
    ("people", "--json"), ("report",), ("search", "forecast"), ("show", "P1"), ("next",),
    ("hypotheses",), ("history",), ("export",), ("people", "--anonymous"),
)  # fmt: skip
"""Commands that only read."""


@pytest.fixture
def shut(disco: Disco, world: Path) -> Path:
    """A journal of somebody else, in a folder where another user can only read. Mia is in the
    log, and not yet in the journal file."""
    disco("log", "Ana @ Acme", "words about the forecast")
    journal = world / "shut" / "journal.db"
    for command in (*READING, ("log", "Ben", "x"), ("doctor",), ("backup", "--output", "w.db")):
        disco(*command, "--journal", str(world / "warm.db"), ok=False)  # imports what they need
    journal.parent.mkdir()
    other = sqlite3.connect(world / "journal.db")
    other.execute("SELECT * FROM person").fetchall()  # while it is open, the log is not taken in
    disco("log", "Mia @ Bolt", "words that are left over")
    for end in ("", "-wal"):
        shutil.copy(world / f"journal.db{end}", f"{journal}{end}")
        Path(f"{journal}{end}").chmod(0o644)
    other.close()
    journal.parent.chmod(0o755)
    (world.parent / "temporary").chmod(0o777)
    return journal


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as somebody else")


@as_root
@pytest.mark.parametrize("log", ["with words", "empty"])
def test_a_journal_with_a_log_is_read_where_only_reading_is_allowed(
    disco: Disco, world: Path, shut: Path, log: str
) -> None:
    if log == "empty":
        Path(f"{shut}-wal").write_bytes(b"")
    before = _state(shut.parent)
    for command in READING:
        result = _as_somebody(disco, (*command, "--journal", str(shut)))
        assert (result.code, result.err) == (0, ""), (command, result)
        if command[0] in ("people", "export") and "--anonymous" not in command:
            assert "Ana" in result.out
            assert ("Mia" in result.out) is (log == "with words"), command
    (world / "out").mkdir()
    (world / "out").chmod(0o777)
    copy = world / "out" / "copy.db"
    result = _as_somebody(disco, ("backup", "--output", str(copy), "--journal", str(shut)))
    assert result.code == 0, result
    assert ("Mia" in disco("people", "--journal", str(copy)).out) is (log == "with words")
    assert _state(shut.parent) == before
    assert list((world.parent / "temporary").iterdir()) == []


@as_root
@pytest.mark.parametrize("log", ["with words", "empty"])
def test_a_log_that_cannot_be_taken_in_keeps_words_in_a_draft_and_doctor_says_why(
    disco: Disco, shut: Path, log: str
) -> None:
    if log == "empty":
        Path(f"{shut}-wal").write_bytes(b"")
    before = _state(shut.parent)
    result = _as_somebody(disco, ("log", "Ben @ Bolt", "words to keep", "--journal", str(shut)))
    assert result.code == 4
    assert "words to keep" in kept(result)
    result = _as_somebody(disco, ("doctor", "--json", "--journal", str(shut)))
    found = {each["check"]: each for each in result.data}
    faults = {name for name, each in found.items() if each["state"] == "fault"}
    assert faults == {"rights", *(["log"] if log == "with words" else [])}, result
    assert "journal.db-wal is left beside the journal" in found["log"]["said"]
    assert f"you may not write to {shut.parent}" in found["log"]["said"]
    assert found["log"]["try"] == f"disco doctor, run by someone who may write to {shut.parent}"
    assert _state(shut.parent) == before
    disco("doctor", "--journal", str(shut), ok=False)
    assert set(_state(shut.parent)) == {"journal.db"}


@as_root
def test_a_log_with_its_memory_beside_it_may_belong_to_a_program_that_is_gone(
    disco: Disco, world: Path, shut: Path
) -> None:
    other = sqlite3.connect(world / "journal.db")
    other.execute("SELECT * FROM person").fetchall()
    disco("log", "Zoe @ Bolt", "words")
    for end in ("", "-wal", "-shm"):
        shutil.copy(world / f"journal.db{end}", f"{shut}{end}")
        Path(f"{shut}{end}").chmod(0o644)
    other.close()
    before = _state(shut.parent)
    assert "Zoe" in _as_somebody(disco, ("people", "--journal", str(shut))).out
    result = _as_somebody(disco, ("doctor", "--json", "--journal", str(shut)))
    (found,) = [each for each in result.data if each["check"] == "log"]
    assert found["state"] == "notice"
    assert "another program has the journal open, or was broken off" in found["said"]
    assert found["try"].endswith(f"disco doctor, run by someone who may write to {shut.parent}")
    assert _state(shut.parent) == before


@as_root
def test_a_change_that_was_broken_off_where_only_reading_is_allowed_is_said(
    disco: Disco, shut: Path
) -> None:
    Path(f"{shut}-wal").unlink()
    original = shut.read_bytes()
    writer = sqlite3.connect(shut, isolation_level=None)
    writer.executescript("PRAGMA journal_mode=DELETE; PRAGMA cache_size=2; BEGIN")
    writer.execute("UPDATE interview SET notes = hex(zeroblob(400000))")
    halves = _state(shut.parent)
    writer.close()
    assert set(halves) == {"journal.db", "journal.db-journal"}
    for name, data in halves.items():
        (shut.parent / name).write_bytes(data)
        (shut.parent / name).chmod(0o644)
    for command in (("people",), ("doctor", "--json"), ("backup", "--output", "x.db")):
        result = _as_somebody(disco, (*command, "--journal", str(shut)))
        said = " ".join((result.err + result.out).split())
        assert (result.code, "was broken off, and cannot be written back by you" in said) == (
            4, True,
        ), result  # fmt: skip
        assert "doctor, run by someone who may write to the file and its folder" in said
    assert _state(shut.parent) == halves
    assert "Ana" in disco("people", "--journal", str(shut)).out
    assert len(shut.read_bytes()) == len(original)


@as_root
def test_what_stops_a_copy_of_a_journal_with_a_log_is_said(
    disco: Disco, world: Path, shut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world.parent / "temporary").chmod(0o755)
    result = _as_somebody(disco, ("people", "--journal", str(shut)))
    assert result.code == 4
    assert "cannot be opened without a temporary copy: permission denied" in result.err
    (world.parent / "temporary").chmod(0o777)
    Path(f"{shut}-wal").chmod(0o600)
    for command in (("people",), ("backup", "--output", "x.db")):
        result = _as_somebody(disco, (*command, "--journal", str(shut)))
        assert result.code == 4
        assert "journal.db-wal cannot be opened: permission denied" in result.err
    Path(f"{shut}-wal").chmod(0o644)
    monkeypatch.setattr(log_copy, "BUSY_SECONDS", 0)
    real, calls = log_copy._copy_file, []

    def copy_while_somebody_writes(file: Path, copy: Path) -> bytes | None:
        calls.append(file)
        digest = real(file, copy)
        return digest if len(calls) % 2 else b"another"

    monkeypatch.setattr(log_copy, "_copy_file", copy_while_somebody_writes)
    result = _as_somebody(disco, ("people", "--journal", str(shut)))
    assert (result.code, "is busy" in result.err) == (4, True)
    assert list((world.parent / "temporary").iterdir()) == []
