"""Predicts which verdicts age out, whose words carried them, and how many voices renew them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import Verdict, needed_for_majority, status_of
from discoverycli.domain.vocabulary import Rung, Stance, Status
from discoverycli.domain.votes import Count, Piece, Vote, by_person, decide, piece_of, voice

if TYPE_CHECKING:
    from discoverycli.domain.votes import EvidenceFact, Poll, Tally, Voice

SOON_DAYS = 30
"""Days ahead for which a verdict that ends is told."""

_SIDES = {
    Status.VALIDATED: (Vote.FOR, Stance.SUPPORTS),
    Status.REFUTED: (Vote.AGAINST, Stance.REFUTES),
}
_LAST_DAY = date.max.toordinal()

_People = dict[int, list[Piece]]


class Needed(NamedTuple):
    """New voices with a verdict: how many, on `did` or higher, and with a prospect in them."""

    voices: int
    lived: int
    prospects: int


class Carrier(NamedTuple):
    """Someone whose vote carried a verdict and no longer does, or soon will not.

    `rung` is that of the words they vote by; `latest` what they said last, whichever way;
    `counts_until` the last day on which their vote is with the verdict.
    """

    person: int
    voice: Voice
    rung: Rung
    latest: EvidenceFact
    counts_until: date


class Renewal(NamedTuple):
    """What became of a verdict, or soon will, when nothing more is logged.

    Args:
        verdict: the one it had or has: `validated` or `refuted`.
        holds_until: the last day it held or holds; `None`: its evidence never counted all at once.
        carried: voices with it today; for a stale verdict, without the age limit.
        now: voices with it today.
        then: voices with it on the last of the days that are looked at.
        needed: the fewest new voices with it, heard today, that keep it on all these days, or for
            as long as new words count if that is shorter.
        ask: people who would bring a voice back if asked again, the most helpful first.
    """

    verdict: Status
    holds_until: date | None
    carried: int
    now: int
    then: int
    needed: Needed
    ask: tuple[Carrier, ...]


def last_looked_at(today: date, days: int = SOON_DAYS) -> date:
    """The last of the days that are looked at."""
    return _day(today.toordinal() + days)


def ages_out(found: Verdict, *, today: date, days: int = SOON_DAYS) -> Status | None:
    """The verdict that aged out, or will within `days`; `None` where none does.

    A parked hypothesis has none: somebody parked it, and said when to look again.
    """
    if found.status is Status.STALE:
        return found.was
    if found.fresh_until is not None and found.fresh_until <= last_looked_at(today, days):
        return found.status
    return None


def renewal(
    evidence: Iterable[EvidenceFact],
    rule: Rule,
    found: Verdict,
    *,
    today: date,
    days: int = SOON_DAYS,
) -> Renewal:
    """Whose words carried a verdict that ages out, and what would renew it.

    Somebody should be asked again when their own vote and that of their voice were with the
    verdict, and neither is on the last of the days. Those on the highest rung come first, then
    those heard last, then the lowest code.

    Args:
        evidence: all of one hypothesis, in any order.
        rule: its present criteria.
        found: `verdict(evidence, rule, today=today)`.
        days: how many days from today on are looked at.

    Raises:
        ValueError: no verdict ages out. The caller's mistake.

    Method:
        This tool's own; see `docs/methods.md#ageing-out`.
    """
    which = ages_out(found, today=today, days=days)
    if which is None:
        raise ValueError(found.status)
    facts = list(evidence)
    people = by_person(facts, rule)
    on, end = today.toordinal(), last_looked_at(today, days).toordinal()
    since = 0 if found.status is Status.STALE else on
    carried, then = Count(people, on, since), Count(people, end, end)
    side, _ = _SIDES[which]
    lost = {
        whose
        for whose, poll in carried.polls.items()
        if _says(poll, side) and not _says(then.polls.get(whose), side)
    }
    asked = _carriers(facts, rule, which, carried, lost, on=on, since=since)
    return Renewal(
        verdict=which,
        holds_until=found.fresh_until if since else _held_until(people, rule, which, on),
        carried=_votes(carried.tally, which),
        now=_votes(Count(people, on, on).tally, which),
        then=_votes(then.tally, which),
        needed=_most_needed(people, rule, which, on, min(end, on + rule.fresh_days)),
        ask=tuple(sorted((each for each in asked if each.counts_until <= _day(end)), key=_helps)),
    )


def needed(tally: Tally, rule: Rule, verdict: Status) -> Needed:
    """The fewest new voices with a verdict that bring it about beside the votes there are.

    Nothing where it is there. The same new voice can be lived and hold a prospect.
    """
    if verdict is Status.VALIDATED:
        least, against = rule.voices, tally.votes_against
        lived = max(rule.lived - tally.lived_for, 0)
        prospects = max(rule.prospects - tally.prospects, 0)
    else:
        least, against = rule.against, tally.votes_for
        lived = max(min(rule.lived, 1) - tally.lived_against, 0)
        prospects = 0
    more = max(least, needed_for_majority(against, rule)) - _votes(tally, verdict)
    return Needed(max(more, lived, prospects), lived, prospects)


def _held_until(people: _People, rule: Rule, verdict: Status, on: int) -> date | None:
    count = Count(people, on, on)
    for day, changed in sorted(_changes(people).items(), reverse=True):
        if day <= on:
            _move(count, people, changed, day - 1)
            if status_of(count.tally, rule) is verdict:
                return date.fromordinal(day - 1)
    return None


def _most_needed(people: _People, rule: Rule, verdict: Status, on: int, end: int) -> Needed:
    count = Count(people, on, on)
    worst = needed(count.tally, rule, verdict)
    for day, changed in sorted(_changes(people).items()):
        if on < day <= end:
            _move(count, people, changed, day)
            worst = Needed(*map(max, worst, needed(count.tally, rule, verdict)))
    return worst


def _changes(people: _People) -> dict[int, set[int]]:
    """Day → the people whose pieces begin or cease to count on it."""
    found: dict[int, set[int]] = {}
    for person, pieces in people.items():
        for piece in pieces:
            found.setdefault(piece.opens, set()).add(person)
            found.setdefault(piece.closes + 1, set()).add(person)
    return found


def _move(count: Count, people: _People, changed: Iterable[int], day: int) -> None:
    for person in changed:
        count.exchange(person, decide(people[person], day, day))


def _carriers(
    facts: Iterable[EvidenceFact],
    rule: Rule,
    verdict: Status,
    carried: Count,
    lost: set[Voice],
    *,
    on: int,
    since: int,
) -> Iterator[Carrier]:
    """The people of lost voices whose own vote was with the verdict."""
    _, stance = _SIDES[verdict]
    who: dict[int, list[tuple[EvidenceFact, Piece]]] = {}
    for fact in facts:
        piece = piece_of(fact, rule)
        vote = carried.votes.get(fact.person)
        if piece is not None and vote is not None and vote.stance is stance:
            who.setdefault(fact.person, []).append((fact, piece))
    for person, own in who.items():
        whose = voice(person, carried.votes[person].organisation)
        if whose in lost:
            heard = [(fact, piece) for fact, piece in own if piece.opens <= on]
            yield Carrier(
                person,
                whose,
                max(fact.rung for fact, piece in heard if piece.closes >= since),
                max((fact for fact, _ in heard), key=_latest),
                _day(_counts_until([piece for _, piece in own], stance, on)),
            )


def _counts_until(own: list[Piece], stance: Stance, on: int) -> int:
    """The last day a person votes one way: from `on` without a break, else before it."""

    def votes_so(day: int) -> bool:
        vote = decide(own, day, day)
        return vote is not None and vote.stance is stance

    days = sorted(_changes({0: own}))
    if votes_so(on):
        return next(day - 1 for day in days if day > on and not votes_so(day))
    return max(day - 1 for day in days if day <= on and votes_so(day - 1))


def _says(poll: Poll | None, side: Vote) -> bool:
    return poll is not None and not poll.empty() and poll.outcome().vote is side


def _votes(tally: Tally, verdict: Status) -> int:
    return tally.votes_for if verdict is Status.VALIDATED else tally.votes_against


def _latest(fact: EvidenceFact) -> tuple[date, Rung, int]:
    return (fact.held.day or date.min, fact.rung, -fact.id)


def _helps(carrier: Carrier) -> tuple[int, int, int]:
    day = carrier.latest.held.day or date.min
    return (-carrier.rung, -day.toordinal(), carrier.person)


def _day(ordinal: int) -> date:
    return date.fromordinal(min(ordinal, _LAST_DAY))
