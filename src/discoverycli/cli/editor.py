"""Owns the editor: `VISUAL` or `EDITOR`, called without a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from discoverycli.cli.here import here
from discoverycli.errors import InputError

_FALLBACKS = ("sensible-editor", "nano", "vi")
_KNOW_LINES = (*_FALLBACKS, "vim", "nvim", "emacs", "emacsclient", "micro", "kak", "joe", "ne")
"""Editors that begin on line 12 when they are told `+12`."""


def needs_somebody(instead: str) -> None:
    """Before anything is put into an editor.

    Args:
        instead: the command that needs none.

    Raises:
        InputError: there is no terminal and no editor was named, or `--no-input` was given.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if here().no_input or not (named or here().may_ask):
        raise InputError("there is nobody to type in an editor", instead)


def edit_text(path: Path, *, again: str | None = None, line: int | None = None) -> None:
    """Lets the user edit a file and returns when the editor is closed.

    Args:
        path: the file.
        again: the command to try again with, instead of logging the file.
        line: where to begin, counted from 1; for editors that are known to take it.

    Raises:
        InputError: there is no editor, or it failed; the file stays as it was left.
    """
    command = _command(again)
    place = [f"+{line}"] if line and Path(command[0]).name in _KNOW_LINES else []
    try:
        done = subprocess.run([*command, *place, str(path)], check=False)  # noqa: S603
    except OSError:
        raise InputError(
            f"the editor '{command[0]}' cannot be started",
            f"EDITOR=nano {again or 'disco log --edit'}",
        ) from None
    if done.returncode != 0:
        raise InputError(
            f"the editor ended with {done.returncode}, so nothing was stored",
            again or f"disco log {path}",
        )


def _command(again: str | None) -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        text = os.environ.get(name, "").strip()
        if not text:
            continue
        try:
            words = shlex.split(text)
        except ValueError:
            raise InputError(f"{name} cannot be understood: {text}", f"{name}=nano") from None
        if words:
            return words
    import shutil

    for name in _FALLBACKS:
        if shutil.which(name):
            return [name]
    raise InputError("there is no editor", f"EDITOR=nano {again or 'disco log --edit'}")
