"""Proves that the index holds what the rows say, whichever command wrote them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Disco

from discoverycli.store import sql
from discoverycli.store.search_index import MAKE, NOUNS, entries
from discoverycli.store.write import search
from discoverycli.store.writer import open_journal

JOURNALS = Path(__file__).parent.parent / "fixtures" / "journals"

Index = dict[int, tuple[str, ...]]


def indexed(path: Path) -> Index:
    """What stands in the index."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT rowid, code, noun, title, body, keys FROM search").fetchall()
    connection.close()
    return {row[0]: row[1:] for row in rows}


def told(path: Path) -> Index:
    """What the rows say."""
    connection = sqlite3.connect(path)
    found = {e[0]: e[1:] for noun in NOUNS for e in entries(connection.execute, noun)}
    connection.close()
    return found


@pytest.fixture
def journal(disco: Disco, journal_path: Path) -> Path:
    """A journal that commands have written to, over and over."""
    disco(
        "log", "Ana Silva @ Acme", "--as", "prospect", "--segment", "clinics",
        "!pain did: four hours a month #payroll #zebra #end\nH: they type it twice\n"
        "H+ did: twice a week\nJ: reconcile supplier invoices before month end\nJ+ a student",
    )  # fmt: skip
    disco("log", "P1", "--segment", "hospitals", "!goal once a week\n!goal once a week")
    disco("log", "Jörg Groß @ 'Beta \"B\" Ltd'", "nothing marked\n- [ ] send it by friday")
    disco("people", "edit", "P1", "--name", "Ana Souza", "--role", "owner · boss")
    disco("people", "edit", "P2", "--organisation", "")
    disco("hypotheses", "edit", "H1", "--segment", "banks")
    disco("jobs", "edit", "J1", "--text", "close the books before month end", "--segment", "shops")
    disco(
        "edit", "I1", "--note", "-", typed="---\nwith: P1\n---\n!pain five hours #new\n", ok=False
    )
    return journal_path


def test_every_command_leaves_the_index_saying_what_the_rows_say(journal: Path) -> None:
    assert indexed(journal) == told(journal)
    assert len(indexed(journal)) > 8


def test_a_person_is_found_by_the_segment_they_were_logged_with(
    disco: Disco, journal_path: Path
) -> None:
    disco("log", "Ana @ Acme", "words", "--segment", "clinics")
    assert "P1" in disco("search", "clinics").out
    disco("log", "Ana", "more words", "--segment", "hospitals")
    assert "P1" in disco("search", "hospitals").out
    assert "P1" not in disco("search", "clinics").out


def test_a_restored_journal_has_the_index_of_the_one_it_came_from(
    disco: Disco, journal: Path, world: Path
) -> None:
    disco("export", "--format", "json", "--output", str(world / "all.json"))
    other = world / "other.db"
    disco("import", str(world / "all.json"), "--journal", str(other))
    assert indexed(other) == indexed(journal) == told(other)


BREAKS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "emptied": lambda c: c.execute("DELETE FROM search"),
    "gone": lambda c: c.execute("DROP TABLE search"),
    "gone but for its parts": lambda c: c.executescript(
        "DROP TABLE search; CREATE TABLE search_data (id); CREATE TABLE search_docsize (id);"
    ),
    "surplus": lambda c: c.execute("INSERT INTO search (rowid, code) VALUES (5000, 'I1000')"),
    "different": lambda c: c.execute("UPDATE search SET body = 'x'"),
    "without its data": lambda c: c.execute("DELETE FROM search_data"),
    "without its words": lambda c: c.execute("DELETE FROM search_idx"),
    "without its sizes": lambda c: c.execute("DROP TABLE search_docsize"),
    "without a table of its own": lambda c: c.execute("DROP TABLE search_data"),
    "without its settings": lambda c: c.execute("DROP TABLE search_config"),
    "without its texts": lambda c: c.execute("DROP TABLE search_content"),
    "garbled": lambda c: c.execute("UPDATE search_data SET block = x'0102030405060708'"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_rebuilt_index_is_whole_however_broken_it_was(journal: Path, broken: str) -> None:
    before = indexed(journal)
    connection = sqlite3.connect(journal)
    BREAKS[broken](connection)
    connection.commit()
    connection.close()
    with open_journal(journal) as session:
        search.rebuild(session)
    assert indexed(journal) == before
    connection = sqlite3.connect(journal)
    connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    made = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    connection.close()
    assert made == (MAKE,)


def test_the_first_migration_makes_the_same_index(journal: Path) -> None:
    connection = sqlite3.connect(journal)
    made = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    connection.close()
    assert made == (MAKE,)


def test_refreshing_follows_rows_that_plain_sql_has_changed(journal: Path) -> None:
    with open_journal(journal) as session:
        sql.run(session, "UPDATE interview SET title = 'Titled', notes = 'other' WHERE id = 1")
        sql.run(session, "UPDATE hypothesis SET text = 'other' WHERE id = 1")
        sql.run(session, "UPDATE person SET role = NULL WHERE id = 1")
        sql.run(session, "DELETE FROM theme WHERE statement_id = 1")
        sql.run(session, "DELETE FROM hire")
        sql.run(session, "DELETE FROM job WHERE id = 1")
        for noun in NOUNS:
            search.refresh(session, noun, iter([1, 1, 999]))
            search.refresh(session, noun, [])
    found = indexed(journal)
    assert found == told(journal)
    assert found[5] == ("I1", "interview", "Titled", "other", "")
    assert not [row for row in found.values() if row[0] == "J1"]
    assert search.row_number("interview", 999) not in found


def test_refreshing_leaves_the_others_alone(journal: Path) -> None:
    before = indexed(journal)
    with open_journal(journal) as session:
        sql.run(session, "UPDATE interview SET notes = 'other'")
        search.refresh(session, "interview", [2])
    changed = {row for row, entry in indexed(journal).items() if before[row] != entry}
    assert changed == {search.row_number("interview", 2)}


def test_more_than_fits_one_statement_is_refreshed_at_once(journal: Path) -> None:
    with open_journal(journal) as session:
        search.refresh(session, "interview", range(1, 5000))
    assert indexed(journal) == told(journal)


def test_a_journal_of_an_older_schema_gets_the_index_of_today(
    disco: Disco, journal_path: Path
) -> None:
    shutil.copyfile(JOURNALS / "schema-4.db", journal_path)
    journal_path.chmod(0o600)
    found = [hit["code"] for hit in disco("search", "Wi-Fi", "--json").data]
    assert found == ["S20"]
    assert {hit["code"] for hit in disco("search", "счёт", "--json").data} == {"S21", "S22"}
    assert indexed(journal_path) == told(journal_path)
