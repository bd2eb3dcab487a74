"""Decides whose turn it is: who has not been heard for longer than their period."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from discoverycli.domain.consent import ConsentStanding
from discoverycli.domain.vocabulary import Code, Relation

DEFAULT_PERIODS: Final[Mapping[Relation, int | None]] = MappingProxyType(
    {
        Relation.PROSPECT: 30,
        Relation.CURRENT: 60,
        Relation.FORMER: 90,
        Relation.PARTNER: 90,
        Relation.INTERNAL: None,
        Relation.UNKNOWN: 60,
    }
)
"""Days after which someone of a relation is due; `None`: never."""


class PersonFact(NamedTuple):
    """A person, as stored.

    `number` is that of the code (7 for P7). `relation`, `segment` and the organisation are the
    latest known. `last_contact` is the day of the last counted contact, not after today;
    `interviews` how many there were. `consent` is where it stands on the day it was read.
    """

    number: int
    name: str
    organisation: str | None
    organisation_id: int | None
    relation: Relation
    segment: str | None
    last_contact: date | None
    period_days: int | None
    snoozed_until: date | None
    interviews: int
    consent: ConsentStanding = ConsentStanding()

    @property
    def code(self) -> str:
        """As printed: `P7`."""
        return str(Code("P", self.number))


class Due(NamedTuple):
    """Someone to talk to.

    `due_in_days` is 0 on the day they become due and negative after it. `days_since` is `None`
    for someone never heard. `lateness` counts in periods: 0.5 is half a period late.
    """

    person: PersonFact
    period_days: int
    days_since: int | None
    due_in_days: int
    lateness: float


def period_of(
    person: PersonFact, periods: Mapping[Relation, int | None] = DEFAULT_PERIODS
) -> int | None:
    """The days after which a person is due: their own period, else their relation's.

    `None`, or a period below one day: never.
    """
    period = person.period_days
    if period is None:
        period = periods.get(person.relation)
    return period if period is not None and period > 0 else None


def due_in_days(
    person: PersonFact, *, today: date, periods: Mapping[Relation, int | None] = DEFAULT_PERIODS
) -> int | None:
    """Days until a person is due, negative when late; `None` for those who never are.

    Someone never heard is due today. Nobody is due before the day a snooze ends.
    """
    period = period_of(person, periods)
    if period is None:
        return None
    return _days_left(person, period, today)


def due(
    people: Iterable[PersonFact],
    *,
    today: date,
    periods: Mapping[Relation, int | None] = DEFAULT_PERIODS,
    within: int = 0,
) -> list[Due]:
    """Who is due, the latest first: by (days since last contact − period) ÷ period.

    Left out: people without a period, and people snoozed for longer than `within`. Someone
    never heard counts as due exactly today, so they follow everybody who is late: a promise to stay
    in touch goes before a new list of names. Among equals, those heard before come first, then
    the lowest code.

    Args:
        within: also those who will be due in so many days.

    Method:
        Relative lateness; see `docs/methods.md#due`.
    """
    found: list[Due] = []
    for person in people:
        period = period_of(person, periods)
        if period is None:
            continue
        left = _days_left(person, period, today)
        if left <= within:
            last = person.last_contact
            since = None if last is None else (today - last).days
            found.append(Due(person, period, since, left, -left / period))
    found.sort(key=_latest_first)
    return found


def _days_left(person: PersonFact, period: int, today: date) -> int:
    last, snoozed = person.last_contact, person.snoozed_until
    days = 0 if last is None else period - (today - last).days
    if snoozed is None or snoozed <= today:
        return days
    return max(days, (snoozed - today).days)


def _latest_first(item: Due) -> tuple[float, bool, int]:
    return -item.lateness, item.days_since is None, item.person.number
