"""Names the files of a journal, and finds it: the one that was named, else the nearest, else the
user's own.

Somebody else can put a `.disco` where others will work below it, and would read what they log. As
with git's `safe.directory`, users must first trust it in their own settings."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from discoverycli.errors import InputError, JournalError, NotFoundError, reason

FOLDER = ".disco"
FILE = "journal.db"
SETTINGS = "config.yaml"
DRAFTS = "drafts"
BACKUPS = "backups"
LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a journal that is in use, by the end of its name."""

_UNREAD = re.compile(r"(^|/)(\$[\w{(]|%\w+%|~/|([\"']).*\3(/|$))|^~|`|^[\s\"]|[\s\"]$")
"""What a file of settings hands on as it stands, where a shell would have put something else."""


class UnusableError(JournalError):
    """A journal that was found and cannot be used; words typed for `journal` are kept."""

    def __init__(self, journal: Path, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.journal = journal


def own_folder(kind: str) -> Path:
    """The user's own folder of a kind that `platformdirs` knows.

    Raises:
        JournalError: the user has no home.
    """
    import platformdirs

    try:
        found: Path = getattr(platformdirs, kind)("disco", appauthor=False)
    except (RuntimeError, KeyError):
        found = Path("~")
    if not found.is_absolute():
        raise JournalError("there is no home folder for a journal", "--journal PATH")
    return found


def path_of(text: str) -> Path:
    """The path that was typed; `~` is the user's home, and `~name` of nobody stays as it is."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own raises for nobody's


def drafts_folder(journal: Path) -> Path:
    """Where text waits that is not in `journal` yet."""
    return journal.parent / DRAFTS


def find_journal(asked: str | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The path of the journal to use, whether or not it exists yet.

    `--journal`, else `DISCO_JOURNAL`, else the nearest `.disco/journal.db` upwards from `cwd`,
    else the user's data folder.

    Raises:
        InputError: a database URL of a kind this version cannot open, or an empty path.
        UnusableError: the nearest may be somebody else's, or this user may not look at it.
    """
    found = next(_ways(asked, environ, cwd))
    if not _is_named(asked, environ) and found.parent.name == FOLDER:
        _refuse_untrusted(found, environ)
    return found


def _is_named(asked: str | None, environ: Mapping[str, str]) -> bool:
    return asked is not None or bool(environ.get("DISCO_JOURNAL"))


def _ways(asked: str | None, environ: Mapping[str, str], cwd: Path) -> Iterator[Path]:
    if asked is not None:
        yield _named(asked, cwd)
    if environ.get("DISCO_JOURNAL"):
        yield _named(environ["DISCO_JOURNAL"], cwd)
    for folder in (cwd, *cwd.parents):
        candidate = folder / FOLDER / FILE
        if _is_file(candidate):
            yield candidate
            break
    yield own_folder("user_data_path") / FILE


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError as error:
        raise UnusableError(
            path, f"{path} cannot be opened: {reason(error)}", "check its rights, or --journal PATH"
        ) from None


def kept(asked: str | None, environ: Mapping[str, str], cwd: Path) -> tuple[Path, ...]:
    """What no output may replace: every journal that can be meant here, made or not, the parts of
    its database, its settings, backups and drafts."""
    found: list[Path] = []
    with suppress(InputError, JournalError):
        for journal in _ways(asked, environ, cwd):
            for real in (journal, Path(os.path.realpath(journal))):
                found += (real.parent / name for name in (SETTINGS, BACKUPS, DRAFTS))
                found += (real.with_name(f"{real.name}{end}") for end in ("", *LOGS))
    with suppress(JournalError):
        found.append(own_folder("user_config_path"))
    return tuple(dict.fromkeys(found))


def is_of_a_journal(path: Path) -> bool:
    """Whether a path is the settings of some journal, or in its backups or drafts."""
    name = path.name
    for folder in path.parents:
        own = name in (BACKUPS, DRAFTS) or (name == SETTINGS and folder == path.parent)
        if own and (folder.name == FOLDER or os.path.lexists(folder / FILE)):
            return True
        name = folder.name
    return False


def _named(text: str, cwd: Path) -> Path:
    if not text.strip():
        raise InputError("the journal's path is empty", "--journal PATH")
    scheme, separator, rest = text.partition("://")
    if separator and scheme == "sqlite":
        text = rest.removeprefix("/")
    elif separator:
        raise InputError(
            f"a {scheme.split('+')[0]} journal cannot be opened by this version",
            "a path to a local journal, such as --journal team/journal.db",
        )
    path = path_of(text)
    if _UNREAD.search(str(path)) and not os.path.lexists(path):
        raise InputError(
            f"the journal's path holds what only a shell reads: {text}",
            "the path as it is, without $, ~, quotes, and blanks at its ends",
        )
    # Path's own methods raise where this user may not look.
    if os.path.isdir(path) and path.suffix != Path(FILE).suffix:  # noqa: PTH112
        inside = path / FOLDER / FILE
        outside_only = os.path.exists(path / FILE) and not os.path.exists(inside)  # noqa: PTH110
        path = path / FILE if outside_only else inside
    return path if path.is_absolute() else cwd / path


def _refuse_untrusted(journal: Path, environ: Mapping[str, str]) -> None:
    """Checks that a journal that was found may be used.

    Raises:
        UnusableError: somebody else may have put it there, and its folder is not trusted.
        OSError: it cannot be looked at.
    """
    why = _doubt(journal, environ)
    known: list[str] = []
    if why is not None:
        with suppress(JournalError):  # without a home nothing is trusted
            known = trusted_folders()
    if why is not None and _listed(journal.parent) not in known:
        raise UnusableError(
            journal,
            f"{why}, so its journal is not used",
            f"disco config trust {shlex.quote(str(journal.parent))}",
        )


def _doubt(journal: Path, environ: Mapping[str, str]) -> str | None:
    ours = {os.geteuid()}
    if os.geteuid() == 0 and environ.get("SUDO_UID", "").isdecimal():
        ours.add(int(environ["SUDO_UID"]))
    for path in (journal.parent, journal):
        if not {path.lstat().st_uid, path.stat().st_uid} <= ours:
            return f"{path} belongs to {_owner(path, ours)}"
        if path.stat().st_mode & 0o002:
            return f"everybody can write to {path}"
    return None


def _owner(path: Path, ours: set[int]) -> str:
    import pwd

    user = next(facts.st_uid for facts in (path.lstat(), path.stat()) if facts.st_uid not in ours)
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def trust_file() -> Path:
    """The path of the user's own list of trusted folders."""
    return own_folder("user_config_path") / "trusted.json"


def trusted_folders() -> list[str]:
    """The folders that the user trusts.

    Raises:
        InputError: their list cannot be read.
        JournalError: they have no home for one.
    """
    path = trust_file()
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"{path} cannot be read: {reason(error)}", "check its rights") from None
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise InputError(f"{path} is not a list of folders", f"rm {shlex.quote(str(path))}")
    return found


def with_trusted(path: Path) -> list[str]:
    """The list of trusted folders with one more: `path`, or the `.disco` inside it.

    Raises:
        NotFoundError: there is no such folder.
    """
    folder = _disco_folder(path)
    if folder.name != FOLDER or not folder.is_dir():
        raise NotFoundError(f"there is no {FOLDER} in {path}", "disco config trust FOLDER")
    return sorted({*trusted_folders(), _listed(folder)})


def without_trusted(path: Path) -> list[str]:
    """The list without one folder, which may no longer exist.

    Raises:
        NotFoundError: it is not in the list.
    """
    before = trusted_folders()
    gone = {_listed(path), _listed(_disco_folder(path)), _listed(path / FOLDER)}
    if not gone & set(before):
        raise NotFoundError(f"{path} is not trusted", "disco config trust, which lists them")
    return [each for each in before if each not in gone]


def _disco_folder(path: Path) -> Path:
    if path.is_file():
        return path.parent
    return path / FOLDER if (path / FOLDER).is_dir() else path


def _listed(folder: Path) -> str:
    """A folder as it is listed. Only its parents are resolved: a link is trusted as itself."""
    return str(Path(os.path.realpath(folder.parent)) / folder.name)
