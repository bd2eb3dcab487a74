"""Says what a decision rests on, once it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from discoverycli.domain.decisions import GroundState, against
from discoverycli.domain.text.words import join_words
from discoverycli.pages.beliefs.decisions import DECISION, stood
from discoverycli.pages.beliefs.hypotheses import counts
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.decisions import Decided, Ground


def decided_answer(made: Decided, named_with: set[str]) -> Page:
    """What was decided, on what, and what speaks against it.

    `named_with`: the grounds in the user's words, rather than those it was made against.
    """
    code = f"D{made.fact.number}"
    lines = [_said(each, named_with) for each in made.grounds if each.fact.then is not None]
    others = [each.fact.code for each in made.grounds if each.fact.then is None]
    if others:
        lines.append(f"because of {join_words(others)}")
    if made.state is GroundState.UNFOUNDED:
        lines.append("rests on no hypothesis: no evidence can bear it out or undermine it")
    blocks: list[Block] = [
        Note((Span(code, Tone.CODE), f" is decided: {made.fact.text}")),
        Lines(tuple(lines)),
        Lines(tuple(_doubts(made)), mark="!"),
    ]
    return Page("", tuple(blocks), DECISION.data(made))


def _said(ground: Ground, named_with: set[str]) -> Inline:
    """`decided on an inconclusive test: H3 is testing, 3 for, 1 against, 4 of 5 asked`."""
    fact = ground.fact
    assert fact.then is not None
    code, status, votes = (Span(fact.code, Tone.CODE), stood(fact.then.stood), counts(fact.then))
    if ground.state is GroundState.STANDS:
        if fact.holds:
            return ("rests on ", code, f" being so: {status}, {votes}")
        since = f", since it is {status}: " if fact.code in named_with else f": {status}, "
        return ("rests on ", code, f" not being so{since}{votes}")
    head = (
        "against the evidence"
        if ground.state is GroundState.UNDERMINED
        else "on an inconclusive test"
    )
    lean = "" if fact.holds else f", and it leans on {fact.code} not being so"
    return (f"decided {head}: ", code, f" is {status}, {votes}{lean}")


def _doubts(made: Decided) -> Iterator[Inline]:
    for each in made.grounds:
        fact = each.fact
        if fact.then is None or not against(fact.then.stood, holds=fact.holds):
            continue
        other = "--because-not" if fact.holds else "--because"
        yield ToType(
            f"the last verdict on {fact.code} says the opposite: did you mean {other}? "
            "disco undo takes it back"
        )
