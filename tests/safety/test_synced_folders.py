"""Proves which folders are known to be kept in sync, and which are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.safety import synced_folders


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox/team", "Dropbox"),
        ("Dropbox (Acme)/team", "Dropbox"),
        ("OneDrive - Acme Ltd/notes", "OneDrive"),
        ("OneDrive", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud Drive"),
        ("iCloudDrive/x", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-a@b.c/My Drive", "Google Drive"),
        ("Library/CloudStorage/Sharepoint-Acme/x", "Sharepoint"),
        ("Google Drive/x", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("ownCloud/x/y", "ownCloud"),
        ("pCloudDrive/x", "pCloud"),
        ("MEGA/x", "MEGA"),
        ("Box/x", "Box"),
        ("Box Sync/x", "Box"),
        ("ProtonDrive-me/x", "Proton Drive"),
        ("Seafile/x", "Seafile"),
    ],
)
def test_a_synced_folder_is_known_by_its_name(folder: str, service: str) -> None:
    assert synced_folders.synced(Path.home() / folder / ".disco" / "journal.db") == service


@pytest.mark.parametrize(
    "folder",
    [
        "work",
        "drop box",
        "boxes",
        "work/box",
        "work/mega",
        "my-dropbox-notes",
        "onedriver",
        "clouds",
    ],
)
def test_an_ordinary_folder_is_not(folder: str) -> None:
    assert synced_folders.synced(Path.home() / folder / "journal.db") is None


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".sync/ID", "Resilio Sync"),
    ],
)
def test_a_synced_folder_is_known_by_what_lies_in_it(
    world: Path, marker: str, service: str
) -> None:
    (world / marker).parent.mkdir(exist_ok=True)
    (world / marker).touch()
    assert synced_folders.synced(world / "deep" / "down" / "journal.db") == service
    assert synced_folders.synced(world.parent / "journal.db") is None


def test_a_home_where_dropbox_keeps_its_settings_is_not_synced() -> None:
    (Path.home() / ".dropbox").mkdir()
    assert synced_folders.synced(Path.home() / "journal.db") is None
    (Path.home() / "files").mkdir()
    (Path.home() / "files" / ".dropbox").write_text("{}")
    assert synced_folders.synced(Path.home() / "files" / "journal.db") == "Dropbox"


def test_a_link_into_a_synced_folder_is_followed(world: Path) -> None:
    (world / "Dropbox" / "team").mkdir(parents=True)
    (world / "team").symlink_to(world / "Dropbox" / "team")
    assert synced_folders.synced(world / "team" / "journal.db") == "Dropbox"


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("nfs4", "nfs4"), ("fuse.rclone", "fuse.rclone"), ("cifs", "cifs"), ("ext4", None)],
)
def test_the_disk_a_journal_is_on_is_the_one_mounted_nearest(
    world: Path, monkeypatch: pytest.MonkeyPatch, kind: str, answer: str | None
) -> None:
    inner = str(world / "a b").replace(" ", "\\040")
    (world / "mounts").write_text(
        f"x / btrfs rw 0 0\nbroken\ny {world} tmpfs rw 0 0\nz {inner} {kind} rw 0 0\n"
    )
    monkeypatch.setattr(synced_folders, "_MOUNTS", world / "mounts")
    assert synced_folders.network(world / "a b" / "journal.db") == answer
    assert synced_folders.network(world / "journal.db") is None
    monkeypatch.setattr(synced_folders, "_MOUNTS", world / "nothing")
    assert synced_folders.network(world / "a b" / "journal.db") is None


def test_a_new_journal_in_a_synced_folder_is_warned_of_once(
    disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = world / "Dropbox" / "journal.db"
    monkeypatch.setenv("DISCO_JOURNAL", str(journal))
    first = disco("log", "Ana @ Acme", "words")
    assert "Dropbox keeps" in first.err
    assert "disco init FOLDER" in first.err
    assert "Dropbox keeps" not in disco("log", "Ana @ Acme", "words").err
    made = disco("init", str(world / "Nextcloud"))
    assert "Nextcloud keeps" in made.out + made.err
    again = disco("init", str(world / "Nextcloud"))
    assert "Nextcloud keeps" not in again.out + again.err
    assert "in sync" not in disco("init", str(world / "plain")).out
