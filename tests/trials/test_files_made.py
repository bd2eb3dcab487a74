"""What becomes of the files that we make: whole, for their owner only, and never through a link."""

from __future__ import annotations

import os
import random
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Disco
from tests.trials import hostile
from tests.trials.conftest import Trial, mostly_bulk
from tests.trials.hostile import OLDER, everything
from tests.trials.warm import warm

from discoverycli.store.writer import open_journal

# --- H7 ---------------------------------------------------------------------------------------


def targets(folder: Path) -> dict[str, Path]:
    """What may stand where an output is to go, and must stay as it is."""
    folder.mkdir()
    (folder / "theirs").write_text("theirs")
    (folder / "folder").mkdir()
    (folder / "folder" / "theirs").write_text("theirs")
    (folder / "link").symlink_to("theirs")
    (folder / "loose").symlink_to("nowhere")
    (folder / "inside").symlink_to("folder")
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    names = ("folder", "link", "loose", "inside", "loop", "pipe")
    return {name: folder / name for name in names} | {"missing": folder / "no" / "file"}


INTO_FOLDERS = ("backup", "people export")
"""What may be told a folder to write to, and has its own names for what it writes."""


@pytest.mark.trial("H7")
def test_no_output_goes_through_a_link_or_over_anything_but_a_file(
    disco: Disco, trial: Trial, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    plain = world / "plain.db"
    hostile.harmless_journal(disco, plain)
    calls = hostile.arguments(hostile.HARMLESS, world)
    for name, command in hostile.tree().items():
        if "--output" not in hostile.options_of(command) or not calls.get(name):
            continue
        ways: tuple[tuple[str, ...], ...] = ((),)
        if name == "export":
            ways = ((), ("--format", "markdown"))
        for way in ways:
            folder = world / f"{name}{trial.runs}"
            for what, path in targets(folder).items():
                if name in INTO_FOLDERS and what in ("folder", "inside"):
                    continue
                few = ("people",) if trial.fast else ("people", "log", "export")
                if not (trial.release or name in few or "lo" in what):
                    continue
                journal = hostile.copied(plain, folder / f"for-{what}")
                before = everything(folder)
                call = (*name.split(), *calls[name][0], *way, "--journal", str(journal))
                result = disco(*call, "--output", str(path), ok=False)
                said = f"disco {name} {way} --output {what}: {result}"
                trial.check(result.code not in (0, 70), said)
                trial.check(
                    everything(folder) == before or _kept(folder, before), f"changed by {said}"
                )
            if name in INTO_FOLDERS:
                continue
            path = folder / "file"
            path.write_text("old\n" * 10_000)
            journal = hostile.copied(plain, folder / "for-file")
            call = (*name.split(), *calls[name][0], "--journal", str(journal))
            result = disco(*call, "--output", str(path), ok=False)
            trial.check(
                "old\n" not in path.read_text(errors="replace"), f"old text: {name}: {result}"
            )
            trial.check(not [*folder.glob(".*")], f"left behind by {name}")
            trial.ran()


def _kept(folder: Path, before: dict[str, bytes | str]) -> bool:
    """Whether nothing was added or changed but a draft of what was typed."""
    after = everything(folder)
    added = set(after) - set(before)
    return all("/drafts" in name for name in added) and before.items() <= after.items()


@contextmanager
def written_again_and_again(disco: Disco, world: Path) -> Iterator[Any]:
    """Two journals to export, and runs that do it."""
    for name in ("old", "new"):
        where = ("--journal", str(world / f"{name}.db"))
        notes = world / f"{name}-notes"
        notes.mkdir()
        for number in range(20):
            said = f"{name} words {number} " * 1000
            (notes / f"{number}.md").write_text(f"---\nwith: P{number} x\n---\n{said}\n")
        disco("import", str(notes), "--format-of", "note", *where)
    with warm(world / "warm") as runs:
        yield runs


@pytest.mark.trial("H7")
def test_a_killed_export_leaves_the_old_file_or_the_new_one(
    disco: Disco, trial: Trial, world: Path
) -> None:
    chosen = random.Random(7)
    out, journal = world / "out.json", world / "new.db"
    with written_again_and_again(disco, world) as runs:
        disco("export", "--output", str(out), "--journal", str(world / "old.db"))
        old = out.read_bytes()
        whole = runs.run("export", "--output", str(out), journal=journal)
        assert whole.code == 0, whole
        new = out.read_bytes()
        ends = set()
        for _ in trial.share(0, 2):
            out.write_bytes(old)
            run = runs.start("export", "--output", str(out), journal=journal)
            run.signal_after(chosen.uniform(0.2, 1.1) * whole.seconds, signal.SIGKILL)
            content = out.read_bytes()
            trial.check(content in (old, new), f"{len(content)} bytes, neither old nor new")
            ends.add(content == new)
            trial.ran()
        trial.check(trial.fast or False in ends, "no run was killed before its end")


@pytest.mark.trial("H7")
def test_a_killed_export_leaves_no_half_file_in_a_folder(
    disco: Disco, trial: Trial, world: Path
) -> None:
    chosen = random.Random(8)
    out, way = world / "out", ("--format", "markdown", "--output")
    with written_again_and_again(disco, world) as runs:
        for name in ("old", "new"):
            disco("export", *way, str(world / name), "--journal", str(world / f"{name}.db"))
        old, new = everything(world / "old"), everything(world / "new")
        shutil.copytree(world / "old", out)
        whole = runs.run("export", *way, str(out), journal=world / "new.db")
        assert everything(out) == new
        for _ in trial.share(1, 2):
            shutil.rmtree(out)
            shutil.copytree(world / "old", out)
            run = runs.start("export", *way, str(out), journal=world / "new.db")
            run.signal_after(chosen.uniform(0.2, 1.1) * whole.seconds, signal.SIGKILL)
            for name, content in everything(out).items():
                private = name.endswith(".new")
                trial.check(
                    private or content in (old.get(name), new.get(name)), f"{name} is half written"
                )
            trial.ran()
        finished = runs.run("export", *way, str(out), journal=world / "new.db")
        left = {n: c for n, c in everything(out).items() if not n.endswith(".new")}
        trial.check(finished.code == 0 and left == new, f"not finished later: {finished}")


# --- P7 ---------------------------------------------------------------------------------------


@pytest.fixture(params=mostly_bulk([0o000, 0o022, 0o077], 0o000), ids=["000", "022", "077"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The mask that the user's shell has set."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    """The rights on a file."""
    return stat.S_IMODE(path.lstat().st_mode)


def make_everything(disco: Disco, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every kind of file that the program makes, in `folder`."""
    journal = folder / "team" / "deep" / "journal.db"
    where = ("--journal", str(journal))
    disco("log", "Ana @ Acme", "!pain did: four hours\nH: they pay\nJ: reconcile invoices", *where)
    disco("log", "Ana @ Acme", "H99+ did: unknown", *where, ok=False)
    disco("config", "set", "cadence.goal", "2", *where)
    with monkeypatch.context() as patch:
        patch.setenv("EDITOR", "false")
        for call in (("log", "Ana", "words", "--edit"), ("edit", "I1"), ("config", "edit")):
            disco(*call, *where, ok=False)
        patch.setenv("EDITOR", "sh -c 'echo more >> \"$1\"; exit 1' sh")
        for call in (("log", "Ana", "words", "--edit"), ("edit", "I1")):
            disco(*call, *where, ok=False)
    for format_ in ("table", "markdown", "json", "csv"):
        disco("people", "--format", format_, "--output", str(folder / f"out.{format_}"), *where)
    disco("export", "--output", str(folder / "out.json"), *where)
    disco("export", "--format", "markdown", "--output", str(folder / "out"), *where)
    disco("people", "export", "P1", "--output", str(folder / "ana.md"), *where)
    disco("people", "export", "P1", "--output", str(folder / "ana.json"), *where)
    disco("backup", *where)
    disco("backup", "--output", str(folder / "copy.db"), *where)
    disco("people", "edit", "P1", "--role", "bookkeeper", *where)
    disco("undo", "--yes", *where)
    disco("restore", str(folder / "copy.db"), "--yes", *where)
    disco("import", str(folder / "out.json"), "--dry-run", "--journal", str(folder / "none.db"))
    disco("import", str(folder / "out.json"), "--journal", str(folder / "again" / "journal.db"))
    disco("init", str(folder / "begun"))
    disco("demo", str(folder / "demo"))
    for old in OLDER:
        path = folder / "older" / old.name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(old.read_bytes())
        disco("log", "Ana @ Acme", "words", "--journal", str(path))


@pytest.mark.trial("P7")
def test_everything_that_is_made_is_for_its_owner_only(
    disco: Disco, trial: Trial, world: Path, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISCO_JOURNAL")
    folder = world / "made"
    folder.mkdir(mode=0o700)
    make_everything(disco, folder, monkeypatch)
    disco("log", "Ana @ Acme", "in the user's own folder")
    journal = folder / "team" / "deep" / "journal.db"
    with open_journal(journal) as session:
        session.connection().exec_driver_sql("UPDATE counter SET last = last")
        beside = [journal.with_name(f"journal.db{end}") for end in ("-wal", "-shm")]
        for path in beside:
            trial.check(path.exists() and mode(path) == 0o600, f"{path.name} of an open journal")
            trial.ran()
    home = Path(os.environ["HOME"])
    made = [path for place in (folder, home) for path in place.rglob("*")]
    kinds = {path.suffix for path in made}
    assert {".db", ".yaml", ".md", ".json", ".csv", ".table", ""} <= kinds
    assert len([path for path in made if path.parent.name == "drafts"]) >= 4
    for path in made:
        wanted = 0o700 if path.is_dir() else 0o600
        name = path.relative_to(world.parent)
        trial.check(mode(path) == wanted, f"{name} has {mode(path):o} under umask {umask:03o}")
        trial.ran()


@pytest.mark.trial("P7")
def test_what_is_there_keeps_the_mode_that_its_owner_chose(
    disco: Disco, trial: Trial, world: Path, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISCO_JOURNAL")
    folder = world / "made"
    folder.mkdir(mode=0o700)
    make_everything(disco, folder, monkeypatch)
    chosen = {}
    for path in folder.rglob("*"):
        if path.parent.name in ("drafts", "demo", ".disco") or "drafts" in path.name:
            continue
        path.chmod(0o750 if path.is_dir() else 0o640)
        chosen[path] = mode(path)
    shutil.rmtree(folder / "demo")
    for path in [*chosen]:
        if "demo" in path.relative_to(folder).parts:
            del chosen[path]
    for path in folder.glob("copy.*"):
        path.unlink()
        del chosen[path]
    make_everything(disco, folder, monkeypatch)
    journal = folder / "team" / "deep" / "journal.db"
    with open_journal(journal) as session:
        session.connection().exec_driver_sql("UPDATE counter SET last = last")
        wal = journal.with_name("journal.db-wal")
        trial.check(mode(wal) == 0o640, f"-wal has {mode(wal):o}, unlike its journal")
        trial.ran()
    for path, wanted in chosen.items():
        if path.exists():
            trial.check(mode(path) == wanted, f"{path.relative_to(folder)} has {mode(path):o}")
            trial.ran()
