"""Makes the lines that are printed to be typed work as they stand, however `disco` was started."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

_COMMAND = re.compile(r"(?<=\s)'[^']*'|(?<![\w./-])disco (?=[a-z-])")
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
    option = f" --journal {shlex.quote(journal)}" if journal and "--journal" not in line else ""
    return _COMMAND.sub(
        lambda found: found[0] if found[0][0] == "'" else f"{program()}{option} ", line
    )
