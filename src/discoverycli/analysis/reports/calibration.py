"""Answers: when we are sure of an opinion, how often are we right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.analysis.beliefs.predictions import JudgedPrediction, judge
from discoverycli.domain.calibration import Belief, Decile, Score, deciles, outcome, score
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import HypothesisClass, Origin, Status

if TYPE_CHECKING:
    from datetime import date

    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.opinions import HypothesisFact, PredictionFact
    from discoverycli.domain.verdicts import Verdict
    from discoverycli.store.reader import Reader


class CalibrationFacts(NamedTuple):
    """Beliefs and outcomes.

    Args:
        opinions: every hypothesis.
        came_true: hypothesis → whether it came true by its first criteria, of the resolved.
        beliefs: every belief, judged by the criteria it was about.
        anonymous: whether all authors are one word.
    """

    opinions: Sequence[HypothesisFact]
    came_true: Mapping[int, bool]
    beliefs: Sequence[JudgedPrediction]
    anonymous: bool = False


class ScoredGroup(NamedTuple):
    """The scored beliefs of one author, class or origin.

    `several`: whether the author's name is that of several people, as two beliefs about one
    hypothesis tell.
    """

    name: str
    score: Score
    several: bool = False


class RightShare(NamedTuple):
    """How many hypotheses of one class or origin are resolved, and how many came true."""

    name: str
    resolved: int
    right: int


class Calibration(NamedTuple):
    """What beliefs were worth, and opinions as such.

    Args:
        beliefs: all of them, the earliest first.
        score, deciles: for the scored beliefs.
        authors: who scored how; `None` where all authors are one word.
        classes, origins: the same by what was believed in.
        right: the share of resolved hypotheses that came true, believed in or not; also by class
            and origin.
        opinions: how many hypotheses there are.
        most: how many of the beliefs without a score are shown.
    """

    beliefs: tuple[JudgedPrediction, ...]
    score: Score
    deciles: tuple[Decile, ...]
    authors: tuple[ScoredGroup, ...] | None
    classes: tuple[ScoredGroup, ...]
    origins: tuple[ScoredGroup, ...]
    right: RightShare
    right_classes: tuple[RightShare, ...]
    right_origins: tuple[RightShare, ...]
    opinions: int
    most: int | None = None


def calibration_facts(reader: Reader, today: date) -> CalibrationFacts:
    """Every hypothesis and belief, and how each came out.

    Opinions as such are measured by their first criteria, those before any evidence: who changes
    them afterwards is not more often right for it. The verdict by today's criteria is cached, so
    evidence is read only where criteria have changed, and for hypotheses both parked and stale.
    """
    from discoverycli.store.read import hypotheses as read

    standings = read.standings(reader, today)
    facts = read.every_prediction(reader)
    first = {(each.hypothesis.number, 1) for each in standings}
    came = {
        (each.hypothesis.number, each.hypothesis.revision): _remembered(each.verdict)
        for each in standings
        if each.verdict.was is not Status.STALE
    }
    wanted = {*first, *((fact.hypothesis, fact.revision) for fact in facts)}
    came |= _weighed(reader, wanted - came.keys(), today)
    foreknown = read.foreknown(reader) if facts else frozenset()
    by_first = {number: came.get((number, one)) for number, one in first}
    return CalibrationFacts(
        opinions=[each.hypothesis for each in standings],
        came_true={number: came for number, came in by_first.items() if came is not None},
        beliefs=[
            judge(fact, came.get((fact.hypothesis, fact.revision)), foreknown=fact.id in foreknown)
            for fact in facts
        ],
        anonymous=reader.anonymous,
    )


def _remembered(found: Verdict) -> bool | None:
    """Whether it came true by a verdict that tells; one of a parked and stale one does not."""
    if found.status is Status.PARKED and found.was is not None:
        return outcome(found.was, None)
    return outcome(found.status, found.was)


def _weighed(
    reader: Reader, wanted: Iterable[tuple[int, int]], today: date
) -> dict[tuple[int, int], bool | None]:
    """Criteria that are gone are left out."""
    from discoverycli.store.read import hypotheses as read
    from discoverycli.store.read.evidence import traces

    some = set(wanted)
    if not some:
        return {}
    numbers = sorted({number for number, _ in some})
    rules = read.rules(reader, numbers)
    heard = traces(reader, numbers)
    found = {}
    for number, revision in some & rules.keys():
        facts = (trace.fact for trace in heard[number])
        said = verdict(facts, rules[number, revision], today=today)
        found[number, revision] = outcome(said.status, said.was)
    return found


def calibrate(facts: CalibrationFacts) -> Calibration:
    """What the beliefs were worth, given in any order."""
    opinions = {each.number: each for each in facts.opinions}
    ordered = sorted(facts.beliefs, key=_in_order)
    scored = [each for each in ordered if each.reason is None]
    return Calibration(
        beliefs=tuple(ordered),
        score=score(map(_belief, scored)),
        deciles=deciles(map(_belief, scored)),
        authors=None if facts.anonymous else _authors(ordered, scored),
        classes=_groups(scored, lambda fact: opinions[fact.hypothesis].risk_class, HypothesisClass),
        origins=_groups(scored, lambda fact: opinions[fact.hypothesis].origin, Origin),
        right=RightShare("", len(facts.came_true), sum(facts.came_true.values())),
        right_classes=_rights(facts, lambda opinion: opinion.risk_class, HypothesisClass),
        right_origins=_rights(facts, lambda opinion: opinion.origin, Origin),
        opinions=len(opinions),
    )


def _in_order(believed: JudgedPrediction) -> tuple[date, int, str, int]:
    fact = believed.fact
    return (fact.made_on, fact.hypothesis, fact.author, fact.id)


def _belief(believed: JudgedPrediction) -> Belief:
    return Belief(believed.fact.percent, bool(believed.came_true))


def _groups(
    scored: Iterable[JudgedPrediction], key: Callable[[PredictionFact], str], names: Iterable[str]
) -> tuple[ScoredGroup, ...]:
    found: dict[str, list[Belief]] = {}
    for each in scored:
        found.setdefault(key(each.fact), []).append(_belief(each))
    return tuple(ScoredGroup(str(name), score(found[name])) for name in names if name in found)


def _authors(
    every: Iterable[JudgedPrediction], scored: Sequence[JudgedPrediction]
) -> tuple[ScoredGroup, ...]:
    """Most scored beliefs first; a name with two beliefs on one hypothesis is several people's."""
    twice = Counter((each.fact.hypothesis, each.fact.author) for each in every)
    several = {author for (_, author), times in twice.items() if times > 1}
    names = sorted({each.fact.author for each in scored})
    groups = _groups(scored, lambda fact: fact.author, names)
    marked = (each._replace(several=each.name in several) for each in groups)
    return tuple(sorted(marked, key=lambda each: -each.score.beliefs))


def _rights(
    facts: CalibrationFacts, key: Callable[[HypothesisFact], str], names: Iterable[str]
) -> tuple[RightShare, ...]:
    found: dict[str, list[bool]] = {}
    for each in facts.opinions:
        if each.number in facts.came_true:
            found.setdefault(key(each), []).append(facts.came_true[each.number])
    shares = ((str(name), found[name]) for name in names if name in found)
    return tuple(RightShare(name, len(came_true), sum(came_true)) for name, came_true in shares)


def calibration_report(reader: Reader, asked: Scope) -> Calibration:
    """The report, read from the journal."""
    return calibrate(calibration_facts(reader, asked.today))._replace(most=asked.most)
