"""Warns when a journal is in a synced folder or on a network disk.

A program that syncs a folder copies files one by one, at any moment: a journal without the log
beside it, or halves of two machines' work. Such folders are known by name, and by the files that
these programs leave there; no program is asked."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NAMED = (
    (r"dropbox( \(.*\))?", "Dropbox"),
    (r"onedrive([ -].*)?", "OneDrive"),
    (r"mobile documents|icloud ?drive|com~apple~clouddocs", "iCloud Drive"),
    (r"google ?drive|googledrive-.*|drivefs", "Google Drive"),
    (r"next ?cloud", "Nextcloud"),
    (r"own ?cloud", "ownCloud"),
    (r"p ?cloud ?(drive|sync)?", "pCloud"),
    (r"mega ?sync|mega sync ?downloads", "MEGA"),
    (r"box (sync|drive)|box-box", "Box"),
    (r"proton ?drive(-.*)?", "Proton Drive"),
    (r"seafile|seadrive", "Seafile"),
    (r"tresorit( drive)?", "Tresorit"),
    (r"yandex\.disk", "Yandex Disk"),
    (r"synology ?drive|cloudstation", "Synology Drive"),
    (r"resilio sync|bittorrent sync", "Resilio Sync"),
)
"""What a folder may be called, wherever it is, and whose it then is."""

_AT_HOME = {"mega": "MEGA", "box": "Box", "sync.com": "Sync.com"}
"""Names that say so only right below the user's home: elsewhere they are anybody's word."""

_MARKERS = (
    (".stfolder", "Syncthing"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".megaignore", "MEGA"),
    (".tmp.drivedownload", "Google Drive"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".SynologyWorkingDirectory", "Synology Drive"),
    (".seafile-data", "Seafile"),
    (".sync/ID", "Resilio Sync"),
)
"""What these programs leave in the uppermost folder that they keep."""

_MAC_CLOUDS = "cloudstorage"
_MOUNTS = Path("/proc/self/mounts")
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|afpfs|9p|ceph|glusterfs|lustre|davfs\d?|ncpfs|beegfs|"
    r"fuse\.(sshfs|rclone|davfs\d?|glusterfs|s3fs|gcsfuse|google-drive-ocamlfuse|curlftpfs|onedriver)"
)


def synced(path: Path) -> str | None:
    """The program that keeps the folder of `path` in sync with other machines, if one does.

    `path` need not exist. A link is followed to where it leads.
    """
    folders = dict.fromkeys((*path.absolute().parents, *_real(path).parents))
    home = _home()
    for folder in folders:
        for pattern, service in _NAMED:
            if re.fullmatch(pattern, folder.name, re.IGNORECASE):
                return service
        if folder.parent.name.lower() == _MAC_CLOUDS:
            return folder.name.partition("-")[0]
        if folder.parent == home and folder.name.lower() in _AT_HOME:
            return _AT_HOME[folder.name.lower()]
    for folder in folders:
        for marker, service in _MARKERS:
            if os.path.exists(folder / marker):  # noqa: PTH110 - Path's own can raise
                return service
        if folder != home and os.path.isfile(folder / ".dropbox"):  # noqa: PTH113
            return "Dropbox"
    return None


def warning(path: Path) -> str | None:
    """What to tell of a journal at `path` that lies in a synced folder."""
    service = synced(path)
    if service is None:
        return None
    return (
        f"{service} keeps {path.parent} in sync: it can copy a journal while it is written, "
        "or put two versions side by side"
    )


INSTEAD = "keep the journal elsewhere: disco init FOLDER, then disco import a disco export"
"""What to do about it."""


def network(path: Path) -> str | None:
    """The kind of network disk that `path` is on, such as `nfs4`, where the system tells."""
    try:
        lines = _MOUNTS.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return None
    real = _real(path)
    best, kind = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mounted = Path(_unescaped(fields[1]))
        if (real == mounted or mounted in real.parents) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), fields[2]
    return kind if _NETWORK.fullmatch(kind) else None


def _unescaped(field: str) -> str:
    """Blanks in the list of mounts are octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None
