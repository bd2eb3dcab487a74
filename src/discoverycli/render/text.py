"""Writes cells, lines and bars as plain text, the same in every format for people."""

from __future__ import annotations

import math
from datetime import date

from discoverycli.render.blocks import Bar, Bars, Cell, Inline, Lines, Span, Tone

TARGET_MARK = "│"


def runs(line: Inline) -> tuple[Span, ...]:
    """The runs of a line, each with its tone."""
    if isinstance(line, str):
        return (Span(line),)
    if isinstance(line, Span):
        return (line,)
    return tuple(Span(part) if isinstance(part, str) else part for part in line)


def plain(line: Inline) -> str:
    """The text of a line without its tones."""
    if isinstance(line, str):
        return line
    return "".join(run.text for run in runs(line))


def shown(cell: Cell) -> Inline:
    """A cell as people read it: `–` for nothing, yes or no, at most two decimals, ISO dates."""
    if isinstance(cell, (str, Span, tuple)):
        return cell
    if cell is None:
        return Span("–", Tone.DIM)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{round(cell, 2):g}" if abs(cell) < 10_000 else f"{cell:.0f}"
    return str(cell)


def share(bar: Bar) -> float:
    """How much of a bar is filled, 0-1; nothing of nothing is 0."""
    part = bar.value / bar.of if bar.of else 0.0
    return min(max(part, 0.0), 1.0) if math.isfinite(part) else 0.0


def drawn(part: float, width: int, target: float | None = None) -> str:
    """A bar of `width` characters, `part` (0-1) of it filled to the nearest half character.

    Only nothing looks empty and only everything looks full. `target` (0-1) draws a mark.
    """
    halves = round(part * width * 2)
    if 0 < part < 1:
        halves = min(max(halves, 1), width * 2 - 1)
    bar = ("█" * (halves // 2) + "▌" * (halves % 2)).ljust(width, "─")
    if target is None:
        return bar
    at = min(int(target * width), width - 1)
    return bar[:at] + TARGET_MARK + bar[at + 1 :]


def legend(bars: Bars) -> str:
    """What a chart's mark means; nothing where it has none."""
    return "" if bars.target is None else f"{TARGET_MARK} target {bars.target * 100:.0f} %"


def target(bars: Bars, bar: Bar) -> float | None:
    """The target to mark on a bar, if it has one."""
    return bars.target if bar.aims else None


def bullet(lines: Lines) -> str:
    """The mark of a list where it says more than "one more item", else nothing."""
    return "" if lines.mark.strip() in ("", "·", "•", "-", "*") else lines.mark
