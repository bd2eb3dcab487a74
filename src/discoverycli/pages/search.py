"""Shows search as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.search_words import Query, Run
from discoverycli.domain.text.words import clip, person_label, pluralize
from discoverycli.domain.vocabulary import CODE_PREFIXES
from discoverycli.pages.json_values import held_on, sheet
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Cell, Column, JsonValue, Page, Span, Table, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discoverycli.domain.facts.calls import HitFact, SearchResult


NOUNS = {"interviews": "I", "statements": "S", "hypotheses": "H", "jobs": "J", "people": "P"}
"""What can be searched, and its code letter."""
MANY = "Too many hold these words to tell the best: these are the newest. One more word helps."
_KEYS = ("code", "noun", "title", "snippet", "held_on", "people")
_COLUMNS = (Column("code"), Column("words", flex=True), Column("where", flex=True))


def search_page(found: SearchResult, query: Query, *, echoed: bool = True) -> Page:
    """What was found as a page, with the words marked.

    `echoed`: whether the page may repeat the words that were looked for, which can be names.
    """
    snippets = [_snippet(each, query) for each in found.hits]
    hits = [data(*each) for each in zip(found.hits, snippets, strict=True)]
    rows = [{**row, "people": _names(hit)} for row, hit in zip(hits, found.hits, strict=True)]
    return Page(
        title=_title(found, query, echoed=echoed),
        blocks=(
            Table(
                _COLUMNS, tuple(map(_row, found.hits, snippets)), empty=_empty(query, echoed=echoed)
            ),
        ),
        data=hits,
        table=sheet(_KEYS, rows),
        footnotes=(MANY,) if found.many else (),
    )


def data(hit: HitFact, snippet: Sequence[Run]) -> dict[str, JsonValue]:
    """Something found, for programs; `docs/json.md` lists the keys."""
    return {
        "code": str(hit.code),
        "noun": CODE_PREFIXES[hit.code.prefix],
        "title": hit.title or None,
        "snippet": "".join(run.text for run in snippet),
        "held_on": held_on(hit.held),
        "people": [
            {"code": f"P{each.number}", "name": each.name, "organisation": each.organisation}
            for each in hit.people
        ],
    }


def _snippet(hit: HitFact, query: Query) -> tuple[Run, ...]:
    """Where the words stand; a statement's title is its kind, which nobody has said."""
    parts = (hit.body,) if hit.code.prefix == "S" else (hit.title, hit.body)
    return query.snippet(" · ".join(part for part in parts if part))


def _row(hit: HitFact, snippet: Sequence[Run]) -> tuple[Cell, ...]:
    words = tuple(Span(run.text, Tone.STRONG) if run.found else run.text for run in snippet)
    return (code(hit.code.prefix, hit.code.number), words, _where(hit))


def _where(hit: HitFact) -> Cell:
    """Who said it and when, or what it is."""
    if hit.held is None:
        return Span(CODE_PREFIXES[hit.code.prefix], Tone.DIM)
    people = ", ".join(person_label(each.name, each.organisation) for each in hit.people)
    return (people, Span(f", {hit.held}", Tone.DIM))


def _names(hit: HitFact) -> JsonValue:
    return [person_label(each.name, each.organisation) for each in hit.people]


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
