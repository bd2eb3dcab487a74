"""Pairs beliefs with their outcomes: who was how sure of what, and how did it turn out?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.calibration import Unscored, heard_from, outcome, unscored
from discoverycli.domain.facts.opinions import RevisionFact
from discoverycli.domain.verdicts import Verdict

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import PredictionFact, WholeHypothesis


REASONS = {
    Unscored.UNRESOLVED: "neither validated nor refuted by the criteria it was about",
    Unscored.FOREKNOWN: "evidence was heard before the day of the belief",
}
"""Why a belief is kept and not scored, in words."""


class Revised(NamedTuple):
    """Criteria of a hypothesis, and what the evidence of today comes to under them."""

    hypothesis: int
    revision: RevisionFact
    verdict: Verdict

    @property
    def code(self) -> str:
        """As printed: `H3.2`."""
        return f"H{self.hypothesis}.{self.revision.number}"


class JudgedPrediction(NamedTuple):
    """A belief, whether it came true by the criteria it was about (`None`: neither yet), and why
    it is not scored; `None`: it is."""

    fact: PredictionFact
    came_true: bool | None
    reason: Unscored | None


def judged(
    whole: WholeHypothesis, revised: Sequence[Revised], today: date
) -> tuple[JudgedPrediction, ...]:
    """The beliefs about a hypothesis, each by the criteria it was about."""
    if not whole.predictions:
        return ()
    rule = whole.revisions[-1].rule
    since = heard_from((piece.fact for piece in whole.evidence), rule, today=today)
    came = {
        each.revision.number: outcome(each.verdict.status, each.verdict.was) for each in revised
    }
    return tuple(
        judge(fact, came.get(fact.revision), foreknown=since is not None and since < fact.made_on)
        for fact in whole.predictions
    )


def judge(fact: PredictionFact, came_true: bool | None, *, foreknown: bool) -> JudgedPrediction:
    """A belief with how it came out; see `domain.calibration.unscored`."""
    return JudgedPrediction(fact, came_true, unscored(came_true, foreknown=foreknown))
