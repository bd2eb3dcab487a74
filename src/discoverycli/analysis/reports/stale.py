"""Answers: which verdicts will age out, and whom should we ask again?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs import hypotheses
from discoverycli.domain.stale import Carrier, Renewal, ages_out, renewal
from discoverycli.domain.vocabulary import Status

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.evidence import EvidenceWords
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.store.reader import Reader


SHOWN = 5
"""How many hypotheses a screen tells in detail."""
PEOPLE = 4
"""How many people it names for each."""
WAY = {Status.VALIDATED: "for", Status.REFUTED: "against"}


class AskAgain(NamedTuple):
    """Somebody to ask again: their last words, where and how many days ago, and for how long
    their vote counts; `days_left` is negative when that is over."""

    carrier: Carrier
    words: EvidenceWords
    interview: int
    days_ago: int
    days_left: int


class Aged(NamedTuple):
    """A hypothesis, what became of its verdict, how many days it is left, and whom to ask again,
    as many as are shown."""

    standing: Standing
    renewal: Renewal
    days_left: int | None
    ask: tuple[AskAgain, ...]


class StaleReport(NamedTuple):
    """The hypotheses whose verdict ages out, the most important first.

    Args:
        today: the day it was asked on.
        standings: all of them.
        told: the first ones in detail.
        parked: the parked ones that have nothing fresh left.
        next: the first verdict to end after the days looked at.
        known: how many hypotheses there are.
    """

    today: date
    standings: Sequence[Standing]
    told: Sequence[Aged]
    parked: Sequence[Standing]
    next: Standing | None
    known: int

    @property
    def aged_out(self) -> int:
        """How many verdicts aged out already; the others will."""
        return sum(each.verdict.status is Status.STALE for each in self.standings)


def _most_important(standing: Standing) -> tuple[int, bool, date, int]:
    hypothesis, verdict = standing
    lasting = verdict.status is not Status.STALE
    return (-hypothesis.importance, lasting, _ends(standing)[0], hypothesis.number)


def _ends(standing: Standing) -> tuple[date, int]:
    return (standing.verdict.fresh_until or date.min, standing.hypothesis.number)


def _stale_beneath(standing: Standing) -> bool:
    verdict = standing.verdict
    return verdict.status is Status.PARKED and verdict.was is Status.STALE


def stale_report(reader: Reader, asked: Scope) -> StaleReport:
    """The report, read from the journal. A screen gets details of the first hypotheses only."""
    every, today = hypotheses.standings(reader, asked.today), asked.today
    ageing = sorted((s for s in every if ages_out(s.verdict, today=today)), key=_most_important)
    later = [s for s in every if s.verdict.fresh_until and not ages_out(s.verdict, today=today)]
    return StaleReport(
        today=today,
        standings=ageing,
        told=_told(reader, ageing, asked),
        parked=[each for each in every if _stale_beneath(each)],
        next=min(later, key=_ends, default=None),
        known=len(every),
    )


def _told(reader: Reader, ageing: Sequence[Standing], asked: Scope) -> list[Aged]:
    from discoverycli.store.read import evidence
    from discoverycli.store.read.hypotheses import criteria

    today, most = asked.today, None if asked.most is None else PEOPLE
    shown = ageing if asked.most is None else ageing[:SHOWN]
    numbers = [each.hypothesis.number for each in shown]
    traces, rules = evidence.traces(reader, numbers), criteria(reader, numbers)
    renewals = []
    for number, standing in zip(numbers, shown, strict=True):
        facts = [trace.fact for trace in traces[number]]
        renewals.append(renewal(facts, rules[number].rule, standing.verdict, today=today))
    words = evidence.words(reader, [who.latest.id for each in renewals for who in each.ask[:most]])
    heard = {each.fact.id: each.interview for number in numbers for each in traces[number]}
    told = []
    for standing, found in zip(shown, renewals, strict=True):
        left = None if found.holds_until is None else (found.holds_until - today).days
        ask = [_ask_again(each, words, heard, today) for each in found.ask[:most]]
        told.append(Aged(standing, found, left, tuple(ask)))
    return told


def _ask_again(
    carrier: Carrier, words: Mapping[int, EvidenceWords], heard: Mapping[int, int], today: date
) -> AskAgain:
    piece, day = carrier.latest.id, carrier.latest.held.day
    assert day is not None
    ago, left = max((today - day).days, 0), (carrier.counts_until - today).days
    return AskAgain(carrier, words[piece], heard[piece], ago, left)
