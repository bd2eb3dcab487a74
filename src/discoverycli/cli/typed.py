"""Makes the lines that are printed to be typed work as they stand, however `disco` was started."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

_QUOTED = r"""(?<!\S)'[^']*'(?:"'"'[^']*')*"""
"""Words in quotes, with an apostrophe in them as `shlex` writes it."""
_COMMAND = re.compile(rf"{_QUOTED}|(?<![\w./-])disco (?=([a-z]+)(?![\w'])|--[a-z])")
"""A command in a line; what stands in quotes are words, and comes first to be passed over."""


def program() -> str:
    """What starts this program once more from here: `disco` only where a shell finds this one."""
    started = Path(sys.argv[0])
    if started.name != "disco":
        return "disco"
    found = shutil.which("disco")
    if found and started.exists() and started.samefile(found):
        return "disco"
    return shlex.quote(sys.argv[0])


def as_typed(line: str, journal: str | None) -> str:
    """A line with each `disco …` in it as it is to be typed.

    Args:
        journal: what was given as --journal, which these commands then need too.
    """
    from discoverycli.main import COMMANDS

    named = not journal or "--journal" in re.sub(_QUOTED, "", line)
    option = "" if named else f" --journal {shlex.quote(journal or '')}"

    def replaced(found: re.Match[str]) -> str:
        quoted = not found[0].startswith("disco ")
        # "disco music" are somebody's words: one by one they need no quotes.
        if quoted or (found[1] and found[1] not in COMMANDS):
            return found[0]
        return f"{program()}{option} "

    return _COMMAND.sub(replaced, line)
