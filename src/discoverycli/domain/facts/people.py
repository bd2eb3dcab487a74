"""What the journal says of people."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.consent import RetentionEnd
from discoverycli.domain.people import PersonFact
from discoverycli.domain.vocabulary import Channel, Code, InterviewDate, InterviewKind, Relation
from discoverycli.domain.votes import EvidenceFact


class NamedPerson(NamedTuple):
    """A person as they are named."""

    number: int
    name: str
    organisation: str | None


class PersonProfile(NamedTuple):
    """A person, and what only their own page tells."""

    person: PersonFact
    role: str | None
    created_on: date
    referred_by: NamedPerson | None


class HeardFact(NamedTuple):
    """An interview someone was in, with what they were to the company on that day.

    `contact`: whether it counts for the habit, once its day has come.
    """

    number: int
    held: InterviewDate
    kind: InterviewKind
    channel: Channel
    via: str | None
    minutes: int | None
    title: str | None
    contact: bool
    relation: Relation
    segment: str | None


class ColleagueFact(NamedTuple):
    """A piece of evidence by somebody of the same organisation."""

    fact: EvidenceFact
    name: str


class OverdueConsent(NamedTuple):
    """Someone who has been kept for too long: since the day after `until`, for `days` days."""

    code: Code
    until: date
    days: int
    why: RetentionEnd


class PartNames(NamedTuple):
    """What organisations are called, and people with where they belong."""

    organisations: dict[int, str]
    people: dict[int, tuple[str, str | None]]


class AskingCriteria(NamedTuple):
    """What questions and answers are measured by: days that evidence counts, and in words what
    would show that the opinion is wrong."""

    fresh_days: int
    wrong_if: str | None

    def since(self, today: date) -> date:
        """The first day whose evidence counts today."""
        return date.fromordinal(max(today.toordinal() - self.fresh_days, 1))
