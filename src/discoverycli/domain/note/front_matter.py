"""Reads and writes front matter: the `key: value` lines between two lines of `---` of a file.

It is a small part of YAML, read line by line without any YAML library:

- `key: value`, one a line. Keys may be in either case and come back in lower case.
- `# comment` on a line of its own, or after a value and a blank.
- Values are text and stay text: `no`, `12:30` and `2026-11-20` are never turned into anything.
- `"double quotes"` know the escapes of YAML, `'single quotes'` double a quote inside.
- Lists are `[a, "b, c"]` on one line, or `- item` lines below a key.
- A key with nothing behind it is `None`.
- Anything else (nested fields, block text, anchors, tags) is an error that names the line.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import quoted, require_storable
from discoverycli.errors import InputError, LineError

MAX_BYTES = 64_000
"""The longest front matter that is read or written, in bytes of UTF-8."""

Value: TypeAlias = str | list[str] | None
"""What a field holds once it is read."""

_BLANK = " \t\r"
_OPENING = Pattern(r"\ufeff?---[ \t]*\r?(?:\n|\Z)")
_CLOSING = Pattern(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_FIELD = Pattern(r"(\w[\w -]*):(.*)")
_ITEM = Pattern(r"-(?:[ \t]+(.*))?")
_COMMENT = Pattern(r"(?:^|[ \t])#")
_DOUBLE = Pattern(r'"((?:[^"\\]|\\.)*)"')
_SINGLE = Pattern(r"'((?:[^']|'')*)'")
_ESCAPE = Pattern(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_FLOW_END = Pattern(r"[,\]]")
_YAML_SIGNS = "{}]&*!|>%`,"
"""What would start some other structure of YAML; as text it belongs in quotes."""

_KEY = Pattern(r"[a-z][a-z0-9_-]*")
_TO_ESCAPE = Pattern(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff"\\]')
_NAMED_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/"}
_QUOTE_IT = "put the value in double quotes"


class FrontMatter(NamedTuple):
    """A text taken apart: its fields, the line of each, and the body letter for letter.

    `body_line` is the number of the body's first line in the text, counted from 1.
    """

    fields: dict[str, Value]
    lines: dict[str, int]
    body: str
    body_line: int


def read_front_matter(text: str) -> tuple[dict[str, Value], str, int]:
    """The fields, the body letter for letter, and the body's first line number (from 1).

    Text that does not begin with a line of `---` has no fields and is all body.

    Raises:
        LineError: a line that cannot be read, or a front matter never closed or too long.
    """
    front = scan_front_matter(text)
    return front.fields, front.body, front.body_line


def scan_front_matter(text: str) -> FrontMatter:
    """As `read_front_matter`, and also the line of each field.

    Raises:
        LineError: as `read_front_matter`.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter({}, {}, text, 1)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        way = "a second line of --- below the fields, or an empty line before the first"
        raise LineError(1, "the front matter opened by --- is never closed", way)
    block = text[opening.end() : closing.start()]
    if _bytes(block) > MAX_BYTES:
        raise LineError(1, _TOO_LONG, _SHORTEN)
    fields, lines = _read_fields(block)
    body_line = text.count("\n", 0, closing.end()) + 1
    return FrontMatter(fields, lines, text[closing.end() :], body_line)


def raw_fields(text: str) -> dict[str, tuple[int, str]]:
    """The line of each field in a text and what stands behind its key, also where that, or the
    front matter as a whole, cannot be read."""
    found: dict[str, tuple[int, str]] = {}
    if not has_front_matter(text):
        return found
    for number, line in enumerate(text.split("\n")[1:], 2):
        if line.rstrip(_BLANK) == "---":
            break
        if field := _FIELD.fullmatch(line.rstrip(_BLANK)):
            found.setdefault(field[1].strip().lower(), (number, field[2].strip(_BLANK)))
    return found


def has_front_matter(text: str) -> bool:
    """Whether `text` begins with a line of `---`."""
    return _OPENING.match(text) is not None


def write_front_matter(fields: Mapping[str, str | Sequence[str] | None]) -> str:
    """The fields between two lines of `---`, quoted where it is needed.

    Reading what was written gives the same fields: strings, lists of strings, `None`. A body may
    follow the result directly.

    Raises:
        InputError: a value that holds NUL or a lone surrogate, or fields of more than 64 KB.
        ValueError: a key that is no lower-case word. The caller's mistake, never the user's.
    """
    block = "".join(write_field(key, value) for key, value in fields.items())
    if _bytes(block) > MAX_BYTES:
        raise InputError(_TOO_LONG, _SHORTEN)
    return f"---\n{block}---\n"


def write_field(key: str, value: str | Sequence[str] | None) -> str:
    """One field as lines of front matter, the last newline included.

    Raises:
        InputError, ValueError: as `write_front_matter`.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a key of front matter: {key!r}")
    if value is None:
        return f"{key}:\n"
    if isinstance(value, str):
        return f"{key}: {_written(value)}\n"
    if not value:
        return f"{key}: []\n"
    return f"{key}:\n" + "".join(f"  - {_written(item)}\n" for item in value)


_TOO_LONG = "the front matter is longer than 64 KB"
_SHORTEN = "long text belongs below the second line of ---"


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _read_fields(block: str) -> tuple[dict[str, Value], dict[str, int]]:
    fields: dict[str, Value] = {}
    lines: dict[str, int] = {}
    items: list[str] | None = None
    open_key = ""
    for number, raw in enumerate(block.split("\n"), start=2):
        line = raw.strip(_BLANK)
        if not line or line.startswith("#"):
            continue
        if item := _ITEM.fullmatch(line):
            if items is None:
                raise LineError(number, "a list item stands below no field", "key: on a line above")
            items.append(_read_item(item[1] or "", number))
            fields[open_key] = items
            continue
        key, rest = _read_key(raw, number)
        if key in fields:
            raise LineError(number, f"{quoted(key)} is already on line {lines[key]}", "keep one")
        lines[key] = number
        fields[key] = _read_value(rest, number)
        open_key, items = key, ([] if fields[key] is None else None)
    return fields, lines


def _read_key(raw: str, number: int) -> tuple[str, str]:
    line = raw.strip(_BLANK)
    field = _FIELD.fullmatch(line)
    if field is None:
        way = "key: value, or a line of --- when the fields end here"
        raise LineError(number, f"{quoted(line)} is not a field", way)
    if raw[0] in _BLANK:
        way = "the field at the very beginning of its line"
        raise LineError(number, "a field may not be indented", way)
    return field[1].strip().lower(), field[2].strip(_BLANK)


def _read_item(text: str, number: int) -> str:
    value = _read_value(text, number)
    if value is None:
        raise LineError(number, "a list item is empty", "a value behind the dash")
    if isinstance(value, list):
        raise LineError(number, "a list in a list cannot be read", "one value behind each dash")
    if text[0] not in "\"'" and (": " in value or value.endswith(":")):
        raise LineError(number, "a list item cannot have fields of its own", _QUOTE_IT)
    return value


def _read_value(text: str, number: int) -> Value:
    if text.startswith(('"', "'", "[")):
        value: Value
        value, end = _read_flow(text, number) if text[0] == "[" else _read_quoted(text, 0, number)
        rest = text[end:].strip(_BLANK)
        if rest and not rest.startswith("#"):
            what = "bracket" if text[0] == "[" else "quote"
            raise LineError(number, f"more stands after the closing {what}", _QUOTE_IT)
        return value
    comment = _COMMENT.search(text)
    value = (text[: comment.start()] if comment else text).rstrip(_BLANK)
    if value.startswith((*_YAML_SIGNS, "- ")) or value == "-":
        raise LineError(number, f"a value cannot start with {value[0]}", _QUOTE_IT)
    return value or None


def _read_quoted(text: str, at: int, number: int) -> tuple[str, int]:
    quoted = (_DOUBLE if text[at] == '"' else _SINGLE).match(text, at)
    if quoted is None:
        raise LineError(number, "a quotation mark is never closed", _QUOTE_IT)
    if text[at] == "'":
        return quoted[1].replace("''", "'"), quoted.end()
    return _ESCAPE.sub(lambda escape: _unescaped(escape[1], number), quoted[1]), quoted.end()


def _unescaped(escape: str, number: int) -> str:
    if len(escape) > 1:
        code = int(escape[1:], 16)
        if code != 0 and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF:
            return chr(code)
    elif escape in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[escape]
    raise LineError(number, f"'\\{escape}' is no character", r"\\ for a backslash")


def _read_flow(text: str, number: int) -> tuple[list[str], int]:
    items: list[str] = []
    at = _skip_blank(text, 1)
    if text.startswith("]", at):
        return items, at + 1
    while True:
        item, at = _read_flow_item(text, _skip_blank(text, at), number)
        items.append(item)
        at = _skip_blank(text, at)
        if text.startswith("]", at):
            return items, at + 1
        if not text.startswith(",", at):
            raise LineError(number, "a comma is missing in the list", "[one, two]")
        at += 1


def _read_flow_item(text: str, at: int, number: int) -> tuple[str, int]:
    if text.startswith(('"', "'"), at):
        return _read_quoted(text, at, number)
    end = _FLOW_END.search(text, at)
    if end is None:
        raise LineError(number, "the list is never closed", "] at the end of the same line")
    value = text[at : end.start()].rstrip(_BLANK)
    if not value:
        raise LineError(number, "a list item is empty", "[one, two]")
    if value[0] in "[{":
        raise LineError(number, "a list in a list cannot be read", "[one, two]")
    return value, end.start()


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _written(value: str) -> str:
    require_storable(value)
    is_plain = (
        value[:1].isalnum()
        and not value.endswith(":")
        and value == value.strip()
        and ": " not in value
        and " #" not in value
        and not _TO_ESCAPE.search(value)
    )
    return value if is_plain else f'"{_TO_ESCAPE.sub(_escaped, value)}"'


def _escaped(found: re.Match[str]) -> str:
    named = (name for name, meant in _NAMED_ESCAPES.items() if meant == found[0])
    code = ord(found[0])
    return "\\" + next(named, f"x{code:02x}" if code < 0x100 else f"u{code:04x}")
