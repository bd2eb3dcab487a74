"""The change log keeps every row as it was, however it is changed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from discoverycli.store import change_log, sql
from discoverycli.store.change_log import Stamp
from discoverycli.store.writer import open_journal


def changes(path: Path, operation: int) -> dict[tuple[str, str], Any]:
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT noun, key, before FROM change WHERE operation_id = ?", (operation,)
    ).fetchall()
    connection.close()
    return {(noun, key): before and json.loads(before) for noun, key, before in found}


def operations(path: Path) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT id, author, command, undoes FROM operation").fetchall()
    connection.close()
    return found


def test_a_command_is_one_operation_signed_with_its_name_and_never_with_its_words(
    disco, journal_path: Path
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes #payroll")
    disco("people", "edit", "P1", "--role", "owner")
    disco("hypotheses", "--json")
    assert operations(journal_path) == [
        (1, "Robin", "log", None),
        (2, "Robin", "people edit", None),
    ]


def test_what_a_command_makes_is_recorded_as_having_not_been_there(
    disco, journal_path: Path
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice\nH+ did: yes\n!pain two hours #payroll")
    found = changes(journal_path, 1)
    assert set(found.values()) == {None}
    assert {noun for noun, _ in found} == {
        "organisation", "person", "interview", "participation", "statement", "theme",
        "hypothesis", "revision", "evidence", "movement",
    }  # fmt: skip
    assert ("theme", '[1,"payroll"]') in found


def test_what_a_command_changes_is_kept_as_it_was_and_the_rest_leaves_no_trace(
    disco, journal_path: Path
) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words", "--as", "prospect")
    disco("people", "edit", "P1", "--role", "owner")
    disco("people", "edit", "P1", "--role", "owner", ok=False)
    found = changes(journal_path, 2)
    assert list(found) == [("person", "1")]
    assert found["person", "1"]["role"] is None
    assert found["person", "1"]["relation"] == "prospect"


def test_an_operation_that_changes_nothing_is_none(journal_path: Path) -> None:
    with open_journal(journal_path, Stamp("now", "Robin", "pause")) as session:
        add = "INSERT INTO pause (id, first_on, last_on, author) VALUES (1, 'a', 'b', 'c')"
        sql.run(session, add)
        sql.run(session, "DELETE FROM pause")
    with open_journal(journal_path) as session:
        sql.run(session, add)
        sql.run(session, "UPDATE pause SET author = 'd'")
    with open_journal(journal_path) as session:
        sql.run(session, "UPDATE pause SET author = 'e'")
        sql.run(session, "UPDATE pause SET author = 'd'")
    with open_journal(journal_path) as session:
        sql.run(session, "DELETE FROM pause")
        sql.run(session, add.replace("'c'", "'d'"))
    assert operations(journal_path) == [(1, "", "", None)]
    assert changes(journal_path, 1) == {("pause", "1"): None}


def test_an_operation_that_fails_leaves_no_record(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "words")
    with pytest.raises(RuntimeError), open_journal(journal_path) as session:
        sql.run(session, "UPDATE person SET role = 'x'")
        raise RuntimeError
    assert len(operations(journal_path)) == 1


@pytest.mark.parametrize("table", change_log.recorded())
def test_every_table_but_the_bookkeeping_is_recorded_by_its_whole_row(table: str) -> None:
    image, columns = change_log.image_of(table, "old"), SQLModel.metadata.tables[table].columns
    assert all(f"'{column.name}', old.{column.name}" in image for column in columns)
    assert table not in change_log.UNRECORDED
