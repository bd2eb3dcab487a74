"""Shows stale as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain.stale import Carrier, Needed, Renewal, last_looked_at
from discoverycli.domain.text.words import clip, join_words, person_label, pluralize
from discoverycli.domain.vocabulary import Stance, Status
from discoverycli.pages import hypotheses as hypotheses_page
from discoverycli.pages.hypotheses import TONES
from discoverycli.pages.json_values import held_on, iso, sheet
from discoverycli.pages.phrases import code
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

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import Standing
from discoverycli.analysis.stale import WAY, Aged, Ageing, StaleReport

PARKED = "Parked ones are left out: somebody put them aside, with a day to look again."
_LONGEST = 160
_STANCE = {Status.VALIDATED: Stance.SUPPORTS, Status.REFUTED: Stance.REFUTES}


def stale_page(report: StaleReport) -> Page:
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
            *((hypotheses_page.DENOMINATOR, hypotheses_page.LIMITS) if report.told else ()),
            *((PARKED,) if ageing.parked else ()),
        ),
    )


def data(report: StaleReport) -> dict[str, JsonValue]:
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


def _carrier_data(carrier: Carrier, aged: Aged, report: StaleReport) -> dict[str, JsonValue]:
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


def _rows(aged: Aged, report: StaleReport) -> list[dict[str, JsonValue]]:
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


def _summary(report: StaleReport) -> str:
    ageing = report.ageing
    if not ageing.standings:
        return _nothing(ageing)
    stale = sum(each.verdict.status is Status.STALE for each in ageing.standings)
    soon = len(ageing.standings) - stale
    parts = []
    if stale:
        parts.append(f"{pluralize(stale, 'verdict')} {'has' if stale == 1 else 'have'} aged out")
    if soon:
        more = " more" if stale else ""
        noun = f"{soon}{more}" if stale else pluralize(soon, "verdict")
        parts.append(f"{noun} will, unless somebody is heard again")
    return f"{join_words(parts)}."


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
                f"{was}: {_held(aged)}; {hypotheses_page.counts(verdict)}",
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
    way = f"carried by {pluralize(found.carried, 'voice')} {WAY[found.verdict]}"
    if not found.now:
        return f"{way}: none counts today"
    counts = "counts" if found.now == 1 else "count"
    return f"{way}: {found.now} {counts} today, {found.then or 'none'} on {last_looked_at(today)}"


def _needs(found: Renewal, by: str) -> str:
    """`renewed by 4 new voices for, 1 of them on did or higher, 2 with a prospect`."""
    voices, lived, prospects = found.needed
    parts = [f"{by} by {pluralize(voices, 'new voice')} {WAY[found.verdict]}"]
    if lived:
        parts.append(f"{lived} of them on did or higher")
    if prospects:
        parts.append(f"{prospects} with a prospect")
    return ", ".join(parts)


def _whom(aged: Aged, report: StaleReport) -> Table:
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


def _row(carrier: Carrier, aged: Aged, report: StaleReport) -> tuple[Cell, ...]:
    words, fact = report.words[carrier.latest.id], carrier.latest
    other = fact.stance is not _STANCE[aged.renewal.verdict]
    until = carrier.counts_until.isoformat()
    return (
        (code("P", carrier.person), f" {person_label(words.name, words.organisation)}"),
        carrier.rung.word,
        (
            code("I", aged.interviews[fact.id]),
            Span(f" {pluralize(_days_ago(carrier, report.today), 'day')} ago: ", Tone.DIM),
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
