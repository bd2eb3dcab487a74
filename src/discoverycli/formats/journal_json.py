"""Owns a whole journal as one JSON file: one record a line, so that two exports can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from discoverycli.domain.snapshot import (
    VERSION,
    Hypothesis,
    Interview,
    Job,
    Organisation,
    Pause,
    Person,
    Snapshot,
    check,
)
from discoverycli.errors import InputError
from discoverycli.formats.records import AS_MADE, MisfitError, build, number, plain

LISTS: Final[dict[str, type[Any]]] = {
    "organisations": Organisation,
    "people": Person,
    "hypotheses": Hypothesis,
    "jobs": Job,
    "interviews": Interview,
    "pauses": Pause,
}
"""The lists of an export, in the order they are written."""

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"disco\"\s*:")
_LONGEST_NUMBER = 15


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
        InputError: it is damaged, of a newer version, or holds a value that does not fit; the
            file and the place in it are named.
    """
    content = _parse(path, data)
    if not isinstance(content, dict) or "disco" not in content:
        raise MisfitError(path, "it is not an export of a journal")
    check_version(path, content.pop("disco"))
    lists: dict[str, Any] = {}
    counters = _counters(path, content.pop("counters", None))
    for key, cls in LISTS.items():
        items = content.pop(key, None)
        if not isinstance(items, list):
            raise MisfitError(
                path, f"'{key}' is missing" if items is None else f"'{key}' is not a list"
            )
        lists[key] = tuple(
            build(cls, item, f"{path}: {key}[{index}]") for index, item in enumerate(items)
        )
    for key in content:
        raise MisfitError(path, f"'{key}' is not known here")
    snapshot = Snapshot(counters=counters, **lists)
    check_whole(path, snapshot)
    return snapshot


def check_version(path: str, version: Any) -> None:
    """That an export's version is one this program reads. Raises `InputError` if not."""
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise MisfitError(path, "its version is not a number")
    if version > VERSION:
        raise InputError(
            f"{path} was written by a newer disco (version {version}, this one knows {VERSION})",
            "pip install --upgrade discoverycli",
        )


def check_whole(path: str, snapshot: Snapshot) -> None:
    """As `domain.snapshot.check`, with the file named."""
    try:
        check(snapshot)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from None


def _parse(path: str, data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=lambda pairs: _object(path, pairs),
            parse_int=lambda digits: _whole(path, digits),
            parse_constant=lambda word: _refuse(path, f"{word} is not a number"),
        )
    except UnicodeDecodeError:
        raise MisfitError(path, "it is not UTF-8") from None
    except RecursionError:
        raise MisfitError(path, "it is nested too deeply") from None
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise MisfitError(path, f"line {error.lineno} is not JSON: {reason}") from None


def _object(path: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise MisfitError(path, f"'{next(k for k in keys if keys.count(k) > 1)}' is there twice")
    return made


def _whole(path: str, digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise MisfitError(path, f"a number of {len(digits)} digits is too long")
    return int(digits)


def _refuse(path: str, message: str) -> Any:
    raise MisfitError(path, message)


def _counters(path: str, content: Any) -> dict[str, int]:
    if not isinstance(content, dict):
        raise InputError(f"{path}: 'counters' is missing", AS_MADE)
    counters = {}
    for letter, last in content.items():
        try:
            counters[letter] = number(last)
        except ValueError as error:
            raise MisfitError(f"{path}: counters.{letter}", str(error)) from None
    return counters
