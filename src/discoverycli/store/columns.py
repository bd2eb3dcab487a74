"""Turns values of the domain into the few types that a STRICT table knows, and back."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Date, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class Day(TypeDecorator[date]):
    """A date; ISO text in SQLite, whose STRICT tables have no date."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Flag(TypeDecorator[bool]):
    """Yes or no; 0 and 1 in SQLite."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return int(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Word(TypeDecorator[Enum]):
    """A member of a word list, stored by its value and never by its Python name."""

    impl: type[TypeEngine[Any]] = Text
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> Any:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> Enum | None:
        return None if value is None else self.kind(value)


class Step(Word):
    """A rung of the evidence ladder, stored as its number so that it can be compared."""

    impl = Integer
    cache_ok = True
