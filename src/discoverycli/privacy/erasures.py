"""Erases forgotten people from files: the journal's own, its log and backups; keeps their list.

`privacy/forget.py` deletes the rows. What SQLite deletes may still be in its file, in the log
beside it and in the search index. It is gone once the index and the file are written anew and the
whole log is taken in, which a program that is reading can delay. The list holds random identities,
no names. A copy of it is beside the journal, for the day the journal is lost."""

from __future__ import annotations

import errno
import json
import re
import shlex
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from discoverycli.domain.text.mentions import anonymous
from discoverycli.domain.text.words import pluralize
from discoverycli.errors import JournalError, reason
from discoverycli.files import draft_beside, replace_file, sync, sync_folder, write_new
from discoverycli.privacy import forgotten_drafts
from discoverycli.store import derived_keys
from discoverycli.store.backup_folder import (
    BackupState,
    clear_restores,
    folder_of,
    only_one,
    sign,
    signature_of,
    state_of,
    stem_of,
)
from discoverycli.store.connection import connect, faults
from discoverycli.store.file_checks import check_file, translate

WAIT_SECONDS = 3
"""How long to wait for programs that are reading; most read for a blink."""

LIST = ".forgotten"
"""The end of the list's name, in the place of the journal's `.db`."""

_LISTED = re.compile(r"(\S+) (\d{4}-\d{2}-\d{2})( unfinished)?")
_ANEW = ("INSERT INTO search(search) VALUES ('rebuild')", "VACUUM")

Step = Callable[[], None]


class Erasure(NamedTuple):
    """When somebody was forgotten, and whether that is done in every file."""

    on: date
    finished: bool


Listed = dict[str, Erasure]


class NotFinished(JournalError):
    """Somebody is forgotten in the rows, but words of theirs may be left in a file."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(f"not finished: {why}", hint)


class UnfinishedCopy(NamedTuple):
    """A file that may still hold something of somebody, why, and what to do about it first."""

    path: Path
    why: str
    first: str


class ErasureState(NamedTuple):
    """When somebody was forgotten, whether that is done everywhere, and whether they were named or
    heard again since."""

    erased_on: date
    finished: bool
    back: bool


# --- The list --------------------------------------------------------------------------------


def listed(journal: Path) -> Listed:
    """Who was forgotten, by random identity, and when: from the journal, if it can be read, and
    from the list beside it."""
    found = _from_file(journal)
    with suppress(JournalError, sqlite3.Error, OSError), connect(journal) as connection:
        found |= _from_rows(connection)
    return found


def _from_file(journal: Path) -> Listed:
    found: Listed = {}
    with suppress(OSError):
        text = list_of(journal).read_text(encoding="ascii", errors="replace")
        for match in filter(None, map(_LISTED.fullmatch, text.splitlines())):
            with suppress(ValueError):
                day = date.fromisoformat(match[2])
                found[unquote(match[1])] = Erasure(day, match[3] is None)
    return found


def _from_rows(connection: sqlite3.Connection) -> Listed:
    if not _has(connection, "erasure"):
        return {}
    rows = connection.execute("SELECT person_uid, erased_on, finished FROM erasure")
    return {uid: Erasure(date.fromisoformat(day), bool(done)) for uid, day, done in rows}


def _has(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a journal has a table; those of older schemas lack some."""
    there = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return connection.execute(there, (table,)).fetchone() is not None


def list_of(journal: Path) -> Path:
    """The file beside a journal that says who was forgotten."""
    real = journal.resolve()
    return real.with_name(stem_of(real) + LIST)


def _write_list(journal: Path, everybody: Listed) -> None:
    path = list_of(journal)
    if not everybody or _from_file(journal) == everybody:
        return
    text = "".join(
        f"{quote(uid, safe='')} {each.on}{'' if each.finished else ' unfinished'}\n"
        for uid, each in sorted(everybody.items())
    )
    try:
        replace_file(path, [text.encode("ascii")])
    except OSError as error:
        said = f"{path} cannot be written: {reason(error)}"
        raise NotFinished(said, "check its rights") from None


# --- Finishing -------------------------------------------------------------------------------


def finish(
    journal: Path, *, names: Mapping[str, Iterable[str]] | None = None, step: Step = lambda: None
) -> tuple[Path, ...]:
    """Erases what is left of forgotten people from the journal's file and log, and from every
    backup in its folder. Done again, it does nothing.

    Returns:
        The backups that were changed.

    Args:
        journal: the journal, of the present schema.
        names: what people were called, by identity, as far as it is still known.
        step: called after each backup.

    Raises:
        NotFinished: another program is using the journal, or a backup cannot be read.
        JournalError: the journal cannot be read, or the disk is full.
    """
    check_file(journal)
    with only_one(journal):
        _mend_journal(journal)
        everybody = listed(journal)
        _write_list(journal, everybody)
        for each in {journal, journal.resolve()}:
            clear_restores(each)
        forgotten_drafts.clear(journal)
        open_ = not all(each.finished for each in everybody.values())
        held_up = _write_anew(journal) if open_ else ""
        done, unread = _backups(journal, everybody, names or {}, step)
        if held_up:
            raise NotFinished(held_up, _again("once no other program has the journal open"))
        if open_ and unread:
            path, why, first = unread[0]
            others = len(unread) - 1
            more = f", and {pluralize(others, 'more file')}" if others else ""
            raise NotFinished(f"{path} {why}{more}", _again(first))
        if open_:
            _sign_off(journal, everybody)
    return tuple(done)


def _mend_journal(journal: Path) -> None:
    """Cleans what older versions left in the change log, and then writes the file anew."""
    with connect(journal) as connection:
        if next(derived_keys.stale(connection.execute), None) is None:
            return
        try:
            connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000:.0f}")
            connection.execute("BEGIN IMMEDIATE")
            _mend(connection)
            connection.execute("UPDATE erasure SET finished = 0")
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise translate(error, journal) from None


def _mend(connection: sqlite3.Connection) -> bool:
    """Derives keys in the change log anew from the cleaned words; whether any were stale."""
    found = [*derived_keys.stale(connection.execute)]
    if found:  # else there may be no such table, in an older journal
        connection.executemany(
            "UPDATE change SET before = ? WHERE noun = ? AND key = ? AND operation_id = ?",
            [(each.wanted, each.noun, each.key, each.operation) for each in found],
        )
    return bool(found)


def _again(first: str) -> str:
    return f"{first}; then disco doctor --fix"


def is_open(journal: Path) -> bool:
    """Whether somebody was forgotten, but not yet in every file."""
    return not all(each.finished for each in listed(journal).values())


def erasure_state(journal: Path, number: int) -> ErasureState | None:
    """Whether and when a person was forgotten; `None` if they were not."""
    with connect(journal) as connection:
        row = connection.execute(
            "SELECT e.erased_on, e.finished, p.uid FROM erasure e "
            "JOIN person p ON p.uid = e.person_uid WHERE p.id = ?",
            (number,),
        ).fetchone()
        if row is None:
            return None
        since = Erasure(date.fromisoformat(row[0]), bool(row[1]))
        return ErasureState(*since, row[2] in _present(connection, {row[2]: since}))


def _write_anew(journal: Path) -> str:
    """Writes the search index and the whole file anew, and takes the log in.

    Deleted rows are overwritten, but SQLite may have moved a row before and left the old copy:
    only a new file has no such places.

    Returns:
        What held it up, or ""."""
    try:
        with connect(journal) as connection:
            connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000:.0f}")
            try:
                for text in _ANEW:
                    connection.execute(text)
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    return "another program is writing to the journal"
                raise
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return "another program is reading the journal" if busy else ""
    except sqlite3.Error as error:
        raise translate(error, journal) from None


def _sign_off(journal: Path, everybody: Listed) -> None:
    """Marks the erasures as finished, only those that were there before the work began."""
    with connect(journal) as connection:
        connection.executemany(
            "UPDATE erasure SET finished = 1 WHERE person_uid = ? AND finished = 0",
            [(uid,) for uid in everybody],
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _write_list(journal, {uid: each._replace(finished=True) for uid, each in everybody.items()})


# --- Copies ----------------------------------------------------------------------------------


def copies(journal: Path) -> list[Path]:
    """The backups of a journal, those that older versions made beside it, and damaged journals that
    were put aside: every file that may hold what the journal held."""
    stem = re.escape(stem_of(journal))
    beside = rf"{stem}\.(before-upgrade|damaged)-.*\.db(-wal)?"
    folders = (journal.parent, beside), (journal.resolve().parent, beside)
    found: dict[Path, None] = {}
    for folder, names in ((folder_of(journal), r"[^.].*\.db"), *folders):
        with suppress(FileNotFoundError, NotADirectoryError):
            for path in sorted(folder.iterdir()):
                if re.fullmatch(names, path.name) and path.is_file() and not path.is_symlink():
                    found[path] = None
    return [*found]


def copies_with(journal: Path, uid: str) -> list[Path]:
    """Those of `copies` that somebody is in, or may be: because they cannot be read."""
    everybody = {uid: Erasure(date.min, False)}
    return [path for path, there, error in _looked_into(journal, everybody) if there or error]


def unreadable_copies(journal: Path) -> list[UnfinishedCopy]:
    """Those of `copies` that cannot be read, so that nobody knows who is in them."""
    return [_left(path, error) for path, _, error in _looked_into(journal, {}) if error]


def _looked_into(journal: Path, everybody: Listed) -> Iterator[tuple[Path, bool, Exception | None]]:
    """Each of `copies`, whether a forgotten person is in it, or the error that hides it."""
    for path in copies(journal):
        try:
            yield path, _in(path, everybody), None
        except _UNREADABLE as error:
            yield path, False, error


_UNREADABLE = (JournalError, sqlite3.Error, OSError, UnicodeDecodeError)
_UNCHANGEABLE = (*_UNREADABLE, ValueError, KeyError, TypeError)
"""What a copy may fail with that holds what no journal does; the others are not to wait for it."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


def _left(path: Path, error: Exception) -> UnfinishedCopy:
    """Why a copy stays as it is. A good copy is never to be thrown away."""
    drop = f"rm {shlex.quote(str(path))}"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if isinstance(error, JournalError):
        why, first = error.message.removeprefix(f"{path} "), drop
    elif getattr(error, "errno", 0) in _FULL or code == sqlite3.SQLITE_FULL:
        why, first = f"cannot be written anew: {reason(error)}", "free some disk space"
    elif isinstance(error, PermissionError) or code == sqlite3.SQLITE_CANTOPEN:
        why, first = f"cannot be read: {reason(error)}", "check its rights"
    elif isinstance(error, _UNREADABLE):
        why, first = f"cannot be read: {reason(error)}", drop
    else:
        why, first = f"holds what no journal does ({type(error).__name__})", drop
    return UnfinishedCopy(path, why, first)


def _backups(
    journal: Path, everybody: Listed, names: Mapping[str, Iterable[str]], step: Step
) -> tuple[list[Path], list[UnfinishedCopy]]:
    """Erases everybody who was forgotten from every copy: the changed and the failed ones."""
    done: list[Path] = []
    unread: list[UnfinishedCopy] = []
    found = copies(journal) if everybody else []
    known = _called(found, everybody, names)
    for path in found:
        try:
            if _in(path, everybody):
                _take_out(path, folder_of(journal), journal, everybody, known)
                done.append(path)
        except _UNCHANGEABLE as error:
            unread.append(_left(path, error))
        step()
    return done, unread


def _called(
    paths: Iterable[Path], everybody: Listed, names: Mapping[str, Iterable[str]]
) -> dict[str, list[str]]:
    """What people are called, and were called in any copy. A copy may name them by what only
    another copy knows, and a later run no longer finds in the journal."""
    found = {uid: [*names.get(uid, ())] for uid in everybody}
    for path in paths:
        with suppress(*_UNCHANGEABLE), connect(path, "ro&immutable=1") as connection:
            for uid, number, *called in connection.execute(
                "SELECT uid, id, name, former_names FROM person"
            ):
                if uid in everybody and called[0] != anonymous(number):
                    found[uid] += [called[0], *json.loads(called[1])]
    return {uid: [*dict.fromkeys(called)] for uid, called in found.items()}


def _in(path: Path, everybody: Listed) -> bool:
    """Whether a forgotten person is in a copy. Raises where that cannot be told."""
    if state_of(path) is BackupState.DAMAGED:
        raise JournalError(f"{path} is damaged: it is not what its checksum says")
    check_file(path)
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise JournalError(f"{path} is not whole: {log.name} beside it holds a part of it")
    return _holds(path, everybody)


def _holds(path: Path, everybody: Listed) -> bool:
    with connect(path, "ro&immutable=1") as connection:
        stale = derived_keys.stale(connection.execute)
        return bool(_present(connection, everybody)) or next(stale, None) is not None


def copies_to_mend(journal: Path) -> list[Path]:
    """Those of `copies` that can be read and hold data of a forgotten person."""
    everybody = listed(journal)
    found = []
    for path in copies(journal) if everybody else ():
        with suppress(*_UNREADABLE):
            if _holds(path, everybody):
                found.append(path)
    return found


_PRESENT = """
SELECT p.uid FROM person p
WHERE p.name <> 'forgotten P' || p.id
OR EXISTS (SELECT 1 FROM statement t WHERE t.person_id = p.id)
OR EXISTS (SELECT 1 FROM evidence t WHERE t.person_id = p.id)
OR EXISTS (SELECT 1 FROM hire t WHERE t.person_id = p.id)
OR EXISTS (SELECT 1 FROM followup t WHERE t.person_id = p.id)
"""
NAMED_IN_LOG = """
OR EXISTS (SELECT 1 FROM change c WHERE c.noun = 'person' AND c.key = CAST(p.id AS TEXT)
    AND json_valid(c.before) AND json_extract(c.before, '$.name') <> 'forgotten P' || p.id)
"""
"""Of a query on `person p`: the change log holds a name of theirs."""


def _present(connection: sqlite3.Connection, everybody: Listed) -> list[str]:
    """Who of the forgotten has a name or words in a journal or its change log."""
    recorded = NAMED_IN_LOG if _has(connection, "change") else ""
    return [uid for (uid,) in connection.execute(_PRESENT + recorded) if uid in everybody]


def _take_out(
    path: Path, folder: Path, journal: Path, everybody: Listed, names: Mapping[str, Iterable[str]]
) -> None:
    """Replaces a backup. Killed at any moment, it leaves a whole one, at worst without checksum."""
    signed = signature_of(path)
    with draft_beside(folder / stem_of(journal)) as draft:
        with path.open("rb") as source:
            write_new(draft, iter(lambda: source.read(1 << 20), b""), lasting=False)
        _forget_in(draft, everybody, names)
        if found := faults(draft):
            raise JournalError(f"{path} is damaged: {found[0]}")
        sync(draft)
        was_signed = signed.exists()
        signed.unlink(missing_ok=True)
        draft.replace(path)
        if was_signed:
            sign(path)
        sync_folder(path.parent)


def reapply(copy: Path, journal: Path) -> list[int]:
    """Forgets in a copy everybody who was forgotten in the journal since. Call it before the copy
    replaces the journal, inside `backups.only_one`. The list is copied too.

    Returns:
        The people whose data this erased.

    Raises:
        JournalError, sqlite3.Error: the copy cannot be changed.
    """
    everybody = listed(journal)
    if not everybody:
        return []
    numbers = _forget_in(copy, everybody, {})
    with connect(copy) as connection:
        if _has(connection, "erasure"):
            connection.executemany(
                "INSERT OR REPLACE INTO erasure (person_uid, erased_on, finished) VALUES (?, ?, ?)",
                [(uid, each.on.isoformat(), each.finished) for uid, each in everybody.items()],
            )
    return numbers


def _forget_in(copy: Path, everybody: Listed, names: Mapping[str, Iterable[str]]) -> list[int]:
    """Forgets people in a file that nothing else uses, of any schema, and writes it anew; returns
    their numbers in it, none when it was left as it is."""
    with connect(copy) as connection:
        present = _present(connection, everybody)
    numbers = _forget_rows(copy, present, everybody, names) if present else []
    with connect(copy) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY")
        if not _mend(connection) and not present:
            return []
        for text in _ANEW:
            connection.execute(text)
    return numbers


def _forget_rows(
    copy: Path, present: Collection[str], everybody: Listed, names: Mapping[str, Iterable[str]]
) -> list[int]:
    from sqlalchemy.exc import DBAPIError
    from sqlmodel import Session

    from discoverycli.privacy import forget
    from discoverycli.store import sql
    from discoverycli.store.engine import SETTINGS, make_engine

    # Nobody else sees this file, and it is thrown away when the work is broken off: words in a
    # log of its own would only be left behind.
    alone = ("PRAGMA journal_mode=MEMORY", *(s for s in SETTINGS if "journal_mode" not in s))
    engine = make_engine(copy, alone)
    try:
        with Session(engine) as session:
            numbers = forget.numbers_of(session, present)
            for uid, number in numbers.items():
                forget.person(session, number, today=everybody[uid].on, names=names.get(uid, ()))
                if sql.value(session, "SELECT 1 FROM sqlite_schema WHERE name = 'erasure'"):
                    done = "UPDATE erasure SET finished = 1 WHERE person_uid = ?"
                    sql.run(session, done, (uid,))
            session.commit()
    except DBAPIError as error:
        raise (error.orig if isinstance(error.orig, sqlite3.Error) else error) from None
    finally:
        engine.dispose()
    return [*numbers.values()]
