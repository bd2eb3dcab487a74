"""Owns a whole journal as one JSON file: one record a line, so that two exports can be compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from discoverycli.domain.snapshot import (
    SINCE,
    VERSION,
    Consent,
    Criteria,
    Decision,
    Hypothesis,
    Interview,
    Job,
    Organisation,
    Pause,
    Person,
    Prediction,
    Referral,
    Snapshot,
    Why,
    check,
)
from discoverycli.domain.words import quoted
from discoverycli.errors import InputError
from discoverycli.formats.entries import MAX_EXPORT_RECORDS, MAX_LOGGED_BYTES
from discoverycli.formats.records import AS_MADE, MisfitError, build, number, plain

LISTS: Final[dict[str, type[Any]]] = {
    "organisations": Organisation,
    "people": Person,
    "hypotheses": Hypothesis,
    "jobs": Job,
    "interviews": Interview,
    "pauses": Pause,
    "consents": Consent,
    "referrals": Referral,
    "criteria": Criteria,
    "predictions": Prediction,
    "decisions": Decision,
    "whys": Why,
}
"""The lists of an export, in the order they are written."""

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"disco\"\s*:")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?')
_BLANKS = re.compile(r"[ \t\n\r]+")
_LONGEST_NUMBER = 15
_LAST_CODE = 999_999_999


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is an export."""
    return _BEGINS.match(head) is not None


def dump(snapshot: Snapshot) -> Iterator[str]:
    """An export, piece by piece, in ASCII; the same journal always gives the same text."""
    counters = json.dumps(dict(sorted(snapshot.counters.items())))
    yield f'{{"disco": {VERSION},\n"counters": {counters}'
    for key in LISTS:
        yield f',\n"{key}": ['
        for index, record in enumerate(getattr(snapshot, key)):
            yield f"{',' if index else ''}\n{json.dumps(plain(record))}"
        yield "]"
    yield "}\n"


def load(path: str, data: bytes) -> Snapshot:
    """The journal that an export holds.

    Args:
        path: the file as the user named it, for messages.
        data: what is in it.

    Raises:
        InputError: it is damaged, of a newer version, too much, or holds a value that does not
            fit; the file and the place in it are named.
    """
    _refuse_too_much(path, data)
    try:
        found = _read(path, _Json(path, data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise MisfitError(path, "it is not UTF-8") from None
    except RecursionError:
        raise MisfitError(path, "it is nested deeper than 50 levels, the limit") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} is not JSON from column {error.colno} on"
        raise MisfitError(path, where) from None
    version = check_version(path, found.pop("disco", None))
    for key in ("counters", *LISTS):
        if key not in found and version >= SINCE.get(key, 1):
            raise MisfitError(path, f"'{key}' is missing")
    snapshot = Snapshot(**found)
    check_whole(path, snapshot)
    return snapshot


def _read(path: str, content: _Json) -> dict[str, Any]:
    """What stands under each key. A record is built as soon as it is read, so that what does not
    fit is never expanded."""
    found: dict[str, Any] = {}
    for key in content.fields():
        if key in found:
            raise MisfitError(path, f"{quoted(key)} is there twice")
        if key == "disco":
            found[key] = check_version(path, content.value())
        elif key == "counters":
            found[key] = _counters(path, content.value())
        elif key in LISTS:
            found[key] = tuple(
                build(LISTS[key], item, f"{path}: {key}[{index}]")
                for index, item in enumerate(content.items(key))
            )
        else:
            raise MisfitError(path, f"{quoted(key)} is not known here")
    return found


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


def check_whole(path: str, snapshot: Snapshot) -> None:
    """As `domain.snapshot.check`, with the file named."""
    try:
        check(snapshot)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from None


def _refuse_too_much(path: str, data: bytes) -> None:
    """Refuses what is beyond the limits before any of it is expanded."""
    if data.count(b"{") > MAX_EXPORT_RECORDS:
        records = _STRING.sub(b"", data).count(b"{")
        if records > MAX_EXPORT_RECORDS:
            most = f"{MAX_EXPORT_RECORDS:,} records, the limit for an export"
            raise InputError(f"{path} holds more than {most}", AS_MADE)
    start = 0
    while start + MAX_LOGGED_BYTES < len(data):
        quote = data.rfind(b'"', start, start + MAX_LOGGED_BYTES + 1)
        if quote < 0:
            end = data.find(b'"', start)
            quote = len(data) if end < 0 else end
            # An escape of two or six signs stands for a byte at least.
            escapes = data.count(b"\\", start, quote) + 5 * data.count(b"\\u", start, quote)
            if quote - start - escapes > MAX_LOGGED_BYTES:
                line = data.count(b"\n", 0, start) + 1
                raise MisfitError(path, f"line {line} holds a text larger than 10 MB, the limit")
        start = quote + 1


class _Json:
    """JSON text whose outermost object is taken apart value by value."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._at = 0
        self._decoder = json.JSONDecoder(
            object_pairs_hook=lambda pairs: _object(path, pairs),
            parse_int=lambda digits: _whole(path, digits),
            parse_constant=lambda word: _refuse(path, f"{word} is not a number"),
        )

    def fields(self) -> Iterator[str]:
        """Each key; its value is to be taken before the next one."""
        if not self._takes("{"):
            raise MisfitError(self._path, "it is not an export of a journal")
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise json.JSONDecodeError("Expecting property name", self._text, self._at)
            self._needs(":")
            yield key
            if self._takes("}"):
                break
            self._needs(",")
        if self._beyond_blanks() != len(self._text):
            raise json.JSONDecodeError("Extra data", self._text, self._at)

    def items(self, key: str) -> Iterator[Any]:
        """Each item of the list that stands here."""
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
        """The value that stands here, whole."""
        made, self._at = self._decoder.raw_decode(self._text, self._beyond_blanks())
        return made

    def _beyond_blanks(self) -> int:
        found = _BLANKS.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _takes(self, sign: str) -> bool:
        there = self._text.startswith(sign, self._beyond_blanks())
        self._at += there
        return there

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise json.JSONDecodeError(f"Expecting '{sign}'", self._text, self._at)


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
