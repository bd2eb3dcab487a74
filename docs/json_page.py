"""Writes what every command prints as JSON, and checks that the program prints just that.

Pages and answers declare their shapes themselves (`discoverycli.pages.fields`); those of an export
are the records of `discoverycli.domain.snapshot`, with the meanings of `docs/export_keys.txt`.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import json_samples

import discoverycli
from discoverycli.domain.snapshot import Snapshot
from discoverycli.domain.vocabulary import Code, InterviewDate
from discoverycli.pages import fields

TYPES: dict[str, tuple[str, Any]] = {
    "text": ("text", lambda v: isinstance(v, str)),
    "code": ("code", lambda v: _matches(v, r"[A-Z][1-9][0-9]*(\.[1-9][0-9]*)?")),
    "day": ("day", lambda v: _matches(v, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    "date": ("date", lambda v: _matches(v, r"[0-9]{4}(-[0-9]{2}){0,2}")),
    "time": ("time", lambda v: _matches(v, r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9:]{5}")),
    "week": ("week", lambda v: _matches(v, r"[0-9]{4}-W[0-9]{2}")),
    "whole": ("whole number", lambda v: type(v) is int),
    "share": ("number", lambda v: type(v) in (int, float) and 0 <= v <= 1),
    "flag": ("true or false", lambda v: isinstance(v, bool)),
    "counts": (
        "object of whole numbers",
        lambda v: isinstance(v, dict) and all(type(each) is int for each in v.values()),
    ),
    "anything": ("any value", lambda v: True),
    "scalar": ("whole number or text", lambda v: type(v) in (int, str)),
}
"""Type → (how the page calls it, whether a value is one)."""


def _matches(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


class WrongKeysError(Exception):
    """The program and what it declares do not agree."""


@dataclass(frozen=True)
class Row:
    """One key: its type as it is declared, and its meaning."""

    type: str
    meaning: str

    @property
    def reserved(self) -> bool:
        """Whether nothing ever fills it in this version."""
        return self.meaning.startswith(("reserved", "always empty"))


@dataclass
class Shape:
    """An object's keys, and which of them were met with a value."""

    name: str
    says: str
    base: str | None
    rows: dict[str, Row]
    met: set[str] = field(default_factory=set)


_ORDER = (
    "hypothesis", "hypothesis listed", "hypothesis page", "why", "why page", "why answer",
    "belief", "voice", "hypothesis answer", "hypothesis predicted", "hypothesis edited",
    "hypothesis linked", "move", "change", "job", "job page", "finding", "hire", "judged hire",
    "person", "standing", "consent", "consent page", "own copy", "person page", "person edited",
    "interview", "statement", "statement page", "evidence", "promise", "note answer",
    "note edited", "note unchanged", "import", "week", "contact", "due", "next", "habit",
    "cadence", "check", "balance", "share", "channels", "channel", "balance page", "calibration",
    "believed", "ageing", "aged", "next step", "person to ask", "prep", "open promise",
    "decision", "ground", "matrix", "votes", "matrix column", "gaps", "hit", "checkup finding",
    "init", "settings", "setting", "settings path", "trusted", "export", "operation", "touched",
    "undo", "past change", "forgotten", "backup", "backup made", "restore", "draft",
    "draft page", "drafts dropped", "guide", "fragile verdict",
)  # fmt: skip
"""The order of the shapes on the page. One that is not named here stands behind them all: name it,
beside what it is like."""


def _declared() -> Iterator[fields.Shape[Any]]:
    """Every shape with a name, beside its page or answer."""
    for module in pkgutil.walk_packages(discoverycli.__path__, "discoverycli."):
        if module.name.startswith(("discoverycli.pages.", "discoverycli.cli.answers.")):
            for each in vars(importlib.import_module(module.name)).values():
                if isinstance(each, fields.Shape) and each.name:
                    yield each


def _shapes() -> dict[str, Shape]:
    """Every shape by its name, in the order of the page.

    Raises:
        WrongKeysError: `_ORDER` names one that is not declared.
    """
    found = {
        "export": Shape(
            "export",
            "The whole journal as a file. Its version is in `disco`; `disco import` reads it.",
            None,
            _export_rows(),
        )
    }
    for each in _declared():
        bases = [k.shape.name for k in each.fields if isinstance(k, fields.KeysOf) and k.shape.name]
        base = bases[0] if bases else None
        found[each.name] = Shape(each.name, each.says, base, dict(_rows(each, "")))
    if gone := sorted(set(_ORDER) - found.keys()):
        raise WrongKeysError(
            f"take out of _ORDER of docs/json_page.py: {gone}, which no page declares"
        )
    return {name: found[name] for name in (*_ORDER, *sorted(found.keys() - set(_ORDER)))}


def _rows(shape: fields.Shape[Any], prefix: str) -> Iterator[tuple[str, Row]]:
    """The keys of a shape, those of objects without a name in it behind their own."""
    for each in shape.fields:
        if isinstance(each, fields.KeysOf):
            if not each.shape.name:
                yield from _rows(each.shape, prefix)
            continue
        path, kind = prefix + each.key, each.kind
        if isinstance(kind, str):
            name = kind.rstrip("?[]")
            yield path, Row(kind.replace(name, "code", 1) if len(name) == 1 else kind, each.meaning)
        elif kind.shape.name:
            yield path, Row(f"{{{kind.shape.name}}}{kind.mark}", each.meaning)
        else:
            many = kind.mark == "[]"
            yield path, Row("list" if many else f"object{kind.mark}", each.meaning)
            yield from _rows(kind.shape, f"{path}[]." if many else f"{path}.")


def _export_rows() -> dict[str, Row]:
    """The keys of an export: their types by the records, their meanings by a table of its own."""
    kinds = {"disco": "whole", **dict(_record_types(Snapshot, "")), "counters": "counts"}
    kinds["interviews[].logged_at"] = "time"
    meanings = (Path(__file__).parent / "export_keys.txt").read_text().splitlines()
    told = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in meanings)
    if wrong := kinds.keys() ^ told.keys():
        raise WrongKeysError(f"not in docs/export_keys.txt, or only there: {sorted(wrong)}")
    return {path: Row(kinds[path], meaning) for path, meaning in told.items()}


def _record_types(record: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """The keys of a record and of those in it, each with its type."""
    for name, hint in typing.get_type_hints(record).items():
        path, item = prefix + name.rstrip("_"), (typing.get_args(hint) or (None,))[0]
        if dataclasses.is_dataclass(item):
            yield path, "list"
            yield from _record_types(item, f"{path}[].")
        else:
            yield path, _type_of(hint)


def _type_of(hint: Any) -> str:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return f"{_type_of(typing.get_args(hint)[0])}?"
    if typing.get_origin(hint) is tuple:
        return f"{_type_of(typing.get_args(hint)[0])}[]"
    names = {int: "whole", bool: "flag", date: "day", InterviewDate: "date?", Code: "code"}
    return names.get(hint, "text")


SHAPES = _shapes()


def check(value: Any, sample: json_samples.Sample) -> None:
    """That what a sample printed is of its shape; remembers which keys were met with a value.

    Raises:
        WrongKeysError: a key that is missing, has no meaning here, or is of another type.
    """
    if sample.many and not (isinstance(value, list) and value):
        raise WrongKeysError(f"{sample.line}: not a list with something in it")
    for each in value if sample.many else [value]:
        _check_object(each, SHAPES[sample.shape], "", sample.line)


def _check_object(value: Any, shape: Shape, prefix: str, line: str) -> None:
    if not isinstance(value, dict):
        raise WrongKeysError(f"{line}: '{shape.name}' {prefix} is not an object")
    known = dict(_children(shape, prefix))
    for key in value.keys() - known.keys():
        raise WrongKeysError(f"{line}: '{prefix}{key}' has no meaning in '{shape.name}'")
    for key, (owner, row) in known.items():
        if key not in value:
            raise WrongKeysError(f"{line}: '{prefix}{key}' of '{shape.name}' is not printed")
        _check_value(value[key], owner, prefix + key, row.type, line)


def _children(shape: Shape, prefix: str) -> Iterator[tuple[str, tuple[Shape, Row]]]:
    """The keys right below `prefix`, the shape's own and those of what it is based on.

    A key of its own replaces one of the same name in its base.
    """
    if shape.base is not None:
        yield from _children(SHAPES[shape.base], prefix)
    for path, row in shape.rows.items():
        key = path.removeprefix(prefix)
        if path.startswith(prefix) and not re.search(r"[.\[]", key):
            yield key, (shape, row)


def _check_value(value: Any, shape: Shape, path: str, type_: str, line: str) -> None:
    plain = type_.removesuffix("?")
    if value is None and plain != type_:
        return
    wrong = WrongKeysError(f"{line}: '{path}' of '{shape.name}' is not {type_}: {value!r}")
    if plain.endswith("[]") or plain == "list":
        if not isinstance(value, list):
            raise wrong
        for each in value:
            if plain == "list":
                _check_object(each, shape, f"{path}[].", line)
            else:
                _check_value(each, shape, path, plain.removesuffix("[]"), line)
        if not value:
            return
    elif plain == "object":
        _check_object(value, shape, f"{path}.", line)
    elif plain.startswith("{"):
        _check_object(value, SHAPES[plain.strip("{}")], "", line)
    elif not TYPES[plain][1](value):
        raise wrong
    shape.met.add(path)


def check_all_met() -> None:
    """That every key was met with a value, but for those that are reserved.

    Raises:
        WrongKeysError: naming those that were not.
    """
    unmet = [
        f"{path} of '{shape.name}'"
        for shape in SHAPES.values()
        for path, row in shape.rows.items()
        if path not in shape.met and not row.reserved
    ]
    if unmet:
        raise WrongKeysError(
            f"add commands to docs/json_samples.py that print these: {', '.join(unmet)}"
        )


def type_name(type_: str) -> str:
    """A type as the page calls it."""
    plain = type_.removesuffix("?")
    if plain.endswith("[]"):
        name = f"list of {type_name(plain.removesuffix('[]'))}"
    elif plain.startswith("{"):
        shape = plain.strip("{}")
        name = f"[{shape}](#{anchor(shape)})"
    else:
        name = {"list": "list of objects", "object": "object"}.get(plain) or TYPES[plain][0]
    return name if plain == type_ else f"{name}, or null"


def anchor(name: str) -> str:
    """The anchor of a shape's heading."""
    return name.replace(" ", "-")
