"""Writes and reads a whole journal as one JSON file, one record a line: two can be compared."""

from __future__ import annotations

import io
import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, TextIO, get_args, get_type_hints

from discoverycli.domain.snapshot import (
    SINCE,
    VERSION,
    HeardInterviews,
    Interview,
    Snapshot,
    Streamed,
    check_snapshot,
)
from discoverycli.domain.text.words import quoted
from discoverycli.errors import InputError
from discoverycli.formats.entries import MAX_EXPORT_RECORDS, MAX_LOGGED_BYTES
from discoverycli.formats.records import AS_MADE, MisfitError, build, number, plain

LISTS: Final[dict[str, type[Any]]] = {
    key: get_args(hint)[0] for key, hint in get_type_hints(Snapshot).items() if key != "counters"
}
"""The lists of an export, in the order they are written, and what each is a list of."""

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"disco\"\s*:")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BLANKS = re.compile(r"[ \t\n\r]+")
_LONGEST_NUMBER = 15
_CUT = 12
"""So far before the end of what is read an error may only mean that more is to be read."""

CHUNK = 1 << 20
"""How much is read at once."""

_LAST_CODE = 999_999_999


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is an export."""
    return _BEGINS.match(head) is not None


def dump(snapshot: Snapshot, step: Callable[[], None] = lambda: None) -> Iterator[str]:
    """An export, piece by piece, in ASCII; the same journal always gives the same text.

    `step` is called after each interview.
    """
    counters = json.dumps(dict(sorted(snapshot.counters.items())))
    yield f'{{"disco": {VERSION},\n"counters": {counters}'
    for key in LISTS:
        yield f',\n"{key}": ['
        for index, record in enumerate(getattr(snapshot, key)):
            yield f"{',' if index else ''}\n{json.dumps(plain(record))}"
            if key == "interviews":
                step()
        yield "]"
    yield "}\n"


Opener = Callable[[], BinaryIO]
"""Opens an export's file anew, at its beginning."""


def load(path: str, data: bytes) -> Snapshot:
    """As `read`, but from memory, with everything read at once."""
    return read(path, lambda: io.BytesIO(data), raised=False).in_memory()


def read(
    path: str, opened: Opener, step: Callable[[], None] = lambda: None, *, raised: bool = True
) -> Snapshot:
    """The journal that an export holds. All of it is checked; its interviews are streamed.

    Args:
        path: the file as the user named it, for messages.
        opened: opens it; once more each time the interviews are gone through.
        step: called after each `CHUNK` of the file.
        raised: whether the counters are made to cover the codes of the interviews.

    Raises:
        InputError: it is damaged, of a newer version, too much, or holds a value that does not
            fit; the file and the place in it are named.
    """
    with opened() as file:
        _refuse_too_much(path, file)
    heard = HeardInterviews()
    with _content(path, opened, step) as content:
        found = _read(path, content, heard)
    version = check_version(path, found.pop("disco", None))
    for key in ("counters", *LISTS):
        if key not in found and version >= SINCE.get(key, 1):
            raise MisfitError(path, f"'{key}' is missing")
    if raised:
        for letter, numbers in heard.numbers.items():
            if numbers:
                found["counters"][letter] = max(*numbers, found["counters"].get(letter, 0))
    found["interviews"] = Streamed(heard.count, lambda: _interviews(path, opened, version))
    snapshot = Snapshot(**found)
    check_whole(path, snapshot, heard)
    return snapshot


@contextmanager
def _content(
    path: str, opened: Opener, step: Callable[[], None] = lambda: None, *, strict: bool = True
) -> Iterator[_Json]:
    try:
        with opened() as file:
            decoder = _strict_decoder(path) if strict else json.JSONDecoder()
            yield _Json(path, io.TextIOWrapper(file, "utf-8-sig", newline=""), decoder, step)
    except UnicodeDecodeError:
        raise MisfitError(path, "it is not UTF-8") from None
    except RecursionError:
        raise MisfitError(path, "it is nested deeper than 50 levels, the limit") from None


def _read(path: str, content: _Json, heard: HeardInterviews) -> dict[str, Any]:
    """What stands under each key but `interviews`, which are only noted. A record is built as soon
    as it is read, so that what does not fit is never expanded."""
    found: dict[str, Any] = {}
    for key in content.fields():
        if key in found:
            raise MisfitError(path, f"{quoted(key)} is there twice")
        if key == "disco":
            found[key] = check_version(path, content.value())
        elif key == "counters":
            found[key] = _counters(path, content.value())
        elif key == "interviews":
            found[key] = ()
            for interview in _records(path, content, key, found.get("disco")):
                with naming(path):
                    heard.add(interview)
        elif key in LISTS:
            found[key] = tuple(_records(path, content, key, found.get("disco")))
        else:
            raise MisfitError(path, f"{quoted(key)} is not known here")
    return found


def _records(path: str, content: _Json, key: str, version: int | None) -> Iterator[Any]:
    for index, item in enumerate(content.items(key)):
        yield build(LISTS[key], item, f"{path}: {key}[{index}]", version or VERSION)


def _interviews(path: str, opened: Opener, version: int) -> Iterator[Interview]:
    with _content(path, opened, strict=False) as content:
        for key in content.fields():
            if key == "interviews":
                yield from _records(path, content, key, version)
                return
            if key in LISTS:
                deque(content.items(key), maxlen=0)
            else:
                content.value()


def check_version(path: str, version: Any) -> int:
    """An export's version, if this program reads it. Raises `InputError` if not."""
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise MisfitError(path, "its version is not a number")
    if version > VERSION:
        raise InputError(
            f"{path} was written by a newer disco (version {version}, this one knows {VERSION})",
            "pip install --upgrade discoverycli",
        )
    return version


def check_whole(path: str, snapshot: Snapshot, heard: HeardInterviews | None = None) -> None:
    """As `domain.snapshot.check_snapshot`, with the file named."""
    with naming(path):
        check_snapshot(snapshot, heard)


@contextmanager
def naming(path: str) -> Iterator[None]:
    """Adds the file's name to errors raised inside."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from None


def _refuse_too_much(path: str, file: BinaryIO) -> None:
    braces = lines = length = 0
    while chunk := file.read(CHUNK):
        first, last = chunk.find(b'"'), chunk.rfind(b'"')
        length += _length(chunk if first < 0 else chunk[:first])
        if length > MAX_LOGGED_BYTES:
            line = lines + 1
            raise MisfitError(path, f"line {line} holds a text larger than 10 MB, the limit")
        lines += chunk.count(b"\n")
        if last >= 0:
            length = _length(chunk[last + 1 :])
        braces += chunk.count(b"{")
    if braces > MAX_EXPORT_RECORDS:
        file.seek(0)
        _refuse_too_many(path, file)


def _refuse_too_many(path: str, file: BinaryIO) -> None:
    """Counts records by their braces, ignoring braces in texts."""
    records, rest = 0, b""
    while chunk := file.read(CHUNK):
        bare = _STRING.sub(b"", rest + chunk)
        begins = bare.find(b'"')
        rest = b"" if begins < 0 else bare[begins:]
        records += bare.count(b"{", 0, len(bare) - len(rest))
        if records > MAX_EXPORT_RECORDS:
            most = f"{MAX_EXPORT_RECORDS:,} records, the limit for an export"
            raise InputError(f"{path} holds more than {most}", AS_MADE)


def _length(text: bytes) -> int:
    """At least how many bytes a part of a text stands for: an escape takes two or six signs."""
    return len(text) - text.count(b"\\") - 5 * text.count(b"\\u")


class _Json:
    """JSON text whose outermost object is taken apart value by value, as it is read."""

    def __init__(
        self, path: str, file: TextIO, decoder: json.JSONDecoder, step: Callable[[], None]
    ) -> None:
        self._path = path
        self._file = file
        self._step = step
        self._text = ""
        self._at = 0
        self._line = self._column = 1
        self._decoder = decoder

    def fields(self) -> Iterator[str]:
        """Each key; take its value before the next one."""
        if not self._takes("{"):
            raise MisfitError(self._path, "it is not an export of a journal")
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._bad(self._at)
            self._needs(":")
            yield key
            if self._takes("}"):
                break
            self._needs(",")
        if self._beyond_blanks() != len(self._text):
            raise self._bad(self._at)

    def items(self, key: str) -> Iterator[Any]:
        if not self._takes("["):
            raise MisfitError(self._path, f"'{key}' is not a list")
        if self._takes("]"):
            return
        while True:
            yield self.value()
            if self._takes("]"):
                return
            self._needs(",")

    def value(self) -> Any:
        while True:
            start = self._beyond_blanks()
            try:
                made, end = self._decoder.raw_decode(self._text, start)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos + _CUT > len(self._text)
                if cut and self._reads_on():
                    continue
                raise self._bad(error.pos) from None
            if end == len(self._text) and self._reads_on():
                continue  # a number may go on
            self._at = end
            return made

    def _reads_on(self) -> bool:
        """Whether there was more to read. Chunks grow with the value: long ones stay fast."""
        self._line, self._column = self._place(self._at)
        rest = self._text[self._at :]
        more = self._file.read(max(CHUNK, len(rest)))
        self._text, self._at = rest + more, 0
        self._step()
        return bool(more)

    def _beyond_blanks(self) -> int:
        while True:
            found = _BLANKS.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or not self._reads_on():
                return self._at

    def _takes(self, sign: str) -> bool:
        at = self._beyond_blanks()  # which may read on
        there = self._text.startswith(sign, at)
        self._at += there
        return there

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._bad(self._at)

    def _place(self, at: int) -> tuple[int, int]:
        ends = self._text.count("\n", 0, at)
        if ends:
            return self._line + ends, at - self._text.rfind("\n", 0, at)
        return self._line, self._column + at

    def _bad(self, at: int) -> MisfitError:
        line, column = self._place(at)
        if self._text[at : at + 1] < " " and at < len(self._text):
            what = "a control character, which JSON takes only as an escape"
            return MisfitError(self._path, f"line {line}, column {column}: {what}")
        return MisfitError(self._path, f"line {line} is not JSON from column {column} on")


def _strict_decoder(path: str) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=lambda pairs: _object(path, pairs),
        parse_int=lambda digits: _whole(path, digits),
        parse_constant=lambda word: _refuse(path, f"{word} is not a number"),
    )


def _object(path: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise MisfitError(path, f"{quoted(twice)} is there twice")
    return made


def _whole(path: str, digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise MisfitError(path, f"a number of more than {_LONGEST_NUMBER} digits, the limit")
    return int(digits)


def _refuse(path: str, message: str) -> Any:
    raise MisfitError(path, message)


def _counters(path: str, content: Any) -> dict[str, int]:
    if not isinstance(content, dict):
        raise InputError(f"{path}: 'counters' is missing", AS_MADE)
    counters = {}
    for letter, last in content.items():
        try:
            counters[letter] = number(last, most=_LAST_CODE)
        except ValueError as error:
            raise MisfitError(f"{path}: counters.{letter}", str(error)) from None
    return counters
