"""The examples are sessions: every command in them is run, and prints what stands below it.

`DISCO_GOLDEN=write` writes the sessions anew; read the difference before committing.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.conftest import Result

EXAMPLES = Path(__file__).parent.parent / "examples"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def sessions() -> list[Path]:
    return sorted(p for p in EXAMPLES.rglob("*.md") if BLOCK.search(p.read_text()))


@pytest.mark.parametrize("path", sessions(), ids=lambda p: p.name)
def test_a_session_prints_what_it_says(disco, world: Path, monkeypatch, path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = world / "examples"
    shutil.copytree(EXAMPLES, folder)
    monkeypatch.chdir(folder)

    def typed(command: str) -> Result:
        """Runs a command as a shell would: `NAME=VALUE … disco WORDS …`."""
        words = shlex.split(command)
        at = words.index("disco")
        with monkeypatch.context() as here:
            for name, _, value in (word.partition("=") for word in words[:at]):
                here.setenv(name, value)
            return disco(*words[at + 1 :])

    def played(block: re.Match[str]) -> str:
        lines = []
        for line in block[1].splitlines():
            if line.startswith("$ "):
                result = typed(line[2:])
                printed = "\n".join(row.rstrip() for row in result.out.splitlines()).strip("\n")
                lines.append(f"{line}\n{printed}".rstrip("\n"))
        return "```console\n" + "\n\n".join(lines) + "\n```"

    text = path.read_text()
    now = BLOCK.sub(played, text)
    if os.environ.get("DISCO_GOLDEN") == "write":
        path.write_text(now)
    assert now == path.read_text()


def test_every_example_note_can_be_logged() -> None:
    from discoverycli.domain.note.notes import parse_note

    notes = sorted(EXAMPLES.glob("*/20*.md"))
    assert len(notes) == 15
    for path in notes:
        note = parse_note(path.read_text())
        assert note.head.with_
        assert not note.warnings
