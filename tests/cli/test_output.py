"""`--output` never takes the place of the journal, or of anything that belongs to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.conftest import Disco

from discoverycli.main import application
from discoverycli.store.location import own_folder


def _commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if words:
        yield words, command
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from _commands(command.get_command(None, name), (*words, name))


def _calls() -> Iterator[tuple[str, ...]]:
    """A call of each command that takes `--output`, as the program itself tells of them."""
    for words, command in _commands(typer.main.get_command(application())):
        params = [each for each in command.params if "--output" in each.opts]
        if not params:
            continue
        needed = [each for each in command.params if each.required]
        options = [(each.opts[0], "1") for each in needed if each.param_type_name == "option"]
        arguments = ["1" for each in needed if each.param_type_name == "argument"]
        call = (*words, *arguments, *(word for option in options for word in option))
        yield ("log", "Ben @ Bolt", "words that stay") if words == ("log",) else call


CALLS = list(_calls())


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with settings and a backup, made once."""
    return tmp_path_factory.mktemp("made") / "work"


@pytest.fixture
def logged(disco: Disco, world: Path, made: Path) -> Disco:
    if not made.exists():
        disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes")
        disco("backup")
        disco("config", "set", "cadence.goal", "2")
        shutil.copytree(world, made)
    shutil.copytree(made, world, dirs_exist_ok=True)
    return disco


def test_the_list_of_commands_is_not_empty() -> None:
    assert {"log", "people", "import", "restore", "export", "backup"} <= {c[0] for c in CALLS}
    assert len(CALLS) > 40


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_no_command_writes_over_the_journal_or_beside_its_backups(
    logged: Disco, world: Path, journal_path: Path, call: tuple[str, ...]
) -> None:
    before = everything(world)
    for target in (journal_path, world / "backups" / "new.json", world / "config.yaml"):
        result = logged(*call, "--output", str(target), ok=False)
        assert result.code == 2, result
        assert "so nothing was written" in result.err, result
    after = {k: v for k, v in everything(world).items() if "/drafts/" not in k}
    assert after == before


def test_what_was_typed_is_in_a_draft_and_can_be_gone_on_with(logged: Disco) -> None:
    result = logged("log", "Ben @ Bolt", "words that stay", "--output", "journal.db", ok=False)
    assert "your text is kept in" in result.err
    assert (
        "words that stay"
        in logged("log", "--resume", "--output", "said.txt").err
        + Path("said.txt").read_text()
        + logged("show", "I2").out
    )


def _targets(world: Path) -> dict[str, str]:
    """Names for what belongs to the journal, and for other databases."""
    (world / "same.json").hardlink_to(world / "journal.db")
    (world / "link.json").symlink_to("journal.db")
    (world / "there").symlink_to(".")
    (world / "sub").mkdir()
    other = sqlite3.connect(world / "sub" / "other.json")
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE t (x)")
    other.commit()
    (world / "sub" / "left-over").write_bytes((world / "sub" / "other.json-wal").read_bytes())
    other.close()
    backup = next((world / "backups").glob("*.db"))
    return {
        "a hard link": "same.json",
        "a link": "link.json",
        "by a folder that is a link": "there/journal.db",
        "by a way round": "sub/../journal.db",
        "by this process": "/proc/self/cwd/journal.db",
        "its log": "journal.db-wal",
        "the memory of its log": "journal.db-shm",
        "its rollback journal": "there/journal.db-journal",
        "a backup": str(backup),
        "a checksum": f"{backup}.sha256",
        "among the drafts": "drafts/new.md",
        "the settings": "config.yaml",
        "the user's own, which is not there": str(world.parent / "home/.local/share/disco/journal.db"),
        "the nearest, which is not the one in use": "../.disco/journal.db",
        "settings of the nearest": "../.disco/config.yaml",
        "a database of somebody": "sub/other.json",
        "a log of somebody": "sub/left-over",
    }  # fmt: skip


@pytest.mark.parametrize("name", [
    "team/.disco/config.yaml", "team/.disco/backups/journal.db.sha256", "team/.disco/drafts/x.md",
    "plain/config.yaml", "plain/backups/x.txt",
])  # fmt: skip
def test_what_belongs_to_any_journal_is_no_output(logged: Disco, world: Path, name: str) -> None:
    (world / name).parent.mkdir(parents=True)
    (world / "plain").mkdir(exist_ok=True)
    (world / "plain" / "journal.db").touch()
    for call in (("people",), ("log", "Bo @ B", "words to keep")):
        result = logged(*call, "--output", str(world / name), ok=False)
        assert (result.code, "belongs to the journal" in result.err) == (2, True)
    assert not (world / name).exists()
    assert logged("show", "I2", ok=False).code == 3


def test_a_journal_behind_a_link_keeps_its_settings(logged: Disco, world: Path) -> None:
    (world / "real").mkdir()
    (world / "journal.db").rename(world / "real" / "r.db")
    (world / "journal.db").symlink_to("real/r.db")
    for name in ("config.yaml", "backups", "drafts"):
        assert logged("people", "--output", str(world / "real" / name), ok=False).code == 2


def test_the_list_of_trusted_folders_is_no_output(logged: Disco) -> None:
    trusted = own_folder("user_config_path") / "trusted.json"
    trusted.parent.mkdir(parents=True)
    trusted.write_text("[]")
    assert logged("people", "--output", str(trusted), ok=False).code == 2
    assert trusted.read_text() == "[]"


def test_a_folder_that_may_not_be_written_to_is_found_out_before_anything_is_stored(
    logged: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path) != world)
    result = logged("log", "Bo @ B", "words", "--output", str(world / "out.txt"), ok=False)
    assert (result.code, "cannot be written: permission denied" in result.err) == (2, True)
    monkeypatch.undo()
    assert logged("show", "I2", ok=False).code == 3


def test_it_counts_which_file_it_is_and_not_how_it_is_called(logged: Disco, world: Path) -> None:
    nearest = world.parent / ".disco"
    logged("log", "Cleo @ Bolt", "hello", "--journal", str(nearest / "journal.db"))
    (world.parent / "home/.local/share/disco").mkdir(parents=True)
    for what, target in _targets(world).items():
        before = everything(world.parent)
        for call in (("people",), ("hypotheses", "add", "they do"), ("export",)):
            result = logged(*call, "--output", target, ok=False)
            assert (result.code, "so nothing was written" in result.err) == (2, True), (
                what,
                result,
            )
        assert everything(world.parent) == before, what


@pytest.mark.parametrize(
    "name",
    ["journal.json", "journal.db.txt", "journal.db-notes", "backups.json", "sub/config.yaml",
     "sub/journal.db", "sub/backups/week.json", "drafts.md"],
)  # fmt: skip
def test_an_ordinary_file_is_written_whatever_it_is_called(
    logged: Disco, world: Path, name: str
) -> None:
    (world / name).parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        logged("people", "--json", "--output", name)
        assert "Ana" in (world / name).read_text()


def test_a_journal_that_is_not_there_yet_is_not_made_by_its_answer(
    disco: Disco, world: Path
) -> None:
    for target in ("new.db", "NEW.db", "./new.db", "new.db-wal"):
        for call in (("log", "Ana @ Acme", "words"), ("init",)):
            result = disco(*call, "--journal", "new.db", "--output", target, ok=False)
            assert (result.code, list(world.glob("*.db*"))) == (2, []), result
    result = disco("init", "team.db", "--output", "team.db", ok=False)
    assert (result.code, list(world.glob("*.db*"))) == (2, [])


def test_an_export_goes_into_no_folder_that_is_a_journals(logged: Disco, world: Path) -> None:
    logged("export", "--format", "markdown", "--output", "notes")
    logged("log", "Cleo @ Bolt", "hello", "--journal", "notes/own.db")
    logged("log", "Dina @ Bolt", "hello", "--journal", "notes/interviews/I99.md")
    before = everything(world)
    for extra in (("--journal", "notes/own.db"), ("--journal", "notes/interviews/I99.md")):
        result = logged("export", "--format", "markdown", "--output", "notes", *extra, ok=False)
        assert (result.code, "holds a journal" in result.err) == (2, True), result
    for folder in ("backups", "backups/new", "drafts/new"):
        assert logged("export", "--format", "markdown", "--output", folder, ok=False).code == 2
    assert everything(world) == before


def test_an_export_takes_no_database_away(logged: Disco, world: Path) -> None:
    logged("export", "--format", "markdown", "--output", "notes")
    other = world / "notes" / "interviews" / "I99.md"
    logged("log", "Dina @ Bolt", "hello", "--journal", str(other))
    logged("export", "--format", "markdown", "--output", "notes")
    assert other.exists()
    logged("log", "Eve @ Bolt", "hello again", "--journal", str(other))


def test_a_backup_and_a_copy_for_a_person_go_beside_nothing_of_the_journals(
    logged: Disco, world: Path
) -> None:
    (world / "drafts").mkdir(exist_ok=True)
    before = everything(world)
    for target in ("journal.db-wal", "drafts/b.db", "backups", "drafts", "backups/b.db"):
        for call in (("backup",), ("people", "export", "P1")):
            assert logged(*call, "--output", target, ok=False).code == 2, (call, target)
    assert everything(world) == before
    logged("backup", "--output", ".")
    assert len(list(world.glob("journal-*.db"))) == 1


def test_a_pipe_that_leads_to_the_journal_is_seen_through(
    logged: Disco, journal_path: Path
) -> None:
    handle = os.open(journal_path, os.O_RDONLY)
    try:
        for base in (Path("/proc/self/fd"), Path("/dev/fd")):
            if base.exists():
                target = str(base / str(handle))
                assert logged("people", "--output", target, ok=False).code == 2
    finally:
        os.close(handle)
    logged("people")
