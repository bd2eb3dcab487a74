"""Defines what importers take and give: a file's text, its interviews, and its problems."""

from __future__ import annotations

import codecs
import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

from discoverycli.domain.text.words import NOT_TEXT, same_lines
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from discoverycli.domain.note.interview import Origin
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

_IF_ONE_TALK = "if it was one talk: disco undo, then"
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class ProblemKind(StrEnum):
    """Why a problem is listed; stable words that other programs may match.

    Each has what the kind is called on the screen, and what settles all of the kind; in the order
    they are shown. Those that follow `SLIP`, and `NOT_STORED`, are found when something is stored.
    """

    heading: str
    remedy: str

    def __new__(cls, word: str, heading: str = "", remedy: str = "") -> Self:
        """The kind of a word."""
        kind = str.__new__(cls, word)
        kind._value_, kind.heading, kind.remedy = word, heading, remedy
        return kind

    UNREADABLE = "unreadable", "Not readable"
    TOO_LARGE = "too-large", "Too large"
    TEMPLATE = "template", "Templates"
    EMPTY = "empty", "Empty"
    NOT_AN_INTERVIEW = "not-an-interview", "No interviews"
    NOT_STORED = "not-stored", "Not stored"
    AMBIGUOUS_DATE = (
        "ambiguous-date",
        "Dates with two readings",
        "--date-order mdy or dmy settles them",
    )
    NO_YEAR = "no-year", "Dates without a year", "--year YEAR settles them"
    NO_DATE = "no-date", "Without a date", "a line such as 'Date: 2026-11-20' settles it"
    UNREADABLE_DATE = "unreadable-date", "Dates that cannot be read"
    ODD_DATE = "odd-date", "Dates that look odd"
    CONTRADICTION = "contradiction", "Two dates that do not agree"
    UNSCOPED = "unscoped", "People known by a number only", "--study NAME keeps them apart"
    PRIVACY = "privacy", "Personal data", "take out what nobody needs"
    SLIP = "slip", "Lines that look like marks"
    DOUBLE = "double", "Here already, by people, day and words"
    NEAR_DOUBLE = "near-double", "Nearly the same words", f"{_IF_ONE_TALK} import without it"
    SAME_DAY = "same-day", "Same person and day", f"{_IF_ONE_TALK} import them as one file"
    CHANGED = "changed", "Changed since an earlier import"
    DIFFERS = "differs", "In another version"
    FORGOTTEN = "forgotten", "Forgotten, and left out"
    OLD_CODES = "old-codes", "Notes with codes from elsewhere"


class Problem(NamedTuple):
    """Something the user should know about one file.

    `line` counts from 1 and is `None` when the whole file is meant. `refused` means that
    nothing was taken from the file.
    """

    file: str
    line: int | None
    message: str
    kind: ProblemKind
    refused: bool = False


class ImportOptions(NamedTuple):
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

    def head(self) -> dict[str, str]:
        """The options as fields of a note's head."""
        fields = ("segment", "channel", "via", "kind", "study")
        said = {"as_": self.relation, **{name: getattr(self, name) for name in fields}}
        return {name: str(value) for name, value in said.items() if value is not None}


class Entry(NamedTuple):
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

    @property
    def origin(self) -> Origin:
        """Where it is from, to be stored with it."""
        from discoverycli.domain.note.interview import Origin

        return Origin(self.date_text, self.source, self.content_hash)


class Result(NamedTuple):
    """What one file gave. An empty `entries` always comes with a refusing problem."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


class Source(NamedTuple):
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
        return f"{self.path}#{index}", tuple(_sha256(f"{each}#{index}") for each in hashes)


class RefusedError(InputError):
    """A file that nothing can be taken from; becomes a `Problem` before it leaves `formats`."""

    def __init__(
        self, message: str, kind: ProblemKind = ProblemKind.UNREADABLE, *, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.kind = kind

    def problem(self, file: str, line: int | None = None) -> Problem:
        """The same, as a problem of `file`, on `line` where it names none itself."""
        return Problem(file, self.line or line, self.message, self.kind, refused=True)


def too_large(message: str, line: int | None = None) -> RefusedError:
    """The refusal of what exceeds a limit."""
    return RefusedError(message, ProblemKind.TOO_LARGE, line=line)


def decode(path: str, data: bytes) -> Source:
    """The text of a file, with its lines ended by a line feed alone.

    Only UTF-8 is read, with or without a byte order mark; characters are kept as they are,
    in whatever normal form.

    Raises:
        RefusedError: more than 10 MB or 500,000 lines, another encoding, or a NUL character; or a
            path that no journal could name.
    """
    if NOT_TEXT.search(path):
        raise RefusedError("its name is not UTF-8; rename it")
    if len(data) > MAX_FILE_BYTES:
        raise too_large("larger than 10 MB, the limit for a file")
    if data.startswith(_WIDE_MARKS):
        raise RefusedError("written in UTF-16 or UTF-32; save it as UTF-8", line=1)
    body = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in body:
        line = body[: body.index(b"\x00")].count(b"\n") + 1
        raise RefusedError("holds a NUL character, so it is not a text file in UTF-8", line=line)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise RefusedError("not UTF-8; save it as UTF-8", line=line) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise too_large("more than 500,000 lines, the limit for a file")
    # Files were first known by their bytes, which may have had other ends of lines.
    former = tuple(_sha256(each) for each in (data, text, text.replace("\n", "\r\n")))
    return Source(path, text, _sha256(same_lines(text)), former)


def _sha256(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
