"""Makes facts from rows: each field of a fact takes as many columns as its type has."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import InterviewDate
from discoverycli.domain.votes import EvidenceFact
from discoverycli.store.read.evidence_sql import fact, rule
from discoverycli.store.reader import Reader, Row
from discoverycli.store.values import Parameters, held, known_day, member, serves

T = TypeVar("T")


class _Step(NamedTuple):
    """How a field is made: from `width` columns, beginning at `place`."""

    place: int
    width: int
    read: Callable[..., Any]


_WIDE: dict[Any, tuple[int, Callable[..., Any]]] = {
    EvidenceFact: (10, lambda *row: fact(row)),
    Rule: (6, lambda *row: rule(row)),
    InterviewDate: (2, held),
}


def maker(cls: type[T], more: int = 0) -> Callable[..., T]:
    """A function that makes a fact from a row and the values of its last `more` fields.

    A row holds the columns in the order of the fields: ten for an `EvidenceFact` and six for a
    `Rule`, as `evidence_sql` has them, a day and its precision for an `InterviewDate`, those of its
    own for another tuple with names, which is `None` where a part is absent; else one.
    """
    of: Any = cls
    return _maker(of, more)


@cache
def _maker(cls: Any, more: int) -> Callable[..., Any]:
    steps, place = [], 0
    hints = [*cls.__annotations__.values()]
    for hint in hints[: len(hints) - more]:
        width, read = _reading(_kind(hint, cls))
        if read is not None:
            steps.append(_Step(place, width, read))
        place += width

    def made(row: Row, *others: Any) -> Any:
        values = list(row)
        for at, width, read in reversed(steps):
            if width > 1:
                values[at : at + width] = [read(*values[at : at + width])]
            elif (value := values[at]) is not None:
                values[at] = read(value)
        return cls(*values, *others)

    return made


def _kind(hint: Any, cls: type) -> Any:
    """The type that an annotation names, without `None`. Asking `typing` takes ten times as long,
    which a command would feel."""
    if NoneType in get_args(hint):
        (hint,) = (kind for kind in get_args(hint) if kind is not NoneType)
    name = getattr(hint, "__forward_arg__", hint)
    if not isinstance(name, str):
        return hint
    name = name.removesuffix(" | None").partition("[")[0]
    return getattr(sys.modules[cls.__module__], name, None) or getattr(builtins, name)


def _reading(hint: Any) -> tuple[int, Callable[..., Any] | None]:
    if hint in _WIDE:
        return _WIDE[hint]
    if tuple in (hint, get_origin(hint)):
        return 1, serves
    if hasattr(hint, "_fields"):
        return len(hint._fields), lambda *parts: hint._make(parts) if all(parts) else None
    if isinstance(hint, type) and issubclass(hint, Enum):
        return 1, member(hint)
    plain: dict[Any, Callable[..., Any]] = {bool: bool, date: known_day}
    return 1, plain.get(hint)


def facts(reader: Reader, cls: type[T], sql: str, parameters: Parameters = ()) -> list[T]:
    """The rows of a query as facts."""
    return [*map(maker(cls), reader.rows(sql, parameters))]
