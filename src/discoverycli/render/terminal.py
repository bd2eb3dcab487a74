"""Prints a page on a terminal: widths, wrapping, colour, and the one safe door to it."""

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, zip_longest
from typing import NamedTuple, NewType, TextIO

from rich.cells import cell_len

from discoverycli.render.blocks import (
    Bars,
    Block,
    Column,
    Facts,
    Inline,
    Lines,
    Note,
    Page,
    Prose,
    Span,
    Table,
    Tone,
)
from discoverycli.render.columns import GAP, Need, fit
from discoverycli.render.safe import encodable, holds_everything, safe
from discoverycli.render.text import drawn, legend, plain, runs, share, shown, target

Painted = NewType("Painted", str)
"""Text fit for a terminal. `Pen.paint` is where it comes from; nothing else is written."""

_CODES = dict(zip(Tone, ("", "1", "2", "32", "33", "31", "36"), strict=True))
_USUAL_WIDTH = 80
_LEAST_WIDTH = 20
_READABLE = 100
"""Cells beyond which a line of prose is tiresome to read."""
_INDENT = 2
_GUTTER = "│ "
_SHORTEST_BAR = 10
_LONGEST_BAR = 30
_TAB = 4
_BAR_PARTS = "[█▌]+|─+|[^█▌─]+"
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""The part of a cell's spare room that stands before its text."""
_JOINER = "\u200d"
_WIDENER = "\ufe0f"


def print_page(
    page: Page, *, file: TextIO, width: int | None = None, colour: bool | None = None
) -> None:
    """Writes a page to a stream, in lines no wider than `width` cells (at least 20).

    `width` left out is `COLUMNS`, or the terminal's, or 80. `colour` left out is decided by
    `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` and whether the stream is a terminal, in that order.
    """
    encoding = file.encoding or "utf-8"
    pen = Pen(
        wants_colour(file) if colour is None else colour,
        None if holds_everything(encoding) else encoding,
    )
    file.write(_page(page, pen, width or width_of(file)))


def render(page: Page, *, width: int = _USUAL_WIDTH, colour: bool = False) -> str:
    """A page as `print_page` writes it to a stream that holds every character."""
    return _page(page, Pen(colour), width)


def wants_colour(file: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a stream gets colour; see no-color.org and force-color.org."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and file.isatty()


def width_of(file: TextIO, environ: Mapping[str, str] = os.environ) -> int:
    """The width of a stream in cells: `COLUMNS`, else its terminal's, else 80."""
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(file.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


_size = lru_cache(maxsize=4096)(cell_len)
"""The cells of one character, remembered: a wrapped line asks for each of its characters."""


def cells(text: str) -> int:
    """The most cells a terminal may take to show `text`.

    Terminals disagree about emoji held together by joiners; the widest reading counts, so that
    no text can push its line over the edge.
    """
    if text.isascii():
        return len(text)
    if _JOINER in text:
        return max(cell_len(text), sum(map(cell_len, text.split(_JOINER))))
    return cell_len(text)


class _Text(NamedTuple):
    """Clean text on its way to the pen. `tones` are runs of (where one ends, its tone)."""

    text: str
    tones: tuple[tuple[int, Tone], ...]


class Pen(NamedTuple):
    """Writes for one stream, with or without colour.

    `encoding` names an encoding that lacks characters; `None` holds them all.
    """

    colour: bool = False
    encoding: str | None = None

    def clean(self, text: str, *, multiline: bool = False) -> str:
        """`text` harmless, encodable and without tabs; on one line, if it is not `multiline`."""
        text = safe(text)
        if self.encoding is not None:
            text = encodable(text, self.encoding)
        if "\t" in text:
            text = text.replace("\t", " ")
        return text if multiline or "\n" not in text else text.replace("\n", " ")

    def paint(self, text: str, tone: Tone = Tone.PLAIN) -> Painted:
        """The only door to the terminal: `text` on one line, harmless, in its tone.

        What was laid out is clean already; the pen cleans again, so that no way of laying out
        can forget it.
        """
        line = self.clean(text)
        code = _CODES[tone] if self.colour else ""
        return Painted(f"\x1b[{code}m{line}\x1b[0m" if code and line else line)

    def read(self, line: Inline, base: Tone = Tone.PLAIN, *, multiline: bool = False) -> _Text:
        """A line made clean; its plain runs get the `base` tone. `multiline` keeps newlines."""
        if isinstance(line, str):
            text = self.clean(line, multiline=multiline)
            return _Text(text, ((len(text), base),))
        texts = [self.clean(run.text, multiline=multiline) for run in runs(line)]
        tones = (base if run.tone is Tone.PLAIN else run.tone for run in runs(line))
        return _Text("".join(texts), tuple(zip(accumulate(map(len, texts)), tones, strict=True)))

    def slice(self, line: _Text, start: int, end: int) -> Painted:
        """The painted part of a line from `start` to `end`."""
        painted = ""
        for stop, tone in line.tones:
            if start < min(stop, end):
                painted += self.paint(line.text[start : min(stop, end)], tone)
                start = min(stop, end)
        return Painted(painted)


class _Slot(NamedTuple):
    """A column with its place: `width` cells, `lines` at most (0: any number)."""

    width: int
    align: str = "left"
    lines: int = 0


def _text(lines: Iterable[Painted]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _page(page: Page, pen: Pen, width: int) -> str:
    """What of a page has lines, with an empty line in between."""
    room = max(width, _LEAST_WIDTH)
    parts = [_paragraph(page.title, pen, room, Tone.STRONG)] if plain(page.title) else []
    parts += [_block(block, pen, room) for block in page.blocks]
    parts += [_paragraph(note, pen, room, Tone.DIM) for note in page.footnotes]
    return "\n".join(filter(None, map(_text, parts)))


def _block(block: Block, pen: Pen, room: int) -> Iterator[Painted]:
    if isinstance(block, Note):
        yield from _paragraph(block.text, pen, room)
        return
    if isinstance(block, Lines) and not block.items and not block.empty:
        return
    indent = 0
    if block.title:
        indent = _INDENT
        note = f"  {mark}" if isinstance(block, Bars) and (mark := legend(block)) else ""
        title = (Span(block.title, Tone.STRONG), Span(note, Tone.DIM))
        yield from _paragraph(title, pen, room)
    margin = " " * indent
    for line in _body(block, pen, room - indent):
        yield Painted(margin + line) if line else line


def _body(block: Table | Facts | Lines | Bars | Prose, pen: Pen, room: int) -> Iterator[Painted]:
    match block:
        case Table(rows=()) | Lines(items=()):
            return _paragraph(block.empty, pen, room, Tone.DIM)
        case Table():
            return _table(block, pen, room)
        case Facts():
            return _facts(block.pairs, pen, room)
        case Lines():
            return _list(block, pen, room)
        case Bars():
            return _bars(block, pen, room)
        case Prose():
            return _prose(block, pen, room)


def _paragraph(line: Inline, pen: Pen, room: int, base: Tone = Tone.PLAIN) -> Iterator[Painted]:
    text = pen.read(line, base)
    for start, end in _wrapped(text.text, min(room, _READABLE)):
        yield pen.slice(text, start, end)


def _table(table: Table, pen: Pen, room: int) -> Iterator[Painted]:
    heads = [pen.read(column.head if table.headed else "", Tone.DIM) for column in table.columns]
    rows = [[pen.read(shown(cell)) for cell in row] for row in table.rows]
    contents = zip(table.columns, zip(heads, *rows, strict=True), strict=True)
    widths = fit([_need(column, texts) for column, texts in contents], room)
    if widths is None:
        yield from _stacked(table, pen, room)
        return
    slots = [
        _Slot(width, column.align, column.lines)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    if table.headed:
        yield from _grid([heads], [slot._replace(lines=0) for slot in slots], pen)
    yield from _grid(rows, slots, pen)
    columns = zip(widths, table.columns, strict=True)
    if left_out := [column.head for width, column in columns if not width]:
        yield from _paragraph(f"no room for: {', '.join(left_out)}", pen, room, Tone.DIM)


def _need(column: Column, texts: Iterable[_Text]) -> Need:
    return Need(max(1, *(cells(each.text) for each in texts)), column.flex, column.drop)


def _stacked(table: Table, pen: Pen, room: int) -> Iterator[Painted]:
    """The rows of a table below one another, where not even its narrowest columns fit."""
    for index, row in enumerate(table.rows):
        if index:
            yield Painted("")
        pairs = zip((column.head for column in table.columns), map(shown, row), strict=True)
        yield from _facts(tuple(pairs), pen, room)


def _facts(pairs: Iterable[tuple[str, Inline]], pen: Pen, room: int) -> Iterator[Painted]:
    rows = [[pen.read(name, Tone.DIM), pen.read(value)] for name, value in pairs]
    names = min(max((cells(name.text) for name, _ in rows), default=1), room // 3)
    return _grid(rows, [_Slot(names), _Slot(min(room - names - GAP, _READABLE))], pen)


def _list(lines: Lines, pen: Pen, room: int) -> Iterator[Painted]:
    items = [pen.read(item) for item in lines.items]
    if lines.mark == "$":
        # They are to be pasted into a shell, where each part of a broken line is a command.
        before = pen.paint("$", Tone.DIM)
        return (Painted(f"{before} {pen.slice(item, 0, len(item.text))}") for item in items)
    mark = pen.read(lines.mark, Tone.DIM)
    size = cells(mark.text)
    left = min(room, _READABLE) - (size + 1 if size else 0)
    return _grid([[mark, item] for item in items], [_Slot(size), _Slot(left)], pen, gap=1)


def _bars(bars: Bars, pen: Pen, room: int) -> Iterator[Painted]:
    """Bars get the room that their words leave."""
    labels = [pen.read(bar.label) for bar in bars.bars]
    words = [pen.read(bar.text) for bar in bars.bars]
    label = min(max((cells(text.text) for text in labels), default=1), room // 3)
    word = max((cells(text.text) for text in words), default=1)
    left = room - label - word - 2 * GAP
    length = min(max(left, min(_SHORTEST_BAR, room // 4)), _LONGEST_BAR)
    rows = [
        [name, pen.read(_bar_runs(drawn(share(bar), length, target(bars, bar)), bar.tone)), text]
        for bar, name, text in zip(bars.bars, labels, words, strict=True)
    ]
    slots = [_Slot(label), _Slot(length), _Slot(room - label - length - 2 * GAP)]
    return _grid(rows, slots, pen)


def _bar_runs(bar: str, tone: Tone) -> tuple[Span, ...]:
    tones = {"█": tone, "▌": tone, "─": Tone.DIM}
    return tuple(Span(part, tones.get(part[0], Tone.PLAIN)) for part in re.findall(_BAR_PARTS, bar))


def _prose(prose: Prose, pen: Pen, room: int) -> Iterator[Painted]:
    gutter = pen.paint(_GUTTER.rstrip(), Tone.DIM)
    text = pen.read(prose.text.expandtabs(_TAB).rstrip("\n"), multiline=True)
    for start, end in _wrapped(text.text, min(room, _READABLE) - len(_GUTTER)):
        yield Painted(f"{gutter} {pen.slice(text, start, end)}" if end > start else gutter)


def _grid(
    rows: Iterable[Sequence[_Text]], slots: Sequence[_Slot], pen: Pen, gap: int = GAP
) -> Iterator[Painted]:
    """Cells side by side, each wrapped under itself; slots without width are skipped."""
    kept = [slot for slot in slots if slot.width]
    for row in rows:
        cells_kept = [cell for cell, slot in zip(row, slots, strict=True) if slot.width]
        folded = [_folded(cell, slot, pen) for cell, slot in zip(cells_kept, kept, strict=True)]
        for pieces in zip_longest(*folded, fillvalue=(Painted(""), 0)):
            yield _beside(zip(pieces, kept, strict=True), gap)


def _folded(cell: _Text, slot: _Slot, pen: Pen) -> list[tuple[Painted, int]]:
    """The lines of a cell, each with its width in cells; `…` where the slot has no more lines."""
    text = cell.text
    pieces = _wrapped(text, slot.width)
    over = slot.lines and len(pieces) > slot.lines
    lines = [
        (pen.slice(cell, start, end), cells(text[start:end]))
        for start, end in (pieces[: slot.lines] if over else pieces)
    ]
    if over:
        dots = pen.clean("…")
        start, end = pieces[slot.lines - 1]
        end = _shortened(text, start, end, slot.width - len(dots))
        painted = Painted(pen.slice(cell, start, end) + pen.paint(dots, Tone.DIM))
        lines[-1] = (painted, cells(text[start:end]) + len(dots))
    return lines


def _shortened(text: str, start: int, end: int, width: int) -> int:
    """Where `text` from `start` ends within `width` cells: at a blank, if it is not far off."""
    if cells(text[start:end]) > width:
        while cells(text[start:end]) > width:
            end -= 1
        blank = text.rfind(" ", start, end)
        end = blank if blank - start > (end - start) // 2 else end
    return start + len(text[start:end].rstrip(" "))


def _beside(pieces: Iterable[tuple[tuple[Painted, int], _Slot]], gap: int) -> Painted:
    line = ""
    blanks = 0
    for (painted, size), slot in pieces:
        spare = slot.width - size
        before = int(spare * _BEFORE[slot.align])
        if painted:
            line += " " * (blanks + before) + painted
            blanks = spare - before + gap
        else:
            blanks += slot.width + gap
    return Painted(line)


def _wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of `text` start and end when each takes at most `width` cells.

    Lines break at newlines and blanks; a word longer than a line is cut between characters.
    """
    slices: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if cells(line) <= width:
            slices.append((start, start + len(line)))
        else:
            slices += [(start + a, start + b) for a, b in _broken(line, width)]
        start += len(line) + 1
    return slices


def _broken(line: str, width: int) -> Iterator[tuple[int, int]]:
    reach = _reach(line, width)
    start = 0
    while start < len(line):
        end = max(reach(start), start + 1)
        blank = line.rfind(" ", start, end + 1) if end < len(line) else -1
        if line[start:blank].strip(" ") and blank > start:
            end = blank
        yield start, start + len(line[start:end].rstrip(" "))
        start = end
        while start < len(line) and line[start] == " ":
            start += 1


def _reach(line: str, width: int) -> Callable[[int], int]:
    """How far a part that starts at an index may go. Marks stay with what they stand on."""
    sizes = [] if line.isascii() else list(map(_size, line))
    if sizes.count(1) == len(sizes):
        return lambda start: min(start + width, len(line))
    edges = [0, *(index for index, size in enumerate(sizes) if size and index), len(line)]
    if _WIDENER in line:
        sizes = [1 if char == _WIDENER else size for char, size in zip(line, sizes, strict=True)]
    sums = list(accumulate(sizes, initial=0))
    at_edges = [sums[edge] for edge in edges]
    return lambda start: edges[bisect_right(at_edges, sums[start] + width) - 1]
