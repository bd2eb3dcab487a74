"""Lets the user edit a draft in `VISUAL` or `EDITOR`, called without a shell."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from discoverycli.context import context
from discoverycli.errors import InputError
from discoverycli.store.drafts import Draft

_FALLBACKS = ("sensible-editor", "nano", "vi")
_KNOW_LINES = (*_FALLBACKS, "vim", "nvim", "emacs", "emacsclient", "micro", "kak", "joe", "ne")
"""Editors that begin on line 12 when they are told `+12`."""


def needs_somebody(instead: str) -> None:
    """Makes sure that somebody can use an editor, before anything is put into one.

    Args:
        instead: the command that needs none.

    Raises:
        InputError: there is no terminal and no editor was named, or `--no-input` was given.
    """
    if context().no_input or not (is_named() or context().may_ask):
        raise InputError("there is nobody to type in an editor", instead)


def is_named() -> bool:
    """Whether the user has named an editor."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


def edit_text(draft: Draft, *, again: str | None = None, line: int | None = None) -> None:
    """Lets the user edit a draft and returns when the editor is closed.

    Args:
        draft: the draft.
        again: the command to try again with, instead of logging the file.
        line: where to begin, counted from 1; for editors that are known to take it.

    Raises:
        InputError: there is no editor, or it failed; the file stays as it was left. If there is
            none any more, the draft holds what it held before.
        KeyboardInterrupt: Ctrl-C ended it.
    """
    before = draft.text()
    try:
        _run(draft.path, again, line)
    finally:
        lost = draft.recover(before)
    if lost:
        raise InputError(
            "the editor left no file that can be read, so nothing was stored",
            again or f"disco log {draft.path}",
        )


def _run(path: Path, again: str | None, line: int | None) -> None:
    command = _command(again)
    place = [f"+{line}"] if line and Path(command[0]).name in _KNOW_LINES else []
    try:
        with _interrupts_are_the_editors():
            done = subprocess.run([*command, *place, str(path)], check=False)  # noqa: S603
    except OSError:
        raise InputError(
            f"the editor '{command[0]}' cannot be started",
            f"EDITOR=nano {again or 'disco log --edit'}",
        ) from None
    if done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    if done.returncode != 0:
        raise InputError(
            f"the editor ended with {done.returncode}, so nothing was stored",
            again or f"disco log {path}",
        )


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Ctrl-C in an editor is a key like any other: it must not end the editor by ending us."""
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield
        return
    # The editor inherits an ignored signal, but no handler.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
