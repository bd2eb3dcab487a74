"""Proves that a checkup knows the journal's shape, has no opinion of its own about a healthy one,
and meets whatever damage without a traceback and without a word of what people said."""

from __future__ import annotations

import errno
import os
import random
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Integer
from sqlmodel import SQLModel
from tests.conftest import TODAY, Disco

from discoverycli.formats import journal_json
from discoverycli.safety import doctor, row_repairs
from discoverycli.safety.checks import database, derived, environment
from discoverycli.safety.checks.check import Check, Finding, Repair, State, Subject
from discoverycli.store import derived_keys, file_checks, schema
from discoverycli.store.columns import Day, Flag, Step, Word
from discoverycli.store.models import (
    every,  # noqa: F401 - fills the metadata
    people,
)
from discoverycli.store.search_index import MAKE

NOW = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}


def subject(path: Path) -> Subject:
    return Subject(path, TODAY, NOW, path.parent, journal_json.dump)


def troubles(path: Path) -> list[Finding]:
    found = doctor.look(subject(path))
    return [each for each in found if each.state is State.FAULT]


def kind_of(column: object) -> str:
    of = column.type  # type: ignore[attr-defined]
    if isinstance(of, (Word, Step)):
        return of.kind.__name__
    if isinstance(of, Day):
        return "day"
    return "flag" if isinstance(of, Flag) else "int" if isinstance(of, Integer) else "text"


# --- The shape -----------------------------------------------------------------------------------


def test_the_shape_is_of_the_same_tables_as_the_models() -> None:
    assert people.Person.__tablename__ in TABLES
    assert set(schema.TABLES) == set(TABLES) == set(file_checks.TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_shape_of_a_table_is_that_of_its_model(name: str) -> None:
    table = TABLES[name]
    keys = [column.name for column in table.primary_key.columns]
    # What is more than the type of the column says.
    plain = dict.fromkeys(("Scope", "Basis", "Serves", "Code", "moment"), "text")
    plain |= dict.fromkeys(("Importance", "Percent"), "int")
    assert [
        each._replace(kind=plain.get(each.kind, each.kind)) for each in schema.TABLES[name]
    ] == [
        schema.Column(
            column.name,
            kind_of(column),
            not column.nullable,
            keys.index(column.name) + 1 if column.name in keys else 0,
            bool(column.unique),
            next((foreign.column.table.name for foreign in column.foreign_keys), None),
            column.info["privacy"],
        )
        for column in table.columns
    ]


def test_the_indexes_are_those_of_the_models() -> None:
    assert {
        str(index.name): (table.name, ", ".join(column.name for column in index.columns))
        for table in TABLES.values()
        for index in table.indexes
    } == schema.INDEXES


def test_every_word_list_of_a_column_is_known() -> None:
    kinds = {each.kind for columns in schema.TABLES.values() for each in columns}
    assert kinds - {"text", "int", "day", "flag", "moment", "Code"} == set(schema.ALLOWED)


def test_every_counter_and_every_key_is_of_a_table_there_is() -> None:
    assert set(derived.COUNTED.values()) | set(derived_keys.KEYS) <= set(TABLES)
    assert " ".join(MAKE.split()) == file_checks._SEARCH[-1]


def test_every_kind_of_repair_is_made_by_somebody() -> None:
    source = Path(doctor.__file__).parent
    named = {
        kind
        for path in [*source.glob("checks/*.py"), source / "doctor.py"]
        for kind in re.findall(r'Repair\("(\w+)"', path.read_text())
    }
    made = set(row_repairs._REPAIRS) | set(doctor._AROUND)
    assert named == made
    assert all(callable(getattr(row_repairs._Mender, kind)) for kind in row_repairs._REPAIRS)


# --- A healthy journal ---------------------------------------------------------------------------


def test_the_demonstration_is_well(disco: Disco, world: Path) -> None:
    disco("demo")
    assert troubles(world / "disco-demo" / ".disco" / "journal.db") == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_commands_do_to_a_journal_it_is_well(
    disco: Disco, journal_path: Path, tmp_path: Path, seed: int
) -> None:
    from tests.trials.test_undo import Commands

    chance = random.Random(seed)
    for words in Commands(chance, tmp_path).some(25):
        disco(*words, ok=False)
        if chance.random() < 0.2:
            disco("undo", "--yes", ok=False)
    assert troubles(journal_path) == []
    disco("export", "--format", "json", "--output", str(tmp_path / "all.json"))
    disco("import", str(tmp_path / "all.json"), "--journal", str(tmp_path / "other.db"))
    assert troubles(tmp_path / "other.db") == []


def test_time_alone_does_not_make_a_journal_unwell(
    disco: Disco, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        disco("log", f"Person {n} @ House {n}", "H: owners pay\nH+ did: yes", "--as", "prospect")
    disco("hypotheses", "add", "second")
    disco("hypotheses", "park", "H2", "--reason", "later", "--until", "2026-12-24")
    for day in ("2026-11-21", "2026-12-24", "2027-05-19", "2027-08-01"):
        monkeypatch.setenv("DISCO_TODAY", day)
        assert disco("doctor", "--json", ok=False).code == 0, day
    disco("log", "Person 1", "words")
    assert disco("doctor", "--json", ok=False).code == 0


# --- Damage --------------------------------------------------------------------------------------

CANARY = "zebrafinch"


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from discoverycli.main import main

    path = tmp_path_factory.mktemp("healthy") / "journal.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISCO_TODAY", TODAY.isoformat())
        patch.setenv("DISCO_AUTHOR", "Robin")
        for n in range(12):
            note = f"H: {CANARY} {n % 3}\nH+ did: {CANARY}\n!pain {CANARY} #x{n}\n{CANARY} " * 8
            main(["log", f"{CANARY} {n} @ {CANARY} {n % 4}", note, "--journal", str(path)])
    return path.read_bytes()


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_is_a_finding_and_never_a_traceback_or_a_word(
    healthy: bytes, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "journal.db"
    for _ in range(12):
        data = bytearray(healthy)
        for _ in range(chance.choice((1, 3, 30))):
            place = chance.randrange(100, len(data))
            length = chance.choice((1, 1, 16, 600))
            data[place : place + length] = chance.randbytes(length)
        data = data[: chance.choice((len(data), len(data), chance.randrange(len(data))))]
        path.write_bytes(data)
        path.chmod(0o600)
        found = doctor.look(subject(path))
        said = " ".join(each.said + each.hint for each in found)
        assert CANARY not in said
        assert all(each.hint or each.repair for each in found if each.state is State.FAULT)


def test_a_value_of_the_wrong_kind_anywhere_is_named(healthy: bytes, tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    for table, columns in schema.TABLES.items():
        for column in columns:
            if column.kind in ("text", "int") or table in ("consent", "erasure", "pause"):
                continue
            path.write_bytes(healthy)
            connection = sqlite3.connect(path)
            value = 17 if column.type == "INTEGER" else f"{CANARY} 2026-02-30"
            changed = connection.execute(f"UPDATE {table} SET {column.name} = ?", (value,))
            connection.commit()
            connection.close()
            if changed.rowcount:
                said = [each.said for each in troubles(path) if each.check == "values"]
                assert any(f"{table}.{column.name} " in each for each in said), (table, column)
                assert CANARY not in " ".join(said)


def test_a_check_that_breaks_is_a_finding_itself(
    healthy: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Subject) -> Iterator[Finding]:
        yield Finding("first", State.NOTICE)
        raise KeyError(CANARY)

    monkeypatch.setattr(doctor, "ROWS", (Check("odd", "fine", breaks),))
    path = tmp_path / "journal.db"
    path.write_bytes(healthy)
    path.chmod(0o600)
    said = [each.said for each in doctor.look(subject(path)) if each.check == "odd"]
    assert said[0] == "first"
    assert "KeyError" in said[1]
    assert CANARY not in said[1]


def test_a_large_journal_says_that_it_takes_a_while(
    healthy: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LARGE", 1000)
    (tmp_path / "journal.db").write_bytes(healthy)
    about: list[str] = []
    looked = subject(tmp_path / "journal.db")
    looked.tell = about.append
    doctor.look(looked)
    assert len(about) == 1
    assert "a moment" in about[0]


def test_mending_never_follows_a_link_and_never_takes_a_folder_away(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / "target").chmod(0o644)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "folder").mkdir()
    for kind in ("rights", "remove"):
        what = (str(tmp_path / "link"), str(tmp_path / "folder"))
        doctor.repair_around(tmp_path / "journal.db", [Repair(kind, what)], NOW)
    assert (tmp_path / "target").read_text() == "kept"
    assert (tmp_path / "target").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder").is_dir()


def test_what_cannot_be_mended_is_said(tmp_path: Path) -> None:
    (error,) = doctor.repair_around(
        tmp_path / "journal.db", [Repair("remove", (str(tmp_path / "gone"),))], NOW
    )
    assert "gone" in error.message
    assert os.strerror(errno.ENOENT).lower() in error.message


def test_sizes_are_said_in_words() -> None:
    assert environment.megabytes(12_345_678) == "12 MB"
    assert environment.megabytes(12_345) == "12 kB"


def test_every_check_is_explained_and_no_other() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "doctor.md").read_text()
    explained = re.findall(r"^\| (\w+) \|", page, re.MULTILINE)
    assert sorted({*explained} - {"check"}) == sorted({*doctor.NAMES, "journal"})
