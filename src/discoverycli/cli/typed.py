"""Rewrites printed `disco` commands so that they work as shown, however `disco` was started."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discoverycli.cli import COMMANDS
from discoverycli.render.blocks import Block, Page, Table, ToType

if TYPE_CHECKING:
    from collections.abc import Callable

_QUOTED = r"""(?<!\S)'[^']*'(?:"'"'[^']*')*"""
"""Words in quotes, with an apostrophe in them as `shlex` writes it."""
_COMMAND = re.compile(rf"{_QUOTED}|(?<![\w./-])disco (?=([a-z]+)(?![\w'])|--[a-z])")
"""A command in a line; what stands in quotes are words, and comes first to be passed over."""


def program() -> str:
    """What starts this program once more from here: `disco` only where a shell finds this one."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py" and started.parent.name == "discoverycli":
        return f"{shlex.quote(sys.executable)} -m discoverycli"
    if started.name != "disco":
        return "disco"
    found = shutil.which("disco")
    if found and started.exists() and started.samefile(found):
        return "disco"
    return shlex.quote(sys.argv[0])


def as_typed(line: str, journal: str | None) -> str:
    """A line in which each `disco …` works when typed as shown.

    Args:
        journal: what was given as --journal, which these commands then need too.
    """
    named = not journal or "--journal" in re.sub(_QUOTED, "", line)
    option = "" if named else f" --journal {shlex.quote(journal or '')}"

    def replaced(found: re.Match[str]) -> str:
        quoted = not found[0].startswith("disco ")
        # "disco music" is somebody's words, not a command: they need no quotes.
        if quoted or (found[1] and found[1] not in COMMANDS):
            return found[0]
        return f"{program()}{option} "

    return _COMMAND.sub(replaced, line)


def page_as_typed(page: Page, journal: str | None) -> Page:
    """A page whose lines to type work as they stand; where they are cells of a table, a footnote
    says how `disco` is typed. What users wrote is left alone."""
    if program() == "disco" and not journal:
        return page

    def typed(line: str) -> str:
        return as_typed(line, journal)

    footnotes = tuple(map(typed, page.footnotes))
    rows = (row for block in page.blocks if isinstance(block, Table) for row in block.rows)
    if any(_marked(row, typed) != row for row in rows):
        # A long command does not fit a column: cut in two, nobody could type it.
        footnotes += (f"Type disco as: {typed('disco log').removesuffix(' log')}",)
    return page._replace(
        blocks=tuple(_block(block, typed) for block in page.blocks), footnotes=footnotes
    )


def _block(block: Block, typed: Callable[[str], str]) -> Block:
    changed: dict[str, Any] = {
        name: typed(value) if name == "empty" else _marked(value, typed)
        for name, value in block._asdict().items()
        if name not in ("rows", "columns")
    }
    return block._replace(**changed)


def _marked(cell: Any, typed: Callable[[str], str]) -> Any:
    if isinstance(cell, ToType):
        return typed(cell)
    if not isinstance(cell, tuple):
        return cell
    parts = (_marked(part, typed) for part in cell)
    return cell._make(parts) if hasattr(cell, "_make") else tuple(parts)
