"""Checks the backups: whether there is a fresh one, and whether each is whole."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime, timedelta

from discoverycli.safety import backups
from discoverycli.safety.checks.check import Finding, Subject, notice, some
from discoverycli.safety.checks.environment import megabytes
from discoverycli.store.backup_folder import BackupState, folder_of
from discoverycli.store.reader import Reader

MOST_DAYS = 30
"""A backup may be so old while the journal changes."""

MOST = 30
"""More backups than this are rather a sign that nobody looks."""

_SINCE = "SELECT count(*), min(at) FROM operation WHERE at > :made"


def whole(subject: Subject) -> Iterator[Finding]:
    """Whether every backup is as it was made, by its checksum, and whether one is fresh."""
    folder = folder_of(subject.journal)
    if folder.is_symlink():
        yield Finding(f"{folder} is a link, so no backup is made", hint="move it away")
    found = backups.listing(subject.journal)
    damaged = [each for each in found if each.state is BackupState.DAMAGED]
    if damaged:
        yield Finding(
            f"backups are not as they were made: {some([each.path.name for each in damaged])}",
            hint=f"disco backup, then {shlex.join(['rm', str(damaged[0].path)])}",
        )
    unsigned = [each.path.name for each in found if each.state is BackupState.UNSIGNED]
    if unsigned:
        yield notice(
            f"backups without a checksum, of which nobody can say whether they are whole: "
            f"{some(unsigned)}",
            "disco backup, which makes one with a checksum",
        )
    if len(found) > MOST:
        size = megabytes(sum(each.size for each in found))
        yield notice(f"there are {len(found)} backups, of {size}", "disco config backups.keep")
    good = [each.made_at for each in found if each.state is BackupState.AS_MADE and each.made_at]
    yield from _fresh(subject, max(good, default=None))


def _fresh(subject: Subject, newest: datetime | None) -> Iterator[Finding]:
    if subject.opened is None:
        return
    changes, _ = _since(subject.opened, newest)
    if not changes:
        return
    if newest is None:
        yield notice("there is no backup yet", "disco backup")
    elif subject.now - newest > timedelta(days=MOST_DAYS):
        yield notice(
            f"the newest backup is of {newest.date()}, and {changes} changes came after it",
            "disco backup",
        )


def _since(reader: Reader, made: datetime | None) -> tuple[int, str | None]:
    row = reader.row(_SINCE, {"made": made.isoformat() if made else ""})
    return (row[0], row[1]) if row else (0, None)
