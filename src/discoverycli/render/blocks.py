"""Defines the parts of a page, independent of any output format.

Reports and commands build a `Page`; `terminal`, `markdown`, `csv` and `json` print it.
Text in blocks is what people typed, untouched: making it harmless is each renderer's work."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

JsonValue: TypeAlias = (
    bool | int | float | str | date | Sequence["JsonValue"] | dict[str, "JsonValue"] | None
)


class Tone(StrEnum):
    """What a piece of text means; each renderer decides how that looks."""

    PLAIN = "plain"
    STRONG = "strong"
    DIM = "dim"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CODE = "code"


class ToType(str):
    """A line of our own that names commands. On a screen they are shown as they must be typed.

    Footnotes, and what a block says when it is empty, are such lines without being marked.
    """

    __slots__ = ()


class Span(NamedTuple):
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Inline: TypeAlias = str | Span | tuple[str | Span, ...]
"""One line of text: plain, in one tone, or in several runs."""

Cell: TypeAlias = Inline | int | float | date | bool | None


class Column(NamedTuple):
    """One column of a table.

    `flex` columns share the room that is left and wrap; the others keep to their content.
    Where the page is too narrow, the columns with the highest `drop` go first (0: never),
    and the table says which were left out.
    """

    head: str
    align: str = "left"
    flex: bool = False
    drop: int = 0
    lines: int = 0
    """How many lines a cell may take on a terminal before it is cut with `…`; 0: any number."""


class Table(NamedTuple):
    """Rows under heads. `empty` is what to say when there are none.

    `headed`: whether a terminal prints the heads; the other formats always do.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    empty: str = "nothing yet"
    headed: bool = True


class Facts(NamedTuple):
    """Names and values, one pair a line."""

    pairs: tuple[tuple[str, Inline], ...]
    title: str = ""


class Note(NamedTuple):
    """A paragraph."""

    text: Inline


class Lines(NamedTuple):
    """A titled list, one item a line; long ones wrap under themselves, behind `mark`.

    Behind the mark `$` stand commands: those are never broken.
    """

    items: tuple[Inline, ...]
    title: str = ""
    mark: str = "·"
    empty: str = ""


class Bar(NamedTuple):
    """One row of a bar chart: `value` of `of`, and the words printed after it.

    `aims`: whether the chart's target is this bar's too.
    """

    label: str
    value: float
    of: float
    text: str = ""
    tone: Tone = Tone.PLAIN
    aims: bool = True


class Bars(NamedTuple):
    """A titled bar chart. `target` (0-1) draws a mark."""

    bars: tuple[Bar, ...]
    title: str = ""
    target: float | None = None


class Prose(NamedTuple):
    """Text kept letter for letter and printed as it was written, such as an interview's notes."""

    text: str
    title: str = ""


Block: TypeAlias = Table | Facts | Note | Lines | Bars | Prose


class Page(NamedTuple):
    """Everything a command has to say.

    `data` is what `--json` prints. `table` is what `--format csv` prints: whole, never cut to
    a screen; left out, it is the first table among the blocks. Both may be functions that make
    it when it is printed.
    """

    title: Inline
    blocks: tuple[Block, ...]
    data: JsonValue | Callable[[], JsonValue]
    table: Table | Callable[[], Table] | None = None
    footnotes: tuple[str, ...] = ()

    def csv_table(self) -> Table:
        """The table that stands for this page in a spreadsheet."""
        if self.table is not None:
            return self.table() if callable(self.table) else self.table
        tables = (block for block in self.blocks if isinstance(block, Table))
        return next(tables, Table((), ()))
