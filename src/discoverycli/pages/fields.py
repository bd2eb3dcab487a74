"""Declares once what a page tells of a thing: its keys for programs, and its columns on a screen.

A `Shape` is an object that programs get. Each `Field` of it is a key with its type, its meaning
and how it is read from an item:

    VOTES: Shape[Verdict] = Shape(
        "votes",
        "How those asked voted.",
        Field("votes_for", "whole", "voices for", lambda v: v.votes_for),
        Field("fresh_until", "day?", "the last day it holds", lambda v: v.fresh_until),
    )

`VOTES.data(verdict)` is that object, `VOTES.sheet(verdicts)` a spreadsheet under the same names,
and `docs/json.md` is written from the declaration. `table` makes the table of a screen from
`Shown` columns in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from discoverycli.render.blocks import Cell, Column, Facts, Inline, JsonValue, Table

T = TypeVar("T")
V = TypeVar("V")
B = TypeVar("B")

WRITERS: dict[str, Callable[[Any], JsonValue]] = {
    **dict.fromkeys(
        ("whole", "share", "flag", "counts", "scalar", "anything"), lambda value: value
    ),
    "text": lambda value: value.value if isinstance(value, Enum) else value,
    "code": str,
    "day": lambda day: day.isoformat(),
    "time": lambda value: value,
    "week": lambda value: value,
    "date": lambda held: None if held.day is None else str(held),
    **{letter: f"{letter}{{}}".format for letter in "PISHJD"},
}
"""Type → how its values are written. A letter is the type of a code that is read as a number."""


class Nested(NamedTuple, Generic[V]):
    """Another shape as a field's type: `Shape.one`, `Shape.maybe` or `Shape.many`."""

    shape: Shape[Any]
    mark: str


class Field(Generic[T]):
    """A key of an object.

    Args:
        key: its name, which never changes within a major version.
        kind: a name of `WRITERS`, with `[]` behind it for a list and `?` where it may be null;
            or another shape.
        meaning: what it says, for `docs/json.md`.
        read: the value of an item, before it is written by its type; its attribute of the key's
            name, where this is left out.
        flat: what a spreadsheet shows, where that is not the value. Without it, objects
            inside are left out there, and lists joined.
    """

    __slots__ = ("flat", "key", "kind", "meaning", "read")

    def __init__(
        self,
        key: str,
        kind: str | Nested[V],
        meaning: str,
        read: Callable[[T], V] | None = None,
        flat: Callable[[T], Cell] | None = None,
    ) -> None:
        self.key, self.kind, self.meaning = key, kind, meaning
        self.read: Callable[[T], Any] = read or attrgetter(key)
        self.flat = flat

    @property
    def write(self) -> Callable[[Any], JsonValue]:
        """How a value that was read is written."""
        one: Callable[[Any], JsonValue]
        if isinstance(self.kind, Nested):
            one, mark = self.kind.shape.data, self.kind.mark
        else:
            name = self.kind.rstrip("?[]")
            one, mark = WRITERS[name], self.kind[len(name) :]
        if mark == "[]":
            return lambda values: [one(each) for each in values]
        return one if not mark else lambda value: None if value is None else one(value)


class KeysOf(Generic[T]):
    """All keys of another shape, in the place where this stands; `of` is what is read for them."""

    __slots__ = ("of", "shape")

    def __init__(self, shape: Shape[V], of: Callable[[T], V]) -> None:
        self.shape: Shape[Any] = shape
        self.of: Callable[[T], Any] = of


class Shape(Generic[T]):
    """The keys of an object that programs get.

    Args:
        name: what `docs/json.md` calls it; none where it only stands inside others (`inner`).
        says: what it is, in a sentence.
        fields: its keys, in the order they are printed. One of a name that came before replaces
            that one where it stands.
    """

    def __init__(self, name: str, says: str, *fields: Field[T] | KeysOf[T]) -> None:
        self.name, self.says, self.fields = name, says, fields

    @property
    def one(self) -> Nested[T]:
        """The type of a field that is such an object."""
        return Nested(self, "")

    @property
    def maybe(self) -> Nested[T | None]:
        """The type of a field that is such an object, or null."""
        return Nested(self, "?")

    @property
    def many(self) -> Nested[Iterable[T]]:
        """The type of a field that is a list of such objects."""
        return Nested(self, "[]")

    def data(self, item: T) -> dict[str, JsonValue]:
        """An item for programs."""
        return {key: write(read(item)) for key, read, write in self._readers}

    def rows(self, items: Iterable[T]) -> list[dict[str, JsonValue]]:
        """Items for programs."""
        return [self.data(each) for each in items]

    def sheet(self, items: Iterable[T], keys: str = "", heads: str = "") -> Table:
        """Items as a spreadsheet: all that fits a cell, or the named keys in their order.

        Args:
            items: one a row.
            keys: the columns, by their keys.
            heads: what these are called, where that is not their keys.
        """
        return table(self.columns(lambda item: item, keys, heads), items)

    def columns(
        self, of: Callable[[B], T | None], keys: str = "", heads: str = ""
    ) -> Sequence[Shown[B]]:
        """Columns of a spreadsheet on what is read of an item; empty where that is `None`."""
        names = keys.split() or list(self._cells)
        return [
            Shown(head, _behind_any(of, self._cells[name]))
            for name, head in zip(names, heads.split() or names, strict=True)
        ]

    @cached_property
    def _readers(self) -> Sequence[tuple[str, Callable[[T], Any], Callable[[Any], JsonValue]]]:
        """Each key with how it is read and written, `KeysOf` included."""
        found: dict[str, tuple[str, Callable[[T], Any], Callable[[Any], JsonValue]]] = {}
        for each in self.fields:
            if isinstance(each, KeysOf):
                for key, read, write in each.shape._readers:
                    found[key] = (key, _behind(each.of, read), write)
            else:
                found[each.key] = (each.key, each.read, each.write)
        return tuple(found.values())

    @cached_property
    def _cells(self) -> dict[str, Callable[[T], Cell]]:
        """Each key with the spreadsheet cell of an item, only for keys with one."""
        found: dict[str, Callable[[T], Cell]] = {}
        for each in self.fields:
            if isinstance(each, KeysOf):
                for key, cell in each.shape._cells.items():
                    found[key] = _behind(each.of, cell)
            elif each.flat or not isinstance(each.kind, Nested):
                found[each.key] = each.flat or _joined(each)
        return found


def inner(*fields: Field[T] | KeysOf[T]) -> Shape[T]:
    """A shape without a name, which only stands inside others."""
    return Shape("", "", *fields)


def _behind(of: Callable[[T], B], read: Callable[[B], V]) -> Callable[[T], V]:
    return lambda item: read(of(item))


def _joined(field: Field[T]) -> Callable[[T], Cell]:
    read, write = field.read, field.write

    def cell(item: T) -> Cell:
        value = write(read(item))
        if isinstance(value, list):
            return "; ".join(map(str, value))
        assert value is None or isinstance(value, (str, int, float))
        return value

    return cell


def _behind_any(of: Callable[[T], B | None], read: Callable[[B], Cell]) -> Callable[[T], Cell]:
    return lambda item: None if (found := of(item)) is None else read(found)


class Shown(NamedTuple, Generic[T]):
    """A column of a screen's table: its head, its cells, and how it gives way (see `Column`)."""

    head: str
    cell: Callable[[T], Cell]
    align: str = "left"
    flex: bool = False
    drop: int = 0
    lines: int = 0


def table(
    columns: Sequence[Shown[T]],
    items: Iterable[T],
    *,
    title: str = "",
    empty: str = "nothing yet",
    headed: bool = True,
) -> Table:
    """Items as the table of a screen, one a row."""
    heads = tuple(Column(each.head, *each[2:]) for each in columns)
    rows = tuple(tuple(each.cell(item) for each in columns) for item in items)
    return Table(heads, rows, title, empty, headed)


def facts(*pairs: tuple[str, Inline | None], title: str = "") -> Facts:
    """Names and values, without the names that have none."""
    return Facts(tuple((name, value) for name, value in pairs if value), title)


def present(*parts: T | None) -> tuple[T, ...]:
    """What there is of blocks or footnotes, in their order."""
    return tuple(each for each in parts if each is not None)
