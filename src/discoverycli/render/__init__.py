"""Shows pages, one module an output format; only the one asked for is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from discoverycli.render.blocks import Page

RENDERERS = {"table": "terminal", "markdown": "markdown", "json": "json", "csv": "csv"}
"""The module behind each word that `--format` takes; each has `render(page) -> str`."""


def render(page: Page, format_: str) -> str:
    """A page in one of `RENDERERS`' formats, as it goes into a file: plain widths, no colour.

    Raises:
        KeyError: a format that is not in `RENDERERS`. The caller's mistake, never the user's.
    """
    module = import_module(f"discoverycli.render.{RENDERERS[format_]}")
    text: str = module.render(page)
    return text


def print_page(
    page: Page,
    format_: str = "table",
    *,
    file: TextIO,
    width: int | None = None,
    colour: bool | None = None,
) -> None:
    """Writes a page to a stream in one of `RENDERERS`' formats.

    `width` and `colour` matter to tables only; left out, the stream and the environment decide.
    What the stream's encoding lacks is replaced, so that writing never fails on a character.

    Raises:
        KeyError: a format that is not in `RENDERERS`. The caller's mistake, never the user's.
    """
    if format_ == "table":
        from discoverycli.render import terminal

        terminal.print_page(page, file=file, width=width, colour=colour)
        return
    from discoverycli.render.safe import encodable

    file.write(encodable(render(page, format_), file.encoding or "utf-8"))
