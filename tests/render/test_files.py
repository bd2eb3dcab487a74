"""Writing files: the old one or the new one, never half of one, never another one."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from discoverycli.errors import InputError
from discoverycli.render.files import write_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_file_is_for_its_owner_only_whatever_the_umask(world: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_file(world / "new", "words Zoë")
    finally:
        os.umask(before)
    assert (world / "new").read_bytes() == "words Zoë".encode()
    assert stat.S_IMODE((world / "new").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_replaced_and_nothing_else_is_left(world: Path) -> None:
    (world / "file").write_text("a much longer text than the new one")
    write_file(world / "file", b"new")
    assert (world / "file").read_text() == "new"
    assert names(world) == ["file"]


def test_a_file_that_is_there_keeps_the_mode_that_its_owner_chose(world: Path) -> None:
    (world / "shared").write_text("old")
    (world / "shared").chmod(0o644)
    write_file(world / "shared", "new")
    assert stat.S_IMODE((world / "shared").stat().st_mode) == 0o644
    assert (world / "shared").read_text() == "new"


def test_the_longest_names_can_be_written(world: Path) -> None:
    for name in ("x" * 255, "王" * 85, "🙂" * 63):
        write_file(world / name, "words")
        assert (world / name).read_text() == "words"


def test_a_link_is_neither_followed_nor_replaced(world: Path) -> None:
    (world / "target").write_text("theirs")
    (world / "link").symlink_to(world / "target")
    (world / "loose").symlink_to(world / "nowhere")
    for name in ("link", "loose"):
        with pytest.raises(InputError, match="is a link"):
            write_file(world / name, "ours")
        assert (world / name).is_symlink()
    assert (world / "target").read_text() == "theirs"
    assert names(world) == ["link", "loose", "target"]


def test_a_folder_a_pipe_and_a_missing_folder_are_refused(world: Path) -> None:
    os.mkfifo(world / "pipe")
    for path, says in (
        (world, "is a folder"),
        (world / "pipe", "is no file"),
        (world / "missing" / "file", "there is no folder"),
        (world / "pipe" / "file", "cannot be written"),
    ):
        with pytest.raises(InputError, match=says):
            write_file(path, "words")


def test_a_disk_that_fails_leaves_the_old_file_and_no_draft(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world / "file").write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="no space left on device"):
        write_file(world / "file", "new")
    assert (world / "file").read_text() == "old"
    assert names(world) == ["file"]


@pytest.mark.bulk
def test_a_killed_writer_leaves_the_old_or_the_new_file_whole(world: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from discoverycli.render.files import write_file\n"
        "print('ready', flush=True); n = 0\n"
        "while True:\n"
        "    n += 1; write_file(Path(sys.argv[1]), str(n % 10) * 2_000_000)\n"
    )
    path = world / "file"
    path.write_text("old")
    for attempt in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            for _ in range(attempt * 20_000):
                pass
            writer.send_signal(signal.SIGKILL)
        content = path.read_text()
        assert content == "old" or (len(content) == 2_000_000 and len(set(content)) == 1)
