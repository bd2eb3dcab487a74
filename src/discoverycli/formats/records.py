"""Turns the records of a snapshot into plain values, and checks those on their way back.

A plain value is what JSON knows: text, whole numbers, true and false, null, lists, objects. What
a field may hold is read off its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from discoverycli.domain.snapshot import SINCE, VERSION
from discoverycli.domain.text.dates import FIRST_YEAR, LAST_YEAR
from discoverycli.domain.text.words import clip, nearest, quoted, require_storable
from discoverycli.domain.vocabulary import Code, InterviewDate, Precision, Rung
from discoverycli.errors import InputError
from discoverycli.formats.entries import MAX_LOGGED_BYTES

T = TypeVar("T")
Plain = Any

MOST = 2**31 - 1
"""The largest whole number that every database can store."""

AS_MADE = "an export as it was made, or a note file by itself"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_RUNGS = {each.word: each for each in Rung}
_YEAR = re.compile(r"[0-9]{4}")


class MisfitError(InputError):
    """A value that does not fit where it stands."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}", AS_MADE)


@dataclass(frozen=True, slots=True)
class Kind:
    """What one field may hold: how it is written, and how it is read from a plain value.

    `read` takes the value and raises `ValueError` with the reason when it does not fit.
    `of_text` gives the plain value that a text in a table stands for; where there are `many`,
    that of each item.
    """

    write: Callable[[Any], Plain]
    read: Callable[[Plain], Any]
    of_text: Callable[[str], Plain] = str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a record by their names outside: single values, and lists of records."""

    values: dict[str, tuple[str, Kind]]
    lists: dict[str, Any]
    absent: dict[str, Plain]
    """What stands for the fields that an export of that version is too old to have."""
    readers: tuple[tuple[str, Callable[[Plain], Any]], ...] = ()
    """What reads each field, in the order in which the record takes them."""


def shape(cls: Any, version: int = VERSION) -> Shape:
    """What a record is made of in an export of that version."""
    return _read_off(cls, version)


@cache
def _read_off(cls: Any, version: int) -> Shape:
    hints = get_type_hints(cls, include_extras=True)
    values: dict[str, tuple[str, Kind]] = {}
    lists: dict[str, Any] = {}
    absent: dict[str, Plain] = {}
    readers: list[tuple[str, Callable[[Plain], Any]]] = []
    for each in fields(cls):
        hint, key = hints[each.name], each.name.rstrip("_")
        inner = get_args(hint)[0] if get_origin(hint) is tuple else None
        if inner is not None and is_dataclass(inner):
            lists[key] = inner
            readers.append((key, partial(_quick_list, inner, version)))
        else:
            values[key] = (each.name, _kind(hint))
            readers.append((key, values[key][1].read))
        if SINCE.get(f"{cls.__name__}.{each.name}", 1) > version:
            absent[key] = [] if get_origin(hint) is tuple else None
    return Shape(values, lists, absent, tuple(readers))


def plain(record: Any) -> dict[str, Plain]:
    """A record as plain values."""
    made = shape(type(record))
    data = {key: kind.write(getattr(record, name)) for key, (name, kind) in made.values.items()}
    for key in made.lists:
        data[key] = [plain(each) for each in getattr(record, key)]
    return data


def build(cls: type[T], data: Plain, place: str, version: int = VERSION) -> T:
    """The record that plain values of an export of that version describe.

    Raises:
        MisfitError: naming the place of the first value that does not fit, below `place`.
    """
    try:
        return _quick(cls, version, data)
    except (ValueError, InputError):
        return _careful(cls, version, data, place)


def _quick(cls: type[T], version: int, data: Plain) -> T:
    """As `build`, without saying what does not fit."""
    made = shape(cls, version)
    readers, absent = made.readers, made.absent
    if not isinstance(data, dict) or len(data) + len(absent) != len(readers):
        raise ValueError
    if absent:
        data = data | absent
    try:
        return cls(*[read(data[key]) for key, read in readers])
    except KeyError:
        raise ValueError from None


def _quick_list(cls: Any, version: int, items: Plain) -> tuple[Any, ...]:
    if not isinstance(items, list):
        raise ValueError
    return tuple([_quick(cls, version, item) for item in items])


def _careful(cls: type[T], version: int, data: Plain, place: str) -> T:
    made = shape(cls, version)
    if not isinstance(data, Mapping):
        raise MisfitError(place, f"{_said(data)} is not an object")
    _same_keys({*made.values, *made.lists} - made.absent.keys(), set(data), place)
    data = {**data, **made.absent}
    lists = {}
    for key, inner in made.lists.items():
        items = data[key]
        if not isinstance(items, list):
            raise MisfitError(f"{place}.{key}", f"{_said(items)} is not a list")
        lists[key] = tuple(
            _careful(inner, version, item, f"{place}.{key}[{index}]")
            for index, item in enumerate(items)
        )
    return build_flat(cls, data, f"{place}.", lists)


def build_flat(cls: type[T], data: Mapping[str, Plain], place: str, lists: Mapping[str, Any]) -> T:
    """As `build`, with the record's lists at hand already; `place` stands before each key."""
    values: dict[str, Any] = {}
    for key, (name, kind) in shape(cls).values.items():
        try:
            values[name] = kind.read(data[key])
        except (InputError, ValueError) as error:
            raise MisfitError(f"{place}{key}", str(error)) from None
    return cls(**values, **lists)


def _same_keys(wanted: set[str], found: set[str], place: str) -> None:
    for key in sorted(wanted - found):
        raise MisfitError(place, f"'{key}' is missing")
    for key in sorted(found - wanted, key=str):
        close = nearest(str(key), wanted)
        meant = f"; did you mean '{close}'?" if close else ""
        raise MisfitError(place, f"{quoted(str(key))} is not known here{meant}")


def _kind(hint: Any) -> Kind:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (inner,) = (each for each in arguments if each is not NoneType)
        return _or_none(_kind(inner))
    if origin is tuple:
        return _several(_kind(arguments[0]))
    if arguments and arguments[0] is Code:
        prefix = str(arguments[1])
        return Kind(str, lambda value: _code(value, prefix))
    if arguments and arguments[0] is int:
        least, most = arguments[1], arguments[2]
        return Kind(int, lambda value: number(value, least, most), _number_of_text)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(hint)
    return _KINDS[hint]


def _or_none(kind: Kind) -> Kind:
    return replace(
        kind,
        write=lambda value: None if value is None else kind.write(value),
        read=lambda value: None if value is None else kind.read(value),
    )


def _several(kind: Kind) -> Kind:
    def read(value: Plain) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(f"{_said(value)} is not a list")
        return tuple(kind.read(item) for item in value)

    return Kind(lambda value: [kind.write(item) for item in value], read, kind.of_text, many=True)


def _word(words: type[StrEnum]) -> Kind:
    by_value = {member.value: member for member in words}

    def read(value: Plain) -> StrEnum:
        if not isinstance(value, str) or value not in by_value:
            raise ValueError(f"{_said(value)} is none of: {', '.join(by_value)}")
        return by_value[value]

    return Kind(lambda member: member.value, read)


def text(value: Plain) -> str:
    """A text that every database can store. Raises `ValueError` or `InputError` for any other."""
    if not isinstance(value, str):
        raise ValueError(f"{_said(value)} is not a text")
    require_storable(value)
    # UTF-8 needs at most four bytes a character, so that short texts need no encoding.
    if len(value) * 4 > MAX_LOGGED_BYTES and len(value.encode()) > MAX_LOGGED_BYTES:
        raise ValueError("a text larger than 10 MB, the limit")
    return value


def number(value: Plain, least: int = 0, most: int = MOST) -> int:
    """A whole number, `MOST` at the most. Raises `ValueError` for any other."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{_said(value)} is not a whole number from {least} to {most}")
    return value


def _truth(value: Plain) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{_said(value)} is neither true nor false")
    return value


def _day(value: Plain) -> date:
    try:
        if isinstance(value, str):
            return _day_of(value)
    except ValueError:
        pass
    raise ValueError(f"{_said(value)} is not a date such as 2026-11-20")


@lru_cache(maxsize=4096)
def _day_of(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError
    return _of_our_time(date.fromisoformat(text))


def _of_our_time(day: date) -> date:
    """A day that can also be typed."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError
    return day


def _held(value: Plain) -> InterviewDate:
    if value is None:
        return InterviewDate.unknown()
    try:
        if found := _MONTH.fullmatch(value):
            first = _of_our_time(date(int(found[1]), int(found[2]), 1))
            return InterviewDate.in_month(first.year, first.month)
        if _YEAR.fullmatch(value):
            return InterviewDate.in_year(_of_our_time(date(int(value), 1, 1)).year)
        return InterviewDate.on(_day(value))
    except (TypeError, ValueError):
        raise ValueError(
            f"{_said(value)} is not a date such as 2026-11-20, 2026-11 or 2026"
        ) from None


def _code(value: Plain, prefix: str) -> Code:
    digits = value[1:] if isinstance(value, str) and value[:1] in prefix else ""
    if not (0 < len(digits) < 10 and digits.isascii() and digits.isdigit() and digits[0] != "0"):
        raise ValueError(f"{_said(value)} is not a code such as {prefix[0]}1")
    return Code(value[0], int(digits))


def _rung(value: Plain) -> Rung:
    if not isinstance(value, str) or value not in _RUNGS:
        raise ValueError(f"{_said(value)} is none of: {', '.join(_RUNGS)}")
    return _RUNGS[value]


def _said(value: Plain) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, list) else clip(str(value).lower())


def _truth_of_text(word: str) -> Plain:
    return {"yes": True, "no": False}.get(word, word)


def _number_of_text(digits: str) -> Plain:
    return int(digits) if re.fullmatch("0|[1-9][0-9]{0,9}", digits) else digits


_KINDS: dict[Any, Kind] = {
    str: Kind(str, text),
    int: Kind(int, number, _number_of_text),
    bool: Kind(bool, _truth, _truth_of_text),
    date: Kind(date.isoformat, _day),
    InterviewDate: Kind(
        lambda held: None if held.precision is Precision.UNKNOWN else str(held), _held
    ),
    Rung: Kind(lambda rung: rung.word, _rung),
}
