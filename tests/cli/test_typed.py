"""Lines to type start the program that printed them, and leave the user's own words alone."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

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
