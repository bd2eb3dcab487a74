"""Owns the little Markdown that importers must see through: headings, emphasis, links."""

from __future__ import annotations

import html
import re

RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")
BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>")
_TAG = re.compile(r"<[^<>]*>")
_STRONG = re.compile(r"\*\*|__")
_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"\s+")

_PLACEHOLDER = re.compile(
    r"[\W_]*|(?:tbd|tba|tbc|n/?a|none|unknown|to be (?:added|announced|confirmed|decided))\W*"
    r"|\[[^\]]*\]\W*|<[^>]*>\W*|\{\{?[^}]*\}\}?\W*|\$[A-Z_]+\W*|x{3,}\W*|yyyy\W.*|(?:mm|dd)/.*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """`text` on one line without links, emphasis, tags, escapes and entities."""
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _STRONG.sub("", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", text)
    return _BLANKS.sub(" ", html.unescape(text)).strip()


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
