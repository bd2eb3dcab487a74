"""Shows people as a page."""

from __future__ import annotations

from discoverycli.analysis.people import ListedPerson, PeopleListing
from discoverycli.domain.consent import ConsentStanding
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.pages import consent
from discoverycli.pages.json_values import iso, sheet
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Cell, Column, Inline, JsonValue, Page, Span, Table, Tone

SHOWN = 50
"""How many people a terminal shows without being asked for all."""
ORDER = "The latest first, each measured by how often they are to be heard."
_KEYS = (
    *("code", "name", "organisation", "relation", "segment", "last_contact"),
    *("period_days", "due_in_days", "interviews", "consent"),
)


def people_page(listing: PeopleListing, most: int | None = None) -> Page:
    """The list as a page; `most` people of it, where a screen is not to be flooded."""
    left = 0 if most is None else max(len(listing.listed) - most, 0)
    more = f"{left} more are not shown: disco people --all, or --json for programs"
    rows = tuple(_row(each) for each in listing.listed[:most])
    rows_of_data = [data(each) for each in listing.listed]
    return Page(
        title=_title(listing),
        blocks=(Table(_COLUMNS, rows, empty=_empty(listing)),),
        data=rows_of_data,
        table=sheet(_KEYS, [_flat(each) for each in listing.listed]),
        footnotes=(*((more,) if left else ()), *((ORDER,) if listing.due > 1 else ())),
    )


def data(listed: ListedPerson) -> dict[str, JsonValue]:
    """A person for programs; `docs/json.md` lists the keys."""
    person = listed.person
    return {
        "code": person.code,
        "name": person.name,
        "organisation": person.organisation,
        "relation": person.relation.value,
        "segment": person.segment,
        "last_contact": iso(person.last_contact),
        "period_days": listed.period_days,
        "due_in_days": listed.due_in_days,
        "interviews": person.interviews,
        "consent": consent.data(person.consent),
    }


def _flat(listed: ListedPerson) -> dict[str, JsonValue]:
    """A person for a spreadsheet, whose cells hold no objects."""
    asked = listed.person.consent
    return {**data(listed), "consent": None if asked == ConsentStanding() else consent.line(asked)}


def turn(due_in_days: int | None) -> Inline:
    """When it is someone's turn: `3 days late`, `today`, `in 12 days`."""
    if due_in_days is None:
        return Span("never", Tone.DIM)
    if due_in_days > 0:
        return f"in {pluralize(due_in_days, 'day')}"
    if due_in_days == 0:
        return Span("today", Tone.WARN)
    return Span(f"{pluralize(-due_in_days, 'day')} late", Tone.BAD)


_COLUMNS = (
    Column("code"),
    Column("name", flex=True),
    Column("organisation", flex=True),
    Column("relation"),
    Column("segment", drop=2),
    Column("last contact", drop=1),
    Column("heard", align="right", drop=3),
    Column("due"),
)


def _row(listed: ListedPerson) -> tuple[Cell, ...]:
    person = listed.person
    return (
        code("P", person.number),
        person.name,
        person.organisation,
        person.relation.value,
        person.segment,
        person.last_contact,
        person.interviews,
        turn(listed.due_in_days),
    )


def _title(listing: PeopleListing) -> str:
    number, wanted = len(listing.listed), listing.wanted
    which = [
        *([f"relation {wanted.relation}"] if wanted.relation else []),
        *([f"segment {clip(wanted.segment)}"] if wanted.segment else []),
        *([f"organisation {clip(wanted.organisation)}"] if wanted.organisation else []),
    ]
    filters = f" ({', '.join(which)})" if which else ""
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
