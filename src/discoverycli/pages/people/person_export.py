"""Writes out everything the journal holds about one person, to be handed to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from discoverycli.domain.text.words import pluralize
from discoverycli.domain.vocabulary import Code
from discoverycli.pages.calls.interview import HELD, HOW
from discoverycli.pages.fields import Field, KeysOf, Shape, T, inner
from discoverycli.pages.people import consent
from discoverycli.pages.phrases import person_line, when
from discoverycli.render.blocks import Block, Column, Facts, Inline, JsonValue, Page, Prose, Table

if TYPE_CHECKING:
    from discoverycli.analysis.people.person_export import OwnFacts, OwnInterview
    from discoverycli.domain.facts.calls import EvidenceLine, HireLine, PromiseFact, StatementFact

_INTERVIEW: Shape[OwnInterview] = inner(
    Field("code", "I", "the interview", lambda i: i.fact.number),
    # Keys of an interview's page; some of them have a meaning in this copy's own words.
    KeysOf(HELD, lambda i: i.fact),
    Field("held_on", "date?", "when", lambda i: i.fact.held),
    KeysOf(HOW, lambda i: i.fact),
    Field("kind", "text", "as of an interview", lambda i: i.fact.kind),
    Field("via", "text?", "that somebody passed it on", lambda i: i.fact.head.via),
    Field("source", "text?", "the file it was imported from", lambda i: i.fact.origin.source),
    Field("logged_at", "time", "when it was written down", lambda i: i.fact.logged_at),
    Field("relation", "text", "what they were to us on that day", lambda i: i.part.relation),
    Field("segment", "text?", "their segment on that day", lambda i: i.part.segment),
    Field("alone", "flag", "whether nobody else was heard in it"),
    Field("notes", "text", "the note; where they were not alone, their lines of it",
          lambda i: i.fact.notes),
)  # fmt: skip
_STATEMENT: Shape[StatementFact] = inner(
    Field("code", "S", "the statement", lambda s: s.number),
    Field("kind", "text", "its kind"),
    Field("rung", "text", "its rung", lambda s: s.rung.word),
    Field("verbatim", "flag", "their own words, or a paraphrase"),
    Field("text", "text", "the words"),
    Field("themes", "text[]", "without the #"),
    Field("interview", "I", "where it was said"),
    Field("held_on", "date?", "when", lambda s: s.held),
)
_EVIDENCE: Shape[EvidenceLine] = inner(
    Field("hypothesis", "H", "the opinion", lambda e: e.fact.hypothesis),
    Field("stance", "text", "supports, refutes or neutral", lambda e: e.fact.stance),
    Field("rung", "text", "its rung", lambda e: e.fact.rung.word),
    Field("text", "text", "the words"),
    Field("interview", "I", "where it was said"),
    Field("statement", "S?", "the statement it was linked from"),
    Field("held_on", "date?", "when", lambda e: e.fact.held),
)
_HIRE: Shape[HireLine] = inner(
    Field("job", "J", "the job", lambda h: h.fact.hypothesis),
    Field("hired", "flag", "hired, or fired"),
    Field("rung", "text", "its rung", lambda h: h.fact.rung.word),
    Field("text", "text", "the words"),
    Field("interview", "I", "where it was said"),
    Field("held_on", "date?", "when", lambda h: h.fact.held),
)
_PROMISE: Shape[PromiseFact] = inner(
    Field("ours", "flag", "true: we promised; false: they did"),
    Field("text", "text", "what"),
    Field("due_on", "day?", "by when"),
    Field("done_on", "day?", "when it was done"),
    Field("interview", "I", "where it was promised"),
)
_COPY: Shape[OwnFacts] = Shape(
    "own copy",
    "All that the journal holds of one person, for that person.",
    Field("code", "P", "the person", lambda own: own.profile.person.number),
    Field("name", "text", "their name", lambda own: own.profile.person.name),
    Field("former_names", "text[]", "what they were called before"),
    Field("organisation", "text?", "where they belong",
          lambda own: own.profile.person.organisation),
    Field("role", "text?", "what they do", lambda own: own.profile.role),
    Field("relation", "text", "what they are to us", lambda own: own.profile.person.relation),
    Field("segment", "text?", "their segment", lambda own: own.profile.person.segment),
    Field("period_days", "whole?", "a period of their own",
          lambda own: own.profile.person.period_days),
    Field("snoozed_until", "day?", "reserved, always null",
          lambda own: own.profile.person.snoozed_until),
    Field("last_contact", "day?", "the last counted contact",
          lambda own: own.profile.person.last_contact),
    Field("created_on", "day", "since when they are known", lambda own: own.profile.created_on),
    Field("consents", consent.CONSENT.many, "what they agreed to",
          lambda own: consent.dated(own.facts.consents, own.today)),
    Field("interviews", _INTERVIEW.many, "every interview they were in, the latest first"),
    Field("statements", _STATEMENT.many, "what they said", lambda own: own.facts.statements),
    Field("evidence", _EVIDENCE.many, "what their words say about opinions of ours",
          lambda own: own.facts.evidence),
    Field("jobs", _HIRE.many, "what they hired and fired", lambda own: own.facts.hires),
    Field("followups", _PROMISE.many, "what was promised", lambda own: own.facts.promises),
)  # fmt: skip
_ABOUT = (
    "All that this journal holds of one person. Of interviews with others it has only what is "
    "theirs; other people's names are replaced. H and J are numbers of our own opinions."
)
_IDENTITY = (
    "name former_names organisation role relation segment last_contact created_on snoozed_until"
)
_EVIDENCE_SHOWN = "hypothesis stance rung text interview held_on"
_WIDE = ("text", "themes")


def person_export_page(own: OwnFacts) -> Page:
    """The copy as a page to read."""
    facts, person = own.facts, own.profile.person
    data = _COPY.data(own)
    blocks: list[Block] = [
        _identity(data),
        _table("Consent", consent.CONSENT, consent.dated(facts.consents, own.today)),
        *(block for each in own.interviews for block in _heard(each)),
        _table("Statements", _STATEMENT, facts.statements),
        _table("Evidence", _EVIDENCE, facts.evidence, _EVIDENCE_SHOWN),
        _table("Hired and fired", _HIRE, facts.hires),
        _table("Promises", _PROMISE, facts.promises),
    ]
    return Page(
        title=person_line(person),
        blocks=tuple(each for each in blocks if not isinstance(each, Table) or each.rows),
        data=data,
        table=lambda: _STATEMENT.sheet(facts.statements),
        footnotes=(_ABOUT,),
    )


def _identity(data: Mapping[str, JsonValue]) -> Facts:
    period = data["period_days"]
    often = f"every {pluralize(period, 'day')}" if isinstance(period, int) else None
    return Facts((*_pairs(data, _IDENTITY), *((("to be heard", often),) if often else ())))


def _pairs(data: Mapping[str, JsonValue], keys: str) -> tuple[tuple[str, Inline], ...]:
    some = ((key.replace("_", " "), data[key]) for key in keys.split() if data[key])
    return tuple(
        (name, "; ".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in some
    )


def _heard(own: OwnInterview) -> Iterable[Block]:
    title = f"{Code('I', own.fact.number)} · {when(own.fact.held)}"
    shown = " ".join((*HOW.data(own.fact), "relation segment source"))
    yield Facts(_pairs(_INTERVIEW.data(own), shown), title=title)
    if own.fact.notes.strip():
        words = "What you said" if own.alone else "What you said, among others"
        yield Prose(own.fact.notes, title=words)


def _table(title: str, shape: Shape[T], items: Iterable[T], keys: str = "") -> Table:
    sheet = shape.sheet(items, keys)
    columns = [
        Column(each.head.replace("_", " "), flex=each.head in _WIDE) for each in sheet.columns
    ]
    return sheet._replace(columns=tuple(columns), title=title)
