"""Lists verdicts that age out, with what renews each and whom to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from discoverycli.analysis.reports.stale import WAY, Aged, AskAgain, StaleReport
from discoverycli.domain.stale import Needed, Renewal, last_looked_at
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.domain.vocabulary import Stance, Status
from discoverycli.pages import keys
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, inner, present, table
from discoverycli.pages.phrases import code, label, out_of
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Table, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.domain.facts.opinions import Standing

PARKED = "Parked ones are left out: somebody put them aside, with a day to look again."
_LONGEST = 160
_STANCE = {Status.VALIDATED: Stance.SUPPORTS, Status.REFUTED: Stance.REFUTES}


_NEEDED: Shape[Needed] = inner(
    Field("voices", "whole", "how many"),
    Field("lived", "whole", "of these, on did or higher"),
    Field("prospects", "whole", "of these, with a prospect in them"),
)
_ASK: Shape[AskAgain] = inner(
    Field("person", "P", "who", lambda e: e.carrier.person),
    KeysOf(keys.NAMED, lambda e: e.words),
    Field("voice", "text", "whose vote it is, as of a voice",
          lambda e: e.words.organisation or f"P{e.carrier.person}"),
    Field("rung", "text", "of the words they vote by", lambda e: e.carrier.rung.word),
    Field("stance", "text", "of their last words: supports, refutes or neutral",
          lambda e: e.carrier.latest.stance),
    Field("words", "text", "what they said last", lambda e: e.words.text),
    Field("words_rung", "text", "its rung", lambda e: e.carrier.latest.rung.word),
    Field("held_on", "date", "when", lambda e: e.carrier.latest.held),
    Field("precision", "text", "day, month or year", lambda e: e.carrier.latest.held.precision),
    Field("days_ago", "whole", "days since"),
    Field("interview", "I", "where it was said"),
    Field("counts_until", "day", "the last day their vote was or is with the verdict",
          lambda e: e.carrier.counts_until),
    Field("days_left", "whole", "days from today to that day; negative when it is over"),
)  # fmt: skip
AGED: Shape[Aged] = Shape(
    "aged",
    "A hypothesis whose verdict aged out or will, and whom to ask again.",
    Field("code", "H", "such as H3", lambda e: e.standing.hypothesis.number),
    Field("text", "text", "the opinion", lambda e: e.standing.hypothesis.text),
    Field("importance", "whole", "1 to 5", lambda e: e.standing.hypothesis.importance),
    Field("status", "text", "stale, validated or refuted", lambda e: e.standing.verdict.status),
    Field("verdict", "text", "the verdict it had or has: validated or refuted",
          lambda e: e.renewal.verdict),
    Field("holds_until", "day?", "the last day it held or holds; null: its evidence never counted "
          "all at once", lambda e: e.renewal.holds_until),
    Field("days_left", "whole?", "days from today to that day; negative when it is over"),
    Field("votes_for", "whole", "voices for, today", lambda e: e.standing.verdict.votes_for),
    Field("votes_against", "whole", "voices against, today",
          lambda e: e.standing.verdict.votes_against),
    Field("asked", "whole", "voices with any counted stance, today",
          lambda e: e.standing.verdict.asked),
    Field("carried_by", "whole", "voices with the verdict; of a stale one with the age limit "
          "lifted", lambda e: e.renewal.carried),
    Field("carried_today", "whole", "voices with it today", lambda e: e.renewal.now),
    Field("carried_then", "whole", "voices with it on the last of the days, when nothing more is "
          "written down", lambda e: e.renewal.then),
    Field("needed", _NEEDED.one, "the fewest new voices with it, heard today, by which it holds on "
          "all those days", lambda e: e.renewal.needed),
    Field("ask", _ASK.many, "whose asking would bring a voice back, whose helps most first"),
)  # fmt: skip
STALE: Shape[StaleReport] = Shape(
    "ageing",
    "Verdicts that aged out, or will within 30 days, the most important hypothesis first.",
    Field("today", "day", "the day it was asked on"),
    Field("until", "day", "the last of the days that are looked at",
          lambda e: last_looked_at(e.today)),
    Field("aged_out", "whole", "verdicts that aged out"),
    Field("ageing", "whole", "verdicts that will, when nothing more is written down",
          lambda e: len(e.standings) - e.aged_out),
    Field("parked", "H[]", "parked hypotheses that are stale beneath; they are left out",
          lambda e: [each.hypothesis.number for each in e.parked]),
    Field("next", "H?", "of the other verdicts, the one that ends first",
          lambda e: e.next and e.next.hypothesis.number),
    Field("next_on", "day?", "its last day",
          lambda e: e.next and e.next.verdict.fresh_until),
    Field("hypotheses", AGED.many, "whose verdict aged out or will", lambda e: e.told),
)  # fmt: skip
_ASKED = (
    "person name organisation voice rung stance words words_rung held_on precision days_ago "
    "interview counts_until"
)
_SHEET: tuple[Shown[tuple[Aged, AskAgain | None]], ...] = tuple(
    chain(
        AGED.columns(lambda e: e[0]),
        _NEEDED.columns(
            lambda e: e[0].renewal.needed, heads="needed_voices needed_lived needed_prospects"
        ),
        _ASK.columns(lambda e: e[1], f"{_ASKED} days_left", f"{_ASKED} person_days_left"),
    )
)
"""A row for each person to ask; one without a person where there is nobody."""
_WHOM: tuple[Shown[tuple[Aged, AskAgain]], ...] = (
    Shown("ask again", lambda e: _who(e[1]), flex=True),
    Shown("rung", lambda e: e[1].carrier.rung.word),
    Shown("their last words", lambda e: _said(*e), flex=True, lines=3),
    Shown("count until", lambda e: _until(e[1])),
)


def stale_page(report: StaleReport) -> Page:
    """The report as a page."""
    told: list[Block] = []
    for aged in report.told:
        told += [_opinion(aged, report.today), _whom(aged)]
    some = report.standings[len(report.told) :]
    rest = f"And {len(some)} more: {_named(some)}. --json tells them all."
    parked = f"Parked, and stale beneath: {_named(report.parked)}."
    first = next((each.carrier.person for aged in report.told for each in aged.ask), None)
    return Page(
        title=f"Verdicts that age out · up to {last_looked_at(report.today)}",
        blocks=present(
            Note(_summary(report)),
            *told,
            Note(rest) if some else None,
            Note(parked) if report.parked else None,
        ),
        data=lambda: STALE.data(report),
        table=lambda: table(
            _SHEET, [(aged, each) for aged in report.told for each in aged.ask or (None,)]
        ),
        footnotes=present(
            f"Before you call: disco prep P{first}" if first else None,
            *((hypotheses.DENOMINATOR, hypotheses.LIMITS) if report.told else ()),
            PARKED if report.parked else None,
        ),
    )


def _summary(report: StaleReport) -> str:
    if not report.standings:
        return _nothing(report)
    stale, parts = report.aged_out, []
    soon = len(report.standings) - stale
    if stale:
        parts.append(f"{pluralize(stale, 'verdict')} {'has' if stale == 1 else 'have'} aged out")
    if soon:
        noun = f"{soon} more" if stale else pluralize(soon, "verdict")
        parts.append(f"{noun} will, unless somebody is heard again")
    return f"{join_words(parts)}."


def _nothing(report: StaleReport) -> str:
    if not report.known:
        return ToType(
            "No opinion is written down yet: disco hypotheses add 'WHO does WHAT because WHY'"
        )
    if report.next is not None:
        number, verdict = report.next.hypothesis.number, report.next.verdict
        return f"Nothing: the first verdict to end is H{number}, {verdict.fresh_until}."
    return ToType(
        "There is no verdict yet that could age: disco hypotheses shows what each still lacks."
    )


def _opinion(aged: Aged, today: date) -> Lines:
    hypothesis, verdict = aged.standing
    was = f", was {aged.renewal.verdict}" if verdict.status is Status.STALE else ""
    return Lines(
        (
            (hypotheses.status(verdict), f"{was}: {_held(aged)}; {hypotheses.counts(verdict)}"),
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
    deeds = f", {lived} of them on did or higher" if lived else ""
    some = f", {prospects} with a prospect" if prospects else ""
    return f"{by} by {pluralize(voices, 'new voice')} {WAY[found.verdict]}{deeds}{some}"


def _whom(aged: Aged) -> Table:
    return table(
        _WHOM,
        [(aged, each) for each in aged.ask],
        title=out_of("Whom to ask again", len(aged.ask), len(aged.renewal.ask)),
        empty="nobody: their words still count; somebody else's changed the votes",
    )


def _who(ask: AskAgain) -> Inline:
    return (code("P", ask.carrier.person), f" {label(ask.words)}")


def _said(aged: Aged, ask: AskAgain) -> Inline:
    stance = ask.carrier.latest.stance
    other = stance is not _STANCE[aged.renewal.verdict]
    return (
        code("I", ask.interview),
        Span(f" {pluralize(ask.days_ago, 'day')} ago: ", Tone.DIM),
        Span(f"{stance}: " if other else "", Tone.WARN),
        clip(ask.words.text, _LONGEST) or "no words written down",
    )


def _until(ask: AskAgain) -> Inline:
    until = ask.carrier.counts_until.isoformat()
    return Span(until, Tone.WARN) if ask.days_left < 0 else until


def _named(standings: Sequence[Standing]) -> str:
    codes = [f"H{each.hypothesis.number}" for each in standings]
    most = 12
    return ", ".join([*codes[:most], *(["…"] if len(codes) > most else [])])
