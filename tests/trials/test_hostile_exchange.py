"""What goes out to other programs and comes back in: tables, Markdown, and imports."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Disco
from tests.render.test_csv import FORMULAS, STARTS
from tests.trials import hostile
from tests.trials.conftest import Trial

from discoverycli.cli.calls.note_to_interview import settle
from discoverycli.context import Context
from discoverycli.domain.note.notes import Head, Who, parse_note, render_note
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.words import one_line
from discoverycli.render.csv import rearm
from discoverycli.render.safe import safe
from discoverycli.store.write import interviews

# --- H4 ---------------------------------------------------------------------------------------

LISTS = (
    ("people",), ("people", "show", "P1"), ("hypotheses", "--all"), ("hypotheses", "show", "H1"),
    ("hypotheses", "show", "H2"), ("jobs",), ("jobs", "show", "J1"), ("report",),
    ("report", "cadence"), ("report", "balance"), ("report", "hypotheses"), ("report", "jobs"),
    ("show", "I1"), ("show", "S1"), ("show", "P1"), ("search", hostile.HARMLESS), ("history",),
)  # fmt: skip
"""Every page that has a table of what is stored."""


def cells(text: str) -> list[str]:
    """Every cell of a table in CSV."""
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


@pytest.mark.trial("H4")
def test_no_cell_of_any_table_begins_a_formula_and_each_comes_back(
    disco: Disco, trial: Trial, world: Path
) -> None:
    plain = world / "plain.db"
    hostile.harmless_journal(disco, plain)
    assert len(FORMULAS) >= trial.count
    for number, formula in trial.some([*enumerate(FORMULAS)]):
        nasty = hostile.copied(plain, world / f"{number}")
        hostile.poison(nasty, formula, surrounded=False)
        found = 0
        for page in LISTS:
            text = disco(*page, "--format", "csv", "--journal", str(nasty)).out
            for cell in cells(text):
                begins = cell.lstrip(" ")[:1]
                trial.check(
                    not begins or begins not in STARTS or _is_number(cell),
                    f"{formula!r} begins {cell!r} of {page}",
                )
                found += rearm(cell) == safe(formula)
        trial.check(found, f"{formula!r} came back nowhere")
        trial.ran()


def _is_number(cell: str) -> bool:
    """Numbers are written plainly: -5 is no formula, and nobody typed it."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


# --- H5 ---------------------------------------------------------------------------------------

LINES = (
    "---", "--- ", "...", "***", "___", "# Heading", "## People", "###### Six", "Setext\n====",
    "Setext\n---", "```", "```python", "~~~", "````", "    code", "\tcode", "- item", "  - nested", "1. one", "* item", "| code | name |", "| --- | --- |", "| a | b |",
    "<script>alert(1)</script>", "<!-- never closed", "<details>", "</table>", "<b>", "&lt;",
    "&#10;", "&amp;nbsp;", "with: Somebody Else", "on: 1999-01-01", "title: another", "version: 1",
    "---\nwith: nobody\n---", "[link](javascript:alert)", "![image](http://192.0.2.1/x.png)",
    "[ref]: http://192.0.2.1", "\\", "\\|", "**bold", "_under_", "`tick", "$math$", "~no~", "", " ",
    "  ", "\t", "line\r", "Zoë 王小明 🙂", "\u202ereversed", "\x1b[31mred", "\ufeff", "\u2028",
    '"quoted"', "'quoted'", "{{ template }}", "{% raw %}", "%%", "+++", "# disco journal",
)  # fmt: skip
"""What could be taken for the structure of a file of ours."""

FIELDS = (
    "> quote", ">> deeper", "!pain did: it hurts", "- [ ] send it", "H1+ did: paid for it",
    *(text for text in LINES if text.strip() and not set("\n\r") & set(text)),
)  # fmt: skip
"""Those that fit on a line of their own, and what would be a mark in a note."""


MARKS = (
    "!pain did: {}", "> {}", "H1+ did: {}", "J1- fired {}", "- [ ] send {} by 2026-12-01",
    "!commit {} by 2026-12-01",
)  # fmt: skip


def note(chosen: random.Random, number: int) -> tuple[Head, str]:
    """A note with a mark of each kind around such text, and lines of it below."""
    marks = "".join(mark.format(chosen.choice(FIELDS)) + "\n" for mark in MARKS)
    body = marks + "\n".join(chosen.choices(LINES, k=chosen.randint(1, 12)))
    body += chosen.choice(("", "\n", "\n\n", "  ", "\r\n"))
    who = Who(f"Person {number} {chosen.choice(FIELDS)}", chosen.choice(FIELDS))
    head = Head(
        with_=(who,), as_="prospect", segment=chosen.choice(FIELDS), on="2026-11-19",
        title=chosen.choice(FIELDS),
    )  # fmt: skip
    return head, body


def tamed(head: Head, number: int) -> str:
    """A note that makes as many records, and has nothing in it that looks like structure."""
    organisations = sorted({name_key(text) for text in FIELDS})
    at = organisations.index(name_key(head.with_[0].organisation or ""))
    who = Who(f"Person {number}", f"Organisation {at}")
    plain = head._replace(with_=(who,), segment="segment", title="title")
    return render_note(plain, "".join(mark.format("words") + "\n" for mark in MARKS))


def log_all(journal: Path, texts: list[str]) -> None:
    """Logs notes as `disco log` does, in one transaction."""
    where = Context(journal_option=str(journal))
    with where.writer() as session:
        for text in texts:
            interview = settle(parse_note(text), where)
            interviews.add(
                session,
                interview,
                author="Robin",
                today=where.today,
                logged_at="2026-11-20T12:00",
                rule=Rule(),
            )


def files(folder: Path) -> dict[str, bytes]:
    """The files of an export."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def structure(exported: dict[str, bytes]) -> dict[str, list[str]]:
    """What gives the tables of an export their shape: headings, heads, how many rows."""
    shape = {}
    for name, content in exported.items():
        if "/" in name:
            continue  # notes are kept as they are
        lines = content.decode().split("\n")
        shape[name] = [line if line.startswith("#") else line[:1] for line in lines]
    return shape


@pytest.mark.trial("H5")
def test_markdown_out_and_back_changes_no_letter_and_no_structure(
    disco: Disco, trial: Trial, world: Path
) -> None:
    chosen = random.Random(5)
    notes = [note(chosen, number) for number in range(trial.count)]
    for journal in ("tricky", "tame"):
        where = ("--journal", str(world / f"{journal}.db"))
        disco("hypotheses", "add", "they would pay", *where)
        disco("jobs", "add", "reconcile invoices before month end", *where)
        tricky = journal == "tricky"
        log_all(
            world / f"{journal}.db",
            [
                render_note(head, body) if tricky else tamed(head, number)
                for number, (head, body) in enumerate(notes)
            ],
        )
        disco("export", "--format", "markdown", "--output", str(world / journal), *where)
    exported = files(world / "tricky")
    shape, twins = structure(exported), structure(files(world / "tame"))
    for name in shape.keys() | twins.keys():
        trial.check(shape.get(name) == twins.get(name), f"the structure of {name} changed")
    for number, (head, body) in enumerate(notes):
        content = exported[f"interviews/I{number + 1}.md"].decode()
        read = parse_note(content)
        names = [(one_line(each.name), one_line(each.organisation or "")) for each in head.with_]
        same = (read.body, read.head.title, read.head.with_) == (
            body, head.title, tuple(Who(*each) for each in names),
        )  # fmt: skip
        trial.check(same, f"I{number + 1} reads {content!r}")
        trial.ran()
    again = ("--journal", str(world / "again.db"))
    disco("import", str(world / "tricky"), *again)
    disco("export", "--format", "markdown", "--output", str(world / "again"), *again)
    for name, content in files(world / "again").items():
        trial.check(exported.get(name) == content, f"{name} came back otherwise")
    trial.check(set(exported) == set(files(world / "again")), "files are missing")


# --- H6 ---------------------------------------------------------------------------------------

SECRET = "the-secret-canary"

_SPY = """
import json, os, sys

seen, calls = [], []
QUIET = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork",
         "sqlite3.connect", "urllib.", "ftplib.", "http.", "ctypes.dlopen", "shutil.", "os.link",
         "os.symlink", "webbrowser.")
sys.addaudithook(
    lambda event, args: event.startswith(QUIET) and seen.append([event, str(args[:2])[:500],
        os.fsdecode(args[0]) if event in ("open", "sqlite3.connect")
        and isinstance(args[0], (str, bytes)) else None,
        event == "open" and bool((args[2] or 0) & os.O_NOFOLLOW)])
)
from discoverycli.main import main

for line in sys.stdin:
    call = json.loads(line)
    seen.clear()
    code = main(call)
    calls.append([code, list(seen)])
sys.stdout.flush()
sys.__stderr__.write("\\0" + json.dumps(calls))
"""


def imports(folder: Path, secret: Path, disco: Disco) -> dict[str, tuple[list[Path], str]]:
    """Imports that name other files and other machines: the files that are named to the program,
    and the path that it is called with."""
    head = "---\nwith: Ana @ Acme\n{}\n---\nwords {}\n"
    up = f"../{secret.name}"
    entity = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><x>&s;</x>'
    remote = "<img src='http://127.0.0.1:9/x.png'><link href='//127.0.0.1:9/x.css'>"
    wiki = f"![[{up}]] [[{secret}]] {{{{< include {up} >}}}} include::{up}[] \\\\input{{{up}}}"
    sql = f"'; ATTACH DATABASE '{secret}' AS x; --\n.read {secret}\n.import {secret} person"
    written = {
        "links.md": head.format(f"source: {up}", f"![x]({up}) [y](file://{secret}) {remote}"),
        "include.md": head.format(f"title: !include {up}", ""),
        "tag.md": head.format(
            f'title: !!python/object/apply:os.system ["cat {secret} > owned"]', ""
        ),
        "reference.md": head.format(f"<<: *{secret.stem}\nsegment: &x {secret}", ""),
        "entity.md": head.format("", entity),
        "wiki.md": head.format(f"title: '{secret}'", wiki),
        "attach.md": head.format(f"via: file:{secret}?mode=rwc", sql),
        "story.md": f"# A story\n\n**Customer:** {secret}\n\n@import '{up}'\n\n{remote}\n",
        f"'; ATTACH DATABASE '{secret.name}' AS x; --.md": head.format("", "by its name"),
        "template.md": head.format("", "{{ ''.__class__.__mro__ }} ${jndi:ldap://127.0.0.1/x}"),
    }
    cases = {}
    for name, content in written.items():
        (folder / name).write_text(content)
        cases[name] = [folder / name], str(folder / name)
    linked = folder / "linked"
    linked.mkdir()
    (linked / "secret.md").symlink_to(secret)
    (linked / "folder").symlink_to(secret.parent)
    (linked / "note.md").write_text(head.format("", "beside links"))
    cases["a folder of links"] = [linked], str(linked)
    cases |= _exports(folder, secret, disco)
    for name in (f"file://{secret}", "http://127.0.0.1:9/x.md", "\\\\127.0.0.1\\x.md", f"{folder}/*.md",
                 f"|cat {secret}", f"@{secret}", "~/../secret.md"):  # fmt: skip
        cases[name] = [], name
    return cases


def _exports(folder: Path, secret: Path, disco: Disco) -> dict[str, tuple[list[Path], str]]:
    """Exports of a journal in which every text is such a path, and whose files are links."""
    plain, nasty = folder.parent / "plain.db", folder.parent / "nasty.db"
    hostile.harmless_journal(disco, plain)
    nasty.write_bytes(plain.read_bytes())
    hostile.poison(nasty, f"../{secret.name} file://{secret}")
    one, whole, linked = folder / "export.json", folder / "whole", folder / "links"
    disco("export", "--output", str(one), "--journal", str(nasty))
    moved = folder / "moved"
    for path in (whole, linked, moved):
        way = ("--format", "markdown", "--output", str(path))
        disco("export", *way, "--journal", str(nasty))
    for name in ("people.md", "interviews/I1.md"):
        (linked / name).unlink()
        (linked / name).symlink_to(secret)
    (moved / "interviews").rename(secret.parent / "interviews")
    (moved / "interviews").symlink_to(secret.parent / "interviews")
    return {
        "a folder of an export with a linked folder": ([moved], str(moved)),
        "an export": ([one], str(one)),
        "a folder of an export": ([whole], str(whole)),
        "a folder of an export of links": ([linked], str(linked)),
    }


@pytest.mark.trial("H6")
def test_an_import_opens_nothing_but_the_named_file(
    disco: Disco, trial: Trial, world: Path
) -> None:
    folder, secret, journal = world / "in", world / "secret.md", world / "kept" / "journal.db"
    folder.mkdir()
    journal.parent.mkdir()
    secret.write_text(f"---\nwith: {SECRET}\n---\n{SECRET}\n")
    cases = imports(folder, secret, disco)
    assert len(cases) >= trial.count
    calls = [["import", path, "--journal", str(journal)] for _, path in cases.values()]
    calls.insert(0, ["log", "Ana @ Acme", "words", "--journal", str(journal)])
    calls.append(["import", str(secret), "--dry-run", "--journal", str(journal)])
    child = subprocess.run(
        [sys.executable, "-c", _SPY],
        input="".join(json.dumps(call) + "\n" for call in calls),
        capture_output=True, text=True, cwd=folder, check=True,
    )  # fmt: skip
    told: list[Any] = json.loads(child.stderr.partition("\0")[2])
    assert str(secret) in [each[2] for each in told[-1][1]]  # the spy sees what is opened
    for (name, (named, _)), (code, events) in zip(cases.items(), told[1:-1], strict=True):
        allowed = [*named, journal.parent]
        for event, what, path, as_it_is in events:
            opens = event in ("open", "sqlite3.connect")
            if event == "sqlite3.connect/handle" or (opens and path is None):
                continue  # a file that is open already
            trial.check(
                opens and _may_open(path, allowed, follows=not as_it_is), f"{name}: {event} {what}"
            )
        trial.check(code in (0, 2, 3), f"{name} ends with {code}: {child.stderr}")
        trial.ran()
    for path in journal.parent.rglob("*"):
        if path.is_file():
            trial.check(SECRET.encode() not in path.read_bytes(), f"the secret is in {path}")
    trial.check(not (folder / "owned").exists(), "a command was run")


def _may_open(name: str, allowed: list[Path], *, follows: bool) -> bool:
    """Whether a path is one of ours: what was named, the journal's folder, Python's own files."""
    path = Path(name.removeprefix("file://").partition("?")[0])
    real = Path(os.path.realpath(path if follows else path.parent))
    own = {
        Path(os.path.realpath(each)) for each in (*sys.path, sys.prefix, sys.base_prefix) if each
    }
    own |= {Path("/usr/share/zoneinfo"), Path("/etc/localtime"), Path("/dev/null")}
    places = [*own, *(Path(os.path.realpath(each)) for each in allowed)]
    return any(real == place or place in real.parents for place in places)
