"""What the journal says of jobs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.jobs import Story
from discoverycli.domain.vocabulary import JobType, Stakeholder


class JobFact(NamedTuple):
    """A job, as stored; `story` is `None` for a plain statement."""

    number: int
    text: str
    type: JobType
    story: Story | None
    serves: tuple[Stakeholder, ...]
    segment: str | None
    author: str
    created_on: date
