"""What a search finds in the journal."""

from __future__ import annotations

from typing import NamedTuple

from discoverycli.domain.facts.people import NamedPerson
from discoverycli.domain.vocabulary import Code, InterviewDate


class HitFact(NamedTuple):
    """Something that holds the words. Interviews and statements have a date and people."""

    code: Code
    title: str
    body: str
    held: InterviewDate | None = None
    people: tuple[NamedPerson, ...] = ()


class SearchResult(NamedTuple):
    """What holds the words, best first; `many` when there are too many to tell the best."""

    hits: list[HitFact]
    many: bool
