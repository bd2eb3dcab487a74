"""Owns what every importer gives back: interviews read, and problems that name file and line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from discoverycli.errors import InputError

if TYPE_CHECKING:
    from discoverycli.domain.note.notes import Note
    from discoverycli.domain.text.dates import Order
    from discoverycli.domain.vocabulary import Channel, InterviewDate, InterviewKind, Relation

MAX_LINES = 500_000
"""More short lines than that in a file take more memory than the file's size lets expect."""
MAX_FILE_BYTES = 10_000_000
MAX_FIELD_BYTES = 1_000_000
MAX_LOGGED_BYTES = 10 * 1024 * 1024
"""The longest note that `disco log` takes, and so the longest text in an export."""

MAX_EXPORT_BYTES = 500_000_000
MAX_EXPORT_RECORDS = 2_000_000
MAX_YAML_BYTES = 5_000_000
MAX_FRONT_MATTER_BYTES = 64_000
MAX_RECORDS = 100_000


class ProblemKind(StrEnum):
    """Why a problem is listed; stable words that other programs may match."""

    AMBIGUOUS_DATE = "ambiguous-date"
    NO_YEAR = "no-year"
    NO_DATE = "no-date"
    UNREADABLE_DATE = "unreadable-date"
    ODD_DATE = "odd-date"
    CONTRADICTION = "contradiction"
    UNSCOPED = "unscoped"
    PRIVACY = "privacy"
    SLIP = "slip"
    TEMPLATE = "template"
    EMPTY = "empty"
    NOT_AN_INTERVIEW = "not-an-interview"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the user should know about one file.

    `line` counts from 1 and is `None` when the whole file is meant. `refused` means that
    nothing was taken from the file.
    """

    file: str
    line: int | None
    message: str
    kind: ProblemKind
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about a whole import, because the files do not.

    What a file says itself wins. `date_order` is `mdy` or `dmy`.
    """

    relation: Relation | None = None
    segment: str | None = None
    study: str | None = None
    channel: Channel | None = None
    via: str | None = None
    kind: InterviewKind | None = None
    date_order: Order | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview, read from a file and not stored yet.

    `note` is in our own note format, whatever the file was. `date_text` is the date as it was
    written, `source` the path as it was given (with `#2` for a file's second interview), and
    `content_hash` the SHA-256 of the source's lines, so that nothing is stored twice; it may be
    stored under one of `former_hashes` as well.
    """

    note: Note
    held: InterviewDate
    date_text: str | None
    source: str
    content_hash: str
    title: str
    former_hashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What one file gave. An empty `entries` always comes with a refusing problem."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file's decoded text with the path it was given by, and the hash of its lines.

    `former` are hashes under which it may have been stored before lines were what counts.
    """

    path: str
    text: str
    sha256: str
    former: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def stem(self) -> str:
        """The file's name without its folders and its last suffix."""
        return self.name.rsplit(".", 1)[0] or self.name

    def numbered(self, index: int) -> tuple[str, tuple[str, ...]]:
        """The source name and content hashes of the file's `index`-th interview, from 1."""
        hashes = (self.sha256, *self.former)
        if index == 1:
            return self.path, hashes
        digests = (hashlib.sha256(f"{each}#{index}".encode()).hexdigest() for each in hashes)
        return f"{self.path}#{index}", tuple(digests)


class RefusedError(InputError):
    """A file that nothing can be taken from; becomes a `Problem` before it leaves `formats`."""

    def __init__(
        self, message: str, *, line: int | None = None, kind: ProblemKind = ProblemKind.UNREADABLE
    ) -> None:
        super().__init__(message)
        self.line = line
        self.kind = kind

    def problem(self, file: str) -> Problem:
        """The same, as a problem of `file`."""
        return Problem(file, self.line, self.message, self.kind, refused=True)
