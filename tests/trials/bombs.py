"""Makes bombs: small files that would take all memory or time, with what stops each of them.

A bomb is refused before it goes off, and the error names the limit, or the sign that it is made
of. `go_off` is to be run apart: a process that has never had much memory shows what one takes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.trials.apart import command, from_now, peak

DEEP = 20_000
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{last}'] * 9)}]\n"
    for last, key in zip("abcdefghij", "bcdefghijk", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{key}: &{key} {{<<: [{', '.join([f'*{last}'] * 9)}], {key}{key}: 1}}\n"
    for last, key in zip("abcdefghij", "bcdefghijk", strict=True)
)

IN_A_STORY, IN_A_NOTE, IN_SETTINGS = "bomb.yaml", "bomb.md", "config.yaml"
IN_A_TEXT = "bomb.txt"
EVERY_YAML = (IN_A_STORY, IN_A_NOTE, IN_SETTINGS)
IN_AN_EXPORT = ("bomb.json",)


class Bomb(NamedTuple):
    """What stands in the files, which files it can be put in, and what the error has to say."""

    content: Callable[[], str]
    files: tuple[str, ...]
    says: str


def _export(people: str) -> str:
    return f'{{"disco": 2,\n"counters": {{}},\n"people": [{people}]}}'


BOMBS = {
    "YAML aliases": Bomb(lambda: LAUGHS, EVERY_YAML, "anchors and aliases (& and *) are not read"),
    "YAML merges": Bomb(lambda: MERGES, EVERY_YAML, "anchors and aliases (& and *) are not read"),
    "YAML recursion": Bomb(
        lambda: "a: &a [*a, *a]\n", EVERY_YAML, "anchors and aliases (& and *) are not read"
    ),
    "YAML depth": Bomb(lambda: f"a: {'[' * DEEP}\n", EVERY_YAML, "50 levels, the limit"),
    "JSON depth": Bomb(lambda: _export("[" * 1_000_000), IN_AN_EXPORT, "50 levels, the limit"),
    "JSON digits": Bomb(
        lambda: _export(f'{{"version": {"9" * 1_000_000}}}'), IN_AN_EXPORT, "15 digits, the limit"
    ),
    "JSON records": Bomb(
        lambda: _export("{}," * 2_000_000 + "{}"), IN_AN_EXPORT, "2,000,000 records, the limit"
    ),
    "JSON text": Bomb(
        lambda: _export(f'{{"name": "{"x" * 11_000_000}"}}'), IN_AN_EXPORT, "10 MB, the limit"
    ),
}
"""The eight of the trial."""

LIMITS = {
    "a file": Bomb(lambda: "x" * 10_000_001, (IN_A_NOTE,), "10 MB, the limit for a file"),
    "an interview": Bomb(
        lambda: "who: Ana\n---\n" + "words " * 180_000, (IN_A_NOTE,), "1 MB, the limit"
    ),
    "the marks": Bomb(
        lambda: "with: Ana\n---\n" + "!pain x\n" * 10_001, (IN_A_NOTE,), "10,000 marks, the limit"
    ),
    "a front matter": Bomb(lambda: f"a: {'x' * 65_000}\n", (IN_A_NOTE,), "64 KB, the limit"),
    "our front matter": Bomb(
        lambda: f"with: Ana\ntitle: {'x' * 65_000}\n", (IN_A_NOTE,), "longer than 64 KB"
    ),
    "YAML": Bomb(lambda: "# a line\n" * 499_000 + "#" * 600_000, (IN_A_STORY,), "5 MB, the limit for YAML"),
    "a value of YAML": Bomb(lambda: f"a: {'x' * 1_000_001}", (IN_A_STORY,), "1 MB, the limit"),
    "the parts of YAML": Bomb(
        lambda: f"[{'x,' * 400_001}]", (IN_A_STORY,), "400,000 parts, the limit"
    ),
    "the documents of YAML": Bomb(
        lambda: "--- x\n" * 100_001, (IN_A_STORY,), "100,000 documents, the limit"
    ),
    "the settings": Bomb(lambda: "# x\n" * 17_000, (IN_SETTINGS,), "64 KB, the limit"),
    "YAML in blocks": Bomb(
        lambda: "".join(f"{' ' * depth}-\n" for depth in range(300)),
        (IN_A_STORY, IN_SETTINGS), "50 levels, the limit",
    ),
    "headings": Bomb(lambda: "# a heading\n" * 499_000, (IN_A_TEXT,), "1 MB, the limit"),
    "short lines": Bomb(lambda: "# x\n" * 2_400_000, (IN_A_TEXT,), "500,000 lines, the limit"),
    "numbered headings": Bomb(
        lambda: "# Interview 1: Ana\nx\n" * 240_000, (IN_A_TEXT,), "100,000 interviews, the limit"
    ),
    "a numbered heading": Bomb(
        lambda: "# Interview 1\n# Interview 2\n" + "## x 1\n" * 490_000,
        (IN_A_TEXT,), "1 MB, the limit",
    ),
    "a note of quotes": Bomb(
        lambda: "---\nwith: Ana\n---\n" + "> a few words\n" * 490_000, (IN_A_TEXT,), "1 MB, the limit"
    ),
    "a key twice": Bomb(
        lambda: _export("{" + ",".join(f'"{n}": 1' for n in range(100_000)) + ',"1": 2}'),
        IN_AN_EXPORT, "'1' is there twice",
    ),
}  # fmt: skip
"""What is merely too much of something."""


def go_off(kind: str, name: str) -> list[dict[str, Any]]:
    """Puts a bomb in each of its files, and tells what became of it."""
    bomb, seconds = (BOMBS[name], 1) if kind == "bomb" else (LIMITS[name], 2)
    content = bomb.content()
    told = []
    for file in bomb.files:
        # What reading anything takes is no part of what the bomb takes.
        for text in ("x: [\n", content):
            path = _put(file, text)
            words = ("config",) if file == IN_SETTINGS else ("import", str(path))
            before = from_now()
            done = command(*words)
            taken = peak() - before
            path.unlink()
        told.append(
            {"file": file, "code": done.code, "says": done.out + done.err,
             "seconds": done.waited, "soon": done.within(seconds), "taken": taken, "journal": Path("journal.db").exists()}
        )  # fmt: skip
    return told


def _put(file: str, text: str) -> Path:
    path = Path(file)
    if file in IN_AN_EXPORT and not text.startswith("{"):
        text = _export(text)
    path.write_text(f"---\n{text}---\nWords.\n" if file == IN_A_NOTE else text)
    return path
