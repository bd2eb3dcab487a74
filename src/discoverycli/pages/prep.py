"""Owns how a call is prepared for on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from discoverycli.analysis.prep import Call, DifferingColleague, OpenHypothesis, SaidWords
from discoverycli.domain import consent as consents
from discoverycli.domain.text.words import clip, join_words, person_label, pluralize
from discoverycli.domain.verdicts import risk
from discoverycli.domain.vocabulary import InterviewDate, Relation, Stance
from discoverycli.pages import consent, hypotheses, people, statement_tables
from discoverycli.pages import person as reports
from discoverycli.pages.json_values import held_on, sheet
from discoverycli.pages.phrases import STANCE_TONES, code, when
from discoverycli.render.blocks import (
    Block,
    Column,
    Facts,
    Inline,
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
    from discoverycli.analysis.person import AskedAbout
    from discoverycli.domain.facts.calls import PromiseFact
    from discoverycli.domain.facts.people import HeardFact, NamedPerson
    from discoverycli.domain.vocabulary import Relation

OPEN_SHOWN = 5
"""How many open hypotheses a screen shows."""


def data(call: Call) -> dict[str, JsonValue]:
    """What a call takes for programs; `docs/json.md` lists the keys."""
    first, last = _first_and_last(call)
    sender = call.person.facts.profile.referred_by
    return {
        **people.data(call.person.listed),
        "role": call.person.facts.profile.role,
        "forgotten": call.forgotten,
        "referred_by": _named_data(sender) if sender and not call.forgotten else None,
        "first_heard": held_on(first),
        "last_heard": held_on(last),
        "days_since": days_since(last, call.today),
        "heard_in": [f"I{each.number}" for each in call.heard],
        "booked": [
            {"code": f"I{each.number}", "held_on": held_on(each.held)} for each in call.booked
        ],
        "words": [_words_data(each) for each in call.words],
        "followups": [_promise_data(each, call.today) for each in call.promises],
        "hypotheses": [reports.asked_data(each) for each in call.person.asked],
        "colleagues": [_differing_data(each) for each in call.differing],
        "unasked": call.unasked,
        "open": [open_data(each) for each in call.open],
    }


def _first_and_last(call: Call) -> tuple[InterviewDate | None, InterviewDate | None]:
    """When they were first and last heard, of the interviews whose date is known."""
    known = [each.held for each in call.heard if each.held.day is not None]
    return (known[-1], known[0]) if known else (None, None)


def since(call: Call) -> InterviewDate | None:
    """When they were first heard."""
    return _first_and_last(call)[0]


def days_since(held: InterviewDate | None, today: date) -> int | None:
    """Days since an interview; of the running month, none."""
    return None if held is None or held.day is None else max((today - held.day).days, 0)


def overdue_days(promise: PromiseFact, today: date) -> int | None:
    """Days since a promise was due, 0 where it is not over yet; `None` without a day."""
    return None if promise.due_on is None else max((today - promise.due_on).days, 0)


def _named_data(named: NamedPerson) -> dict[str, JsonValue]:
    return {"code": f"P{named.number}", "name": named.name, "organisation": named.organisation}


def _words_data(words: SaidWords) -> dict[str, JsonValue]:
    return {
        "statement": f"S{words.statement}" if words.statement else None,
        "hypothesis": f"H{words.hypothesis}" if words.hypothesis else None,
        "kind": words.kind.value if words.kind else None,
        "rung": words.rung.word,
        "verbatim": words.verbatim,
        "text": words.text,
        "interview": f"I{words.interview}",
        "held_on": held_on(words.held),
        "told": words.told,
    }


def _promise_data(promise: PromiseFact, today: date) -> dict[str, JsonValue]:
    return {**statement_tables.promise_data(promise), "overdue_days": overdue_days(promise, today)}


def _differing_data(each: DifferingColleague) -> dict[str, JsonValue]:
    return {
        "hypothesis": f"H{each.hypothesis}",
        "stance": each.stance.value,
        "person": f"P{each.person}",
        "name": each.name,
        "theirs": each.theirs.value,
    }


def open_data(each: OpenHypothesis) -> dict[str, JsonValue]:
    """An open hypothesis for programs."""
    hypothesis, verdict = each.standing
    return {
        "code": f"H{hypothesis.number}",
        "text": hypothesis.text,
        "status": verdict.status.value,
        "risk": risk(hypothesis.importance, verdict),
        "segment": hypothesis.segment,
        "serves": [whom.value for whom in hypothesis.serves],
        "fits_segment": each.fit.segment,
        "fits_relation": each.fit.relation,
        "votes_for": verdict.votes_for,
        "votes_against": verdict.votes_against,
        "asked": verdict.asked,
        "wrong_if": each.wrong_if,
        "wrong_by": {"voices": each.refutation.voices, "lived": each.refutation.lived},
    }


INTERVIEWS = 3
WORDS = 3
PROMISES = 4
CODES = 6
DATED = 3
"""How many of each a screen has room for."""
_LONGEST = 120
_DID = {Stance.SUPPORTS: "confirmed", Stance.REFUTES: "refuted", Stance.NEUTRAL: "could not say"}
_SHEET = (
    *("code", "text", "status", "risk", "segment", "serves", "fits_segment", "fits_relation"),
    *("votes_for", "votes_against", "asked", "wrong_if", "wrong"),
)


def prep_page(call: Call) -> Page:
    """What to know before a call, as a page."""
    fact = call.person.listed.person
    blocks = _forgotten() if call.forgotten else _blocks(call)
    rows = [{**open_data(each), "wrong": each.wrong} for each in call.open]
    return Page(
        title=(code("P", fact.number), f" {person_label(fact.name, fact.organisation)}"),
        blocks=blocks,
        data=data(call),
        table=sheet(_SHEET, rows),
        footnotes=() if call.forgotten else (f"Right after the call: disco log {fact.code} WORDS",),
    )


def _forgotten() -> tuple[Block, ...]:
    return (Note("Forgotten: nothing they said is kept, and nobody is left to call."),)


def _blocks(call: Call) -> tuple[Block, ...]:
    """Each thing once: what they promised is not told among their words, too."""
    blocks: list[Block] = [_facts(call)]
    if call.heard:
        lines = tuple(_interview(each, call) for each in call.heard[:INTERVIEWS])
        blocks.append(Lines(lines, _of("Heard", call.heard, INTERVIEWS)))
    promised = {(each.interview, each.text) for each in call.promises}
    words = [each for each in call.words if (each.interview, each.text) not in promised]
    if words:
        lines = tuple(map(_said, words[:WORDS]))
        blocks.append(Lines(lines, _of("What they said", words, WORDS)))
    if call.promises:
        lines = tuple(_promise(each, call.today) for each in call.promises[:PROMISES])
        blocks.append(Lines(lines, _of("Promised", call.promises, PROMISES)))
    beliefs = tuple(_beliefs(call))
    if beliefs:
        blocks.append(Lines(beliefs, "Their answers to what we believe"))
    return (*blocks, _open(call))


def _of(title: str, items: Sequence[object], most: int) -> str:
    return f"{title} ({most} of {len(items)})" if len(items) > most else title


def _facts(call: Call) -> Facts:
    fact = call.person.listed.person
    who = [fact.relation.value]
    if fact.relation is Relation.INTERNAL:
        who = ["internal: what they say has no vote"]
    who += [each for each in (fact.segment, call.person.facts.profile.role) if each]
    pairs: list[tuple[str, Inline]] = [("who", " · ".join(who))]
    sent = call.person.facts.profile.referred_by
    if sent is not None:
        pairs.append(
            ("sent by", (code("P", sent.number), f" {person_label(sent.name, sent.organisation)}"))
        )
    asked = fact.consent != consents.ConsentStanding()
    never = ToType(f"not asked yet: disco people consent {fact.code}")
    pairs.append(("consent", consent.line(fact.consent) if asked else never))
    pairs.append(("heard", _heard(call)))
    if call.booked:
        pairs.append(("booked", _booked(call.booked)))
    return Facts(tuple(pairs))


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
    more = f" and {len(booked) - 1} more" if len(booked) > 1 else ""
    return (code("I", first.number), f" {when(first.held)}{more}")


def _interview(heard: HeardFact, call: Call) -> Inline:
    """When and how, and what it was about: its title, else its strongest words."""
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
    return (
        who,
        clip(promise.words, _LONGEST),
        _due(promise, today),
        Span(", ", Tone.DIM),
        code("I", promise.interview),
    )


def _due(promise: PromiseFact, today: date) -> Span:
    late = overdue_days(promise, today)
    if late is None:
        return Span("")
    if late:
        return Span(f", due {promise.due_on}, {pluralize(late, 'day')} overdue", Tone.BAD)
    return Span(f", due {promise.due_on}")


def _beliefs(call: Call) -> list[Inline]:
    """What their words count for today, what they no longer count for, and who disagrees."""
    lines: list[Inline] = []
    for stance, did in _DID.items():
        found = [each for each in call.votes if each.stance is stance]
        if found:
            tone = STANCE_TONES.get(stance, Tone.PLAIN)
            lines.append((Span(f"{did} ", tone), _codes(found)))
    if call.aged:
        lines.append((Span("too old, ask again: ", Tone.WARN), _codes(call.aged, dated=True)))
    if call.differing:
        lines.append(_differing_block(call.differing))
    return lines


def _codes(found: Sequence[AskedAbout], *, dated: bool = False) -> str:
    """`H1 (did), H4 (says)`, the first ones."""
    parts, most = [], DATED if dated else CODES
    for each in found[:most]:
        fact = each.strongest.line.fact
        when_said = f" {_DID[fact.stance]}, {fact.held}" if dated else ""
        parts.append(f"H{fact.hypothesis} ({fact.rung.word}{',' if dated else ''}{when_said})")
    more = len(found) - most
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def _differing_block(found: Sequence[DifferingColleague]) -> Inline:
    parts = [
        f"P{each.person} {each.name} {_DID[each.theirs]} H{each.hypothesis}"
        for each in found[:INTERVIEWS]
    ]
    more = len(found) - INTERVIEWS
    rest = f" and {more} more" if more > 0 else ""
    return (Span("colleagues differ: ", Tone.WARN), f"{join_words(parts)}{rest}")


def _open(call: Call) -> Table:
    some = f" ({len(call.open)} of {call.unasked})" if len(call.open) < call.unasked else ""
    return Table(
        (
            Column("code"),
            Column("opinion", flex=True, lines=2),
            Column("votes", drop=1),
            Column("we are wrong if", flex=True, lines=2),
        ),
        tuple(map(_opinion, call.open)),
        title=f"Open, and they were never asked{some}",
        empty="nothing: every open hypothesis was talked over with them, or there is none",
    )


def _opinion(each: OpenHypothesis) -> tuple[Inline, ...]:
    hypothesis, verdict = each.standing
    return (
        code("H", hypothesis.number),
        clip(hypothesis.text, _LONGEST),
        hypotheses.votes(verdict),
        clip(each.wrong, _LONGEST),
    )
