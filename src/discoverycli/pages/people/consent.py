"""Tells what a person agreed to, on what ground, and how long they may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.consent import (
    ConsentFact,
    ConsentStanding,
    ConsentState,
    RetentionEnd,
    Scope,
    overdue_days,
    standing,
    state,
)
from discoverycli.domain.text.words import pluralize
from discoverycli.pages import keys
from discoverycli.pages.fields import Field, KeysOf, Shape, Shown, table
from discoverycli.pages.phrases import person_line
from discoverycli.render.blocks import Facts, Inline, Page, Span, Tone

if TYPE_CHECKING:
    from discoverycli.analysis.people.consent import PersonConsents

MEANINGS = {
    Scope.NOTES: "we write down and keep what they say",
    Scope.RECORDING: "a recording is made",
    Scope.QUOTE: "their words are shown to others",
}
_TONES = {
    ConsentState.GIVEN: Tone.GOOD,
    ConsentState.EXPIRED: Tone.WARN,
    ConsentState.WITHDRAWN: Tone.BAD,
    ConsentState.NOT_ASKED: Tone.DIM,
}
_ENDS = {
    RetentionEnd.RETENTION: "unless they are heard again",
    RetentionEnd.EXPIRED: "their consent to notes ends then",
    RetentionEnd.WITHDRAWN: "they took back their consent to notes",
}


class _Dated(NamedTuple):
    fact: ConsentFact
    today: date


class _Scoped(NamedTuple):
    scope: Scope
    fact: ConsentFact | None
    state: ConsentState


STANDING: Shape[ConsentStanding] = Shape(
    "standing",
    "What a person agreed to: given, expired, withdrawn or not asked.",
    Field("notes", "text", "that we write down and keep what they say"),
    Field("recording", "text", "that a recording is made"),
    Field("quote", "text", "that their words are shown to others"),
)
CONSENT: Shape[_Dated] = Shape(
    "consent",
    "A person's consent in one scope.",
    Field("scope", "text", "notes, recording or quote", lambda c: c.fact.scope),
    Field("state", "text", "given, expired or withdrawn", lambda c: state(*c)),
    Field("basis", "text", "consent, contract or interest", lambda c: c.fact.basis),
    Field("given_on", "day", "when", lambda c: c.fact.given_on),
    Field("expires_on", "day?", "the last day it holds", lambda c: c.fact.expires_on),
    Field("withdrawn_on", "day?", "when they took it back", lambda c: c.fact.withdrawn_on),
    Field("author", "text", "who wrote it down", lambda c: c.fact.author),
)
_CONSENTS: Shape[PersonConsents] = Shape(
    "consent page",
    "What a person agreed to, and how long they are kept.",
    KeysOf(keys.PERSON, lambda c: c.person),
    Field("consent", STANDING.one, "where every scope stands",
          lambda c: standing(c.facts, c.today)),
    Field("consents", CONSENT.many, "every consent with its days",
          lambda c: dated(c.facts, c.today)),
    Field("kept_until", "day", "the last day they may be kept", lambda c: c.kept.until),
    Field("kept_because", "text", "what ends it: retention, expired or withdrawn",
          lambda c: c.kept.why),
    Field("overdue_days", "whole", "for how many days they have been kept too long",
          lambda c: overdue_days(c.kept, c.today)),
)  # fmt: skip
_COLUMNS: tuple[Shown[_Scoped], ...] = (
    Shown("scope", lambda each: each.scope.value),
    Shown("state", lambda each: Span(each.state.value, _TONES[each.state])),
    Shown("basis", lambda each: each.fact and each.fact.basis.value, drop=1),
    Shown("given", lambda each: each.fact and each.fact.given_on),
    Shown("until", lambda each: each.fact and each.fact.expires_on),
    Shown("withdrawn", lambda each: each.fact and each.fact.withdrawn_on),
    Shown("means", lambda each: MEANINGS[each.scope], flex=True, drop=2),
)


def consent_page(consents: PersonConsents) -> Page:
    """The person's consent as a page."""
    person, by_scope = consents.person, {fact.scope: fact for fact in consents.facts}
    scopes = [_Scoped(s, by_scope.get(s), state(by_scope.get(s), consents.today)) for s in Scope]
    return Page(
        title=person_line(person),
        blocks=(table(_COLUMNS, scopes), Facts((("kept until", _until(consents)),))),
        data=_CONSENTS.data(consents),
        table=lambda: CONSENT.sheet(dated(consents.facts, consents.today)),
    )


def dated(facts: Iterable[ConsentFact], today: date) -> list[_Dated]:
    """Consents as `CONSENT` takes them."""
    return [_Dated(fact, today) for fact in facts]


def line(standing: ConsentStanding) -> str:
    """Where every scope stands, in a line: `notes given, recording not asked, quote withdrawn`."""
    return ", ".join(f"{s} {state}" for s, state in zip(Scope, standing, strict=True))


def _until(consents: PersonConsents) -> Inline:
    end, late = consents.kept, overdue_days(consents.kept, consents.today)
    if late:
        words = f"{end.until}, {pluralize(late, 'day')} ago: hear them, ask again or forget them"
        return Span(words, Tone.BAD)
    return f"{end.until}, {_ENDS[end.why]}"
