"""Writing a folder of files that belong together."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from discoverycli.errors import InputError
from discoverycli.render.files import write_folder

STEPS: list[None] = []


def write(folder: Path, files: dict[str, str]) -> None:
    STEPS.clear()
    write_folder(
        folder,
        iter(files.items()),
        main="main.md",
        recognises=lambda head: head.startswith(b"ours"),
        is_ours=lambda name: name == "main.md" or name.startswith("notes/I"),
        step=lambda: STEPS.append(None),
    )


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


FILES = {"notes/I1.md": "one", "main.md": "ours"}


def test_a_new_folder_holds_the_files_for_their_owner_only(world: Path) -> None:
    write(world / "new", FILES)
    assert content(world / "new") == FILES
    assert len(STEPS) == 2
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (world / "new").rglob("*.md")}
    assert modes == {0o600}
    assert stat.S_IMODE((world / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((world / "new" / "notes").stat().st_mode) == 0o700


def test_an_earlier_set_is_replaced_and_files_of_others_stay(world: Path) -> None:
    write(world, {"notes/I1.md": "one", "notes/I2.md": "two", "main.md": "ours"})
    (world / "notes" / "mine.md").write_text("mine")
    (world / ".git").mkdir()
    (world / ".git" / "I1").write_text("history")
    write(world, {"notes/I1.md": "changed", "main.md": "ours"})
    assert content(world) == {
        "notes/I1.md": "changed", "main.md": "ours", "notes/mine.md": "mine", ".git/I1": "history",
    }  # fmt: skip


def test_a_file_that_would_not_change_is_not_touched(world: Path) -> None:
    write(world, FILES)
    before = (world / "main.md").stat().st_ino
    write(world, FILES)
    assert (world / "main.md").stat().st_ino == before


def test_a_folder_that_holds_something_else_is_left_alone(world: Path) -> None:
    (world / "photo.png").write_bytes(b"x")
    with pytest.raises(InputError, match="holds something else"):
        write(world, FILES)
    (world / "main.md").write_text("theirs")
    with pytest.raises(InputError, match="holds something else"):
        write(world, FILES)
    assert content(world) == {"photo.png": "x", "main.md": "theirs"}


def test_no_link_is_followed_for_the_folder_nor_inside_it(world: Path) -> None:
    theirs = world / "theirs"
    theirs.mkdir()
    (world / "link").symlink_to(theirs)
    with pytest.raises(InputError, match="is no folder"):
        write(world / "link", FILES)
    ours = world / "ours"
    ours.mkdir()
    (ours / "notes").symlink_to(theirs)
    (ours / "main.md").write_text("ours")
    with pytest.raises(InputError, match="is no folder"):
        write(ours, FILES)
    assert content(theirs) == {}


def test_a_file_and_a_folder_inside_a_missing_one_are_refused(world: Path) -> None:
    (world / "file").write_text("theirs")
    with pytest.raises(InputError, match="is no folder"):
        write(world / "file", FILES)
    with pytest.raises(InputError, match="there is no folder"):
        write(world / "missing" / "deep", FILES)


def test_files_that_fail_half_way_leave_whole_files_only(world: Path) -> None:
    def failing() -> Iterator[tuple[str, str]]:
        yield "notes/I1.md", "new"
        raise OSError(28, "No space left on device")

    write(world, {"notes/I1.md": "one", "notes/I2.md": "two", "main.md": "ours"})
    with pytest.raises(InputError, match="no space left"):
        write_folder(
            world, failing(), main="main.md", recognises=lambda head: head == b"ours",
            is_ours=lambda _: True, step=lambda: None,
        )  # fmt: skip
    assert content(world) == {"notes/I1.md": "new", "notes/I2.md": "two", "main.md": "ours"}
