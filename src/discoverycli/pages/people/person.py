"""Tells of one person who they are, when they were heard, what they said and what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from discoverycli.domain.consent import ConsentStanding
from discoverycli.domain.text.words import pluralize
from discoverycli.pages import keys
from discoverycli.pages.calls import statement_tables as tables
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, facts, inner, table
from discoverycli.pages.people import consent, people
from discoverycli.pages.phrases import STANCE_TONES, code, counts, out_of, person_line, when
from discoverycli.render.blocks import Facts, Inline, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.people.person import AskedAbout, PersonAccount
    from discoverycli.domain.facts.people import HeardFact

SHOWN = 10
"""How many lines of each part a terminal shows without being asked for all."""
_HEARD: Shape[HeardFact] = inner(
    Field("code", "I", "the interview", lambda h: h.number),
    Field("held_on", "date?", "when", lambda h: h.held),
    Field("precision", "text", "day, month, year or unknown", lambda h: h.held.precision),
    Field("relation", "text", "what they were to us on that day"),
    Field("segment", "text?", "their segment on that day"),
    KeysOf(keys.CALL, lambda h: h),
)
_HEARD_SHEET = "code held_on precision relation segment kind channel via title"
ASKED: Shape[AskedAbout] = inner(
    Field("code", "H", "the hypothesis", lambda a: a.strongest.line.fact.hypothesis),
    Field("text", "text", "its words", lambda a: a.strongest.line.hypothesis),
    Field("stance", "text", "their own vote; where nothing counts, that of their strongest words",
          lambda a: a.stance or a.strongest.line.fact.stance),
    Field("rung", "text", "of their strongest words", lambda a: a.strongest.line.fact.rung.word),
    Field("words", "text", "the strongest words", lambda a: a.strongest.line.text),
    Field("interview", "I", "where these were heard", lambda a: a.strongest.line.interview),
    Field("pieces", "whole", "how many pieces there are"),
    Field("counted", "flag", "whether anything of it counts today", lambda a: a.stance is not None),
    Field("reason", "text?", "why not, as of a voice", lambda a: a.strongest.reason),
)  # fmt: skip
_PERSON: Shape[PersonAccount] = Shape(
    "person page",
    "A person with everything they said.",
    KeysOf(people.PERSON, lambda p: p.listed),
    Field("role", "text?", "what they do", lambda p: p.facts.profile.role),
    Field("referred_by", keys.WHO.maybe, "who sent them to us",
          lambda p: p.facts.profile.referred_by),
    Field("created_on", "day", "since when they are known",
          lambda p: p.facts.profile.created_on),
    Field("consents", consent.CONSENT.many, "what they agreed to, with the days",
          lambda p: consent.dated(p.facts.consents, p.today)),
    Field("snoozed_until", "day?", "reserved, always null",
          lambda p: p.listed.person.snoozed_until),
    Field("heard_in", _HEARD.many, "their interviews, the latest first",
          lambda p: p.facts.heard),
    Field("statements", tables.STATEMENT.many, "their words, the strongest first"),
    Field("hypotheses", ASKED.many, "what they were asked about", lambda p: p.asked),
    Field("jobs", tables.HIRE.many, "what they hired and fired", lambda p: p.facts.hires),
    Field("followups", tables.PROMISE.many, "what is promised, open ones first",
          lambda p: p.promises),
)  # fmt: skip
_HEARD_COLUMNS: tuple[Shown[HeardFact], ...] = (
    Shown("code", lambda h: code("I", h.number)),
    Shown("when", lambda h: when(h.held)),
    Shown("relation", lambda h: h.relation.value),
    Shown("kind", lambda h: h.kind.value),
    Shown("channel", lambda h: f"{h.channel} via {h.via}" if h.via else h.channel.value),
    Shown("title", lambda h: h.title, flex=True, drop=1),
)
_ASKED_COLUMNS: tuple[Shown[AskedAbout], ...] = (
    Shown("code", lambda a: code("H", a.strongest.line.fact.hypothesis)),
    Shown("hypothesis", lambda a: a.strongest.line.hypothesis, flex=True),
    Shown("stance", lambda a: _stance(a)),
    Shown("rung", lambda a: a.strongest.line.fact.rung.word),
    Shown("counts", lambda a: counts(a.strongest.reason)),
)


def person_page(person: PersonAccount, most: int | None = None) -> Page:
    """The person as a page; `most` lines of each part, where a screen is not to be flooded."""
    fact, heard, hires = person.listed.person, person.facts.heard, person.facts.hires
    said, asked, promises = person.statements, person.asked, person.promises

    def named(name: str, items: Sequence[object]) -> str:
        return out_of(name, len(items[:most]), len(items))

    words = named("Their words, the strongest first", said)
    about = named("Hypotheses they were asked about", asked)
    lists = (
        table(_HEARD_COLUMNS, heard[:most], title=named("Interviews", heard)),
        tables.statements_table(said[:most], title=words, dates=True),
        table(_ASKED_COLUMNS, asked[:most], title=about),
        tables.hires_table(hires[:most], title=named("Jobs", hires)),
        tables.promises_table(promises[:most], person.today, title=named("Promises", promises)),
    )
    cut = most is not None and max(map(len, (heard, said, asked, hires, promises))) > most
    return Page(
        title=person_line(fact),
        blocks=(_facts(person), *(each for each in lists if each.rows)),
        data=_PERSON.data(person),
        table=lambda: _HEARD.sheet(heard, _HEARD_SHEET),
        footnotes=(f"disco people show {fact.code} --all shows the rest",) if cut else (),
    )


def _facts(person: PersonAccount) -> Facts:
    fact, profile = person.listed.person, person.facts.profile
    snoozed = fact.snoozed_until if person.listed.due_in_days is not None else None
    return facts(
        ("relation", fact.relation.value),
        ("segment", fact.segment),
        ("role", profile.role),
        ("sent by", person_line(profile.referred_by) if profile.referred_by else None),
        ("consent", None if fact.consent == ConsentStanding() else consent.line(fact.consent)),
        ("last contact", fact.last_contact.isoformat() if fact.last_contact else "none"),
        ("due", _due(person)),
        ("snoozed until", snoozed.isoformat() if snoozed else None),
    )


def _due(person: PersonAccount) -> Inline:
    fact, period_days, left = person.listed
    if period_days is None:
        return "never due"
    whose = f"as every {fact.relation}" if fact.period_days is None else "their own"
    often = Span(f" (every {pluralize(period_days, 'day')}, {whose})", Tone.DIM)
    return (people.turn(left), often)


def _stance(asked: AskedAbout) -> Span:
    if asked.stance is None:
        return Span(asked.strongest.line.fact.stance.value, Tone.DIM)
    return Span(asked.stance.value, STANCE_TONES.get(asked.stance, Tone.PLAIN))
