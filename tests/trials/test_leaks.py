"""What is said in errors, which end up in logs: never what somebody said, nor what is stored.

An error may quote the code, name or option that was just typed, so that a slip of the pen can be
seen; and on a terminal, the names of the things it may have meant.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.conftest import Disco
from tests.trials import hostile
from tests.trials.conftest import Trial
from tests.trials.hostile import HARMLESS

STORED = "canary-that-stands-in-the-journal"
WORDS = "canary of the words that were said"
TYPED = "canary-as-it-was-typed"

BUG = 70


@pytest.fixture
def journal(disco: Disco, world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with a canary in every field of text."""
    monkeypatch.setenv("EDITOR", "false")
    path = world / "plain.db"
    hostile.harmless_journal(disco, path)
    hostile.poison(path, STORED)
    return path


def run(trial: Trial, said: str, *call: str, terminal: bool = False) -> int:
    """Runs a command, in whose errors no canary may stand."""
    result = hostile.run(*call, terminal=terminal)
    # Whose change the last one is has to be said: docs/decisions/0034.
    told = re.sub(r"(the last change, \d+, is by ).*", r"\1", result.err)
    trial.check(STORED not in told, f"{said}: what is stored: {result.err}")
    trial.check(WORDS not in result.err, f"{said}: what was said: {result.err}")
    trial.check(TYPED not in result.err or result.code != BUG, f"{said}: typed: {result.err}")
    trial.check("Traceback" not in result.err, f"{said}: {result.err}")
    trial.ran()
    return result.code


def every_command(text: str, folder: Path, most: int = 99) -> list[tuple[str, ...]]:
    """At most so many ways to call each command, with `text` for every text."""
    calls = hostile.arguments(text, folder).items()
    return [(*name.split(), *words) for name, ways in calls for words in ways[:most]]


def in_turn(trial: Trial, kinds: Iterable[str], at: int) -> list[str]:
    """A few of the kinds for each command, and before a release all of them for all."""
    every = 1 if trial.release else 9 if trial.fast else 3
    return [*kinds][at % every :: every]


def _execute(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = sqlite3.connect(path)
        with connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    return change


def _smash(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(len(data) // 4096 // 2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 2000] = bytes(2000)
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


DAMAGE: dict[str, Callable[[Path], None]] = {
    "smashed": _smash,
    "truncated": _truncate,
    "without a table": _execute("DROP TABLE theme", "DROP TABLE evidence"),
    "words for dates": _execute(f"UPDATE interview SET held_on = '{STORED}', precision = 'day'"),
    "words for kinds": _execute(
        f"UPDATE interview SET channel = '{STORED}'",
        f"UPDATE person SET relation = '{STORED}'",
        f"UPDATE statement SET kind = '{STORED}'",
        f"UPDATE hypothesis SET risk_class = '{STORED}', origin = '{STORED}'",
        f"UPDATE job SET type = '{STORED}'",
        f"UPDATE evidence SET stance = '{STORED}'",
    ),
    "words for lists": _execute(
        f"UPDATE memo SET result = '{STORED}'",
        f"UPDATE person SET former_names = '{STORED}'",
        f"UPDATE change SET before = '{STORED}'",
        f"UPDATE hypothesis SET serves = '{STORED}'",
    ),
    "keys that point at nothing": _execute(
        "UPDATE statement SET person_id = 99", "UPDATE evidence SET statement_id = 99"
    ),
    "an index of nothing": _execute("DELETE FROM search_content"),
}


@pytest.mark.trial("P8")
def test_no_error_of_a_healthy_journal_repeats_what_is_stored(
    trial: Trial, journal: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCO_DEBUG", "1")
    for text in (TYPED, HARMLESS):
        for call in trial.some(every_command(text, world), 40):
            copy = hostile.copied(journal, world / f"{trial.runs}")
            code = run(trial, f"{call}", *call, "--journal", str(copy))
            trial.check(code != BUG, f"{call} is a bug")
    for name, command in hostile.tree().items():
        for option in trial.some(sorted(hostile.options_of(command)), 1):
            run(trial, f"{name} {option}", *name.split(), option, TYPED)


@pytest.mark.trial("P8")
def test_no_error_of_a_damaged_journal_repeats_what_is_stored(
    trial: Trial, journal: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCO_DEBUG", "1")
    failed: Counter[str] = Counter()
    for at, call in enumerate(every_command(HARMLESS, world, 1)):
        for kind in in_turn(trial, DAMAGE, at):
            copy = hostile.copied(journal, world / f"{trial.runs}")
            DAMAGE[kind](copy)
            code = run(trial, f"{kind}: {call}", *call, "--journal", str(copy))
            failed[kind] += code in (4, BUG)
    assert sum(map(bool, failed.values())) >= (1 if trial.fast else len(DAMAGE) - 2), (
        failed
    )  # the errors are provoked


@pytest.mark.trial("P8")
def test_no_error_of_a_busy_or_full_journal_repeats_what_is_stored(
    trial: Trial, journal: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, module in [*sys.modules.items()]:
        for constant in ("BUSY_SECONDS", "_BUSY_SECONDS"):
            if name.startswith("discoverycli.") and hasattr(module, constant):
                monkeypatch.setattr(module, constant, 0.01)
    codes = set()
    for call in trial.some(every_command(HARMLESS, world, 1), 12):
        copy = hostile.copied(journal, world / f"{trial.runs}")
        other = sqlite3.connect(copy, isolation_level=None)
        other.executescript("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE")
        codes.add(run(trial, f"busy: {call}", *call, "--journal", str(copy)))
        other.close()
    assert 4 in codes


class Broken(Exception):
    """A fault inside, which knows what it was about."""


INSIDE = (
    "discoverycli.render.print_page",
    "discoverycli.store.reader.Reader.rows",
    "discoverycli.store.read.names.resolve",
    "discoverycli.store.writer.open_journal",
    "discoverycli.store.write.verdicts.reevaluate",
    "discoverycli.store.location.find_journal",
    "discoverycli.store.write.interviews.add",
    "discoverycli.context.Context.show",
    "discoverycli.store.drafts.Draft.keep",
)


@pytest.mark.trial("P8")
def test_no_bug_tells_what_it_was_about(
    trial: Trial, journal: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCO_DEBUG", "1")

    def broken(*arguments: Any, **options: Any) -> NoReturn:
        secret = f"{STORED} {WORDS}"
        try:
            raise ValueError(secret, arguments, options)
        except ValueError as error:
            raise Broken(secret, arguments, options) from error

    broke: Counter[str] = Counter()
    calls = [call for call in every_command(WORDS, world, 1) if call[0] != "demo"]
    for at, call in enumerate(calls):
        for place in in_turn(trial, INSIDE, at):
            copy = hostile.copied(journal, world / f"{at} without {place}")
            with monkeypatch.context() as patch:
                patch.setattr(place, broken)
                result = hostile.run(*call, "--journal", str(copy), terminal=False)
            broke[place] += result.code in (BUG, 4)
            if result.code in (BUG, 4):
                for canary in (STORED, WORDS):
                    trial.check(canary not in result.err, f"{place}: {call}: {result.err}")
                trial.ran()
    assert sum(map(bool, broke.values())) >= (1 if trial.fast else len(INSIDE) // 2), (
        broke
    )  # the bugs are provoked


NOTES = {
    "an unknown code": f"---\nwith: Ana\n---\nH99+ did: {WORDS}\n",
    "nobody": f"---\nas: prospect\n---\n{WORDS}\n",
    "a field that is none": f"---\nwith: Ana\n{WORDS}: and more\n---\n",
    "words among the fields": f"---\nwith: Ana\n{WORDS}\n---\nx\n",
    "fields that never end": f"---\nwith: Ana\n{WORDS}\nshe said: {WORDS}\n",
    "a list of words": f"---\nwith: Ana\ntitle:\n  - {WORDS}\n---\nx\n",
    "more behind a quote": f'---\nwith: "Ana" {WORDS}\n---\nx\n',
    "a quote that never ends": f'---\nwith: Ana\ntitle: "{WORDS}\n---\nx\n',
    "a field twice": f"---\nwith: Ana\ntitle: {WORDS}\ntitle: {WORDS}\n---\nx\n",
    "no date": f"---\nwith: Ana\non: someday\n---\n{WORDS}\n",
    "no relation": f"---\nwith: Ana\nas: friend\n---\n{WORDS}\n",
    "no minutes": f"---\nwith: Ana\nminutes: many\n---\n{WORDS}\n",
    "a NUL": f"---\nwith: Ana\n---\n{WORDS}\0\n",
    "an unknown speaker": f"---\nwith: [Ana, Bo]\n---\n!pain {WORDS} @Nobody\n> {WORDS} — Nobody\n",
    "an opinion that is here": f"---\nwith: Ana\n---\n{WORDS}\nH: {HARMLESS} {STORED} {HARMLESS} is put aside\n",
    "an unknown job": f"---\nwith: Ana\n---\nJ99+ {WORDS}\n",
}


@pytest.mark.trial("P8")
def test_no_error_about_a_note_repeats_its_words(
    disco: Disco, trial: Trial, journal: Path, world: Path
) -> None:
    export = world / "export.json"
    disco("export", "--output", str(export), "--journal", str(journal))
    whole = export.read_text()
    for what, note in NOTES.items():
        copy = ("--journal", str(hostile.copied(journal, world / f"{trial.runs}")))
        file = world / "note.md"
        file.write_text(note)
        for call in (
            ("log", str(file)),
            ("edit", "I1", "--file", str(file)),
            ("import", str(file)),
        ):
            run(trial, f"{what}: {call[0]}", *call, *copy)
        result = disco("log", *copy, typed=note, ok=False)
        trial.check(WORDS not in result.err, f"{what}: typed: {result.err}")
    # An export is somebody's journal: what does not fit in it is not repeated either.
    for was, becomes in (
        ('"prospect"', f'"{WORDS}"'), ('"2026-11-18"', f'"{WORDS}"'), ('"I1"', f'"{WORDS}"'),
        ('"P1"', f'"{WORDS}"'), ('"S1"', f'"{WORDS}"'), ('"notes"', f'"{WORDS}"'), ("null", "[]"),
        ('"people": [', f'"people": ["{WORDS}", '), ('"says"', f'"{WORDS}"'), ("true", f'"{WORDS}"'),
        (": 30", f': "{WORDS}"'), ("}", "}}"), ('"name"', f'"name": "{WORDS}", "name"'), (": 1", ": 1e999"),
    ):  # fmt: skip
        assert was in whole, was
        export.write_text(whole.replace(was, becomes, 1))
        copy = ("--journal", str(world / f"new{trial.runs}.db"))
        run(trial, f"an export with {becomes} for {was}", "import", str(export), *copy)


@pytest.mark.trial("P8")
def test_a_terminal_may_see_the_names_that_a_log_does_not(
    trial: Trial, journal: Path, world: Path
) -> None:
    where = ("--journal", str(journal))
    for call in (("show", HARMLESS), ("people", "show", f"{HARMLESS} x"), ("undo",)):
        run(trial, f"{call}", *call, *where)
    assert STORED[:20] in hostile.run("show", HARMLESS, *where, terminal=True).err
