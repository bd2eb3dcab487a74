"""Answers a change of a person: each field that changed, and what that moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.cli.answers.changes import CHANGE, MOVE, FieldChange, changes, moves_lines
from discoverycli.domain.text.words import pluralize
from discoverycli.pages.fields import Field, KeysOf, Shape, inner
from discoverycli.render.blocks import Inline, JsonValue, Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.people.person import PersonAccount
    from discoverycli.store.write.verdicts import StatusChange


class PersonEdited(NamedTuple):
    """A person after an edit."""

    account: PersonAccount
    changes: Sequence[FieldChange]
    moves: Sequence[StatusChange]


_FIELDS: Shape[PersonAccount] = inner(
    Field("name", "text", "as it is now, like every field below", lambda e: e.listed.person.name),
    Field("organisation", "text?", "where they belong", lambda e: e.listed.person.organisation),
    Field("relation", "text", "what they are to us from now on",
          lambda e: e.listed.person.relation),
    Field("segment", "text?", "their segment", lambda e: e.listed.person.segment),
    Field("role", "text?", "what they do", lambda e: e.facts.profile.role),
    Field("period_days", "whole?", "a period of their own; null for that of their relation",
          lambda e: e.listed.person.period_days),
    Field("referred_by", "P?", "who sent them to us",
          lambda e: e.facts.profile.referred_by and e.facts.profile.referred_by.number),
)  # fmt: skip
EDITED: Shape[PersonEdited] = Shape(
    "person edited",
    "What an edit answers.",
    KeysOf(_FIELDS, lambda e: e.account),
    Field("code", "code", "the person", lambda e: e.account.listed.person.code),
    Field("changes", CHANGE.many, "each field that changed", lambda e: e.changes),
    Field("moved", MOVE.many, "what that moved", lambda e: e.moves),
)
_PAST = "Past interviews keep what they were on their day, and votes go by that."


def edited(before: PersonAccount, after: PersonAccount, moves: Sequence[StatusChange]) -> Page:
    """What an edit changed, each field with its old and its new value."""
    person = after.listed.person
    changed = changes(_FIELDS.data(before), _FIELDS.data(after))
    verb = "is changed" if changed else "is what it was"
    headline = (Span(person.code, Tone.CODE), f" {person.name} {verb}")
    past = {"relation", "segment"} & {each.field for each in changed}
    return Page(
        "",
        (Note(headline), Lines(tuple(map(_change, changed))), moves_lines(moves)),
        EDITED.data(PersonEdited(after, changed, moves)),
        footnotes=(_PAST,) if past else (),
    )


def _change(change: FieldChange) -> Inline:
    field, was, now = change
    if field == "period_days":
        field, was, now = "to be heard", _every(was), _every(now)
    if field == "referred_by":
        field = "sent by"
    return (Span(f"{field}: ", Tone.DIM), f"{was or 'none'} → {now or 'none'}")


def _every(days: JsonValue) -> str:
    return f"every {pluralize(days, 'day')}" if isinstance(days, int) else "as their relation"
