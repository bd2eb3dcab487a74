"""Shows a page that is longer than the screen in `PAGER`, called without a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discoverycli.render.blocks import Page


def paged(page: Page) -> bool:
    """Shows a page in the user's pager; whether there is one, and the page needs it."""
    command = _wanted()
    if command is None:
        return False
    from discoverycli.render import terminal

    text = terminal.render(
        page,
        width=terminal.width_of(sys.stdout, os.environ),
        colour=terminal.wants_colour(sys.stdout, os.environ),
    )
    if text.count("\n") < os.get_terminal_size(sys.stdout.fileno()).lines:
        return False  # with a line left for the prompt
    _page_through(command, text)
    return True


def _wanted() -> list[str] | None:
    text = os.environ.get("PAGER", "").strip()
    if not text or not sys.stdout.isatty() or not sys.stdin.isatty():
        return None
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    return words if words and words != ["cat"] else None


def _page_through(command: list[str], text: str) -> None:
    """Prints on the screen where the pager cannot be started or fails."""
    # As git does: end at once where all fits, keep colours, leave the text on the screen.
    environ = {"LESS": "FRX", **os.environ}
    try:
        # A list of words: no shell reads it.
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)  # noqa: S603
    except OSError:
        sys.stdout.write(text)
        return
    assert pager.stdin is not None
    with suppress(BrokenPipeError):
        pager.stdin.write(text.encode("utf-8", "replace"))
        pager.stdin.close()
    while pager.returncode is None:
        with suppress(KeyboardInterrupt):  # the pager answers Ctrl-C
            pager.wait()
    if pager.returncode != 0:
        sys.stdout.write(text)
