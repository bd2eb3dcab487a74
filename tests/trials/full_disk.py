"""Logs on a disk with too little room, as a program of its own that can be limited.

`python full_disk.py LIMIT MODE FOLDER` prints what it found as JSON. LIMIT is `tmpfs` (FOLDER is a
small file system), `RLIMIT_FSIZE` or `max_page_count`; MODE is `wal`, or `delete` for a disk
without shared memory.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.trials.odd_sqlite import NO_SHARED_MEMORY, open_as_always, open_otherwise
from tests.trials.spoken import acknowledged, look, note, words

from discoverycli.main import main

PAGE = 4096
Squeeze = Callable[[int], AbstractContextManager[object]]


class Tally:
    """What was found."""

    def __init__(self, journal: Path) -> None:
        self.journal = journal
        self.stored: set[int] = set()
        self.drafts: dict[int, Path] = {}
        self.failures: list[str] = []

    def check(self, holds: object, said: str) -> None:
        """Notes a failure, and goes on."""
        if not holds:
            self.failures.append(said)

    def disco(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        """Runs the program on the journal."""
        saved = sys.stdin, sys.stdout, sys.stderr
        out, err = io.StringIO(), io.StringIO()
        sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
        sys.stdout, sys.stderr = out, err
        try:
            code = main([*arguments, "--journal", str(self.journal)])
        finally:
            sys.stdin, sys.stdout, sys.stderr = saved
        return int(code), out.getvalue(), err.getvalue()

    def log(self, number: int, padding: int, when: str) -> None:
        """Logs a call, which is either stored and said to be, or kept and said to be."""
        code, out, err = self.disco("log", "-", typed=note(number, padding))
        self.check("Traceback" not in err, f"{when}: {err}")
        if code == 0 or acknowledged(out):
            self.check(code == 0 and acknowledged(out), f"{when}: exit {code}, {out}")
            self.stored.add(number)
            return
        self.check(code == 4, f"{when}: exit {code}, {err}")
        draft = Path(err.partition("your text is kept in ")[2].partition("\n")[0])
        kept = draft.is_file() and words(number, padding) in draft.read_text()
        self.check(kept, f"{when}: not kept: {err}")
        self.drafts[number] = draft

    def look(self, when: str, *, index: bool) -> None:
        """Reads the journal: what was acknowledged is there, and nothing of the rest."""
        seen = look(self.journal, index=index)
        self.check(not seen.faults, f"{when}: {seen.faults}")
        self.check(seen.calls == self.stored, f"{when}: {seen.calls ^ self.stored}")
        if index:
            return
        code, out, err = self.disco("search", "words of call 1", "--json")
        self.check(code == 0 and "exact words of call 1" in out, f"{when}: search says {err}")

    def look_or_be_refused(self, when: str) -> None:
        """Reads a journal that may be in the middle of a change which the limit, being below its
        size, does not let SQLite take back: it is whole, or refused, and never half."""
        code, _, err = self.disco("search", "words of call 1", "--json")
        if code == 0:
            self.look(when, index=False)
        else:
            self.check(code == 4 and "the disk failed" in err, f"{when}: exit {code}, {err}")


def small_disk(journal: Path) -> Iterator[tuple[str, AbstractContextManager[object]]]:
    """A file system with so little room left."""

    @contextmanager
    def filled(pages: int) -> Iterator[None]:
        filler = journal.with_name("filler")
        found = os.statvfs(journal.parent)
        with filler.open("wb") as file:
            file.write(bytes(max(0, found.f_bavail - pages) * found.f_bsize))
        try:
            yield
        finally:
            filler.unlink()

    for pages in (0, 1, 2, 4, 8, 9, 12, 20, 32, 48, 80, 128):
        yield f"{pages} pages of disk left", filled(pages)


def small_files(journal: Path) -> Iterator[tuple[str, AbstractContextManager[object]]]:
    """No file may become larger than this; a draft may be as large as it has to."""

    @contextmanager
    def limited(size: int) -> Iterator[None]:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    whole = journal.stat().st_size // PAGE
    for pages in (2, 7, 8, 9, 16, 24, 32, 50, whole - 1, whole, whole + 2):
        yield f"files of {pages} pages", limited(pages * PAGE)


def few_pages(journal: Path) -> Iterator[tuple[str, AbstractContextManager[object]]]:
    """The journal may have only so many pages more."""
    vfs = getattr(sqlite3.connect, "vfs", None)

    @contextmanager
    def limited(pages: int) -> Iterator[None]:
        found = sqlite3.connect(journal)
        whole = found.execute("PRAGMA page_count").fetchone()[0]
        found.close()
        open_otherwise(vfs=vfs, pages=whole + pages)
        try:
            yield
        finally:
            open_otherwise(vfs=vfs)

    for pages in (0, 2, 4, 6, 8, 12, 20, 40, 60):
        yield f"{pages} pages more", limited(pages)


LIMITS = {"tmpfs": small_disk, "RLIMIT_FSIZE": small_files, "max_page_count": few_pages}
MODES = {"wal": None, "delete": NO_SHARED_MEMORY}


def run(limit: str, mode: str, folder: Path) -> list[str]:
    """Logs with ever more room, and then with enough of it."""
    tally = Tally(folder / "journal.db")
    open_otherwise(vfs=MODES[mode])
    for number in (1, 2):
        tally.log(number, 0, "at first")
    number = 3
    for when, squeeze in LIMITS[limit](tally.journal):
        with squeeze:
            tally.log(number, 3_000 if limit == "RLIMIT_FSIZE" else 20_000, when)
            if limit == "RLIMIT_FSIZE" and mode == "delete":
                tally.look_or_be_refused(f"{when}, still")
            else:
                tally.look(f"{when}, still", index=False)
        tally.look(when, index=True)
        number += 1
    refused = len(tally.drafts)
    tally.check(refused >= 4, f"only {refused} calls did not fit")
    tally.check(refused < number - 3, "no call fitted")
    for later in range(20):
        tally.log(number + later, 0, f"later, write {later}")
        tally.check(number + later in tally.stored, f"write {later} of 20 failed afterwards")
    for call, draft in tally.drafts.items():
        if call in tally.stored or not draft.is_file():
            continue
        code, _, err = tally.disco("log", str(draft))
        tally.check(code == 0, f"the draft of call {call}: {err}")
        tally.stored.add(call)
    tally.look("in the end", index=True)
    open_as_always()
    return tally.failures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
