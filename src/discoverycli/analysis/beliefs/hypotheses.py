"""Answers: which opinions has nobody outside validated, and what does each still need?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.text.folding import name_key
from discoverycli.domain.verdicts import riskiest_first
from discoverycli.domain.vocabulary import HypothesisClass, Stakeholder, Status

if TYPE_CHECKING:
    from discoverycli.analysis.reports.scope import Scope
    from discoverycli.domain.facts.opinions import Standing
    from discoverycli.domain.why import Depth
    from discoverycli.store.reader import Reader


OPEN = (Status.UNVALIDATED, Status.TESTING, Status.MIXED, Status.STALE)
"""What an opinion is until someone outside has settled it."""


class HypothesesWanted(NamedTuple):
    """Which hypotheses to list; `None` is any."""

    statuses: tuple[Status, ...] = OPEN
    serves: Stakeholder | None = None
    risk_class: HypothesisClass | None = None
    segment: str | None = None


class HypothesesListing(NamedTuple):
    """The hypotheses that are wanted, riskiest first.

    Args:
        listed: those to show.
        totals: how many hypotheses of each status fit, whichever statuses are wanted.
        segments: every segment that a hypothesis names.
        wanted: what was asked for.
        depths: how deep heard words go, for hypotheses with answers to why.
    """

    listed: tuple[Standing, ...]
    totals: Mapping[Status, int]
    segments: tuple[str, ...]
    wanted: HypothesesWanted
    depths: Mapping[int, Depth] = MappingProxyType({})


def standings(reader: Reader, today: date) -> list[Standing]:
    """Every hypothesis with its verdict on `today`, in the order of their codes."""
    from discoverycli.store.read import hypotheses

    return hypotheses.standings(reader, today)


def riskiest(standings: Iterable[Standing]) -> list[Standing]:
    """Hypotheses with the most resting on the least first; see `domain.verdicts.risk`."""
    return sorted(standings, key=risk_order)


def risk_order(standing: Standing) -> tuple[int, int, int, int]:
    """A sort key: the riskiest first."""
    hypothesis, verdict = standing
    return riskiest_first(hypothesis.importance, verdict, hypothesis.number)


def chosen_hypotheses(
    standings: Sequence[Standing],
    wanted: HypothesesWanted,
    depths: Mapping[int, Depth] | None = None,
) -> HypothesesListing:
    """What of `standings` is wanted, riskiest first, with the totals it is a part of."""
    fitting = [each for each in standings if _fits(each, wanted)]
    segments = {each.hypothesis.segment for each in standings if each.hypothesis.segment}
    return HypothesesListing(
        listed=tuple(riskiest(s for s in fitting if s.verdict.status in wanted.statuses)),
        totals=Counter(each.verdict.status for each in fitting),
        segments=tuple(sorted(segments, key=name_key)),
        wanted=wanted,
        depths=depths or {},
    )


def _fits(standing: Standing, wanted: HypothesesWanted) -> bool:
    hypothesis = standing.hypothesis
    return (
        (wanted.serves is None or wanted.serves in hypothesis.serves)
        and (wanted.risk_class is None or wanted.risk_class is hypothesis.risk_class)
        and (
            wanted.segment is None or name_key(wanted.segment) == name_key(hypothesis.segment or "")
        )
    )


def hypotheses_report(reader: Reader, asked: Scope) -> HypothesesListing:
    """Every hypothesis, read from the journal."""
    return hypotheses_listing(reader, asked.today, HypothesesWanted(tuple(Status)))


def hypotheses_listing(reader: Reader, today: date, wanted: HypothesesWanted) -> HypothesesListing:
    """The hypotheses that are wanted, read from the journal."""
    from discoverycli.store.read import why

    return chosen_hypotheses(standings(reader, today), wanted, why.depths(reader))
