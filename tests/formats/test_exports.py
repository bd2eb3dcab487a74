"""Telling a journal's export from other files, without opening what is none of its business."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from discoverycli.errors import InputError
from discoverycli.formats import exports


@pytest.fixture
def folder(disco: Callable[..., object], world: Path) -> Path:
    disco("log", "Ana @ Acme", "words")
    disco("export", "--output", "journal.json")
    disco("export", "--format", "markdown", "--output", "notes")
    return world


def test_both_exports_are_known_by_their_content(folder: Path) -> None:
    (folder / "journal.json").rename(folder / "anything.txt")
    found = exports.read("anything.txt")
    assert found is not None
    assert found.in_memory() == exports.read("notes") == exports.read("notes/")


def test_an_export_that_changes_while_it_is_read_is_refused(folder: Path) -> None:
    found = exports.read("journal.json")
    assert found is not None
    assert len(list(found.interviews)) == len(found.interviews) == 1
    with (folder / "journal.json").open("a") as file:
        file.write("\n")
    with pytest.raises(InputError, match="was changed while it was read"):
        list(found.interviews)


@pytest.mark.parametrize("spoilt", [b"", b"words\n", "disco: 2".encode("utf-16"), None])
def test_an_export_without_its_main_file_is_no_folder_of_notes(
    folder: Path, spoilt: bytes | None
) -> None:
    """The notes by themselves would come in, without what their marks mean."""
    main = folder / "notes" / "journal.md"
    main.unlink()
    if spoilt is not None:
        main.write_bytes(spoilt)
    with pytest.raises(InputError, match=r"notes/journal\.md: it does not begin"):
        exports.read("notes")


def test_a_byte_order_mark_before_the_main_file_changes_nothing(folder: Path) -> None:
    before = exports.read("notes")
    main = folder / "notes" / "journal.md"
    main.write_bytes(b"\xef\xbb\xbf" + main.read_bytes())
    assert exports.read("notes") == before


@pytest.mark.parametrize("content", ["", "{}", '{"other": 1}', "# words", "---\nwith: Ana\n---\n"])
def test_other_files_are_no_exports(world: Path, content: str) -> None:
    (world / "file").write_text(content)
    (world / "folder").mkdir()
    (world / "folder" / "journal.md").write_text(content)
    assert exports.read("file") is None
    assert exports.read("folder") is None


def test_a_pipe_or_a_missing_file_is_no_export_and_is_not_waited_for(world: Path) -> None:
    os.mkfifo(world / "pipe")
    assert exports.read("pipe") is None
    assert exports.read("missing") is None
    assert exports.read(".") is None


def test_no_link_inside_an_export_is_followed(folder: Path) -> None:
    secret = folder / "secret"
    secret.write_bytes((folder / "notes" / "people.md").read_bytes())
    (folder / "notes" / "people.md").unlink()
    (folder / "notes" / "people.md").symlink_to(secret)
    with pytest.raises(InputError, match=r"notes/people\.md' cannot be read"):
        exports.read("notes")


def test_only_the_files_of_an_export_are_opened(folder: Path) -> None:
    (folder / "notes" / "more.md").write_text("mine")
    (folder / "notes" / "interviews" / "draft.md").write_text("mine")
    (folder / "notes" / "interviews" / "I01.md").write_text("mine")
    assert exports.read("notes") is not None


def test_an_export_above_the_limit_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MAX_EXPORT_BYTES", 100)
    for path in ("journal.json", "notes"):
        with pytest.raises(InputError, match="larger than 500 MB"):
            exports.read(path)
