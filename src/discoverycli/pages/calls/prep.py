"""Tells on one screen what to know before a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.domain import consent as consents
from discoverycli.domain.text.words import clip, join_words, pluralize
from discoverycli.domain.verdicts import risk
from discoverycli.domain.vocabulary import InterviewDate, Relation, Stance
from discoverycli.pages import keys
from discoverycli.pages.beliefs import hypotheses
from discoverycli.pages.calls.statement_tables import PROMISE
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, facts, inner, table
from discoverycli.pages.people import consent, people
from discoverycli.pages.people.person import ASKED
from discoverycli.pages.phrases import (
    STANCE_TONES,
    and_more,
    code,
    out_of,
    overdue_days,
    person_line,
    when,
)
from discoverycli.render.blocks import Block, Inline, Lines, Note, Page, Span, Tone, ToType

if TYPE_CHECKING:
    from discoverycli.analysis.calls.prep import Call, DifferingColleague, OpenHypothesis, SaidWords
    from discoverycli.analysis.people.person import AskedAbout
    from discoverycli.domain.facts.calls import PromiseFact
    from discoverycli.domain.facts.people import HeardFact
    from discoverycli.domain.prep import Refutation

OPEN_SHOWN = 5
"""How many open hypotheses a screen shows."""
INTERVIEWS = 3
WORDS = 3
PROMISES = 4
CODES = 6
DATED = 3
"""How many of each a screen has room for."""
_LONGEST = 120
_DID = {Stance.SUPPORTS: "confirmed", Stance.REFUTES: "refuted", Stance.NEUTRAL: "could not say"}


_PROMISE: Shape[tuple[PromiseFact, date]] = Shape(
    "open promise",
    "A promise that is not kept yet.",
    KeysOf(PROMISE, lambda p: p[0]),
    Field("overdue_days", "whole?", "0 when it is not overdue; null without a day",
          lambda p: overdue_days(p[0].due_on, p[1])),
)  # fmt: skip
_BOOKED: Shape[HeardFact] = inner(
    Field("code", "I", "which", lambda h: h.number),
    Field("held_on", "date", "when", lambda h: h.held),
)
_WORDS: Shape[SaidWords] = inner(
    Field("statement", "S?", "the statement"),
    Field("hypothesis", "H?", "of words marked for a hypothesis alone: which"),
    Field("kind", "text?", "of a statement: its kind"),
    Field("rung", "text", "nice, would, says, did, paid or keeps", lambda w: w.rung.word),
    Field("verbatim", "flag", "their own words, or a paraphrase"),
    Field("text", "text", "the words"),
    Field("interview", "I", "where it was said"),
    Field("held_on", "date?", "when", lambda w: w.held),
    Field("told", "flag", "somebody passed it on"),
)
_COLLEAGUE: Shape[DifferingColleague] = inner(
    Field("hypothesis", "H", "on what"),
    Field("stance", "text", "the person's vote"),
    Field("person", "P", "the colleague"),
    Field("name", "text", "their name"),
    Field("theirs", "text", "the colleague's vote"),
)
_REFUTATION: Shape[Refutation] = inner(
    Field("voices", "whole", "voices against in all"),
    Field("lived", "whole", "of these, on did or higher"),
)
_OPEN: Shape[OpenHypothesis] = inner(
    Field("code", "H", "the hypothesis", lambda o: o.standing.hypothesis.number),
    Field("text", "text", "its words", lambda o: o.standing.hypothesis.text),
    Field("status", "text", "unvalidated, testing, mixed or stale",
          lambda o: o.standing.verdict.status),
    Field("risk", "whole", "importance × (6 − certainty); see docs/methods.md",
          lambda o: risk(o.standing.hypothesis.importance, o.standing.verdict)),
    Field("segment", "text?", "the segment it is about", lambda o: o.standing.hypothesis.segment),
    Field("serves", "text[]", "current, future, company", lambda o: o.standing.hypothesis.serves),
    Field("fits_segment", "whole", "2: their segment, 1: no segment, 0: another one",
          lambda o: o.fit.segment),
    Field("fits_relation", "whole", "2: serves those they are one of, 1: nobody in particular, 0: "
          "others", lambda o: o.fit.relation),
    KeysOf(keys.VOTES, lambda o: o.standing.verdict),
    Field("wrong_if", "text?", "in words, what would show it wrong"),
    Field("wrong_by", _REFUTATION.one, "what refutes it by its rule, while the votes for it stay",
          lambda o: o.refutation, flat=lambda o: o.wrong),
)  # fmt: skip
_SHEET = (
    "code text status risk segment serves fits_segment fits_relation votes_for votes_against asked "
    "wrong_if wrong_by"
)
_CALL: Shape[Call] = Shape(
    "prep",
    "What to know before a call with a person.",
    KeysOf(people.PERSON, lambda c: c.person.listed),
    Field("role", "text?", "what they do", lambda c: c.person.facts.profile.role),
    Field("forgotten", "flag", "whether they were forgotten: then nothing of them is left"),
    Field("referred_by", keys.WHO.maybe, "who sent them to us",
          lambda c: None if c.forgotten else c.person.facts.profile.referred_by),
    Field("first_heard", "date?", "the first interview, up to today", lambda c: since(c)),
    Field("last_heard", "date?", "the last one, up to today", lambda c: _first_and_last(c)[1]),
    Field("days_since", "whole?", "days since then",
          lambda c: days_since(_first_and_last(c)[1], c.today)),
    Field("heard_in", "I[]", "interviews up to today, the latest first",
          lambda c: [each.number for each in c.heard]),
    Field("booked", _BOOKED.many, "interviews after today, the next first"),
    Field("words", _WORDS.many, "what they said but praise: first-hand, verbatim, high rungs, late "
          "ones first"),
    Field("followups", _PROMISE.many, "what is promised and open, the longest overdue first",
          lambda c: [(each, c.today) for each in c.promises]),
    Field("hypotheses", ASKED.many, "what they were asked about", lambda c: c.person.asked),
    Field("colleagues", _COLLEAGUE.many, "others of their organisation whose own vote is the "
          "opposite", lambda c: c.differing),
    Field("unasked", "whole", "open hypotheses they said nothing about"),
    Field("open", _OPEN.many, "these, those that fit best first"),
)  # fmt: skip
_COLUMNS: tuple[Shown[OpenHypothesis], ...] = (
    Shown("code", lambda o: code("H", o.standing.hypothesis.number)),
    Shown("opinion", lambda o: clip(o.standing.hypothesis.text, _LONGEST), flex=True, lines=2),
    Shown("votes", lambda o: hypotheses.votes(o.standing.verdict), drop=1),
    Shown("we are wrong if", lambda o: clip(o.wrong, _LONGEST), flex=True, lines=2),
)


def _first_and_last(call: Call) -> tuple[InterviewDate | None, InterviewDate | None]:
    known = [each.held for each in call.heard if each.held.day is not None]
    return (known[-1], known[0]) if known else (None, None)


def since(call: Call) -> InterviewDate | None:
    """When they were first heard."""
    return _first_and_last(call)[0]


def days_since(held: InterviewDate | None, today: date) -> int | None:
    """Days since an interview; of the running month, none."""
    return None if held is None or held.day is None else max((today - held.day).days, 0)


def prep_page(call: Call) -> Page:
    """What to know before a call, as a page."""
    fact = call.person.listed.person
    gone = Note("Forgotten: nothing they said is kept, and nobody is left to call.")
    return Page(
        title=person_line(fact),
        blocks=(gone,) if call.forgotten else _blocks(call),
        data=_CALL.data(call),
        table=lambda: _OPEN.sheet(call.open, _SHEET, _SHEET.replace("wrong_by", "wrong")),
        footnotes=() if call.forgotten else (f"Right after the call: disco log {fact.code} WORDS",),
    )


def _blocks(call: Call) -> tuple[Block, ...]:
    """What they promised is not told again among their words."""
    promised = {(each.interview, each.text) for each in call.promises}
    words = [each for each in call.words if (each.interview, each.text) not in promised]
    lists = (
        (out_of("Heard", INTERVIEWS, len(call.heard)),
         [_interview(each, call) for each in call.heard[:INTERVIEWS]]),
        (out_of("What they said", WORDS, len(words)), [_said(each) for each in words[:WORDS]]),
        (out_of("Promised", PROMISES, len(call.promises)),
         [_promise(each, call.today) for each in call.promises[:PROMISES]]),
        ("Their answers to what we believe", _beliefs(call)),
    )  # fmt: skip
    told = (Lines(tuple(lines), title) for title, lines in lists if lines)
    return (_facts(call), *told, _open(call))


def _facts(call: Call) -> Block:
    fact = call.person.listed.person
    internal = fact.relation is Relation.INTERNAL
    relation = "internal: what they say has no vote" if internal else fact.relation.value
    profile = call.person.facts.profile
    never = ToType(f"not asked yet: disco people consent {fact.code}")
    asked = fact.consent != consents.ConsentStanding()
    return facts(
        ("who", " · ".join(each for each in (relation, fact.segment, profile.role) if each)),
        ("sent by", person_line(profile.referred_by) if profile.referred_by else None),
        ("consent", consent.line(fact.consent) if asked else never),
        ("heard", _heard(call)),
        ("booked", _booked(call.booked) if call.booked else None),
    )


def _heard(call: Call) -> str:
    if not call.heard:
        return "never: everything is still to be found out"
    many = pluralize(len(call.heard), "interview")
    first, days = since(call), days_since(call.heard[0].held, call.today)
    if first is None or days is None:
        return f"{many}, nobody wrote down when"
    ago = "today" if days == 0 else f"{pluralize(days, 'day')} ago"
    return f"once, {ago}" if len(call.heard) == 1 else f"{many} since {when(first)}, the last {ago}"


def _booked(booked: Sequence[HeardFact]) -> Inline:
    first = booked[0]
    return (code("I", first.number), f" {when(first.held)}{and_more(len(booked) - 1)}")


def _interview(heard: HeardFact, call: Call) -> Inline:
    how = f"{heard.channel} via {heard.via}" if heard.via else heard.channel.value
    own = (each.text for each in call.words if each.interview == heard.number)
    about = heard.title or next(own, "")
    said = f": {clip(about, _LONGEST // 2)}" if about else ""
    return (code("I", heard.number), f" {when(heard.held)}, {heard.kind}, {how}{said}")


def _said(words: SaidWords) -> Inline:
    text = clip(words.text, _LONGEST)
    told = ", told to us" if words.told else ""
    on = f", on H{words.hypothesis}" if words.hypothesis else ""
    return (
        f"“{text}”" if words.verbatim else text,
        Span(f" ({words.rung.word}{on}{told}, {words.held}, ", Tone.DIM),
        code("I", words.interview),
        Span(")", Tone.DIM),
    )


def _promise(promise: PromiseFact, today: date) -> Inline:
    who = Span("we: " if promise.ours else "they: ", Tone.STRONG)
    late = overdue_days(promise.due_on, today)
    over = f", {pluralize(late, 'day')} overdue" if late else ""
    due = "" if late is None else f", due {promise.due_on}{over}"
    by = Span(due, Tone.BAD if late else Tone.PLAIN)
    words = clip(promise.words, _LONGEST)
    return (who, words, by, Span(", ", Tone.DIM), code("I", promise.interview))


def _beliefs(call: Call) -> list[Inline]:
    lines: list[Inline] = []
    for stance, did in _DID.items():
        found = [each for each in call.votes if each.stance is stance]
        if found:
            tone = STANCE_TONES.get(stance, Tone.PLAIN)
            lines.append((Span(f"{did} ", tone), _codes(found)))
    if call.aged:
        lines.append((Span("too old, ask again: ", Tone.WARN), _codes(call.aged, dated=True)))
    if call.differing:
        lines.append(_differing_line(call.differing))
    return lines


def _codes(found: Sequence[AskedAbout], *, dated: bool = False) -> str:
    """`H1 (did), H4 (says)`, the first ones."""
    parts, most = [], DATED if dated else CODES
    for each in found[:most]:
        fact = each.strongest.line.fact
        when_said = f" {_DID[fact.stance]}, {fact.held}" if dated else ""
        parts.append(f"H{fact.hypothesis} ({fact.rung.word}{',' if dated else ''}{when_said})")
    return ", ".join(parts) + and_more(len(found) - most)


def _differing_line(found: Sequence[DifferingColleague]) -> Inline:
    said = join_words(
        f"P{each.person} {each.name} {_DID[each.theirs]} H{each.hypothesis}"
        for each in found[:INTERVIEWS]
    )
    rest = and_more(len(found) - INTERVIEWS)
    return (Span("colleagues differ: ", Tone.WARN), f"{said}{rest}")


def _open(call: Call) -> Block:
    return table(
        _COLUMNS,
        call.open,
        title=out_of("Open, and they were never asked", len(call.open), call.unasked),
        empty="nothing: every open hypothesis was talked over with them, or there is none",
    )
