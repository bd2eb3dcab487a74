"""Tells what one decision was made on, and where each of its grounds stands today."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.decisions import GroundState, against
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.beliefs.decisions import (
    DECISION,
    GROUND,
    MEANS,
    TONES,
    counts,
    is_revised,
    stood,
)
from discoverycli.pages.fields import Shown, table
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.decisions import Decided, Ground
    from discoverycli.domain.facts.decisions import StoodFact


_SHEET = "code text holds status was votes_for votes_against asked revision state"


def decision_page(decided: Decided) -> Page:
    """The decision as a page."""
    fact = decided.fact
    because = f": {fact.reason}" if fact.reason else ""
    blocks: list[Block] = [
        Note(_headline(decided)),
        Note(Span(f"decided {fact.made_on} by {fact.author}{because}", Tone.DIM)),
        Lines(tuple(map(_words, decided.grounds)), "Because"),
    ]
    tested = [each for each in decided.grounds if each.now is not None]
    if tested:
        blocks.append(table(_VERDICTS, map(_tested, tested), title="Verdicts"))
    revised = tuple(_revised(each) for each in tested if is_revised(each))
    return Page(
        title=(Span(f"D{fact.number}", Tone.CODE), f" {fact.text}"),
        blocks=(*blocks, Lines(revised, mark="!")) if revised else tuple(blocks),
        data=DECISION.data(decided),
        table=lambda: GROUND.sheet(decided.grounds, _SHEET),
        footnotes=(hypotheses.DENOMINATOR, hypotheses.LIMITS) if tested else (),
    )


def _headline(decided: Decided) -> Inline:
    """`undermined: H3 was validated then, and is mixed since 2026-11-18 (I20)`."""
    state = decided.state
    if state is GroundState.UNFOUNDED:
        return f"It rests on no hypothesis: {MEANS[state]}."
    said: list[str | Span] = [Span(state.value, TONES[state]), ": "]
    if state is GroundState.STANDS:
        return (*said, MEANS[state])
    for place, each in enumerate(each for each in decided.grounds if each.state is state):
        said += ["; "] if place else []
        said += [Span(each.fact.code, Tone.CODE), _became(each)]
    return tuple(said)


def _became(ground: Ground) -> str:
    fact, step, now = ground.fact, ground.step, ground.now
    assert fact.then is not None
    assert now is not None
    then, today = fact.then.stood, now.today.stood
    was = f" was {stood(then)}"
    if step is not None:
        because = " by time alone" if step.by_time else ""
        because = f" (I{step.interview})" if step.interview else because
        if step.status is today.status:
            return f"{was} then, and is {stood(today)} since {step.on}{because}"
        return f"{was} then, {step.status} since {step.on}{because}, and is {stood(today)}"
    if then != today:
        return f"{was} then, and is {stood(today)}"
    if against(then, holds=fact.holds) and ground.state is GroundState.UNDERMINED:
        return f"{was} when this was made against it"
    return f" is {stood(then)} still"


def _words(ground: Ground) -> Inline:
    lean = "" if ground.fact.holds else "not "
    gone = Span("no longer here", Tone.DIM)
    text = gone if ground.text is None else ground.text
    return (lean, Span(ground.fact.code, Tone.CODE), " ", text)


class _Tested(NamedTuple):
    code: str
    then: StoodFact
    now: StoodFact
    state: GroundState


_VERDICTS: tuple[Shown[_Tested], ...] = (
    Shown("code", lambda e: Span(e.code, Tone.CODE)),
    Shown("when decided", lambda e: _stood(e.then), flex=True),
    Shown("today", lambda e: _stood(e.now), flex=True),
    Shown("is", lambda e: Span(e.state.value, TONES[e.state])),
)


def _tested(ground: Ground) -> _Tested:
    then, now, state = ground.fact.then, ground.now, ground.state
    assert then is not None
    assert now is not None
    assert state is not None
    return _Tested(ground.fact.code, then, now.today, state)


def _stood(fact: StoodFact) -> Inline:
    return (Span(stood(fact.stood), hypotheses.TONES[fact.stood.status]), f": {counts(fact)}")


def _revised(ground: Ground) -> Inline:
    code, then, now = ground.fact.code, ground.fact.then, ground.now
    assert then is not None
    assert now is not None
    return (
        "the criteria changed since: ",
        Span(f"{code}.{then.revision}", Tone.CODE),
        " → ",
        Span(f"{code}.{now.today.revision}", Tone.CODE),
        f"; today is judged by the new ones, see disco show {code}",
    )
