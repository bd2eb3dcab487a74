"""Counts who said what about an opinion: its votes by organisation, person or segment."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.votes import EvidenceFact, Voice, Vote, voices


class By(StrEnum):
    """Whose votes a matrix shows. An organisation, or a person without one, is a voice."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    SEGMENTS = "segments"


class Votes(NamedTuple):
    """How those asked voted."""

    votes_for: int = 0
    votes_against: int = 0
    neutral: int = 0
    split: int = 0

    @property
    def asked(self) -> int:
        """All of them, with or without an answer."""
        return sum(self)


def votes(
    evidence: Iterable[EvidenceFact], rule: Rule, *, today: date, by: By
) -> dict[Voice, Vote]:
    """Each voice that was asked, or each person, and the vote.

    Args:
        evidence: on one hypothesis, in any order. What does not count today asks nobody.
        rule: the hypothesis' own.
        today: the day it is counted on.
        by: `PEOPLE` counts everybody as if they belonged to no organisation.

    Raises:
        ValueError: facts about several hypotheses.
    """
    if by is By.PEOPLE:
        evidence = (fact._replace(organisation=None) for fact in evidence)
    return {voice: vote.vote for voice, vote in voices(evidence, rule, today=today).items()}


def votes_by_segment(
    evidence: Iterable[tuple[EvidenceFact, str | None]], rule: Rule, *, today: date
) -> dict[str | None, Votes]:
    """How the voices of each segment voted, by what makes its name the same in any spelling.

    Only what people of a segment said counts for it, so that an organisation whose people belong to
    two segments is a voice in each. `None` are those whose segment is not known.

    Raises:
        ValueError: facts about several hypotheses.
    """
    heard: dict[str | None, list[EvidenceFact]] = {}
    for fact, segment in evidence:
        heard.setdefault(segment_key(segment), []).append(fact)
    found = {
        key: added_up(votes(facts, rule, today=today, by=By.ORGANISATIONS).values())
        for key, facts in heard.items()
    }
    return {key: each for key, each in found.items() if each.asked}


def segment_key(segment: str | None) -> str | None:
    """What two spellings of a segment have in common; `None` where none is known."""
    return name_key(segment or "") or None


def added_up(each: Iterable[Vote]) -> Votes:
    """Votes, counted."""
    cast = Counter(each)
    return Votes(*(cast[vote] for vote in Vote))
