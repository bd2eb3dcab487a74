"""Owns the list of people. Answers: whom do we know, and whose turn is it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.people import DEFAULT_PERIODS, PersonFact, due, period_of
from discoverycli.domain.text.words import clip, name_key, nearest
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import NotFoundError

if TYPE_CHECKING:
    from discoverycli.store.reader import Reader


_EVER = 10**6
"""Days within which everybody who is ever due is due."""


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
            error.private_message = error.message, f"--{what} '{close}'"
        raise error
