"""What the journal says of contacts: with whom, when, and what was promised or is due."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from discoverycli.domain.note.due_days import without_due
from discoverycli.domain.people import PersonFact
from discoverycli.domain.vocabulary import Channel, InterviewDate, InterviewKind, Relation


class ContactAttendee(NamedTuple):
    """Someone in an interview; `relation` is theirs on that day."""

    number: int
    name: str
    organisation: str | None
    relation: Relation


class ContactFact(NamedTuple):
    """An interview with its people, in the order of its note.

    `counts`: whether it is a contact, first-hand and with someone from outside. A booking has
    the same mark; its day tells them apart.
    """

    number: int
    held: InterviewDate
    kind: InterviewKind
    channel: Channel
    via: str | None
    minutes: int | None
    title: str | None
    counts: bool
    people: tuple[ContactAttendee, ...]


class ContactCounts(NamedTuple):
    """How many interviews count, do not, and are still to come."""

    counted: int
    others: int
    booked: int


class FollowupFact(NamedTuple):
    """A promise that is not kept yet: `ours`, or else that of the person."""

    number: int
    interview: int
    person: int
    name: str
    organisation: str | None
    ours: bool
    text: str
    due_on: date | None

    @property
    def words(self) -> str:
        """What was promised; without the due day, where there is one to show beside it."""
        return self.text if self.due_on is None else without_due(self.text)


class DatelessFact(NamedTuple):
    """A contact whose day is not known; the month or year may be."""

    number: int
    held: InterviewDate


class LatestContact(NamedTuple):
    """The people among whom the latest are, and how many are due in all."""

    people: list[PersonFact]
    total: int


class GoBetweenFact(NamedTuple):
    """Who stood between us and customers. `name` is `None` where the notes do not say."""

    name: str | None
    accompanied: int
    proxy: int

    @property
    def interviews(self) -> int:
        """All that came through them."""
        return self.accompanied + self.proxy
