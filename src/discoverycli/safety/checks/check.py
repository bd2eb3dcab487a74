"""Defines what a check looks at, and how it reports what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from discoverycli.domain.consent import DEFAULT_MONTHS
from discoverycli.errors import DiscoError
from discoverycli.safety.rescue import Dump
from discoverycli.store.reader import Reader

FIX = "disco doctor --fix"
_NAMED = 5
"""How many things a sentence names at the most."""


class State(StrEnum):
    """How bad it is. A notice is worth knowing; with a fault the journal is not well."""

    OK = "ok"
    NOTICE = "notice"
    FAULT = "fault"


class Repair(NamedTuple):
    """What mends something without losing a word: a kind of `safety.doctor` or of
    `safety.row_repairs`, and the files or numbers it is about."""

    kind: str
    what: tuple[str | int, ...] = ()


class Finding(NamedTuple):
    """What a check has found: a sentence without a full stop, and what to type."""

    said: str
    state: State = State.FAULT
    hint: str = ""
    repair: Repair | None = None
    check: str = ""


@dataclass
class Subject:
    """What is looked over.

    Args:
        journal: where the journal is, or should be.
        today: the day it is.
        now: this moment, with its zone.
        folder: where the user is; unfinished exports may lie there.
        dump: writes an export, as `safety.rescue.way_out` takes it.
        config: what is wrong with the settings file, if anything is.
        months: how long people are kept after the last contact.
        tell: says that something takes a while.
        step: called after each check.
    """

    journal: Path
    today: date
    now: datetime
    folder: Path
    dump: Dump
    config: DiscoError | None = None
    months: int = DEFAULT_MONTHS
    tell: Callable[[str], None] = lambda _: None
    step: Callable[[], None] = lambda: None
    logs: tuple[Path, ...] = ()
    """What SQLite keeps beside the journal, as it was before the journal was opened."""
    opened: Reader | None = None
    way_out: str = ""
    """What to type about damage, once it was found out."""

    @property
    def reader(self) -> Reader:
        """The open journal, for the checks that look inside."""
        assert self.opened is not None
        return self.opened


class Check(NamedTuple):
    """A check: its name, what to say when it finds nothing, and the function that looks."""

    name: str
    well: str
    look: Callable[[Subject], Iterable[Finding]]


def notice(said: str, hint: str = "", repair: Repair | None = None) -> Finding:
    """Something worth knowing."""
    return Finding(said, State.NOTICE, hint, repair)


def some(things: Sequence[object]) -> str:
    """Things in a sentence: `P1, P2, P3, P4, P5 and 3 more`."""
    shown = ", ".join(str(each) for each in things[:_NAMED])
    more = len(things) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def codes(letter: str, numbers: Iterable[int]) -> str:
    """Codes in a sentence."""
    return some([f"{letter}{number}" for number in numbers])
