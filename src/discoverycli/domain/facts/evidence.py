"""What the journal says of single pieces of evidence."""

from __future__ import annotations

from typing import NamedTuple

from discoverycli.domain.votes import EvidenceFact


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
