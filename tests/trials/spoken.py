"""Makes the calls that durability trials log, and finds out whether a journal holds them whole."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from discoverycli.errors import DiscoError, NotFoundError
from discoverycli.store.reader import Reader, open_reader


def who(number: int) -> str:
    """Whom a call was with."""
    return f"Caller {number} @ Organisation {number}"


def words(number: int, padding: int = 0) -> str:
    """What was said in a call, in lines that no other call has.

    Calls 1, 101, 201 … write down an opinion and a job; all others bear on H1 and J1.
    `padding` makes it longer by about that many bytes.
    """
    opinion, job = (
        ("H: opinion", "J: reconcile invoices") if number % 100 == 1
        else ("H1+ did: evidence", "J1+ did: hired a macro")
    )  # fmt: skip
    lines = [
        f"Opening words of call {number}.",
        f"> exact words of call {number}",
        f"!pain did: lost an hour in call {number} #payroll",
        f"!workaround a macro for call {number}",
        f"{opinion} of call {number}",
        f"{job} of call {number}",
        f"- [ ] promise of call {number} by 2026-12-01",
        *(f"Line {line} of call {number}: {'blah ' * 15}" for line in range(padding // 100)),
        f"Last words of call {number}.",
    ]
    return "\n".join(lines) + "\n"


def note(number: int, padding: int = 0, *, whose: int | None = None) -> str:
    """A call as a note, with a caller of its own or with that of another call."""
    return f"---\nwith: {who(whose or number)}\n---\n{words(number, padding)}"


@dataclass
class Seen:
    """What a journal holds."""

    calls: set[int] = field(default_factory=set)
    """Those of which every word and every row is there."""

    faults: list[str] = field(default_factory=list)
    """What is damaged, or there in part."""

    def lost(self, acknowledged: Iterable[int]) -> list[int]:
        """The calls that were acknowledged and are not there whole."""
        return sorted(set(acknowledged) - self.calls)


def look(journal: Path, *, index: bool = True) -> Seen:
    """Reads a journal as the program does. One that is not there holds nothing.

    `index` asks the search index about itself too, for which the journal must be writable.
    """
    seen = Seen()
    try:
        with open_reader(journal) as reader:
            _look(reader, seen)
    except NotFoundError:
        return seen
    except DiscoError as error:
        seen.faults.append(f"{type(error).__name__}: {error.message}")
        return seen
    if index:
        writer = sqlite3.connect(journal, isolation_level=None)
        try:
            writer.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        except sqlite3.Error as error:
            seen.faults.append(f"search index: {error}")
        finally:
            writer.close()
    return seen


def _look(reader: Reader, seen: Seen) -> None:
    if (answer := reader.rows("PRAGMA integrity_check")) != [("ok",)]:
        seen.faults.append(f"integrity: {answer[:3]}")
    if answer := reader.rows("PRAGMA foreign_key_check"):
        seen.faults.append(f"keys: {answer[:3]}")
    for number, notes in reader.rows("SELECT id, notes FROM interview"):
        notes = notes or ""  # a damaged page may hold none
        found = re.search(r"words of call (\d+)\.", notes)
        call = int(found[1]) if found else -1
        missing = _missing(reader, number, call, notes)
        if missing:
            seen.faults.append(f"I{number} (call {call}): {', '.join(missing)}")
        elif call in seen.calls:
            seen.faults.append(f"I{number}: call {call} is there twice")
        else:
            seen.calls.add(call)
    orphans = "SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM participation)"
    if reader.value(orphans):
        seen.faults.append("a person of no interview")


def _missing(reader: Reader, number: int, call: int, notes: str) -> list[str]:
    """What is not as it should be of one interview."""
    opens = call % 100 == 1
    padding = 100 * notes.count("\nLine ")
    missing = [] if notes.rstrip("\n") == words(call, padding).rstrip("\n") else ["words"]
    for table, rows in (
        ("participation", 1), ("statement", 3), ("evidence", 0 if opens else 1),
        ("hire", 0 if opens else 1), ("followup", 1),
    ):  # fmt: skip
        found = reader.value(
            f"SELECT count(*) FROM {table} WHERE interview_id = :number", {"number": number}
        )
        if found != rows:
            missing.append(f"{found} of {rows} {table}")
    if opens and not reader.value(
        "SELECT count(*) FROM hypothesis, job WHERE hypothesis.text = :opinion AND job.text = :job",
        {"opinion": f"opinion of call {call}", "job": f"reconcile invoices of call {call}"},
    ):
        missing.append("hypothesis or job")
    codes = [
        row[0]
        for row in reader.rows(
            "SELECT code FROM search WHERE search MATCH :words ORDER BY code",
            {"words": f'"call {call}"'},
        )
    ]
    statements = reader.rows(
        "SELECT id FROM statement WHERE interview_id = :number", {"number": number}
    )
    wanted = {f"I{number}", *(f"S{row[0]}" for row in statements)}
    if not wanted <= set(codes):
        missing.append(f"search entries: {wanted - set(codes)}")
    return missing


def in_drafts(folder: Path, number: int) -> bool:
    """Whether some file in `folder` holds every word of a call."""
    return any(
        words(number).rstrip("\n") in path.read_text(errors="replace")
        for path in folder.glob("*")
        if path.is_file()
    )


def acknowledged(out: str) -> bool:
    """Whether the program has said that a call is stored."""
    return "logged I" in out
