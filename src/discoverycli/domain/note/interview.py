"""Makes an interview from a note, ready to be stored: its date and words are checked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from discoverycli.domain.note.notes import Note, Who
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    InterviewKind,
    Relation,
    parse_choice,
)
from discoverycli.errors import InputError


class Attendee(NamedTuple):
    """Someone who was heard. `None` means: what they were on that day; an empty segment means
    that they belong to none. What is `otherwise` is for someone nothing is known of."""

    who: Who
    relation: Relation | None = None
    segment: str | None = None
    otherwise: Relation = Relation.UNKNOWN
    otherwise_segment: str | None = None


class Origin(NamedTuple):
    """The file an interview was imported from and the hash of its lines, and the date as it stands
    there."""

    date_text: str | None = None
    source: str | None = None
    content_hash: str | None = None


class Interview(NamedTuple):
    """One contact, ready to be stored.

    What else there is to say of it is in `note.head`. `note.followups` carry due dates as typed;
    `due` gives the day of each, by line.
    """

    attendees: tuple[Attendee, ...]
    note: Note
    held: InterviewDate
    kind: InterviewKind = InterviewKind.INTERVIEW
    channel: Channel = Channel.DIRECT
    origin: Origin = Origin()
    due: Mapping[int, InterviewDate] = MappingProxyType({})


def interview_of(
    note: Note,
    held: InterviewDate,
    due: Mapping[int, InterviewDate],
    *,
    otherwise: Relation | None = None,
) -> Interview:
    """The interview that a note describes.

    Words that came via someone are not first-hand, unless the note says that we were there.

    Args:
        due: the day of each promise, by line.
        otherwise: the relation of people for whom neither the note nor the journal has one.

    Raises:
        InputError: a word in its head that the field does not know, or as `check_via`.
    """
    head = note.head
    check_via(head.channel, head.via)
    said = parse_choice(Relation, head.as_, "relation") if head.as_ else None
    usual = Channel.PROXY if head.via else Channel.DIRECT
    channel = parse_choice(Channel, head.channel or usual, "channel")
    return Interview(
        attendees=tuple(
            Attendee(who, said, head.segment, otherwise or Relation.UNKNOWN) for who in head.with_
        ),
        note=note,
        held=held,
        kind=parse_choice(InterviewKind, head.kind or "interview", "kind"),
        channel=channel,
        due=due,
    )


def check_via(channel: str | None, via: str | None) -> None:
    """Refuses words that were heard directly and yet came via somebody.

    Raises:
        InputError: they did.
    """
    if via and channel and parse_choice(Channel, channel, "channel") is Channel.DIRECT:
        raise InputError(
            "via says somebody passed it on, but the channel is direct",
            "--channel proxy, or leave via out; in a note 'channel: proxy'",
        )


def is_contact(channel: Channel, relations: tuple[Relation, ...]) -> bool:
    """Whether an interview counts for the habit: first-hand, with someone from outside."""
    return channel is not Channel.PROXY and any(r is not Relation.INTERNAL for r in relations)
