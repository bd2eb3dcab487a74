"""Writes the search index, in the same transaction as what it indexes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlmodel import Session

from discoverycli.store import sql
from discoverycli.store.search_index import INSERT, INSERT_OLDER, MAKE, entries, entry
from discoverycli.store.search_index import NOUNS as NOUNS
from discoverycli.store.search_index import row_number as row_number

_DELETE = "DELETE FROM search WHERE rowid = ?"
_AT_ONCE = 1000


def index(
    session: Session, noun: str, number: int, title: str, body: str, themes: Iterable[str] = ()
) -> None:
    """Puts a thing into the index, in place of its earlier entry."""
    connection = session.connection()
    connection.exec_driver_sql(_DELETE, (row_number(noun, number),))
    connection.exec_driver_sql(INSERT, entry(noun, number, title, body, themes))


def index_new(session: Session, noun: str, things: Iterable[tuple[Any, ...]]) -> None:
    """Puts many things that were never in it into the index: number, title, body, themes."""
    _insert(session, (entry(noun, *thing) for thing in things))


def drop(session: Session, noun: str, number: int) -> None:
    """Takes a thing out of the index."""
    session.connection().exec_driver_sql(_DELETE, (row_number(noun, number),))


def has_keys(session: Session) -> bool:
    """Whether the index is one of this version: a backup of an older one has none with keys."""
    return any(row[1] == "keys" for row in sql.rows(session, "PRAGMA table_info(search)"))


def refresh(session: Session, noun: str, numbers: Iterable[int], *, with_keys: bool = True) -> None:
    """Puts into the index what the rows of some things say now; takes out those that are gone.
    `with_keys` is what `has_keys` says of a journal that may be an older version's."""
    session.flush()
    wanted = sorted(set(numbers))
    if not wanted:
        return
    gone = [(row_number(noun, number),) for number in wanted]
    session.connection().exec_driver_sql(_DELETE, gone)
    found = entries(_rows(session), noun, wanted)
    if with_keys:
        _insert(session, found)
    else:
        _insert(session, (each[:-1] for each in found), INSERT_OLDER)


def rebuild(session: Session) -> None:
    """Makes the whole index anew from the rows, in any state."""
    session.flush()
    _remove(session)
    sql.run(session, MAKE)
    for noun in NOUNS:
        _insert(session, entries(_rows(session), noun))


def _remove(session: Session) -> None:
    """SQLite reads a part of the index before it drops it, so a broken one is emptied first."""
    if sql.value(session, "SELECT 1 FROM sqlite_schema WHERE name = 'search'") is None:
        for part in ("data", "idx", "content", "docsize", "config"):
            sql.run(session, f"DROP TABLE IF EXISTS main.search_{part}")
        return
    sql.run(session, MAKE.replace("TABLE search", "TABLE temp.search_empty"))
    for part in ("data", "config"):
        made = sql.value(
            session,
            "SELECT replace(sql, 'search_empty', 'search') FROM sqlite_temp_schema WHERE name = ?",
            (f"search_empty_{part}",),
        )
        sql.run(session, f"DROP TABLE IF EXISTS main.search_{part}")
        sql.run(session, made)
        sql.run(session, f"INSERT INTO search_{part} SELECT * FROM temp.search_empty_{part}")  # noqa: S608
    sql.run(session, "DROP TABLE temp.search_empty")
    sql.run(session, "DROP TABLE search")


def _rows(session: Session) -> Any:
    connection = session.connection()
    return lambda text, parameters: connection.exec_driver_sql(text, tuple(parameters) or None)


def _insert(session: Session, found: Iterable[tuple[Any, ...]], how: str = INSERT) -> None:
    rows = iter(found)
    while some := list(islice(rows, _AT_ONCE)):
        session.connection().exec_driver_sql(how, some)
