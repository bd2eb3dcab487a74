"""Spells a name in every way it may be written, for what hides names and what forgets them."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from discoverycli.domain.text.folding import bare, composed
from discoverycli.domain.text.person_names import TITLES

SHORTEST = 3
"""Letters that a part of a name has to have to be taken for it by itself."""

DISTINCT = 5
"""Letters that make a part of a name unlike other words, also with something glued to it."""

_ACCENTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_WRITTEN_OUT = str.maketrans(
    _ACCENTS | {letter.upper(): out.capitalize() for letter, out in _ACCENTS.items()}
)

PART = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
"""A part of a name."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WHOLE_EMAIL = re.compile(r"\s*[\w.+%-]+@[\w-]+(?:\.[\w-]+)+\s*")

_INITIAL_BEFORE = re.compile(r"(?<![^\W_])(?:([^\W\d_])\.? |([^\W\d_])[._-])\Z")
_INITIAL_BEHIND = re.compile(r"(?:,? ([^\W\d_])(?:\.|(?![^\W_]))|[._-]([^\W\d_])(?![^\W_]))")


class Parts(NamedTuple):
    """A name, taken apart, without case and accents; its given and its family name."""

    all: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.all[0]

    @property
    def last(self) -> str:
        return self.all[-1]

    @property
    def ends(self) -> tuple[str, ...]:
        """The given and the family name; nothing where there is only one name."""
        return (self.first, self.last) if len(self.all) > 1 else ()


class Beside(NamedTuple):
    """An initial beside a word, and where both stand together."""

    letter: str
    start: int
    end: int


def forms(*names: str) -> tuple[str, ...]:
    """Names, each also as those write it who have no such letters: Müller, Mueller."""
    both = ((name, composed(name).translate(_WRITTEN_OUT)) for name in names)
    return tuple(dict.fromkeys(chain.from_iterable(both)))


def all_parts(names: Iterable[str]) -> list[Parts]:
    """Names taken apart, without those that have no letters."""
    return [parts for name in names if (parts := taken_apart(name)) is not None]


def taken_apart(name: str) -> Parts | None:
    """A name without titles and what stands in brackets; `None` without letters."""
    folded = bare(name)
    if _WHOLE_EMAIL.fullmatch(folded):
        folded = re.sub(r"[\d._+%-]+", " ", folded.strip().partition("@")[0])
    parts = PART.findall(_ASIDE.sub(" ", folded)) or PART.findall(folded)
    untitled = [part for part in parts if part not in TITLES]
    return Parts(tuple(untitled or parts)) if parts else None


def straight(parts: Parts) -> Iterator[Parts]:
    """A name of several parts in its own order, also without those in the middle."""
    yield Parts((parts.first, parts.last))
    yield parts


def turned(parts: Parts) -> Iterator[Parts]:
    """A name of several parts the other way round: `Silva, Ana`."""
    if len(parts.all) > 2:
        yield Parts((*parts.all[1:], parts.first))
        yield Parts((parts.last, *parts.all[:-1]))
    yield Parts((parts.last, parts.first))


def initials(parts: Parts) -> Iterator[tuple[str, str]]:
    """The given and the family name, each with the initial of the other."""
    if parts.ends:
        yield parts.first, parts.last[0]
        yield parts.last, parts.first[0]


def beside(text: str, start: int, end: int) -> Iterator[Beside]:
    """The initials before and behind a word: `Iven O.`, `Z. Q`, `o.iven`."""
    before = _INITIAL_BEFORE.search(text, max(0, start - 4), start)
    behind = _INITIAL_BEHIND.match(text, end)
    if before and (before[2] or before[1].isupper()):
        yield Beside(bare(before[1] or before[2]), before.start(), end)
    if behind and (behind[2] or behind[1].isupper()):
        yield Beside(bare(behind[1] or behind[2]), start, behind.end())
