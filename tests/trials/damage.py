"""Damages files: takes whole ones of every importer, damages them, and imports them."""

from __future__ import annotations

import gc
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from tests.trials.apart import ROOT, Done, command, peak

from discoverycli.formats import FORMATS, sniff
from discoverycli.formats.journal_markdown import FILES

JOURNALS = ("journal.json", "journal folder")
IMPORTERS = (*FORMATS, *JOURNALS)
"""Everything that `disco import` reads."""

MONTH = sorted(map(str, (ROOT / "examples" / "first-month").glob("*.md")))
_ORDINALS = ("first", "second")

MOST_SECONDS = 2.0
TOGETHER = 10
"""So many files are imported by one command, which may take no longer than one of them."""

PIECES = (
    b"---\n", b": ", b"\n", b"> ", b"- ", b"| a | b |\n", b"| --- | --- |\n", b"```\n", b"<!--",
    b"-->", b"&a ", b"*a ", b"<<: ", b"[", b"]", b"{", b"}", b",", b'"', b"'", b"\\", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\t", b"\r\n", b"\r", b"\x1b[31m", b"with: ",
    b"on: ", b"Date: ", b"Attendees:\n", b"# ", b"## ", b"## Adopter 1 - x\n", b"!pain ", b"H1+ ",
    b"H: ", b"J1- ", b"- [ ] by ", b"()", b"@", b";", b"!!python/object ", b"? ", b"%YAML 1.2\n",
    b"9" * 40, b"-1", b"true", b"null", b'"code": "P1"', b"&#10;", b"\xe2\x80\xae", b"e\xcc\x81",
)  # fmt: skip

_SIGNS = bytes(range(0x20, 0x7F)) + b"\n\n\n:::---   "

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**14, 2**31, "", " ", "\n", "no", "12:30:00", "P1", "H1", "I9",
    "2026-02-30", "9999-12-31", "0001", "x" * 5_000, "\u202e\x1b[2J", "\x00", "\ud800", [], {},
    [[]], [None], ["x", "x"], {"code": "P1"}, ["current", "current"],
)  # fmt: skip


def whole(importer: str) -> dict[str, bytes]:
    """Files that a note's importer can read, by their names."""
    folders = (ROOT / "tests" / "fixtures" / "imports", ROOT / "examples" / "first-month")
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.name: path.read_bytes()
        for path in files
        if sniff(path.name, path.read_text("utf-8")) == importer
    }


def damaged(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Bits flipped, ends cut off, pieces doubled, moved and taken out, another file's pieces put
    in, and signs that mean something."""
    found = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(found) + 1)
        until = min(len(found), at + dice.randint(1, 40))
        match dice.randrange(8):
            case 0 if at < len(found):
                found[at] ^= 1 << dice.choice((*range(7), *range(8)))
            case 1 if dice.random() < 0.3:
                del found[at:]
            case 2:
                del found[at:until]
            case 3:
                found[at:at] = dice.choice(PIECES) * dice.choice((1, 1, 1, 2, 50))
            case 4:
                found[at:at] = found[dice.randrange(len(found) + 1) :][:60]
            case 5:
                found[at:at] = other[dice.randrange(len(other) + 1) :][: dice.randrange(300)]
            case 6 if dice.random() < 0.2:
                found[at:until] = dice.randbytes(until - at)
            case 6:
                found[at:until] = bytes(dice.choices(_SIGNS, k=until - at))
            case _:
                first, last = sorted((at, dice.randrange(len(found) + 1)))
                found[last:last] = found[first : first + 400]
    return bytes(found)


def warped(content: Any, dice: random.Random) -> Any:
    """JSON with a few values of a wrong kind, keys left out or doubled, things there twice."""
    made = json.loads(json.dumps(content))
    for _ in range(dice.randint(1, 3)):
        place, step = dice.choice(list(_places(made)))
        match dice.randrange(5):
            case 0 if isinstance(place, dict):
                del place[step]
            case 1 if isinstance(place, dict):
                place[f"{step}x"] = place[step]
            case 2 if isinstance(place, list):
                place.append(place[step])
            case 3:
                other, where = dice.choice(list(_places(made)))
                place[step] = json.loads(json.dumps(other[where]))
            case _:
                place[step] = dice.choice(JUNK)
    return made


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    steps = content if isinstance(content, dict) else range(len(content))
    for step in steps:
        yield content, step
        if isinstance(content[step], dict | list):
            yield from _places(content[step])


def bring_in(importer: str, count: int, seed: int) -> dict[str, Any]:
    """Imports `count` damaged files one after the other; what went wrong, and what it cost.

    To be run apart, in an empty folder.
    """
    dice = random.Random(f"{importer} {seed}")
    store = _Store()
    work = _journals if importer in JOURNALS else _notes
    work(importer, count, dice, store)
    return {"runs": count, "failures": store.failures, "peak": peak(), "slowest": store.slowest}


def tell(*commands: tuple[str, ...], journal: str = "journal.db") -> None:
    """Runs commands on a journal that knows the opinions and jobs which our notes name."""
    opinions = [("hypotheses", "add", f"they lose the {each} day") for each in _ORDINALS]
    jobs = [("jobs", "add", f"find the {each} invoice") for each in _ORDINALS]
    for words in (*opinions, *jobs, *commands):
        done = command(*words, "--journal", journal)
        assert done.code == 0, done


class _Store:
    """The journal that everything is imported into, and what has to be true of it."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.slowest = 0.0
        self.path = Path("journal.db")
        tell(("import", *MONTH[:2]))
        self._whole = self.path.read_bytes()
        self._contents: dict[bytes, list[str]] = {}

    def again(self) -> None:
        """As it was in the beginning."""
        for file in Path().glob("journal.db*"):
            file.unlink()
        self.path.write_bytes(self._whole)

    def imports(self, what: str, *words: str) -> Done:
        """Runs an import, and looks at what holds for any."""
        before, interviews = self._content(), self._interviews()
        done = command("import", *words, "--json")
        self.slowest = max(self.slowest, done.worked)
        said = f"{what}: exit {done.code}, {done.err[-600:]}"
        self.check(done.code in (0, 2), said)
        self.check("Traceback" not in done.err, said)
        self.check(done.within(MOST_SECONDS), f"{what}: {done.waited:.1f} s")
        if done.code != 0:
            self.check(self._content() == before, f"{what}: refused, and the store changed")
        if done.out:
            data = json.loads(done.out)
            counts = data["stored"] + data["skipped"] + data["refused"]
            self.check(data["read"] == counts, f"{what}: {data}")
            more = self._interviews() - interviews
            self.check(data["stored"] == more, f"{what}: {more} more interviews, and {data}")
        return done

    def check(self, holds: bool, said: str) -> None:
        """Notes a failure."""
        if not holds:
            self.failures.append(said)

    def _content(self) -> list[str]:
        # Pages that were written and taken back are written again, with the same in them.
        data = self.path.read_bytes()
        if data not in self._contents:
            with closing(sqlite3.connect(self.path)) as connection:
                self._contents = {data: list(connection.iterdump())}
        return self._contents[data]

    def _interviews(self) -> int:
        with closing(sqlite3.connect(self.path)) as connection:
            found: tuple[int] = connection.execute("SELECT count(*) FROM interview").fetchone()
        return found[0]


def _notes(importer: str, count: int, dice: random.Random, store: _Store) -> None:
    """Several at a time; those that are refused, again by themselves, so that nothing is stored."""
    seeds = sorted(whole(importer).items())
    others = [data for each in FORMATS for data in whole(each).values()]
    numbers = iter(range(count))
    while some := list(islice(numbers, TOGETHER)):
        store.again()
        _tidy(some[0])
        paths = []
        for number in some:
            name, data = dice.choice(seeds)
            path = Path(f"{number:05}-{name}")
            path.write_bytes(damaged(data, dice.choice(others), dice))
            paths.append(str(path))
        forced = ["--format-of", importer] if dice.random() < 0.5 else []
        done = store.imports(f"{importer} {paths}", *paths, *forced)
        _alone(done, forced, store)
        if not store.failures:
            for each in paths:
                Path(each).unlink()


def _tidy(number: int) -> None:
    """A process of ours lives for one command, and so seldom looks for what it can let go of."""
    if number % 50 == 0:
        gc.collect()


def _alone(done: Done, forced: list[str], store: _Store) -> None:
    problems = json.loads(done.out)["problems"] if done.out else []
    refused = sorted({each["file"] for each in problems if each["refused"]})
    lost = [path for path in refused if Path(path).exists()]
    if lost and done.code == 0:
        again = store.imports(f"{lost}", *lost, *forced)
        found = json.loads(again.out)
        # A file of several interviews may be refused in part.
        if found["stored"] == found["skipped"] == 0:
            store.check(again.code == 2, f"{lost}: exit {again.code}, and nothing was taken")


def _journals(importer: str, count: int, dice: random.Random, store: _Store) -> None:
    tell(
        ("import", *MONTH),
        ("report", "cadence", "--pause", "2026-12-21..2026-12-27"),
        ("export", "--output", "j.json"),
        ("export", "--format", "markdown", "--output", "whole"),
        journal="there.db",
    )
    make: Callable[[random.Random], str] = _a_json if importer == "journal.json" else _a_folder
    for number in range(count):
        _tidy(number)
        path = make(dice)
        done = store.imports(f"{importer} {number}", path)
        if done.code == 0:
            store.again()


def _a_json(dice: random.Random) -> str:
    data = Path("j.json").read_bytes()
    if dice.random() < 0.5:
        data = damaged(data, data, dice)
    else:
        data = json.dumps(warped(json.loads(data), dice)).encode()
    Path("damaged.json").write_bytes(data)
    return "damaged.json"


def _a_folder(dice: random.Random) -> str:
    shutil.rmtree("damaged", ignore_errors=True)
    shutil.copytree("whole", "damaged")
    notes = sorted(Path("damaged", "interviews").iterdir())
    path = Path("damaged", dice.choice(FILES)) if dice.random() < 0.8 else dice.choice(notes)
    match dice.randrange(4):
        case 0:
            path.write_bytes(_other_cells(path.read_bytes(), dice))
        case 1 if dice.random() < 0.2:
            path.unlink()
        case _:
            path.write_bytes(damaged(path.read_bytes(), dice.choice(notes).read_bytes(), dice))
    return "damaged"


def _other_cells(data: bytes, dice: random.Random) -> bytes:
    """A table with a cell in another's place, or with some of the junk in it."""
    lines = data.split(b"\n")
    rows = [number for number, line in enumerate(lines) if line.startswith(b"| ")]
    if not rows:
        return data
    for _ in range(dice.randint(1, 2)):
        row = dice.choice(rows)
        cells = lines[row].split(b" | ")
        junk = str(dice.choice(JUNK)).encode("utf-8", "surrogatepass")
        cells[dice.randrange(len(cells))] = dice.choice((dice.choice(cells), junk))
        lines[row] = b" | ".join(cells)
    return b"\n".join(lines)
