"""Exports that older versions made: all of them are read, and none can pass for a cut-off newer one."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from discoverycli.domain import snapshot
from discoverycli.errors import InputError
from discoverycli.formats import journal_folder, journal_json, records

FIXTURES = Path(__file__).parent.parent / "fixtures"
EXPORTS = FIXTURES / "exports"
OLD = snapshot.VERSION - 1
NEW = ("Person.role", "Person.former_names", "Interview.study")


def unpacked(version: int, folder: Path) -> Path:
    with zipfile.ZipFile(EXPORTS / f"version-{version}.zip") as file:
        file.extractall(folder)
    return folder


@pytest.mark.parametrize("version", range(1, snapshot.VERSION + 1))
def test_the_exports_of_a_version_hold_its_whole_journal(
    disco: Callable[..., Any], tmp_path: Path, version: int
) -> None:
    """Each was made by the program of its time, of the journal with that number."""
    old = tmp_path / "old.db"
    shutil.copy(FIXTURES / "journals" / f"schema-{version}.db", old)

    def told(journal: Path) -> list[Any]:
        words = ("hypotheses", "people", "jobs")
        return [disco("--journal", str(journal), each, "--json").data for each in words]

    exported = EXPORTS / f"version-{version}.json", unpacked(version, tmp_path / "folder")
    for number, source in enumerate(exported):
        journal = tmp_path / f"{number}.db"
        disco("--journal", str(journal), "init")
        disco("--journal", str(journal), "import", str(source))
        assert told(journal) == told(old)


@pytest.fixture
def with_new_fields(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the newest version had brought what somebody does, and the study of an interview."""
    for field in NEW:
        monkeypatch.setitem(snapshot.SINCE, field, snapshot.VERSION)  # type: ignore[arg-type]
    records._read_off.cache_clear()
    yield
    records._read_off.cache_clear()


def content(version: int, *, without: Collection[str] = ()) -> dict[str, Any]:
    """What an export holds, without some fields of its records."""
    found = json.loads((EXPORTS / f"version-{version}.json").read_text())
    for name in without:
        cls, _, field = name.partition(".")
        for record in found[{"Person": "people", "Interview": "interviews"}[cls]]:
            del record[field]
    return found


def read(content: dict[str, Any]) -> snapshot.Snapshot:
    return journal_json.load("j.json", json.dumps(content).encode())


@pytest.mark.usefixtures("with_new_fields")
def test_a_field_that_an_export_is_too_old_to_have_is_empty() -> None:
    whole = content(OLD)
    found = read(content(OLD, without=NEW))
    assert {(person.role, person.former_names) for person in found.people} == {(None, ())}
    assert {interview.study for interview in found.interviews} == {None}
    assert [person.name for person in found.people] == [each["name"] for each in whole["people"]]


@pytest.mark.usefixtures("with_new_fields")
def test_an_old_export_with_a_newer_field_and_a_new_one_without_it_are_refused() -> None:
    with pytest.raises(InputError, match=r"people\[0\]: 'former_names' is not known here"):
        read(content(OLD))
    assert read(content(snapshot.VERSION)).people
    with pytest.raises(InputError, match=r"interviews\[0\]: 'study' is missing"):
        read(content(snapshot.VERSION, without=["Interview.study"]))


@pytest.mark.usefixtures("with_new_fields")
def test_a_folder_is_read_with_the_columns_of_its_version(tmp_path: Path) -> None:
    fields = [field.partition(".")[2] for field in NEW]
    for version in (OLD, snapshot.VERSION):
        folder = unpacked(version, tmp_path / str(version))
        whole = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.md")}
        bare = {name: without_columns(text, fields) for name, text in whole.items()}
        right, wrong = (whole, bare) if version == snapshot.VERSION else (bare, whole)
        found = journal_folder.load("folder", right)
        assert len(found.people) == len(content(version)["people"])
        if version == OLD:
            assert {(person.role, person.former_names) for person in found.people} == {(None, ())}
        with pytest.raises(InputError, match="the columns are not code, name"):
            journal_folder.load("folder", wrong)


def without_columns(text: bytes, names: Collection[str]) -> bytes:
    """The tables of a file without those columns. No cell of theirs may hold a sign of a table."""
    lines: list[str] = []
    gone: set[int] = set()
    for line in text.decode().splitlines():
        cells = line.strip("| ").split(" | ") if line.startswith("|") else []
        if not cells:
            gone = set()
        elif not lines[-1].startswith("|"):
            gone = {place for place, cell in enumerate(cells) if cell in names}
        kept = [cell for place, cell in enumerate(cells) if place not in gone]
        lines.append(f"| {' | '.join(kept)} |" if gone else line)
    return "".join(f"{line}\n" for line in lines).encode()


def test_whatever_came_later_can_be_empty() -> None:
    """A field that an older export has not is `None` there, or an empty tuple."""
    for name in snapshot.SINCE:
        cls, _, field = name.rpartition(".")
        if cls:
            kind = records.shape(getattr(snapshot, cls)).values[field][1]
            assert kind.many or kind.read(None) is None
