"""What the journal says of single pieces of evidence, and of beliefs before any."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.votes import EvidenceFact


class PredictionFact(NamedTuple):
    """How sure somebody was, in percent, that a hypothesis would be validated.

    `revision` is the number of the criteria it was about.
    """

    id: int
    hypothesis: int
    author: str
    percent: int
    revision: int
    made_on: date


class EvidenceWords(NamedTuple):
    """What a piece of evidence says, and who said it."""

    text: str
    name: str
    organisation: str | None


class EvidenceTrace(NamedTuple):
    """A piece of evidence and where it comes from.

    `interviewer` is who logged the interview; `segment` the person's on that day.
    """

    fact: EvidenceFact
    interview: int
    interviewer: str
    segment: str | None
