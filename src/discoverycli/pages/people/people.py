"""Lists people, with whose turn it is to be heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discoverycli.domain.consent import ConsentStanding
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.pages import keys
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, present, table
from discoverycli.pages.people import consent
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.people.people import ListedPerson, PeopleListing

SHOWN = 50
"""How many people a terminal shows without being asked for all."""
ORDER = "The latest first, each measured by how often they are to be heard."
PERSON: Shape[ListedPerson] = Shape(
    "person",
    "Someone who was heard.",
    Field("code", "P", "such as P7", lambda p: p.person.number),
    KeysOf(keys.NAMED, lambda p: p.person),
    Field("relation", "text", "prospect, current, former, partner, internal or unknown",
          lambda p: p.person.relation),
    Field("segment", "text?", "their segment", lambda p: p.person.segment),
    Field("last_contact", "day?", "the last counted contact", lambda p: p.person.last_contact),
    Field("period_days", "whole?", "how often to hear them; null for never"),
    Field("due_in_days", "whole?", "days until their turn; negative when it is over"),
    Field("interviews", "whole", "how many they were in", lambda p: p.person.interviews),
    Field("consent", consent.STANDING.one, "what they agreed to",
          lambda p: p.person.consent, flat=lambda p: _consent(p)),
)  # fmt: skip
_COLUMNS: tuple[Shown[ListedPerson], ...] = (
    Shown("code", lambda p: code("P", p.person.number)),
    Shown("name", lambda p: p.person.name, flex=True),
    Shown("organisation", lambda p: p.person.organisation, flex=True),
    Shown("relation", lambda p: p.person.relation.value),
    Shown("segment", lambda p: p.person.segment, drop=2),
    Shown("last contact", lambda p: p.person.last_contact, drop=1),
    Shown("heard", lambda p: p.person.interviews, align="right", drop=3),
    Shown("due", lambda p: turn(p.due_in_days)),
)


def people_page(listing: PeopleListing, most: int | None = None) -> Page:
    """The list as a page; `most` people of it, where a screen is not to be flooded."""
    left = 0 if most is None else max(len(listing.listed) - most, 0)
    more = f"{left} more are not shown: disco people --all, or --json for programs"
    return Page(
        title=_title(listing),
        blocks=(table(_COLUMNS, listing.listed[:most], empty=_empty(listing)),),
        data=PERSON.rows(listing.listed),
        table=lambda: PERSON.sheet(listing.listed),
        footnotes=present(more if left else None, ORDER if listing.due > 1 else None),
    )


def _consent(listed: ListedPerson) -> str | None:
    asked = listed.person.consent
    return None if asked == ConsentStanding() else consent.line(asked)


def turn(due_in_days: int | None) -> str | Span:
    """When it is someone's turn: `3 days late`, `today`, `in 12 days`."""
    if due_in_days is None:
        return Span("never", Tone.DIM)
    if due_in_days > 0:
        return f"in {pluralize(due_in_days, 'day')}"
    if due_in_days == 0:
        return Span("today", Tone.WARN)
    return Span(f"{pluralize(-due_in_days, 'day')} late", Tone.BAD)


def _title(listing: PeopleListing) -> str:
    number, wanted = len(listing.listed), listing.wanted
    values = (wanted.relation, wanted.segment, wanted.organisation)
    named = zip(("relation", "segment", "organisation"), values, strict=True)
    which = ", ".join(f"{name} {clip(value)}" for name, value in named if value)
    filters = f" ({which})" if which else ""
    people = "1 person" if number == 1 else f"{number or 'No'} people"
    if not number and not wanted.due:
        return f"Nobody{filters}"
    if wanted.due:
        return f"{people} due{filters}"
    return f"{people}, {listing.due or 'none of them'} due{filters}"


def _empty(listing: PeopleListing) -> str:
    if not listing.known:
        return "people are known once they are heard: disco log 'PERSON @ ORGANISATION' WORDS"
    return "nobody waits for us today" if listing.wanted.due else "disco people lists everybody"
