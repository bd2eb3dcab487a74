"""Files that are damaged, hostile, interrupted or there twice, by every importer."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Disco
from tests.trials.apart import MB, apart
from tests.trials.bombs import BOMBS, LIMITS, go_off
from tests.trials.conftest import Trial, mostly_bulk
from tests.trials.damage import IMPORTERS, JOURNALS, MONTH, bring_in, tell, whole
from tests.trials.faults import at_row, failed


@pytest.mark.trial("B1")
@pytest.mark.parametrize("importer", mostly_bulk(IMPORTERS, "note", "journal.json"))
def test_a_damaged_file_is_read_or_refused_and_a_refused_one_changes_nothing(
    importer: str, trial: Trial, tmp_path: Path
) -> None:
    """Each importer gets as many files as the trial counts, a thousand of them a process."""
    for start in range(0, trial.count, 1_000):
        count = min(1_000, trial.count - start)
        folder = tmp_path / str(start)
        found = apart(bring_in, folder, importer=importer, count=count, seed=20261120 + start)
        trial.ran(found["runs"])
        for failure in found["failures"]:
            trial.check(False, f"{folder}: {failure}")
        trial.check(found["peak"] < 200 * MB, f"{importer} took {found['peak'] / MB:.0f} MB")


@pytest.mark.trial("B2")
@pytest.mark.parametrize("kind", mostly_bulk(["bomb", "limit"], "bomb"))
def test_a_bomb_is_refused_with_the_limit_named_before_it_goes_off(
    kind: str, trial: Trial, tmp_path: Path
) -> None:
    """The eight bombs; and a file beyond each of the limits, which may cost what any file may."""
    bombs = BOMBS if kind == "bomb" else LIMITS
    assert len(BOMBS) == trial.count
    for name, bomb in trial.some([*bombs.items()], 4):
        for told in apart(go_off, tmp_path / name, kind=kind, name=name):
            said = " ".join(told["says"].split())
            what = f"{name} in {told['file']}: {said[:200]}"
            trial.check(told["code"] == 2, f"exit {told['code']} of {what}")
            trial.check(bomb.says in said, f"no '{bomb.says}' in {what}")
            most = 20 if kind == "bomb" else 200
            trial.check(told["soon"], f"{told['seconds']:.1f} s for {what}")
            trial.check(told["taken"] < most * MB, f"{told['taken'] / MB:.0f} MB for {what}")
            trial.check(not told["journal"], f"a journal was made by {what}")
        trial.ran()


NOTE = """---
with: {name} Reed @ House {name}
as: prospect
on: 2026-11-02
---
!pain did: took {number} hours #payroll
H: the {number}th thing is typed twice
H+ did: on Friday
- [ ] send the summary by friday
"""
SHORT = """---
with: {name} Reed
on: 2026-11-02
---
They told us of invoice {number}.
"""
BAD = {
    "an unknown code": b"---\nwith: Ana\n---\nH99+ did: once\nH: never kept\n",
    "not UTF-8": b"---\nwith: Ana\n---\ncaf\xe9\n",
    "nobody": b"---\nwith:\n---\nWords.\n",
    "there already": SHORT.format(name="Person0", number=0).encode(),
}


def notes(folder: Path, count: int, note: str = NOTE) -> None:
    """A folder of notes that can all be read."""
    folder.mkdir()
    for number in range(count):
        (folder / f"n{number:02}.md").write_text(note.format(name=f"Person{number}", number=number))


def everything(journal: Path) -> list[str]:
    """All that a journal holds."""
    with closing(sqlite3.connect(journal)) as connection:
        return list(connection.iterdump())


def brought_in(disco: Disco, trial: Trial, what: str, *words: str) -> dict[str, Any]:
    """What an import says of itself; its counts agree."""
    data: dict[str, Any] = disco("import", *words, "--json").data
    agree = data["read"] == data["stored"] + data["skipped"] + data["refused"]
    trial.check(agree, f"{what}: {data}")
    return data


@pytest.mark.trial("B4")
@pytest.mark.parametrize("what", ["notes", "there.json", "there"])
def test_a_fault_at_any_row_of_an_import_stores_nothing(
    what: str, trial: Trial, disco: Disco, journal_path: Path
) -> None:
    """`what` is a folder of notes, or another journal's export; the row is of any table."""
    notes(Path("notes"), 12)
    disco("import", "notes", "--journal", "there.db")
    disco("export", "--output", "there.json", "--journal", "there.db")
    disco("export", "--format", "markdown", "--output", "there", "--journal", "there.db")
    disco("log", "Ana @ Acme", "H: bookkeepers retype\n!pain much")
    before = everything(journal_path)
    for row in range(1, trial.count + 1):
        with at_row(row):
            result = disco("import", what, "--json", ok=False)
        trial.check(failed(), f"{what} has no row {row}")
        trial.check(result.code == 4 and not result.out, f"{what}, row {row}: {result}")
        trial.check(everything(journal_path) == before, f"{what}, row {row}: the journal changed")
        trial.ran()
    assert brought_in(disco, trial, what, what)["stored"] == 12


@pytest.mark.trial("B4")
@pytest.mark.parametrize("what", BAD)
def test_a_bad_entry_at_any_place_of_an_import_loses_none_of_the_others(
    what: str, trial: Trial, disco: Disco, world: Path
) -> None:
    disco("init", "empty.db")
    notes(Path("notes"), trial.count + 1, SHORT)
    bad = "skipped" if what == "there already" else "refused"
    for row in trial.share(list(BAD).index(what), len(BAD)):
        paths = [f"notes/n{number:02}.md" for number in range(row + 2)]
        Path("notes/bad.md").write_bytes(BAD[what])
        paths.insert(row + 1, "notes/bad.md")
        journal = f"{row}.db"
        shutil.copy("empty.db", journal)
        data = brought_in(disco, trial, what, *paths, "--journal", journal)
        said = f"{what} at {row}: {data}"
        trial.check(data["read"] == len(paths) and data[bad] == 1, said)
        trial.check(data["stored"] == data["people"] == len(paths) - 1, said)
        trial.check(data["hypotheses"] == 0, said)
        trial.ran()


def sources(importer: str) -> list[str]:
    """Files of an importer in this folder, as they are brought in."""
    if importer in JOURNALS:
        return ["there.json" if importer == "journal.json" else "there"]
    for name, data in whole(importer).items():
        Path(name).write_bytes(data)
    return sorted(whole(importer))


@pytest.mark.trial("B5")
@pytest.mark.parametrize("importer", IMPORTERS)
def test_the_same_file_imported_twice_is_there_once(
    importer: str, trial: Trial, disco: Disco, journal_path: Path, world: Path
) -> None:
    """By its own name, by another, in a folder, with options, and twice in one command."""
    tell(*(("import", path) for path in MONTH), journal="there.db")
    disco("export", "--output", "there.json", "--journal", "there.db")
    disco("export", "--format", "markdown", "--output", "there", "--journal", "there.db")
    if importer not in JOURNALS:
        tell()
    paths = sources(importer)
    Path("copies").mkdir()
    copies = [
        str(shutil.copytree(path, f"copies/{path}") if Path(path).is_dir()
            else shutil.copy(path, f"copies/of-{path}"))
        for path in paths
    ]  # fmt: skip
    first = brought_in(disco, trial, importer, *paths)
    assert first["stored"] > 0
    before = everything(journal_path)
    again = [paths, copies, [*paths, *copies]]
    again += [] if importer in JOURNALS else [["copies"], [*paths, "--format-of", importer]]
    for words in again:
        data = brought_in(disco, trial, importer, *words)
        said = f"{importer}, {words}: {data}"
        trial.check(data["stored"] == data["updated"] == data["people"] == 0, said)
        trial.check(data["skipped"] > 0, said)
        trial.check(everything(journal_path) == before, f"the journal changed by {said}")
        trial.ran()
