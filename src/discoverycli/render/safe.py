"""Makes text harmless to show: what people typed must not act on the terminal of a reader."""

from __future__ import annotations

import re

_ACTS_ON_A_TERMINAL = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"  # C0 without tab and newline, DEL, C1
    "\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e"  # zero width, separators, bidi
    "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb"  # invisible operators, isolates, annotations
    "\\U000e0000-\\U000e007f\\ud800-\\udfff]"  # tag characters, lone surrogates
)

_MARKS = """✓+ ✔+ ✗x ✘x ×x ·- •* …... –- —- ─- │| █# ▌= ░. ■# □. ●* ○o ◐o ▲^ ▼v ◇<> ↑^ ↓v →-> ←<-
    ≥>= ≤<= ½1/2 ‘' ’' “" ”" """
_PLAINER = {pair[0]: pair[1:] for pair in _MARKS.split()} | {"\xa0": " "}
"""What stands for a mark where the stream's encoding has no such character."""


def safe(text: str) -> str:
    r"""`text` with every control, bidi and invisible format character spelled out.

    ESC becomes the six characters `\u{1b}`. Newlines and tabs stay, CRLF becomes a newline.
    Everything that can be seen stays as typed, rich markup included: `safe` is what makes text
    harmless to a terminal, the renderers' own escapes make it harmless to a format.
    Applying it twice changes nothing.
    """
    if text.isprintable():
        return text
    return _ACTS_ON_A_TERMINAL.sub(_spelled, text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """`text` made `safe` and put on one line, so that it cannot pass for a line of ours."""
    return safe(text).replace("\n", " ")


def encodable(text: str, encoding: str) -> str:
    r"""`text` with each character that `encoding` lacks replaced: never an error on output.

    Marks such as ✓ and █ get an ASCII stand-in, any other character is spelled `\u{e9}`, so
    that nothing is lost without a trace.
    """
    if _fits(text, encoding):
        return text
    return "".join(
        char if _fits(char, encoding) else _PLAINER.get(char) or f"\\u{{{ord(char):x}}}"
        for char in text
    )


def holds_everything(encoding: str) -> bool:
    """Whether `encoding` has every character, as the Unicode encodings do."""
    return _fits("✓█é中\U0001f600", encoding)


def _spelled(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[0]):x}}}"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
