"""Owns how the report on what verdicts rest on is shown: what falls, and without what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from discoverycli.analysis.fragile import FragileReport
from discoverycli.domain.fragile import PartKind, WithoutPart
from discoverycli.domain.text.words import clip, join_words, person_label, pluralize
from discoverycli.pages import hypotheses
from discoverycli.pages.hypotheses import TONES
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    JsonValue,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)

if TYPE_CHECKING:
    from discoverycli.analysis.fragile import Fragile, TestedVerdict
    from discoverycli.domain.facts.people import PartNames
from discoverycli.analysis.fragile import Fragile, TestedVerdict


def fragile_page(answer: FragileReport) -> Page:
    """The report as a page; `most` verdicts of each kind, where a screen is not to be flooded."""
    report, names, most = answer
    told = (*report.falling[:most], *report.standing[:most])
    rows = [data(each, names, anonymous=report.anonymous) for each in told]
    return Page(
        title=title(report),
        blocks=blocks(report, names, most),
        data=rows,
        table=_sheet(rows),
        footnotes=footnotes(report),
    )


def data(tested: TestedVerdict, names: PartNames, *, anonymous: bool) -> dict[str, JsonValue]:
    """A verdict and what it falls with, for programs; `docs/json.md` lists the keys."""
    hypothesis, verdict = tested.standing
    parts = tested.parts
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "importance": hypothesis.importance,
        "status": verdict.status.value,
        "votes_for": verdict.votes_for,
        "votes_against": verdict.votes_against,
        "asked": verdict.asked,
        "organisations": parts.get(PartKind.ORGANISATION, 0),
        "people": parts.get(PartKind.PERSON, 0),
        "chains": parts.get(PartKind.CHAIN, 0),
        "interviewers": None if anonymous else parts.get(PartKind.INTERVIEWER, 0),
        "channels": parts.get(PartKind.CHANNEL, 0),
        "falls": [_fall_data(rest, names) for rest in tested.falls],
    }


def _fall_data(rest: WithoutPart, names: PartNames) -> dict[str, JsonValue]:
    (kind, key), left = rest
    name = str(key)
    if kind is PartKind.ORGANISATION:
        key = name = names.organisations[int(key)]
    elif kind in (PartKind.PERSON, PartKind.CHAIN):
        key, name = f"P{key}", names.people[int(key)][0]
    return {
        "kind": kind.value,
        "key": key,
        "name": name,
        "to": left.status.value,
        "votes_for": left.votes_for,
        "votes_against": left.votes_against,
        "asked": left.asked,
    }


_VERDICT_KEYS = (
    *("code", "text", "importance", "status", "votes_for", "votes_against", "asked"),
    *("organisations", "people", "chains", "interviewers", "channels"),
)
_FALL_KEYS = ("kind", "key", "name", "to", "votes_for", "votes_against", "asked")
_STANDS = dict.fromkeys(_FALL_KEYS)


def _sheet(rows: Iterable[Mapping[str, Any]]) -> Table:
    """A line for each part that a verdict falls with; of one that stands, a line without any."""
    heads = (*_VERDICT_KEYS, *(f"without_{key}" for key in _FALL_KEYS))
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        verdict = tuple(row[key] for key in _VERDICT_KEYS)
        falls = row["falls"] or (_STANDS,)
        lines += [(*verdict, *(fall[key] for key in _FALL_KEYS)) for fall in falls]
    return Table(tuple(map(Column, heads)), tuple(lines))


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
    """How many fall without one part of each kind."""
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


def _today(tested: TestedVerdict) -> tuple[Span | str, ...]:
    verdict = tested.standing.verdict
    return (Span(verdict.status.value, TONES[verdict.status]), f" {hypotheses.votes(verdict)}")


def _stands(tested: TestedVerdict) -> str:
    """`9 organisations, 2 chains`: the parts of those kinds of which none is needed."""
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
    """Rests that one line tells: of one kind and with one status."""
    kind = PartKind.ORGANISATION if rest.part.kind is PartKind.PERSON else rest.part.kind
    return (kind, rest.left.status.value)


def _alone(rest: WithoutPart, names: PartNames) -> str:
    """The only part of its kind."""
    kind, key = rest.part
    if kind in (PartKind.INTERVIEWER, PartKind.CHANNEL):
        return f"one {kind}, {clip(str(key))}"
    return f"one {kind}, {_named(rest, names)}"


def _without(rests: Sequence[WithoutPart], names: PartNames) -> str:
    """The parts, the first ones by name and the others counted; what is left, where it is one."""
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
