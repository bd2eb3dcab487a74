"""Shows consent as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discoverycli.analysis.consent import PersonConsents
from discoverycli.domain.consent import (
    ConsentFact,
    ConsentStanding,
    ConsentState,
    Kept,
    RetentionEnd,
    Scope,
    overdue_days,
    standing,
    state,
)
from discoverycli.domain.text.words import person_label, pluralize
from discoverycli.pages.json_values import iso, sheet
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import (
    Cell,
    Column,
    Facts,
    Inline,
    JsonValue,
    Page,
    Span,
    Table,
    Tone,
)

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
KEYS = ("scope", "state", "basis", "given_on", "expires_on", "withdrawn_on", "author")
"""What a spreadsheet shows of a consent."""


def consent_page(consents: PersonConsents) -> Page:
    """The person's consent as a page."""
    person, by_scope = consents.person, {fact.scope: fact for fact in consents.facts}
    end = consents.kept
    return Page(
        title=(code("P", person.number), f" {person_label(person.name, person.organisation)}"),
        blocks=(
            Table(_COLUMNS, tuple(_row(s, by_scope.get(s), consents.today) for s in Scope)),
            Facts((("kept until", _until(end, consents.today)),)),
        ),
        data={
            "code": person.code,
            "name": person.name,
            "organisation": person.organisation,
            "consent": data(standing(consents.facts, consents.today)),
            "consents": records(consents.facts, consents.today),
            "kept_until": end.until.isoformat(),
            "kept_because": end.why.value,
            "overdue_days": overdue_days(end, consents.today),
        },
        table=sheet(KEYS, records(consents.facts, consents.today)),
    )


def data(standing: ConsentStanding) -> dict[str, JsonValue]:
    """Where every scope stands, for programs."""
    return {scope.value: state.value for scope, state in zip(Scope, standing, strict=True)}


def records(facts: Sequence[ConsentFact], today: date) -> list[dict[str, JsonValue]]:
    """Every consent with its days, for programs."""
    return [
        {
            "scope": fact.scope.value,
            "state": state(fact, today).value,
            "basis": fact.basis.value,
            "given_on": fact.given_on.isoformat(),
            "expires_on": iso(fact.expires_on),
            "withdrawn_on": iso(fact.withdrawn_on),
            "author": fact.author,
        }
        for fact in facts
    ]


def line(standing: ConsentStanding) -> str:
    """Where every scope stands, in a line: `notes given, recording not asked, quote withdrawn`."""
    return ", ".join(f"{s} {state}" for s, state in zip(Scope, standing, strict=True))


_COLUMNS = (
    Column("scope"),
    Column("state"),
    Column("basis", drop=1),
    Column("given"),
    Column("until"),
    Column("withdrawn"),
    Column("means", flex=True, drop=2),
)


def _row(scope: Scope, fact: ConsentFact | None, today: date) -> tuple[Cell, ...]:
    where = state(fact, today)
    days = (None,) * 4 if fact is None else (fact.basis.value, *fact[2:5])
    return (scope.value, Span(where.value, _TONES[where]), *days, MEANINGS[scope])


def _until(end: Kept, today: date) -> Inline:
    late = overdue_days(end, today)
    if late:
        words = f"{end.until}, {pluralize(late, 'day')} ago: hear them, ask again or forget them"
        return Span(words, Tone.BAD)
    return f"{end.until}, {_ENDS[end.why]}"
