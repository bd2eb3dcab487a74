"""`disco backup`: what it makes, where, what it says, and how many stay."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from tests.conftest import Disco


@pytest.fixture
def logged(disco, once):  # type: ignore[no-untyped-def]
    @once
    def tell() -> None:
        disco("log", "Ana @ Acme", "H: they type it twice")

    return disco


def made(world: Path) -> list[str]:
    folder = world / "backups"
    return sorted(path.name for path in folder.glob("*.db")) if folder.exists() else []


def test_a_backup_says_where_it_is_how_large_and_what_it_holds(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    result = logged("backup")
    (name,) = made(world)
    assert name.startswith("journal-20261120T")
    assert name in result.out
    assert str(world / "backups") in result.out.replace("\n", "").replace(" ", "")
    assert " KB\n" in result.out
    assert "1 interview, 1 person, 1 hypothesis, 0 jobs\n" in result.out
    assert result.err == ""


def test_programs_get_the_same(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    data = logged("backup", "--json").data
    assert data["name"] == made(world)[0]
    assert Path(data["path"]).stat().st_size == data["bytes"]
    assert {key: data[key] for key in ("why", "interviews", "people", "jobs", "state", "gone")} == {
        "why": None, "interviews": 1, "people": 1, "jobs": 0, "state": "as made", "gone": [],
    }  # fmt: skip


def test_a_backup_elsewhere_is_named_or_put_into_a_folder(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    logged("backup", "--output", "mine.db")
    (world / "stick").mkdir()
    logged("backup", "-o", "stick")
    assert stat.S_IMODE((world / "mine.db").stat().st_mode) == 0o600
    assert (world / "mine.db.sha256").exists()
    assert len(list((world / "stick").iterdir())) == 2
    assert made(world) == []


def test_a_file_that_is_there_is_never_written_over(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "mine.db").write_text("precious")
    result = logged("backup", "--output", "mine.db", ok=False)
    assert result.code == 2
    assert "is there already" in result.err
    assert (world / "mine.db").read_text() == "precious"
    assert logged("backup", "--output", "journal.db", ok=False).code == 2
    assert logged("backup", "--output", "nowhere/mine.db", ok=False).code == 2


def test_without_a_journal_there_is_nothing_to_back_up(disco, world: Path) -> None:  # type: ignore[no-untyped-def]
    result = disco("backup", ok=False)
    assert result.code == 3
    assert not (world / "backups").exists()


@pytest.mark.parametrize("format_", ["table", "markdown", "csv", "json"])
def test_the_list_names_each_backup_and_what_it_is(  # type: ignore[no-untyped-def]
    logged, world: Path, monkeypatch, format_: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("DISCO_TODAY", "2026-11-19")
        logged("backup")
    logged("log", "Ben @ Bolt", "words")
    logged("backup")
    first, second = (Path(name).stem for name in made(world))
    (world / "backups" / f"{first}.db.sha256").unlink()
    out = logged("backup", "--list", "--format", format_).out
    assert out.index(second) < out.index(first)
    assert "no checksum" in out
    assert "as made" in out
    if format_ == "json":
        assert [each["interviews"] for each in json.loads(out)] == [2, 1]


def test_the_list_fits_on_a_small_screen(logged, monkeypatch, world: Path) -> None:  # type: ignore[no-untyped-def]
    logged("backup")
    (name,) = made(world)
    logged("restore", name, "--yes")
    monkeypatch.setenv("COLUMNS", "60")
    lines = logged("backup", "--list").out.splitlines()
    assert max(map(len, lines)) <= 60
    assert any("before-restore" in line for line in lines)


def test_the_list_can_go_to_a_file(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    logged("backup")
    logged("backup", "--list", "--json", "--output", "list.json")
    assert len(json.loads((world / "list.json").read_text())) == 1
    assert len(made(world)) == 1


def test_an_empty_list_says_how_to_begin(logged) -> None:  # type: ignore[no-untyped-def]
    assert "disco backup" in logged("backup", "--list").out
    assert logged("backup", "--list", "--json").data == []


def test_only_as_many_stay_as_were_asked_for(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    logged("config", "set", "backups.keep", "3")
    (world / "backups").mkdir(mode=0o700)
    (world / "backups" / "theirs.db").write_text("not ours")
    gone = [logged("backup", "--json").data["gone"] for _ in range(5)]
    assert [len(each) for each in gone] == [0, 0, 0, 1, 1]
    assert len(made(world)) == 3 + 1
    assert logged("backup").out.count("made room") == 1
    assert all(path.stat().st_mode & 0o077 == 0 for path in (world / "backups").glob("journal*"))


def test_a_setting_that_is_not_understood_is_said_before_anything_is_made(  # type: ignore[no-untyped-def]
    logged, world: Path
) -> None:
    (world / "config.yaml").write_text("backups:\n  keep: 0\n")
    assert logged("backup", ok=False).code == 2
    assert made(world) == []


def refuse_if_root_may_write(folder: Path) -> None:
    try:
        (folder / "probe").touch()
    except OSError:
        return
    (folder / "probe").unlink()
    pytest.skip("this system refuses root nothing")


def test_a_folder_that_cannot_be_written_is_said(logged, world: Path) -> None:  # type: ignore[no-untyped-def]
    (world / "backups").mkdir(mode=0o500)
    refuse_if_root_may_write(world / "backups")
    result = logged("backup", ok=False)
    assert result.code == 4
    assert "no backup can be made" in result.err


def test_a_journal_on_a_read_only_disk_can_be_backed_up_elsewhere(  # type: ignore[no-untyped-def]
    logged, world: Path, tmp_path: Path
) -> None:
    (world / "journal.db").chmod(0o400)
    world.chmod(0o500)
    try:
        refuse_if_root_may_write(world)
        logged("backup", "--output", str(tmp_path / "copy.db"))
    finally:
        world.chmod(0o700)
    assert (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("kind", ["link", "loose link", "file"])
def test_backups_land_in_no_other_folder(
    logged: Disco, journal_path: Path, tmp_path: Path, kind: str
) -> None:
    folder, other = journal_path.parent / "backups", tmp_path / "other"
    other.mkdir()
    if kind == "file":
        folder.write_text("theirs")
    else:
        folder.symlink_to(other if kind == "link" else tmp_path / "nowhere")
    result = logged("backup", ok=False)
    assert result.code == 4
    assert f"{folder} is {'no folder' if kind == 'file' else 'a link'}" in result.err
    assert (list(other.iterdir()), (tmp_path / "nowhere").exists()) == ([], False)
    if kind == "link":
        said = [each["said"] for each in logged("doctor", "--json", ok=False).data]
        assert any(f"{folder} is a link" in each for each in said), said
    folder.rename(folder.with_name("elsewhere"))
    logged("backup")


def test_a_draft_lands_in_no_other_folder(
    logged: Disco, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "other").mkdir()
    (journal_path.parent / "drafts").symlink_to(tmp_path / "other")
    result = logged("log", "Ana @ Acme", "H99+ did: words to keep", ok=False)
    assert "temporary/disco-drafts-" in result.err
    assert list((tmp_path / "other").iterdir()) == []
    logged("log", "Ana @ Acme", "words that are stored")
