"""Recognises the little Markdown that importers meet: headings, emphasis, links."""

from __future__ import annotations

import html
import re

RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")
BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDONE = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        (r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)", r"\1"),  # links
        (r"<((?:https?://|mailto:)[^<>\s]*)>", r"\1"),
        (r"<[^<>]*>", ""),
        (r"\*\*|__", ""),
        (r"(?<!\w)([*_])(?=\S)([^*_]+)(?<=\S)\1(?!\w)", r"\2"),  # emphasis
        (r"\\([!-/:-@\[-`{-~])", r"\1"),
    )
)

_PLACEHOLDER = re.compile(
    r"[\W_]*|(?:tbd|tba|tbc|n/?a|none|unknown|to be (?:added|announced|confirmed|decided))\W*"
    r"|\[[^\]]*\]\W*|<[^>]*>\W*|\{\{?[^}]*\}\}?\W*|\$[A-Z_]+\W*|x{3,}\W*|yyyy\W.*|(?:mm|dd)/.*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """`text` on one line without links, emphasis, tags, escapes and entities."""
    for pattern, kept in _UNDONE:
        text = pattern.sub(kept, text)
    return " ".join(html.unescape(text).split())


def is_placeholder(text: str) -> bool:
    """Whether a field still waits to be filled in: empty, `TBD`, `[Name]`, `___`, `$PROJECT`."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def heading(line: str) -> tuple[int, str] | None:
    """The level and the text of a heading line, or `None`."""
    match = _HEADING.fullmatch(line) if "#" in line[:4] else None
    if match is None:
        return None
    text = match[2].strip()
    unclosed = text.rstrip("#")
    return len(match[1]), unclosed.rstrip() if unclosed[-1:].isspace() else text
