"""Finds what evidence cannot show: who was never asked, how narrow it is, who always agrees."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from discoverycli.domain.matrix import segment_key
from discoverycli.domain.vocabulary import Relation, Stakeholder

LEAST = 3
"""On how many hypotheses somebody must have been heard before their agreeing to all tells."""


class HeardEvidence(NamedTuple):
    """A piece of evidence that counts today.

    `relation` and `segment` are the person's on the day of the interview, `interviewer` is who
    logged it. A NamedTuple, because one is built for everything that counts.
    """

    hypothesis: int
    person: int
    interview: int
    supports: bool
    relation: str
    segment: str | None
    interviewer: str


class Unasked(StrEnum):
    """Who could refute a hypothesis, and was never asked."""

    ANYBODY = "anybody"
    PROSPECTS = "prospects"
    CUSTOMERS = "customers"
    SEGMENT = "segment"


_ASKED_OF = {Unasked.PROSPECTS: Relation.PROSPECT, Unasked.CUSTOMERS: Relation.CURRENT}


class Narrow(StrEnum):
    """Why a validation stands on narrow ground."""

    CUSTOMERS_ONLY = "customers only"
    ONE_SEGMENT = "one segment"
    ONE_INTERVIEWER = "one interviewer"
    NO_DEED = "no deed"
    ONE_DEED = "one deed"


class Agreeing(NamedTuple):
    """A person or an interview that supports every hypothesis it says anything about."""

    number: int
    hypotheses: tuple[int, ...]
    pieces: int


class Agreement(NamedTuple):
    """Who agrees to everything, and of how many.

    Args:
        people: the ones who do, those with the most hypotheses first.
        of_people: people heard on at least `LEAST` hypotheses.
        interviews: those with a speaker who is not in `people`.
        of_interviews: interviews heard on at least `LEAST` hypotheses.
    """

    people: tuple[Agreeing, ...]
    of_people: int
    interviews: tuple[Agreeing, ...]
    of_interviews: int


def could_refute(serves: Collection[Stakeholder], segment: str | None) -> tuple[Unasked, ...]:
    """Who has to be asked about a hypothesis before it can be said to have been put to the test."""
    return (
        Unasked.ANYBODY,
        *((Unasked.PROSPECTS,) if Stakeholder.FUTURE in serves else ()),
        *((Unasked.CUSTOMERS,) if Stakeholder.CURRENT in serves else ()),
        *((Unasked.SEGMENT,) if segment_key(segment) else ()),
    )


def was_asked(whom: Unasked, segment: str | None, heard: Iterable[tuple[str, str | None]]) -> bool:
    """Whether some of `whom` are among those heard.

    Args:
        whom: who could refute the hypothesis.
        segment: the one the hypothesis is about.
        heard: relation and segment, on that day, of each person with evidence on it that counts, or
            would if it were fresh.
    """
    if whom in _ASKED_OF:
        return any(relation == _ASKED_OF[whom] for relation, _ in heard)
    if whom is Unasked.SEGMENT:
        wanted = segment_key(segment)
        return any(segment_key(where) == wanted for _, where in heard)
    return any(True for _ in heard)


def narrow(
    support: Collection[HeardEvidence],
    lived: int,
    segment: str | None,
    *,
    authors_known: bool = True,
) -> tuple[Narrow, ...]:
    """On how narrow a ground a validated hypothesis stands.

    Args:
        support: every supporting piece that counts.
        lived: voices for on `did` or higher.
        segment: the one that the hypothesis is about; standing on that one alone is no gap.
        authors_known: whether the names of interviewers tell them apart.
    """
    segments = {segment_key(each.segment) for each in support}
    one_segment = len(segments) == 1 and segments != {None} and segments != {segment_key(segment)}
    relations = {each.relation for each in support}
    interviewers = {each.interviewer for each in support}
    found = {
        Narrow.CUSTOMERS_ONLY: relations == {Relation.CURRENT},
        Narrow.ONE_SEGMENT: one_segment,
        Narrow.ONE_INTERVIEWER: authors_known and len(interviewers) == 1,
        Narrow.NO_DEED: lived == 0,
        Narrow.ONE_DEED: lived == 1,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def agreement(heard: Iterable[HeardEvidence]) -> Agreement:
    """Who supports every hypothesis they say anything about, among people heard on enough of them.

    Evidence that supports every hypothesis cannot tell them apart.

    Method:
        The diagnostic value of analysis of competing hypotheses; see `docs/methods.md#gaps`.
    """
    people: dict[int, list[HeardEvidence]] = {}
    interviews: dict[int, list[HeardEvidence]] = {}
    for each in heard:
        people.setdefault(each.person, []).append(each)
        interviews.setdefault(each.interview, []).append(each)
    tellers = _on_enough(people)
    talks = _on_enough(interviews)
    agreeing = _agreeing(tellers)
    named = {each.number for each in agreeing}
    others = {
        number: pieces
        for number, pieces in talks.items()
        if any(each.person not in named for each in pieces)
    }
    return Agreement(agreeing, len(tellers), _agreeing(others), len(talks))


def _on_enough(heard: dict[int, list[HeardEvidence]]) -> dict[int, list[HeardEvidence]]:
    return {
        number: pieces
        for number, pieces in heard.items()
        if len(pieces) >= LEAST and len({each.hypothesis for each in pieces}) >= LEAST
    }


def _agreeing(heard: dict[int, list[HeardEvidence]]) -> tuple[Agreeing, ...]:
    found = [
        Agreeing(number, tuple(sorted({each.hypothesis for each in pieces})), len(pieces))
        for number, pieces in heard.items()
        if all(each.supports for each in pieces)
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.hypotheses), each.number)))
