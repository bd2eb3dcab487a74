"""Fixes what the doctor found around a journal: rights, leftovers, unfinished work."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from discoverycli.errors import DiscoError, JournalError, reason
from discoverycli.privacy import erasures
from discoverycli.safety.checks.check import Finding, Repair
from discoverycli.store.file_checks import translate

_AROUND = ("rights", "remove", "upgrade", "erasures")
"""The repairs that need no open journal."""


def around(journal: Path, repairs: Iterable[Repair], now: datetime) -> list[DiscoError]:
    """Makes the repairs that need no open journal, at this moment.

    Returns:
        What could not be mended, and why.
    """
    failed: list[DiscoError] = []
    for repair in repairs:
        try:
            _mend(journal, repair, now)
        except DiscoError as error:
            failed.append(error)
        except OSError as error:
            failed.append(JournalError(f"{error.filename}: {reason(error)}", "check its rights"))
        except sqlite3.Error as error:
            failed.append(translate(error, journal))
    return failed


def repairs_of(found: Iterable[Finding]) -> list[Repair]:
    """What mends the findings, each once."""
    return list(dict.fromkeys(each.repair for each in found if each.repair is not None))


def of_rows(repairs: Iterable[Repair]) -> list[Repair]:
    """The repairs of rows, which `safety.row_repairs` makes in one transaction."""
    return [each for each in repairs if each.kind not in _AROUND]


def _mend(journal: Path, repair: Repair, now: datetime) -> None:
    paths = [Path(str(each)) for each in repair.what]
    match repair.kind:
        case "rights":
            for path in paths:
                mode = path.lstat().st_mode
                if not stat.S_ISLNK(mode):
                    path.chmod(0o700 if stat.S_ISDIR(mode) else 0o600)
        case "remove":
            for path in paths:
                if stat.S_ISREG(path.lstat().st_mode):
                    path.unlink()
        case "upgrade":
            from discoverycli.safety.upgrade import upgrade

            upgrade(journal, now)
        case "erasures":
            erasures.finish(journal)
