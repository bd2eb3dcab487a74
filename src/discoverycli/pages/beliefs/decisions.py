"""Lists decisions, the undermined first, and names what has become of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from discoverycli.domain.decisions import GroundState, StatusStep, Stood
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.pages.beliefs.hypotheses import TONES as STATUS_TONES
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, table
from discoverycli.render.blocks import Block, Cell, Inline, Lines, Note, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.beliefs.decisions import (
        Decided,
        DecisionsListing,
        Ground,
        RestingDecision,
    )
    from discoverycli.domain.facts.decisions import StoodFact

TONES: Mapping[GroundState, Tone] = {
    GroundState.UNDERMINED: Tone.BAD,
    GroundState.AGED: Tone.WARN,
    GroundState.INCONCLUSIVE: Tone.WARN,
    GroundState.CONFIRMED: Tone.GOOD,
    GroundState.STANDS: Tone.GOOD,
    GroundState.UNFOUNDED: Tone.DIM,
}
LONGEST = 200
"""Letters of a decision that a list shows; one on its own is never cut."""


def _stood_shape(
    null: str, status: str, was: str, votes: str, revision: str
) -> Shape[StoodFact | None]:
    """Where a hypothesis stood, with the meanings of that day; `null`: `?` where it may be none."""
    return inner(
        Field("status", f"text{null}", status, lambda e: e and e.stood.status),
        Field("was", "text?", was, lambda e: e and e.stood.was),
        Field("votes_for", f"whole{null}", votes, lambda e: e and e.votes_for),
        Field("votes_against", f"whole{null}", votes, lambda e: e and e.votes_against),
        Field("asked", f"whole{null}", votes, lambda e: e and e.asked),
        Field("revision", f"whole{null}", revision, lambda e: e and e.revision),
    )


_THAT_DAY = ("on that day", "the number of its criteria on that day")
_NOW = _stood_shape("", "today", "today", "today", "today")
_UNDERMINED: Shape[StatusStep] = inner(
    Field("on", "day", "when", lambda step: step.on),
    Field("from", "text", "the status before", lambda step: step.was),
    Field("to", "text", "the status after", lambda step: step.status),
    Field("interview", "I?", "the interview that moved it; null when time or an option did",
          lambda step: step.interview),
    Field("by_time", "flag", "nothing but time has moved it", lambda step: step.by_time),
)  # fmt: skip
_UNDERMINED_SHEET: Shape[StatusStep | None] = inner(
    Field("undermined_on", "day?", "when", lambda step: step and step.on),
    Field("undermined_by", "I?", "by which interview", lambda step: step and step.interview),
)
GROUND: Shape[Ground] = Shape(
    "ground",
    "Something a decision rests on. Of what is no hypothesis only code and text are there.",
    Field("code", "code", "a hypothesis, a job, a statement or an interview",
          lambda e: e.fact.code),
    Field("text", "text?", "its words; an interview's title, else its kind; null where it is no "
          "longer here", lambda e: e.text),
    Field("holds", "flag?", "whether the decision leans on its being so, or on its not being so",
          lambda e: None if e.fact.then is None else e.fact.holds),
    KeysOf(_stood_shape("?", "its status on the day of the decision", "of a stale or parked one, "
           "as of a hypothesis, on that day", *_THAT_DAY), lambda e: e.fact.then),
    Field("now", _NOW.maybe, "the same today", lambda e: e.now and e.now.today),
    Field("state", "text?", "undermined, aged, inconclusive, confirmed or stands",
          lambda e: e.state),
    Field("undermined", _UNDERMINED.maybe, "the change of status that undermined it; null where "
          "none did", lambda e: e.step),
)  # fmt: skip
DECISION: Shape[Decided] = Shape(
    "decision",
    "What was chosen, because of what, and what has come of that.",
    Field("code", "D", "such as D4", lambda e: e.fact.number),
    Field("text", "text", "what was chosen", lambda e: e.fact.text),
    Field("reason", "text?", "why, in the words of whoever wrote it down", lambda e: e.fact.reason),
    Field("author", "text", "who wrote it down", lambda e: e.fact.author),
    Field("made_on", "day", "when", lambda e: e.fact.made_on),
    Field("state", "text", "the worst of its grounds: undermined, aged, inconclusive, confirmed or "
          "stands; unfounded without a hypothesis", lambda e: e.state),
    Field("grounds", GROUND.many, "what it rests on", lambda e: e.grounds),
)  # fmt: skip
RESTING: Shape[RestingDecision] = inner(
    Field("code", "D", "such as D4", lambda e: e.decision.number),
    Field("text", "text", "what was chosen", lambda e: e.decision.text),
    Field("made_on", "day", "when", lambda e: e.decision.made_on),
    Field("author", "text", "who wrote it down", lambda e: e.decision.author),
    Field("holds", "flag", "whether it leans on the opinion being so, or on its not being so",
          lambda e: e.decision.grounds[0].holds),
    KeysOf(_stood_shape("", "the status on that day", "as `was` above, on that day", *_THAT_DAY),
           lambda e: e.decision.grounds[0].then),
    Field("state", "text", "what the opinion is to it today: undermined, aged, inconclusive, "
          "confirmed or stands", lambda e: e.state),
)  # fmt: skip
_STOOD = "status was votes_for votes_against asked revision"
_SHEET: tuple[Shown[tuple[Decided, Ground]], ...] = tuple(chain(
    DECISION.columns(lambda e: e[0], "code text reason author made_on state"),
    GROUND.columns(lambda e: e[1], f"code text holds {_STOOD} state",
                   f"ground ground_text holds {_STOOD} ground_state"),
    _NOW.columns(lambda e: e[1].now and e[1].now.today, _STOOD,
                 " ".join(f"now_{key}" for key in _STOOD.split())),
    _UNDERMINED_SHEET.columns(lambda e: e[1].step),
))  # fmt: skip
"""A row a ground."""
_COLUMNS: tuple[Shown[Decided], ...] = (
    Shown("code", lambda e: Span(f"D{e.fact.number}", Tone.CODE)),
    Shown("decision", lambda e: clip(e.fact.text, LONGEST), flex=True),
    Shown("is", lambda e: Span(called(e.state), TONES[e.state])),
    Shown("made", lambda e: e.fact.made_on, drop=1),
    Shown("because of", lambda e: _grounds(e), flex=True),
)


def resting_lines(rests: Sequence[RestingDecision]) -> Lines:
    """`D4 Ship the import, 2026-11-20 by H3.1: stands`, a line each."""
    return Lines(tuple(map(_resting_line, rests)), "Decided on it")


def _resting_line(rests: RestingDecision) -> Inline:
    fact = rests.decision
    (ground,) = fact.grounds
    assert ground.then is not None
    lean = "" if ground.holds else ", on its not being so"
    made = f"{fact.made_on} by {ground.code}.{ground.then.revision}{lean}"
    return (
        Span(f"D{fact.number}", Tone.CODE),
        f" {clip(fact.text, LONGEST)}, {made}: ",
        Span(rests.state.value, TONES[rests.state]),
    )


MEANS = {
    GroundState.UNDERMINED: "later evidence took its ground away, or it was made against a verdict",
    GroundState.AGED: "the verdict it rests on has gone stale: ask again",
    GroundState.INCONCLUSIVE: "made without a verdict for it, and there is none yet",
    GroundState.CONFIRMED: "made without a verdict for it, and the evidence has given one since",
    GroundState.STANDS: "every verdict it rests on is as it was",
    GroundState.UNFOUNDED: "evidence can neither bear it out nor undermine it",
}
"""What each state says of a decision."""
EMPTY = "write one down: disco hypotheses decide 'WHAT WE DO' --because H3"


def called(state: GroundState) -> str:
    """What people read for a state."""
    return "no hypothesis" if state is GroundState.UNFOUNDED else state.value


def decisions_page(listing: DecisionsListing) -> Page:
    """The list as a page."""
    decided, in_all = listing.decided, sum(listing.totals.values())
    cut = f", the first {len(decided)} shown" if len(decided) < in_all else ""
    blocks: list[Block] = [table(_COLUMNS, decided, empty=EMPTY)]
    if decided:
        blocks = [Note(_summary(listing.totals)), *blocks, _legend(decided)]
    return Page(
        title=f"{pluralize(in_all, 'decision') if in_all else 'No decision yet'}{cut}",
        blocks=tuple(blocks),
        data=DECISION.rows(decided),
        table=lambda: table(_SHEET, [(e, ground) for e in decided for ground in e.grounds]),
        footnotes=("A decision is as strong as its weakest ground; disco show D1 has the counts.",)
        if decided
        else (),
    )


def _summary(totals: Mapping[GroundState, int]) -> Inline:
    parts: list[str | Span] = []
    for state in GroundState:
        if totals.get(state):
            parts += [" · "] if parts else []
            on = "on " if state is GroundState.UNFOUNDED else ""
            parts.append(Span(f"{totals[state]} {on}{called(state)}", TONES[state]))
    return tuple(parts)


def _legend(decided: Sequence[Decided]) -> Lines:
    states = {each.state for each in decided}
    return Lines(
        tuple(
            Span(f"{called(state)}: {MEANS[state]}", Tone.DIM)
            for state in GroundState
            if state in states
        ),
        mark="",
    )


def _grounds(decided: Decided) -> Cell:
    """`H3 validated → mixed (I20); not H2 refuted; J2`."""
    parts: list[str | Span] = []
    for each in decided.grounds:
        parts += ["; "] if parts else []
        parts += ["" if each.fact.holds else "not ", Span(each.fact.code, Tone.CODE)]
        if each.fact.then is None or each.now is None:
            continue
        then, now = each.fact.then.stood, each.now.today.stood
        parts.append(f" {stood(then)} → " if then != now else " ")
        only_aged = now.was is then.status
        parts.append(Span(now.status if only_aged else stood(now), STATUS_TONES[now.status]))
        if each.step is not None and each.step.interview is not None:
            parts.append(f" (I{each.step.interview})")
        if is_revised(each):
            now_by = f"{each.fact.code}.{each.now.today.revision}"
            parts.append(Span(f" by other criteria than then ({now_by})", Tone.WARN))
    return tuple(parts)


def is_revised(ground: Ground) -> bool:
    """Whether a hypothesis is judged by other criteria today than when it was decided."""
    then, now = ground.fact.then, ground.now
    return then is not None and now is not None and then.revision != now.today.revision


def stood(where: Stood) -> str:
    """A status; of a stale or a parked one with what it was: `stale (validated)`."""
    return f"{where.status} ({where.was})" if where.was else where.status.value


def counts(fact: StoodFact) -> str:
    """The votes, and how many of those asked took a side."""
    if not fact.asked:
        return "no votes"
    voted = fact.votes_for + fact.votes_against
    return f"{fact.votes_for} for, {fact.votes_against} against, {voted} of {fact.asked} asked"
