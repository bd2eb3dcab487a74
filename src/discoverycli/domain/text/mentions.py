"""Finds where a text names somebody, for taking the name out.

Somebody is named by

- an e-mail address whose part before the `@` holds a name of theirs: these are looked for first;
- a full name, now or former, also with its parts the other way round, without middle names, or
  written in one, also inside a longer word (`AnaSilvaConsulting`);
- their given or their family name alone, as a whole word of three letters or more, with the
  initial beside it (`Iven O.`), or glued to the initial of the other (`iokafor`).

Case, accents, digits behind it and what stands between the parts of a name (a blank, a dot, `%20`,
the next line of a block quote) make no difference. A name that somebody else has too stays, and so
does a given or family name that is part of another's: alone it may mean either. One that is a word
too (Will, Mark, Rose) goes where it is written as a name, with a capital letter inside a sentence.
`left_in` says where something stays that may mean them, for a human to look.

About an interview that somebody was in, less stays: there, only those who sat in the same room
count as others, and any capital letter makes a word a name.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from discoverycli.domain.text import spellings
from discoverycli.domain.text.folding import bare
from discoverycli.domain.text.person_names import EVERYDAY, NO_NAMES
from discoverycli.domain.text.spellings import DISTINCT, SHORTEST, Parts, all_parts

FORGOTTEN = "[forgotten]"
"""What stands in a text where somebody was named, or had said something."""


def anonymous(number: int) -> str:
    """What a person without a name is called."""
    return f"forgotten P{number}"


class Others(NamedTuple):
    """Who else is known: full names, former ones among them, and organisations."""

    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


_NOBODY = Others()
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_GAP = r"(?:[\s_.>+*~/-]|%[0-9a-f]{2}){1,6}"
"""What may stand between two parts of a name: also as a web address has it (`ana%20silva`)."""

_TURNED = r"(?:[\s_.,>+*~/-]|%[0-9a-f]{2}){1,6}"
"""What may stand between them the other way round: `Silva, Ana`."""

_WIDE = r"[\W_]{1,6}"
"""What may stand between the words of an organisation's name: `Silva & Sons`."""

_JOINED = 6
"""Letters that a full name has to have to be found written in one."""

_INSIDE_WORD = 8
"""Letters that it has to have to be found in the middle of a longer word."""

_NO_BLANKS = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
"""Letters of scripts that put no blanks between words."""

_UNSPACED = re.compile(_NO_BLANKS)


class Mentions:
    """Finds one person in texts.

    Args:
        names: every name they have or had.
        others: who else is known.
        present: those of `others` who were in the same interview, for texts about an interview with
            the person; `None` for all other texts.
        organisation: a name that goes with the person, in texts about their interviews.
        whole: whether only a full name counts, as in names of organisations.
    """

    def __init__(
        self,
        names: Iterable[str],
        others: Others = _NOBODY,
        *,
        present: Iterable[str] | None = None,
        organisation: str | None = None,
        whole: bool = False,
    ) -> None:
        self._near = present is not None
        self._own = all_parts(spellings.forms(*names))
        words = {word for parts in self._own for word in parts.all}
        akin = [each for each in all_parts(others.people) if words & {*each.all}]
        firms = [each for each in all_parts(others.organisations) if words & {*each.all}]
        self._rivals = akin if present is None else all_parts(present)
        taken = {word for each in (*self._rivals, *firms) for word in each.all}
        fulls = [each for each in self._own if each not in self._rivals]
        lone = {each.first for each in fulls if len(each.all) == 1} - taken - NO_NAMES
        apt = {end for parts in self._own for end in parts.ends if _is_apt(end)}
        self._sure = set() if whole else apt - taken | lone
        self._plain = {word for word in apt | lone if _is_plain(word)}
        named = [each for each in self._own if NO_NAMES.isdisjoint(each.all)]
        ends = {end for each in named for end in (each.first, each.last)}
        ends |= {half for end in ends for half in re.split("['-]", end) if len(half) >= SHORTEST}
        singles = self._sure | {end for end in ends if _is_word(end)}
        wholes = [each for each in fulls if len(each.all) > 1]
        between = dict.fromkeys(_several(akin, self._own), _GAP)
        between |= dict.fromkeys(_several(firms, self._own), _WIDE)
        self._kept = {"".join(each.all) for each in between}
        between |= dict.fromkeys(all_parts([organisation or ""]), _WIDE)
        for parts in wholes:
            between |= dict.fromkeys(spellings.turned(parts), _TURNED)
            between |= dict.fromkeys(spellings.straight(parts), _GAP)
        self._initials = {pair for parts in self._own for pair in spellings.initials(parts)}
        self._initials -= {pair for parts in self._rivals for pair in spellings.initials(parts)}
        self._glued = {
            "".join(map(_letters, pair))
            for parts in wholes
            for pair in (parts.ends, parts.ends[::-1])
            if sum(map(len, pair)) >= _JOINED
        }
        self._pattern = _compiled(between, singles, self._glued, self._own)
        begins = [end for each in self._own for end in (each.first, each.last)]
        begins += [each.first for each in all_parts([organisation or ""])]
        begins += [half for each in begins for half in re.split("['-]", each) if half]
        self._begins = {*begins, *map(_letters, begins)}
        """Whatever names them holds one of these: to look for them first is much faster."""

    def found_in(self, text: str) -> bool:
        """Whether `text` names them."""
        return any(sure for _, _, sure in self._places(text))

    def left_in(self, text: str) -> bool:
        """Whether something stays in `text` that may mean them: a word, part of another's name."""
        return any(not sure for _, _, sure in self._places(text))

    def replaced(self, text: str, by: str = FORGOTTEN) -> str:
        """`text` with `by` wherever it names them, on as many lines as before."""
        pieces: list[str] = []
        at = 0
        for start, end, sure in self._places(text):
            if sure:
                # A name on two lines of a quote leaves the second one a line of the quote.
                pieces += [text[at:start], by, "".join(_BREAK.findall(text[start:end]))]
                at = end
        return "".join((*pieces, text[at:])) if pieces else text

    def _places(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """Start, end, and whether it surely names them."""
        plain = bare(text)
        if not any(word in plain for word in self._begins):
            return
        folded, at = _folded(text)
        begin = 0
        for address in _EMAIL.finditer(folded):
            yield from self._named(text, folded, at, begin, address.start())
            begin = address.end()
            sure = self._holds(address[0])
            if sure or self._is_like(address[0]):
                yield at[address.start()], at[begin], sure
        yield from self._named(text, folded, at, begin, len(folded))

    def _named(
        self, text: str, folded: str, at: Sequence[int], begin: int, stop: int
    ) -> Iterator[tuple[int, int, bool]]:
        last = 0
        for found in self._pattern.finditer(folded, begin, stop):
            start, end = at[found.start()], at[found.end()]
            full = found.lastgroup == "full"
            if full and "".join(spellings.PART.findall(found[0])) in self._kept:
                continue
            sure = full or self._is_meant(found, text, start, end)
            if found.lastgroup == "single":
                wide = self._with_initial(text, found[0], start, end)
                sure = sure or wide != (start, end)
                if not sure and len(found[0]) < SHORTEST and not text[start].isupper():
                    continue
                start, end = max(last, wide[0]), wide[1]
            yield start, end, sure
            last = end

    def _is_meant(self, found: re.Match[str], text: str, start: int, end: int) -> bool:
        """Whether something else than a full name between blanks surely means them."""
        word = found[0]
        if found.lastgroup == "single":
            word = word if word in self._sure else word.rstrip("0123456789")
            return word in self._sure and (word not in self._plain or self._is_named(text, start))
        marked = text[max(0, start - 1) : start] == "@" or text[end - 1].isdigit()
        if found.lastgroup == "handle":
            first, rest = word[0], word[1:].rstrip("0123456789")
            apt = len(rest) >= DISTINCT and not _is_plain(rest)
            return marked or ((rest, first) in self._initials and apt)
        if _is_parted(text, start, end):
            return word in self._glued or word in self._sure - self._plain
        return word in self._glued and len(word) >= _INSIDE_WORD

    def _with_initial(self, text: str, word: str, start: int, end: int) -> tuple[int, int]:
        """Where a part of their name stands with the initial of the other: `Iven O.`, `Z. Q`."""
        for each in spellings.beside(text, start, end):
            if (word, each.letter) in self._initials:
                return each.start, each.end
        return start, end

    def _is_named(self, text: str, start: int) -> bool:
        """Whether a word is written as a name: behind an `@`, or with a capital that its place in
        the sentence does not explain."""
        if text[max(0, start - 1) : start] == "@":
            return True
        inside = self._near or _INSIDE.search(text[max(0, start - 3) : start])
        return text[start].isupper() and bool(inside)

    def _holds(self, address: str) -> bool:
        """Whether an e-mail address is theirs and not another's."""
        local, _, domain = address.partition("@")
        own = max((_fit(local, parts) for parts in self._own), default=0)
        other = max((_fit(local, parts) for parts in self._rivals), default=0)
        site = _letters(domain)
        return own > other or (not other and any(each in site for each in self._glued))

    def _is_like(self, address: str) -> bool:
        other = any(_fit(address.partition("@")[0], parts) for parts in self._rivals)
        return not other and self._pattern.search(address) is not None


_BREAK = re.compile(r"\n(?:[ \t>]*>)?")
_INSIDE = re.compile(r"[^\W_][,;]? \Z")
"""The end of the words before another one of the same sentence."""


def _is_parted(text: str, start: int, end: int) -> bool:
    """Whether a name inside a word stands out by capitals: `askAnaSilva`, `QuimbyNotes`."""
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    begins = not before.isalpha() or (before.islower() and text[start].isupper())
    ends = not behind.isalpha() or (behind.isupper() and text[end - 1].islower())
    return begins and ends


def _several(names: Iterable[Parts], own: Collection[Parts]) -> "list[Parts]":
    """Names of others with several parts: whatever is found inside one is not this person."""
    return [each for each in names if each not in own and len(each.all) > 1]


def _is_apt(word: str) -> bool:
    """Whether part of a name can stand for the whole."""
    if word in NO_NAMES:
        return False
    if _UNSPACED.search(word):
        return len(word) > 1
    return len(word) >= SHORTEST and not any(letter.isdigit() for letter in word)


def _is_word(word: str) -> bool:
    return len(word) > 1 and not any(letter.isdigit() for letter in word)


def _is_plain(word: str) -> bool:
    """Whether a name alone may also be an everyday word."""
    return word in EVERYDAY or (len(word) < SHORTEST and not _UNSPACED.search(word))


def _fit(local: str, name: Parts) -> int:
    """How well the first half of an address fits a name: 2 by both its ends, 1 by one of them."""
    words = re.split(r"[\W\d_]+", local.partition("+")[0])
    letters = "".join(words)
    first, last = _letters(name.first), _letters(name.last)
    if len(name.all) > 1:
        both = {f"{first}{last}", f"{last}{first}"}
        both |= {f"{first[0]}{last}", f"{last}{first[0]}", f"{first}{last[0]}", f"{last[0]}{first}"}
        if letters in both or (first in words and last in words) or both & {*words}:
            return 2
    ends = {end for end in (first, last) if len(end) >= SHORTEST}
    whole = len(name.all) == 1 and letters == first
    return int(whole or bool(ends & {*words}))


def _letters(word: str) -> str:
    return re.sub(r"[\W\d_]+", "", word) or word


def _compiled(
    fulls: Mapping[Parts, str], singles: Collection[str], glued: Iterable[str], own: Iterable[Parts]
) -> re.Pattern[str]:
    """One pattern for all: the first match wins, then the longest full name."""
    longest = sorted(fulls, key=lambda each: (-sum(map(len, each.all)), each.all))
    full = [_spelled(each, fulls[each]) for each in longest]
    handle = {
        each + end
        for parts in own
        for word, initial in spellings.initials(parts)
        if len(word) >= SHORTEST and _is_word(word)
        for each, end in ((initial, _letters(word)), (_letters(word), initial))
    }
    long = [word for word in singles if len(word) >= DISTINCT and not _is_plain(word)]
    letter = r"[^\W\d_]"
    ends = map(re.escape, _longest_first(long))
    part = [*glued, *(f"(?<!{letter}){word}|{word}(?!{letter})" for word in ends)]
    kinds = {
        "full": full,
        "single": [_bounded(re.escape(word), word, word) for word in _longest_first(singles)],
        "handle": [_bounded(word, word, word) for word in _longest_first(handle - {*singles})],
        "part": part,
    }
    return re.compile("|".join(f"(?P<{k}>{'|'.join(each) or '(?!)'})" for k, each in kinds.items()))


def _longest_first(words: Iterable[str]) -> "list[str]":
    return sorted(words, key=lambda word: (-len(word), word))


def _spelled(parts: Parts, gap: str) -> str:
    joined = sum(map(len, parts.all)) >= _JOINED or _UNSPACED.search(parts.first)
    words = (re.sub(r"\\?[-']", "['._ -]?", re.escape(each)) for each in parts.all)
    text = (f"(?:{gap})?" if joined else gap).join(words)
    return _bounded(text, parts.first, parts.last)


def _bounded(pattern: str, first: str, last: str) -> str:
    """A pattern of whole words, where the script has such; digits or a genitive's s may follow."""
    before = rf"(?:(?<![^\W\d_])|(?<=%[0-9a-f][0-9a-f])|(?<={_NO_BLANKS}))"
    behind = rf"(?:[0-9]{{1,4}}(?![^\W_])|(?=s?(?:(?![^\W\d_])|{_NO_BLANKS})))"
    if _UNSPACED.match(first[0]):
        before = ""
    elif first[0].isdigit():
        before = r"(?<![^\W_])"
    if _UNSPACED.match(last[-1]):
        behind = ""
    elif last[-1].isdigit():
        behind = r"(?=s?(?![^\W_]))"
    return f"{before}{pattern}{behind}"


def _folded(text: str) -> tuple[str, "range | list[int]"]:
    """`text` as `bare`, and the place of each letter in `text`."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters: list[str] = []
    at: list[int] = []
    for index, letter in enumerate(text):
        for each in letter.lower() if letter.isascii() else bare(letter):
            letters.append(each)
            at.append(index)
    at.append(len(text))
    return "".join(letters), at
