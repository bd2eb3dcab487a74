"""Owns how the report on what verdicts rest on is shown: what falls, and without what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from discoverycli.domain.fragility import Kind, Rest
from discoverycli.domain.words import clip, counted, joined, someone
from discoverycli.render.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Note,
    Span,
    Table,
    Tone,
    ToType,
)
from discoverycli.reports import hypotheses
from discoverycli.reports.hypotheses import TONES
from discoverycli.reports.phrases import code

if TYPE_CHECKING:
    from discoverycli.reports.fragile import Report, Tested
    from discoverycli.store.read.fragility import Names

NAMED = 3
"""How many parts of a kind a line names before it counts the others."""

EACH_ALONE = (
    "Each part is left out alone, and the rest is weighed by the same rule: what counts today, "
    "and no more. An organisation is left out whole; a chain is a person and everybody they sent."
)
VOTES = "“5–1 of 7”: five for and one against, of seven voices asked."
HIDDEN = "It is hidden here who logged which interview, so none of the interviewers is left out."
NO_CHAINS = ToType("no chain is known: disco people edit P7 --referred-by PERSON")

_LONGEST = 160
_QUESTIONS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("one organisation", (Kind.ORGANISATION, Kind.PERSON)),
    ("one chain", (Kind.CHAIN,)),
    ("one interviewer", (Kind.INTERVIEWER,)),
    ("one channel", (Kind.CHANNEL,)),
)
_NOUNS = {
    Kind.ORGANISATION: ("organisation", ""),
    Kind.PERSON: ("person", "people"),
    Kind.CHAIN: ("chain", ""),
    Kind.INTERVIEWER: ("interviewer", ""),
    Kind.CHANNEL: ("channel", ""),
}


def title(report: Report) -> str:
    """How many verdicts fall, of how many."""
    falling, number = len(report.falling), len(report.falling) + len(report.standing)
    if not number:
        return "No verdict to take apart"
    verb = "falls" if falling == 1 else "fall"
    return f"{falling} of {counted(number, 'verdict')} {verb} when one part is left out"


def blocks(report: Report, names: Names, most: int | None) -> tuple[Block, ...]:
    """The counts, what falls and what stands; `most` lines of each."""
    if not report.falling and not report.standing:
        return (Note(_nothing(report)),)
    found: list[Block] = [_counts(report)]
    if report.falling:
        found.append(_table("What falls", report.falling, names, most))
    if report.standing:
        found.append(_table("What stands whatever is left out", report.standing, names, most))
    return tuple(found)


def footnotes(report: Report) -> tuple[str, ...]:
    """What the page does not say by itself."""
    if not report.falling and not report.standing:
        return ()
    hidden = (HIDDEN,) if report.anonymous else ()
    return (EACH_ALONE, *hidden, VOTES, hypotheses.LIMITS)


def _nothing(report: Report) -> str:
    if report.known:
        return ToType(
            "None is validated or refuted today: disco hypotheses shows what each still lacks."
        )
    return ToType("Write an opinion down first: disco hypotheses add 'WHO does WHAT because WHY'")


def _counts(report: Report) -> Bars:
    """How many fall without one part of each kind."""
    number = len(report.falling) + len(report.standing)
    bars = []
    for label, kinds in _QUESTIONS:
        if Kind.INTERVIEWER in kinds and report.anonymous:
            continue
        fall = sum(any(rest.part.kind in kinds for rest in each.falls) for each in report.falling)
        text = f"{fall} of {number} fall" if fall != 1 else f"1 of {number} falls"
        if Kind.CHAIN in kinds and not report.chained:
            text = NO_CHAINS
        bars.append(Bar(label, fall, number, text, Tone.WARN if fall else Tone.GOOD))
    return Bars(tuple(bars), "Without …")


def _table(name: str, tested: Sequence[Tested], names: Names, most: int | None) -> Table:
    """Of each verdict the opinion, a line for everything it does not survive, and the rest."""
    rows: list[tuple[Cell, ...]] = []
    for each in tested[:most]:
        hypothesis = each.standing.hypothesis
        opinion = f": {clip(hypothesis.text, _LONGEST)}"
        rows.append((code("H", hypothesis.number), (*_today(each), opinion)))
        rows += [("", ("· ", *line)) for line in _lines(each, names)]
    return Table(
        (Column("code"), Column("falls or stands", flex=True)),
        tuple(rows),
        title=_titled(name, len(tested), most),
        headed=False,
    )


def _titled(name: str, number: int, most: int | None) -> str:
    if most is None or number <= most:
        return f"{name} ({number})"
    return f"{name} ({most} of {number}, the most important ones)"


def _today(tested: Tested) -> tuple[Span | str, ...]:
    verdict = tested.standing.verdict
    return (
        Span(verdict.status.value, TONES[verdict.status]),
        f" {hypotheses.votes(verdict)}",
    )


def _stands(tested: Tested) -> str:
    """`9 organisations, 2 chains`: the parts of those kinds of which none is needed."""
    needed = {rest.part.kind for rest in tested.falls}
    return ", ".join(
        counted(tested.parts[kind], *noun)
        for kind, noun in _NOUNS.items()
        if tested.parts.get(kind) and kind not in needed
    )


def _lines(tested: Tested, names: Names) -> Iterator[tuple[Span | str, ...]]:
    """`falls to testing without Acme (4–0 of 5 left)`; at last, what it stands without."""
    alone = [rest for rest in tested.falls if not rest.left.asked]
    if alone:
        yield (Span("rests on ", Tone.WARN), joined(_alone(rest, names) for rest in alone))
    partly = (rest for rest in tested.falls if rest.left.asked)
    for (_, status), some in groupby(partly, key=_alike):
        rests = list(some)
        tone = TONES[rests[0].left.status]
        yield ("falls to ", Span(status, tone), f" without {_without(rests, names)}")
    if stands := _stands(tested):
        yield (Span(f"stands without any one of {stands}", Tone.DIM),)


def _alike(rest: Rest) -> tuple[Kind, str]:
    """Rests that one line tells: of one kind and with one status."""
    kind = Kind.ORGANISATION if rest.part.kind is Kind.PERSON else rest.part.kind
    return (kind, rest.left.status.value)


def _alone(rest: Rest, names: Names) -> str:
    """The only part of its kind."""
    kind, key = rest.part
    if kind in (Kind.INTERVIEWER, Kind.CHANNEL):
        return f"one {kind}, {clip(str(key))}"
    return f"one {kind}, {_named(rest, names)}"


def _without(rests: Sequence[Rest], names: Names) -> str:
    """The parts, the first ones by name and the others counted; what is left, where it is one."""
    named = [_named(rest, names) for rest in rests[:NAMED]]
    others = len(rests) - len(named)
    said = joined([*named, f"any of {counted(others, 'other')}"] if others else named, "or")
    lefts = {each.left[1:] for each in rests}
    if len(lefts) > 1:
        return said
    votes_for, votes_against, asked = lefts.pop()
    return f"{said} ({votes_for}–{votes_against} of {asked} left)"


def _named(rest: Rest, names: Names) -> str:
    kind, key = rest.part
    if kind is Kind.ORGANISATION:
        return clip(names.organisations[int(key)])
    if kind is Kind.PERSON:
        return f"{clip(someone(*names.people[int(key)]))} (P{key})"
    if kind is Kind.CHAIN:
        return f"{clip(someone(*names.people[int(key)]))} (P{key}) and whom they sent"
    return f"what {clip(str(key))} logged" if kind is Kind.INTERVIEWER else f"{key} interviews"
