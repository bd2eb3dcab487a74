"""Owns the search index: written in the same transaction as what it indexes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

NOUNS = ("interview", "statement", "hypothesis", "job", "person")
_INSERT = "INSERT INTO search (rowid, code, noun, title, body) VALUES (?, ?, ?, ?, ?)"


def index(session: Session, noun: str, number: int, title: str, body: str) -> None:
    """Puts a thing into the index, in the place of what stood there for it."""
    connection = session.connection()
    row = row_number(noun, number)
    connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", (row,))
    connection.exec_driver_sql(_INSERT, (row, f"{noun[0].upper()}{number}", noun, title, body))


def index_new(session: Session, noun: str, things: Iterable[tuple[int, str, str]]) -> None:
    """Puts many things (number, title, body) into the index that were never in it."""
    rows = [
        (row_number(noun, number), f"{noun[0].upper()}{number}", noun, title, body)
        for number, title, body in things
    ]
    if rows:
        session.connection().exec_driver_sql(_INSERT, rows)


def drop(session: Session, noun: str, number: int) -> None:
    """Takes a thing out of the index."""
    session.connection().exec_driver_sql(
        "DELETE FROM search WHERE rowid = ?", (row_number(noun, number),)
    )


def row_number(noun: str, number: int) -> int:
    """The row a thing has in the index: known beforehand, so that no search is needed for it."""
    return number * len(NOUNS) + NOUNS.index(noun)
