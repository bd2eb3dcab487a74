"""Replaces names in text by pseudonyms, for everybody who is known, and removes addresses.

A name is found as whole words, whatever their case and accents, however they are composed in
Unicode, and whatever little stands between them (`ana.silva`, `Silva, Ana`, `ana%20silva`). Beside
whole names their single words are found, with an initial or digits (`Iven O.`, `ana99`), and names
written in one (`anasilva`, `SilvaAna`, `asilva`, `AnaSilvaConsulting`). A genitive's s may follow
(`Anas`). Scripts without blanks between words are searched letter by letter.

What nobody told the journal it cannot find: people who are not in it, nicknames, a role that only
one person has, a story that only one person can tell.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain
from typing import Final, NamedTuple

from discoverycli.domain.text import spellings
from discoverycli.domain.text.folding import INVISIBLE, bare, composed
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.person_names import EVERYDAY
from discoverycli.domain.text.spellings import DISTINCT, SHORTEST, Parts
from discoverycli.domain.text.words import set_of

ADDRESS_REMOVED: Final = "[address removed]"
"""Stands for e-mail and web addresses, handles and telephone numbers."""

NAME_REMOVED: Final = "[name removed]"
"""Stands for a name that several of those known have."""


class Words(Enum):
    """Which single words of a name are taken for it."""

    ANY = "any"
    """Each from three letters on, in either case: of people."""

    CAPITAL = "capital"
    """Each that is written with a capital, where it is: of someone who is only mentioned."""

    FIRST = "first"
    """The first, where it is written with a capital: of an organisation."""


class Known(NamedTuple):
    """Someone or something by its names, and what to call it instead."""

    pseudonym: str
    names: tuple[str, ...]
    words: Words = Words.ANY


class _Name(NamedTuple):
    """What a sequence of words stands for, and where it counts as that name."""

    pseudonym: str
    capital: bool = False
    """Only where it begins with a capital."""
    exact: str = ""
    """Only in this very spelling: of names too short for anything else."""
    person: bool = False
    """Whether an initial beside it is part of it."""

    def fits(self, text: str) -> bool:
        if self.exact:
            return text == self.exact
        return not self.capital or not text[:1].islower()


class _Found(NamedTuple):
    """A name in a text, its last token, where it stands, and what follows in that token."""

    last: int
    pseudonym: str
    start: int
    end: int
    person: bool = False
    tail: str = ""


class _Token(NamedTuple):
    start: int
    end: int
    word: str


_TOKEN = Pattern(r"%[0-9A-Fa-f]{2}|[^\W_]+(?:[\u0300-\u036f" + INVISIBLE + r"]+[^\W_]*)*")
"""A word, or a sign as web addresses write it, which parts words."""

_PIECE = Pattern(r"[^\W\d_a-z]*[^\W\d_A-Z]+|[^\W\d_a-z]+|\d+")
"""What a word is made of that is glued of several: `ask`, `Ana`, `99`."""

_BEFORE = Pattern(r"(?<![\w.])([^\W\d_a-z])\.\s?\Z")
_BEHIND = Pattern(r",? (?:([^\W\d_a-z])\.(?!\w)|[^\W\d_a-zAI](?![\w'’.]))")
"""An initial before a name, and behind it: without a stop no word of one letter."""
_GAP = 4
"""The most letters that stand between two words of a name, as in `Ana\\n> Silva`."""

_LONGEST_ROW = 60

_NO_BLANKS = Pattern(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
"""Letters of scripts that part no words, or glue endings to them: Thai, Lao, Burmese, Khmer,
Japanese, Chinese, Korean."""

_JOINED = 5
"""Letters that a name has to have to be found written in one."""

_NOBODYS = set_of("the and und for")
_PARTICLES = set_of("van von der den del della dos das los las bin ibn")
_LEGAL_FORMS = set_of("""
ltd limited llc llp plc inc incorporated corp corporation company gmbh mbh kg ohg ug sarl sas
srl spa bv nv oy ab as aps sa lda ltda sl pty holding group
""")

_ADDRESS = Pattern(
    r"""
      (?P<kept>(?<![\w.+-])(?:\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?
        |\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?![\w]))           # a date is no number to call
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}      # e-mail
    | (?<!\w)(?:[a-z][a-z0-9+-]{1,9}://|www\.|mailto:|tel:)\S{1,2000}  # addresses with a scheme
    | (?<![\w@./-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S{0,2000}        # and without, with a path
    | (?<![\w@])@(?P<handle>\w[\w.-]{0,63})                            # a user's name
    | (?<![\w.,/+-])(?:\+|\(\+?)?\d
        (?:[\ \u00a0()./\u2013-]{0,3}(?!\d{4}-\d\d-\d\d)\d){6,14}(?!\w)  # a telephone number
    """,
    re.VERBOSE | re.IGNORECASE,
)


_OWN = ""
"""Stands for a name that stays."""


class Pseudonyms:
    """Replaces the names of everybody known by pseudonyms.

    Args:
        known: whose names to replace. People only mentioned (`Words.CAPITAL`) never take a word
            from somebody who is known.
        own: names that stay, also where somebody else has them.
        addresses: whether to remove addresses too.
    """

    def __init__(
        self, known: Iterable[Known], *, own: Iterable[str] = (), addresses: bool = True
    ) -> None:
        self._names: dict[tuple[str, ...], _Name] = {}
        self._beside: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        """Whom part of a name means together with an initial."""
        self._begun: set[tuple[str, ...]] = set()
        """What rows of words that name somebody begin with, and go on behind."""
        self._begins: set[str] = set()
        self._handles: dict[str, str] = {}
        self._literal: dict[str, str] = {}
        self._addresses = addresses
        staying = Known(_OWN, tuple(own))
        everybody = (staying, *sorted(known, key=lambda each: each.words is Words.CAPITAL))
        for each in everybody:
            for form in spellings.forms(*each.names):
                self._learn(each, composed(form))
        self._learn_spellings(each for each in everybody if each.words is Words.ANY)
        found = sorted(self._literal, key=len, reverse=True)
        self._letters = re.compile("|".join(map(re.escape, found))) if found else None

    def __call__(self, text: str) -> str:
        """`text` without names and addresses; composed letters (NFC), but else as it is."""
        text = composed(text)
        parts: list[str] = []
        at = 0
        for found in _ADDRESS.finditer(text) if self._addresses else ():
            parts += [self._named(text[at : found.start()]), self._address(found)]
            at = found.end()
        return "".join([*parts, self._named(text[at:])])

    def _address(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        if found["handle"]:
            name = self._named(found["handle"])
            if name != found["handle"]:
                return name
        return ADDRESS_REMOVED

    def _named(self, text: str) -> str:
        if self._letters is not None:
            text = self._letters.sub(lambda found: self._literal[found[0]] or found[0], text)
        tokens = self._tokens(text)
        parts: list[str] = []
        begins, handles = self._begins, self._handles
        at = free = 0
        for index, token in enumerate(tokens):
            if index < free or token.start < at:
                continue
            if token.word in handles and token.word not in begins:
                if handles[token.word] != _OWN:
                    parts += [text[at : token.start], handles[token.word]]
                    at = token.end
                continue
            may_begin = token.word in begins or token.word[:-1] in begins
            found = self._longest(text, tokens, index) if may_begin else None
            if found is None:
                continue
            free = found.last + 1
            if found.pseudonym != _OWN:
                start, end = _with_initials(text, at, found)
                parts += [text[at : max(at, start)], found.pseudonym, found.tail]
                at = end
        return "".join([*parts, text[at:]])

    def _tokens(self, text: str) -> list[_Token]:
        """A name glued to something is a word of its own."""
        begins, handles = self._begins, self._handles
        tokens: list[_Token] = []
        for found in _TOKEN.finditer(text):
            written = found[0]
            word = written.lower() if written.isascii() else _folded(written)
            plain = written.isalpha() and (written.islower() or written[1:].islower())
            if plain or word in begins or word in handles:
                tokens.append(_Token(found.start(), found.end(), word))
            elif written[0] != "%":
                tokens += self._apart(_Token(*found.span(), word), written)
        return tokens

    def _apart(self, token: _Token, written: str) -> list[_Token]:
        pieces = [
            _Token(token.start + each.start(), token.start + each.end(), _folded(each[0]))
            for each in _PIECE.finditer(written)
        ]
        if len(pieces) > 1 and pieces[-1].word.isdigit():  # digits go with the name
            pieces[-2:] = [pieces[-2]._replace(end=token.end)]
        known = any(
            len(each.word) >= SHORTEST and (each.word in self._begins or each.word in self._handles)
            for each in pieces
        )
        return pieces if known else [token]

    def _longest(self, text: str, tokens: list[_Token], first: int) -> _Found | None:
        row: tuple[str, ...] = ()
        best: _Found | None = None
        start = tokens[first].start
        for index in range(first, len(tokens)):
            token = tokens[index]
            if index > first and token.start - tokens[index - 1].end > _GAP:
                break
            whole = text[start : token.end]
            inflected = token.word.endswith("s") and len(token.word) > SHORTEST
            genitive = self._names.get((*row, token.word[:-1])) if inflected else None
            row = (*row, token.word)
            name = self._names.get(row)
            if name and name.fits(whole):
                best = _Found(index, name.pseudonym, start, token.end, name.person)
            elif genitive and whole[0].isupper() and genitive.fits(whole[:-1]):
                name, tail = genitive, whole[-1]
                best = _Found(index, name.pseudonym, start, token.end, name.person, tail)
            whose = self._beside.get(row, {})
            for each in spellings.beside(text, start, token.end) if whose else ():
                if each.letter in whose:
                    best = _Found(index, whose[each.letter], each.start, each.end)
                    break
            if row not in self._begun:
                break
        return best

    def _learn(self, known: Known, name: str) -> None:
        words = [token.word for token in _tokens(name)]
        distinct = len(name) > 1 or not name.isascii()
        if distinct and (not words or _NO_BLANKS.search(name)):
            self._literal[name] = _one(self._literal.get(name), known.pseudonym)
        if not words:
            return
        letters = sum(map(len, words))
        exact = name if letters < SHORTEST else ""
        mentioned = known.words is Words.CAPITAL
        capital = mentioned and not exact and len(words) == 1
        joined = ("".join(token.word for token in _tokens(piece)) for piece in name.split())
        ends = [piece for piece in joined if piece]
        person = known.words is Words.ANY
        for sequence in (words, ends):
            made = _Name(known.pseudonym, capital=capital, exact=exact, person=person)
            self._put(sequence, made, mentioned)
        if len(words) > 1 and letters >= _JOINED:
            self._put(["".join(words)], _Name(known.pseudonym), mentioned)
            for glued in _glued(ends[0], ends[-1]) if person and len(ends) > 1 else ():
                self._handles[glued] = _one(self._handles.get(glued), known.pseudonym)
        for part in _parts(known, name):
            pieces = [token.word for token in _tokens(part)]
            capital = not person and not (known.words is Words.FIRST and " " in part)
            made = _Name(known.pseudonym, capital=capital, person=person)
            self._put(pieces, made, mentioned)
            if len(pieces) > 1 and " " not in part:
                self._put(["".join(pieces)], made, mentioned)

    def _learn_spellings(self, people: Iterable[Known]) -> None:
        """Full names turned or without middle names, and parts of them with an initial.

        None replaces the exact name of somebody else."""
        rows: dict[tuple[str, ...], str] = {}
        for known in people:
            for parts in spellings.all_parts(spellings.forms(*known.names)):
                if not parts.ends:
                    continue
                for row in _rows(parts):
                    rows[row] = _one(rows.get(row), known.pseudonym)
                for word, letter in spellings.initials(parts):
                    self._put_beside(word, letter, known.pseudonym)
                self._learn_letters(parts, known.pseudonym)
        for row, pseudonym in rows.items():
            self._names.setdefault(self._row(row), _Name(pseudonym, person=True))

    def _put_beside(self, word: str, letter: str, pseudonym: str) -> None:
        if len(word) > 1 and not word.isdigit():
            for row in _tokenized((word,)):
                whose = self._beside[self._row(row)]
                whose[letter] = _one(whose.get(letter), pseudonym)

    def _learn_letters(self, parts: Parts, pseudonym: str) -> None:
        if not _NO_BLANKS.search(composed(parts.first + parts.last)):
            return
        orders = (*spellings.straight(parts), *spellings.turned(parts))
        wholes = ("".join(each.all) for each in orders)
        for each in {composed(each) for each in (*wholes, *parts.ends)}:
            if len(each) > 1 and _NO_BLANKS.fullmatch(each):
                self._literal[each] = _one(self._literal.get(each), pseudonym)

    def _row(self, words: Sequence[str]) -> tuple[str, ...]:
        row = tuple(words[:_LONGEST_ROW])
        self._begins.update(row[:1])
        for end in range(1, len(row)):
            self._begun.add(row[:end])
        return row

    def _put(self, words: list[str], name: _Name, mentioned: bool) -> None:
        row = self._row(words)
        same = self._names.setdefault(row, name)
        if same is not name and (not mentioned or same.pseudonym == name.pseudonym):
            self._names[row] = same._replace(
                pseudonym=_one(same.pseudonym, name.pseudonym),
                exact=same.exact if same.exact == name.exact else "",
                capital=same.capital and name.capital,
            )


def _one(known: str | None, pseudonym: str) -> str:
    if known == _OWN:
        return _OWN
    return pseudonym if known in (None, pseudonym) else NAME_REMOVED


def _rows(parts: Parts) -> Iterator[tuple[str, ...]]:
    short = any(len(end) < SHORTEST for end in parts.ends)  # longer names are found word by word
    for each in (*spellings.straight(parts), *(spellings.turned(parts) if short else ())):
        if sum(map(len, each.all)) >= SHORTEST:
            yield from _tokenized(each.all)


def _tokenized(parts: Iterable[str]) -> set[tuple[str, ...]]:
    """Parts of a name as words; a hyphenated part is two words, or one."""
    words = [[token.word for token in _tokens(part)] for part in parts]
    return {tuple(chain.from_iterable(words)), tuple(map("".join, words))}


def _parts(known: Known, name: str) -> Iterator[str]:
    """The pieces of a name that are taken for it by themselves."""
    pieces = name.split()
    if known.words is Words.FIRST:
        kept = [piece for piece in pieces if _folded(piece).strip(".,") not in _LEGAL_FORMS]
        if 1 < len(kept) < len(pieces):
            yield " ".join(kept)
        pieces = kept[:1]
    hyphened = [half for piece in pieces for half in re.split("[-‐‑'’.,()]", piece)]
    for piece in dict.fromkeys([*pieces, *hyphened]):
        letters = sum(letter.isalpha() for letter in piece)
        word = _folded(piece)
        particle = word in _PARTICLES and piece != pieces[0]
        if letters < SHORTEST or word in _NOBODYS or particle:
            continue
        if known.words is Words.CAPITAL and not piece[:1].isupper():
            continue
        yield piece


def _glued(first: str, last: str) -> Iterator[str]:
    """A name as handles have it: turned, or with one initial; none that is an everyday word."""
    made = [last + first]
    made += [first[0] + last, last + first[0]] if len(last) >= DISTINCT else []
    made += [first + last[0]] if len(first) >= DISTINCT and last[0] != "s" else []
    yield from (each for each in made if each not in EVERYDAY)


def _with_initials(text: str, free: int, found: _Found) -> tuple[int, int]:
    """Where a name stands, with another name's initial beside a person's; looks from `free` on."""
    start, end = found.start, found.end
    if not found.person:
        return start, end
    before = _BEFORE.search(text[max(free, start - 4) : start])
    behind = None if found.tail else _BEHIND.match(text, end)
    return start - len(before[0]) if before else start, behind.end() if behind else end


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        if found[0][0] != "%":
            yield _Token(*found.span(), _folded(found[0]))


def _folded(word: str) -> str:
    return bare(word) or word
