"""What the journal says of why something is so."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.vocabulary import Channel, Code, InterviewDate, Relation
from discoverycli.domain.votes import Reason
from discoverycli.domain.why import WhyLink


class HeardIn(NamedTuple):
    """The statement that an answer was heard in, and who said it, as what, and how we know.

    `reason`: why that does not count as heard; `None`: it does.
    """

    statement: int
    person: int
    name: str
    organisation: str | None
    relation: Relation
    channel: Channel
    via: str | None
    interview: int
    held: InterviewDate
    reason: Reason | None


class WhyAnswer(NamedTuple):
    """An answer to why, as stored; without a statement it is inferred."""

    link: WhyLink
    heard_in: HeardIn | None
    author: str
    added_on: date


class WhyChain(NamedTuple):
    """What is asked about, its words, and every answer, in the order of their numbers."""

    root: Code
    text: str
    answers: tuple[WhyAnswer, ...]
