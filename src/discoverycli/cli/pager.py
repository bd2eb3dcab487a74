"""Owns the pager: `PAGER`, called without a shell, for a page that is longer than the screen."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys


def wanted() -> list[str] | None:
    """The words of `PAGER`, where there is one and a terminal to page on."""
    text = os.environ.get("PAGER", "").strip()
    if not text or not sys.stdout.isatty() or not sys.stdin.isatty():
        return None
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    return words if words and words != ["cat"] else None


def fits(text: str) -> bool:
    """Whether a page fits the screen, with a line left for the prompt."""
    return text.count("\n") < os.get_terminal_size(sys.stdout.fileno()).lines


def page_through(command: list[str], text: str) -> None:
    """Shows text in the pager, and on the screen where the pager cannot be started or fails."""
    # As git does: end at once where all fits, keep colours, leave the text on the screen.
    environ = {"LESS": "FRX", **os.environ}
    try:
        # A list of words: no shell reads it.
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)  # noqa: S603
    except OSError:
        sys.stdout.write(text)
        return
    assert pager.stdin is not None
    try:
        pager.stdin.write(text.encode("utf-8", "replace"))
        pager.stdin.close()
    except BrokenPipeError:
        pass
    while True:
        try:
            pager.wait()
        except KeyboardInterrupt:  # Ctrl-C is the pager's to answer
            continue
        break
    if pager.returncode != 0:
        sys.stdout.write(text)
