"""Owns the words of a search: how they are read, and where they stand in a text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from discoverycli.domain.patterns import Pattern
from discoverycli.domain.words import NOT_TEXT

MOST_WORDS = 32
"""Words behind these are left out, and so are parts of words: `re-key` is two. Each part costs a
pass over every place where it stands."""

PREFIX_LETTERS = 3
"""A last word of so many letters also finds the longer words that begin with it."""

SNIPPET = 150
"""Letters of a text that are shown around what was found."""

_MOST_LETTERS = 10_000
_BEFORE = 40
_LOOKED_AT = 200_000
_MOST_FOUND = 200
_TOKEN = Pattern("(?:[^\\W_]|[\u0300-\u036f])+")


def tagged(text: str, themes: Iterable[str]) -> str:
    """What a statement is found by: its words, and behind them its themes (`#payroll`)."""
    return " ".join((text, *(f"#{theme}" for theme in sorted(set(themes)))))


class Run(NamedTuple):
    """A piece of a snippet; `found` when it is one of the words."""

    text: str
    found: bool = False


class _Place(NamedTuple):
    """Where a word stands in a text, and which of the wanted ones it is: one, or two when the
    last is the beginning of another."""

    start: int
    end: int
    wanted: tuple[int, ...]


class Query(NamedTuple):
    """What is looked for; `Query.read` makes one of what was typed.

    Args:
        words: the words, as typed.
        tokens: their parts as they are compared, each once: `Re-Keying` is `re` and `keying`.
        prefix: the last token, where longer ones that begin with it are found too.
    """

    words: tuple[str, ...]
    tokens: tuple[str, ...]
    prefix: str | None

    @classmethod
    def read(cls, text: str) -> "Query":
        """The query that `text` spells. Whatever it holds, it is only words.

        Words without a letter or digit are left out, and those behind the 32nd; one that is
        there several times counts where it is last.
        """
        kept: dict[tuple[str, ...], str] = {}
        for word, parts in _words(text):
            kept.pop(parts, None)
            kept[parts] = word
        tokens = tuple(dict.fromkeys(token for parts in kept for token in parts))
        last = [*kept][-1][-1] if kept else ""
        prefix = last if len(last) >= PREFIX_LETTERS else None
        return cls(tuple(kept.values()), tokens, prefix)

    @property
    def expression(self) -> str:
        """The query for FTS5: each word in quotes, so that nothing in it is an operator."""
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in self.words)
        return f"{quoted}*" if self.prefix else quoted

    def found_in(self, text: str) -> bool:
        """Whether every word stands in `text`."""
        found = {which for place in self._places(text) for which in place.wanted}
        return len(found) == len(self.tokens)

    def snippet(self, text: str) -> tuple[Run, ...]:
        """The part of `text` that holds most of the words, on one line; of a short text, all."""
        places = self._places(text)
        start, end = _window(text, places)
        runs = [Run("… ")] if start else []
        at = start
        for place in places:
            if at <= place.start and place.end <= end:
                runs += [Run(text[at : place.start]), Run(text[place.start : place.end], True)]
                at = place.end
        runs += [Run(text[at:end]), *([Run(" …")] if end < len(text.rstrip()) else [])]
        lined = (Run(_BLANKS.sub(" ", run.text), run.found) for run in runs)
        return tuple(run for run in lined if run.text)

    def _places(self, text: str) -> list[_Place]:
        numbers = {token: number for number, token in enumerate(self.tokens)}
        prefix = self.prefix
        places: list[_Place] = []
        for found in _TOKEN.compiled.finditer(text, 0, _LOOKED_AT):
            token = _folded(found[0])
            wanted = {numbers[token]} if token in numbers else set()
            if prefix and token.startswith(prefix):
                wanted.add(numbers[prefix])
            if wanted:
                places.append(_Place(found.start(), found.end(), tuple(wanted)))
                if len(places) == _MOST_FOUND:
                    break
        return places


_BLANKS = re.compile(r"\s+")


def _words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each word with its parts, which are looked for one after the other, as SQLite's tokenizer
    `unicode61 remove_diacritics 2` parts them; the last word may be cut off."""
    room = MOST_WORDS
    for word in NOT_TEXT.sub(" ", text[:_MOST_LETTERS]).split():
        places = [each for each in _TOKEN.finditer(word) if _folded(each[0])]
        if places:
            end = places[room].start() if len(places) > room else len(word)
            yield word[:end], tuple(_folded(each[0]) for each in places[:room])
            room -= len(places)
        if room <= 0:
            break


def _folded(token: str) -> str:
    if token.isascii():
        return token.lower()
    parted = unicodedata.normalize("NFD", token.lower())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _window(text: str, places: Sequence[_Place]) -> tuple[int, int]:
    """Where the snippet begins and ends: the first stretch with the most different words, from
    the beginning of its first line to the end of its last one, as far as there is room."""
    best: list[_Place] = []
    most, all_ = 0, len({which for place in places for which in place.wanted})
    for index, place in enumerate(places):
        if most == all_:
            break
        seen: set[int] = set()
        for last, each in enumerate(places[index:], start=index):
            if each.end > place.start + SNIPPET:
                break
            seen.update(each.wanted)
            if len(seen) > most:
                best, most = list(places[index : last + 1]), len(seen)
    if not best:
        return 0, _cut(text, 0, len(text))
    start = text.rfind("\n", 0, best[0].start) + 1
    if best[0].start - start > _BEFORE:
        start = best[0].start - _BEFORE
        start = max(text.find(" ", start, best[0].start) + 1, start)
    end = text.find("\n", best[-1].end)
    return start, _cut(text, start, len(text) if end < 0 else end)


def _cut(text: str, start: int, end: int) -> int:
    """`end`, or the last blank before there is too much to show."""
    if end - start <= SNIPPET + _BEFORE:
        return end
    end = start + SNIPPET + _BEFORE
    blank = text.rfind(" ", end - _BEFORE, end)
    return blank if blank > 0 else end
