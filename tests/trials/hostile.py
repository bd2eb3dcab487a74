"""What hostile text looks like, a journal full of it, every command, and what lies in a folder."""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from tests.conftest import Disco, Result

from discoverycli.cli.reports.report import REPORTS
from discoverycli.domain.text.folding import name_key, text_key
from discoverycli.main import application, main
from discoverycli.store import file_checks
from discoverycli.store.write import search
from discoverycli.store.writer import open_journal

PAYLOADS = {
    "clear the screen": "\x1b[2J\x1b[H",
    "colour": "\x1b[35mpurple\x1b[39m",
    "hide text": "\x1b[8mhidden",
    "alternate screen": "\x1b[?1049hgone\x1b[?25l",
    "window title": "\x1b]0;owned\x07",
    "hyperlink": "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "bell": "\x07",
    "eight-bit control sequence": "\x9b2J\x9d0;owned\x9c",
    "device control string": "\x1bPq#0;2;0;0;0\x1b\\",
    "answer back": "\x1b[6n\x05",
    "right-to-left override": "\u202egpj.exe",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "marks of direction": "\u200ea\u200fb\u061cc",
    "zero width": "a\u200bb\u2060c",
    "nul": "a\x00b",
    "backspace": "abc\b\b\bxyz",
    "carriage return": "true\rfake",
    "forged line": "text\nForged heading\n  H1  validated",
    "vertical tab and form feed": "a\x0bb\x0cc",
    "next line": "a\x85b\x1c\x1d\x1e\x1fc",
    "markup": "[bold]x[/bold] [red]y",
    "closing markup": "see [/] here",
    "markup link": "[link=file:///etc/passwd]x[/link]",
    "markup action": "[@click=app.quit]x[/]",
    "lone surrogate": "a\ud800b\udfff",
    "tag characters": "a\U000e0041\U000e0042\U000e007f",
    "byte order mark": "\ufeffa",
    "line separator": "a\u2028b\u2029c",
    "annotation": "a\ufff9b\ufffac\ufffb",
    "very long word": "x" * 3_000,
    "pile of marks": "a" + "\u0301" * 300,
    "joined emoji": "👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈",
    "wide": "王小明" * 60,
}
"""Text that acts on a terminal, or on a renderer that takes it for markup."""

UNSTORABLE = ("lone surrogate",)
"""What not even a manipulated journal can hold; `nul` only a manipulated one can."""

HARMLESS = "plainword"

LARGE = ("very long word", "pile of marks", "wide")
"""What only takes room."""

TOGETHER = " ".join(
    text for name, text in PAYLOADS.items() if name not in (*UNSTORABLE, *LARGE, "nul")
)
"""All of them in one text: none can hide another, since what acts is looked for one by one."""

JOINS = "\u200d"
"""Holds emoji and letters of some scripts together, and acts on nothing."""

OUR_COLOURS = frozenset(f"\x1b[{code}m" for code in (0, 1, 2, 31, 32, 33, 36))
"""What the program paints with; no payload holds any of them."""

_SEQUENCE = re.compile("\x1b\\[[0-9;?]*[@-~]")


def acting(text: str) -> set[str]:
    """The control sequences and the other characters in `text` that are not for the eye."""
    rest = _SEQUENCE.sub("", text)
    odd = {char for char in rest if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    return (odd | set(_SEQUENCE.findall(text))) - {"\n", JOINS, *OUR_COLOURS}


# --- A journal with a word of its own in every field --------------------------------------------

_NOTE = f"""---
with:
  - {HARMLESS} person @ {HARMLESS} organisation
  - second {HARMLESS}
as: prospect
segment: {HARMLESS}
on: 2026-11-18
channel: accompanied
via: {HARMLESS}
kind: interview
minutes: 30
title: {HARMLESS}
study: {HARMLESS}
---
{HARMLESS} in the notes.

> {HARMLESS} in their words
!pain did: {HARMLESS} took four hours #{HARMLESS}
!compliment {HARMLESS} is nice
!commit {HARMLESS} introduces us by 2026-12-01
H: {HARMLESS} loses a day
H1+ paid: {HARMLESS} hired a student
H1- says: {HARMLESS} never
H1? {HARMLESS} could not say
J: reconcile {HARMLESS} invoices before month end
J1+ {HARMLESS} hired a spreadsheet
J1- {HARMLESS} fired it
- [ ] send {HARMLESS} the summary by 2026-12-02
"""
_STORY = f"When {HARMLESS} closes, I want to {HARMLESS} books, so I can {HARMLESS} sleep"
_STEPS = (
    ("hypotheses", "add", f"{HARMLESS} is put aside", "--segment", HARMLESS),
    ("hypotheses", "park", "H2", "--reason", HARMLESS, "--until", "2027-05-01"),
    ("hypotheses", "support", "H1", "S1", HARMLESS, "--rung", "paid"),
    ("hypotheses", "edit", "H1", "--rule", "voices=4", "--reason", HARMLESS),
    ("why", "H1", f"{HARMLESS} because", "--heard", "S1"),
    ("hypotheses", "decide", HARMLESS, "--because", "H1", "--because", "J1", "--reason", HARMLESS),
    ("jobs", "add", _STORY, "--segment", HARMLESS),
    ("people", "edit", "P1", "--name", f"{HARMLESS} renamed", "--role", HARMLESS),
    ("people", "consent", "P1", "--scope", "notes"),
    ("report", "cadence", "--pause", "2026-12-21..2026-12-27", "--reason", HARMLESS),
    (
        "hypotheses",
        "add",
        f"{HARMLESS} is believed",
        "--right-if",
        HARMLESS,
        "--wrong-if",
        HARMLESS,
    ),
    ("hypotheses", "predict", "H3", "70"),
)


DRAFT = "20261101-120000-ab12cd"
"""The draft beside a copy of that journal."""
LAST = str(len(_STEPS) + 2)
"""The number of the last operation in that journal."""


def harmless_journal(disco: Disco, path: Path) -> None:
    """Makes a journal in which every free text holds `HARMLESS`."""
    where = ("--journal", str(path))
    before, os.environ["DISCO_AUTHOR"] = os.environ["DISCO_AUTHOR"], HARMLESS
    disco("log", *where, typed=_NOTE)
    for step in _STEPS:
        disco(*step, *where)
    dated = path.with_name(f"{HARMLESS}.md")
    dated.write_text(
        f"# Interview\n\n**Interviewee:** {HARMLESS} Guest, Owner, {HARMLESS} Works\n"
        f"**Date:** {HARMLESS}\n\n## Why?\n\n{HARMLESS} said so.\n"
    )
    disco("import", str(dated), "--as", "prospect", *where)
    dated.unlink()
    os.environ["DISCO_AUTHOR"] = before


def texts(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every column of text of every table, the search index among them."""
    found = []
    for table in sorted(file_checks.TABLES | {"search"}):
        for column in connection.execute(f"PRAGMA table_info({table})"):
            if column[2] == "TEXT" or table == "search":
                found.append((table, str(column[1])))
    return found


def never_filled(path: Path) -> set[str]:
    """The columns of text in which no row holds `HARMLESS`, and which only the program writes."""
    connection = sqlite3.connect(path)
    try:
        return {
            f"{table}.{column}"
            for table, column in texts(connection)
            if not connection.execute(
                f"SELECT 1 FROM {table} WHERE {column} LIKE '%{HARMLESS}%'"
            ).fetchone()
        }
    finally:
        connection.close()


_KEYS = (
    ("person", "name", name_key),
    ("organisation", "name", name_key),
    ("hypothesis", "text", text_key),
    ("job", "text", text_key),
)
"""What is found by a key that is made of it."""


def poison(path: Path, text: str, *, surrounded: bool = True) -> None:
    """Puts `text` into every field of the journal at `path`, past every check of the program.

    `surrounded` by harmless words, things can still be found by these.
    """
    connection = sqlite3.connect(path)
    inside = f"{HARMLESS} {text} {HARMLESS}" if surrounded else text
    with connection:
        for table, column in texts(connection):
            if table == "search" and column in ("code", "noun"):
                continue
            quoted = json.dumps(inside)[1:-1]
            sql = f"""
            UPDATE {table} SET {column} = replace({column}, '{HARMLESS}',
                CASE WHEN {column} LIKE '{{%' OR {column} LIKE '[%' THEN ? ELSE ? END)
            WHERE instr({column}, '{HARMLESS}') > 0
            """
            connection.execute(sql, (quoted, inside))
        for table, column, key in _KEYS:
            connection.create_function("key_of", 1, key)
            connection.execute(f"UPDATE {table} SET {column}_key = key_of({column})")
            connection.execute(
                f"UPDATE change SET before = json_set(before, '$.{column}_key', "
                f"key_of(json_extract(before, '$.{column}'))) WHERE noun = '{table}' AND before > ''"
            )
        connection.execute("UPDATE operation SET command = command || ?", (text,))
    connection.close()
    with open_journal(path) as session:
        search.rebuild(session)


# --- Every command ------------------------------------------------------------------------------

Arguments = tuple[str, ...]


def in_turn(release: bool) -> Iterator[tuple[str, str]]:
    """All payloads together, which tells as much; before a release each of them, too."""
    yield "all", TOGETHER
    if release:
        yield from ((name, text) for name, text in PAYLOADS.items() if name not in UNSTORABLE)


def file_names(release: bool) -> Iterator[tuple[str, str]]:
    """Every payload as far as it can be the name of a file, several in one name where that will
    do, and bytes that are no text."""
    odd = {
        name: text for name, text in PAYLOADS.items() if name not in (*UNSTORABLE, "nul", *LARGE)
    }
    if release:
        yield from ((name, named(text)) for name, text in odd.items())
    together = ""
    for name, text in odd.items():
        together += named(text)
        if len(together.encode()) > 70 or name == [*odd][-1]:
            yield f"up to {name}", together
            together = ""
    yield "no text at all", os.fsdecode(b"a\xff\xfe\x80b")


def named(text: str) -> str:
    """What of `text` can be the name of a file."""
    return text.replace("/", "_").replace("\0", "")[:60]


def arguments(text: str, folder: Path) -> dict[str, tuple[Arguments, ...]]:
    """How to call each command, by its name; `text` wherever a command takes any text.

    A new command gets a line here: the trials walk the real list of commands.
    """
    note = f"---\nwith: {HARMLESS}\n---\n{text}\n!pain {text}\n"
    files = (
        ("note.md", note),
        ("settled.md", "---\nwith: Ana\n---\nwords\n"),
        (
            "asked.md",
            f"- Would you use a tool that shows {text} to us?\n\n- Is {text} hard to find?\n",
        ),
    )
    for name, content in files:
        (folder / name).write_text(content, encoding="utf-8", errors="replace")
    given, settled, guide = (str(folder / name) for name, _ in files)
    anything = ((), (text,))
    codes = ("P1", "I1", "S1", "H1", "H2", "J1", "J2", "D1", HARMLESS, text)
    of_code = tuple((each,) for each in codes)
    segment = ("--segment", text)
    return {
        "log": (
            (f"{text} @ {text}", text, "--as", "prospect", *segment, "--title", text),
            ("P1", f"H1+ paid: {text}\n!pain did: {text}", "--channel", "proxy", "--via", text),
            ("P1", "words", "--as", text),
            ("P1", "words", "--on", text),
            (HARMLESS, "words"),
        ),
        "import": ((given,), (settled, *segment, "--as", "prospect"), (given, "--as", text), (text,)),
        "lint": ((guide,), (guide, "--output", guide), (text,), (str(folder),)),
        "hypotheses": ((), ("--all",), segment, ("--status", text), (text,)),
        "hypotheses add": ((text,), (f"new {HARMLESS}", *segment), ("x", "--rule", text),
                           ("x", "--right-if", text, "--wrong-if", text)),
        "hypotheses predict": (("H2", "70"), ("H3", "70"), ("H2", text), (text, "70")),
        "hypotheses show": (("H1",), ("H2",), (text,)),
        "hypotheses edit": (
            ("H2", "--text", text, *segment),
            ("H1", "--rule", "voices=3", "--reason", text),
            ("H1", "--class", text),
            ("H2", "--right-if", text, "--wrong-if", text),
        ),
        "hypotheses support": (("H2", "I1", text, "--person", "P1"), ("H2", "S1"), ("H1", text)),
        "hypotheses refute": (("H2", "I1", text, "--person", "P1"), ("H2", "S1", "--rung", text)),
        "hypotheses neutral": (("H2", "I1", text, "--person", "P1"), ("H2", "I1", "--person", text)),
        "hypotheses park": (("H1", "--reason", text, "--until", "2027-01-01"),
                            ("H1", "--reason", "why", "--until", text)),
        "hypotheses unpark": (("H2",), (text,)),
        "jobs": (*anything, segment),
        "jobs add": ((text, *segment), ("x", "--type", text), (text, "--strict")),
        "jobs show": (("J1",), ("J2",), (text,)),
        "jobs edit": (("J1", "--text", text, *segment), (text, "--text", "x"), ("J1",)),
        "jobs lint": (("reconcile invoices before month end",), (text,), (f"easily export {text} and more",)),
        "why": (
            ("H1",), ("S1",), (HARMLESS,), (text,),
            ("H1", text), ("H1", text, "--heard", "S1", "--under", "1"), ("S1", text),
            ("H1", "--heard", text), ("H1", "--remove", "1"), ("H1", "--remove", "1", "--yes"),
        ),
        "next": ((), ("H1",), ("H2",), (HARMLESS,), (text,)),
        "people": ((), ("--due",), segment, ("--organisation", text), ("--as", text)),
        "people show": (("P1",), ("P2",), (HARMLESS,), (text,)),
        "prep": (("P1",), ("P2",), (HARMLESS,), (text,)),
        "people consent": (("P1",), ("P1", "--scope", "recording"), ("P1", "--scope", text), (text,)),
        "people edit": (
            ("P1", "--name", text, "--organisation", text, "--role", text, *segment),
            ("P1", "--every", text),
            ("P1", "--referred-by", text),
            (text, "--role", "x"),
        ),
        **{f"report {name}": ((),) for name in REPORTS},
        "report": ((), ("--quarter",), ("--of", text), (text,)),
        "report cadence": ((), ("--check",), ("--since", text), ("--pause", text), ("--unpause", text),
                           ("--pause", "2027-01-01..2027-01-07", "--reason", text)),
        "report balance": ((), ("--since", text)),
        "report matrix": (*anything, ("H1", "--by", "people"), ("--by", "segments"), ("--by", text)),
        "hypotheses decide": ((text, "--because", "H1", "--because-not", "H2", "--reason", text),
                              (text, "--because", "S1"), ("x", "--because", text),
                              ("x", "--because-not", text)),
        "search": ((HARMLESS,), (text,), (HARMLESS, text)),
        "drafts": ((), (text,)),
        "drafts show": ((DRAFT,), (text,)),
        "drafts drop": ((DRAFT, "--yes"), (DRAFT,), (text,)),
        "show": of_code,
        "init": ((), (text,)),
        "demo": ((str(folder / named(text)),), (str(folder / "note.md"),)),
        "edit": (("I1", "--title", text), ("I1", "--file", given), ("I1", "--as", text), (text,)),
        "people export": (("P1",), (text,)),
        "people forget": (("P2", "--yes"), ("P2",), (text,)),
        "undo": ((LAST, "--yes"), (LAST,), (), (text,)),
        "history": ((), ("P1",), ("H1",), ("D1",), (HARMLESS,), (text,)),
        "backup": ((), ("--list",)),
        "doctor": ((), (text,)),
        "restore": ((), (text,)),
        "export": ((), ("--format", text), ("--output", str(folder / text / "x"))),
        "config": ((),),
        "config get": (("cadence.goal",), ("log.author",), (text,)),
        "config set": (("log.author", text), ("log.author", "plain"), (text, "1")),
        "config unset": (("log.author",), (text,)),
        "config edit": ((), ("--file", given), ("--file", text)),
        "config path": ((),),
        "config trust": ((), (text,), (text, "--remove")),
        "completion": (("bash",), (text,)),
    }  # fmt: skip


def tree() -> dict[str, Any]:
    """Every command that can be run, by its name."""

    def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        if not hasattr(command, "list_commands"):
            yield name, command
            return
        if name and command.invoke_without_command:
            yield name, command
        for each in command.list_commands(None):
            yield from walk(command.get_command(None, each), f"{name} {each}".strip())

    return dict(walk(typer.main.get_command(application()), ""))


def takes_format(command: Any) -> bool:
    """Whether a command prints a page in any format."""
    return any("--json" in param.opts for param in command.params) and any(
        "--output" in param.opts and param.metavar == "FILE" for param in command.params
    )


def options_of(command: Any) -> list[str]:
    """The options of a command that take a value."""
    return [
        max(param.opts, key=len)
        for param in command.params
        if param.opts[0].startswith("-") and not param.is_flag
    ]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def run(*words: str, terminal: bool, typed: str | None = None) -> Result:
    """Runs a command in this process, in a pipe or on what it takes for a terminal; with `typed`,
    somebody sits there."""
    out, err = io.BytesIO(), io.BytesIO()
    saved = sys.stdin, sys.stdout, sys.stderr
    kind = Terminal if terminal else io.TextIOWrapper
    asked = io.TextIOWrapper if typed is None else Terminal
    sys.stdin = asked(io.BytesIO((typed or "").encode(errors="surrogatepass")), encoding="utf-8",
                      errors="surrogateescape")  # fmt: skip
    sys.stdout = kind(out, encoding="utf-8", write_through=True)
    sys.stderr = kind(err, encoding="utf-8", write_through=True)
    try:
        code = int(main(words))
    except SystemExit as ended:  # how completion ends
        code = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        texts = out.getvalue().decode(), err.getvalue().decode()
        sys.stdin, sys.stdout, sys.stderr = saved
    return Result(code, *texts)


def copied(journal: Path, folder: Path, text: str = HARMLESS) -> Path:
    """A copy of a journal in a new folder, to write to, with a draft of a text beside it."""
    folder.mkdir()
    draft = folder / "drafts" / f"{DRAFT}.md"
    draft.parent.mkdir(mode=0o700)
    draft.write_text(f"{text} and {HARMLESS}", errors="surrogatepass")
    draft.chmod(0o600)
    path = folder / "journal.db"
    path.write_bytes(journal.read_bytes())
    path.chmod(0o600)
    return path


# --- Files -----------------------------------------------------------------------------------

OLDER = sorted((Path(__file__).parents[1] / "fixtures" / "journals").glob("schema-*.db"))
"""Journals of every schema that was released before."""


def everything(folder: Path) -> dict[str, bytes | str]:
    """What lies in a folder: each path with its bytes, or with what it is."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_dir():
            found[name] = "folder"
        else:
            found[name] = path.read_bytes() if path.is_file() else "no file"
    return found
