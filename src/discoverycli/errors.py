"""Defines every error a user can cause: one sentence, one hint, one exit code.

Errors never print. `main()` prints them once, on stderr, and exits with `exit_code`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ExitCode(IntEnum):
    """What the shell is told; documented in `docs/cli.md`."""

    DONE = 0
    CHECK_SAYS_NO = 1
    USAGE = 2
    NOT_FOUND = 3
    JOURNAL = 4
    BUG = 70
    INTERRUPTED = 130


def reason(error: BaseException) -> str:
    """Why the system refused something, in its own words, without a capital letter."""
    return (getattr(error, "strerror", None) or str(error)).lower()


class DiscoError(Exception):
    """Something the user can put right.

    Args:
        message: one sentence, without a full stop at the end.
        hint: what to type or do next, without the "try:" in front.
        draft: where the text that could not be stored is kept, if there is any.

    No message or hint holds what is stored: it may go to a log. Where that would help,
    `private_message` is the message and the hint with the names of people and the words of things,
    for a terminal. `resume_command` is the command that goes on from the draft, where it is not
    `disco log --resume`; empty where the hint does so.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "", *, draft: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.draft = draft
        self.resume_command: str | None = None
        self.private_message: tuple[str, str] | None = None


class InputError(DiscoError):
    """Wrong usage, or input that cannot be understood."""


class LineError(InputError):
    """Input that cannot be understood, and the line it stands on, counted from 1."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(f"line {line}: {message}", hint)
        self.line = line
        self.reason = message


class NotFoundError(DiscoError):
    """A code, name or file that is not there."""

    exit_code = ExitCode.NOT_FOUND


class JournalError(DiscoError):
    """The journal cannot be opened, is busy, full or damaged."""

    exit_code = ExitCode.JOURNAL


class DamagedError(JournalError):
    """The file at `path` is damaged. What helps depends on what is left of it, and takes a while to
    find out: `safety.rescue.hint_of` does that, when the error is printed."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class Interrupted(DiscoError):
    """The user pressed Ctrl-C while something typed was not stored yet."""

    exit_code = ExitCode.INTERRUPTED


class DoubleError(Exception):
    """A note is stored already, as the interview of this number: no fault, and nothing to do."""

    def __init__(self, number: int) -> None:
        super().__init__(f"I{number}")
        self.number = number


class CheckFailed(DiscoError):
    """A `--check` says no. Its message is data, so it goes to stdout."""

    exit_code = ExitCode.CHECK_SAYS_NO
