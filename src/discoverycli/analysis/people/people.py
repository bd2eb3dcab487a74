"""Lists people: whom do we know, and whose turn is it to be heard?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from discoverycli.domain.people import DEFAULT_PERIODS, PersonFact, due, due_in_days, period_of
from discoverycli.domain.text.folding import name_key
from discoverycli.domain.text.words import clip, nearest
from discoverycli.domain.vocabulary import Relation
from discoverycli.errors import NotFoundError

_EVER = 10**6
"""Days within which everybody who is ever due is due."""


class PeopleFilter(NamedTuple):
    """Which people to list; `None` is any."""

    relation: Relation | None = None
    segment: str | None = None
    organisation: str | None = None
    due: bool = False
    periods: Mapping[Relation, int | None] = DEFAULT_PERIODS


class ListedPerson(NamedTuple):
    """A person, and in how many days it is their turn: negative when late, `None` for never."""

    person: PersonFact
    period_days: int | None
    due_in_days: int | None

    @classmethod
    def on(
        cls, today: date, person: PersonFact, periods: Mapping[Relation, int | None]
    ) -> ListedPerson:
        """A person as they stand on a day."""
        left = due_in_days(person, today=today, periods=periods)
        return cls(person, period_of(person, periods), left)


class PeopleListing(NamedTuple):
    """The people who are wanted, whose turn it is first.

    Args:
        listed: whom to show.
        due: how many of them are due.
        known: how many people there are.
        wanted: what was asked for.
    """

    listed: tuple[ListedPerson, ...]
    due: int
    known: int
    wanted: PeopleFilter


def people_listing(
    people: Sequence[PersonFact], wanted: PeopleFilter, today: date
) -> PeopleListing:
    """Who of `people` is wanted, the latest first; who is never due comes last.

    Raises:
        NotFoundError: a segment or an organisation that nobody has.
    """
    _refuse_unknown("segment", wanted.segment, (each.segment for each in people))
    _refuse_unknown("organisation", wanted.organisation, (each.organisation for each in people))
    fitting = [each for each in people if _fits(each, wanted)]
    ranked = [
        ListedPerson(each.person, each.period_days, each.due_in_days)
        for each in due(fitting, today=today, periods=wanted.periods, within=_EVER)
    ]
    late = sum(each.due_in_days is not None and each.due_in_days <= 0 for each in ranked)
    never = [ListedPerson(p, None, None) for p in fitting if period_of(p, wanted.periods) is None]
    listed = ranked[:late] if wanted.due else [*ranked, *never]
    return PeopleListing(tuple(listed), late, len(people), wanted)


def _fits(person: PersonFact, wanted: PeopleFilter) -> bool:
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
