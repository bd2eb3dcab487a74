"""Lists decisions, the undermined first, and tells of one what it was made on and where each of its
grounds stands today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.decisions import GroundState, StatusStep, Stood, against
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.phrases import code, joined
from discoverycli.render.blocks import Inline, Lines, Note, Page, Span, Tone

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
    Field("on", "day", "when"),
    Field("from", "text", "the status before", lambda step: step.was),
    Field("to", "text", "the status after", lambda step: step.status),
    Field("interview", "I?", "the interview that moved it; null when time or an option did"),
    Field("by_time", "flag", "nothing but time has moved it"),
)
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
          "longer here"),
    Field("holds", "flag?", "whether the decision leans on its being so, or on its not being so",
          lambda e: None if e.fact.then is None else e.fact.holds),
    KeysOf(_stood_shape("?", "its status on the day of the decision", "of a stale or parked one, "
           "as of a hypothesis, on that day", *_THAT_DAY), lambda e: e.fact.then),
    Field("now", _NOW.maybe, "the same today", lambda e: e.now and e.now.today),
    Field("state", "text?", "undermined, aged, inconclusive, confirmed or stands"),
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
          "stands; unfounded without a hypothesis"),
    Field("grounds", GROUND.many, "what it rests on"),
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
          "confirmed or stands"),
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
    Shown("code", lambda e: code("D", e.fact.number)),
    Shown("decision", lambda e: clip(e.fact.text, LONGEST), flex=True),
    Shown("is", lambda e: Span(called(e.state), TONES[e.state])),
    Shown("made", lambda e: e.fact.made_on, drop=1),
    Shown("because of", lambda e: joined(map(_ground, e.grounds), "; "), flex=True),
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
        code("D", fact.number),
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
_WEAKEST = "A decision is as strong as its weakest ground; disco show D1 has the counts."
EMPTY = "write one down: disco hypotheses decide 'WHAT WE DO' --because H3"


def called(state: GroundState) -> str:
    """What people read for a state."""
    return "no hypothesis" if state is GroundState.UNFOUNDED else state.value


def decisions_page(listing: DecisionsListing) -> Page:
    """The list as a page."""
    decided, in_all = listing.decided, sum(listing.totals.values())
    cut = f", the first {len(decided)} shown" if len(decided) < in_all else ""
    return Page(
        title=f"{pluralize(in_all, 'decision') if in_all else 'No decision yet'}{cut}",
        blocks=present(
            Note(_summary(listing.totals)) if decided else None,
            table(_COLUMNS, decided, empty=EMPTY),
            _legend(decided) if decided else None,
        ),
        data=DECISION.rows(decided),
        table=lambda: table(_SHEET, [(e, ground) for e in decided for ground in e.grounds]),
        footnotes=(_WEAKEST,) if decided else (),
    )


def _summary(totals: Mapping[GroundState, int]) -> Inline:
    def counted(state: GroundState) -> Span:
        on = "on " if state is GroundState.UNFOUNDED else ""
        return Span(f"{totals[state]} {on}{called(state)}", TONES[state])

    return joined(((counted(state),) for state in GroundState if totals.get(state)), " · ")


def _legend(decided: Sequence[Decided]) -> Lines:
    states = {each.state for each in decided}
    meant = (f"{called(state)}: {MEANS[state]}" for state in GroundState if state in states)
    return Lines(tuple(Span(each, Tone.DIM) for each in meant), mark="")


def _ground(ground: Ground) -> Iterator[str | Span]:
    """`H3 validated → mixed (I20)`, `not H2 refuted`, `J2`."""
    code, then, now = ground.fact.code, ground.fact.then, ground.now
    yield from (_lean(ground), Span(code, Tone.CODE))
    if then is None or now is None:
        return
    was, stands = then.stood, now.today.stood
    yield f" {stood(was)} → " if was != stands else " "
    only_aged = stands.was is was.status
    yield Span(stands.status if only_aged else stood(stands), hypotheses.TONES[stands.status])
    if ground.step is not None and ground.step.interview is not None:
        yield f" (I{ground.step.interview})"
    if then.revision != now.today.revision:
        now_by = f"{code}.{now.today.revision}"
        yield Span(f" by other criteria than then ({now_by})", Tone.WARN)


def _lean(ground: Ground) -> str:
    return "" if ground.fact.holds else "not "


def stood(where: Stood) -> str:
    """A status; of a stale or a parked one with what it was: `stale (validated)`."""
    return f"{where.status} ({where.was})" if where.was else where.status.value


def decision_page(decided: Decided) -> Page:
    """The decision as a page."""
    fact = decided.fact
    because = f": {fact.reason}" if fact.reason else ""
    tested = [
        _Tested(each.fact.code, each.fact.then, each.now.today, each.state)
        for each in decided.grounds
        if each.fact.then and each.now and each.state
    ]
    revised = tuple(_revised(e) for e in tested if e.then.revision != e.now.revision)
    return Page(
        title=(code("D", fact.number), f" {fact.text}"),
        blocks=present(
            Note(_headline(decided)),
            Note(Span(f"decided {fact.made_on} by {fact.author}{because}", Tone.DIM)),
            Lines(tuple(map(_words, decided.grounds)), "Because"),
            table(_VERDICTS, tested, title="Verdicts") if tested else None,
            Lines(revised, mark="!") if revised else None,
        ),
        data=DECISION.data(decided),
        table=lambda: GROUND.sheet(decided.grounds, f"code text holds {_STOOD} state"),
        footnotes=(hypotheses.DENOMINATOR, hypotheses.LIMITS) if tested else (),
    )


def _headline(decided: Decided) -> Inline:
    """`undermined: H3 was validated then, and is mixed since 2026-11-18 (I20)`."""
    state = decided.state
    if state is GroundState.UNFOUNDED:
        return f"It rests on no hypothesis: {MEANS[state]}."
    because: Iterable[str | Span] = (MEANS[state],)
    if state is not GroundState.STANDS:
        worst = (each for each in decided.grounds if each.state is state)
        became = ((Span(each.fact.code, Tone.CODE), _became(each)) for each in worst)
        because = joined(became, "; ")
    return (Span(state.value, TONES[state]), ": ", *because)


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
    text = Span("no longer here", Tone.DIM) if ground.text is None else ground.text
    return (_lean(ground), Span(ground.fact.code, Tone.CODE), " ", text)


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


def _stood(fact: StoodFact) -> Inline:
    tone = hypotheses.TONES[fact.stood.status]
    return (Span(stood(fact.stood), tone), f": {hypotheses.counts(fact)}")


def _revised(tested: _Tested) -> Inline:
    return (
        "the criteria changed since: ",
        Span(f"{tested.code}.{tested.then.revision}", Tone.CODE),
        " → ",
        Span(f"{tested.code}.{tested.now.revision}", Tone.CODE),
        f"; today is judged by the new ones, see disco show {tested.code}",
    )
