"""Tells a bug from what is wrong outside the program: a file that cannot be used, or a damaged
journal. Asked when a command failed in a way nobody foresaw."""

from __future__ import annotations

from discoverycli import clock
from discoverycli.context import context
from discoverycli.errors import JournalError, reason

_INSIDE = (
    *("pages", "schema", "references", "values", "people", "criteria", "search", "verdicts"),
    *("names", "record"),
)
"""The checks of `disco doctor` that find what can make any command fail."""

_REFUSALS = ("OperationalError", "DatabaseError")
"""What SQLite raises when it cannot, and not when it was asked for something wrong."""


def outside(error: Exception) -> JournalError | None:
    """What the system or SQLite refused, if that is what the error is about."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return JournalError(
            f"{error.filename} cannot be opened: {reason(error)}", "check its path and rights"
        )
    cause = getattr(error, "orig", None) or error
    if type(cause).__module__ == "sqlite3" and type(cause).__name__ in _REFUSALS:
        from discoverycli.store.file_checks import translate

        return translate(cause, context().journal)
    return None


def damage() -> JournalError | None:
    """What is wrong inside the journal, if anything is."""
    try:
        from discoverycli.safety.checks.check import State, Subject
        from discoverycli.safety.doctor import look

        journal = context().journal
        if not journal.is_file():
            return None
        for each in look(Subject(journal, context().today, clock.now(), context().folder)):
            if each.state is State.FAULT and each.check in _INSIDE:
                return JournalError(f"{journal} is damaged: {each.said}", each.hint)
    except Exception:  # what failed first is what is told
        return None
    return None
