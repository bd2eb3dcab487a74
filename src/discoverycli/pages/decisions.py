"""Owns how decisions read: the list of them, and the words for what has come of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discoverycli.analysis.decisions import Decided, Ground, RestingDecision
from discoverycli.domain.decisions import GroundState, Stood
from discoverycli.domain.text.words import clip, pluralize
from discoverycli.pages.hypotheses import TONES as STATUS_TONES
from discoverycli.pages.json_values import sheet
from discoverycli.render.blocks import (
    Block,
    Cell,
    Column,
    Inline,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
)

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import StoodFact

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


def data(decided: Decided) -> dict[str, JsonValue]:
    """A decision for programs; `docs/json.md` lists the keys."""
    fact = decided.fact
    return {
        "code": f"D{fact.number}",
        "text": fact.text,
        "reason": fact.reason,
        "author": fact.author,
        "made_on": fact.made_on.isoformat(),
        "state": decided.state.value,
        "grounds": [ground_data(each) for each in decided.grounds],
    }


def ground_data(ground: Ground) -> dict[str, JsonValue]:
    """Something a decision rests on: as it was then, as it is now, and what undermined it."""
    fact, step = ground.fact, ground.step
    return {
        "code": fact.code,
        "text": ground.text,
        "holds": None if fact.then is None else fact.holds,
        **stood_data(fact.then),
        "now": None if ground.now is None else stood_data(ground.now.today),
        "state": None if ground.state is None else ground.state.value,
        "undermined": None
        if step is None
        else {
            "on": step.on.isoformat(),
            "from": step.was.value,
            "to": step.status.value,
            "interview": None if step.interview is None else f"I{step.interview}",
            "by_time": step.by_time,
        },
    }


def stood_data(fact: StoodFact | None) -> dict[str, JsonValue]:
    keys = ("status", "was", "votes_for", "votes_against", "asked", "revision")
    if fact is None:
        return dict.fromkeys(keys)
    status, was = fact.stood
    values = (status.value, was.value if was else None, *fact[1:])
    return dict(zip(keys, values, strict=True))


def resting_data(rests: RestingDecision) -> dict[str, JsonValue]:
    """A decision as the hypothesis it rests on shows it: the verdict is the one of that day."""
    fact = rests.decision
    (ground,) = fact.grounds
    return {
        "code": f"D{fact.number}",
        "text": fact.text,
        "made_on": fact.made_on.isoformat(),
        "author": fact.author,
        "holds": ground.holds,
        **stood_data(ground.then),
        "state": rests.state.value,
    }


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
_SHEET = (
    *("code", "text", "reason", "author", "made_on", "state", "ground", "ground_text", "holds"),
    *("status", "was", "votes_for", "votes_against", "asked", "revision", "ground_state"),
    *("now_status", "now_was", "now_votes_for", "now_votes_against", "now_asked", "now_revision"),
    *("undermined_on", "undermined_by"),
)


def called(state: GroundState) -> str:
    """What people read for a state."""
    return "no hypothesis" if state is GroundState.UNFOUNDED else state.value


@dataclass(frozen=True, slots=True)
class Listing:
    """Decisions, those that need looking at first, and how many of each state there are in all."""

    decided: tuple[Decided, ...]
    totals: Mapping[GroundState, int]


def decisions_page(listing: Listing) -> Page:
    """The list as a page."""
    decided, in_all = listing.decided, sum(listing.totals.values())
    cut = f", the first {len(decided)} shown" if len(decided) < in_all else ""
    blocks: list[Block] = [_table(decided)]
    if decided:
        blocks = [Note(_summary(listing.totals)), *blocks, _legend(decided)]
    return Page(
        title=f"{pluralize(in_all, 'decision') if in_all else 'No decision yet'}{cut}",
        blocks=tuple(blocks),
        data=[data(each) for each in decided],
        table=sheet(_SHEET, [row for each in decided for row in _sheet_rows(each)]),
        footnotes=("A decision is as strong as its weakest ground; disco show D1 has the counts.",)
        if decided
        else (),
    )


def _table(decided: Iterable[Decided]) -> Table:
    return Table(
        (
            Column("code"),
            Column("decision", flex=True),
            Column("is"),
            Column("made", drop=1),
            Column("because of", flex=True),
        ),
        tuple(
            (
                Span(f"D{each.fact.number}", Tone.CODE),
                clip(each.fact.text, LONGEST),
                Span(called(each.state), TONES[each.state]),
                each.fact.made_on,
                _grounds(each),
            )
            for each in decided
        ),
        empty=EMPTY,
    )


def _summary(totals: Mapping[GroundState, int]) -> Inline:
    """How many there are of each state."""
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


def _sheet_rows(decided: Decided) -> list[dict[str, JsonValue]]:
    """A row a ground."""
    rows = []
    for ground in decided.grounds:
        row, step = data(decided), ground.step
        fact = ground_data(ground)
        row |= stood_data(ground.fact.then)
        now = stood_data(ground.now.today if ground.now else None)
        row |= {f"now_{name}": value for name, value in now.items()}
        row |= {
            "ground": fact["code"],
            "ground_text": fact["text"],
            "holds": fact["holds"],
            "ground_state": fact["state"],
            "undermined_on": step.on.isoformat() if step else None,
            "undermined_by": f"I{step.interview}" if step and step.interview else None,
        }
        rows.append(row)
    return rows
