"""Lists where words were found, with the text around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.text.words import clip, pluralize
from discoverycli.domain.vocabulary import CODE_PREFIXES
from discoverycli.pages import keys
from discoverycli.pages.fields import Field, Shape, Shown, table
from discoverycli.pages.phrases import code, label
from discoverycli.render.blocks import Cell, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.domain.facts.search import HitFact, SearchResult
    from discoverycli.domain.text.search_words import Query, Run


NOUNS = {"interviews": "I", "statements": "S", "hypotheses": "H", "jobs": "J", "people": "P"}
"""What can be searched, and its code letter."""
MANY = "Too many hold these words to tell the best: these are the newest. One more word helps."


class _Hit(NamedTuple):
    fact: HitFact
    snippet: tuple[Run, ...]


_HIT: Shape[_Hit] = Shape(
    "hit",
    "A place where the words stand.",
    Field("code", "code", "what was found", lambda h: h.fact.code),
    Field("noun", "text", "interview, statement, hypothesis, job or person",
          lambda h: CODE_PREFIXES[h.fact.code.prefix]),
    Field("title", "text?", "what it is called", lambda h: h.fact.title or None),
    Field("snippet", "text", "the words around", lambda h: "".join(run.text for run in h.snippet)),
    Field("held_on", "date?", "when, of interviews and statements", lambda h: h.fact.held),
    Field("people", keys.PERSON.many, "whose words",
          lambda h: h.fact.people, flat=lambda h: "; ".join(_names(h.fact))),
)  # fmt: skip
_COLUMNS: tuple[Shown[_Hit], ...] = (
    Shown("code", lambda h: code(*h.fact.code)),
    Shown("words", lambda h: tuple(map(_run, h.snippet)), flex=True),
    Shown("where", lambda h: _where(h.fact), flex=True),
)


def search_page(found: SearchResult, query: Query, *, echoed: bool = True) -> Page:
    """What was found as a page, with the words marked.

    `echoed`: whether the page may repeat the words that were looked for, which can be names.
    """
    hits = [_Hit(each, _snippet(each, query)) for each in found.hits]
    return Page(
        title=_title(found, query, echoed=echoed),
        blocks=(table(_COLUMNS, hits, empty=_empty(query, echoed=echoed)),),
        data=_HIT.rows(hits),
        table=lambda: _HIT.sheet(hits),
        footnotes=(MANY,) if found.many else (),
    )


def _snippet(hit: HitFact, query: Query) -> tuple[Run, ...]:
    """A statement's title is its kind, which nobody has said: it is left out."""
    parts = (hit.body,) if hit.code.prefix == "S" else (hit.title, hit.body)
    return query.snippet(" · ".join(part for part in parts if part))


def _run(run: Run) -> str | Span:
    return Span(run.text, Tone.STRONG) if run.found else run.text


def _where(hit: HitFact) -> Cell:
    if hit.held is None:
        return Span(CODE_PREFIXES[hit.code.prefix], Tone.DIM)
    return (", ".join(_names(hit)), Span(f", {hit.held}", Tone.DIM))


def _names(hit: HitFact) -> list[str]:
    return [label(each) for each in hit.people]


def _empty(query: Query, *, echoed: bool) -> str:
    if not query.words:
        return "a word has a letter or a digit: disco search invoices"
    if not echoed:
        return "with --anonymous, names and words that are withheld are not searched"
    if len(query.words) > 1:
        return "fewer words find more: every one of them has to be there"
    return "the beginning of a word finds more than the whole word"


def _title(found: SearchResult, query: Query, *, echoed: bool) -> str:
    words = f"“{clip(' '.join(query.words))}”" if echoed else "these words"
    if not query.words:
        return "There is no word in that"
    if not found.hits:
        return f"Nothing here holds {words}"
    number = len(found.hits)
    return f"{'The newest ' if found.many else ''}{pluralize(number, 'place')} with {words}"
