"""Writes a page's table as CSV, and keeps text from becoming a spreadsheet formula."""

from __future__ import annotations

import csv
import io
from datetime import date

from discoverycli.render.blocks import Cell, Page, Span
from discoverycli.render.safe import safe
from discoverycli.render.text import plain

_STARTS_A_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠'")


def render(page: Page) -> str:
    r"""A page's table as RFC 4180 CSV under a row of heads; nothing when it has no table.

    Text is disarmed, numbers and dates are written plainly. Lines end in a single newline, not
    the RFC's CRLF: spreadsheets read both, while `sort`, `cut` and `diff` stumble over the CR.
    """
    table = page.csv_table()
    if not table.columns:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_text(column.head) for column in table.columns])
    writer.writerows([_value(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def disarm(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet might run it as a formula.

    That is where it starts with one of = + - @ tab CR LF NUL, a full-width form of these, or
    an apostrophe; blanks in front do not count. `rearm` takes the apostrophe away again.
    """
    starts = text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{text}" if starts else text


def rearm(text: str) -> str:
    """What `disarm` was given. Text that `disarm` cannot have made is returned as it is."""
    rest = text[1:]
    return rest if text.startswith("'") and disarm(rest) == text else text


def _value(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (str, Span, tuple)):
        return _text(plain(cell))
    return cell


def _text(text: str) -> str:
    return disarm(safe(text))
