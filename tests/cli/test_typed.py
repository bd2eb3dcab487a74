"""Lines to type start the program that printed them, and leave the user's own words alone."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from discoverycli.cli.reports.report import REPORTS
from discoverycli.cli.typed import as_typed

WORDS = (
    "it's disco music, disco fever",
    "disco",
    "'disco log' it is",
    "they use disco log, don't they",
    "a 'b' disco log c's",
    "''disco log",
    'say "disco log", it\'s',
    "disco log --journal is what they type",
)


@pytest.fixture
def elsewhere(world: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """This program was started by a path, and no shell finds it."""
    path = str(world / "bin" / "disco")
    monkeypatch.setattr("sys.argv", [path])
    return path


@pytest.mark.parametrize("words", WORDS)
def test_quoted_words_stay_what_they_are(elsewhere: str, words: str) -> None:
    line = f"{shlex.join(['disco', 'log', 'Ana Silva', words])}, or disco show P1"
    start = [elsewhere, "--journal", "my file.db"]
    wanted = f"{shlex.join([*start, 'log', 'Ana Silva', words])}, or {shlex.join(start)} show P1"
    assert as_typed(line, "my file.db") == wanted


def test_options_of_the_program_itself_are_behind_it(elsewhere: str) -> None:
    assert as_typed("disco --help", None) == f"{elsewhere} --help"


@pytest.mark.parametrize("line", ["disco music", "log Ana disco music", "disco: no", "a/disco log"])
def test_what_is_no_command_of_ours_stays(elsewhere: str, line: str) -> None:
    assert as_typed(line, "my.db") == line


def test_a_hint_gives_the_words_back_as_they_were(disco, elsewhere: str) -> None:  # type: ignore[no-untyped-def]
    for words in (["it's disco music, disco fever"], ["disco", "music"]):
        result = disco("log", "Ana", "Silva", *words, ok=False)
        (hint,) = [each for each in result.err.splitlines() if each.startswith("  try: ")]
        assert shlex.split(hint.removeprefix("  try: ")) == [elsewhere, "log", "Ana Silva", *words]


# --- Pages ---------------------------------------------------------------------------------------

PAGES = {
    "init fresh": ("hypotheses add", "log", "import"),
    "hypotheses": ("hypotheses add",),
    "jobs": ("jobs add",),
    "history": ("log",),
    "report": ("log",),
    **{f"report {name}": () for name in REPORTS},
    **{f"report {name}": ("hypotheses add",) for name in ("hypotheses", "gaps", "stale")},
    **{f"report {name}": ("hypotheses add",) for name in ("fragile", "matrix", "calibration")},
    "report cadence": ("log",),
    "report balance": ("log",),
    "report jobs": ("jobs add",),
    "report decisions": ("hypotheses decide",),
    "people": ("log",),
    "next": ("hypotheses add",),
    "backup --list": ("backup",),
    "config": ("config set", "config edit"),
}
"""A command on an empty journal, and the commands that its page tells to type, some at least."""


@pytest.mark.parametrize("command", PAGES)
def test_what_a_page_says_to_type_starts_this_program_and_finds_the_journal(
    disco, elsewhere: str, command: str
) -> None:  # type: ignore[no-untyped-def]
    journal = "fresh/.disco/journal.db"
    if command != "init fresh":
        disco("init", "fresh")
    given = [] if command == "init fresh" else ["--journal", journal]
    page = "".join(disco(*command.split(), *given).out.split())
    assert f"{elsewhere}--journal{journal}" in page, f"{command}: its empty page says what to type"
    for start in PAGES[command]:
        assert f"{elsewhere}--journal{journal}{start.replace(' ', '')}" in page, page
    bare = [f"disco{start.replace(' ', '')}" for start in PAGES[command]]
    assert not any(each in page for each in bare), page


def test_a_table_keeps_commands_short_and_says_how_disco_is_typed(  # type: ignore[no-untyped-def]
    disco, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disco("log", "Ana @ Acme", "words")
    monkeypatch.setenv("COLUMNS", "60")
    page = disco("doctor", "--journal", "journal.db").out
    assert "disco backup" in page
    assert f"Typediscoas:{elsewhere}--journaljournal.db" in "".join(page.split())


def test_init_names_the_journal_only_where_it_is_not_found_without(
    disco, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DISCO_JOURNAL")
    lines = disco("init").out.split("Next\n")[1].splitlines()
    assert lines[1] == f"  $ {elsewhere} log 'PERSON @ ORGANISATION' 'what they said'"
    lines = disco("init", "another team").out.split("Next\n")[1].splitlines()
    start = f"{elsewhere} --journal 'another team/.disco/journal.db'"
    assert lines[1] == f"  $ {start} log 'PERSON @ ORGANISATION' 'what they said'"


def test_the_words_of_users_and_what_programs_read_are_left_alone(
    disco, elsewhere: str, world: Path
) -> None:  # type: ignore[no-untyped-def]
    words = "they type disco log daily, or disco undo"
    disco(
        "log", "Ana @ disco log", "-", "--title", words, typed=f"{words}\n> {words}\nH: {words}\n"
    )
    disco("hypotheses", "predict", "H1", "70%")
    disco("jobs", "add", f"type {words}")
    for command in ("show I1", "show S1", "hypotheses show H1", "jobs", "people", "hypotheses"):
        shown = " ".join(disco(*command.split(), "--journal", "journal.db").out.split())
        assert "disco log" in shown, command
        assert f"{elsewhere} --journal journal.db log" not in shown, command
    for form in ("json", "csv", "markdown"):
        given = disco("history", "--format", form, "--journal", "journal.db").out
        assert elsewhere not in given
    disco("history", "--output", "page.txt")
    assert "disco undo NUMBER" in (world / "page.txt").read_text()
    assert elsewhere not in (world / "page.txt").read_text()


@pytest.mark.process
def test_started_as_a_module_the_lines_to_type_are_so_too(world: Path) -> None:
    environ = {**os.environ, "PATH": "/usr/bin:/bin"}
    environ.pop("DISCO_JOURNAL")

    def shell(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", line], env=environ, capture_output=True, text=True, check=False
        )

    start = f"{shlex.quote(sys.executable)} -m discoverycli"
    shown = shell(f"{start} init 'my team'")
    lines = [each.partition("$ ")[2] for each in shown.stdout.splitlines() if " $ " in each]
    assert len(lines) == 3
    assert all(line.startswith(f"{start} --journal 'my team/") for line in lines), lines
    for line in lines[:2]:
        done = shell(line.replace("PERSON @ ORGANISATION", "Ana @ Acme"))
        assert done.returncode == 0, done
