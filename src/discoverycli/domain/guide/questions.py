"""Finds the questions of an interview guide: Markdown, plain text, or YAML lists.

A question is a sentence that ends with a question mark, wherever it stands; a paragraph or a
sentence of a list item that begins with an order to tell ("Walk me through …"); and a list item
that is asked without its mark ("- Would you use it"). Code blocks, front matter, HTML comments and
addresses are passed over; quoted text is read as any other.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from discoverycli.domain.note.marks import visible_lines
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import set_of


class GuideQuestion(NamedTuple):
    """A question, on one line and without markup, and the line it begins on, counted from 1."""

    line: int
    text: str


class Guide(NamedTuple):
    """The questions of a guide, in order.

    `unclosed` is the line of a code block that is never closed: nothing below it was read.
    """

    questions: tuple[GuideQuestion, ...]
    unclosed: int | None = None


class _Line(NamedTuple):
    """A line of text without its lead (bullets, numbers); `item`: whether it had one."""

    text: str
    item: bool
    ends: bool
    """Whether the next line begins anew, whatever it looks like."""


_MOST_FRONT = 1_000
"""The lines of front matter; what is longer is text between two rules."""

_WRAPPED = 50
"""A line at least so long may go on in the next; a shorter one is a line of its own."""

LONGEST = 1_000
"""Of a longer sentence, only the end of this many characters is taken for the question."""

_FIELD = Pattern(r"\s*(?:[\w-]+[ \t]*:(?:\s|$)|- |#|$)")
_LEAD = Pattern(
    r"(?:>[ \t]?|[-*+•◦‣–—·][ \t]+|\#{1,6}[ \t]+|\(?[0-9]{1,3}[.)][ \t]+"
    r"|\(?[A-Za-z][.)][ \t]+|\[[ xX]?\][ \t]+|[ \t]+)++"
)
_LABEL = Pattern(
    r"((?:[A-Z0-9][\w.'’#-]*|q)(?:[ \t]+(?:[A-Z0-9#][\w.'’-]*|up|of)){0,3}|[a-z_]+):[ \t]+"
)
_NO_LABEL = set_of("we our i i'm we're you if imagine suppose would do so and but")
_RULE = Pattern(r"[-*_=~|:+\s]+")
_IMAGE = Pattern(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK = Pattern(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_CODE = Pattern(r"`+([^`]*)`+")
_ADDRESS = Pattern(r"<?\b(?:https?://|www\.)[^\s<>]+>?", re.IGNORECASE)
_TAG = Pattern(r"</?[A-Za-z][^<>]{0,200}>")
_EMPHASIS = Pattern(r"\*+|~~+|(?<![^\W_])_+|_+(?![^\W_])|\\(?=[^\w\s])")
_AFTER = ".,;:!?)\"'”’»"

_END = Pattern(r"(?:[.!?]+|[？！؟])[\"'”’»)\]]*(?=\s|$|[^\x00-\x7f])")
_NO_END = Pattern(r"(?:\b(?:e\.g|i\.e|vs|approx|incl|mr|mrs|ms|dr|prof|no)|\.\.)\.$", re.IGNORECASE)
_CLOSED = {'"': '"', "”": "“", "’": "‘", "»": "«", ")": "(", "]": "["}
_OPENERS = " \t\"'“‘„«([…-–—:;,"
_CLOSERS = " \t\"'”’»)]"
_MARKS = ("?", "？", "؟")

_LEADING_IN = r"(?:(?:ok(?:ay)?|so|now|then|next|first|finally|lastly|please|and)\b[,:\s]*){0,3}"
_ORDER = Pattern(
    _LEADING_IN
    + r"""
    (?:(?:tell|walk|talk|show|take|give|guide|lead)\s+(?:me|us)
      |describe|imagine|suppose|picture|pretend|recall|remember|recount
      |think\s+(?:back|of|about)|say\s+more|let['’]s\s+say
      |(?:if|when)\s+you\b[^,]{0,120},\s*(?:tell|walk|show|describe))\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""How an item begins that is a question because it asks to tell."""

_UNMARKED = Pattern(
    _LEADING_IN
    + r"""
    (?:(?:how|what|when|where|why|who|which)(?:\s+\w+){0,3}?\s+)?
    (?:would|do|did|does|are|were|is|was|have|has|can|could|will|should|don['’]t|didn['’]t
      |wouldn['’]t|aren['’]t|isn['’]t)\s+(?:you|your|they|their|people|anyone|anybody)\b
    .*[^.!:]\Z""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""How an item begins that is asked without its mark."""


def guide_questions(text: str, *, yaml: bool = False) -> Guide:
    """The questions of a guide. Never fails, and takes time in proportion to the text.

    Args:
        text: the whole file.
        yaml: whether it is YAML, where `#` begins a comment and `---` a document.
    """
    found: list[GuideQuestion] = []
    skip = 0 if yaml else _front_matter(text)
    for block, item in _blocks(text, skip, yaml):
        found += _questions(block, item)
    fenced = visible_lines(text) if "```" in text or "~~~" in text else ()
    unclosed = next((at + 1 for at, line in fenced if line is None and at >= skip), None)
    return Guide(tuple(found), unclosed)


def _front_matter(text: str) -> int:
    """How many lines at the top are front matter, as other programs read it."""
    lines = text.removeprefix("\ufeff").split("\n", _MOST_FRONT)[:_MOST_FRONT]
    if lines[0].rstrip() != "---" or not _FIELD.match(lines[1] if len(lines) > 1 else "x"):
        return 0
    return next((at for at, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)


def _blocks(text: str, skip: int, yaml: bool) -> Iterator[tuple[list[tuple[int, str]], bool]]:
    """Lines that belong together with their numbers, and whether they are a list item."""
    block: list[tuple[int, str]] = []
    is_item = False
    goes_on = False
    for index, raw in visible_lines(text):
        if raw is None or index < skip:
            continue
        if yaml and raw.lstrip().startswith("#"):
            raw = ""
        for line in _parts(raw):
            if block and not (goes_on and _joins(block[-1][1], line)):
                yield block, is_item
                block = []
            if line.text:
                is_item = line.item if not block else is_item
                block.append((index + 1, line.text))
            goes_on = bool(line.text) and not line.ends
    if block:
        yield block, is_item


def _joins(before: str, line: _Line) -> bool:
    may_join = bool(line.text) and not line.item
    return may_join and (len(before) >= _WRAPPED or line.text[:1].islower())


def _parts(raw: str) -> Iterator[_Line]:
    line = raw.strip()
    if line.startswith("|"):
        for cell in line.strip("|").split("|"):
            yield _line(cell, ends=True)
        return
    yield _line(line, ends=line.startswith("#") or raw.endswith(("  ", "\\")))


def _line(line: str, *, ends: bool) -> _Line:
    if _RULE.fullmatch(line):
        return _Line("", False, True)
    text, quoted = _lead(line)
    text, again = _lead(_plain(text))
    label = _LABEL.match(text)
    if label is not None and label[1].split()[0].lower().replace("’", "'") not in _NO_LABEL:
        text, _ = _lead(text[label.end() :])
        return _Line(text.strip(), True, ends)
    return _Line(text.strip(), quoted or again, ends)


def _lead(line: str) -> tuple[str, bool]:
    lead = _LEAD.match(line)
    if lead is None:
        return line, False
    return line[lead.end() :], bool(lead[0].strip(" \t>"))


def _plain(text: str) -> str:
    """Text without markup, code without its question marks, addresses as a word."""
    if "](" in text or "][" in text:
        text = _LINK.sub(lambda link: link[1], _IMAGE.sub("", text))
    if "`" in text:
        text = _CODE.sub(lambda code: code[1].replace("?", ""), text)
    if "://" in text or "www." in text.lower():
        text = _ADDRESS.sub(_named, text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _EMPHASIS.sub("", text)


def _named(address: re.Match[str]) -> str:
    end = address[0].rstrip(">")
    return "link" + end[len(end.rstrip(_AFTER)) :]


def _questions(block: list[tuple[int, str]], item: bool) -> Iterator[GuideQuestion]:
    text = " ".join(part for _, part in block)
    starts = [0, *accumulate(len(part) + 1 for _, part in block[:-1])]
    for begin, sentence in _sentences(text):
        asked, cut = _asked(sentence, item, item or begin == 0)
        drop = max(0, len(asked) - LONGEST)
        asked, cut = asked[drop:], cut + drop
        if asked:
            line = block[bisect_right(starts, begin + cut) - 1][0]
            yield GuideQuestion(line, " ".join(asked.split()))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for end in _END.finditer(text):
        if end[0][0] == "." and _NO_END.search(text[max(begin, end.start() - 8) : end.end()]):
            continue
        yield begin, text[begin : end.end()]
        begin = end.end()
    if text[begin:].strip():
        yield begin, text[begin:]


def _asked(sentence: str, item: bool, orders: bool) -> tuple[str, int]:
    """The question in a sentence, and where it begins; empty when there is none.

    Where a quotation ends with the question, it is the question.

    Args:
        sentence: with its closing signs.
        item: whether it is part of a list item, a heading or a labelled line.
        orders: whether an order to tell is a question here."""
    bare = sentence.rstrip(_CLOSERS)
    if not bare.endswith(_MARKS):
        text = sentence.strip(_OPENERS + _CLOSERS)
        is_asked = (orders and _ORDER.match(text)) or (item and _UNMARKED.match(text))
        return (text, _offset(sentence, 0)) if is_asked else ("", 0)
    cut = 0
    for closer in sentence[len(bare) :].strip():
        if opener := _CLOSED.get(closer):
            cut = max(cut, bare.rfind(opener) + 1)
    text = bare[cut:].lstrip(_OPENERS)
    return (text, _offset(bare, cut)) if any(map(str.isalnum, text)) else ("", 0)


def _offset(sentence: str, cut: int) -> int:
    return len(sentence) - len(sentence[cut:].lstrip(_OPENERS))
