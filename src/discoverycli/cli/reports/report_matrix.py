"""Owns what `disco report matrix` is asked for: which hypotheses, by whom, and which page."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from discoverycli.cli import options
from discoverycli.context import context
from discoverycli.domain.matrix import By
from discoverycli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discoverycli.analysis.matrix import MatrixWanted

_USUAL_WIDTH = 80


def wanted(codes: Sequence[str] | None, by: str | None, page: int | None) -> MatrixWanted:
    """What of the matrix to show; a screen gets a page, programs and spreadsheets all of it.

    Raises:
        InputError, NotFoundError: a code or a word that means nothing, or a page of what has none.
    """
    from discoverycli.analysis import matrix

    where = context()
    paged = where.format in ("table", "markdown")
    if page is not None and not paged:
        raise InputError(f"{where.format} holds all pages", "the same without --page")
    return matrix.MatrixWanted(
        numbers=tuple(where.number(each, "H") for each in codes or ()),
        by=options.word(By, by, "way to count") or By.ORGANISATIONS,
        page=(1 if page is None else page) if paged else None,
        width=_width(),
        signs=where.format == "table",
    )


def _width() -> int:
    """Cells of the screen; what goes to a file is as wide as the usual one."""
    if context().output is not None or context().format != "table":
        return _USUAL_WIDTH
    from discoverycli.render import terminal

    return terminal.width_of(sys.stdout, os.environ)
