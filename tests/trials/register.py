"""Lists the trials: what each does, how often, and what passes.

A trial is a promise of the store put to the test in bulk. `ci` and `release` are how many runs
it makes; `None` means that the trial is one piece and its runs are what it finds to try ("every
step", "every command"). `few` is how many it makes in the fast set, where that is fewer than in
CI; 0 says that it runs in bulk only. `absent` says why this version cannot run it at all.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One trial of the register."""

    what: str
    passes: str
    ci: int | None = None
    release: int | None = None
    absent: str = ""
    few: int | None = None


TRIALS: dict[str, Entry] = {
    # Durability
    "D1": Entry(
        "kill -9 at a random moment of `disco log`",
        "0 acknowledged lost, 0 torn, 0 check failures", 50, 500, few=10,
    ),
    "D2": Entry(
        "power cut replayed at every write, three kinds of unsynced loss",
        "0 acknowledged lost, 0 corrupt", 600, 3_000, few=66,
    ),
    "D3": Entry(
        "power cut during the first run", "0 acknowledged lost; the next start works", 150, 1_500, few=24,
    ),
    "D4": Entry(
        "disk full: tmpfs, RLIMIT_FSIZE, max_page_count",
        "0 lost; exit is not 0; readable; 20 of 20 writes later", 6, 6,
    ),
    "D5": Entry(
        "the n-th write or sync fails, for every n of one log",
        "old or new state; 0 false \"logged\"",
    ),
    "D6": Entry("settings read back on open connections", "all as set", 100, 100),
    "D7": Entry(
        "one single file after each kind of exit", "0 -wal; a copied file has all rows", 80, 80, few=8,
    ),
    # Concurrency
    "C1": Entry(
        "16 processes, 200 read-modify-writes each", "0 errors, 0 lost, none over 10 s", 1, 5
    ),
    "C2": Entry("16 processes, first run together", "all work", 10, 50, few=1),
    "C3": Entry(
        "the lock held for 40 s by another program",
        "exit within 32 s, a plain message, the draft kept", 3, 10, few=0,
    ),
    "C4": Entry(
        "4 reporters beside 4 writers", "0 errors; totals agree inside each report", 1_000, 1_000, few=40,
    ),
    "C5": Entry(
        "PostgreSQL: 8 writers, 50 edits each of one row", "0 lost", 1, 5,
        absent="no team store on PostgreSQL yet",
    ),
    # Migration
    "M1": Entry("a fault at every step of every revision", "the same dump; trying again works"),
    "M2": Entry("kill -9 during each revision", "old or new, never half", 20, 100, few=1),
    "M3": Entry(
        "rows and content of every table before and after each revision",
        "0 rows lost, 0 keys that point at nothing",
    ),
    "M4": Entry(
        "backup before the migration, and its restore", "identical; mode 0600", 10, 100, few=2,
    ),
    "M5": Entry("ten wrong files", "each refused with a reason; bytes unchanged", 10, 10),
    "M6": Entry(
        "a file of every released schema brought up to date", "no difference from the tables"
    ),
    # Bad input
    "B1": Entry(
        "damaged files into each importer",
        "0 tracebacks, under 2 s, under 200 MB, the store unchanged on error", 500, 10_000, few=20,
    ),
    "B2": Entry("bombs: YAML aliases, merges, depth; JSON depth and digits",
                "refused within 1 s and 20 MB", 8, 8),
    "B3": Entry("six odd encodings in eight formats", "never a silent change", 48, 48),
    "B4": Entry(
        "a fault at row k of an import",
        "0 rows stored; read = stored + skipped + refused", 50, 50, few=8,
    ),
    "B5": Entry("the same file imported twice, each format", "0 duplicates"),
    "B6": Entry(
        "export, empty store, import, export, of random journals", "byte for byte", 100, 500, few=5,
    ),
    "B7": Entry("search for arbitrary text", "0 errors; each under 100 ms", 10_000, 120_000, few=500),
    "B8": Entry("values of the wrong type, by every way in", "0 stored", 50, 50),
    # Hostile content
    "H1": Entry(
        "21 terminal payloads, every printing command, terminal and pipe",
        "0 control characters beyond a harmless twin's",
    ),
    "H2": Entry("the same in file names, options, errors, prompts", "0 control characters"),
    "H3": Entry(
        "20 HTML payloads in every field", "0 scripts, handlers, remote loads",
        absent="no HTML output yet",
    ),
    "H4": Entry(
        "14 formula payloads in CSV", "0 cells begin a formula; all come back unchanged", 14, 14
    ),
    "H5": Entry(
        "Markdown export of rules, fences, headings, HTML", "read back equal", 100, 500, few=15,
    ),
    "H6": Entry("imports that name other files", "nothing opened but the named file", 12, 12),
    "H7": Entry(
        "export over links and files; kill -9 while writing",
        "no link followed; the old file or the new", 50, 50, few=6,
    ),
    "H8": Entry("hostile EDITOR and PAGER", "no shell; the draft kept", 6, 6),
    "H9": Entry("hostile journals: view, trigger, function calls", "refused; 0 calls", 5, 5),
    # Privacy
    "P1": Entry(
        "forget a person, then search the bytes of every file",
        "0 hits; nobody else's rows changed", 10, 50, few=1,
    ),
    "P2": Entry(
        "forget while a reader is open", "says not finished; the next run finishes", 10, 10, few=1,
    ),
    "P3": Entry("restore an older backup", "the forgotten stay forgotten", 20, 20, few=1),
    "P4": Entry("export one person", "all of theirs, nothing of others'", 50, 50, few=5),
    "P5": Entry(
        "retention around its day; withdrawn consent in each format", "exact; 0 hits", 65, 65
    ),
    "P6": Entry("reports for others", "0 names, 0 addresses", 50, 50, few=1),
    "P7": Entry("file modes under umask 000, 022, 077", "files 0600, folders 0700"),
    "P8": Entry("a canary in every field, an error in every command",
                "0 canaries in errors, also with debugging"),
    "P9": Entry("row security between workspaces", "0 foreign rows",
                absent="no team store on PostgreSQL yet"),
    # Recovery
    "R1": Entry("one flipped byte in a backup", "always found; 0 tracebacks", 100, 1_000, few=6),
    "R2": Entry(
        "kill -9 during a restore, with a -wal left over", "old or new, nothing else", 50, 200, few=8,
    ),
    "R3": Entry("undo after random commands", "the same dump", 50, 200, few=4),
    "R4": Entry(
        "drafts after a lock, a full disk, a refused file, Ctrl-C", "every text kept", 20, 20
    ),
    # Supply chain
    "S1": Entry("installing from hashes alone; oldest and newest versions", "0 failures", 2, 2,
                few=0),
    "S2": Entry("known faults, bill of materials, reproducible build", "0 known faults",
                absent="nothing is published yet"),
}  # fmt: skip
