"""The view without names: every column is decided about, and every query gets it."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from discoverycli.domain.text.search_words import Query
from discoverycli.privacy.anonymizer import WITHHELD, _view, open_anonymous, shown_as
from discoverycli.store.models import every  # noqa: F401 - fills the metadata
from discoverycli.store.read import search
from discoverycli.store.reader import Reader, open_reader
from discoverycli.store.schema import CLEANED, HIDDEN, KEPT, TABLES, WORDS, with_column

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_every_column_of_the_journal_is_kept_changed_or_hidden_on_purpose(table: str) -> None:
    marks = {column.name: column.privacy for column in TABLES[table]}
    for column in SQLModel.metadata.tables[table].columns:
        assert column.info["privacy"] == marks[column.name]
        shown = shown_as(table, column.name, marks[column.name])
        assert (shown == column.name) == (marks[column.name] == KEPT)
        assert (shown == "NULL") == (marks[column.name] == HIDDEN)
        assert marks[column.name] in (KEPT, WORDS, CLEANED, HIDDEN)


def test_a_column_that_is_not_marked_is_hidden() -> None:
    assert shown_as("interview", "mood", None) == "NULL"
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE pause (id INTEGER, mood TEXT)")
    connection.execute("INSERT INTO pause VALUES (1, 'Ana cried')")
    connection.execute(_view(connection, "pause"))
    assert connection.execute("SELECT * FROM pause").fetchall() == [(1, None)]


FREE_TEXT = {
    ("change", "before"), ("evidence", "text"), ("followup", "text"), ("hire", "text"),
    ("statement", "text"), ("theme", "name"), ("organisation", "name"), ("person", "name"),
    ("person", "former_names"), ("person", "role"), ("person", "segment"), ("pause", "reason"),
    ("participation", "segment"), ("revision", "reason"), ("hypothesis", "text"),
    ("hypothesis", "segment"), ("hypothesis", "parked_reason"), ("job", "text"), ("job", "outcome"),
    ("job", "situation"), ("job", "motivation"), ("job", "segment"), ("interview", "title"),
    ("interview", "study"), ("interview", "via"), ("interview", "source"), ("interview", "notes"),
    ("interview", "date_text"), ("revision", "right_if"), ("revision", "wrong_if"),
    ("decision", "text"), ("decision", "reason"), ("why", "text"),
}  # fmt: skip


def test_nothing_that_people_type_is_kept_as_it_is() -> None:
    typed = {*FREE_TEXT, *((table, "author") for table in with_column("author"))}
    kept = {
        (table, column.name)
        for table, columns in TABLES.items()
        for column in columns
        if column.privacy == KEPT
    }
    assert not typed & kept
    texts = {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ == "Text" and (table.name, column.name) in kept
    }
    assert texts == {
        ("change", "key"), ("change", "noun"), ("consent", "basis"), ("consent", "scope"),
        ("counter", "name"), ("decision", "uid"), ("ground", "code"), ("erasure", "person_uid"), ("hypothesis", "serves"),
        ("hypothesis", "uid"), ("interview", "logged_at"), ("interview", "uid"), ("job", "serves"),
        ("job", "uid"), ("memo", "result"), ("operation", "at"), ("operation", "command"),
        ("organisation", "uid"), ("person", "uid"),
    }  # fmt: skip


@pytest.fixture
def reader(disco, journal_path: Path):  # type: ignore[no-untyped-def]
    """Ana may be quoted, Ben may not; Robin sat in and said nothing that was marked."""
    disco("log", "Ana Silva @ Acme", "alone with Ana\n!pain Acme is slow #ana", "--as", "prospect")
    disco("log", "Ben @ Acme; Ana Silva", "both\n!pain much @Ana\n!goal peace", "--via", "Rita")
    disco("log", "Robin", "nothing said", "--as", "internal")
    disco("people", "consent", "Ana Silva", "--scope", "quote")
    with open_anonymous(journal_path, TODAY) as opened:
        yield opened


def test_words_show_of_those_who_agreed_alone(reader: Reader) -> None:
    assert reader.anonymous
    texts = [text for (text,) in reader.rows("SELECT text FROM statement ORDER BY id")]
    assert texts == ["Organisation 1 is slow", "much", WITHHELD]
    assert reader.value("SELECT name FROM theme") == "Person 1"
    notes = [text for (text,) in reader.rows("SELECT notes FROM interview ORDER BY id")]
    assert notes[:2] == ["alone with Person 1\n!pain Organisation 1 is slow #Person 1", WITHHELD]
    assert reader.value("SELECT via FROM interview WHERE via IS NOT NULL") == "go-between 1"


def test_a_colleague_who_said_nothing_does_not_keep_the_others_words_back(reader: Reader) -> None:
    assert reader.value("SELECT notes FROM interview WHERE id = 3") == "nothing said"


def test_names_are_numbers_everywhere(reader: Reader) -> None:
    assert reader.rows("SELECT name, former_names, role FROM person ORDER BY id") == [
        ("Person 1", "[]", None), ("Person 2", "[]", None), ("Person 3", "[]", None),
    ]  # fmt: skip
    assert reader.rows("SELECT name, name_key FROM organisation") == [
        ("Organisation 1", "organisation 1")
    ]
    assert reader.shown("Ana at ACME") == "Person 1 at Organisation 1"


def test_the_connection_still_refuses_to_write(reader: Reader) -> None:
    for statement in ("DELETE FROM main.person", "DROP VIEW temp.person", "CREATE TABLE x (a)"):
        with pytest.raises(sqlite3.OperationalError) as refused:
            reader.rows(statement)
        assert refused.value.sqlite_errorcode == sqlite3.SQLITE_READONLY
    reader.prepare_search()
    with pytest.raises(sqlite3.OperationalError) as refused:
        reader.rows("DELETE FROM main.person")
    assert refused.value.sqlite_errorcode == sqlite3.SQLITE_READONLY


@pytest.mark.parametrize(
    ("words", "found"),
    [("much", ["S2"]), ("slow", ["S1"]), ("peace", []), ("Ana", []), ("silva", []), ("acme", []),
     ("rita", []), ("withheld", [])],
)  # fmt: skip
def test_a_search_finds_only_what_shows(reader: Reader, words: str, found: list[str]) -> None:
    hits = search.find(reader, Query.read(words), "ISHJP", 20).hits
    assert sorted(str(hit.code) for hit in hits) == found


def test_without_asking_nothing_is_hidden(disco, journal_path: Path) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "!pain much")
    with open_reader(journal_path) as plain:
        assert not plain.anonymous
        assert plain.shown("Ana") == "Ana"
        assert plain.value("SELECT text FROM statement") == "much"


COLLECTION = """# Interviews

## Interview 1: Iven O.

Date: 2026-10-01

Iven types them twice. ask iven about it.

## Interview 2: Zelda Quimby, CFO

Date: 2026-10-02

zquimby and QuimbyZelda are her handles, zelda99 another.

## Interview 3: Product Manager

Date: 2026-10-03

Knows Iven O. and Z. Quimby, and a product.
"""


def test_names_that_importers_put_into_titles_and_roles_are_names(  # type: ignore[no-untyped-def]
    disco, world, journal_path
) -> None:
    (world / "kite-interviews.md").write_text(COLLECTION)
    (world / "rosalind-vane.md").write_text("---\nwith: Bo @ Acme\n---\nwords\n")
    disco("import", str(world / "kite-interviews.md"), str(world / "rosalind-vane.md"))
    for number in range(1, 5):
        disco("people", "consent", f"P{number}", "--scope", "quote")
    with open_anonymous(journal_path, TODAY) as opened:
        shown = opened.rows("SELECT title, notes FROM interview ORDER BY id")
    titles = [title for title, _ in shown]
    assert titles[2:] == ["Interview 3 - Product Manager", None]
    assert titles[:2] == ["Interview 1 - Person 1.", "Interview 2 - Person 2, CFO"]
    notes = " ".join(notes for _, notes in shown).lower()
    for word in ("iven", "quimb", "zelda", "rosalind"):
        assert word not in notes, word
    assert "person 2 and person 2 are her handles, person 2 another" in notes
    assert "and a product" in notes


def test_a_name_that_only_a_segment_or_a_typed_title_has_is_one_with_its_initial(  # type: ignore[no-untyped-def]
    disco, journal_path
) -> None:
    disco("log", "Ben @ Acme", "x", "--segment", "friends of Iven O.", "--title", "Iven O. on pay")
    disco(
        "log", "Cleo @ Acme", "x", "--segment", "Small Business", "--title", "Iven again, Plan B."
    )
    with open_anonymous(journal_path, TODAY) as opened:
        shown = opened.rows("SELECT title FROM interview ORDER BY id")
        assert opened.value("SELECT segment FROM person WHERE id = 2") == "Small Business"
    assert [title for (title,) in shown] == ["Person 1. on pay", "Person 1 again, Plan B."]
