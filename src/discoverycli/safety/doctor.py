"""Runs every check on a journal, in the order in which they are reported, and repairs files.

A check is one function and one line here. Whatever a damaged journal does to a check becomes a
finding, and nothing is changed. Repairs are made afterwards, if they are asked for: those around a
journal here, those of its rows in `safety.row_repairs`."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from discoverycli.errors import DamagedError, DiscoError, JournalError, NotFoundError, reason
from discoverycli.privacy import erasures as erasures_of
from discoverycli.safety.checks import database, derived, environment, privacy_due, rows
from discoverycli.safety.checks.check import FIX, Check, Finding, Repair, State, Subject, notice
from discoverycli.safety.rescue import RESTORE, hint_of
from discoverycli.store.connection import is_damage
from discoverycli.store.file_checks import SCHEMA, check_file, translate
from discoverycli.store.reader import open_reader

AROUND = (
    Check("programs", "all that a journal needs is there", environment.versions),
    Check("settings", "the settings file is understood", environment.settings),
    Check(
        "rights", "only its owner can read the journal and what is beside it", environment.rights
    ),
    Check("folder", "the journal's folder can be looked into", environment.unreadable),
    Check("link", "the journal is where it seems to be", environment.link),
    Check("sync", "no program is known to copy the journal's folder about", environment.synced),
    Check("disk", "there is room on the disk, and it is one of this machine", environment.disk),
    Check("unfinished", "no program has left half a file behind", environment.unfinished),
    Check("copies", "no copies lie about outside the folder of backups", environment.copies),
    Check("drafts", "everything that was typed is in the journal", environment.drafts),
)
"""What can be looked at without opening the journal."""

INSIDE = (
    Check("pages", "SQLite finds every page whole", database.integrity),
    Check("schema", "tables, columns and indexes are as this version makes them", database.schema),
    Check("references", "every row points at rows that are there", database.references),
)
"""What the others rest on: they are not asked if one of these finds a table missing."""

ROWS = (
    Check("values", "every value is one that this version knows", rows.values),
    Check("people", "whoever said something was there", rows.people),
    Check("criteria", "every hypothesis has its criteria", rows.criteria),
    Check("reasons", "beliefs, decisions, whys and who sent whom hold together", rows.reasons),
    Check("search", "the search index says what the rows say", database.search),
    Check("verdicts", "remembered verdicts are what the evidence says", derived.verdicts),
    Check("contacts", "last contacts are those of the interviews", derived.contacts),
    Check("names", "names and words are found by what they say", derived.keys),
    Check("codes", "no code can be given twice", derived.counters),
    Check("record", "every change belongs to an operation", rows.record),
    Check("clock", "nothing was written later than now", rows.clock),
    Check("forgotten", "whoever was forgotten is gone from everywhere", privacy_due.erasures),
    Check("retention", "nobody is kept for longer than they should be", privacy_due.retention),
    Check("consent", "no consent to record or to show has run out", privacy_due.consents),
    Check("backups", "the backups are whole, and the newest is fresh", environment.backups),
)
"""What only a journal of the right shape can be asked."""

CLOSED = (
    Check("backups", "the backups are whole", environment.backups),
)  # fmt: skip
"""What is still to be asked of a journal that cannot be opened."""

AFTER = (Check("log", "the journal is one single file", environment.logs),)
"""What can be told only once this program has closed the journal again."""

NAMES = tuple(dict.fromkeys(c.name for c in (*AROUND, *INSIDE, *ROWS, *AFTER)))
"""Every check."""

_OPENING = "journal"
_UNREAD = "this could not be looked at: what stands there cannot be read"


def look(subject: Subject) -> list[Finding]:
    """Runs every check on a journal in any state, even a missing one."""
    subject.opened, subject.logs = None, environment.logs_beside(subject.journal)
    found = _ask(AROUND, subject)
    found += _opened(subject)
    return _in_order(found + _ask(AFTER, subject))


def is_well(found: Iterable[Finding]) -> bool:
    """Whether nothing is worse than worth knowing."""
    return all(each.state is not State.FAULT for each in found)


_SOURCES = ("references", "values", "people")
_FOLLOWING = ("contacts", "verdicts", "names")


def _in_order(found: list[Finding]) -> list[Finding]:
    """Nothing is written to a file with damaged pages, and derived rows are not mended while the
    rows they follow from are wrong: that would spread the fault."""
    wrong = {each.check for each in found if each.state is State.FAULT and not each.repair}
    waiting: Collection[str] = ()
    if "pages" in wrong:
        waiting = [check.name for check in (*INSIDE, *ROWS)]
    elif wrong.intersection(_SOURCES):
        waiting = _FOLLOWING
    return [
        each._replace(repair=None, hint=f"the other faults first, then {FIX}")
        if each.repair and each.check in waiting
        else each
        for each in found
    ]


def _ask(checks: Iterable[Check], subject: Subject) -> list[Finding]:
    found: list[Finding] = []
    for check in checks:
        said = list(_answers(check, subject)) or [Finding(check.well, State.OK)]
        for each in said:
            hint = FIX if each.repair and not each.hint else each.hint
            found.append(each._replace(check=check.name, hint=hint))
        subject.step()
    return found


def _answers(check: Check, subject: Subject) -> Iterator[Finding]:
    """What stops a check is a finding too: a damaged file may do anything."""
    try:
        yield from check.look(subject)
    except DiscoError as error:
        yield Finding(error.message, hint=hint_of(error, subject.dump))
    except OSError as error:
        yield _unseen(error)
    except Exception as error:
        # SQLite's message may hold people's words.
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            yield notice("this could not be looked at: the journal is busy", "again in a moment")
            return
        # Until Python 3.13 pathlib raises this in place of what it caught: links in a circle.
        if isinstance(error, RuntimeError) and isinstance(error.__context__, OSError):
            yield _unseen(error.__context__)
            return
        damaged = isinstance(error, sqlite3.Error) and is_damage(error)
        why = "the file is damaged" if damaged else type(error).__name__
        yield Finding(f"{_UNREAD} ({why})", hint=database.cure(subject))


def _unseen(error: OSError) -> Finding:
    return Finding(
        f"this could not be looked at: {reason(error)}", hint="check its path and rights"
    )


def _opened(subject: Subject) -> list[Finding]:
    try:
        if check_file(subject.journal) < SCHEMA:
            older = notice(
                "the journal is of an older version; it is looked into once it is up to date",
                f"{FIX}, which makes a backup first",
                Repair("upgrade"),
            )
            return [older._replace(check=_OPENING), *_ask(CLOSED, subject)]
        with open_reader(subject.journal) as reader:
            subject.opened = reader
            found = [Finding(f"{subject.journal} can be opened", State.OK, check=_OPENING)]
            found += _ask(INSIDE, subject)
            return found + _rows(found, subject)
    except (JournalError, NotFoundError) as error:
        subject.opened = None
        closed = Finding(error.message, hint=_way_out(error, subject), check=_OPENING)
        return [closed, *_ask(CLOSED, subject)]


def _rows(before: list[Finding], subject: Subject) -> list[Finding]:
    wrong = {each.check for each in before if each.state is State.FAULT and not each.repair}
    if "schema" in wrong:
        return _ask(CLOSED, subject)
    found = _ask(ROWS, subject)
    if "pages" in wrong:  # another finding says already that some of it is unreadable
        found = [each for each in found if not each.said.startswith(_UNREAD)]
    return found


def _way_out(error: DiscoError, subject: Subject) -> str:
    """What to type when the journal cannot be opened: a backup if it helps, else time or rights."""
    helpless = ("busy", "newer", "cannot be opened", "cannot be written", "older", "room")
    if any(word in error.message for word in helpless):
        return error.hint
    cure = database.cure(subject)
    return cure if isinstance(error, DamagedError) or cure == RESTORE else error.hint


# --- Repairs --------------------------------------------------------------------------------------

_AROUND = ("rights", "remove", "upgrade", "erasures")
"""The repairs that need no open journal."""


def repair_around(journal: Path, repairs: Iterable[Repair], now: datetime) -> list[DiscoError]:
    """Makes the repairs of what is around a journal, which need no open one, at this moment.

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


def repairs_of_rows(repairs: Iterable[Repair]) -> list[Repair]:
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
            erasures_of.finish(journal)
