"""Reads YAML that strangers wrote: every scalar stays text, bombs are refused early."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from discoverycli.domain.text.words import NOT_TEXT, clip
from discoverycli.formats.entries import (
    MAX_FIELD_BYTES,
    MAX_RECORDS,
    MAX_YAML_BYTES,
    RefusedError,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event, ScalarEvent

_HALF = re.compile(r"(?<=\\[uU])(?:0000)?[dD][89a-fA-F][0-9a-fA-F]{2}")
"""The number of half a character, which YAML may not name."""
MAX_DEPTH = 50
MAX_EVENTS = 400_000
_EVENTS_A_SIGN = 4
"""No text makes more events than four times its length."""

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue]"
YamlPath: TypeAlias = "tuple[str | int, ...]"

_STANDARD_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")) | {"!"}


class Document(NamedTuple):
    """One YAML document: texts, lists and mappings of texts, and the line each stands on."""

    value: YamlValue
    lines: dict[YamlPath, int]

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_all(text: str, *, first_line: int = 1) -> tuple[Document, ...]:
    """Every document of `text`, with all scalars as they are written: `no` stays "no".

    Anchors, aliases, merge keys and tags are refused, because bombs are made of them; a
    duplicate key is refused, because keeping either of the two would be a guess.

    Args:
        first_line: where `text` begins in its file, so that errors and `lines` name its lines.

    Raises:
        RefusedError: with the line, when `text` is not such YAML or exceeds a limit: 5 MB, 50
            levels, 400,000 events, 1 MB a value, 100,000 documents.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_YAML_BYTES:
        raise too_large("larger than 5 MB, the limit for YAML")
    bad = NOT_TEXT.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + first_line
        raise RefusedError("holds a NUL or a lone surrogate, which is no text", line=line)
    if len(text) > min(MAX_EVENTS, MAX_RECORDS) // _EVENTS_A_SIGN:
        _refuse_too_many(text, first_line)
    return tuple(_Reader(text, first_line).documents())


def _refuse_too_many(text: str, first_line: int) -> None:
    from yaml import events as kinds

    documents = 0
    for parts, event in enumerate(_parse(text, first_line), 1):
        if parts > MAX_EVENTS:
            raise too_large("more than 400,000 parts, the limit for YAML")
        if isinstance(event, kinds.DocumentStartEvent):
            documents += 1
            if documents > MAX_RECORDS:
                raise too_large("more than 100,000 documents, the limit")


def _too_deep(line: int | None) -> RefusedError:
    return RefusedError("nested deeper than 50 levels, the limit for YAML", line=line)


class _Reader:
    """Builds values straight from parser events, so nothing refused is ever expanded."""

    def __init__(self, text: str, first_line: int) -> None:
        from yaml import events

        self._kinds = events
        self._events = _parse(text, first_line)
        self._first_line = first_line
        self._lines: dict[YamlPath, int] = {}

    def documents(self) -> Iterator[Document]:
        for event in self._events:
            if isinstance(event, self._kinds.DocumentStartEvent):
                self._lines = {}
                yield Document(self._value(next(self._events), ()), self._lines)

    def _value(self, event: Event, path: YamlPath) -> YamlValue:
        line = self._line_of_plain_node(event)
        self._lines.setdefault(path, line)
        if isinstance(event, self._kinds.ScalarEvent):
            return _storable(event, line)
        if isinstance(event, self._kinds.MappingStartEvent):
            return self._mapping(path)
        return self._sequence(path)

    def _sequence(self, path: YamlPath) -> list[YamlValue]:
        items: list[YamlValue] = []
        while not isinstance(event := next(self._events), self._kinds.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: YamlPath) -> dict[str, YamlValue]:
        pairs: dict[str, YamlValue] = {}
        while not isinstance(event := next(self._events), self._kinds.MappingEndEvent):
            line = self._line_of_plain_node(event)
            key = self._key(event, line)
            if key in pairs:
                raise RefusedError(f"the key '{clip(key)}' stands twice", line=line)
            self._lines[(*path, key)] = line
            pairs[key] = self._value(next(self._events), (*path, key))
        return pairs

    def _key(self, event: Event, line: int) -> str:
        if not isinstance(event, self._kinds.ScalarEvent):
            raise RefusedError("a key must be a text", line=line)
        if event.value == "<<" and not event.style:
            raise RefusedError("merge keys (<<) are not read", line=line)
        return _storable(event, line)

    def _line_of_plain_node(self, event: Event) -> int:
        """Refuses nodes that stand for others."""
        assert event.start_mark is not None
        line = event.start_mark.line + self._first_line
        if isinstance(event, self._kinds.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise RefusedError("anchors and aliases (& and *) are not read", line=line)
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _STANDARD_TAGS:
            raise RefusedError("tags (!) are not read", line=line)
        return line


def _storable(event: ScalarEvent, line: int) -> str:
    text = event.value
    # UTF-8 needs at most four bytes a character, so that short texts need no encoding.
    if len(text) * 4 > MAX_FIELD_BYTES and len(text.encode("utf-8", "replace")) > MAX_FIELD_BYTES:
        raise too_large("a value larger than 1 MB, the limit", line)
    if event.style == '"' and NOT_TEXT.search(text):
        raise RefusedError("holds a NUL or a lone surrogate, which is no text", line=line)
    return str(text)


def _parse(text: str, first_line: int) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = end = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            assert event.end_mark is not None
            if depth > MAX_DEPTH:
                raise _too_deep(event.end_mark.line + first_line)
            end = event.end_mark.index
            yield event
    except yaml.YAMLError as error:
        raise _unreadable(error, text, end, depth, first_line) from None


def _unreadable(error: Exception, text: str, end: int, depth: int, first_line: int) -> RefusedError:
    """Why a text is not YAML, in our words: the parser's change with its version.

    Args:
        end: where the last event ends in the text. The parser looks ahead, so it can give up at
            brackets that it has not reported yet.
        depth: how deep that event is nested."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return RefusedError("not readable as YAML: it holds a character that YAML forbids")
    line = int(mark.line) + first_line
    rest = text[end:]
    opened = sum(map(rest.count, "[{")) - sum(map(rest.count, "]}"))
    if depth + opened > MAX_DEPTH:
        return _too_deep(line)
    where = f"column {mark.column + 1}"
    why = "something is not closed, or a text needs quotes"
    if _HALF.match(text, mark.index):
        why = "half of a character (a surrogate), which is no text"
    return RefusedError(f"not readable as YAML at {where}: {why}", line=line)
