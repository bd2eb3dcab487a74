"""Owns the report on verdicts that age out. Answers: what do we no longer know, and whom to ask?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.renewal import (
    Carrier,
    Needed,
    Renewal,
    ages_out,
    last_looked_at,
    renewal,
)
from discoverycli.domain.vocabulary import Stance, Status
from discoverycli.domain.words import clip, counted, joined, someone
from discoverycli.render.blocks import (
    Block,
    Cell,
    Column,
    JsonValue,
    Lines,
    Note,
    Page,
    Span,
    Table,
    Tone,
    ToType,
)
from discoverycli.reports import hypotheses
from discoverycli.reports.hypotheses import TONES
from discoverycli.reports.phrases import code
from discoverycli.reports.programs import held_on, iso, sheet

if TYPE_CHECKING:
    from discoverycli.reports.asked import Asked
    from discoverycli.store.read.evidence import Trace
    from discoverycli.store.read.hypotheses import Standing
    from discoverycli.store.read.renewal import Criteria, Words
    from discoverycli.store.reader import Reader

SHOWN = 5
"""How many hypotheses a screen tells in detail."""

PEOPLE = 4
"""How many people it names for each."""

PARKED = "Parked ones are left out: somebody put them aside, with a day to look again."

_LONGEST = 160
_WAY = {Status.VALIDATED: "for", Status.REFUTED: "against"}
_STANCE = {Status.VALIDATED: Stance.SUPPORTS, Status.REFUTED: Stance.REFUTES}
_VERDICTS = tuple(_WAY)


@dataclass(frozen=True, slots=True)
class Ageing:
    """The hypotheses whose verdict ages out, the most important first.

    Args:
        standings: all of them.
        parked: the parked ones that have nothing fresh left.
        next: of the verdicts that outlast the days looked at, the one that ends first.
        known: how many hypotheses there are.
        verdicts: how many of them are validated or refuted today.
    """

    standings: tuple[Standing, ...]
    parked: tuple[Standing, ...]
    next: Standing | None
    known: int
    verdicts: int


@dataclass(frozen=True, slots=True)
class AgeingFacts:
    """What stands of the hypotheses that are told in detail."""

    traces: Mapping[int, Sequence[Trace]]
    criteria: Mapping[int, Criteria]


class Aged(NamedTuple):
    """A hypothesis, what became of its verdict, and where its last words were heard."""

    standing: Standing
    renewal: Renewal
    interviews: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What aged out or will, in detail, and the words of whom to ask."""

    today: date
    ageing: Ageing
    told: tuple[Aged, ...]
    words: Mapping[int, Words]
    most: int | None


def page(reader: Reader, asked: Asked) -> Page:
    """The report, read from the journal. A screen gets details of the first hypotheses only."""
    from discoverycli.store.read import renewal as read

    ageing = find(hypotheses.load(reader, asked.today), asked.today)
    shown = ageing.standings if asked.most is None else ageing.standings[:SHOWN]
    told = calculate(shown, load(reader, shown), asked.today)
    most = None if asked.most is None else PEOPLE
    pieces = [each.latest.id for aged in told for each in aged.renewal.ask[:most]]
    return view(Report(asked.today, ageing, told, read.words(reader, pieces), most))


def find(standings: Sequence[Standing], today: date) -> Ageing:
    """Which verdicts age out: by importance, then what aged out already, then the earliest."""
    found = [each for each in standings if ages_out(each.verdict, today=today)]
    later = [
        each
        for each in standings
        if each.verdict.fresh_until is not None and not ages_out(each.verdict, today=today)
    ]
    return Ageing(
        standings=tuple(sorted(found, key=_most_important)),
        parked=tuple(each for each in standings if _stale_beneath(each)),
        next=min(later, key=_ends, default=None),
        known=len(standings),
        verdicts=sum(each.verdict.status in _VERDICTS for each in standings),
    )


def load(reader: Reader, standings: Sequence[Standing]) -> AgeingFacts:
    """The evidence on these hypotheses, and the criteria it is weighed by."""
    from discoverycli.store.read import evidence
    from discoverycli.store.read import renewal as read

    numbers = [each.hypothesis.number for each in standings]
    return AgeingFacts(evidence.traces(reader, numbers), read.criteria(reader, numbers))


def calculate(standings: Sequence[Standing], facts: AgeingFacts, today: date) -> tuple[Aged, ...]:
    """What became of each verdict, whom to ask again, and how many voices it takes."""
    told = []
    for standing in standings:
        number = standing.hypothesis.number
        traces = facts.traces[number]
        rule = facts.criteria[number].rule
        found = renewal([each.fact for each in traces], rule, standing.verdict, today=today)
        told.append(Aged(standing, found, {each.fact.id: each.interview for each in traces}))
    return tuple(told)


def view(report: Report) -> Page:
    """The report as a page."""
    ageing = report.ageing
    blocks: list[Block] = [Note(_summary(report))]
    for aged in report.told:
        blocks += [_opinion(aged, report.today), _whom(aged, report)]
    rest = len(ageing.standings) - len(report.told)
    if rest:
        some = ageing.standings[len(report.told) :]
        blocks.append(Note(f"And {rest} more: {_named(some)}. --json tells them all."))
    if ageing.parked:
        blocks.append(Note(f"Parked, and stale beneath: {_named(ageing.parked)}."))
    first = next((each.person for aged in report.told for each in aged.renewal.ask), None)
    return Page(
        title=f"Verdicts that age out · up to {last_looked_at(report.today)}",
        blocks=tuple(blocks),
        data=data(report),
        table=sheet(_SHEET, [row for aged in report.told for row in _rows(aged, report)]),
        footnotes=(
            *((f"Before you call: disco prep P{first}",) if first else ()),
            *((hypotheses.DENOMINATOR, hypotheses.LIMITS) if report.told else ()),
            *((PARKED,) if ageing.parked else ()),
        ),
    )


def data(report: Report) -> dict[str, JsonValue]:
    """The report for programs; `docs/json.md` lists the keys."""
    ageing = report.ageing
    stale = sum(each.verdict.status is Status.STALE for each in ageing.standings)
    return {
        "today": report.today.isoformat(),
        "until": last_looked_at(report.today).isoformat(),
        "aged_out": stale,
        "ageing": len(ageing.standings) - stale,
        "parked": [f"H{each.hypothesis.number}" for each in ageing.parked],
        "next": None if ageing.next is None else f"H{ageing.next.hypothesis.number}",
        "next_on": None if ageing.next is None else iso(ageing.next.verdict.fresh_until),
        "hypotheses": [
            {
                **_aged_data(aged, report.today),
                "ask": [
                    _carrier_data(each, aged, report) for each in aged.renewal.ask[: report.most]
                ],
            }
            for aged in report.told
        ],
    }


def _aged_data(aged: Aged, today: date) -> dict[str, JsonValue]:
    hypothesis, found = aged.standing.hypothesis, aged.renewal
    verdict = aged.standing.verdict
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "importance": hypothesis.importance,
        "status": verdict.status.value,
        "verdict": found.verdict.value,
        "holds_until": iso(found.holds_until),
        "days_left": _days_left(found.holds_until, today),
        "votes_for": verdict.votes_for,
        "votes_against": verdict.votes_against,
        "asked": verdict.asked,
        "carried_by": found.carried,
        "carried_today": found.now,
        "carried_then": found.then,
        "needed": {
            "voices": found.needed.voices,
            "lived": found.needed.lived,
            "prospects": found.needed.prospects,
        },
    }


def _carrier_data(carrier: Carrier, aged: Aged, report: Report) -> dict[str, JsonValue]:
    words, fact = report.words[carrier.latest.id], carrier.latest
    return {
        "person": f"P{carrier.person}",
        "name": words.name,
        "organisation": words.organisation,
        "voice": words.organisation or f"P{carrier.person}",
        "rung": carrier.rung.word,
        "stance": fact.stance.value,
        "words": words.text,
        "words_rung": fact.rung.word,
        "held_on": held_on(fact.held),
        "precision": fact.held.precision.value,
        "days_ago": _days_ago(carrier, report.today),
        "interview": f"I{aged.interviews[fact.id]}",
        "counts_until": carrier.counts_until.isoformat(),
        "days_left": _days_left(carrier.counts_until, report.today),
    }


_SHEET = (
    *("code", "text", "importance", "status", "verdict", "holds_until", "days_left"),
    *("votes_for", "votes_against", "asked", "carried_by", "carried_today", "carried_then"),
    *("needed_voices", "needed_lived", "needed_prospects"),
    *("person", "name", "organisation", "voice", "rung", "stance", "words", "words_rung"),
    *("held_on", "precision", "days_ago", "interview", "counts_until", "person_days_left"),
)


def _rows(aged: Aged, report: Report) -> list[dict[str, JsonValue]]:
    """A row for each person to ask; one without a person where there is nobody."""
    start: dict[str, JsonValue] = dict.fromkeys(_SHEET)
    start |= _aged_data(aged, report.today)
    needed = aged.renewal.needed
    start |= {f"needed_{name}": value for name, value in zip(Needed._fields, needed, strict=True)}
    rows = []
    for each in aged.renewal.ask[: report.most]:
        own = _carrier_data(each, aged, report)
        own["person_days_left"] = own.pop("days_left")
        rows.append(start | own)
    return rows or [start]


def _most_important(standing: Standing) -> tuple[int, bool, date, int]:
    hypothesis, verdict = standing
    lasting = verdict.status is not Status.STALE
    return (-hypothesis.importance, lasting, _ends(standing)[0], hypothesis.number)


def _ends(standing: Standing) -> tuple[date, int]:
    return (standing.verdict.fresh_until or date.min, standing.hypothesis.number)


def _stale_beneath(standing: Standing) -> bool:
    verdict = standing.verdict
    return verdict.status is Status.PARKED and verdict.was is Status.STALE


def _summary(report: Report) -> str:
    ageing = report.ageing
    if not ageing.standings:
        return _nothing(ageing)
    stale = sum(each.verdict.status is Status.STALE for each in ageing.standings)
    soon = len(ageing.standings) - stale
    parts = []
    if stale:
        parts.append(f"{counted(stale, 'verdict')} {'has' if stale == 1 else 'have'} aged out")
    if soon:
        more = " more" if stale else ""
        noun = f"{soon}{more}" if stale else counted(soon, "verdict")
        parts.append(f"{noun} will, unless somebody is heard again")
    return f"{joined(parts)}."


def _nothing(ageing: Ageing) -> str:
    if not ageing.known:
        return ToType(
            "No opinion is written down yet: disco hypotheses add 'WHO does WHAT because WHY'"
        )
    if ageing.next is not None:
        number, verdict = ageing.next.hypothesis.number, ageing.next.verdict
        return f"Nothing: the first verdict to end is H{number}, {verdict.fresh_until}."
    return ToType(
        "There is no verdict yet that could age: disco hypotheses shows what each still lacks."
    )


def _opinion(aged: Aged, today: date) -> Lines:
    """The hypothesis, what became of its verdict, and what it takes to renew it."""
    hypothesis, verdict = aged.standing
    was = f", was {aged.renewal.verdict}" if verdict.status is Status.STALE else ""
    return Lines(
        (
            (
                Span(verdict.status.value, TONES[verdict.status]),
                f"{was}: {_held(aged)}; {hypotheses.counts(verdict)}",
            ),
            _carried(aged.renewal, today),
            _needs(aged.renewal, "renewed" if verdict.status is Status.STALE else "kept"),
        ),
        title=f"H{hypothesis.number} {clip(hypothesis.text, _LONGEST)}",
    )


def _held(aged: Aged) -> str:
    found = aged.renewal
    if aged.standing.verdict.status is not Status.STALE:
        return f"holds until {found.holds_until}"
    if found.holds_until is None:
        return "its evidence never counted all at once"
    return f"held until {found.holds_until}"


def _carried(found: Renewal, today: date) -> str:
    """`carried by 6 voices for: 2 count today, 1 on 2026-12-20`."""
    way = f"carried by {counted(found.carried, 'voice')} {_WAY[found.verdict]}"
    if not found.now:
        return f"{way}: none counts today"
    counts = "counts" if found.now == 1 else "count"
    return f"{way}: {found.now} {counts} today, {found.then or 'none'} on {last_looked_at(today)}"


def _needs(found: Renewal, by: str) -> str:
    """`renewed by 4 new voices for, 1 of them on did or higher, 2 with a prospect`."""
    voices, lived, prospects = found.needed
    parts = [f"{by} by {counted(voices, 'new voice')} {_WAY[found.verdict]}"]
    if lived:
        parts.append(f"{lived} of them on did or higher")
    if prospects:
        parts.append(f"{prospects} with a prospect")
    return ", ".join(parts)


def _whom(aged: Aged, report: Report) -> Table:
    """Whom to ask again, as many as a screen has room for."""
    ask = aged.renewal.ask
    shown = ask[: report.most]
    of = f" ({len(shown)} of {len(ask)})" if len(shown) < len(ask) else ""
    return Table(
        (
            Column("ask again", flex=True),
            Column("rung"),
            Column("their last words", flex=True, lines=3),
            Column("count until"),
        ),
        tuple(_row(each, aged, report) for each in shown),
        title=f"Whom to ask again{of}",
        empty="nobody: their words still count; somebody else's changed the votes",
    )


def _row(carrier: Carrier, aged: Aged, report: Report) -> tuple[Cell, ...]:
    words, fact = report.words[carrier.latest.id], carrier.latest
    other = fact.stance is not _STANCE[aged.renewal.verdict]
    until = carrier.counts_until.isoformat()
    return (
        (code("P", carrier.person), f" {someone(words.name, words.organisation)}"),
        carrier.rung.word,
        (
            code("I", aged.interviews[fact.id]),
            Span(f" {counted(_days_ago(carrier, report.today), 'day')} ago: ", Tone.DIM),
            Span(f"{fact.stance}: " if other else "", Tone.WARN),
            clip(words.text, _LONGEST) or "no words written down",
        ),
        Span(until, Tone.WARN) if carrier.counts_until < report.today else until,
    )


def _days_ago(carrier: Carrier, today: date) -> int:
    """Days since the last words; of the running month, none."""
    day = carrier.latest.held.day
    assert day is not None
    return max((today - day).days, 0)


def _days_left(day: date | None, today: date) -> int | None:
    """Days up to the last one; negative once it is over."""
    return None if day is None else (day - today).days


def _named(standings: Sequence[Standing]) -> str:
    """Their codes, the first ones."""
    codes = [f"H{each.hypothesis.number}" for each in standings]
    most = 12
    return ", ".join([*codes[:most], *(["…"] if len(codes) > most else [])])
