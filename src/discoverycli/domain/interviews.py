"""Owns what an interview is once its note has been read and its date and words are settled."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from discoverycli.domain.notes import Note, Who
from discoverycli.domain.vocabulary import Channel, Held, InterviewKind, Relation
from discoverycli.domain.words import name_key, text_key

__all__ = ["Attendee", "Interview", "is_contact", "name_key", "text_key"]


class Attendee(NamedTuple):
    """Someone who was heard. `None` means: as in that person's last interview; an empty segment
    means that they belong to none."""

    who: Who
    relation: Relation | None = None
    segment: str | None = None


class Interview(NamedTuple):
    """One contact, ready to be stored.

    `note.followups` carry due dates as typed; `due` gives the day of each, by line.
    """

    attendees: tuple[Attendee, ...]
    note: Note
    held: Held
    kind: InterviewKind = InterviewKind.INTERVIEW
    channel: Channel = Channel.DIRECT
    via: str | None = None
    minutes: int | None = None
    title: str | None = None
    study: str | None = None
    date_text: str | None = None
    source: str | None = None
    content_hash: str | None = None
    due: Mapping[int, Held] = MappingProxyType({})


def is_contact(channel: Channel, relations: tuple[Relation, ...]) -> bool:
    """Whether an interview counts for the habit: first-hand, with someone from outside."""
    return channel is not Channel.PROXY and any(r is not Relation.INTERNAL for r in relations)
