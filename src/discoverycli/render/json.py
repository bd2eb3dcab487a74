"""Writes the JSON that other programs may rely on: a page's data, letter for letter."""

from __future__ import annotations

import json
from datetime import date

from discoverycli.render.blocks import Page


def render(page: Page) -> str:
    """A page's data as ASCII-only JSON with a newline at the end; dates in ISO 8601.

    ASCII makes it harmless on a terminal without changing a letter of it.

    Raises:
        TypeError: data of a kind JSON has no word for. A bug, never the user's mistake.
        ValueError: a number that is not finite. A bug as well.
    """
    data = page.data() if callable(page.data) else page.data
    return json.dumps(data, ensure_ascii=True, indent=2, allow_nan=False, default=_iso) + "\n"


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a page's data holds a {type(value).__name__}, which JSON cannot say")
