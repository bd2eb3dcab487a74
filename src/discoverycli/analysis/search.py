"""Owns the page of a search. Answers: where did we hear or write these words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.text.search_words import Query

if TYPE_CHECKING:
    from discoverycli.domain.facts.calls import SearchResult
    from discoverycli.store.reader import Reader


def load(reader: Reader, query: Query, prefixes: str, most: int) -> SearchResult:
    """What holds every word of a query, best first."""
    from discoverycli.store.read import search

    return search.find(reader, query, prefixes, most)
