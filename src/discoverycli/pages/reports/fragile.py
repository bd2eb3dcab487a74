"""Tells which verdicts fall when one part of their evidence is left out, and which part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING

from discoverycli.domain.fragile import PartKind, WithoutPart
from discoverycli.domain.text.words import clip, join_words, person_label, pluralize
from discoverycli.pages import keys
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.beliefs.hypotheses import TONES
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, table
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.analysis.reports.fragile import Fragile, FragileReport, TestedVerdict
    from discoverycli.domain.facts.people import PartNames


_FALL: Shape[tuple[WithoutPart, PartNames]] = inner(
    Field("kind", "text", "organisation, person, chain, interviewer or channel",
          lambda e: e[0].part.kind),
    Field("key", "text", "as evidence has it: the voice, interviewer or channel; of a chain, the "
          "code of its head", lambda e: _key(*e)),
    Field("name", "text", "what that is called", lambda e: _name(*e)),
    Field("to", "text", "the status of the rest: validated, refuted, mixed, testing or unvalidated",
          lambda e: e[0].left.status),
    Field("votes_for", "whole", "voices for, in the rest", lambda e: e[0].left.votes_for),
    Field("votes_against", "whole", "voices against, in the rest",
          lambda e: e[0].left.votes_against),
    Field("asked", "whole", "voices with any counted stance, in the rest",
          lambda e: e[0].left.asked),
)  # fmt: skip
VERDICT: Shape[tuple[TestedVerdict, FragileReport]] = Shape(
    "fragile verdict",
    "A verdict, and what it does not survive the loss of.",
    Field("code", "H", "such as H3", lambda e: e[0].standing.hypothesis.number),
    Field("text", "text", "the opinion", lambda e: e[0].standing.hypothesis.text),
    Field("importance", "whole", "1 to 5", lambda e: e[0].standing.hypothesis.importance),
    Field("status", "text", "validated or refuted", lambda e: e[0].standing.verdict.status),
    KeysOf(keys.VOTES, lambda e: e[0].standing.verdict),
    Field("organisations", "whole", "organisations among these; each was left out once, like the "
          "parts below", lambda e: e[0].parts.get(PartKind.ORGANISATION, 0)),
    Field("people", "whole", "people among these, who vote alone",
          lambda e: e[0].parts.get(PartKind.PERSON, 0)),
    Field("chains", "whole", "people who sent somebody heard here, directly or through others",
          lambda e: e[0].parts.get(PartKind.CHAIN, 0)),
    Field("interviewers", "whole?", "those of us who logged it; null with --anonymous, which hides "
          "them", lambda e: None if e[1].report.anonymous
          else e[0].parts.get(PartKind.INTERVIEWER, 0)),
    Field("channels", "whole", "direct and accompanied, as far as there are any",
          lambda e: e[0].parts.get(PartKind.CHANNEL, 0)),
    Field("falls", _FALL.many, "the parts without which it is not the verdict any more, the worst "
          "first", lambda e: _falls(*e)),
)  # fmt: skip
_FALL_KEYS = "kind key name to votes_for votes_against asked"
_SHEET: tuple[
    Shown[tuple[tuple[TestedVerdict, FragileReport], tuple[WithoutPart, PartNames] | None]], ...
] = tuple(
    chain(
        VERDICT.columns(lambda e: e[0]),
        _FALL.columns(
            lambda e: e[1], _FALL_KEYS, " ".join(f"without_{key}" for key in _FALL_KEYS.split())
        ),
    )
)
"""A line for each part that a verdict falls with; of one that stands, a line without any."""


def fragile_page(report: FragileReport) -> Page:
    """The report as a page; `most` verdicts of each kind, where a screen is not to be flooded."""
    found, names, most = report
    told = [(each, report) for each in (*found.falling[:most], *found.standing[:most])]
    return Page(
        title=title(found),
        blocks=blocks(found, names, most),
        data=lambda: VERDICT.rows(told),
        table=lambda: table(_SHEET, _sheet_rows(told)),
        footnotes=footnotes(found),
    )


def _falls(tested: TestedVerdict, report: FragileReport) -> list[tuple[WithoutPart, PartNames]]:
    return [(rest, report.names) for rest in tested.falls]


def _sheet_rows(
    told: Sequence[tuple[TestedVerdict, FragileReport]],
) -> Iterator[tuple[tuple[TestedVerdict, FragileReport], tuple[WithoutPart, PartNames] | None]]:
    for each in told:
        if not each[0].falls:
            yield each, None
        yield from ((each, fall) for fall in _falls(*each))


def _key(rest: WithoutPart, names: PartNames) -> str:
    kind, key = rest.part
    if kind in (PartKind.PERSON, PartKind.CHAIN):
        return f"P{key}"
    return _name(rest, names)


def _name(rest: WithoutPart, names: PartNames) -> str:
    kind, key = rest.part
    if kind is PartKind.ORGANISATION:
        return names.organisations[int(key)]
    return names.people[int(key)][0] if kind in (PartKind.PERSON, PartKind.CHAIN) else str(key)


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
_QUESTIONS: tuple[tuple[str, tuple[PartKind, ...]], ...] = (
    ("one organisation", (PartKind.ORGANISATION, PartKind.PERSON)),
    ("one chain", (PartKind.CHAIN,)),
    ("one interviewer", (PartKind.INTERVIEWER,)),
    ("one channel", (PartKind.CHANNEL,)),
)
_NOUNS = {
    PartKind.ORGANISATION: ("organisation", ""),
    PartKind.PERSON: ("person", "people"),
    PartKind.CHAIN: ("chain", ""),
    PartKind.INTERVIEWER: ("interviewer", ""),
    PartKind.CHANNEL: ("channel", ""),
}


def title(report: Fragile) -> str:
    """How many verdicts fall, of how many."""
    falling, number = len(report.falling), len(report.falling) + len(report.standing)
    if not number:
        return "No verdict to take apart"
    verb = "falls" if falling == 1 else "fall"
    return f"{falling} of {pluralize(number, 'verdict')} {verb} when one part is left out"


def blocks(report: Fragile, names: PartNames, most: int | None) -> tuple[Block, ...]:
    """The counts, what falls and what stands; `most` lines of each."""
    if not report.falling and not report.standing:
        return (Note(_nothing(report)),)
    found: list[Block] = [_counts(report)]
    if report.falling:
        found.append(_table("What falls", report.falling, names, most))
    if report.standing:
        found.append(_table("What stands whatever is left out", report.standing, names, most))
    return tuple(found)


def footnotes(report: Fragile) -> tuple[str, ...]:
    """What the page does not say by itself."""
    if not report.falling and not report.standing:
        return ()
    hidden = (HIDDEN,) if report.anonymous else ()
    return (EACH_ALONE, *hidden, VOTES, hypotheses.LIMITS)


def _nothing(report: Fragile) -> str:
    if report.known:
        return ToType(
            "None is validated or refuted today: disco hypotheses shows what each still lacks."
        )
    return ToType("Write an opinion down first: disco hypotheses add 'WHO does WHAT because WHY'")


def _counts(report: Fragile) -> Bars:
    number = len(report.falling) + len(report.standing)
    bars = []
    for label, kinds in _QUESTIONS:
        if PartKind.INTERVIEWER in kinds and report.anonymous:
            continue
        fall = sum(any(rest.part.kind in kinds for rest in each.falls) for each in report.falling)
        text = f"{fall} of {number} fall" if fall != 1 else f"1 of {number} falls"
        if PartKind.CHAIN in kinds and not report.chained:
            text = NO_CHAINS
        bars.append(Bar(label, fall, number, text, Tone.WARN if fall else Tone.GOOD))
    return Bars(tuple(bars), "Without …")


def _table(name: str, tested: Sequence[TestedVerdict], names: PartNames, most: int | None) -> Table:
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


def _today(tested: TestedVerdict) -> tuple[Span | str, ...]:
    verdict = tested.standing.verdict
    return (hypotheses.status(verdict), f" {hypotheses.votes(verdict)}")


def _stands(tested: TestedVerdict) -> str:
    """`9 organisations, 2 chains`: kinds of which no part is needed."""
    needed = {rest.part.kind for rest in tested.falls}
    return ", ".join(
        pluralize(tested.parts[kind], *noun)
        for kind, noun in _NOUNS.items()
        if tested.parts.get(kind) and kind not in needed
    )


def _lines(tested: TestedVerdict, names: PartNames) -> Iterator[tuple[Span | str, ...]]:
    """`falls to testing without Acme (4–0 of 5 left)`; at last, what it stands without."""
    alone = [rest for rest in tested.falls if not rest.left.asked]
    if alone:
        yield (Span("rests on ", Tone.WARN), join_words(_alone(rest, names) for rest in alone))
    partly = (rest for rest in tested.falls if rest.left.asked)
    for (_, status), some in groupby(partly, key=_alike):
        rests = list(some)
        tone = TONES[rests[0].left.status]
        yield ("falls to ", Span(status, tone), f" without {_without(rests, names)}")
    if stands := _stands(tested):
        yield (Span(f"stands without any one of {stands}", Tone.DIM),)


def _alike(rest: WithoutPart) -> tuple[PartKind, str]:
    kind = PartKind.ORGANISATION if rest.part.kind is PartKind.PERSON else rest.part.kind
    return (kind, rest.left.status.value)


def _alone(rest: WithoutPart, names: PartNames) -> str:
    kind, key = rest.part
    if kind in (PartKind.INTERVIEWER, PartKind.CHANNEL):
        return f"one {kind}, {clip(str(key))}"
    return f"one {kind}, {_named(rest, names)}"


def _without(rests: Sequence[WithoutPart], names: PartNames) -> str:
    named = [_named(rest, names) for rest in rests[:NAMED]]
    others = len(rests) - len(named)
    said = join_words([*named, f"any of {pluralize(others, 'other')}"] if others else named, "or")
    lefts = {each.left[1:] for each in rests}
    if len(lefts) > 1:
        return said
    votes_for, votes_against, asked = lefts.pop()
    return f"{said} ({votes_for}–{votes_against} of {asked} left)"


def _named(rest: WithoutPart, names: PartNames) -> str:
    kind, key = rest.part
    if kind is PartKind.ORGANISATION:
        return clip(names.organisations[int(key)])
    if kind is PartKind.PERSON:
        return f"{clip(person_label(*names.people[int(key)]))} (P{key})"
    if kind is PartKind.CHAIN:
        return f"{clip(person_label(*names.people[int(key)]))} (P{key}) and whom they sent"
    return f"what {clip(str(key))} logged" if kind is PartKind.INTERVIEWER else f"{key} interviews"
