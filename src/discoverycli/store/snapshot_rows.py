"""Maps the records of a snapshot to columns, by the names and types of their fields.

A field is the column of its name. A code is the number in the column that points at its table: a
`person` is in `person_id`, the `code` of the record itself in `id`. `_FROM` lists the
exceptions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache, lru_cache, partial
from types import NoneType
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin, get_type_hints

from discoverycli.domain.snapshot import Attendance, Criteria, Referral
from discoverycli.domain.vocabulary import Code, InterviewDate, Stakeholder
from discoverycli.store.schema import TABLES
from discoverycli.store.values import held, known_day, member, serves, serves_words

Read = Callable[[Any], Any] | None
"""Makes a value of what is stored; `None` where that is the value."""

_FROM: Final = {
    "Criteria.revision": "number",
    "Ground.code": "code",
    "Hypothesis.class_": "risk_class",
    "Interview.held_on": "coalesce(held_on, '') || ' ' || precision",
    "Person.organisation": "(SELECT o.name FROM organisation o WHERE o.id = organisation_id)",
    "Referral.by": "referred_by_id",
    "Referral.person": "id",
    "Statement.themes": "(SELECT json_group_array(t.name) FROM "
    "(SELECT name FROM theme WHERE statement_id = statement.id ORDER BY name) t)",
    "Why.root": "coalesce('H' || hypothesis_id, 'S' || statement_id)",
    "Why.under": "(SELECT u.number FROM why u WHERE u.id = why.parent_id)",
}
_TABLES: Final = {Attendance: "participation", Criteria: "revision", Referral: "person"}


class Field(NamedTuple):
    """A field of a record: the SQL that gives it, and how it is made of that. `prefix` is the
    letter of a code that is stored as a number."""

    name: str
    sql: str
    read: Read
    prefix: str = ""


def table_of(cls: type[Any]) -> str:
    """The table that a kind of record is stored in."""
    return _TABLES.get(cls) or cls.__name__.lower()


@cache
def mapped(cls: Any) -> tuple[Field, ...]:
    """The fields of a record in their order, without lists of other records."""
    hints = get_type_hints(cls, include_extras=True)
    found = []
    for each in fields(cls):
        hint = hints[each.name]
        if NoneType in get_args(hint):
            (hint,) = (kind for kind in get_args(hint) if kind is not NoneType)
        read, prefix = _reading(hint)
        if read is not _list:
            sql = "id" if each.name == "code" else f"{each.name}_id" if prefix else each.name
            sql = _FROM.get(f"{cls.__name__}.{each.name}", sql)
            found.append(Field(each.name, sql, read, prefix))
    return tuple(found)


def _reading(hint: Any) -> tuple[Read, str]:
    arguments = get_args(hint)
    if get_origin(hint) is Annotated and arguments[0] is Code:
        letters = arguments[1]
        return (_code, "") if len(letters) > 1 else (partial(Code, letters), letters)
    if get_origin(hint) is tuple:
        of_words: dict[Any, Read] = {Stakeholder: serves, str: _texts}
        return of_words.get(arguments[0], _list), ""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return member(hint), ""
    plain: dict[Any, Read] = {bool: bool, date: known_day, InterviewDate: _held}
    return plain.get(hint), ""


def _code(stored: str) -> Code:
    """Any other text is damage: it raises and is never left out."""
    found = Code.parse(stored)
    assert found is not None
    return found


def _list(_: Any) -> Any:
    """Stands for records that are read separately."""
    raise NotImplementedError


def _texts(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored)) if stored != "[]" else ()


@lru_cache(maxsize=4096)
def _held(stored: str) -> InterviewDate:
    day, _, precision = stored.partition(" ")
    return held(day or None, precision)


@cache
def maker(cls: Any) -> Callable[..., Any]:
    """What makes a record of a row of its `mapped` columns, and of its lists."""
    steps = [(place, each.read) for place, each in enumerate(mapped(cls)) if each.read is not None]

    def made(row: Iterable[Any], *lists: tuple[Any, ...]) -> Any:
        values = list(row)
        for place, read in steps:
            if (value := values[place]) is not None:
                values[place] = read(value)
        return cls(*values, *lists)

    return made


def row_of(record: Any, codes: dict[Code, int]) -> dict[str, Any]:
    """A record's own columns, as they are written.

    Args:
        record: of a snapshot.
        codes: the numbers that things have here. A statement may have none.
    """
    return {
        each.sql: _written(getattr(record, each.name), each, codes)
        for each in _own(record.__class__)
    }


@cache
def _own(cls: Any) -> list[Field]:
    columns = {column.name for column in TABLES[table_of(cls)]}
    return [each for each in mapped(cls) if each.sql in columns]


def _written(value: Any, field: Field, codes: dict[Code, int]) -> Any:
    if isinstance(value, Code):
        if not field.prefix:
            return str(value._replace(number=codes[value]))
        return codes.get(value) if field.prefix == "S" else codes[value]
    if isinstance(value, tuple):
        return (
            serves_words(value) if field.read is serves else json.dumps(value, ensure_ascii=False)
        )
    return value
