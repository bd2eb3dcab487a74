"""Measures who the contacts are with and how they come about, by relation and by channel."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import add
from typing import NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.vocabulary import Channel, Relation, Stance
from discoverycli.domain.votes import EvidenceFact, not_counted
from discoverycli.errors import InputError

WEEKS = 12
"""Weeks in a window, the running one included."""

PROSPECT_TARGET = 50
"""The percentage of contacts that prospects should be above."""

_NONE = [0, 0, 0]
"""Interviews, minutes and people of a relation that was not met."""


class Window(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date


class RelationCount(NamedTuple):
    """Contacts with people of one relation in a window.

    An interview with people of two relations is counted under each. `minutes` sums what is
    known; `people` are distinct ones.
    """

    relation: Relation
    interviews: int
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total. `share` is 0 to 1, and `None` where the total is 0."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The fraction."""
        return self.count / self.of if self.of else None


class RelationShare(NamedTuple):
    """One relation's part; the totals leave `internal` people out."""

    relation: Relation
    interviews: Share
    minutes: Share
    people: Share


class Balance(NamedTuple):
    """How the contacts are spread over relations.

    Args:
        rows: one a relation that occurs, in the order of the vocabulary; never `internal`.
        interviews, minutes, people: the prospects' part of each.
        target: the percentage that the prospects' part of the interviews should be above.
        kept: whether it is; `None` without any interview.
        short_of: interviews with prospects, and nobody else, that would bring it above.
        internal: interviews with people of our own, which are in no total.
    """

    rows: tuple[RelationShare, ...]
    interviews: Share
    minutes: Share
    people: Share
    target: int
    kept: bool | None
    short_of: int
    internal: int


class Trend(StrEnum):
    """Which way a share moved, in whole percentage points."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


class ChannelShare(NamedTuple):
    """One channel's part of the contacts, now and in the window before.

    `points` is the change in percentage points, rounded; it and `trend` are `None` where
    either window has no contact.
    """

    channel: str
    now: Share
    before: Share
    points: int | None
    trend: Trend | None


class ChannelMix(NamedTuple):
    """How contacts came about. `first_hand` is direct and accompanied together."""

    rows: tuple[ChannelShare, ...]
    first_hand: ChannelShare


def window(today: date, weeks: int = WEEKS) -> Window:
    """The last `weeks` ISO weeks: from a Monday to `today`.

    Raises:
        InputError: less than one week.
    """
    if weeks < 1:
        raise InputError(f"{weeks} weeks are no window", "1 week or more")
    return Window(today - timedelta(days=today.weekday() + 7 * (weeks - 1)), today)


def earlier(than: Window) -> Window:
    """As many days just before a window, to compare with; whole weeks before one of weeks.

    A window from a Monday into a running week is compared with weeks that are over.
    """
    days = (than.last - than.first).days + 1
    if than.first.weekday() == 0:
        days += -days % 7
    return Window(than.first - timedelta(days=days), than.first - timedelta(days=1))


def balance(counts: Iterable[RelationCount], *, target: int = PROSPECT_TARGET) -> Balance:
    """Whether most contacts are with prospects.

    Counts of the same relation are added up. People of our own (`internal`) are in no total;
    an `unknown` relation is, and speaks against the target: it has not been found out.

    Args:
        target: a percentage, to be exceeded.

    Raises:
        InputError: a target outside 0 to 99.

    Method:
        This tool's own; see `docs/methods.md#balance`.
    """
    if not 0 <= target <= 99:
        raise InputError(f"a target of {target} % cannot be exceeded", "a target from 0 to 99")
    sums: dict[Relation, list[int]] = {}
    for relation, *numbers in counts:
        sums[relation] = list(map(add, sums.get(relation, _NONE), numbers))
    internal = sums.pop(Relation.INTERNAL, _NONE)[0]
    totals = [sum(column) for column in zip(_NONE, *sums.values(), strict=True)]

    def shares(relation: Relation) -> Iterator[Share]:
        return map(Share, sums.get(relation, _NONE), totals)

    interviews, minutes, people = shares(Relation.PROSPECT)
    return Balance(
        rows=tuple(RelationShare(r, *shares(r)) for r in Relation if r in sums),
        interviews=interviews,
        minutes=minutes,
        people=people,
        target=target,
        kept=None if not interviews.of else 100 * interviews.count > target * interviews.of,
        short_of=_short_of(interviews, target),
        internal=internal,
    )


def channel_mix(now: Mapping[Channel, int], before: Mapping[Channel, int]) -> ChannelMix:
    """How contacts came about in a window, and the change since the window before.

    Args:
        now, before: interviews by channel; a channel that is left out had none.
    """

    def row(name: str, *channels: Channel) -> ChannelShare:
        return _change(name, _part(now, channels), _part(before, channels))

    return ChannelMix(
        rows=tuple(row(channel.value, channel) for channel in Channel),
        first_hand=row("first-hand", Channel.DIRECT, Channel.ACCOMPANIED),
    )


def rests_on_customers_only(evidence: Iterable[EvidenceFact], rule: Rule, *, today: date) -> bool:
    """Whether all counted support comes from people who were current customers when heard.

    False where nothing supports it.
    """
    relations = {
        fact.relation
        for fact in evidence
        if fact.stance is Stance.SUPPORTS and not_counted(fact, rule, today=today) is None
    }
    return relations == {Relation.CURRENT}


def _short_of(prospects: Share, target: int) -> int:
    """The least k with 100 × (count + k) > target × (of + k)."""
    over = 100 * prospects.count - target * prospects.of
    return 0 if over > 0 or not prospects.of else -over // (100 - target) + 1


def _part(counts: Mapping[Channel, int], channels: Iterable[Channel]) -> Share:
    return Share(sum(counts.get(channel, 0) for channel in channels), sum(counts.values()))


def _change(name: str, now: Share, before: Share) -> ChannelShare:
    if now.share is None or before.share is None:
        return ChannelShare(name, now, before, None, None)
    points = round(100 * (now.share - before.share))
    trend = Trend.UP if points > 0 else Trend.DOWN if points < 0 else Trend.STEADY
    return ChannelShare(name, now, before, points, trend)
