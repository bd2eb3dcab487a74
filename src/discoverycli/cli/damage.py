"""Owns telling a damaged journal from a bug, when a command failed in a way nobody foresaw."""

from __future__ import annotations

from pathlib import Path

from discoverycli import clock
from discoverycli.cli.here import here
from discoverycli.errors import JournalError

_INSIDE = (
    *("pages", "schema", "references", "values", "people", "criteria", "search", "verdicts"),
    *("names", "record"),
)
"""The checks of `disco doctor` that find what can make any command fail."""


def damage() -> JournalError | None:
    """What is wrong inside the journal, if anything is."""
    try:
        from discoverycli.store.checks.finding import State, Subject
        from discoverycli.store.checkup import look

        journal = here().journal
        if not journal.is_file():
            return None
        for each in look(Subject(journal, here().today, clock.now(), Path.cwd())):
            if each.state is State.FAULT and each.check in _INSIDE:
                return JournalError(f"{journal} is damaged: {each.said}", each.hint)
    except Exception:  # what failed first is what is told
        return None
    return None
