"""Owns how beliefs before evidence are shown: who was how sure of what, and how it came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.calibration import Unscored, heard_from, outcome, unscored
from discoverycli.render.blocks import Column, Inline, JsonValue, Note, Span, Table, Tone

if TYPE_CHECKING:
    from discoverycli.reports.hypothesis import Revised
    from discoverycli.store.read.hypotheses import Whole
    from discoverycli.store.read.predictions import PredictionFact

REASONS = {
    Unscored.UNRESOLVED: "neither validated nor refuted by the criteria it was about",
    Unscored.FOREKNOWN: "evidence was heard before the day of the belief",
}
"""Why a belief is kept and not scored, in words."""


class Believed(NamedTuple):
    """A belief, whether it came true by the criteria it was about (`None`: neither yet), and why
    it is not scored; `None`: it is."""

    fact: PredictionFact
    came_true: bool | None
    reason: Unscored | None


def judged(whole: Whole, revised: Sequence[Revised], today: date) -> tuple[Believed, ...]:
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


def judge(fact: PredictionFact, came_true: bool | None, *, foreknown: bool) -> Believed:
    """A belief with how it came out; see `domain.calibration.unscored`."""
    return Believed(fact, came_true, unscored(came_true, foreknown=foreknown))


def data(believed: Believed) -> dict[str, JsonValue]:
    """A belief for programs."""
    fact, came_true, reason = believed
    return {
        "author": fact.author,
        "percent": fact.percent,
        "made_on": fact.made_on.isoformat(),
        "revision": f"H{fact.hypothesis}.{fact.revision}",
        "came_true": came_true,
        "scored": reason is None,
        "reason": reason.value if reason else None,
    }


def table(beliefs: Iterable[Believed], title: str) -> Table:
    """Beliefs in the order they come."""
    return Table(
        (
            Column("who", flex=True),
            Column("sure", align="right"),
            Column("since"),
            Column("by"),
            Column("came out"),
        ),
        tuple(
            (
                fact.author,
                f"{fact.percent} %",
                fact.made_on,
                Span(f"H{fact.hypothesis}.{fact.revision}", Tone.CODE),
                _came_out(each),
            )
            for each in beliefs
            for fact in (each.fact,)
        ),
        title=title,
    )


def legend(beliefs: Iterable[Believed]) -> Note | None:
    """What the reasons given mean; `None` where none is given."""
    given = {each.reason for each in beliefs}
    meant = [f"{reason}: {words}" for reason, words in REASONS.items() if reason in given]
    return Note(Span("; ".join(meant), Tone.DIM)) if meant else None


def _came_out(believed: Believed) -> Inline:
    if believed.reason is not None:
        return Span(believed.reason.value, Tone.DIM)
    return "true" if believed.came_true else "not true"
