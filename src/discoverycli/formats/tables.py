"""Writes and reads Markdown tables that give back every cell as it was, whatever is in it.

In a cell, a backslash takes its meaning from a mark of Markdown, `&#10;` is the character of that
number (line breaks, control characters, blanks at the edge), nothing is `None`, `""` is an empty
text. A table stands under a heading of its own (`## Name`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from discoverycli.formats.records import MisfitError

_MARKS = re.compile(r"[\\|`*_\[\]<>&~$]")
_ENTITIES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]|^ | $")
_WRITTEN = re.compile(r"\\(?P<mark>[\\|`*_\[\]<>&~$\"])|&#(?P<number>[0-9]{1,4});|(?P<bad>[\\&|])")
_HEADING = "## "
_EMPTY = '""'


class MarkdownRow(NamedTuple):
    """A row: where it stands, and its cells as they are written, by column."""

    place: str
    cells: dict[str, str]


class MarkdownTable(NamedTuple):
    """A table as it was found."""

    place: str
    columns: tuple[str, ...]
    rows: tuple[MarkdownRow, ...]


def escape(value: str | None) -> str:
    """What stands in a cell for a text."""
    if value is None:
        return ""
    if value in ("", _EMPTY):
        return _EMPTY if not value else r"\"\""
    marked = _MARKS.sub(lambda mark: f"\\{mark[0]}", value)
    return _ENTITIES.sub(lambda found: f"&#{ord(found[0])};", marked)


def unescape(cell: str) -> str | None:
    """The text that a cell stands for. Raises `ValueError` for a cell that `escape` never makes."""
    if not cell:
        return None
    return "" if cell == _EMPTY else _WRITTEN.sub(_unescaped, cell)


def _unescaped(found: re.Match[str]) -> str:
    if found["bad"]:
        raise ValueError(f"'{found['bad']}' needs a backslash before it")
    return found["mark"] or chr(int(found["number"]))


def escape_list(values: Iterable[str]) -> str:
    """What stands in a cell for several texts."""
    return " ".join(escape(value).replace(" ", "&#32;") for value in values)


def unescape_list(cell: str) -> list[str]:
    """The texts that a cell stands for. Raises `ValueError` as `unescape` does."""
    return [unescape(part) or "" for part in cell.split(" ")] if cell else []


def write_table(heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of escaped cells under its heading."""
    return "".join(table_lines(heading, columns, rows))


def table_lines(
    heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    """As `write_table`, line by line."""
    yield f"{_HEADING}{heading}\n\n"
    for cells in chain((columns, ["---"] * len(columns)), rows):
        yield f"| {' | '.join(cells)} |\n"


def read_tables(path: str, text: str) -> dict[str, MarkdownTable]:
    """The tables of a file by their headings.

    Raises:
        MisfitError: a heading without a table or used twice, or a row with other columns.
    """
    tables: dict[str, MarkdownTable] = {}
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if not line.startswith(_HEADING):
            continue
        heading = line.removeprefix(_HEADING)
        place = f"{path}, line {index + 1}"
        if heading in tables:
            raise MisfitError(place, f"the table '{heading}' is there twice")
        tables[heading] = _table(path, lines, index + 2, place)
    return tables


def _table(path: str, lines: list[str], start: int, place: str) -> MarkdownTable:
    found = [_cells(line) for line in lines[start : start + 2]]
    if len(found) < 2 or found[0] is None or found[1] != ["---"] * len(found[0]):
        raise MisfitError(place, "no table stands below this heading")
    columns, rows = tuple(found[0]), []
    for index in range(start + 2, len(lines)):
        if not lines[index].startswith("|"):
            break
        cells, at = _cells(lines[index]), f"{path}, line {index + 1}"
        if cells is None or len(cells) != len(columns):
            raise MisfitError(at, f"the row has not {len(columns)} cells")
        rows.append(MarkdownRow(at, dict(zip(columns, cells, strict=True))))
    return MarkdownTable(place, columns, tuple(rows))


def _cells(line: str) -> list[str] | None:
    """The cells of a row, still escaped; `None` when the line is no row."""
    if not (line.startswith("| ") and line.endswith(" |") and len(line) >= len("|  |")):
        return None
    return line[2:-2].split(" | ")
