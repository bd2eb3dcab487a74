"""Owns the report on verdicts that age out. Answers: what do we no longer know, and whom to ask?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis import hypotheses
from discoverycli.domain.stale import Renewal, ages_out, renewal
from discoverycli.domain.vocabulary import Status

if TYPE_CHECKING:
    from discoverycli.analysis.scope import Scope
    from discoverycli.domain.facts.opinions import (
        EvidenceTrace,
        EvidenceWords,
        StaleCriteria,
        Standing,
    )
    from discoverycli.store.reader import Reader


SHOWN = 5
"""How many hypotheses a screen tells in detail."""
PEOPLE = 4
"""How many people it names for each."""
WAY = {Status.VALIDATED: "for", Status.REFUTED: "against"}
_VERDICTS = tuple(WAY)


@dataclass(frozen=True, slots=True)
class Ageing:
    """The hypotheses whose verdict ages out, the most important first.

    Args:
        standings: all of them.
        parked: the parked ones that have nothing fresh left.
        next: of the verdicts that outlast the days looked at, the one that ends first.
        known: how many hypotheses there are.
        verdicts: how many of them are validated or refuted today.
    """

    standings: tuple[Standing, ...]
    parked: tuple[Standing, ...]
    next: Standing | None
    known: int
    verdicts: int


@dataclass(frozen=True, slots=True)
class AgeingFacts:
    """What stands of the hypotheses that are told in detail."""

    traces: Mapping[int, Sequence[EvidenceTrace]]
    criteria: Mapping[int, StaleCriteria]


class Aged(NamedTuple):
    """A hypothesis, what became of its verdict, and where its last words were heard."""

    standing: Standing
    renewal: Renewal
    interviews: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class StaleReport:
    """What aged out or will, in detail, and the words of whom to ask."""

    today: date
    ageing: Ageing
    told: tuple[Aged, ...]
    words: Mapping[int, EvidenceWords]
    most: int | None


def find_ageing(standings: Sequence[Standing], today: date) -> Ageing:
    """Which verdicts age out: by importance, then what aged out already, then the earliest."""
    found = [each for each in standings if ages_out(each.verdict, today=today)]
    later = [
        each
        for each in standings
        if each.verdict.fresh_until is not None and not ages_out(each.verdict, today=today)
    ]
    return Ageing(
        standings=tuple(sorted(found, key=_most_important)),
        parked=tuple(each for each in standings if _stale_beneath(each)),
        next=min(later, key=_ends, default=None),
        known=len(standings),
        verdicts=sum(each.verdict.status in _VERDICTS for each in standings),
    )


def ageing_facts(reader: Reader, standings: Sequence[Standing]) -> AgeingFacts:
    """The evidence on these hypotheses, and the criteria it is weighed by."""
    from discoverycli.store.read.evidence import traces
    from discoverycli.store.read.hypotheses import criteria

    numbers = [each.hypothesis.number for each in standings]
    return AgeingFacts(traces(reader, numbers), criteria(reader, numbers))


def aged_hypotheses(
    standings: Sequence[Standing], facts: AgeingFacts, today: date
) -> tuple[Aged, ...]:
    """What became of each verdict, whom to ask again, and how many voices it takes."""
    told = []
    for standing in standings:
        number = standing.hypothesis.number
        traces = facts.traces[number]
        rule = facts.criteria[number].rule
        found = renewal([each.fact for each in traces], rule, standing.verdict, today=today)
        told.append(Aged(standing, found, {each.fact.id: each.interview for each in traces}))
    return tuple(told)


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
    from discoverycli.store.read.evidence import words

    ageing = find_ageing(hypotheses.standings(reader, asked.today), asked.today)
    shown = ageing.standings if asked.most is None else ageing.standings[:SHOWN]
    told = aged_hypotheses(shown, ageing_facts(reader, shown), asked.today)
    most = None if asked.most is None else PEOPLE
    pieces = [each.latest.id for aged in told for each in aged.renewal.ask[:most]]
    return StaleReport(asked.today, ageing, told, words(reader, pieces), most)
