"""Owns the list of people. Answers: whom do we know, and whose turn is it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.consent import Standing
from discoverycli.domain.people import DEFAULT_PERIODS, PersonFact, due, period_of
from discoverycli.domain.vocabulary import Relation
from discoverycli.domain.words import clip, counted, name_key, nearest
from discoverycli.errors import NotFoundError
from discoverycli.render.blocks import Cell, Column, Inline, JsonValue, Page, Span, Table, Tone
from discoverycli.reports import consent
from discoverycli.reports.phrases import code
from discoverycli.reports.programs import iso, sheet

if TYPE_CHECKING:
    from discoverycli.store.reader import Reader

SHOWN = 50
"""How many people a terminal shows without being asked for all."""

ORDER = "The latest first, each measured by how often they are to be heard."

_EVER = 10**6
"""Days within which everybody who is ever due is due."""

_KEYS = (
    *("code", "name", "organisation", "relation", "segment", "last_contact"),
    *("period_days", "due_in_days", "interviews", "consent"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people to list; `None` is any."""

    relation: Relation | None = None
    segment: str | None = None
    organisation: str | None = None
    due: bool = False
    periods: Mapping[Relation, int | None] = field(default_factory=lambda: DEFAULT_PERIODS)


class Listed(NamedTuple):
    """A person, and in how many days it is their turn: negative when late, `None` for never."""

    person: PersonFact
    period_days: int | None
    due_in_days: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The people who are wanted, whose turn it is first.

    Args:
        listed: whom to show.
        due: how many of them are due.
        known: how many people there are.
        wanted: what was asked for.
    """

    listed: tuple[Listed, ...]
    due: int
    known: int
    wanted: Wanted


def load(reader: Reader, today: date) -> list[PersonFact]:
    """Everybody as known on `today`, in the order of their codes."""
    from discoverycli.store.read import people

    return people.everybody(reader, today)


def calculate(people: Sequence[PersonFact], wanted: Wanted, today: date) -> Listing:
    """Who of `people` is wanted, the latest first; who is never due comes last.

    Raises:
        NotFoundError: a segment or an organisation that nobody has.
    """
    _refuse_unknown("segment", wanted.segment, (each.segment for each in people))
    _refuse_unknown("organisation", wanted.organisation, (each.organisation for each in people))
    fitting = [each for each in people if _fits(each, wanted)]
    ranked = [
        Listed(each.person, each.period_days, each.due_in_days)
        for each in due(fitting, today=today, periods=wanted.periods, within=_EVER)
    ]
    late = sum(_is_due(each) for each in ranked)
    never = [Listed(p, None, None) for p in fitting if period_of(p, wanted.periods) is None]
    listed = ranked[:late] if wanted.due else [*ranked, *never]
    return Listing(tuple(listed), late, len(people), wanted)


def view(listing: Listing, most: int | None = None) -> Page:
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


def data(listed: Listed) -> dict[str, JsonValue]:
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


def _flat(listed: Listed) -> dict[str, JsonValue]:
    """A person for a spreadsheet, whose cells hold no objects."""
    asked = listed.person.consent
    return {**data(listed), "consent": None if asked == Standing() else consent.line(asked)}


def turn(due_in_days: int | None) -> Inline:
    """When it is someone's turn: `3 days late`, `today`, `in 12 days`."""
    if due_in_days is None:
        return Span("never", Tone.DIM)
    if due_in_days > 0:
        return f"in {counted(due_in_days, 'day')}"
    if due_in_days == 0:
        return Span("today", Tone.WARN)
    return Span(f"{counted(-due_in_days, 'day')} late", Tone.BAD)


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


def _row(listed: Listed) -> tuple[Cell, ...]:
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


def _is_due(listed: Listed) -> bool:
    return listed.due_in_days is not None and listed.due_in_days <= 0


def _fits(person: PersonFact, wanted: Wanted) -> bool:
    return (
        (wanted.relation is None or person.relation is wanted.relation)
        and _same(person.segment, wanted.segment)
        and _same(person.organisation, wanted.organisation)
    )


def _same(value: str | None, wanted: str | None) -> bool:
    return wanted is None or name_key(value or "") == name_key(wanted)


def _refuse_unknown(what: str, wanted: str | None, values: Iterable[str | None]) -> None:
    """A filter that nothing can pass is a slip of the pen, and not an empty list."""
    if wanted is None:
        return
    known = {name_key(value): value for value in values if value}
    if name_key(wanted) not in known:
        close = nearest(wanted, known.values())
        error = NotFoundError(f"nobody here has the {what} '{clip(wanted)}'", "disco people")
        if close:
            error.seen = error.message, f"--{what} '{close}'"
        raise error


def _title(listing: Listing) -> str:
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


def _empty(listing: Listing) -> str:
    if not listing.known:
        return "people are known once they are heard: disco log 'PERSON @ ORGANISATION' WORDS"
    return "nobody waits for us today" if listing.wanted.due else "disco people lists everybody"
