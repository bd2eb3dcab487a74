"""Reads the themes of a statement: `#payroll`, `#p&l`, `#c++`, `#finance/tax`, `#v2.0`.

A theme goes on to the next blank, comma, semicolon, bracket, double quote or long dash. Punctuation
that ends a sentence is no part of it, and one without a letter is none: `#1` is a number. Its name
has small letters, in Unicode's composed form.
"""

import re
from typing import NamedTuple

from discoverycli.domain.text.folding import composed
from discoverycli.domain.text.patterns import Pattern


class Tag(NamedTuple):
    """A theme in a word: its name, as typed and as stored, and what stands around it."""

    before: str
    typed: str
    behind: str
    name: str

    @property
    def is_cut(self) -> bool:
        """Whether letters stand behind the theme, such as `#tax,payroll`."""
        return any(letter.isalnum() for letter in self.behind)


_TAG = Pattern(r"([(\[{\"'“„«‘*_]*)#([^\s,;#()\[\]{}<>\"“”„«»—–…\\|]+(?:#(?!\w))?)(.*)", re.DOTALL)
_SEVERAL = Pattern(r"(?<=[\w+])[,;]?#(?=\w)")
_UNSEEN = Pattern("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_CLOSING = ".,:!?'’*~^/&-"


def tag(word: str) -> Tag | None:
    """The theme of a word, if it has one."""
    found = _TAG.fullmatch(word) if "#" in word else None
    if found is None:
        return None
    typed = found[2].rstrip(_CLOSING + ("_" if "_" in found[1] else ""))
    name = theme_name(typed)
    if not any(letter.isalpha() for letter in name):
        return None
    return Tag(found[1], typed, found[2][len(typed) :] + found[3], name)


def apart(word: str) -> list[str]:
    """A word that is several themes in one (`#payroll#tax`, `#payroll,#tax`) as a word each."""
    return _SEVERAL.sub(" #", word).split(" ") if word[:1] == "#" else [word]


def theme_name(typed: str) -> str:
    """The name that a theme is stored by, without its `#`."""
    seen = _UNSEEN.sub("", typed)
    return composed(composed(seen).lower())
