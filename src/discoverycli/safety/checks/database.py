"""Checks the journal as a database: its pages, its schema, and what its rows point at."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from discoverycli.safety.checks.check import FIX, Finding, Repair, State, Subject, notice, some
from discoverycli.safety.checks.environment import megabytes
from discoverycli.safety.rescue import way_out
from discoverycli.store.file_checks import open_file
from discoverycli.store.schema import INDEXES, TABLES, Column
from discoverycli.store.search_index import NOUNS, entries
from discoverycli.store.values import in_lists

PATIENCE = 5
"""Seconds to wait for a program that is writing, before the search index is let be."""

_MOST = 20
_LARGE = 50_000_000
_INDEX_FAULT = re.compile(
    r"row \d+ missing from index \w+|wrong # of entries in index \w+|"
    r"non-unique entry in index \w+|row \d+ values differ from index \w+"
)
_SEARCH_FAULT = re.compile(r".*\bfts5\b.*|.*\bmain\.search\b.*", re.IGNORECASE)
_SEARCH_TABLES = (
    "search", "search_config", "search_content", "search_data", "search_docsize", "search_idx",
)  # fmt: skip


def cure(subject: Subject) -> str:
    """What to type when a part of the journal cannot be read any more."""
    subject.way_out = subject.way_out or way_out(subject.journal, subject.dump)
    return subject.way_out


def integrity(subject: Subject) -> Iterator[Finding]:
    """SQLite's own look at every page, row and index."""
    size = subject.journal.stat().st_size
    if size > _LARGE:
        subject.tell(f"looking through {megabytes(size)}: a moment")
    found = subject.reader.firsts(f"PRAGMA integrity_check({_MOST})")
    wrong = [each for each in found if each != "ok" and not _SEARCH_FAULT.fullmatch(each)]
    if not wrong:
        yield Finding(f"SQLite finds every page of {megabytes(size)} whole", State.OK)
    elif all(_INDEX_FAULT.fullmatch(each) for each in wrong):
        names = sorted({each.rsplit(None, 1)[-1] for each in wrong})
        yield Finding(f"an index does not fit its table: {some(names)}", repair=Repair("reindex"))
    else:
        first = " ".join(wrong[0].replace("*** in database main ***", "").split())
        more = " and more" if len(wrong) > 1 else ""
        yield Finding(f"the file is damaged: {first}{more}", hint=cure(subject))


def schema(subject: Subject) -> Iterator[Finding]:
    """Whether tables, columns and indexes are those that this version makes."""
    reader = subject.reader
    there = set(reader.firsts("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    for table, columns in sorted(TABLES.items()):
        if table not in there:
            yield Finding(f"the table {table} is missing", hint=cure(subject))
            continue
        yield from _columns(subject, table, columns)
    indexes = set(reader.firsts("SELECT name FROM sqlite_schema WHERE type = 'index'"))
    wrong = [
        name
        for name, (table, names) in INDEXES.items()
        if table in there and (name not in indexes or _names_of(subject, name) != names.split(", "))
    ]
    if wrong:
        yield Finding(
            f"indexes are missing or on other columns: {some(wrong)}",
            repair=Repair("indexes", tuple(wrong)),
        )
    if extra := sorted(n for n in indexes.difference(INDEXES) if not n.startswith("sqlite_")):
        yield notice(f"it has indexes that disco has not made: {some(extra)}")


def _columns(subject: Subject, table: str, wanted: Sequence[Column]) -> Iterator[Finding]:
    points_at = {row[3]: row[2] for row in subject.reader.rows(f"PRAGMA foreign_key_list({table})")}
    unique = {
        names[0]
        for row in subject.reader.rows(f"PRAGMA index_list({table})")
        if row[3] == "u" and len(names := _names_of(subject, row[1])) == 1
    }
    there = {
        row[1]: (row[2].upper(), bool(row[3]), row[5], row[1] in unique, points_at.get(row[1]))
        for row in subject.reader.rows(f"PRAGMA table_info({table})")
    }
    should = {
        each.name: (each.type, each.required, each.key, each.unique, each.points_at)
        for each in wanted
    }
    for said, names in (
        ("has not the columns", [name for name in should if name not in there]),
        ("has columns of no journal:", [name for name in there if name not in should]),
        ("has other columns than it should:", [
            name for name in should if name in there and there[name] != should[name]
        ]),
    ):  # fmt: skip
        if names:
            yield Finding(f"the table {table} {said} {some(names)}", hint=cure(subject))


def _names_of(subject: Subject, index: str) -> list[str]:
    return [row[2] for row in subject.reader.rows(f"PRAGMA index_info({index})")]


def references(subject: Subject) -> Iterator[Finding]:
    """Whether every row points at rows that are there."""
    found = Counter((row[0], row[2]) for row in subject.reader.rows("PRAGMA foreign_key_check"))
    for (table, parent), count in sorted(found.items()):
        # A cached verdict on a missing hypothesis can simply be dropped.
        repair = Repair("verdicts") if table == "memo" else None
        yield Finding(
            f"{count} of {table}: the {parent} {'they point' if count > 1 else 'it points'} at is "
            "not there",
            hint=FIX if repair else cure(subject),
            repair=repair,
        )


def search(subject: Subject) -> Iterator[Finding]:
    """Whether the search index is sound, and says what the rows say."""
    repair = Repair("search")
    there = subject.reader.firsts("SELECT name FROM sqlite_schema WHERE name LIKE 'search%'")
    if missing := [name for name in _SEARCH_TABLES if name not in there]:
        yield Finding(f"the search index is not whole: {some(missing)}", repair=repair)
        return
    try:
        _check_index(subject)
        missed, other, surplus = _compared(subject)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        waits = isinstance(error, sqlite3.OperationalError)
        if waits and ("locked" in str(error) or "busy" in str(error)):
            yield notice("the search index could not be looked at: the journal is busy", "again")
        else:
            yield Finding("the search index is damaged", repair=repair)
        return
    for said, count in (
        (f"the search index lacks {some(missed)}", len(missed)),
        (f"the search index says something else of {some(other)}", len(other)),
        (f"the search index holds {surplus} that nothing stands for", surplus),
    ):
        if count:
            yield Finding(said, repair=repair)


def _check_index(subject: Subject) -> None:
    """FTS5's own check of the index. It is asked for by writing, and writes nothing."""
    writer = open_file(subject.journal, "mode=rw", PATIENCE)
    try:
        writer.execute("PRAGMA trusted_schema=OFF")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        writer.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        # Where nobody can write, the index can still be compared.
        if "readonly" not in str(error) and "unable to open" not in str(error):
            raise
    finally:
        writer.close()


def _compared(subject: Subject) -> tuple[list[str], list[str], int]:
    """Codes that the index lacks, codes with other words there, and entries without a row."""
    reader = subject.reader
    missed: list[str] = []
    other: list[str] = []
    there = 0
    for noun in NOUNS:
        for _, part in in_lists(reader.firsts(f"SELECT id FROM {noun} ORDER BY id")):  # noqa: S608
            wanted = list(entries(reader.rows, noun, part))
            held = {
                row[0]: row
                for row in reader.rows_in(
                    "SELECT rowid, code, noun, title, body, keys FROM search WHERE rowid IN ({})",
                    [each.row for each in wanted],
                )
            }
            for each in wanted:
                if each.row not in held:
                    missed.append(each.code)
                elif held[each.row] != tuple(each):
                    other.append(each.code)
            there += len(held)
    return missed, other, reader.value("SELECT count(*) FROM search") - there
