"""Reads the words of a search, and finds where they stand in a text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from discoverycli.domain.text.folding import search_key
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import NOT_TEXT

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

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u30ff\u3130-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Scripts whose words run into each other or carry endings: Thai, Lao, Burmese, Khmer, Chinese,
Japanese and Korean. There each character is looked for by itself."""

_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    "\u093c\u09bc\u0a3c\u0b3c\u0bd7\u0fb5\u0fb7\u1b35\U000110ba"
)
"""Accents, vowel points, and all else that Unicode composes with a letter."""

_JOINING = (
    f"{_MARKS}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\u3099\u309a"
)
"""Marks that are written with the character before them. Only those of Japanese count."""

_TOKEN = Pattern(f"(?:[^\\W_]|[{_JOINING}])+")
_OF_UNITS = Pattern(f"[{_UNSPACED}\uff10-\uff5a]")
"""Text that SQLite's tokenizer does not part into words: also full-width letters and digits."""

_MARKED = Pattern(f"[^\\W\\x00-\\x7f][{_MARKS}]|[\u0332-\u036f]|[Aa]\u0307\u0304")
"""In decomposed text, a letter with a mark that SQLite's tokenizer does not leave out as it is
composed, or not: it leaves out those of a to z up to U+0331, but for `ǡ`."""

_UNIT = Pattern(
    f"[{_UNSPACED}][\uff9e\uff9f\u1160-\u11ff{_JOINING}]*|(?:(?![{_UNSPACED}])[^\\W_]|[{_JOINING}])+"
)
_SIGNS_BETWEEN = Pattern(f"[^{_UNSPACED}\\s]+")
"""Signs that stand inside a word as one types it, with a letter on each side: `i-F` of `Wi-Fi`."""

_THEME = Pattern(r"[#\uff03](\S+)")
_END_OF_SENTENCE = ".,;:!?)]\"'"
_BREAK, _THEME_SIGN, _ESCAPE = "\ue000", "\ue001", "\ue002"
"""Characters that nobody types, and that SQLite's tokenizer takes for letters."""


def tagged(text: str, themes: Iterable[str]) -> str:
    """What a statement is found by: its words, and behind them its themes (`#payroll`)."""
    return " ".join((text, *(f"#{theme}" for theme in sorted(set(themes)))))


def keys(*texts: str, themes: Iterable[str] = ()) -> str:
    """What a text is found by beside the words that SQLite's tokenizer sees in it: characters of
    scripts without spaces, one by one, words of other scripts without their marks, and its themes,
    each as one word."""
    found = [_theme_word(theme) for theme in sorted(set(themes))]
    for text in texts:
        if _needs_keys(text):
            for runs in _signed(text):
                if any(_needs_keys(run[0]) for run in runs):
                    found += [*(unit for run in runs for unit, _, _ in _units(run)), _BREAK]
    return " ".join(found)


def _needs_keys(text: str) -> bool:
    """Whether SQLite's tokenizer sees other words than those that we compare."""
    if text.isascii():
        return False
    return bool(_OF_UNITS.search(text) or _MARKED.search(unicodedata.normalize("NFD", text)))


def _signed(text: str) -> Iterator[list[re.Match[str]]]:
    """Runs of words with only signs between, which SQLite's tokenizer has side by side: `Wi-Fi`.
    Next to a character of a script without spaces, a sign ends a word."""
    runs: list[re.Match[str]] = []
    for run in _TOKEN.finditer(text):
        if runs and not _SIGNS_BETWEEN.fullmatch(text[runs[-1].end() - 1 : run.start() + 1]):
            yield runs
            runs = []
        runs.append(run)
    if runs:
        yield runs


def _theme_word(theme: str) -> str:
    """A theme as one word for SQLite's tokenizer, with any signs."""
    return _THEME_SIGN + "".join(
        letter if letter.isalnum() else f"{_ESCAPE}{ord(letter):x}" for letter in _theme_key(theme)
    )


def _theme_key(theme: str) -> str:
    return search_key(unicodedata.normalize("NFKC", theme))


def _units(run: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The parts of a word that are compared, with their places: the whole word, or each character
    in scripts without spaces; width and composition do not count."""
    word, at = run[0], run.start()
    if word.isascii() or not _OF_UNITS.search(word):
        yield search_key(word), at, run.end()
        return
    for piece in _UNIT.finditer(word):
        plain = unicodedata.normalize("NFKC", piece[0])
        single = _OF_UNITS.search(plain)
        for letter in filter(str.isalnum, plain) if single else [search_key(plain)]:
            yield letter, at + piece.start(), at + piece.end()


class Run(NamedTuple):
    """A piece of a snippet; `found` when it is one of the words."""

    text: str
    found: bool = False


class _Place(NamedTuple):
    """A word in a text, and which of the wanted ones it is: two when the last begins another."""

    start: int
    end: int
    wanted: tuple[int, ...]


class _Word(NamedTuple):
    typed: str
    tokens: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...]


class Query(NamedTuple):
    """A search; `Query.read` makes one from typed words.

    Args:
        words: the words, as typed.
        tokens: their parts as they are compared, each once: `Re-Keying` is `re` and `keying`. Of a
            script without spaces a part is several units, which stand next to each other.
        prefix: the last token, where longer ones that begin with it are found too.
        phrases: what the index is asked for.
    """

    words: tuple[str, ...]
    tokens: tuple[tuple[str, ...], ...]
    prefix: tuple[str, ...] | None
    phrases: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Query":
        """The query that `text` spells. Any text is only words, never an expression.

        Words without a letter or digit are left out, and those behind the 32nd; a repeated word
        counts at its last place.
        """
        kept: dict[tuple[tuple[str, ...], ...], _Word] = {}
        for word in _words(text):
            kept.pop(word.tokens, None)
            kept[word.tokens] = word
        tokens = tuple(dict.fromkeys(token for word in kept for token in word))
        last = [*kept][-1][-1] if kept else ("",)
        return cls(
            tuple(word.typed for word in kept.values()),
            tokens,
            last if len(last[-1]) >= PREFIX_LETTERS and last[-1][0] != "#" else None,
            tuple(phrase for word in kept.values() for phrase in word.phrases),
        )

    @property
    def expression(self) -> str:
        """The query for FTS5: each phrase in quotes, so that nothing in it is an operator."""
        quoted = " ".join('"' + phrase.replace('"', '""') + '"' for phrase in self.phrases)
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
        found = chain(self._words_in(text), self._themes_in(text))
        return sorted(islice(found, _MOST_FOUND))

    def _words_in(self, text: str) -> Iterator[_Place]:
        begin: dict[str, list[int]] = {}
        for number, token in enumerate(self.tokens):
            begin.setdefault(token[0], []).append(number)
        cut = self.prefix[0] if self.prefix and len(self.prefix) == 1 else None
        for run in _TOKEN.compiled.finditer(text, 0, _LOOKED_AT):
            units = list(_units(run))
            for at, (unit, start, _) in enumerate(units):
                numbers = begin.get(unit, [])
                if cut and unit.startswith(cut) and unit != cut:
                    numbers = [*numbers, *begin[cut]]
                wanted: dict[int, list[int]] = {}
                for number in numbers:
                    some = units[at : at + len(self.tokens[number])]
                    if self._is_wanted(self.tokens[number], tuple(each[0] for each in some)):
                        wanted.setdefault(some[-1][2], []).append(number)
                yield from (_Place(start, end, tuple(those)) for end, those in wanted.items())

    def _themes_in(self, text: str) -> Iterator[_Place]:
        if not any(token[0].startswith("#") for token in self.tokens):
            return
        for sign in _THEME.compiled.finditer(text, 0, _LOOKED_AT):
            theme = sign[1].rstrip(_END_OF_SENTENCE)
            token = (f"#{_theme_key(theme)}",)
            if token in self.tokens:
                wanted = (self.tokens.index(token),)
                yield _Place(sign.start(), sign.start(1) + len(theme), wanted)

    def _is_wanted(self, token: tuple[str, ...], units: tuple[str, ...]) -> bool:
        if token == units:
            return True
        cut = token is self.prefix and len(token) == len(units) and token[:-1] == units[:-1]
        return cut and units[-1].startswith(token[-1])


_BLANKS = re.compile(r"\s+")


def _words(text: str) -> Iterator[_Word]:
    """Each word with its parts, as SQLite's tokenizer `unicode61 remove_diacritics 2` splits them;
    the parts are searched as a sequence. The last word may be cut off."""
    room = MOST_WORDS
    for word in NOT_TEXT.sub(" ", text[:_MOST_LETTERS]).split():
        theme = _THEME.fullmatch(word)
        key = _theme_key(theme[1].rstrip(_END_OF_SENTENCE)) if theme else ""
        if any(letter.isalnum() for letter in key):
            yield _Word(word, ((f"#{key}",),), (_theme_word(key),))
            room -= 1
        else:
            runs = _TOKEN.finditer(word)
            units = [(run, unit) for run in runs for unit in _units(run) if unit[0]]
            if units:
                end = units[room][1][1] if len(units) > room else len(word)
                yield _parted(word[:end], units[:room])
                room -= len(units)
        if room <= 0:
            break


def _parted(word: str, units: Sequence[tuple[re.Match[str], tuple[str, int, int]]]) -> _Word:
    runs: dict[re.Match[str], list[str]] = {}
    for run, (unit, _, _) in units:
        runs.setdefault(run, []).append(unit)
    tokens = tuple(tuple(parts) for parts in runs.values())
    plain = not _needs_keys(word)
    return _Word(word, tokens, (word,) if plain else tuple(map(" ".join, tokens)))


def _window(text: str, places: Sequence[_Place]) -> tuple[int, int]:
    """Where the snippet begins and ends: the first stretch with the most different words, extended
    to whole lines as far as there is room."""
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
    first = best[0].start
    start = text.rfind("\n", 0, first) + 1
    if first - start > _BEFORE:
        start = max(text.find(" ", first - _BEFORE, first) + 1, first - _BEFORE)
    end = text.find("\n", best[-1].end)
    return start, _cut(text, start, len(text) if end < 0 else end)


def _cut(text: str, start: int, end: int) -> int:
    """`end`, or the last blank before there is too much to show."""
    if end - start <= SNIPPET + _BEFORE:
        return end
    end = start + SNIPPET + _BEFORE
    blank = text.rfind(" ", end - _BEFORE, end)
    return blank if blank > 0 else end
