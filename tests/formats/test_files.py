from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from discoverycli.errors import InputError, NotFoundError
from discoverycli.formats import ProblemKind
from discoverycli.formats.entries import RefusedError
from discoverycli.formats.files import expand, file_bytes, read_file

NOTE = "---\nwith: Ana\non: 2026-11-20\n---\nwords\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as teams have them: talks in folders, and things about the folder."""
    talks = tmp_path / "talks"
    for name in ("b.md", "a/2.md", "a/1.yaml", "a/deep/er/x.markdown", "c.TXT"):
        path = talks / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NOTE)
    for name in ("README.md", "LICENSE", "MANIFEST.sha256", "logo.png", "a/_INDEX.md", "data.csv"):
        (talks / name).write_text("about")
    for name in (".hidden.md", ".git/x.md"):
        path = talks / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(NOTE)
    return talks


def names(folder: Path, paths: tuple[str, ...]) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in paths]


def test_a_folder_is_opened_up_in_sorted_order(folder: Path) -> None:
    found = expand([str(folder)])
    assert names(folder, found.files) == [
        "a/1.yaml",
        "a/2.md",
        "a/deep/er/x.markdown",
        "b.md",
        "c.TXT",
    ]


def test_what_is_no_interview_by_its_kind_is_skipped_with_a_reason(folder: Path) -> None:
    skipped = {Path(item.path).name: item.reason for item in expand([str(folder)]).skipped}
    assert set(skipped) == {
        "README.md", "LICENSE", "MANIFEST.sha256", "logo.png", "_INDEX.md", "data.csv",
    }  # fmt: skip
    assert "about the folder" in skipped["README.md"]
    assert "'.png'" in skipped["logo.png"]


def test_a_named_file_is_read_whatever_it_is_called(folder: Path) -> None:
    path = str(folder / "README.md")
    assert expand([path]).files == (path,)


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    path = str(folder / "b.md")
    assert expand([path, str(folder), path]).files.count(path) == 1


def test_links_inside_a_folder_are_never_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(NOTE)
    (folder / "link.md").symlink_to(outside / "secret.md")
    (folder / "way-out").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    found = expand([str(folder)])
    assert not any("secret" in path or "loop" in path for path in found.files)
    links = {Path(item.path).name for item in found.skipped if item.reason == "a link"}
    assert links == {"link.md", "way-out", "loop"}


def test_paths_stay_as_they_were_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert expand(["talks/a"]).files[0] == "talks/a/1.yaml"


def test_a_path_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nothing\.md"):
        expand([str(tmp_path / "nothing.md")])


def test_a_very_deep_folder_is_opened_up(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(700):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "x.md").write_text(NOTE)
    assert len(expand([str(tmp_path)]).files) == 1


def test_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discoverycli.formats.files.MAX_RECORDS", 3)
    with pytest.raises(InputError, match="100,000 files"):
        expand([str(folder)])


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    with pytest.raises(RefusedError, match="not a regular file"):
        file_bytes(str(pipe))
    (skipped,) = expand([str(tmp_path)]).skipped
    assert skipped.reason == "not a regular file"


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")
        with pytest.raises(RefusedError, match="not a regular file"):
            file_bytes("s.md")


def test_a_folder_that_may_not_be_opened_is_skipped_inside_another_and_an_error_by_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    reasons = [item.reason for item in expand([str(folder)]).skipped]
    assert "a folder that may not be opened" in reasons
    with pytest.raises(InputError, match="permission denied"):
        expand([str(folder / "a" / "deep")])


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero", "/dev", "/nowhere/x.md"])
def test_devices_folders_and_missing_files_become_problems(path: str) -> None:
    result = read_file(path)
    assert result.entries == ()
    assert result.problems[0].refused
    assert result.problems[0].kind is ProblemKind.UNREADABLE


def test_a_file_of_more_than_10_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        file.truncate(10_000_001)
    (problem,) = read_file(str(path)).problems
    assert problem.kind is ProblemKind.TOO_LARGE
    assert "10 MB" in problem.message


def test_a_file_is_read_with_its_path_as_source(folder: Path) -> None:
    path = str(folder / "b.md")
    (entry,) = read_file(path).entries
    assert entry.source == path
    assert file_bytes(path) == NOTE.encode()
